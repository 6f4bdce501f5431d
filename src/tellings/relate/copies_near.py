"""Near-duplicates: whole texts that are nearly the same, joined over a corpus without comparing all with all.

A text's sketch is a one-permutation MinHash of its three-word runs (Li, Owen and Zhang 2012; empty bins filled by
rotation, Shrivastava and Li 2014). Bands of a sketch are sorted, one band at a time; equal neighbours are verified on the
whole sketch, and what is joined is closed by connected components.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.relate.copies_words import shingles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 3
"""Words of a run that a sketch is made of: short, so that a text reworded here and there stays near."""
BINS = 64
"""Hashes of a sketch, 16 bits each: 128 bytes a text."""
ROWS = 3
"""Hashes of a band. At a likeness of .5 a pair meets in one of the 21 bands with a chance of .94, at .7 of .9998."""
BANDS = BINS // ROWS
ALIKE = 0.4
"""Share of equal hashes from which two texts are near-duplicates."""


@dataclass(frozen=True, slots=True)
class Near:
    """Verified pairs, shape (m, 2), enough to hold every group together; and for each text the first of its group."""

    pairs: NDArray[np.int64]
    labels: NDArray[np.int64]


def sketch(ids: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the sketch of a text's words, shape (BINS,); two texts' share of equal hashes estimates their Jaccard."""
    import numpy as np

    hashes = shingles(ids, RUN)
    if not len(hashes):
        hashes = shingles(ids, 1) if len(ids) else np.zeros(1, dtype=np.uint64)
    hashes = np.sort(hashes)
    width = 64 - BINS.bit_length() + 1
    first = np.searchsorted(hashes, np.arange(BINS, dtype=np.uint64) << np.uint64(width))
    least = hashes[np.minimum(first, len(hashes) - 1)]
    filled = (first < len(hashes)) & (least >> np.uint64(width) == np.arange(BINS, dtype=np.uint64))
    found = (least ^ (least >> np.uint64(31))).astype(np.uint16)
    if filled.all():
        return found
    at = np.flatnonzero(filled)
    empty = np.flatnonzero(~filled)
    following = np.searchsorted(at, empty) % len(at)
    distance = (at[following] - empty) % BINS
    found[empty] = found[at[following]] + (distance * 0x9E37).astype(np.uint16)
    return found


def near_duplicates(sketches: NDArray[np.uint16], *, alike: float = ALIKE) -> Near:
    """Join sketches, shape (n, BINS), whose share of equal hashes is at least `alike`.

    Every text of a bucket is compared with the bucket's first and with the one before it: a bucket that boilerplate has
    filled costs its size, not the square of it. Memory: some 40 bytes a text beside the sketches.
    """
    import numpy as np

    total = len(sketches)
    bits = np.uint64(max(1, (total - 1).bit_length()))
    found, waiting, held = np.zeros(0, dtype=np.uint64), [np.zeros(0, dtype=np.uint64)], 0
    for band in range(BANDS):
        waiting.append(_edges(sketches[:, band * ROWS : (band + 1) * ROWS], bits))
        held += len(waiting[-1])
        if held > total or band == BANDS - 1:
            found = np.union1d(found, _verified(np.unique(np.concatenate(waiting)), sketches, bits, alike))
            waiting, held = [np.zeros(0, dtype=np.uint64)], 0
    low, high = _ends(found, bits)
    return Near(np.stack((low, high), axis=1), _components(low, high, total))


def closer(near: Near, sketches: NDArray[np.uint16], *, alike: float = ALIKE) -> Near:
    """Return what is left of near-duplicates that were joined at a lower likeness."""
    import numpy as np

    total = len(sketches)
    bits = np.uint64(max(1, (total - 1).bit_length()))
    codes = near.pairs[:, 0].astype(np.uint64) << bits | near.pairs[:, 1].astype(np.uint64)
    low, high = _ends(_verified(codes, sketches, bits, alike), bits)
    return Near(np.stack((low, high), axis=1), _components(low, high, total))


def _ends(codes: NDArray[np.uint64], bits: np.uint64) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    import numpy as np

    return (codes >> bits).astype(np.int64), (codes & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)


def _edges(rows: NDArray[np.uint16], bits: np.uint64) -> NDArray[np.uint64]:
    """Return codes (low << bits | high) of the texts that are equal in one band, in a line of costs linear in texts."""
    import numpy as np

    key = rows[:, 0].astype(np.uint64)
    for column in range(1, rows.shape[1]):
        key = key << np.uint64(16) | rows[:, column]
    key *= np.uint64(0x9E3779B97F4A7C15)
    mask = (np.uint64(1) << bits) - np.uint64(1)
    key &= ~mask
    key |= np.arange(len(key), dtype=np.uint64)
    key.sort()
    apart = (key[1:] ^ key[:-1]) > mask
    at = np.flatnonzero(~apart)
    text = key & mask
    before, this = text[at], text[at + 1]
    breaks = np.flatnonzero(apart) + 1
    starts = np.concatenate((np.zeros(1, dtype=breaks.dtype), breaks))
    first = text[starts[np.searchsorted(starts, at, side="right") - 1]]
    star = first != before
    return np.concatenate((before << bits | this, first[star] << bits | this[star]))


def _verified(codes: NDArray[np.uint64], sketches: NDArray[np.uint16], bits: np.uint64, alike: float) -> NDArray[np.uint64]:
    import numpy as np

    kept = [codes[:0]]
    mask = (np.uint64(1) << bits) - np.uint64(1)
    for at in range(0, len(codes), 1 << 16):
        part = codes[at : at + (1 << 16)]
        equal = (sketches[part >> bits] == sketches[part & mask]).sum(axis=1)
        kept.append(part[equal >= alike * BINS])
    return np.concatenate(kept)


def _components(low: NDArray[np.int64], high: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Return for each text the number of the first text of its group."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(low), dtype=np.int8), (low, high)), shape=(total, total))
    _, label = connected_components(graph, directed=False)
    _, first = np.unique(label, return_index=True)
    result: NDArray[np.int64] = first[label].astype(np.int64)
    return result


def bands(signature: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Return the bands of one sketch as keys for an index, shape (BANDS,)."""
    import numpy as np

    rows = signature[: BANDS * ROWS].reshape(BANDS, ROWS).astype(np.uint64)
    key = np.arange(1, BANDS + 1, dtype=np.uint64)
    for column in range(ROWS):
        key = (key << np.uint64(16) | rows[:, column]) * np.uint64(0x9E3779B97F4A7C15)
    return key ^ (key >> np.uint64(32))
