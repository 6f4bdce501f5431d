"""Entries of one page: those of a live blog follow it, those of a roundup do not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np

from tellings.model import Article
from tellings.relate.stories_page import with_page
from tellings.relate.stories_pairs import Pairs
from tests.relate.articles import article

PAGE = [Article(article("live", "x").analysis, part) for part in range(5)]
OTHERS = [article(f"other{n}", "x") for n in range(3)]


def placed(labels: list[int], pairs: dict[tuple[int, int], float]) -> list[int]:
    ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    found = cast("Pairs", SimpleNamespace(i=ends[:, 0], j=ends[:, 1]))
    return with_page(labels, [a.document for a in [*PAGE, *OTHERS]], found, np.array(list(pairs.values())))[0]


def test_a_lone_entry_of_a_live_blog_follows_its_page() -> None:
    assert placed([0, 0, 0, 0, 4, 0, 6, 7], {(1, 4): 0.2}) == [0, 0, 0, 0, 0, 0, 6, 7]


def test_an_entry_with_nothing_in_common_stays_alone() -> None:
    assert placed([0, 0, 0, 0, 4, 0, 6, 7], {(1, 4): 0.05})[4] == 4


def test_an_entry_that_tells_another_story_stays_there() -> None:
    assert placed([0, 0, 0, 0, 4, 0, 4, 7], {(1, 4): 0.9})[4] == 4


def test_the_parts_of_a_roundup_go_their_own_ways() -> None:
    assert placed([0, 1, 2, 3, 4, 1, 2, 3], {(0, 1): 0.5, (0, 4): 0.5}) == [0, 1, 2, 3, 4, 1, 2, 3]
