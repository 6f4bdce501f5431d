"""Chains: stories of one affair, each another happening, linked and never merged.

Two stories are linked when the same people or things stand at the centre of both and their words are alike; a place alone
is no link, since the next accident at the same crossing is not the same affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tellings.model import Chained
from tellings.relate.stories_pairs import Pairs
from tellings.relate.stories_why import Shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

NAMES, WORDS = 0.15, 0.12
"""Cosine of two stories' names, and of all their words, from which they may be of one affair."""
CENTRAL = 0.5
"""Share of a story's pages that a name must stand in to be at its centre."""
WEIGHTY = 0.01
"""What a name at both centres must add to the cosine of names to count."""
LONGEST = 365.0
"""Days between two stories from which they are no chain."""
MOST = 6
PLACES = frozenset({"places"})


@dataclass(frozen=True)
class _Stories:
    """Stories as rows: unit centroids of names and of all words, share of pages with each name, first and last day."""

    names: csr_matrix
    words: csr_matrix
    central: csr_matrix
    first: NDArray[np.float32]
    last: NDArray[np.float32]
    members: list[list[int]]


def chains_of(pairs: Pairs, labels: Sequence[int], shared: Shared, ids: Sequence[str]) -> list[tuple[Chained, ...]]:
    """Return, for each story in order of its label's first article, the other stories of its affair by time."""
    import numpy as np

    order = {label: k for k, label in enumerate(dict.fromkeys(labels))}
    story = np.array([order[label] for label in labels], dtype=np.int64)
    found: list[list[tuple[float, Chained]]] = [[] for _ in ids]
    a, b = story[pairs.i], story[pairs.j]
    apart = (a != b) & (pairs.column("words") > WORDS / 2)
    if not apart.any():
        return [() for _ in ids]
    stories = _stories(pairs, story, len(ids))
    code = np.unique(np.minimum(a, b)[apart] * len(ids) + np.maximum(a, b)[apart])
    one, other = code // len(ids), code % len(ids)
    names, words = _cosine(stories.names, one, other), _cosine(stories.words, one, other)
    near = np.flatnonzero((names >= NAMES) & (words >= WORDS) & (_gap(stories, one, other) <= LONGEST))
    for k in near.tolist():
        why = _why(stories, shared, int(one[k]), int(other[k]))
        if why:
            sure = round(float(1.0 / (1.0 + np.exp(-6.0 * (names[k] + words[k] - 0.4)))), 3)
            for s, t in ((int(one[k]), int(other[k])), (int(other[k]), int(one[k]))):
                when = _when(stories, s, t)
                found[s].append((_at(stories, t), Chained(story=ids[t], confidence=sure, when=when, why=why)))
    return [_kept(own) for own in found]


def _kept(found: list[tuple[float, Chained]]) -> tuple[Chained, ...]:
    """Return the surest links, in order of time."""
    best = sorted(found, key=lambda link: (-link[1].confidence, link[1].story))[:MOST]
    return tuple(link for _, link in sorted(best, key=lambda link: (link[0], link[1].story)))


def _stories(pairs: Pairs, story: NDArray[np.int64], total: int) -> _Stories:
    import numpy as np
    from scipy.sparse import csr_matrix

    terms, days = pairs.material.terms, pairs.material.days
    size = np.bincount(story, minlength=total)
    mean = csr_matrix((1.0 / size[story], (story, np.arange(len(story)))), shape=(total, len(story)), dtype=np.float32)
    present = terms.names.copy()
    present.data = np.ones_like(present.data)
    first, last = np.full(total, np.inf, dtype=np.float32), np.full(total, -np.inf, dtype=np.float32)
    known = ~np.isnan(days)
    np.minimum.at(first, story[known], days[known])
    np.maximum.at(last, story[known], days[known])
    members: list[list[int]] = [[] for _ in range(total)]
    for number, own in enumerate(story.tolist()):
        members[own].append(number)
    return _Stories(_unit(mean @ terms.names), _unit(mean @ terms.all), mean @ present, first, last, members)


def _unit(matrix: csr_matrix) -> csr_matrix:
    import numpy as np

    found = matrix.tocsr().astype(np.float32)
    found.sort_indices()
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    norms = np.sqrt(np.bincount(rows, weights=found.data**2, minlength=found.shape[0]))
    found.data /= np.maximum(norms, 1e-9)[rows]
    return found


def _cosine(matrix: csr_matrix, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float32]:
    import numpy as np

    found: NDArray[np.float32] = np.asarray(matrix[one].multiply(matrix[other]).sum(axis=1), dtype=np.float32).ravel()
    return found


def _gap(stories: _Stories, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the days between two stories, 0 where they overlap or where days are not known."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        gap = np.maximum(stories.first[one] - stories.last[other], stories.first[other] - stories.last[one])
    found: NDArray[np.float32] = np.where(np.isfinite(gap), gap, 0.0).clip(0).astype(np.float32)
    return found


def _why(stories: _Stories, shared: Shared, one: int, other: int) -> tuple[str, ...]:
    """Return what stands at the centre of both stories, empty where that is too little for an affair."""
    import numpy as np

    a, b = stories.names[one], stories.names[other]
    both, left, right = np.intersect1d(a.indices, b.indices, assume_unique=True, return_indices=True)
    weight = a.data[left] * b.data[right]
    called: dict[str, str] = {}
    for k in np.argsort(-weight, kind="stable"):
        column = int(both[k])
        if weight[k] >= WEIGHTY and min(stories.central[one, column], stories.central[other, column]) >= CENTRAL:
            word = shared.terms.vocabulary[column]
            holder = next((n for n in stories.members[one] if word in shared.called(n)), stories.members[one][0])
            name, kind = shared.name(holder, word)
            called.setdefault(name, kind)
    things = [name for name, kind in called.items() if kind not in PLACES]
    places = [name for name, kind in called.items() if kind in PLACES]
    if not things or len(things) + len(places) < 2:
        return ()
    told = ["at the centre of both: " + ", ".join(things[:4])]
    return (*told, "both at " + ", ".join(places[:3])) if places else tuple(told)


def _at(stories: _Stories, story: int) -> float:
    return float(stories.first[story])


def _when(stories: _Stories, story: int, other: int) -> Literal["earlier", "later", "same days"] | None:
    """Return whether the other story is earlier or later, None where days are not known."""
    import numpy as np

    one, two = stories.first[story], stories.first[other]
    if not np.isfinite(one) or not np.isfinite(two):
        return None
    return "earlier" if two < one else "later" if two > one else "same days"
