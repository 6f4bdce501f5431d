"""The chances that two articles tell one story, that two groups of articles do, and that an article belongs in its story.

Boosted trees (Friedman 2001) and logistic regressions trained by training/stories.py; without their file a rule on words
and vectors serves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from tellings.models.weights import weights
from tellings.relate.stories_forks import FORK_FEATURES
from tellings.relate.stories_pairs import FEATURES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RULE_CUT, RULE_SLOPE = 0.40, 18.0
"""Without the trained score: likeness of words plus half that of vectors at which the chance is even, and its slope."""

FRESH, LONG, AGEING = 3.0, 12.0, 0.2
"""Days between two pages that cost nothing, that cost at most, and what each between them takes from the log odds.

The labelled sets hold no second ferry that sinks a month after the first, and pages whose dates are those of a crawler.
"""
PRECISION = 0.5
"""Log odds that a fork of two single articles must win beyond even, the less the larger its sides: a false merge claims that
two newsrooms confirmed each other."""

TOGETHER = 4_096
"""Rows that go down the trees together: what they need stays in the processor's memory."""
LONE = 0.5
"""The same for two single articles beyond that: nothing else says what likeness is worth in this corpus."""


@dataclass(frozen=True)
class Logistic:
    """A logistic regression over scaled features."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    base: float

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Logistic:
        """Return the regression that a score file holds."""
        import numpy as np

        mean, scale, own = (np.array(stored[name], dtype=np.float64) for name in ("mean", "scale", "weights"))
        return cls(mean, scale, own, float(stored["base"]))

    def odds(self, features: NDArray[Any]) -> NDArray[np.float64]:
        """Return the log odds of each row of features, shape (rows,)."""
        result: NDArray[np.float64] = ((features - self.mean) / self.scale) @ self.weights + self.base
        return result


@dataclass(frozen=True)
class Scores:
    """The trained scores of pairs, of forks and of memberships."""

    pairs: Trees
    forks: Logistic
    members: Logistic


@dataclass(frozen=True)
class _Leaves:
    """Leaves as bits, from left to right: `under` holds those under each node, shape (trees, nodes).

    `values` say for each of `size` sets of leaves what the first one of a set is worth; a tree's begin at `first`.
    """

    size: int
    first: NDArray[np.int64]
    under: NDArray[np.int64]
    values: NDArray[np.float64]

    @property
    def kind(self) -> Any:
        """Return the smallest type that holds a set."""
        import numpy as np

        return np.min_scalar_type(self.size - 1)


@dataclass(frozen=True)
class Trees:
    """Boosted trees as arrays, shape (trees, nodes); a leaf's feature is -1."""

    base: float
    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Trees:
        """Return the trees that a score file holds."""
        import numpy as np

        trees = stored["trees"]
        size = max(len(t["feature"]) for t in trees)

        def padded(name: str, dtype: Any, blank: float) -> NDArray[Any]:
            return np.array([[*t[name], *[blank] * (size - len(t[name]))] for t in trees], dtype=dtype)

        return cls(
            float(stored["base"]), padded("feature", np.int64, -1), padded("threshold", np.float32, 0.0),
            padded("left", np.int64, 0), padded("right", np.int64, 0), padded("value", np.float64, 0.0),
        )  # fmt: skip

    def chances(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the chance for each row of features, shape (rows,)."""
        import numpy as np

        total = np.empty(len(features))
        for at in range(0, len(features), TOGETHER):
            total[at : at + TOGETHER] = self._odds(features[at : at + TOGETHER])
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return result

    def _odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the sum of what each tree says of each row.

        No tree is walked: a feature's value rules out leaves in all trees at once, and of those left the first is the one that
        a walk would reach (Lucchese et al. 2015). Trees are summed one after the other, as on a walk.
        """
        import numpy as np

        left = np.full((len(rows), len(self.feature)), self.leaves.size - 1, dtype=self.leaves.kind)
        for number, (steps, kept) in self.ruled_out.items():
            left &= kept.take(np.searchsorted(steps, rows[:, number]), axis=0)
        said = self.leaves.values.take(left + self.leaves.first)
        result: NDArray[np.float64] = np.add.reduce(np.ascontiguousarray(said.T), axis=0, initial=self.base)
        return result

    @cached_property
    def ruled_out(self) -> dict[int, tuple[NDArray[np.float32], NDArray[Any]]]:
        """Return, for each feature that is asked for, its thresholds and which leaves are left above so many of them.

        The leaves are bits, one number a tree, shape (thresholds + 1, trees).
        """
        import numpy as np

        found = {}
        for number in sorted(set(self.feature[self.feature >= 0].tolist())):
            trees, nodes = np.nonzero(self.feature == number)
            steps = np.unique(self.threshold[trees, nodes])
            kept = np.full((len(steps) + 1, len(self.feature)), self.leaves.size - 1, dtype=self.leaves.kind)
            for tree, node in zip(trees.tolist(), nodes.tolist(), strict=True):
                above = int(np.searchsorted(steps, self.threshold[tree, node])) + 1
                kept[above:, tree] &= self.leaves.kind.type(
                    self.leaves.size - 1 - self.leaves.under[tree, self.left[tree, node]]
                )
            found[number] = (steps, kept)
        return found

    @cached_property
    def leaves(self) -> _Leaves:
        """Return the leaves of each tree as bits."""
        import numpy as np

        order = [list(self._leaves_under(tree, 0)) for tree in range(len(self.feature))]
        size = 1 << max(len(own) for own in order)
        under, values = np.zeros(self.feature.shape, dtype=np.int64), np.zeros((len(order), size))
        for tree, own in enumerate(order):
            bit = {leaf: 1 << k for k, leaf in enumerate(own)}
            for node in range(self.feature.shape[1]):
                under[tree, node] = sum(bit.get(leaf, 0) for leaf in self._leaves_under(tree, node))
            for k, leaf in reversed(list(enumerate(own))):
                values[tree, (np.arange(size) >> k) % 2 == 1] = self.value[tree, leaf]
        return _Leaves(size, np.arange(len(order)) * size, under, values.ravel())

    def _leaves_under(self, tree: int, node: int) -> Iterator[int]:
        """Yield the leaves under a node, the left ones first."""
        if self.feature[tree, node] < 0:
            yield node
        else:
            yield from self._leaves_under(tree, int(self.left[tree, node]))
            yield from self._leaves_under(tree, int(self.right[tree, node]))


@cache
def trained() -> Scores | None:
    """Return the trained scores; None without their file, or where it fits other features."""
    found = weights("story-score")
    if found.path is None:
        return None
    stored = json.loads(found.path.read_text(encoding="utf-8"))
    if tuple(stored["pairs"]["features"]) != FEATURES or tuple(stored["forks"]["features"]) != FORK_FEATURES:
        return None
    return Scores(Trees.of(stored["pairs"]), Logistic.of(stored["forks"]), Logistic.of(stored["members"]))


def pair_chances(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return for each pair the chance that both articles tell one story, shape (pairs,)."""
    import numpy as np

    at = {name: features[:, k] for k, name in enumerate(FEATURES)}
    known = trained()
    if known is not None:
        return aged(known.pairs.chances(features), features)
    likeness = at["words"] + np.where(at["has_dense"] > 0, 0.5 * at["dense"].clip(0), 0.5 * at["names"])
    late = 0.04 * (at["days"] - np.log(4.0)).clip(0)
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-RULE_SLOPE * (likeness - RULE_CUT - late).astype(np.float64)))
    return result


def aged(chance: NDArray[np.float64], features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the chances of pairs lowered for each day that lies between two pages beyond the first few."""
    import numpy as np

    days = np.expm1(features[:, FEATURES.index("days")].astype(np.float64))
    odds = chance / (1.0 - chance).clip(1e-6) * np.exp(-AGEING * (days - FRESH).clip(0.0, LONG))
    result: NDArray[np.float64] = odds / (1.0 + odds)
    return result


def fork_chances(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return for each fork the chance that its two sides tell one story, shape (forks,)."""
    known = trained()
    if known is not None:
        return careful(known.forks.odds(features), features)
    return _chance(features[:, FORK_FEATURES.index("odds")] / features[:, FORK_FEATURES.index("alone")])


def careful(odds: NDArray[np.float64], features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return chances of forks from their log odds, lower where sides are small; for two single articles, at most the pair's."""
    import numpy as np

    alone, pair = (features[:, FORK_FEATURES.index(name)] for name in ("alone", "odds"))
    lowered = odds - PRECISION * alone
    return _chance(np.where(alone == 1.0, np.minimum(lowered, pair) - LONE, lowered))


def membership_chances(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each article the chance that it belongs in its story, from `membership_features`."""
    known = trained()
    return _chance(known.members.odds(features) if known is not None else features[:, 0])


def _chance(odds: NDArray[Any]) -> NDArray[np.float64]:
    import numpy as np

    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds.astype(np.float64)))
    return result
