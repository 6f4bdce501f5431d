"""Copies: which passages of an article repeat which passages of another.

Candidate pairs come from an index of word runs (shingles; Broder 1997), the passages themselves from an alignment of the
pair. Words inside quotation marks never make a copy: two reporters may have taken down the same speech.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.model import Article, Copy, Passage
from tellings.relate.copies_align import Shared, characters, passages, snapped
from tellings.relate.copies_direction import Verdict, direct
from tellings.relate.copies_words import Words, shingles, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 7
"""Words of a shingle in the index."""
LEAST_OWN = 3
"""Words of a shingle that must stand outside of quotations."""
CROWD = 40
"""A shingle in more articles than this links each of them to the first alone, so that no pairs explode."""
HOUSE = 4
"""A shingle on so many pages of one outlet, and on none of another, is house boilerplate."""
LEAST_SHINGLES = 4
"""Shingles that two articles must share to be aligned."""
PASSAGE = 12
"""Words in a row outside of quotations that make a passage a copy by themselves."""
FURNITURE = 60
"""Words of a passage outside of both main texts that must be prose all the same."""
FRAGMENT = 6
"""Matching words that make a further passage of a pair that is a copy already."""


def find_copies(articles: Sequence[Article]) -> tuple[Copy, ...]:
    """Return every passage that two articles share, in the order of the articles."""
    vocabulary: dict[str, int] = {}
    texts = [words_of(a, vocabulary) for a in articles]
    copies: list[Copy] = []
    for i, j in _candidates(articles, texts):
        if articles[i].document == articles[j].document:
            continue
        found = _copied(texts[i], texts[j])
        if found:
            copies += _entries(articles[i], articles[j], texts[i], texts[j], found)
    return tuple(copies)


def _candidates(articles: Sequence[Article], texts: Sequence[Words]) -> list[tuple[int, int]]:
    import numpy as np

    keys, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for number, words in enumerate(texts):
        hashes = shingles(words.ids, RUN)
        own = np.convolve(~words.quoted, np.ones(RUN, dtype=int), "valid") if len(hashes) else np.zeros(0)
        kept = np.unique(hashes[own >= LEAST_OWN])
        keys.append(kept)
        owners.append(np.full(len(kept), number, dtype=np.int64))
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(key, kind="stable")
    key, owner = key[order], owner[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.concatenate((starts, [len(key)])))
    shared = (sizes > 1) & ~_house(articles, owner, starts, sizes)
    pairs = _pairs(owner, starts[shared], sizes[shared], len(texts))
    code, count = np.unique(pairs, return_counts=True)
    code = code[count >= LEAST_SHINGLES]
    return [(int(c) // len(texts), int(c) % len(texts)) for c in code]


def _house(
    articles: Sequence[Article], owner: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell for each shingle whether it is one outlet's boilerplate."""
    import numpy as np

    if not len(starts):
        return np.zeros(0, dtype=bool)
    names: dict[str, int] = {}
    outlet = np.array([names.setdefault(a.outlet, len(names)) if a.outlet else -1 - i for i, a in enumerate(articles)])
    of = outlet[owner]
    low, high = np.minimum.reduceat(of, starts), np.maximum.reduceat(of, starts)
    result: NDArray[np.bool_] = (sizes >= HOUSE) & (low == high)
    return result


def _pairs(owner: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Return a code (first * total + second) for each two articles that share a shingle, once a shingle."""
    import numpy as np

    found = [np.zeros(0, dtype=np.int64)]
    for size in np.unique(sizes):
        members = owner[starts[sizes == size][:, None] + np.arange(size)]
        if size <= CROWD:
            first, second = np.triu_indices(size, 1)
            found.append((members[:, first] * total + members[:, second]).ravel())
        else:
            found.append((members[:, :1] * total + members[:, 1:]).ravel())
    return np.concatenate(found)


def _copied(one: Words, other: Words) -> list[Shared]:
    """Return the passages that count as copied, none where two texts only share speech or phrases."""
    found = passages(one, other)
    strong = [s for s in found if s.longest >= PASSAGE or (s.own >= PASSAGE + 4 and s.longest >= PASSAGE - 4)]
    if not strong:
        return []
    much = sum(s.matched for s in strong) >= 60
    kept = [s for s in found if s in strong or (much and s.matched >= FRAGMENT)]
    return [snapped(s, one, other) for s in kept]


def _entries(one: Article, other: Article, words: Words, others: Words, found: Sequence[Shared]) -> list[Copy]:
    places = [p for s in found if _is_prose(p := characters(s, words, others), s, one, other)]
    if not places:
        return []
    share_one = sum(_covered(one, p) for p, _ in places) / _size(one)
    share_other = sum(_covered(other, p) for _, p in places) / _size(other)
    verdict: Verdict = direct(one, other, min(1.0, share_one), min(1.0, share_other))
    entries = []
    for a, b in places:
        origin, target, article = (a, b, other) if verdict.forward else (b, a, one)
        source = one if verdict.forward else other
        entries.append(
            Copy(
                origin=Passage(document=source.document, start=origin[0], end=origin[1]),
                target=Passage(document=article.document, start=target[0], end=target[1]),
                share=round(min(1.0, _covered(article, target) / _size(article)), 4),
                direction=verdict.direction,
                evidence=verdict.evidence,
            )
        )
    return entries


def _is_prose(places: tuple[tuple[int, int], tuple[int, int]], shared: Shared, one: Article, other: Article) -> bool:
    """Tell whether a passage is main text on either side, or too long for the furniture that it was taken for."""
    return bool(shared.matched >= FURNITURE or _covered(one, places[0]) or _covered(other, places[1]))


def _size(article: Article) -> int:
    return max(1, sum(b.length for b in article.main_blocks) or sum(b.length for b in article.blocks))


def _covered(article: Article, place: tuple[int, int]) -> int:
    blocks = article.main_blocks or article.blocks
    return sum(max(0, min(b.end, place[1]) - max(b.start, place[0])) for b in blocks)


def shares(copies: Sequence[Copy]) -> Counter[tuple[str, str]]:
    """Return, by (origin, target) document ids, how much of the target's main text the passages cover together."""
    total: Counter[tuple[str, str]] = Counter()
    for copy in copies:
        total[copy.origin.document, copy.target.document] += copy.share  # type: ignore[assignment]
    return total
