"""The chance that two articles, or two groups of articles, tell one story, from the figures of their likeness.

Boosted trees (Friedman 2001) trained by training/stories.py; without their file a rule on words and vectors serves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.models.weights import weights
from tellings.relate.stories_cluster import FORK_FEATURES
from tellings.relate.stories_pairs import FEATURES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RULE_CUT, RULE_SLOPE = 0.40, 18.0
"""Without the trained score: likeness of words plus half that of vectors at which the chance is even, and its slope."""

FRESH, LONG, AGEING = 3.0, 5.0, 0.15
"""Days between two pages that cost nothing, that cost at most, and what each between them takes from the log odds."""


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

        total = np.full(len(features), self.base)
        rows = np.arange(len(features))
        for tree in range(len(self.feature)):
            at = np.zeros(len(features), dtype=np.int64)
            while True:
                column = self.feature[tree, at]
                inner = column >= 0
                if not inner.any():
                    break
                low = features[rows, column] <= self.threshold[tree, at]
                at = np.where(inner, np.where(low, self.left[tree, at], self.right[tree, at]), at)
            total += self.value[tree, at]
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return result


@cache
def trained() -> tuple[Trees, Trees] | None:
    """Return the trained scores of pairs and of forks; None without their file, or where it fits other features."""
    found = weights("story-score")
    if found.path is None:
        return None
    stored = json.loads(found.path.read_text(encoding="utf-8"))
    if tuple(stored["pairs"]["features"]) != FEATURES or tuple(stored["forks"]["features"]) != FORK_FEATURES:
        return None
    return Trees.of(stored["pairs"]), Trees.of(stored["forks"])


def pair_chances(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return for each pair the chance that both articles tell one story, shape (pairs,)."""
    import numpy as np

    at = {name: features[:, k] for k, name in enumerate(FEATURES)}
    found = np.full(len(features), 0.002)
    likely = (at["words"] > 0.04) | (at["dense"] > 0.3)
    known = trained()
    if known is not None:
        found[likely] = known[0].chances(features[likely])
        return _aged(found, at["days"])
    likeness = at["words"] + np.where(at["has_dense"] > 0, 0.5 * at["dense"].clip(0), 0.5 * at["names"])
    late = 0.04 * (at["days"] - np.log(4.0)).clip(0)
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-RULE_SLOPE * (likeness - RULE_CUT - late).astype(np.float64)))
    return result


def _aged(chance: NDArray[np.float64], days: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the chances lowered for each day that lies between two pages beyond the first few.

    The labelled sets hold no second ferry that sinks a week after the first, so training cannot teach this.
    """
    import numpy as np

    late = (np.expm1(days) - FRESH).clip(0.0, LONG)
    odds = chance / (1.0 - chance).clip(1e-6) * np.exp(-AGEING * late)
    result: NDArray[np.float64] = odds / (1.0 + odds)
    return result


def fork_chances(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return for each fork the chance that its two sides tell one story, shape (forks,)."""
    known = trained()
    if known is not None:
        return known[1].chances(features)
    result: NDArray[np.float64] = features[:, FORK_FEATURES.index("chance")].astype("float64").clip(1e-6, 1 - 1e-6)
    return result
