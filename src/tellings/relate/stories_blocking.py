"""Blocking: which articles are compared at all, so that no code ever compares all pairs.

By words: an article is compared with its nearest among those that share its heaviest words; a word in too many articles
is no key. By dense vectors: with its nearest, found in few articles directly and in many through an inverted file (Jégou,
Douze and Schmid 2011): every vector is listed under its nearest centre, and only the lists of the nearest centres are
searched. Of two articles equally like, the one nearer in time is the better candidate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tellings.relate.codes import distinct
from tellings.relate.stories_layers import Worded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

NEIGHBOURS = 25
"""Articles that each article is compared with by words, and as many by dense vectors."""
KEYS = 40
"""Words of an article that are blocking keys: its heaviest."""
CROWD = 400
"""A word in more articles than this is no blocking key."""
SLICE = 2_000
"""Articles handled at a time, so that memory stays small."""
LEAST_WORDS, LEAST_DENSE = 0.03, 0.3
"""Likeness below which an article is no candidate."""
FEW = 4_000
"""Up to this many articles dense vectors are compared with all others."""
PROBES = 6
"""Lists of the inverted file that are searched for an article."""
FRESH, STALE = 10.0, 0.5
"""Days between two articles from which likeness counts less as a candidate's, and the least that is left of it."""


def candidates(
    words: Worded, dense: NDArray[np.float32] | None, days: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the candidate pairs i < j, in order."""
    import numpy as np

    total = words.shape[0]
    codes = [np.zeros(0, dtype=np.int64)]
    postings = _keys(words).T.tocsr()
    for at in range(0, total, SLICE):
        likeness = (words.matrix("all", slice(at, at + SLICE)) @ postings).tocoo()
        near = likeness.data > LEAST_WORDS
        codes.append(_nearest(likeness.row[near] + at, likeness.col[near], likeness.data[near], days))
    if dense is not None:
        codes += _dense_all(dense, days) if total <= FEW else _dense_listed(dense, days)
    code = distinct(np.concatenate(codes))
    return code // total, code % total


def _keys(words: Worded) -> csr_matrix:
    """Return the rows of all words with each row's heaviest words alone, words of too many articles left out."""
    import numpy as np
    from scipy.sparse import csr_matrix

    common, parts = words.seen() > CROWD, []
    for at in range(0, words.shape[0], SLICE):
        own = words.matrix("all", slice(at, at + SLICE))
        held = np.flatnonzero(~common[own.indices] & (own.data > 0))
        rows = np.searchsorted(own.indptr, held, side="right") - 1
        kept = held[_heaviest(rows, own.data[held])]
        starts = np.searchsorted(kept, own.indptr)
        parts.append((own.data[kept], own.indices[kept], starts))
    starts = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *(np.diff(p[2]) for p in parts)]))
    data, indices = (np.concatenate([p[side] for p in parts]) for side in (0, 1))
    return csr_matrix((data, indices, starts), shape=words.shape, dtype=np.float32)


def _heaviest(rows: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return, in order, the places of the KEYS heaviest of each row; of equal ones the first.

    `rows` are in order, weights above 0.
    """
    import numpy as np

    first = np.searchsorted(rows, np.arange(rows[-1] + 1 if len(rows) else 0))
    place = np.arange(len(rows)) - first[rows]
    bits = int(place.max(initial=0)).bit_length()
    light = np.int64(0x7FFFFFFF) - weights.astype(np.float32).view(np.int32)
    order = np.sort((rows << np.int64(31) | light) << np.int64(bits) | place)
    chosen = np.arange(len(order)) - first[rows] < KEYS
    found = order[chosen] & ((1 << bits) - 1)
    result: NDArray[np.int64] = np.sort(found + first[rows[chosen]])
    return result


def _nearest(
    one: NDArray[np.integer[Any]], other: NDArray[np.integer[Any]], likeness: NDArray[np.float32], days: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Return codes (low * total + high) of each article's likeliest others; pairs may come in any order."""
    import numpy as np

    apart = one != other
    one, other, likeness = one[apart], other[apart], likeness[apart]
    gap = np.nan_to_num(np.abs(days[one] - days[other]))
    rated = likeness * np.maximum(STALE, 1.0 - 0.01 * (gap - FRESH).clip(0))
    order = np.lexsort((-rated, one))
    starts = np.flatnonzero(np.diff(one[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    kept = order[rank < NEIGHBOURS]
    low, high = np.minimum(one[kept], other[kept]), np.maximum(one[kept], other[kept])
    result: NDArray[np.int64] = low.astype(np.int64) * len(days) + high
    return result


def _dense_all(dense: NDArray[np.float32], days: NDArray[np.float32]) -> list[NDArray[np.int64]]:
    import numpy as np

    found, total = [], len(dense)
    count = min(4 * NEIGHBOURS, total)
    for at in range(0, total, SLICE):
        likeness = dense[at : at + SLICE] @ dense.T
        columns = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        rows = np.repeat(np.arange(len(likeness)), count)
        flat = columns.ravel()
        values = likeness[rows, flat]
        near = values > LEAST_DENSE
        found.append(_nearest(rows[near] + at, flat[near], values[near], days))
    return found


def _dense_listed(dense: NDArray[np.float32], days: NDArray[np.float32]) -> list[NDArray[np.int64]]:
    """Return codes of the nearest vectors that the inverted file finds."""
    import numpy as np

    total = len(dense)
    size = 2 * int(total**0.5)
    centres = dense[np.argsort(dense[:, 0], kind="stable")[:: max(1, total // size)]]
    probed = np.empty((total, PROBES), dtype=np.int64)
    for at in range(0, total, SLICE):
        likeness = dense[at : at + SLICE] @ centres.T
        nearest = np.argpartition(-likeness, PROBES - 1, axis=1)[:, :PROBES]
        order = np.argsort(-np.take_along_axis(likeness, nearest, axis=1), axis=1, kind="stable")
        probed[at : at + SLICE] = np.take_along_axis(nearest, order, axis=1)
    found = []
    for own, asking in zip(_listed(probed[:, 0], len(centres)), _listed(probed.ravel(), len(centres)), strict=True):
        if len(own):
            found.append(_best_of(dense, asking // PROBES, own))
    rows, columns, values = (np.concatenate(part) for part in zip(*found, strict=True))
    return [_nearest(rows, columns, values, days)]


def _best_of(
    dense: NDArray[np.float32], asking: NDArray[np.int64], own: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Return (asking, listed, likeness) of the nearest listed vectors of each that asks."""
    import numpy as np

    likeness = dense[asking] @ dense[own].T
    count = min(NEIGHBOURS, len(own))
    columns = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(likeness, columns, axis=1)
    near = values > LEAST_DENSE
    return np.repeat(asking, near.sum(axis=1)), own[columns[near]], values[near]


def _listed(labels: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    """Return, for each label, the positions that bear it."""
    import numpy as np

    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels, minlength=size))[:-1])
