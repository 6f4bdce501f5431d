"""The trained classifier of HTML stretches: two passes of small networks, then the best cut into article and comments."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

OTHER, MAIN, COMMENT = range(3)
LEVELS = 6
OWN = 41
"""Columns of the first pass's features that the second pass sees again: wording and shape."""
STEPS = (-3, -2, -1, 1, 2, 3)
REACH = (5, 15)
TURN, RETURN = 1.0, 8.0
"""Cost, in log probability, of going over from the article to the comments and of coming back.

Swept over 0..10 and 4..30 in cross-validation: flat from 1 and 8 on.
"""
HEAVIEST = 6.0
ALONE = 200_000
"""Multiplications below which OpenBLAS keeps to one thread (its limit is 262,144)."""


class Network(NamedTuple):
    """Networks of one hidden layer over squashed and standardised features; their answers are averaged."""

    mean: Floats
    scale: Floats
    w1: Floats
    b1: Floats
    w2: Floats
    b2: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """Return the probability of each class for each row."""
        import numpy as np

        x = np.clip((squash(rows) - self.mean) / self.scale, -5, 5)
        total = np.zeros((len(rows), self.b2.shape[1]), dtype=np.float32)
        for w1, b1, w2, b2 in zip(self.w1, self.b1, self.w2, self.b2, strict=True):
            scores = np.maximum(product(x, w1) + b1, 0) @ w2 + b2
            scores = np.exp(scores - scores.max(axis=1, keepdims=True))
            total = total + scores / scores.sum(axis=1, keepdims=True)
        result: Floats = (total / len(self.w1)).astype(np.float32)
        return result


def product(rows: Floats, weights: Floats) -> Floats:
    """Return the product of two matrices, a few rows at a time: whole, it would be shared among threads that cost more."""
    import numpy as np

    step = max(1, ALONE // weights.size)
    return np.concatenate([rows[i : i + step] @ weights for i in range(0, len(rows), step)])


def squash(rows: Floats) -> Floats:
    """Return counts of any size as logarithms, sign kept."""
    import numpy as np

    result: Floats = np.sign(rows) * np.log1p(np.abs(rows))
    return result


@cache
def networks() -> tuple[Network, Network] | None:
    """Load both passes; None where the weight file is missing or altered."""
    import numpy as np

    path = weights("html-blocks").path
    if path is None:
        return None
    with np.load(path, allow_pickle=False) as stored:
        fields = Network._fields
        first, second = (Network(*(stored[f"{name}{n}"].astype(np.float32) for name in fields)) for n in (1, 2))
    return first, second


def classify(rows: Floats, ranges: list[NDArray[np.int64]]) -> Floats | None:
    """Return the probability of other, article and comment for each stretch; None where there are no weights for such rows.

    `ranges` are, for each of the LEVELS nearest elements around each stretch, the half-open range of stretches in it.
    """
    both = networks()
    if both is None:
        return None
    first, second = both
    if len(first.mean) != rows.shape[1]:
        return None
    said = first.probabilities(rows)
    return second.probabilities(context(rows, said, ranges))


def context(rows: Floats, said: Floats, ranges: list[NDArray[np.int64]]) -> Floats:
    """Return the rows of the second pass: what the first said of the stretch, its neighbours and the elements around it."""
    import numpy as np

    count = len(said)
    words = rows[:, :1] + 0.5
    columns = [said]
    for step in STEPS:
        moved = np.zeros_like(said)
        if step < 0:
            moved[-step:] = said[:step]
        else:
            moved[:-step] = said[step:]
        columns.append(moved)
    mass = np.vstack([np.zeros((1, 3)), np.cumsum(said * words, axis=0)])
    size = np.concatenate([[0.0], np.cumsum(words)])
    order = np.arange(count)
    windows = [(r[:, 0], r[:, 1]) for r in ranges]
    windows += [(np.maximum(order - reach, 0), np.minimum(order + reach + 1, count)) for reach in REACH]
    for low, high in windows:
        columns.append((mass[high] - mass[low]) / (size[high] - size[low])[:, None].clip(0.5))
    total = mass[-1]
    columns += [
        mass[:-1] / (total + 1),
        np.tile(total / size[-1], (count, 1)),
        np.tile(np.log1p(total), (count, 1)),
        rows[:, :OWN],
    ]
    return np.hstack(columns).astype(np.float32)


def ordered(said: Floats, words: Floats) -> Floats:
    """Return the probabilities with the article cut off from the comments: comments follow the article, seldom the other way.

    Viterbi over two states; in the first no stretch is a comment, in the second none is of the article.
    """
    import numpy as np

    weight = np.minimum(np.sqrt(words + 0.5), HEAVIEST) / 3
    logs = np.log(np.clip(said, 1e-4, 1))
    article = (np.maximum(logs[:, OTHER], logs[:, MAIN]) * weight).tolist()
    comments = (np.maximum(logs[:, OTHER], logs[:, COMMENT]) * weight).tolist()
    a, b = 0.0, -TURN
    came: list[tuple[bool, bool]] = []
    for x, y in zip(article, comments, strict=True):
        came.append((b - RETURN > a, a - TURN > b))
        a, b = max(a, b - RETURN) + x, max(b, a - TURN) + y
    late = b > a
    states = np.zeros(len(said), dtype=bool)
    for i in range(len(said) - 1, -1, -1):
        states[i] = late
        late = not late if came[i][late] else late
    result = said.copy()
    result[~states, COMMENT] = 0
    result[states, MAIN] = 0
    return result
