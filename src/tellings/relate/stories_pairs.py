"""Pairs of articles that may tell one story, and what their likeness looks like in figures.

Blocking: an article is compared with those that share its heaviest words, a word in too many articles being no key, and
with its nearest dense vectors; so the number of pairs grows with the number of articles, not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tellings.model import Article
from tellings.relate.stories_terms import Terms

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
DENSE_WEIGHT = 0.5
FEATURES = (
    "words", "lead", "names", "numbers", "dense", "has_dense", "rare", "rare_share", "shortest", "length_ratio",
    "near_low", "near_high", "crowd", "days", "has_days",
)  # fmt: skip


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs: article numbers i < j, and their features, shape (pairs, len(FEATURES))."""

    i: NDArray[np.int64]
    j: NDArray[np.int64]
    features: NDArray[np.float32]


def dense_of(articles: Sequence[Article]) -> NDArray[np.float32] | None:
    """Return the articles' dense vectors as unit rows, zero where there is none; None where nobody has one."""
    import numpy as np

    found = [a.vector for a in articles]
    width = next((v.dimensions for v in found if v is not None), 0)
    if not width:
        return None
    rows = np.zeros((len(articles), width), dtype=np.float32)
    for number, vector in enumerate(found):
        if vector is not None and vector.dimensions == width:
            rows[number] = np.frombuffer(vector.values, dtype="<f2")
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = rows / np.maximum(norms, 1e-6)
    return result


def days_of(articles: Sequence[Article]) -> NDArray[np.float32]:
    """Return each article's day of publication as a day number, nan where it is not known."""
    import numpy as np

    found = np.full(len(articles), np.nan, dtype=np.float32)
    for number, article in enumerate(articles):
        day = article.published.day if article.published else None
        try:
            found[number] = date.fromisoformat(day).toordinal() - 700_000 if day else np.nan
        except ValueError:
            continue
    return found


def pairs_of(articles: Sequence[Article], terms: Terms) -> Pairs:
    """Return the candidate pairs of the articles with their features."""
    dense = dense_of(articles)
    i, j = _candidates(terms, dense)
    return Pairs(i, j, _features(i, j, terms, dense, days_of(articles)))


def _candidates(terms: Terms, dense: NDArray[np.float32] | None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    import numpy as np

    total = terms.all.shape[0]
    keys = _keys(terms.all)
    postings = keys.T.tocsr()
    codes = [np.zeros(0, dtype=np.int64)]
    for at in range(0, total, SLICE):
        rows = slice(at, min(at + SLICE, total))
        codes.append(_nearest((terms.all[rows] @ postings).tocsr(), at, total))
        if dense is not None:
            codes.append(_nearest_dense(dense[rows] @ dense.T, at))
    code = np.unique(np.concatenate(codes))
    return code // total, code % total


def _keys(matrix: csr_matrix) -> csr_matrix:
    """Return the matrix with each row's heaviest words alone, words of too many articles left out."""
    import numpy as np
    from scipy.sparse import csr_matrix

    seen = np.bincount(matrix.indices, minlength=matrix.shape[1])
    values = np.where(seen[matrix.indices] <= CROWD, matrix.data, 0.0)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((-values, rows))
    rank = np.arange(len(order)) - matrix.indptr[rows]
    kept = order[(rank < KEYS) & (values[order] > 0)]
    return csr_matrix((values[kept], (rows[kept], matrix.indices[kept])), shape=matrix.shape, dtype=np.float32)


def _nearest(likeness: csr_matrix, first: int, total: int) -> NDArray[np.int64]:
    """Return codes (low * total + high) of each row's likeliest columns."""
    import numpy as np

    rows = np.repeat(np.arange(likeness.shape[0]), np.diff(likeness.indptr))
    order = np.lexsort((-likeness.data, rows))
    rank = np.arange(len(order)) - likeness.indptr[rows]
    kept = order[rank <= NEIGHBOURS]
    one, other = rows[kept] + first, likeness.indices[kept].astype(np.int64)
    return _codes(one, other, total)


def _nearest_dense(likeness: NDArray[np.float32], first: int) -> NDArray[np.int64]:
    import numpy as np

    count = min(NEIGHBOURS + 1, likeness.shape[1])
    columns = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
    rows = np.repeat(np.arange(likeness.shape[0]), count) + first
    return _codes(rows, columns.ravel().astype(np.int64), likeness.shape[1])


def _codes(one: NDArray[np.int64], other: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    import numpy as np

    apart = one != other
    low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
    result: NDArray[np.int64] = low.astype(np.int64) * total + high
    return result


def _dots(matrix: csr_matrix, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.float32]:
    import numpy as np

    found = [np.zeros(0, dtype=np.float32)]
    for at in range(0, len(i), SLICE * 10):
        part = slice(at, at + SLICE * 10)
        found.append(np.asarray(matrix[i[part]].multiply(matrix[j[part]]).sum(axis=1), dtype=np.float32).ravel())
    return np.concatenate(found)


def _features(
    i: NDArray[np.int64], j: NDArray[np.int64], terms: Terms, dense: NDArray[np.float32] | None, days: NDArray[np.float32]
) -> NDArray[np.float32]:
    import numpy as np

    words = _dots(terms.all, i, j)
    vectors = np.zeros(len(i), dtype=np.float32)
    if dense is not None:
        for at in range(0, len(i), SLICE * 10):
            part = slice(at, at + SLICE * 10)
            vectors[part] = np.einsum("nd,nd->n", dense[i[part]], dense[j[part]])
    rare, rare_share = _rare(terms, i, j)
    low, high = np.minimum(terms.lengths[i], terms.lengths[j]), np.maximum(terms.lengths[i], terms.lengths[j])
    near_low, near_high, crowd = _standing((words + DENSE_WEIGHT * vectors.clip(0)).astype(np.float32), i, j, len(days))
    apart = np.abs(days[i] - days[j])
    columns = [
        words, _dots(terms.lead, i, j), _dots(terms.names, i, j), _dots(terms.numbers, i, j), vectors,
        (vectors != 0).astype(np.float32), np.log1p(rare), rare_share, np.log1p(low), np.log1p(high) - np.log1p(low),
        near_low, near_high, crowd, np.log1p(np.nan_to_num(apart)).clip(max=4.5), (~np.isnan(apart)).astype(np.float32),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _rare(terms: Terms, i: NDArray[np.int64], j: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how many rare words two articles share, and that number against the most they could."""
    import numpy as np

    if not terms.idf.size:
        return np.zeros(len(i), dtype=np.float32), np.zeros(len(i), dtype=np.float32)
    marked = terms.all.copy()
    marked.data = (terms.idf[marked.indices] >= np.quantile(terms.idf, 0.5) * 0.8).astype(np.float32)
    marked.eliminate_zeros()
    counts = np.asarray(marked.sum(axis=1)).ravel()
    shared = _dots(marked, i, j)
    return shared, shared / np.maximum(np.minimum(counts[i], counts[j]), 1.0)


def _standing(
    likeness: NDArray[np.float32], i: NDArray[np.int64], j: NDArray[np.int64], total: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the pair's likeness against each article's best, lower and higher, and the likeness usual around them."""
    import numpy as np

    best, sums, count = (np.full(total, least, dtype=np.float32) for least in (1e-6, 0.0, 0.0))
    for ends in (i, j):
        np.maximum.at(best, ends, likeness)
        np.add.at(sums, ends, likeness)
        np.add.at(count, ends, 1)
    one, other = likeness / best[i], likeness / best[j]
    usual: NDArray[np.float32] = (sums / np.maximum(count, 1)).astype(np.float32)
    around: NDArray[np.float32] = ((usual[i] + usual[j]) / 2).astype(np.float32)
    return np.minimum(one, other), np.maximum(one, other), around
