from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.model import Comparison
from tests.compare.conftest import told

Compare = Callable[..., Comparison]


def test_words_for_one_deed_are_wording(compare: Compare) -> None:
    found = compare(
        "Garner Mills was accused of polluting the river Tarn with purple dye.",
        "Residents accuse Garner Mills of poisoning the river Tarn with purple dye for years.",
    )
    (fact,) = [f for f in found.differing if f.kind == "label" and f.about == "words for the pollution"]
    assert fact.relation == "wording"
    assert sorted(told(fact)) == ["poisoning", "polluting"]


def test_words_for_two_deeds_are_no_wording(compare: Compare) -> None:
    found = compare(
        "Garner Mills was accused of polluting the river Tarn with purple dye.",
        "A cook was charged with poisoning his uncle's soup at Easter.",
    )
    assert not [f for f in found.differing if f.kind == "label"]


def test_plain_words_for_one_deed_are_no_wording(compare: Compare) -> None:
    found = compare(
        "A fire destroyed the old fish market of Kerrow harbour on Sunday night.",
        "A blaze destroyed the old fish market of Kerrow harbour on Sunday night.",
    )
    assert not [f for f in found.differing if f.about == "words for the fire"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A car rammed the wall of the Kerrow consulate.", "Gunmen struck at the wall of the Kerrow consulate."),
        ("The deal with Kerrow harbour hands over the boats.", "The deal forces Kerrow harbour to surrender the boats."),
    ],
)
def test_words_that_tell_another_deed_here_are_no_wording(compare: Compare, one: str, other: str) -> None:
    assert not [f for f in compare(one, other).differing if f.kind == "label"]


def test_the_one_stoppage_of_a_story_is_told_in_any_words(compare: Compare) -> None:
    found = compare(
        "The 48-hour strike of Lorne crews began at dawn.",
        "It is the first stoppage at the company in years.",
        "A walkout emptied every pier.",
    )
    (fact,) = [f for f in found.differing if f.about == "words for the stoppage"]
    assert sorted(told(fact)) == ["stoppage", "strike", "walkout"]


def test_a_claim_is_dismissed_and_a_person_is_fired(compare: Compare) -> None:
    found = compare(
        "Mayor Ada Penn dismissed the complaint of the Kerrow harbour board as absurd.",
        "Mayor Ada Penn fired Jon Holm, the head of the Kerrow harbour board.",
    )
    assert not [f for f in found.differing if f.about == "words for the departure"]
    found = compare(
        "Jon Holm, the head of the Kerrow harbour board, was dismissed by Mayor Ada Penn.",
        "Mayor Ada Penn fired Jon Holm, the head of the Kerrow harbour board.",
    )
    assert [f for f in found.differing if f.about == "words for the departure"]
