from __future__ import annotations

from tellings.compare.facts import compare_accounts
from tellings.compare.lead import lead_of_story, spans_of
from tests.compare.conftest import article, material

OPENING = "The ferry Lady Orme ran aground off Black Nab on Monday, the coastguard of Tarn said. "
TAKEN = "The Lady Orme, a ferry of the Tarn line, sails from Tarn to Black Nab on Monday and Friday."
OTHERS = (
    "A ferry ran aground off Black Nab, the coastguard said. The Lady Orme is old.",
    f"Visitors of Tarn were late for the fair. {TAKEN}",
)


def test_a_sentence_taken_over_word_for_word_tells_no_more_than_once_what_a_story_is_about() -> None:
    own = material([article(t, name=f"p{i}") for i, t in enumerate((f"{OPENING}{TAKEN}", *OTHERS))])
    comparison = compare_accounts(own)
    found = lead_of_story(own, comparison, spans_of(comparison))
    assert found is not None
    assert found.text == OPENING.strip()
