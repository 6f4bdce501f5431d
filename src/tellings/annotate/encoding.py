"""Word vectors of the trained pipeline's convolutional encoder, from its own weights, in few matrix products.

What the encoder's first part says of a word rests on its spelling alone (hashed features, Serrà and Karatzoglou 2017), so it
is worked out once for a word. The windows over neighbours (maxout, layer norm, residual) are then products over the
paragraphs of a batch, cut so that all arrays stay in the processor's cache. Values are those of spaCy's own run, but for
rounding, and the same whatever else is in the batch.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tellings.annotate.stand_ins import StandIn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT, ENCODER = "tellings_encoding", "tok2vec"
BATCH = 64
ROWS = 384
"""Tokens a product: the arrays of so many take half a megabyte each (measured: 128 to 2,048)."""
MOST = 30_000
"""Words that are remembered; then all are forgotten, so that memory stays flat."""
SMALL = 1e-8
"""What the layer norm adds to a variance."""


class Encoding(StandIn):
    """Sets the word vectors that a pipeline's shared encoder sets, which tagger and parser read."""

    name, replaces = COMPONENT, (ENCODER,)

    def __init__(self, nlp: Language) -> None:
        self.encoder = Encoder(getattr(nlp.get_pipe(ENCODER), "model", None))
        self.able = self.encoder.able

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Set those of many paragraphs, in order."""
        remaining = iter(docs)
        while batch := list(islice(remaining, batch_size)):
            vectors, at = self.encoder.vectors(batch), 0
            for doc in batch:
                own: Any = doc
                own.tensor = vectors[at : at + len(doc)]
                at += len(doc)
            yield from batch


class Encoder:
    """The forward pass of one hashed embedding and the windows over it."""

    def __init__(self, model: Any) -> None:
        self.able = _is_readable(model)
        if not self.able:
            return
        import numpy as np
        from spacy import attrs

        self.embed = model.get_ref("embed")
        encode = model.get_ref("encode")
        self.columns = [attrs.IDS[name] if isinstance(name, str) else name for name in self.embed.layers[0].attrs["columns"]]
        self.mixing = np.random.default_rng(0).integers(1, 2**63, len(self.columns), dtype=np.uint64) * np.uint64(
            2
        ) + np.uint64(1)
        self.pad = int(encode.attrs["pad"])
        self.windows = [_window(layer) for layer in encode.layers[0].layers]
        self.width = self.windows[0][2].shape[0]
        self.known: dict[int, int] = {}
        self.table: NDArray[np.float32] = np.zeros((1024, self.width), dtype=np.float32)
        self.lock = threading.Lock()

    def vectors(self, docs: Sequence[Doc]) -> NDArray[np.float32]:
        """Return one vector a token, shape (tokens of all paragraphs, width)."""
        import numpy as np

        lengths = [len(doc) for doc in docs]
        if not sum(lengths):
            return np.zeros((0, self.width), dtype=np.float32)
        features = np.concatenate([doc.to_array(self.columns).reshape(-1, len(self.columns)) for doc in docs if len(doc)])
        vectors = self._embedded(features)
        first, rows = 0, 0
        for last, length in enumerate(lengths):
            if rows and rows + length > ROWS:
                self._encode(vectors, lengths, first, last)
                first, rows = last, 0
            rows += length
        self._encode(vectors, lengths, first, len(lengths))
        return vectors

    def _embedded(self, features: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return the vector of each word without its neighbours."""
        keys: list[int] = (features * self.mixing).sum(axis=1).tolist()
        with self.lock:
            new = {key: row for row, key in enumerate(keys) if key not in self.known}
            if new:
                if len(self.known) + len(new) > MOST:
                    self.known.clear()
                    new = {key: row for row, key in enumerate(keys)}
                self._learn(list(new), features[list(new.values())])
            found: NDArray[np.float32] = self.table[[self.known[key] for key in keys]]
        return found

    def _learn(self, keys: Sequence[int], features: NDArray[np.uint64]) -> None:
        import numpy as np

        made: Any = [features]
        for layer in self.embed.layers[1:]:
            made = layer.predict(made)
        first = len(self.known)
        needed = first + len(keys)
        if needed > len(self.table):
            larger = np.zeros((max(needed, 2 * len(self.table)), self.width), dtype=np.float32)
            larger[:first] = self.table[:first]
            self.table = larger
        self.table[first:needed] = made[0]
        self.known.update(zip(keys, range(first, needed), strict=True))

    def _encode(self, vectors: NDArray[np.float32], lengths: Sequence[int], first: int, last: int) -> None:
        """Put their neighbours into the vectors of the paragraphs from `first` to before `last`."""
        import numpy as np

        own = [n for n in lengths[first:last] if n]
        if not own:
            return
        low = sum(lengths[:first])
        tokens, width = sum(own), self.width
        count = tokens + self.pad * (len(own) + 1)
        places = np.arange(tokens) + np.repeat(self.pad * np.arange(1, len(own) + 1), own) + 1
        rows = np.zeros((count + 2, width), dtype=np.float32)
        rows[places] = vectors[low : low + tokens]
        around = np.lib.stride_tricks.as_strided(rows, (count, 3 * width), rows.strides, writeable=False)
        windows, best = np.empty((count, 3 * width), dtype=np.float32), np.empty((count, width), dtype=np.float32)
        pieces = np.empty((count, self.windows[0][0].shape[1]), dtype=np.float32)
        for weights, bias, gain, shift in self.windows:
            np.copyto(windows, around)
            np.dot(windows, weights, out=pieces)
            np.add(pieces, bias, out=pieces)
            np.maximum(pieces[:, :width], pieces[:, width : 2 * width], out=best)
            for at in range(2 * width, pieces.shape[1], width):
                np.maximum(best, pieces[:, at : at + width], out=best)
            best -= best.mean(axis=1, keepdims=True)
            spread = np.einsum("ij,ij->i", best, best) / np.float32(width) + np.float32(SMALL)
            best *= (1 / np.sqrt(spread))[:, None]
            best *= gain
            best += shift
            rows[1:-1] += best
        vectors[low : low + tokens] = rows[places]


def _window(layer: Any) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return weights and bias of one window, the pieces of a maxout apart, and gain and shift of its layer norm."""
    import numpy as np

    maxout, norm = (next(layer_ for layer_ in layer.walk() if layer_.name == name) for name in ("maxout", "layernorm"))
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    apart = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T)
    return apart, np.ascontiguousarray(bias.T.reshape(-1)), norm.get_param("G"), norm.get_param("b")


def _is_readable(model: Any) -> bool:
    """Tell whether a model is a hashed embedding under windows of one neighbour, as `Encoder` computes them."""
    if model is None or not all(model.has_ref(name) and model.get_ref(name) is not None for name in ("embed", "encode")):
        return False
    embed, encode = model.get_ref("embed"), model.get_ref("encode")
    if (
        len(embed.layers) < 2
        or embed.layers[0].name != "extract_features"
        or not encode.attrs.get("pad")
        or len(encode.layers) != 1
    ):
        return False
    return bool(encode.layers[0].layers) and all(_is_window(layer) for layer in encode.layers[0].layers)


def _is_window(layer: Any) -> bool:
    names = sorted(own.name for own in layer.walk() if not own.layers)
    if names != ["dropout", "expand_window", "layernorm", "maxout"] or not layer.name.startswith("residual("):
        return False
    expand = next(own for own in layer.walk() if own.name == "expand_window")
    maxout = next(own for own in layer.walk() if own.name == "maxout")
    return bool(
        expand.attrs["window_size"] == 1 and maxout.get_dim("nP") > 1 and maxout.get_dim("nI") == 3 * maxout.get_dim("nO")
    )
