"""Stories: which articles tell of the same happening.

Articles are compared by words, names, numbers, dense vectors and days; a pair's chance of telling one story comes from a
trained score; a tree of average links over those chances is cut where its branches cease to be one story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.model import Article, Copy, Group, Member
from tellings.relate.stories_cluster import clusters
from tellings.relate.stories_pairs import Pairs, days_of, pairs_of
from tellings.relate.stories_score import fork_chances, pair_chances
from tellings.relate.stories_terms import terms_of
from tellings.relate.stories_why import reasons
from tellings.stage import fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COPIED = 0.5
"""Share of a text that must be copied for the copy to tie it to its origin's story."""


def group_stories(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Group, ...]:
    """Return the stories, in order of arrival; an article in no company is a story of one."""
    if not articles:
        return ()
    terms = terms_of(articles)
    pairs = pairs_of(articles, terms)
    chance = pair_chances(pairs.features)
    labels = clusters(pairs, chance, len(articles), fork_chances)
    stories: dict[int, list[int]] = {}
    for number, label in enumerate(labels):
        stories.setdefault(int(label), []).append(number)
    days = days_of(articles)
    sure = _confidence(pairs, chance, labels)
    groups = []
    for members in sorted(stories.values()):
        why = reasons(terms, members, days) if len(members) > 1 else [()]
        first = articles[members[0]]
        groups.append(
            Group(
                id=fingerprint("story", first.document, first.part),
                members=tuple(
                    Member(id=articles[n].document, part=articles[n].part, confidence=round(float(sure[n]), 3), why=w)
                    for n, w in zip(members, why, strict=True)
                ),
            )
        )
    return tuple(groups)


def _confidence(pairs: Pairs, chance: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each article the best chance of a pair inside its story; 1 where it is alone."""
    import numpy as np

    inside = labels[pairs.i] == labels[pairs.j]
    sure = np.zeros(len(labels))
    for ends in (pairs.i, pairs.j):
        np.maximum.at(sure, ends[inside], chance[inside])
    sure[sure == 0] = 1.0
    return sure.clip(max=0.99, min=0.01) if len(labels) > 1 else sure
