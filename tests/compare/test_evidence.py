from __future__ import annotations

import pytest

from tellings.compare.evidence import unproved
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
        ("They “stormed the lake”.", "stormed the lake"),
    ],
)
def test_what_the_passage_does_not_hold_is_named(text: str, word: str) -> None:
    assert word in missing(text, frame=("Men", "They", "About"))


def test_words_of_the_frame_need_no_proof() -> None:
    assert missing("The Gazette has “300 men”.", frame=("The Gazette",)) == ()
    assert missing("The Gazette has “300 men”.") == ("Gazette",)
