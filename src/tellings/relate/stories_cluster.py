"""Clusters from pair scores: average link within each connected component (Sokal and Michener 1958).

A pair that was no candidate counts as unlike, so a chain of likenesses does not make one story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 0.08
"""A pair below this chance links no components."""
UNSEEN = 0.01
"""The chance of a pair that was no candidate."""
LARGEST = 2_500
"""A component of more articles is parted by raising the edge."""


def clusters(
    i: NDArray[np.int64], j: NDArray[np.int64], chance: NDArray[np.float64], total: int, cut: float
) -> NDArray[np.int64]:
    """Return a cluster number for each of `total` articles; clusters whose mean chance is above `cut` are joined."""
    import numpy as np

    labels = np.arange(total, dtype=np.int64)
    work = [(np.arange(len(i)), EDGE)]
    while work:
        pairs, edge = work.pop()
        pairs = pairs[chance[pairs] >= edge]
        for members, own in _components(i[pairs], j[pairs], total):
            if len(members) > LARGEST and edge < 0.95:
                work.append((pairs[own], edge + 0.1))
            else:
                labels[members] = members[_average_link(members, i, j, chance, pairs[own], cut)]
    return labels


def _components(
    i: NDArray[np.int64], j: NDArray[np.int64], total: int
) -> Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return (articles, pair numbers) of each connected component of more than one article."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(i):
        return []
    _, label = connected_components(coo_matrix((np.ones(len(i), dtype=np.int8), (i, j)), shape=(total, total)), directed=False)
    by_node, by_pair = np.argsort(label, kind="stable"), np.argsort(label[i], kind="stable")
    nodes = np.split(by_node, np.flatnonzero(np.diff(label[by_node])) + 1)
    pairs = np.split(by_pair, np.flatnonzero(np.diff(label[i][by_pair])) + 1)
    return list(zip([n for n in nodes if len(n) > 1], pairs, strict=True))


def _average_link(
    members: NDArray[np.int64], i: NDArray[np.int64], j: NDArray[np.int64],
    chance: NDArray[np.float64], pairs: NDArray[np.int64], cut: float,
) -> NDArray[np.int64]:  # fmt: skip
    """Return, for each member, the position of its cluster's first member."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    size = len(members)
    distance = np.full((size, size), 1.0 - UNSEEN)
    np.fill_diagonal(distance, 0.0)
    a, b = np.searchsorted(members, i[pairs]), np.searchsorted(members, j[pairs])
    distance[a, b] = distance[b, a] = 1.0 - chance[pairs]
    tree = linkage(squareform(distance, checks=False), "average")
    label = fcluster(tree, 1.0 - cut, "distance")
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    result: NDArray[np.int64] = first[inverse]
    return result
