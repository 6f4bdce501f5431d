"""The trained line classifier: two passes of small networks and the best sequence of classes, in plain NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tellings.extract.lines_features import NAMES, Reading, features
from tellings.extract.lines_rules import CLASSES
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REACH = (1, 2, 3, 5, 8)
"""How far, in lines, the second pass looks at what the first said, on either side."""
BLOCK = 128
"""Rows whose running means are found in one product."""
LIKELY_TITLE, SECOND_TITLE = 0.15, 0.5
"""Probability from which a page's likeliest title is one, and a line beside it another."""
MOVES = 0.5
"""Weight of the moves between classes against the lines themselves (tried: 0, 0.5, 1)."""
SMOOTH = (0.6, 0.85, 0.95)
"""Decay of the running means of what the first pass said before and after a line."""


class Network(NamedTuple):
    """A network of one hidden layer over standardised features."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    w1: NDArray[np.float32]
    b1: NDArray[np.float32]
    w2: NDArray[np.float32]
    b2: NDArray[np.float32]

    def probabilities(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each class for each row (lines x classes)."""
        import numpy as np

        rows = np.clip((x - self.mean) * self.scale, -6, 6)
        scores = np.maximum(rows @ self.w1 + self.b1, 0) @ self.w2 + self.b2
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: NDArray[np.float32] = scores / scores.sum(axis=1, keepdims=True)
        return found


def context(x: NDArray[np.float32], said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows of the second pass: the features, what the first pass said of the line and of those around it."""
    import numpy as np

    n = len(x)
    found = [x, said]
    for reach in REACH:
        for way in (-reach, reach):
            moved = np.zeros_like(said)
            if reach < n:
                if way > 0:
                    moved[:-reach] = said[reach:]
                else:
                    moved[reach:] = said[:-reach]
            found.append(moved)
    for decay in SMOOTH:
        found.append(_running(said, decay))
        found.append(_running(said[::-1], decay)[::-1])
    found.append(np.repeat(said.mean(axis=0, keepdims=True), n, axis=0))
    found.append(np.repeat(said.max(axis=0, keepdims=True), n, axis=0))
    total = np.cumsum(said, axis=0)
    found.append((total - said) / (total[-1:] + 0.5))
    return np.concatenate(found, axis=1).astype(np.float32)


def _running(said: NDArray[np.float32], decay: float) -> NDArray[np.float32]:
    """Return the running mean of the rows above each row, a block of rows at a time."""
    import numpy as np

    found = np.empty_like(said)
    before = np.zeros(said.shape[1], dtype=np.float32)
    for start in range(0, len(said), BLOCK):
        rows = said[start : start + BLOCK]
        mixed = _decays(decay)[: len(rows) + 1, : len(rows)] @ rows
        kept = decay ** np.arange(len(rows) + 1, dtype=np.float32)[:, None] * before
        found[start : start + BLOCK] = (mixed + kept)[:-1]
        before = mixed[-1] + kept[-1]
    return found


@cache
def _decays(decay: float) -> NDArray[np.float32]:
    """Return the weight of each row of a block in the running mean above each row, and above the block's end."""
    import numpy as np

    far = np.arange(BLOCK + 1)[:, None] - np.arange(BLOCK)[None, :] - 1
    weights = np.where(far >= 0, (1 - decay) * decay ** np.maximum(far, 0), 0.0)
    return weights.astype(np.float32)


def decode(probabilities: NDArray[np.float32], moves: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the best sequence of classes (Viterbi, 1967): each line's log probabilities and the scores of each move."""
    import numpy as np

    scores = np.log(probabilities + 1e-6)
    best = scores[0]
    back = np.zeros(scores.shape, dtype=np.intp)
    columns = np.arange(scores.shape[1])
    for i in range(1, len(scores)):
        through = best[:, None] + moves
        back[i] = through.argmax(axis=0)
        best = through[back[i], columns] + scores[i]
    path = np.empty(len(scores), dtype=np.intp)
    path[-1] = best.argmax()
    for i in range(len(scores) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


class Weights(NamedTuple):
    """The trained networks of both passes and the scores of the moves from class to class."""

    first: tuple[Network, ...]
    second: tuple[Network, ...]
    moves: NDArray[np.float32]


@cache
def trained() -> Weights | None:
    """Return the trained weights, or None where they are missing, altered or made for other features."""
    import numpy as np

    found = weights("lines")
    if found.path is None:
        return None
    with np.load(found.path, allow_pickle=False) as file:
        if tuple(file["names"]) != NAMES:
            return None
        members = len({key.split("_")[0] for key in file if key[0] == "a"})
        first, second = (
            tuple(Network(*(file[f"{p}{n}_{field}"].astype(np.float32) for field in Network._fields)) for n in range(members))
            for p in "ab"
        )
        return Weights(first, second, file["moves"].astype(np.float32))


def mean_of(networks: Sequence[Network], x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean probabilities of several networks."""
    return sum(n.probabilities(x) for n in networks) / len(networks)  # type: ignore[return-value]


def _settled(best: int, own: NDArray[np.float32], *, heads: bool) -> int:
    """Return a line's class: titles are told for the page as a whole, since they keep no company (measured)."""
    title = CLASSES.index("title")
    if heads and (best == title or CLASSES[best] not in ("body", "comment")):
        return title
    return max((c for c in range(len(CLASSES)) if c != title), key=lambda c: float(own[c])) if best == title else best


def _headings(said: NDArray[np.float32]) -> set[int]:
    """Return the line that is most surely the page's title, and the lines beside it that are titles too.

    Swept in cross-validation over 0.1..0.3 and 0.34..0.8, beside it or anywhere: flat but for titles far from the first.
    """
    title = CLASSES.index("title")
    top = int(said[:, title].argmax())
    if said[top, title] < LIKELY_TITLE:
        return set()
    beside = {i for i in (top - 1, top + 1) if 0 <= i < len(said) and said[i, title] >= SECOND_TITLE}
    return {top} | beside


class Found(NamedTuple):
    """A line's class, its probability, and the probability that the line is body."""

    name: str
    confidence: float
    body: float


def classify(readings: Sequence[Reading], *, title: str | None = None) -> list[Found] | None:
    """Return the class of each line, or None without trained weights."""
    known = trained()
    if known is None or not readings:
        return None
    x = features(readings, title=title)
    said = mean_of(known.second, context(x, mean_of(known.first, x)))
    best = decode(said, known.moves * MOVES).tolist()
    body, headings = CLASSES.index("body"), _headings(said)
    path = [_settled(c, p, heads=i in headings) for i, (c, p) in enumerate(zip(best, said, strict=True))]
    return [Found(CLASSES[c], float(said[i, c]), float(said[i, body])) for i, c in enumerate(path)]
