"""The words of articles, layer by layer, as pairs of articles are compared by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tellings.relate.stories_products import Paired
from tellings.relate.stories_terms import LAYERS, RARE, Terms, rare_weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

AT_ONCE = 4_096
"""Articles whose words are weighed together."""


@dataclass(frozen=True)
class Worded:
    """The words of articles as matrices, and which of them are rare, as ones."""

    terms: Terms
    marked: csr_matrix

    @property
    def shape(self) -> tuple[int, int]:
        """Return the number of articles and of words."""
        size: tuple[int, int] = self.terms.all.shape
        return size

    @property
    def lengths(self) -> NDArray[np.float32]:
        """Return the words of each article."""
        return self.terms.lengths

    def matrix(self, layer: str, rows: slice) -> csr_matrix:
        """Return rows of a layer."""
        return (self.marked if layer == RARE else getattr(self.terms, layer))[rows]

    def products(self, pairs: Paired, layers: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return the product of each pair of articles in each layer."""
        return [pairs.dots(self.marked if layer == RARE else getattr(self.terms, layer)) for layer in layers]

    def seen(self) -> NDArray[np.int64]:
        """Return how many articles hold each word."""
        import numpy as np

        return np.bincount(self.terms.all.indices, minlength=self.shape[1])

    def rare(self) -> NDArray[np.float32]:
        """Return how many rare words each article has."""
        import numpy as np

        return np.asarray(self.marked.sum(axis=1)).ravel()


def worded(
    starts: NDArray[np.int64], columns: NDArray[np.int32], counts: NDArray[np.uint8], idf: NDArray[np.float32],
    lengths: NDArray[np.float32],
) -> Worded:  # fmt: skip
    """Return the words of articles that are given end to end, with counts by layer, shape (layers, words).

    They are put in order of columns once for all layers, some thousand articles at a time.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    total, names = len(starts) - 1, (*LAYERS, RARE)
    rare = idf >= rare_weight(idf)
    parts: dict[str, list[tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]]] = {name: [] for name in names}
    for low in range(0, total, AT_ONCE):
        own = slice(int(starts[low]), int(starts[min(total, low + AT_ONCE)]))
        sizes = np.diff(starts[low : low + AT_ONCE + 1])
        for name, part in zip(names, _weighed(sizes, columns[own], counts[:, own], idf, rare), strict=True):
            parts[name].append(part)

    def matrix(name: str) -> csr_matrix:
        data, indices, sizes = (np.concatenate([p[side] for p in parts[name]]) for side in range(3))
        del parts[name]
        return csr_matrix((data, indices, np.concatenate(([0], np.cumsum(sizes)))), shape=(total, len(idf)))

    every, lead, called, numbers, plain, marked = (matrix(name) for name in names)
    return Worded(Terms(every, lead, called, numbers, plain, idf, (), lengths), marked)


def _weighed(
    sizes: NDArray[np.int64], columns: NDArray[np.int32], counts: NDArray[np.uint8], idf: NDArray[np.float32],
    rare: NDArray[np.bool_],
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]]:  # fmt: skip
    """Yield the weights, columns and sizes of rows in each layer: of unit length, and for rare words ones."""
    import numpy as np

    rows = np.repeat(np.arange(len(sizes)), sizes)
    order = np.argsort(rows * np.int64(len(idf)) + columns)
    weight, ordered = idf[columns], columns[order]
    for number, _ in enumerate(LAYERS):
        held = counts[number] > 0
        values = np.where(held, _logarithms()[counts[number]] * weight, np.float32(0.0))
        norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(sizes)))
        values = (values / np.maximum(norms, 1e-9)[rows]).astype(np.float32)[order]
        held = held[order]
        if number == 0:
            marked = rare[ordered] & held
        yield values[held], ordered[held], np.bincount(rows[held], minlength=len(sizes))
    yield np.ones(int(marked.sum()), dtype=np.float32), ordered[marked], np.bincount(rows[marked], minlength=len(sizes))


@cache
def _logarithms() -> NDArray[np.float32]:
    """Return what a word weighs that stands so often in a layer, 0 to 255 times, before its rarity."""
    import numpy as np

    found: NDArray[np.float32] = np.float32(1.0) + np.log(np.maximum(np.arange(256), 1).astype(np.float32))
    return found
