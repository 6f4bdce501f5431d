"""Each article's place in its story: how sure it is, what ties it in, and the likeliest article of another story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tellings.model import Article, ArticleKey, Copy, Correction, Member, Tie
from tellings.relate.stories_page import FOLLOWED
from tellings.relate.stories_pairs import Pairs
from tellings.relate.stories_score import membership_chances
from tellings.relate.stories_why import Shared, reasons

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TIES = 3
"""Articles of its story that are named as what ties an article in."""
OUTSIDE = 0.02
"""Chance from which an article of another story is worth naming."""
UNSEEN = 0.01
"""The chance of a pair that was no candidate."""
Shares = dict[tuple[int, int], float]
"""For two articles by number, low first: the greater share of either that stands in the other."""


@dataclass(frozen=True)
class Placed:
    """Articles with their stories' numbers, and all that led there."""

    articles: Sequence[Article]
    labels: Sequence[int]
    pairs: Pairs
    chance: NDArray[np.float64]
    across: dict[int, float] = field(default_factory=dict)
    """For an article of a story told in several languages: how sure the join is."""
    follows: set[int] = field(default_factory=set)
    """Entries of a live blog that follow the rest of their page."""
    shares: Shares = field(default_factory=dict)
    by: dict[int, Correction] = field(default_factory=dict)


def shares_of(articles: Sequence[Article], copies: Sequence[Copy], places: Sequence[tuple[ArticleKey, ArticleKey]]) -> Shares:
    """Return how much of each pair of articles is copied; `places` names the two articles of each copy."""
    number = {a.key: n for n, a in enumerate(articles)}
    share: Counter[tuple[int, int]] = Counter()
    for copy, (origin, target) in zip(copies, places, strict=True):
        one, other = number.get(origin), number.get(target)
        if one is not None and other is not None and one != other:
            share[min(one, other), max(one, other)] += copy.share  # type: ignore[assignment]
    return {pair: min(1.0, float(total)) for pair, total in share.items()}


def members_of(placed: Placed) -> list[list[Member]]:
    """Return the members of each story, stories and members in order of arrival."""
    import numpy as np

    labels = np.asarray(placed.labels, dtype=np.int64)
    stories: dict[int, list[int]] = {}
    for number, label in enumerate(labels.tolist()):
        stories.setdefault(label, []).append(number)
    sure = _confidence(placed, labels)
    ties, outside = _nearest(placed, labels)
    shared = Shared(placed.articles, placed.pairs.material.terms)
    found = []
    for numbers in stories.values():
        why = reasons(shared, numbers, placed.pairs.material.days) if len(numbers) > 1 else [()]
        found.append([
            _member(placed, shared, n, float(sure[n]), (*own, *_more(placed, n, numbers)), ties.get(n, []), outside.get(n))
            for n, own in zip(numbers, why, strict=True)
        ])  # fmt: skip
    return found


def _member(
    placed: Placed, shared: Shared, number: int, sure: float, why: tuple[str, ...], ties: Sequence[int], outside: int | None
) -> Member:  # fmt: skip
    article = placed.articles[number]
    return Member(
        id=article.document, part=article.part, confidence=round(sure, 3), why=why,
        ties=tuple(_tie(placed, shared, number, at) for at in ties),
        nearest_outside=_tie(placed, shared, number, outside) if outside is not None else None,
    )  # fmt: skip


def _tie(placed: Placed, shared: Shared, number: int, at: int) -> Tie:
    import numpy as np

    one, other = int(placed.pairs.i[at]), int(placed.pairs.j[at])
    mate = other if one == number else one
    apart = abs(float(placed.pairs.material.days[one] - placed.pairs.material.days[other]))
    share = placed.shares.get((one, other))
    return Tie(
        document=placed.articles[mate].document, part=placed.articles[mate].part,
        confidence=round(float(placed.chance[at]), 3),
        names=shared.names(number, mate), numbers=shared.numbers(number, mate), words=shared.words(number, mate),
        days_apart=None if np.isnan(apart) else int(apart), copied=round(share, 3) if share else None,
    )  # fmt: skip


def _more(placed: Placed, number: int, members: Sequence[int]) -> tuple[str, ...]:
    """Return what else ties an article in: a copied passage, a join across languages, a person."""
    found = []
    share = max((placed.shares.get((min(number, m), max(number, m)), 0.0) for m in members if m != number), default=0.0)
    if share:
        found.append(f"{share:.0%} of the text stands in another page of the story")
    if number in placed.across:
        spoken = placed.articles[number].analysis.metadata.language
        others = sorted({placed.articles[m].analysis.metadata.language or "?" for m in members} - {spoken or "?"})
        found.append(f"told in {spoken or '?'}, other pages in {', '.join(others)}")
    if number in placed.follows:
        found.append("an entry of a page that mostly tells this story")
    if number in placed.by:
        correction = placed.by[number]
        found.append(f"a person decided so ({correction.kind}, correction {correction.number})")
    return tuple(found)


def _confidence(placed: Placed, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each article the chance that it belongs where it is; 1 where it is alone or a person put it there."""
    import numpy as np

    sure = membership_chances(membership_features(placed.pairs, placed.chance, labels))
    for number, value in placed.across.items():
        sure[number] = value
    for number in placed.follows:
        sure[number] = FOLLOWED
    for (one, other), share in placed.shares.items():
        if labels[one] == labels[other]:
            sure[one], sure[other] = max(sure[one], share), max(sure[other], share)
    sure = sure.clip(0.01, 0.99)
    sure[np.bincount(labels, minlength=len(labels))[labels] == 1] = 1.0
    for number in placed.by:
        sure[number] = 1.0
    return sure


def membership_features(pairs: Pairs, chance: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return log odds of the best, the mean pair inside and of the best pair outside, and the size, for each article."""
    import numpy as np

    total = len(labels)
    size = np.bincount(labels, minlength=total)[labels]
    best, outside, sums = np.full(total, UNSEEN), np.full(total, UNSEEN), np.zeros(total)
    inside = labels[pairs.i] == labels[pairs.j]
    seen = np.zeros(total)
    for ends in (pairs.i, pairs.j):
        np.maximum.at(best, ends[inside], chance[inside])
        np.maximum.at(outside, ends[~inside], chance[~inside])
        sums += np.bincount(ends[inside], chance[inside], total)
        seen += np.bincount(ends[inside], minlength=total)
    others = np.maximum(size - 1, 1)
    mean = (sums + UNSEEN * (others - seen).clip(0)) / others

    def odds(value: NDArray[np.float64]) -> NDArray[np.float64]:
        kept = value.clip(1e-3, 1 - 1e-3)
        result: NDArray[np.float64] = np.log(kept / (1 - kept))
        return result

    return np.stack([odds(best), odds(mean), odds(outside), np.log(size)], axis=1)


def _nearest(placed: Placed, labels: NDArray[np.int64]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Return, by article, the numbers of the surest pairs inside its story, and of the likeliest pair outside it."""
    import numpy as np

    pairs = placed.pairs
    ends = np.concatenate((pairs.i, pairs.j))
    number = np.concatenate((np.arange(len(pairs.i)), np.arange(len(pairs.i))))
    chance = placed.chance[number]
    inside = (labels[pairs.i] == labels[pairs.j])[number]
    near = chance >= np.where(inside, UNSEEN, OUTSIDE)
    ends, number, chance, inside = ends[near], number[near], chance[near], inside[near]
    ties: dict[int, list[int]] = {}
    outside: dict[int, int] = {}
    for k in np.lexsort((-chance, ends)).tolist():
        article = int(ends[k])
        if not inside[k]:
            outside.setdefault(article, int(number[k]))
        elif len(own := ties.setdefault(article, [])) < TIES:
            own.append(int(number[k]))
    return ties, outside
