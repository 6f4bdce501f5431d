"""Clusters from pair scores: an average-link tree (Sokal and Michener 1958), cut where its branches cease to be one story.

No height is fixed. At each fork the likeness between its two sides is set against the likeness within them, and the
chance that both are one story is scored; the best cut of the tree is the likeliest set of such decisions. So look-alike
stories, each close-knit, come apart where a loose story of the same likeness holds together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.relate.stories_pairs import FEATURES, Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 0.08
"""A pair below this chance links no components."""
UNSEEN = 0.01
"""The chance of a pair that was no candidate."""
LARGEST = 2_000
"""A component of more articles is parted by raising the edge."""
COMPARED = ("words", "lead", "names", "numbers", "dense", "rare_share")
FORK_FEATURES = (
    "chance", "chance_least", "chance_most", *COMPARED,
    *(f"{name}_inside" for name in ("chance", *COMPARED)),
    "small", "large", "outside", "days", "has_days",
)  # fmt: skip


@dataclass(frozen=True)
class Fork:
    """Two branches of a component's tree: numbers of their articles, and the figures of their likeness."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    features: NDArray[np.float32]


@dataclass(frozen=True)
class Tree:
    """A component: its articles, the linkage matrix as scipy has it, and the forks in its order."""

    members: NDArray[np.int64]
    links: NDArray[np.float64]
    forks: tuple[Fork, ...]


Score = Callable[["NDArray[np.float32]"], "NDArray[np.float64]"]


def clusters(pairs: Pairs, chance: NDArray[np.float64], total: int, score: Score) -> NDArray[np.int64]:
    """Return a cluster number for each of `total` articles; `score` gives the chance that a fork's sides are one story."""
    import numpy as np

    labels = np.arange(total, dtype=np.int64)
    trees = trees_of(pairs, chance, total)
    if trees:
        joint = score(np.stack([f.features for t in trees for f in t.forks]))
        at = 0
        for tree in trees:
            labels[tree.members] = tree.members[_cut(tree, joint[at : at + len(tree.forks)])]
            at += len(tree.forks)
    return labels


def trees_of(pairs: Pairs, chance: NDArray[np.float64], total: int) -> list[Tree]:
    """Return the tree of each connected component of more than one article."""
    import numpy as np

    trees = []
    work = [(np.arange(len(pairs.i)), EDGE)]
    while work:
        linked, edge = work.pop()
        linked = linked[chance[linked] >= edge]
        for members, own in _components(pairs.i[linked], pairs.j[linked], total):
            if len(members) > LARGEST and edge < 0.95:
                work.append((linked[own], edge + 0.1))
            else:
                trees.append(_tree(members, pairs, chance, total))
    return sorted(trees, key=lambda t: int(t.members[0]))


def _components(
    i: NDArray[np.int64], j: NDArray[np.int64], total: int
) -> Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return (articles, pair numbers) of each connected component of more than one article."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(i):
        return []
    graph = coo_matrix((np.ones(len(i), dtype=np.int8), (i, j)), shape=(total, total))
    _, label = connected_components(graph, directed=False)
    by_node, by_pair = np.argsort(label, kind="stable"), np.argsort(label[i], kind="stable")
    nodes = np.split(by_node, np.flatnonzero(np.diff(label[by_node])) + 1)
    pairs = np.split(by_pair, np.flatnonzero(np.diff(label[i][by_pair])) + 1)
    return list(zip([n for n in nodes if len(n) > 1], pairs, strict=True))


def _tree(members: NDArray[np.int64], pairs: Pairs, chance: NDArray[np.float64], total: int) -> Tree:
    import numpy as np
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    place = np.full(total, -1, dtype=np.int64)
    place[members] = np.arange(len(members))
    inside = np.flatnonzero((place[pairs.i] >= 0) & (place[pairs.j] >= 0))
    a, b = place[pairs.i[inside]], place[pairs.j[inside]]
    names = ("chance", *COMPARED, "days", "has_days")
    layers = {name: np.zeros((len(members), len(members)), dtype=np.float32) for name in names}
    layers["chance"][:] = UNSEEN
    for name, layer in layers.items():
        value = chance[inside] if name == "chance" else pairs.features[inside, FEATURES.index(name)]
        layer[a, b] = layer[b, a] = value
    distance = 1.0 - layers["chance"].astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    links = linkage(squareform(distance, checks=False), "average")
    return Tree(members, links, tuple(_forks(links, layers, members)))


def _forks(links: NDArray[np.float64], layers: dict[str, NDArray[np.float32]], members: NDArray[np.int64]) -> Sequence[Fork]:
    """Return the forks of a tree in the order of its links."""
    import numpy as np

    size = len(members)
    compared = ("chance", *COMPARED)
    branches: list[NDArray[np.int64]] = [np.array([k]) for k in range(size)]
    sums: list[dict[str, float]] = [dict.fromkeys(compared, 0.0) for _ in range(size)]
    forks = []
    for left_at, right_at, _, _ in links:
        one, other = int(left_at), int(right_at)
        left, right = branches[one], branches[other]
        blocks = {name: layer[np.ix_(left, right)] for name, layer in layers.items()}
        cross = {name: float(blocks[name].sum()) for name in compared}
        forks.append(
            Fork(members[left], members[right], _fork_features(blocks, cross, (sums[one], sums[other]), left, right, layers))
        )
        branches.append(np.concatenate((left, right)))
        sums.append({name: cross[name] + sums[one][name] + sums[other][name] for name in compared})
    return forks


def _fork_features(
    blocks: dict[str, NDArray[np.float32]], cross: dict[str, float], sums: tuple[dict[str, float], dict[str, float]],
    left: NDArray[np.int64], right: NDArray[np.int64], layers: dict[str, NDArray[np.float32]],
) -> NDArray[np.float32]:  # fmt: skip
    import numpy as np

    count = len(left) * len(right)
    within = [n * (n - 1) / 2 for n in (len(left), len(right))]
    mean = {name: cross[name] / count for name in cross}
    inside = {name: _inside(mean[name], [(s[name], w) for s, w in zip(sums, within, strict=True)]) for name in cross}
    chance, known = blocks["chance"], blocks["has_days"]
    apart = float((blocks["days"] * known).sum() / known.sum()) if known.any() else 0.0
    sizes = sorted((len(left), len(right)))
    values = [
        mean["chance"], float(chance.min()), float(chance.max()), *(mean[name] for name in COMPARED),
        *(inside[name] for name in ("chance", *COMPARED)),
        np.log(sizes[0]), np.log(sizes[1]), _outside(layers["words"], left, right), apart, float(known.any()),
    ]  # fmt: skip
    return np.array(values, dtype=np.float32)


def _inside(between: float, within: Sequence[tuple[float, float]]) -> float:
    """Return the likeness between two branches less the likeness inside them, 0 where neither has an inside."""
    total = sum(w for _, w in within)
    return between - sum(s for s, _ in within) / total if total else 0.0


def _outside(words: NDArray[np.float32], left: NDArray[np.int64], right: NDArray[np.int64]) -> float:
    """Return how near the nearest article outside is on average, less how near the two branches are to each other."""
    import numpy as np

    rows = np.concatenate((left, right))
    away = np.ones(len(words), dtype=bool)
    away[rows] = False
    if not away.any():
        return 0.0
    return float(words[np.ix_(rows, np.flatnonzero(away))].mean(axis=0).max() - words[np.ix_(left, right)].mean())


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
    _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    result: NDArray[np.int64] = first[inverse]
    return result
