from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.compare.clauses import SHORTEST, protected, shortened


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("The pilot of the tug, a man of 40 with one eye, was held in Kerrow.", "The pilot of the tug was held in Kerrow."),
        ("The Orme sank at noon (local time) two miles off Black Nab.", "The Orme sank at noon two miles off Black Nab."),
        ("The mill - which Ada Penn owns - burnt down on Friday night.", "The mill burnt down on Friday night."),
        ("Two barges struck the bridge on Friday, blocking the Skell for a week.", "Two barges struck the bridge on Friday."),
        ("However, the bridge at Dorrick was open again at noon.", "The bridge at Dorrick was open again at noon."),
        ("Ada Penn, 42, from Kerrow, has been charged with arson.", "Ada Penn has been charged with arson."),
    ],
)
def test_a_part_that_only_tells_more_may_go(sentence: str, left: str) -> None:
    assert left in list(shortened(sentence, "en"))


@pytest.mark.parametrize(
    "sentence",
    [
        "The Orme sank off Black Nab at noon, according to the coastguard.",
        "Two men were held on Friday, police in Kerrow said.",
        "The captain, who is alleged to have been asleep, was held in Kerrow.",
        "The pilot, who was not on the bridge, was held in Kerrow.",
        "He bought a rope, a knife and a lamp in Kerrow.",
        "The court gave the owner, Tom Reed, a suspended sentence.",
        "In Rome, Paris and Berlin, thousands marched.",
        "The mill will close, unless a buyer is found by May.",
        "“The mill, which I love, was sold in May,” Ada Penn said.",
    ],
)
def test_sources_hedges_contraries_lists_and_speech_stay(sentence: str) -> None:
    assert list(shortened(sentence, "en")) == []


def test_a_language_without_a_table_is_not_shortened() -> None:
    assert list(shortened("Le bac, qui avait quitté Kerrow, a coulé.", "fr")) == []


VOCABULARY = (
    "The a who which was were said allegedly not Ada Penn mill, sank, reportedly killing , ( ) — - 42, from “ ” about when and"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_no_protected_word_is_ever_lost_and_nothing_is_added(text: str) -> None:
    for left in shortened(text, "en"):
        assert protected(left, "en") == protected(text, "en")
        assert len(left.split()) >= SHORTEST
        rest = iter(text.casefold().replace(" ", ""))
        assert all(c in rest for c in left.casefold().replace(" ", ""))
