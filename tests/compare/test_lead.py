from __future__ import annotations

from tellings.compare.facts import compare_accounts
from tellings.compare.lead import lead_of_story, spans_of
from tests.compare.conftest import article, material

OPENING = "The ferry Orm ran aground off Black Nab on Monday. "
TAKEN = "Built by Harrow Yards of Tarn, she sails for Corvane Lines between Kerrow, Tarn and the northern islands."
OTHERS = (
    "A ferry ran aground on rocks, and nobody was hurt. The Orm is old.",
    f"Visitors were late for the fair. {TAKEN}",
)


def test_a_sentence_taken_over_word_for_word_tells_no_more_than_once_what_a_story_is_about() -> None:
    own = material([article(t, name=f"p{i}") for i, t in enumerate((f"{OPENING}{TAKEN}", *OTHERS))])
    comparison = compare_accounts(own)
    found = lead_of_story(own, comparison, spans_of(comparison))
    assert found is not None
    assert found.text == OPENING.strip()
