"""Pairs of articles that may tell one story, and what their likeness looks like in figures.

The cost grows with the number of articles and not with its square: see stories_blocking. Only pairs that are likely enough
get all their figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tellings.model import Article
from tellings.model.grouping import Known
from tellings.relate.codes import distinct
from tellings.relate.stories_blocking import candidates
from tellings.relate.stories_layers import Worded
from tellings.relate.stories_products import SLICE, Paired
from tellings.relate.stories_terms import RARE, Terms, rare_weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

DENSE_WEIGHT = 0.5
LIKELY_WORDS, LIKELY_DENSE = 0.04, 0.3
"""A candidate pair below both tells no story together and gets no further figures."""
FEATURES = (
    "words", "lead", "names", "numbers", "plain", "dense", "has_dense", "rare", "rare_share", "shortest", "length_ratio",
    "near_low", "near_high", "crowd", "days", "has_days",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """For each article the likeness of its nearest candidate, and the mean over its candidates, shape (articles,)."""

    best: NDArray[np.float32]
    usual: NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """What pairs are compared by: words, dense vectors (None where nobody has one), days of publication."""

    words: Worded
    dense: NDArray[np.float32] | None
    days: NDArray[np.float32]

    @property
    def terms(self) -> Terms:
        """Return the words as matrices."""
        return self.words.terms


@dataclass(frozen=True)
class Pairs:
    """Pairs of article numbers i < j, and their features, shape (pairs, len(FEATURES))."""

    i: NDArray[np.int64]
    j: NDArray[np.int64]
    features: NDArray[np.float32]
    material: Material
    standing: Standing

    def column(self, name: str) -> NDArray[np.float32]:
        """Return one feature of every pair."""
        return self.features[:, FEATURES.index(name)]

    def others(self, i: NDArray[np.int64], j: NDArray[np.int64]) -> Pairs | None:
        """Return those of the given pairs (i < j) that are not among these, in order of article numbers; None without any."""
        import numpy as np

        total = len(self.material.days)
        given = distinct(i * total + j)
        new = given[~np.isin(given, self.i * total + self.j, assume_unique=True)]
        if not len(new):
            return None
        paired = Paired(new // total, new % total)
        words, dense = _likeness(paired, self.material)
        more = _features(paired, words, dense, self.material, self.standing)
        return Pairs(paired.i, paired.j, more, self.material, self.standing)

    def joined(self, others: Pairs) -> tuple[Pairs, NDArray[np.int64]]:
        """Return these pairs and others in order of article numbers, and the numbers that they had end to end."""
        import numpy as np

        i, j = np.concatenate((self.i, others.i)), np.concatenate((self.j, others.j))
        order = np.argsort(i * len(self.material.days) + j, kind="stable")
        features = np.concatenate((self.features, others.features))[order]
        return Pairs(i[order], j[order], features, self.material, self.standing), order


def dense_of(articles: Sequence[Article]) -> NDArray[np.float32] | None:
    """Return the articles' dense vectors as unit rows, zero where there is none; None where nobody has one.

    The vectors are of English: two pages of another language are alike in them for their language alone.
    """
    import numpy as np

    found = [a.vector if (a.analysis.metadata.language or "en") == "en" else None for a in articles]
    width = next((v.dimensions for v in found if v is not None), 0)
    if not width:
        return None
    rows = np.zeros((len(articles), width), dtype=np.float32)
    for number, vector in enumerate(found):
        if vector is not None and vector.dimensions == width:
            rows[number] = np.frombuffer(vector.values, dtype="<f2")
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.maximum(norms, 1e-6)
    return rows


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


def pairs_of(articles: Sequence[Article], terms: Terms, known: Known | None = None) -> Pairs:
    """Return the likely pairs of the articles with their features; `known` is the library that they are from."""
    material = Material(Worded(terms, rare_words(terms, known)), dense_of(articles), days_of(articles))
    i, j, words, dense, standing = _near(material)
    if known is not None:
        _stand_as_known(standing, articles, known)
    return _likely(i, j, words, dense, material, standing)


def pairs_from(material: Material) -> Pairs:
    """Return the likely pairs of articles of which no more than this is at hand, with their features."""
    i, j, words, dense, standing = _near(material)
    return _likely(i, j, words, dense, material, standing)


def _near(
    material: Material,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32], NDArray[np.float32], Standing]:
    """Return the candidate pairs, their likeness in words and vectors, and where it puts the articles."""
    i, j = candidates(material.words, material.dense, material.days)
    words, dense = _likeness(Paired(i, j), material)
    return i, j, words, dense, _standing(words + DENSE_WEIGHT * dense.clip(0), i, j, len(material.days))


def _likely(
    i: NDArray[np.int64], j: NDArray[np.int64], words: NDArray[np.float32], dense: NDArray[np.float32],
    material: Material, standing: Standing,
) -> Pairs:  # fmt: skip
    likely = (words > LIKELY_WORDS) | (dense > LIKELY_DENSE)
    i, j, words, dense = i[likely], j[likely], words[likely], dense[likely]
    return Pairs(i, j, _features(Paired(i, j), words, dense, material, standing), material, standing)


def _likeness(pairs: Paired, material: Material) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the pairs' likeness in words and in dense vectors."""
    import numpy as np

    vectors = np.zeros(len(pairs.i), dtype=np.float32)
    if material.dense is not None:
        for at in range(0, len(pairs.i), SLICE):
            part = slice(at, at + SLICE)
            vectors[part] = np.einsum("nd,nd->n", material.dense[pairs.i[part]], material.dense[pairs.j[part]])
    return material.words.products(pairs, ("all",))[0], vectors


def _features(
    pairs: Paired, words: NDArray[np.float32], dense: NDArray[np.float32], material: Material, standing: Standing
) -> NDArray[np.float32]:
    import numpy as np

    lengths, marked, i, j = material.words.lengths, material.words.rare(), pairs.i, pairs.j
    rare, *products = material.words.products(pairs, (RARE, "lead", "names", "numbers", "plain"))
    low, high = np.minimum(lengths[i], lengths[j]), np.maximum(lengths[i], lengths[j])
    likeness = words + DENSE_WEIGHT * dense.clip(0)
    one, other = likeness / standing.best[i], likeness / standing.best[j]
    apart = np.abs(material.days[i] - material.days[j])
    columns = [
        words, *products, dense,
        (dense != 0).astype(np.float32), np.log1p(rare), rare / np.maximum(np.minimum(marked[i], marked[j]), 1.0),
        np.log1p(low), np.log1p(high) - np.log1p(low), np.minimum(one, other).clip(max=1.0),
        np.maximum(one, other).clip(max=1.0), (standing.usual[i] + standing.usual[j]) / 2,
        np.log1p(np.nan_to_num(apart)).clip(max=4.5), (~np.isnan(apart)).astype(np.float32),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def rare_from(terms: Terms) -> float:
    """Return the weight from which a word is rare."""
    return rare_weight(terms.idf)


def _stand_as_known(standing: Standing, articles: Sequence[Article], known: Known) -> None:
    """Let articles that were grouped before stand as they did, or nearer where one of these is nearer."""
    for number, article in enumerate(articles):
        if article.key in known.standing:
            best, usual = known.standing[article.key]
            standing.best[number] = max(standing.best[number], best)
            standing.usual[number] = usual


def rare_words(terms: Terms, known: Known | None = None) -> csr_matrix:
    """Return which rare words stand in which article, as ones."""
    import numpy as np

    marked = terms.all.copy()
    if terms.idf.size:
        least = known.rare_from if known is not None and known.rare_from is not None else rare_from(terms)
        marked.data = (terms.idf[marked.indices] >= least).astype(np.float32)
        marked.eliminate_zeros()
    return marked


def _standing(likeness: NDArray[np.floating[Any]], i: NDArray[np.int64], j: NDArray[np.int64], total: int) -> Standing:
    """Return how near each article's nearest candidate is, and how near its candidates are on average."""
    import numpy as np

    best = np.full(total, 1e-6, dtype=np.float32)
    sums = np.bincount(i, likeness, total) + np.bincount(j, likeness, total)
    count = np.bincount(i, minlength=total) + np.bincount(j, minlength=total)
    for ends in (i, j):
        np.maximum.at(best, ends, likeness)
    return Standing(best, (sums / np.maximum(count, 1)).astype(np.float32))
