"""The chance that two articles tell one story, from the figures of their likeness."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.models.weights import weights
from tellings.relate.stories_pairs import FEATURES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RULE_CUT, RULE_SLOPE = 0.40, 18.0
"""Without the trained score: likeness of words plus half that of vectors at which the chance is even, and its slope."""


@cache
def _trained() -> dict[str, Any] | None:
    found = weights("story-pairs") if _pinned() else None
    return json.loads(found.path.read_text(encoding="utf-8")) if found and found.path else None


def _pinned() -> bool:
    from tellings.models.weights import pins

    return "story-pairs" in pins()


def chances(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the chance for each pair, shape (pairs,)."""
    import numpy as np

    at = {name: features[:, k] for k, name in enumerate(FEATURES)}
    dense = at["dense"].clip(0)
    likeness = at["words"] + np.where(at["has_dense"] > 0, 0.5 * dense, 0.5 * at["names"])
    late = 0.04 * (at["days"] - np.log(4.0)).clip(0)
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-RULE_SLOPE * (likeness - RULE_CUT - late).astype(np.float64)))
    return result
