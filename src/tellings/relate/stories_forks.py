"""Forks of a tree: how like its two sides are, against how like each side is within.

Only relations are measured, never the likeness itself: one corpus's stories are close-knit, another's are loose, and what
tells two look-alike stories from one is that each side is nearer to itself than to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COMPARED = ("words", "lead", "names", "numbers", "plain", "dense", "rare_share")
LAYERS = ("chance", *COMPARED, "days", "has_days")
FORK_FEATURES = (
    *(f"{name}_ratio" for name in COMPARED), "gap", "gap_more", "small", "large", "alone", "odds",
)  # fmt: skip
"""Ratio: likeness between the sides over that within. Gap: logarithm of the days between pages of the two sides, and how much
it exceeds that within them. Sizes are logarithms. `alone` and `odds` count the log odds of the mean pair, the less the larger
the side, where there is little within to compare."""
FLOOR, NOTHING, MOST_RATIO = 1e-3, 0.01, 2.0


@dataclass(frozen=True)
class Fork:
    """Two branches of a component's tree: numbers of their articles, and the figures of their likeness."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    features: NDArray[np.float32]


@dataclass(frozen=True)
class _Branch:
    """Articles of a branch by place, and the sums of each layer over the pairs inside."""

    places: NDArray[np.int64]
    sums: Mapping[str, float]

    @property
    def pairs(self) -> float:
        return len(self.places) * (len(self.places) - 1) / 2


def forks_of(links: NDArray[np.float64], layers: Mapping[str, NDArray[np.float32]], members: NDArray[np.int64]) -> list[Fork]:
    """Return the forks of a tree in the order of its links; layers have the shape (members, members)."""
    import numpy as np

    nothing = dict.fromkeys(LAYERS, 0.0)
    branches = [_Branch(np.array([k]), nothing) for k in range(len(members))]
    forks = []
    for left_at, right_at, _, _ in links:
        left, right = branches[int(left_at)], branches[int(right_at)]
        grid = np.ix_(left.places, right.places)
        sums = {name: float(layer[grid].sum()) for name, layer in layers.items()}
        forks.append(Fork(members[left.places], members[right.places], _features(sums, left, right)))
        together = {name: sums[name] + left.sums[name] + right.sums[name] for name in sums}
        branches.append(_Branch(np.concatenate((left.places, right.places)), together))
    return forks


def _features(sums: Mapping[str, float], left: _Branch, right: _Branch) -> NDArray[np.float32]:
    import numpy as np

    count = len(left.places) * len(right.places)
    small, large = sorted((len(left.places), len(right.places)))
    ratios = [_ratio(sums[name] / count, [b.sums[name] / b.pairs for b in (left, right) if b.pairs]) for name in COMPARED]
    chance = min(max(sums["chance"] / count, FLOOR), 1.0 - FLOOR)
    odds = np.log(chance / (1.0 - chance))
    gaps = _gaps(sums, (left, right))
    return np.array([*ratios, *gaps, np.log(small), np.log(large), 1.0 / large, odds / large], dtype=np.float32)


def _gaps(sums: Mapping[str, float], sides: tuple[_Branch, _Branch]) -> tuple[float, float]:
    """Return the mean of the logarithm of days between the sides, and that less the mean within; 0 where not known."""
    if not sums["has_days"]:
        return 0.0, 0.0
    between = sums["days"] / sums["has_days"]
    known = sum(b.sums["has_days"] for b in sides)
    return between, between - (sum(b.sums["days"] for b in sides) / known if known else 0.0)


def _ratio(between: float, within: Sequence[float]) -> float:
    """Return the likeness between two sides over the geometric mean of that within them, 1 where there is next to none."""
    import numpy as np

    if not within or max(within) < NOTHING:
        return 1.0
    own = np.exp(np.mean(np.log(np.maximum(within, FLOOR))))
    return float(min(MOST_RATIO, between / own))
