"""The layers that score the moves of a trained transition system, as plain arrays.

A state's vector is the sum of what each of its tokens adds in its place; a maxout of two pieces and one matrix product make
scores of it (features and layers of Kiperwasser and Goldberg 2016, as spaCy keeps them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYERS = ("tok2vec", "lower", "upper")
PIECES = 2


class Moves:
    """Scores the moves of the states of a parser or recogniser; `able` says whether its layers are of the known shape."""

    def __init__(self, own: Any, *, features: int) -> None:
        import numpy as np

        model: Any = own.model
        self.able = all(model.has_ref(name) and model.get_ref(name) is not None for name in LAYERS)
        self.able = self.able and own.cfg.get("beam_width") == 1 and not model.attrs.get("unseen_classes")
        if not self.able:
            return
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self.able = lower.get_dim("nF") == features and lower.get_dim("nP") == PIECES
        if not self.able:
            return
        weights = lower.get_param("W")
        self.places: NDArray[np.float32] = np.ascontiguousarray(weights.transpose(0, 2, 1, 3).reshape(-1, weights.shape[3]).T)
        self.none: NDArray[np.float32] = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(1, -1)
        self.bias: NDArray[np.float32] = lower.get_param("b").T.reshape(-1)
        self.upper: NDArray[np.float32] = np.ascontiguousarray(upper.get_param("W").T)
        self.upper_bias: NDArray[np.float32] = upper.get_param("b")

    def added(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each token adds to a state in each place, shape (tokens + 1, places × hidden); first that of no token."""
        import numpy as np

        found = np.empty((len(vectors) + 1, self.places.shape[1]), dtype=np.float32)
        found[0] = self.none[0]
        np.dot(vectors, self.places, out=found[1:])
        return found

    def scores(self, total: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores of all moves of states, from the sums of what their tokens add, which are changed."""
        import numpy as np

        total += self.bias
        half = total.shape[1] // PIECES
        best = np.maximum(total[:, :half], total[:, half:])
        if len(best) == 1:  # a product of one row is summed in another order
            best = np.concatenate((best, best))
        scores: NDArray[np.float32] = best @ self.upper
        scores += self.upper_bias
        return scores[: len(total)]
