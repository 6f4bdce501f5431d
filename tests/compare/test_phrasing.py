from __future__ import annotations

import pytest

from tellings.compare.changes import Place
from tellings.compare.phrasing import about
from tellings.compare.statements import Corpus
from tests.compare.conftest import article, material


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The Orm pit stopped its pumps Monday.", "day: Orm pit stopped its pumps …"),
        ("On Monday the Orm pit stopped its pumps.", "day: On … the Orm pit stopped its …"),
    ],
)
def test_a_value_at_the_head_of_a_sentence_is_named_by_what_follows(text: str, phrase: str) -> None:
    corpus = Corpus(material([article(text, name="p0")]))
    (statement,) = corpus.tellings[0].statements
    at = next(i for i, a in enumerate(statement.atoms) if a.text == "Monday")
    assert about("day", [Place(statement, at, at + 1, statement.span, "monday")]) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"), [("FOUR SAILORS drowned.", "number of sailors"), ("Four EU boats sank.", "number of EU boats")]
)
def test_a_headline_s_capitals_are_no_part_of_a_name(text: str, phrase: str) -> None:
    corpus = Corpus(material([article(text, name="p0")]))
    (statement,) = corpus.tellings[0].statements
    assert about("number", [Place(statement, 0, 1, statement.span, "4")]) == phrase


def test_a_number_is_named_by_what_it_counts_wherever_it_stands_in_its_value() -> None:
    corpus = Corpus(material([article("They lost an estimated 40 boats.", name="p0")]))
    (statement,) = corpus.tellings[0].statements
    low = next(i for i, a in enumerate(statement.atoms) if a.text == "an")
    assert about("number", [Place(statement, low, len(statement.atoms), statement.span, "40")]) == "number of boats"
