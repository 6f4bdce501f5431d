"""Stories: which articles tell of the same happening.

Articles are compared by words, names, numbers, dense vectors and days; a pair's chance of telling one story comes from a
trained score; a tree of average links over those chances is cut where its branches cease to be one story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.model import Accounts, Article, Copy, Group, Member
from tellings.relate.stories_across import across_languages, languages_of
from tellings.relate.stories_cluster import clusters
from tellings.relate.stories_pairs import Pairs, days_of, pairs_of
from tellings.relate.stories_score import fork_chances, pair_chances
from tellings.relate.stories_terms import terms_of
from tellings.relate.stories_why import reasons
from tellings.stage import fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ACROSS = 0.6
"""Confidence of an article that only a copy or names in another language tie to its story."""
COPIED = 0.5
"""Share of a text that must be copied for the copy to tie it to its origin's story."""


def group_stories(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Group, ...]:
    """Return the stories, in order of arrival; an article in no company is a story of one."""
    import numpy as np

    if not articles:
        return ()
    terms = terms_of(articles)
    pairs = pairs_of(articles, terms)
    language = languages_of(articles)
    chance = np.where(language[pairs.i] == language[pairs.j], pair_chances(pairs.features), 0.0)
    labels = clusters(pairs, chance, len(articles), fork_chances)
    labels = _with_copies(across_languages(pairs, language, labels), articles, copies)
    sure = _confidence(pairs, chance, labels)
    days = days_of(articles)
    stories: dict[int, list[int]] = {}
    for number, label in enumerate(labels):
        stories.setdefault(int(label), []).append(number)
    return tuple(
        _group(
            [articles[n] for n in members], sure[members], reasons(terms, articles, members, days) if len(members) > 1 else [()]
        )
        for members in sorted(stories.values())
    )


def _group(members: Sequence[Article], sure: NDArray[np.float64], why: Sequence[tuple[str, ...]]) -> Group:
    """Return a story named after the first of its articles to arrive."""
    found = (
        Member(id=a.document, part=a.part, confidence=round(float(s), 3), why=w)
        for a, s, w in zip(members, sure, why, strict=True)
    )
    return Group(id=fingerprint("story", members[0].document, members[0].part), members=tuple(found))


def _with_copies(labels: NDArray[np.int64], articles: Sequence[Article], copies: Sequence[Copy]) -> NDArray[np.int64]:
    """Return the labels with an article that stood alone put where the text that it mostly repeats is, and the reverse."""
    import numpy as np

    number = {a.key: n for n, a in enumerate(articles)}
    blocks = {a.document: tuple((b.start, b.end, b.part) for b in a.analysis.blocks) for a in articles}
    place = Accounts(part_at=blocks)
    share: Counter[tuple[int, int]] = Counter()
    for copy in copies:
        one, other = number.get(place.article_at(copy.origin)), number.get(place.article_at(copy.target))
        if one is not None and other is not None:
            share[one, other] += copy.share  # type: ignore[assignment]
    size = Counter(labels.tolist())
    found = labels.copy()
    for (one, other), total in sorted(share.items()):
        a, b = sorted((int(found[one]), int(found[other])))
        if total >= COPIED and a != b and 1 in (size[a], size[b]):
            found[found == b] = a
            size[a] += size.pop(b)
    result: NDArray[np.int64] = np.asarray(found)
    return result


def _confidence(pairs: Pairs, chance: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each article the best chance of a pair inside its story; 1 where it is alone."""
    import numpy as np

    inside = labels[pairs.i] == labels[pairs.j]
    sure = np.zeros(len(labels))
    for ends in (pairs.i, pairs.j):
        np.maximum.at(sure, ends[inside], chance[inside])
    company = np.bincount(labels, minlength=len(labels))[labels] > 1
    sure[company & (sure < ACROSS)] = ACROSS
    sure[~company] = 1.0
    return sure.clip(max=0.99) * company + ~company
