"""Vectors of single words: a table of word pieces distilled from the sentence encoder (training/happenings.md).

Far cheaper than the encoder, and blind to context: likeness of words, not of what they mean where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE, TOKENIZER = "word-pieces", "minilm-tokenizer"
PIECES = 8
"""Word pieces read of a word."""


@cache
def _table() -> NDArray[np.float32] | None:
    """Return one vector a word piece, by its number in the tokenizer; pieces without a vector have zeros."""
    import numpy as np

    path = weights(TABLE).path
    if path is None:
        return None
    stored = np.load(path)
    rows: NDArray[np.float32] = stored["rows"].astype(np.float32) * stored["scale"][:, None]
    table = np.zeros((int(stored["size"]), rows.shape[1]), dtype=np.float32)
    table[stored["pieces"]] = rows
    return table


@cache
def _tokenizer() -> Any:
    path = weights(TOKENIZER).path
    if path is None:
        return None
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES)
    return tokenizer


def has_pieces() -> bool:
    """Tell whether the table and its tokenizer are there."""
    return weights(TABLE).path is not None and weights(TOKENIZER).path is not None


def single_vectors(words: Sequence[str]) -> NDArray[np.float32] | None:
    """Return one vector a word, shape (n, 64), the longer the rarer its pieces; None without the pinned weights."""
    import numpy as np

    table, tokenizer = _table(), _tokenizer()
    if table is None or tokenizer is None:
        return None
    found = np.zeros((len(words), table.shape[1]), dtype=np.float32)
    for row, encoded in enumerate(tokenizer.encode_batch(list(words), add_special_tokens=False)):
        if encoded.ids:
            found[row] = table[encoded.ids].sum(axis=0)
    return found
