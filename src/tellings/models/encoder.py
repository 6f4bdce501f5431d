"""The sentence encoder (all-MiniLM-L6-v2, int8 ONNX): one vector a text, or one a word piece.

Loaded once a process, on one thread. Without the pinned weights every function returns None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL, TOKENIZER = "minilm-int8", "minilm-tokenizer"
DIMENSIONS = 384
LEAD_PIECES, SENTENCE_PIECES = 64, 128
"""Word pieces read of a text, for a vector of the whole and for one a word piece."""
BATCH = 16


def encoder_models() -> Mapping[str, str]:
    """Return name and SHA-256 of the weight files, empty where one is missing."""
    found = [weights(MODEL), weights(TOKENIZER)]
    return {w.pin.name: w.pin.sha256 for w in found} if all(w.state == "ok" for w in found) else {}


@cache
def _session() -> Any:
    path = weights(MODEL).path
    if path is None:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer(pieces: int) -> Any:
    path = weights(TOKENIZER).path
    if path is None:
        return None
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(pieces)
    tokenizer.enable_padding()
    return tokenizer


def _run(encoded: Sequence[Any]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    import numpy as np

    session = _session()
    wanted = {i.name for i in session.get_inputs()}
    mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
    given = {
        "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
        "attention_mask": mask,
        "token_type_ids": np.zeros_like(mask),
    }
    return session.run(None, {k: v for k, v in given.items() if k in wanted})[0], mask


def _batches(texts: Sequence[str], pieces: int) -> Any:
    """Yield the indices of texts of like length, with their word pieces."""
    tokenizer = _tokenizer(pieces)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for at in range(0, len(order), BATCH):
        rows = order[at : at + BATCH]
        yield rows, tokenizer.encode_batch([texts[i] for i in rows])


def text_vectors(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """Return one unit vector a text, shape (n, 384), the mean over its first 64 word pieces."""
    import numpy as np

    if _session() is None or _tokenizer(LEAD_PIECES) is None:
        return None
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for rows, encoded in _batches(texts, LEAD_PIECES):
        output, mask = _run(encoded)
        if output.ndim == 3:
            weight = mask[:, :, None].astype(np.float32)
            output = (output * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
        vectors[rows] = output / np.maximum(np.linalg.norm(output, axis=1, keepdims=True), 1e-9)
    return vectors


def word_vectors(texts: Sequence[str], places: Sequence[Sequence[tuple[int, int]]]) -> list[NDArray[np.float32]] | None:
    """Return for each text one vector a word, shape (words, 384): the mean over the pieces at its (start, end).

    A word beyond the first 128 word pieces gets zeros.
    """
    import numpy as np

    if _session() is None or _tokenizer(SENTENCE_PIECES) is None:
        return None
    found = [np.zeros((len(own), DIMENSIONS), dtype=np.float32) for own in places]
    for rows, encoded in _batches(texts, SENTENCE_PIECES):
        output, _ = _run(encoded)
        for n, (row, pieces) in enumerate(zip(rows, encoded, strict=True)):
            for w, (start, end) in enumerate(places[row]):
                own = [i for i, (a, b) in enumerate(pieces.offsets) if b > a and a < end and start < b]
                if own:
                    found[row][w] = output[n, own].mean(axis=0)
    return found
