"""What relates articles to one another: copies, stories, accounts, days, actors, utterances and happenings; one module each."""
