"""Copies: which passages of an article repeat which passages of another.

Candidate pairs come from fingerprints of word runs and from near-duplicate sketches, the passages themselves from an
alignment of the pair. Words inside quotation marks never make a copy: two reporters may have taken down the same speech.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from tellings.model import Article, Copy, Passage
from tellings.relate.copies_align import Shared, characters, passages, snapped
from tellings.relate.copies_direction import Verdict, direct
from tellings.relate.copies_near import Near, near_duplicates, sketch
from tellings.relate.copies_origin import with_origins
from tellings.relate.copies_prints import LITTLE, RUN, Index
from tellings.relate.copies_words import Words, words_of, words_of_each

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PASSAGE = 12
"""Words in a row outside of quotations that make a passage a copy by themselves."""
REWORDED, DENSE = 40, 0.7
"""Matching words outside of quotations, and their share of the passage, that make a copy with a word changed here and there."""
FURNITURE = 60
"""Words of a passage outside of both main texts that must be prose all the same."""
FRAGMENT = 6
"""Matching words that make a further passage of a pair that is a copy already."""
WORTH = 0.25
"""Share of equal sketch hashes from which two texts are worth aligning; the alignment decides."""
BELOW = 90
"""Words that may follow a standing text at a page's foot."""
FEW = 12
"""Near-duplicates of one group that are all compared with one another; of more, each with its neighbours alone."""
KEPT = 4_096
"""Texts whose words are kept at hand while the pairs are gone through."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its words, which of them are its outlet's boilerplate, and the characters of its text."""

    article: Article
    words: Words
    house: NDArray[np.bool_]
    size: int


def read_for_copies(article: Article, house: Iterable[int] = (), *, words: Words | None = None) -> Reading:
    """Return an article's words, if they are not at hand; `house` are the places of the runs that its outlet repeats."""
    import numpy as np

    words = words or words_of(article)
    marked = np.zeros(len(words.ids), dtype=bool)
    for place in house:
        marked[place : place + RUN] = True
    size = sum(b.length for b in article.main_blocks) or sum(b.length for b in article.blocks)
    return Reading(article, words, marked, max(1, size))


def find_copies(articles: Sequence[Article]) -> tuple[Copy, ...]:
    """Return every passage that two articles share, in the order of the articles."""
    import numpy as np

    index, sketches = Index(), []
    for words in words_of_each(articles):
        index.add(words)
        sketches.append(sketch(words.ids))
    if not sketches:
        return ()
    found = index.candidates([a.outlet for a in articles])

    @lru_cache(maxsize=KEPT)
    def reading(number: int) -> Reading:
        return read_for_copies(articles[number], found.house.get(number, ()))

    copies: list[Copy] = []
    for i, j in sorted({*found.pairs, *near_pairs(near_duplicates(np.stack(sketches), alike=WORTH))}):
        if articles[i].document != articles[j].document:
            copies += copies_between(reading(i), reading(j), version=(i, j) in found.versions)
    return with_origins(articles, copies)


def near_pairs(near: Near) -> Iterator[tuple[int, int]]:
    """Yield the pairs of near-duplicates that are worth aligning."""
    groups: dict[int, list[int]] = {}
    for pair in near.pairs.tolist():
        groups.setdefault(int(near.labels[pair[0]]), []).extend(pair)
    for members in groups.values():
        own = sorted(set(members))
        if len(own) <= FEW:
            yield from ((i, j) for at, i in enumerate(own) for j in own[at + 1 :])
        else:
            yield from pairwise(own)


def copies_between(one: Reading, other: Reading, *, version: bool = False) -> list[Copy]:
    """Return the passages that two articles share, none where they share speech, tables or boilerplate alone.

    `version`: both are one text in the main, so that their outlet's boilerplate is not what makes them alike.
    """
    plain = None if version or not (one.house.any() and other.house.any()) else other.house
    found = passages(one.words, other.words, plain)
    if one.article.outlet and one.article.outlet == other.article.outlet:
        found = [s for s in found if not _is_standing(s, one.words, other.words)]
    found = _copied(found, one.words, other.words)
    return _entries(one, other, found) if found else []


def _is_standing(shared: Shared, one: Words, other: Words) -> bool:
    """Tell whether what two pages of one outlet share is a small part at the foot of both: its standing text."""
    small = (shared.a[1] - shared.a[0]) <= LITTLE * min(len(one.ids), len(other.ids))
    ends = ((len(one.ids), shared.a), (len(other.ids), shared.b))
    return small and all(2 * start >= size and size - end <= BELOW for size, (start, end) in ends)


def _copied(found: Sequence[Shared], one: Words, other: Words) -> list[Shared]:
    strong = [s for s in found if _is_copied(s)]
    if not strong:
        return []
    much = sum(s.matched for s in strong) >= 60
    kept = [s for s in found if s in strong or (much and s.matched >= FRAGMENT)]
    return [snapped(s, one, other) for s in kept]


def _is_copied(shared: Shared) -> bool:
    in_two = shared.own >= PASSAGE + 4 and shared.longest >= PASSAGE - 4 and shared.second >= RUN
    return shared.longest >= PASSAGE or in_two or (shared.own >= REWORDED and shared.density >= DENSE)


def _entries(one: Reading, other: Reading, found: Sequence[Shared]) -> list[Copy]:
    a, b = one.article, other.article
    places = [(p, s) for s in found if _is_prose(p := characters(s, one.words, other.words), s, a, b)]
    if not places:
        return []
    share_one = sum(_covered(a, p[0]) for p, _ in places) / one.size
    share_other = sum(_covered(b, p[1]) for p, _ in places) / other.size
    verdict: Verdict = direct(a, b, min(1.0, share_one), min(1.0, share_other))
    entries = []
    for (of_one, of_other), shared in places:
        origin, target = (of_one, of_other) if verdict.forward else (of_other, of_one)
        source, article, size = (a, b, other.size) if verdict.forward else (b, a, one.size)
        entries.append(
            Copy(
                origin=Passage(document=source.document, start=origin[0], end=origin[1]),
                target=Passage(document=article.document, start=target[0], end=target[1]),
                share=round(min(1.0, _covered(article, target) / size), 4),
                direction=verdict.direction,
                evidence=verdict.evidence,
                quoted=round(shared.quoted / shared.matched, 2),
            )
        )
    return entries


def _is_prose(places: tuple[tuple[int, int], tuple[int, int]], shared: Shared, one: Article, other: Article) -> bool:
    """Tell whether a passage is main text on either side, or too long for the furniture that it was taken for."""
    return bool(shared.matched >= FURNITURE or _covered(one, places[0]) or _covered(other, places[1]))


def _covered(article: Article, place: tuple[int, int]) -> int:
    start, end = place
    return sum(
        min(b.end, end) - max(b.start, start) for b in article.main_blocks or article.blocks if b.start < end and start < b.end
    )


def shares(copies: Sequence[Copy]) -> Counter[tuple[str, str]]:
    """Return, by (origin, target) document ids, how much of the target's main text the passages cover together."""
    total: Counter[tuple[str, str]] = Counter()
    for copy in copies:
        total[copy.origin.document, copy.target.document] += copy.share  # type: ignore[assignment]
    return total
