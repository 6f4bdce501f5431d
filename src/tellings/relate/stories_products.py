"""Products of pairs of sparse rows: close groups of rows as one matrix product, all other pairs one by one.

Where most pairs of a group of rows are asked for, the product of the group's rows with themselves costs by the words that they
share; going through the words of each pair costs by all words that they have (measured: a tenth to a thirtieth).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

SLICE = 20_000
"""Pairs handled at a time, so that memory stays small."""
LOT = 4_000
"""Rows of the groups that are multiplied together; a group of more rows is one lot."""
CLOSE = 0.2
"""Share of a group's pairs that must be asked for."""
LARGEST = 3_000
"""Rows of a group from which its pairs are multiplied one by one."""


class Paired:
    """Pairs of row numbers, shape (pairs,) each, whose rows are to be multiplied."""

    def __init__(self, i: NDArray[np.int64], j: NDArray[np.int64]) -> None:
        import numpy as np

        self.i, self.j = i, j
        self.group, close = _groups(i, j)
        of_pair = self.group[i]
        self.alone = np.flatnonzero(~close[of_pair])
        self.lots = [p for p in _lots(self.group, close, of_pair) if len(p)]

    def dots(self, matrix: csr_matrix) -> NDArray[np.float32]:
        """Return the product of each pair of the matrix's rows."""
        import numpy as np

        found = np.zeros(len(self.i), dtype=np.float32)
        for at in range(0, len(self.alone), SLICE):
            part = self.alone[at : at + SLICE]
            found[part] = np.asarray(matrix[self.i[part]].multiply(matrix[self.j[part]]).sum(axis=1)).ravel()
        for lot, rows in self.together():
            found[lot] = self.products_of(matrix[rows], rows, lot)
        return found

    def together(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the lots of pairs whose rows are multiplied together, with these rows."""
        import numpy as np

        for lot in self.lots:
            yield lot, np.unique(np.concatenate((self.i[lot], self.j[lot])))

    def products_of(self, own: csr_matrix, rows: NDArray[np.int64], lot: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the products of the pairs of a lot, `own` being its rows; each group has columns of its own: no two meet."""
        import numpy as np
        from scipy.sparse import csr_matrix

        apart = np.repeat(self.group[rows], np.diff(own.indptr)).astype(np.int64) * own.shape[1] + own.indices
        known, column = np.unique(apart, return_inverse=True)
        blocks = csr_matrix((own.data, column, own.indptr), shape=(len(rows), max(1, len(known))))
        product = (blocks @ blocks.T).tocsr()
        product.sort_indices()
        one, other = np.searchsorted(rows, self.i[lot]), np.searchsorted(rows, self.j[lot])
        values: NDArray[np.float32] = np.asarray(product[one, other]).ravel()
        return values


def _groups(i: NDArray[np.int64], j: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the group of each row (connected by pairs), and for each group whether most of its pairs are asked for."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    total = int(max(i.max(), j.max())) + 1 if len(i) else 0
    graph = coo_matrix((np.ones(len(i), dtype=np.int8), (i, j)), shape=(total, total))
    number, group = connected_components(graph, directed=False)
    rows, asked = np.bincount(group, minlength=number), np.bincount(group[i], minlength=number)
    close = (rows <= LARGEST) & (asked >= CLOSE * rows * (rows - 1) / 2) & (rows > 2)
    return group.astype(np.int64), close


def _lots(
    group: NDArray[np.int64], close: NDArray[np.bool_], of_pair: NDArray[np.int64]
) -> list[NDArray[np.int64]]:  # fmt: skip
    """Return the numbers of the pairs of close groups, in lots of whole groups of some LOT rows together."""
    import numpy as np

    size = np.where(close, np.bincount(group, minlength=len(close)), 0)
    lot = np.cumsum(size) // LOT
    inside = np.flatnonzero(close[of_pair])
    order = inside[np.argsort(lot[of_pair[inside]], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(lot[of_pair[order]])) + 1)
