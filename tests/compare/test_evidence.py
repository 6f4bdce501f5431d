from __future__ import annotations

import pytest

from tellings.compare.evidence import altered, unproved
from tellings.model import Cite

TEXT = "On Tuesday about 300 men under Octavio Rueda reached the lake, but no missiles were found."
CITE = Cite(document="a", start=0, end=len(TEXT), text=TEXT)


def missing(text: str, frame: tuple[str, ...] = ()) -> tuple[str, ...]:
    return unproved(text, [CITE], language="en", frame=frame)


def test_a_sentence_of_the_source_is_proved() -> None:
    assert missing(TEXT) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("About 400 men reached the lake.", "400"),
        ("Men under Hugo Rueda reached the lake.", "Hugo"),
        ("Men reached the lake on Friday.", "Friday"),
        ("Men never reached the lake.", "never"),
        ("About 300 million men reached the lake.", "300 million"),
        ("Men under octavio RUIZ reached the lake.", "RUIZ"),
        ("Nobody reached the lake.", "Nobody"),
        ("They “stormed the lake”.", "stormed the lake"),
        ("They “reached the lake … about 300 men”.", "reached the lake … about 300 men"),
        ('They "stormed the lake".', "stormed the lake"),
        ("They «stormed the lake».", "stormed the lake"),
        ("They “reached the lake.", "“"),
        ("Four men reached the lake.", "Four"),
        ("Men reached the lake at ４.", "４"),
    ],
)
def test_what_the_passage_does_not_hold_is_named(text: str, word: str) -> None:
    assert word in missing(text, frame=("Men", "They", "About"))


def test_a_quotation_may_leave_words_out_in_order_and_stands_in_one_passage() -> None:
    assert missing("“about 300 men … reached the lake”", frame=()) == ()
    other = Cite(document="b", start=0, end=9, text="in boats.")
    assert unproved("“the lake … in boats”", [CITE, other], language="en") == ("the lake … in boats",)


def test_phrases_of_the_frame_need_no_proof_as_they_stand_and_nothing_else_of_their_words() -> None:
    assert missing("The Gazette has “300 men”.", frame=("The Gazette has",)) == ()
    assert missing("The Gazette has “300 men”.") == ("Gazette",)
    assert missing("The Gazette has “300 men”.", frame=("Gazette", "The")) == ()
    assert "nine" in missing("nine accounts have “300 men”; nine men sank.", frame=("nine accounts have",))
    assert "Friday" in missing("“300 men” on Friday.", frame=("Good Friday",))


def test_a_passage_is_what_stands_in_its_document() -> None:
    assert altered([CITE], {"a": TEXT}) == ()
    assert altered([CITE], {"a": " " + TEXT}) == (TEXT,)
    assert altered([CITE], {}) == (TEXT,)
    assert altered([Cite(document="a", start=2, end=3, text=" ")], {"a": TEXT}) == (" ",)
