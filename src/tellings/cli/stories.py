"""`tellings stories`: which pages tell one story, and what each account says."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import account, opened, page_options, print_json, settings_of


@click.command("stories")
@page_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a story (docs/schema.md).")
def command(
    *, inputs: tuple[str, ...], as_is: bool, as_json: bool, workers: int | None, config: Path | None, quiet: bool
) -> int:
    """Group pages into stories and compare their accounts."""
    from tellings.export.plain import page_names, story_lines

    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings) as library:
        library.warm(1)
        library.add_all(inputs, as_is=as_is)
        outlets = page_names(library.analyses(library.tally.order))
        stories = library.stories(library.tally.order)
        for story in stories:
            if as_json:
                print_json(story)
            else:
                click.echo("\n".join(story_lines(story, outlets)))
        return account(library.tally, quiet=quiet, more=f", {len(stories)} stories")
