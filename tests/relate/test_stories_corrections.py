"""A person's corrections hold however the pages are grouped anew, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tellings.model import Correction, CorrectionKind, refs
from tellings.relate.stories_corrections import corrected
from tests.relate.articles import article

KEYS = "abcdefgh"
ARTICLES = [article(k, k) for k in KEYS]


def correction(number: int, kind: CorrectionKind, own: str, *, joins: str = "", leaves: str = "") -> Correction:
    names = [refs([(k, 0) for k in keys]) for keys in (own, joins, leaves)]
    return Correction(number=number, kind=kind, stories=("s",), articles=names[0], joins=names[1], leaves=names[2])


def apply(grouped: str, *corrections: Correction, near: str = "") -> set[str]:
    labels = [next(n for n, g in enumerate(grouped.split()) if k in g) for k in KEYS]

    def between(number: int, others: Sequence[int]) -> float:
        return 1.0 if KEYS[number] + KEYS[others[0]] in near.split() else 0.0

    found, _ = corrected(labels, ARTICLES, corrections, between)
    groups: dict[int, str] = {}
    for key, label in zip(KEYS, found, strict=True):
        groups[label] = groups.get(label, "") + key
    return set(groups.values())


def test_a_merge_puts_both_stories_into_one() -> None:
    assert apply("abc de f g h", correction(1, "merge", "abcde")) == {"abcde", "f", "g", "h"}


def test_pages_that_came_later_follow_the_story_that_was_merged() -> None:
    assert apply("abc defg h", correction(1, "merge", "abcde")) == {"abcdefg", "h"}


def test_a_page_that_strayed_into_a_large_story_comes_back_alone() -> None:
    assert apply("abc defgh", correction(1, "merge", "abcd")) == {"abcd", "efgh"}


def test_a_split_parts_the_named_pages_together() -> None:
    assert apply("abcd e f g h", correction(1, "split", "cd", leaves="ab")) == {"ab", "cd", "e", "f", "g", "h"}


@pytest.mark.parametrize(("near", "expected"), [("ec", {"ab", "cde"}), ("ea", {"abe", "cd"}), ("", {"abe", "cd"})])
def test_a_page_that_came_after_a_split_goes_to_the_likelier_side(near: str, expected: set[str]) -> None:
    assert expected <= apply("abcde f g h", correction(1, "split", "cd", leaves="ab"), near=near)


def test_a_split_asks_nothing_where_the_pages_are_apart_already() -> None:
    assert apply("ab cd e f g h", correction(1, "split", "cd", leaves="ab")) == {"ab", "cd", "e", "f", "g", "h"}


def test_a_move_takes_one_page_to_the_other_story_and_leaves_the_rest() -> None:
    assert apply("abc de f g h", correction(1, "move", "c", joins="de", leaves="ab")) == {"ab", "cde", "f", "g", "h"}


def test_a_later_correction_goes_over_an_earlier_one() -> None:
    apart, together = correction(1, "split", "cd", leaves="ab"), correction(2, "merge", "abcd")
    assert "abcd" in apply("abcd e f g h", apart, together)
    assert {"ab", "cd"} <= apply("abcd e f g h", together, apart)


def test_pages_that_are_not_at_hand_change_nothing() -> None:
    assert apply("ab cd ef g h", correction(1, "merge", "xyz")) == {"ab", "cd", "ef", "g", "h"}
