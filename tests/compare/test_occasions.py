from __future__ import annotations

from collections.abc import Callable

from tellings.model import Comparison
from tests.compare.conftest import told

Compare = Callable[..., Comparison]


def test_two_days_of_one_landing_contradict(compare: Compare) -> None:
    found = compare(
        "Two Moravian planes with soldiers landed at Dry Lake on Monday.",
        "A group of Moravian specialists arrived at Dry Lake on Tuesday, as agreed.",
    )
    (fact,) = [f for f in found.differing if f.kind == "day"]
    assert (fact.relation, fact.about) == ("conflict", "day of the landing")
    assert sorted(told(fact)) == ["Monday", "Tuesday"]


def test_the_same_day_in_two_accounts_is_agreed(compare: Compare) -> None:
    found = compare(
        "Two Moravian planes with soldiers landed at Dry Lake on Monday.",
        "Moravian specialists arrived at Dry Lake on Monday with forty crates.",
    )
    assert [told(f) for f in found.agreed if f.kind == "day"] == [["Monday"]]


def test_the_day_of_a_statement_is_not_that_of_the_happening(compare: Compare) -> None:
    found = compare(
        "Two Moravian planes with soldiers landed at Dry Lake on Monday.",
        "Moravian planes with soldiers landed at Dry Lake, the ministry said on Tuesday.",
    )
    assert not [f for f in found.differing if f.kind == "day"]


def test_a_second_happening_of_the_kind_is_not_set_against_the_first(compare: Compare) -> None:
    found = compare(
        "Two Moravian planes with soldiers landed at Dry Lake on Monday.",
        "Another two Moravian planes with soldiers landed at Dry Lake on Tuesday.",
    )
    assert not [f for f in found.differing if f.kind == "day"]


def test_two_marks_for_one_sinking_contradict(compare: Compare) -> None:
    found = compare(
        "The ferry Lady Orme rolled over off Gull Rock after she met a barge.",
        "The barge cut the ferry in two and she went down off Crow Head, passengers say.",
    )
    (fact,) = [f for f in found.differing if f.kind == "place"]
    assert fact.relation == "conflict"
    assert sorted(told(fact)) == ["Crow Head", "Gull Rock"]


def test_a_mark_and_a_wider_place_do_not_contradict(compare: Compare) -> None:
    found = compare(
        "The ferry Lady Orme rolled over off Gull Rock after she met a barge.",
        "The ferry Lady Orme sank in Ansel Sound after she met a barge.",
    )
    assert not [f for f in found.differing if f.kind == "place"]
