"""Clusters from pair scores: an average-link tree (Sokal and Michener 1958), cut where its branches cease to be one story.

No height is fixed. At each fork the chance that both sides are one story is scored from how they compare with one another
and within; the best cut of the tree is the likeliest set of such decisions. So look-alike stories, each close-knit, come
apart where a loose story of the same likeness holds together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.relate.stories_forks import LAYERS, Forks, fork_features, forks_of
from tellings.relate.stories_pairs import FEATURES, Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 0.08
"""A pair below this chance links no components."""
UNSEEN = 0.01
"""The chance of a pair that was not compared."""
WHOLE = 300
"""Every pair of a component of up to this many articles is compared, candidate or not."""
LARGEST = 2_000
"""A component of more articles is parted by raising the edge."""
RAISE = 0.1

Score = Callable[["NDArray[np.float32]"], "NDArray[np.float64]"]
"""Chances that the sides of forks are one story, from their features."""
PairScore = Callable[[Pairs], "NDArray[np.float64]"]


@dataclass(frozen=True)
class Tree:
    """A component: its articles, the linkage matrix as scipy has it, and the forks in its order."""

    members: NDArray[np.int64]
    links: NDArray[np.float64]
    forks: Forks


@dataclass(frozen=True)
class _Component:
    """Articles that are linked, in order, and the numbers of all pairs among them."""

    members: NDArray[np.int64]
    inside: NDArray[np.int64]


def scored(pairs: Pairs, chance: PairScore, total: int) -> tuple[Pairs, NDArray[np.float64]]:
    """Return the pairs with every pair inside their components added, and the chance of each."""
    import numpy as np

    found = chance(pairs)
    others = pairs.others(*_inner_pairs(_components(pairs, found, total)))
    if others is None:
        return pairs, found
    whole, order = pairs.joined(others)
    return whole, np.concatenate((found, chance(others)))[order]


def clusters(pairs: Pairs, chance: NDArray[np.float64], total: int, score: Score) -> NDArray[np.int64]:
    """Return a cluster number for each of `total` articles; `score` gives the chance that a fork's sides are one story."""
    import numpy as np

    labels = np.arange(total, dtype=np.int64)
    trees = trees_of(pairs, chance, total)
    if trees:
        joint = score(fork_features([t.forks for t in trees]))
        at = 0
        for tree in trees:
            end = at + len(tree.links)
            labels[tree.members] = tree.members[_cut(tree, joint[at:end])]
            at = end
    return labels


def trees_of(pairs: Pairs, chance: NDArray[np.float64], total: int) -> list[Tree]:
    """Return the tree of each connected component of more than one article."""
    import numpy as np

    place = np.full(total, -1, dtype=np.int64)
    columns = [FEATURES.index(name) for name in LAYERS[1:]]
    found = []
    for component in _components(pairs, chance, total):
        values = pairs.features[component.inside][:, columns]
        layers = np.concatenate((chance[component.inside, None].astype(np.float32), values), axis=1).T
        found.append(_tree(component, pairs, layers, place))
    return found


def _components(pairs: Pairs, chance: NDArray[np.float64], total: int) -> list[_Component]:
    """Return the components of more than one article, by their first; the largest are parted."""
    import numpy as np

    groups: list[NDArray[np.int64]] = []
    work = [(np.flatnonzero(chance >= EDGE), EDGE)]
    while work:
        linked, edge = work.pop()
        linked = linked[chance[linked] >= edge]
        for members, own in _connected(pairs.i[linked], pairs.j[linked], total):
            if len(members) > LARGEST and edge + RAISE < 1.0:
                work.append((linked[own], edge + RAISE))
            else:
                groups.append(members)
    if not groups:
        return []
    groups.sort(key=lambda members: int(members[0]))
    label = np.full(total, -1, dtype=np.int64)
    label[np.concatenate(groups)] = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    inside = np.flatnonzero((label[pairs.i] >= 0) & (label[pairs.i] == label[pairs.j]))
    of = label[pairs.i[inside]]
    own_pairs = np.split(inside[np.argsort(of, kind="stable")], np.cumsum(np.bincount(of, minlength=len(groups)))[:-1])
    return [_Component(members, own) for members, own in zip(groups, own_pairs, strict=True)]


def _connected(i: NDArray[np.int64], j: NDArray[np.int64], total: int) -> Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return (articles, pair numbers) of each connected component of more than one article."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(i):
        return []
    nodes = np.unique(np.concatenate((i, j)))
    place = np.full(total, -1, dtype=np.int64)
    place[nodes] = np.arange(len(nodes))
    graph = coo_matrix((np.ones(len(i), dtype=np.int8), (place[i], place[j])), shape=(len(nodes), len(nodes)))
    _, label = connected_components(graph, directed=False)
    of_pair = label[place[i]]
    by_node, by_pair = np.argsort(label, kind="stable"), np.argsort(of_pair, kind="stable")
    members = np.split(nodes[by_node], np.flatnonzero(np.diff(label[by_node])) + 1)
    pairs = np.split(by_pair, np.flatnonzero(np.diff(of_pair[by_pair])) + 1)
    return list(zip(members, pairs, strict=True))


def _inner_pairs(components: Sequence[_Component]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs i < j inside each component, but for components too large for that."""
    import numpy as np

    one, other = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for members in (c.members for c in components):
        if 2 < len(members) <= WHOLE:
            a, b = np.triu_indices(len(members), 1)
            one.append(members[a])
            other.append(members[b])
    return np.concatenate(one), np.concatenate(other)


def _tree(component: _Component, pairs: Pairs, values: NDArray[np.float32], place: NDArray[np.int64]) -> Tree:
    """Return the tree of a component; `values`, shape (len(LAYERS), pairs inside), are those of its pairs."""
    import numpy as np
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    members, inside = component.members, component.inside
    size = len(members)
    place[members] = np.arange(size)
    a, b = place[pairs.i[inside]], place[pairs.j[inside]]
    layers = np.zeros((len(LAYERS), size, size), dtype=np.float32)
    layers[0] = UNSEEN
    layers[:, a, b] = layers[:, b, a] = values
    distance = 1.0 - layers[0].astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    links = linkage(squareform(distance, checks=False), "average") if size > 2 else np.array([[0.0, 1.0, distance[0, 1], 2.0]])
    return Tree(members, links, forks_of(links, layers))


def _cut(tree: Tree, joint: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return, for each member, the position of its cluster's first member, under the likeliest cut of the tree."""
    import numpy as np

    size = len(tree.members)
    yes, no = np.log(joint.clip(1e-6, 1.0)), np.log((1.0 - joint).clip(1e-6, 1.0))
    whole, best = [0.0] * size, [0.0] * size
    together = []
    for k, (left_at, right_at, _, _) in enumerate(tree.links):
        one, other = int(left_at), int(right_at)
        merged = float(yes[k]) + whole[one] + whole[other]
        parted = float(no[k]) + best[one] + best[other]
        whole.append(merged)
        best.append(max(merged, parted))
        together.append(merged >= parted)
    return _labels(tree, together)


def _labels(tree: Tree, together: Sequence[bool]) -> NDArray[np.int64]:
    import numpy as np

    size = len(tree.members)
    found = np.arange(size, dtype=np.int64)
    work = [(2 * size - 2, -1)]
    while work:
        node, label = work.pop()
        if node < size:
            found[node] = node if label < 0 else label
            continue
        if label < 0 and together[node - size]:
            label = node + size
        work += [(int(tree.links[node - size, side]), label) for side in (0, 1)]
    first: dict[int, int] = {}
    return np.array([first.setdefault(label, k) for k, label in enumerate(found.tolist())], dtype=np.int64)
