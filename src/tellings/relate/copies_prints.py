"""Fingerprints of texts, and which articles share enough of them to be aligned.

A fingerprint is the hash of a run of words, chosen by winnowing (Schleimer, Wilkerson and Aiken 2003): two texts that share
a run of RUN + WINDOW - 1 words surely share a fingerprint. What many pages of one outlet repeat is its boilerplate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.relate.copies_words import Words, shingles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 7
"""Words of a fingerprint."""
WINDOW = 6
"""Of so many runs in a row one is a fingerprint: any twelve words in a row that two texts share bear a common one."""
LEAST_OWN = 3
"""Words of a fingerprint that must stand outside of quotations and lists."""
CROWD = 40
"""A fingerprint in more articles than this links each to the first and to its neighbour alone: no pairs explode."""
HOUSE = 4
"""A fingerprint on so many pages of one outlet is the outlet's own boilerplate."""
NETWORK, FOOT, LITTLE = 6, 160, 0.3
"""A fingerprint within FOOT words of the end, and in the lower half, of NETWORK pages or more that share on average less than
LITTLE of what they hold is boilerplate that several outlets have."""
MOSTLY = 0.8
"""Share of those pages on which it must stand there."""
AT_ONCE = 1_000_000
"""Fingerprints of boilerplate whose pages are paired together."""
VERSION = 0.6
"""Share of fingerprints from which two pages of one outlet are rather versions of one text than alike in boilerplate."""
LONG, SHORT = 12, 8
"""Words in a row that make a pair worth aligning: LONG by themselves, SHORT where the pair shares two fingerprints."""


@dataclass(frozen=True, slots=True)
class Prints:
    """Fingerprints of one article: hashes, each once, and the word that each run begins with."""

    hashes: NDArray[np.uint64]
    places: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of article numbers (low, high) to be aligned, and for each article the places of its outlet's boilerplate."""

    pairs: tuple[tuple[int, int], ...]
    versions: frozenset[tuple[int, int]]
    """Pairs that share so much that their outlet's boilerplate is no longer what they have in common."""
    house: dict[int, NDArray[np.int64]]


def prints_of(words: Words) -> Prints:
    """Return the fingerprints of an article."""
    import numpy as np

    hashes = shingles(words.ids, RUN)
    if not len(hashes):
        return Prints(hashes, np.zeros(0, dtype=np.int64))
    places = np.flatnonzero(_winnowed(hashes))
    weak = np.concatenate(([0], np.cumsum(words.weak)))
    places = places[weak[places + RUN] - weak[places] <= RUN - LEAST_OWN]
    places = places[np.argsort(hashes[places], kind="stable")]
    chosen = hashes[places]
    first = np.concatenate(([True], chosen[1:] != chosen[:-1])) if len(chosen) else np.zeros(0, dtype=bool)
    return Prints(chosen[first], places[first])


def _winnowed(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell which hashes are the least of a window of neighbours."""
    import numpy as np

    width = min(WINDOW, len(hashes))
    count = len(hashes) - width + 1
    least = hashes[:count].copy()
    for shift in range(1, width):
        np.minimum(least, hashes[shift : shift + count], out=least)
    found = np.zeros(len(hashes), dtype=bool)
    for shift in range(width):
        found[shift : shift + count] |= hashes[shift : shift + count] == least
    return found


class Index:
    """The fingerprints of a corpus in flat arrays, articles end to end."""

    def __init__(self) -> None:
        self.words: list[NDArray[np.uint32]] = []
        self.lengths: list[NDArray[np.int64]] = []
        self.hashes: list[NDArray[np.uint64]] = []
        self.places: list[NDArray[np.int64]] = []
        self.counts: list[NDArray[np.int64]] = []

    def add(self, words: Words) -> None:
        """Take in the next article."""
        import numpy as np

        prints = prints_of(words)
        self._put(words.ids, np.array([len(words.ids)]), prints.hashes, prints.places, np.array([len(prints.places)]))

    def take(
        self, ids: NDArray[np.uint32], lengths: NDArray[np.int64], places: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> None:
        """Take in the next articles: their words and the places of their fingerprints, each end to end."""
        import numpy as np

        starts = np.cumsum(lengths) - lengths
        hashes = shingles(ids, RUN)[places + np.repeat(starts, counts)]
        self._put(ids, lengths, hashes, places, counts)

    def _put(
        self, ids: NDArray[np.uint32], lengths: NDArray[np.int64], hashes: NDArray[np.uint64], places: NDArray[np.int64],
        counts: NDArray[np.int64],
    ) -> None:  # fmt: skip
        self.words.append(ids)
        self.lengths.append(lengths)
        self.hashes.append(hashes)
        self.places.append(places)
        self.counts.append(counts)

    def candidates(self, outlets: Sequence[str | None]) -> Candidates:
        """Return the pairs to align; `outlets` are the articles' outlets in order. The index is used up."""
        import numpy as np

        lengths, counts = np.concatenate(self.lengths), np.concatenate(self.counts)
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        members = self._shared(offsets, counts)
        owner = np.searchsorted(offsets, members.place, side="right") - 1
        names: dict[str, int] = {}
        known = np.array([names.setdefault(o, len(names)) if o else -1 - n for n, o in enumerate(outlets)], dtype=np.int64)
        order = np.lexsort((owner, known[owner], members.group))
        crowd = _Crowd(members.group[order], owner[order], members.place[order], known[owner[order]])
        words = np.concatenate(self.words)
        self.words.clear()
        return _decide(crowd, words, offsets, counts)

    def _shared(self, offsets: NDArray[np.int64], counts: NDArray[np.int64]) -> _Members:
        """Return the fingerprints that two articles or more have: the number of each and its place among all words."""
        import numpy as np

        bits = np.uint64(max(1, int(offsets[-1]).bit_length()))
        mask = (np.uint64(1) << bits) - np.uint64(1)
        key = np.concatenate(self.hashes)
        self.hashes.clear()
        key &= ~mask
        places = np.concatenate(self.places)
        self.places.clear()
        places += np.repeat(offsets[:-1], counts)
        key |= places.view(np.uint64)
        key.sort()
        same = (key[1:] ^ key[:-1]) <= mask if len(key) else np.zeros(0, dtype=bool)
        common = np.concatenate((same, [False])) | np.concatenate(([False], same)) if len(key) else same
        key = key[common]
        first = np.concatenate(([True], (key[1:] ^ key[:-1]) > mask)) if len(key) else np.zeros(0, dtype=bool)
        return _Members(np.cumsum(first), (key & mask).astype(np.int64))


@dataclass(frozen=True, slots=True)
class _Members:
    group: NDArray[np.int64]
    place: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Shared fingerprints sorted by fingerprint, outlet, article."""

    group: NDArray[np.int64]
    owner: NDArray[np.int64]
    place: NDArray[np.int64]
    outlet: NDArray[np.int64]


def _decide(crowd: _Crowd, words: NDArray[np.uint32], offsets: NDArray[np.int64], counts: NDArray[np.int64]) -> Candidates:
    import numpy as np

    if not len(crowd.group):
        return Candidates((), frozenset(), {})
    total = len(counts)
    at_home, leads, home = _homes(crowd)
    out = np.flatnonzero(~at_home | leads)
    a, b = _pairs(crowd.group[out])
    a, b = out[a], out[b]
    a, b = _but(a, b, at_home[a] & at_home[b])
    everywhere = _at_the_ends(crowd, offsets, counts, a, b)
    a, b = _but(a, b, everywhere[a])
    run = _runs(crowd, words, offsets, a, b)
    code, number, longest = _summed(_codes(crowd.owner[a], crowd.owner[b], total), run)
    codes, inner = _at_home(crowd, np.flatnonzero(at_home), home, total)
    good = (longest >= LONG) | ((number >= 2) & (longest >= SHORT))
    every, shared, _ = _summed(np.concatenate((code, codes)), np.concatenate((number, inner)), weigh=True)
    version = every[shared >= VERSION * _least(every, counts)]
    marked = np.flatnonzero(at_home | everywhere)
    return Candidates(
        tuple((int(c) // total, int(c) % total) for c in np.union1d(code[good], version[np.isin(version, codes)])),
        frozenset((int(c) // total, int(c) % total) for c in version),
        _by_owner(crowd.owner[marked], crowd.place[marked], offsets),
    )


def _but(a: NDArray[np.int64], b: NDArray[np.int64], lost: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return a[~lost], b[~lost]


def _least(codes: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each pair the fingerprints of the article that has fewer."""
    import numpy as np

    result: NDArray[np.int64] = np.maximum(np.minimum(counts[codes // len(counts)], counts[codes % len(counts)]), 1)
    return result


def _homes(crowd: _Crowd) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """Return what is its outlet's boilerplate, which is the first of its outlet, and the number of fingerprint and outlet."""
    import numpy as np

    leads = np.concatenate(([True], (np.diff(crowd.group) != 0) | (np.diff(crowd.outlet) != 0)))
    new = np.flatnonzero(leads)
    size = np.diff(np.append(new, len(crowd.group)))
    house = (size >= HOUSE) & (crowd.outlet[new] >= 0)
    return np.repeat(house, size), leads, np.repeat(np.arange(len(new)), size)


def _at_home(
    crowd: _Crowd, inside: NDArray[np.int64], home: NDArray[np.int64], total: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Return pairs of one outlet's articles that share its boilerplate, as codes, and how many fingerprints of it.

    Some outlets at a time: of all there may be several pairs for each article.
    """
    import numpy as np

    lots = 1 + len(inside) // AT_ONCE
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for lot in range(lots):
        own = inside[crowd.outlet[inside] % lots == lot]
        a, b = _pairs(home[own])
        codes, number, _ = _summed(_codes(crowd.owner[own[a]], crowd.owner[own[b]], total), np.zeros(len(a), dtype=np.int64))
        found.append((codes, number))
    return np.concatenate([c for c, _ in found]), np.concatenate([n for _, n in found])


def _at_the_ends(
    crowd: _Crowd, offsets: NDArray[np.int64], counts: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell what is a network's boilerplate: at the end of many pages that have little else in common."""
    import numpy as np

    last = int(crowd.group[-1]) + 1
    code, number, _ = _summed(_codes(crowd.owner[a], crowd.owner[b], len(counts)), np.zeros(len(a), dtype=np.int64))
    each = _codes(crowd.owner[a], crowd.owner[b], len(counts))
    share = (number / _least(code, counts))[np.searchsorted(code, each)]
    pairs = np.bincount(crowd.group[a], minlength=last)
    alike = np.bincount(crowd.group[a], weights=share, minlength=last) / np.maximum(pairs, 1)
    size = np.bincount(crowd.group, minlength=last)
    length = offsets[crowd.owner + 1] - offsets[crowd.owner]
    low = offsets[crowd.owner + 1] - crowd.place <= np.minimum(FOOT, length // 2)
    at_foot = np.bincount(crowd.group, weights=low, minlength=last)
    found = (size >= NETWORK) & (pairs > 0) & (alike < LITTLE) & (at_foot >= MOSTLY * size)
    result: NDArray[np.bool_] = found[crowd.group]
    return result


def _pairs(group: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of every two members of a group; in a crowd, of each with the first and with its neighbour."""
    import numpy as np

    starts = np.flatnonzero(np.concatenate(([True], np.diff(group) != 0))) if len(group) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(group)))
    one, other = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]):
        rows = starts[sizes == size][:, None] + np.arange(size)
        if size <= CROWD:
            first, second = np.triu_indices(size, 1)
            one.append(rows[:, first].ravel())
            other.append(rows[:, second].ravel())
        else:
            one += [np.repeat(rows[:, 0], size - 1), rows[:, 1:-1].ravel()]
            other += [rows[:, 1:].ravel(), rows[:, 2:].ravel()]
    return np.concatenate(one), np.concatenate(other)


def _codes(one: NDArray[np.int64], other: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    import numpy as np

    result: NDArray[np.int64] = np.minimum(one, other) * total + np.maximum(one, other)
    return result


def _summed(
    codes: NDArray[np.int64], values: NDArray[np.int64], *, weigh: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return each code once, how often it stood there (or the sum of its values), and its highest value."""
    import numpy as np

    if not len(codes):
        return codes, codes, codes
    order = np.argsort(codes, kind="stable")
    codes, values = codes[order], values[order]
    starts = np.flatnonzero(np.concatenate(([True], np.diff(codes) != 0)))
    number = np.add.reduceat(values, starts) if weigh else np.diff(np.append(starts, len(codes)))
    return codes[starts], number, np.maximum.reduceat(values, starts)


def _runs(
    crowd: _Crowd, words: NDArray[np.uint32], offsets: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many words in a row two articles share around a common fingerprint, LONG at most."""
    import numpy as np

    one, other = crowd.place[a], crowd.place[b]
    found = np.full(len(a), RUN, dtype=np.int64)
    for step in (1, -1):
        alive = np.ones(len(a), dtype=bool)
        for reach in range(1, LONG - RUN + 1):
            shift = RUN - 1 + reach if step > 0 else -reach
            x, y = one + shift, other + shift
            inside = (x >= offsets[crowd.owner[a]]) & (x < offsets[crowd.owner[a] + 1])
            inside &= (y >= offsets[crowd.owner[b]]) & (y < offsets[crowd.owner[b] + 1])
            alive &= inside
            alive &= words[np.where(alive, x, 0)] == words[np.where(alive, y, 0)]
            found += alive
    return found


def _by_owner(owner: NDArray[np.int64], place: NDArray[np.int64], offsets: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    import numpy as np

    order = np.lexsort((place, owner))
    owner, place = owner[order], place[order]
    starts = np.flatnonzero(np.concatenate(([True], np.diff(owner) != 0))) if len(owner) else np.zeros(0, dtype=np.int64)
    ends = np.append(starts, len(owner))[1:]
    return {int(owner[s]): place[s:e] - offsets[owner[s]] for s, e in zip(starts, ends, strict=True)}
