"""Forks of a tree: how like its two sides are, against how like each side is within.

Only relations are measured, never the likeness itself: one corpus's stories are close-knit, another's are loose, and what
tells two look-alike stories from one is that each side is nearer to itself than to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
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
class Forks:
    """The forks of a tree, in the order of its links: the places of their articles, and sums of each layer over pairs.

    `between` are the sums over the pairs of the two sides, `within`, shape (forks, 2, layers), those inside each side.
    """

    left: list[NDArray[np.int64]]
    right: list[NDArray[np.int64]]
    between: NDArray[np.float64]
    within: NDArray[np.float64]


def forks_of(links: NDArray[np.float64], layers: NDArray[np.float32]) -> Forks:
    """Return the forks of a tree in the order of its links; layers have the shape (len(LAYERS), members, members)."""
    import numpy as np

    size = layers.shape[1]
    held = layers.reshape(len(LAYERS), -1)
    places = [np.array([k]) for k in range(size)]
    sums = np.zeros((2 * size - 1, len(LAYERS)))
    between = np.empty((size - 1, len(LAYERS)))
    sides = links[:, :2].astype(np.int64)
    for k, (one, other) in enumerate(sides.tolist()):
        grid = (places[one][:, None] * size + places[other]).ravel()
        between[k] = held.take(grid, axis=1).sum(axis=1)
        sums[size + k] = between[k] + sums[one] + sums[other]
        places.append(np.concatenate((places[one], places[other])))
    return Forks([places[k] for k in sides[:, 0]], [places[k] for k in sides[:, 1]], between, sums[sides])


def fork_features(forks: Sequence[Forks]) -> NDArray[np.float32]:
    """Return the features of the forks of trees, end to end, shape (forks, len(FORK_FEATURES))."""
    import numpy as np

    sizes = np.array([(len(a), len(b)) for own in forks for a, b in zip(own.left, own.right, strict=True)], dtype=np.float64)
    between, within = np.concatenate([f.between for f in forks]), np.concatenate([f.within for f in forks])
    count = sizes[:, 0] * sizes[:, 1]
    inner = sizes * (sizes - 1) / 2
    at = [LAYERS.index(name) for name in COMPARED]
    ratios = _ratios(between[:, at] / count[:, None], within[:, :, at], inner)
    chance = (between[:, LAYERS.index("chance")] / count).clip(FLOOR, 1.0 - FLOOR)
    odds = np.log(chance / (1.0 - chance))
    large = sizes.max(axis=1)
    columns = [ratios, *_gaps(between, within), np.log(sizes.min(axis=1)), np.log(large), 1.0 / large, odds / large]
    return np.column_stack(columns).astype(np.float32)


def _ratios(between: NDArray[np.float64], within: NDArray[np.float64], inner: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the likeness between two sides over the geometric mean of that within them, 1 where there is next to none.

    `inner` are the pairs inside each side; a side of one article has none and says nothing.
    """
    import numpy as np

    known = inner > 0
    own = within / np.maximum(inner, 1.0)[:, :, None]
    logs = np.where(known[:, :, None], np.log(np.maximum(own, FLOOR)), 0.0)
    mean = np.exp(logs.sum(axis=1) / np.maximum(known.sum(axis=1), 1)[:, None])
    nothing = np.where(known[:, :, None], own, -np.inf).max(axis=1) < NOTHING
    result: NDArray[np.float64] = np.where(nothing, 1.0, np.minimum(MOST_RATIO, between / mean))
    return result


def _gaps(between: NDArray[np.float64], within: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean of the logarithm of days between the sides, and that less the mean within; 0 where not known."""
    import numpy as np

    days, known = LAYERS.index("days"), LAYERS.index("has_days")
    apart = between[:, days] / np.maximum(between[:, known], 1.0)
    inside = within.sum(axis=1)
    more = apart - inside[:, days] / np.maximum(inside[:, known], 1.0)
    dated = between[:, known] > 0
    return np.where(dated, apart, 0.0), np.where(dated, more, 0.0)
