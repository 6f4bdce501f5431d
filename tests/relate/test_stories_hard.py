"""Hard cases of grouping, all invented: look-alikes, affairs, several languages, orders of arrival, small corpora."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tellings.model import Article, Group
from tellings.models.multilingual import has_languages
from tellings.relate import stories_across
from tellings.relate.stories import group_stories
from tests.relate.lookalikes import languages, lookalikes

CASES = lookalikes()
LANGUAGES = languages()
MOST_PARTED, MOST_JOINED = 1, 4
"""Floors of the 28 look-alikes: accounts that do not come together, and happenings that are taken for one."""


def story_of(groups: Sequence[Group]) -> dict[str, str]:
    return {m.id: g.id for g in groups for m in g.members}


def parted(groups: Sequence[Group]) -> set[frozenset[str]]:
    return {frozenset(m.id for m in g.members) for g in groups}


@pytest.fixture(scope="module")
def together() -> tuple[Group, ...]:
    return group_stories([a for _, own in CASES for a in own], ())


def wrong(groups: Sequence[Group]) -> dict[str, list[int]]:
    of, found = story_of(groups), {"parted": [], "joined": []}
    for number in range(len(CASES)):
        if of[f"{number}a"] != of[f"{number}b"]:
            found["parted"].append(number)
        if of[f"{number}x"] in (of[f"{number}a"], of[f"{number}b"]):
            found["joined"].append(number)
    return found


def test_there_are_enough_cases_of_every_kind() -> None:
    kinds = [kind for kind, _ in CASES]
    assert len(kinds) >= 25
    assert all(kinds.count(kind) >= 6 for kind in ("place", "person", "sort", "affair"))


def test_look_alikes_stay_apart_and_accounts_come_together_in_one_stream(together: tuple[Group, ...]) -> None:
    found = wrong(together)
    assert len(found["parted"]) <= MOST_PARTED
    assert len(found["joined"]) <= MOST_JOINED
    assert all(len({m.id[:-1] for m in g.members}) == 1 for g in together)


def test_look_alikes_stay_apart_with_nothing_beside_them() -> None:
    alone = [g for _, own in CASES for g in group_stories(own, ())]
    found = wrong(alone)
    assert len(found["parted"]) <= MOST_PARTED
    assert len(found["joined"]) <= MOST_JOINED


def test_the_steps_of_an_affair_are_linked_in_order_of_time(together: tuple[Group, ...]) -> None:
    by_id = {g.id: g for g in together}
    of = story_of(together)
    affairs = [n for n, (kind, _) in enumerate(CASES) if kind == "affair" and of[f"{n}x"] != of[f"{n}a"]]
    linked = [n for n in affairs if any(c.story == of[f"{n}x"] and c.when == "later" for c in by_id[of[f"{n}a"]].chain)]
    assert len(linked) >= len(affairs) - 2
    for number in linked:
        back = next(c for c in by_id[of[f"{number}x"]].chain if c.story == of[f"{number}a"])
        assert back.when == "earlier"
        assert back.why


def test_the_same_sort_of_thing_elsewhere_is_no_affair(together: tuple[Group, ...]) -> None:
    of = story_of(together)
    sorts = {of[f"{n}x"] for n, (kind, _) in enumerate(CASES) if kind == "sort"}
    assert not [c for g in together if g.id in sorts for c in g.chain]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_arrival_changes_neither_stories_nor_names(seed: int, together: tuple[Group, ...]) -> None:
    articles = [a for _, own in CASES for a in own]
    random.Random(seed).shuffle(articles)
    again = group_stories(articles, ())
    assert parted(again) == parted(together)
    assert story_of(again) == story_of(together)
    assert {g.id: [c.story for c in g.chain] for g in again} == {g.id: [c.story for c in g.chain] for g in together}


@pytest.mark.parametrize("size", [5, 20, 50])
def test_a_part_of_a_stream_is_grouped_like_the_whole(size: int, together: tuple[Group, ...]) -> None:
    articles = [a for _, own in CASES for a in own]
    random.Random(size).shuffle(articles)
    own = articles[:size]
    of, whole = story_of(group_stories(own, ())), story_of(together)
    keys = [a.document for a in own]
    pairs = [(a, b) for i, a in enumerate(keys) for b in keys[:i]]
    assert sum((of[a] == of[b]) != (whole[a] == whole[b]) for a, b in pairs) <= max(2, size // 10)


def crossed(groups: Sequence[Group]) -> tuple[list[int], list[int]]:
    of = story_of(groups)
    joined = [n for n in range(len(LANGUAGES)) if of[f"{n}en"] == of[f"{n}told"]]
    return joined, [n for n in range(len(LANGUAGES)) if of[f"{n}other"] in {of[k] for k in of if k != f"{n}other"}]


def flat(cases: Sequence[Sequence[Article]]) -> list[Article]:
    return [a for own in cases for a in own]


def test_names_and_numbers_join_accounts_of_several_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories_across, "embed_languages", lambda texts: None)
    joined, strays = crossed(group_stories(flat(LANGUAGES), ()))
    assert len(joined) >= 9
    assert strays == []


@pytest.mark.skipif(not has_languages(), reason="needs the extra `multilingual`")
def test_meaning_joins_accounts_that_share_no_names() -> None:
    joined, strays = crossed(group_stories(flat(LANGUAGES), ()))
    assert len(joined) >= 11
    assert strays == []


def test_a_join_across_languages_says_so_and_how_sure_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories_across, "embed_languages", lambda texts: None)
    group = next(g for g in group_stories(LANGUAGES[0], ()) if len(g.members) == 2)
    assert any("told in" in w for m in group.members for w in m.why)
    assert all(0.5 < m.confidence < 1 for m in group.members)
