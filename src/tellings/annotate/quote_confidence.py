"""How sure a quotation and its speaker are: a calibrated probability from a few traits, by a small logistic model."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tellings.model import QuoteKind
from tellings.models.weights import pins, weights

NAME = "quote-confidence"
PLAIN = 0.8
"""What is answered while the weight file is missing: the share that is right on the development articles."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the confidence is judged by: the kind, how it was found, and how its speaker is known."""

    kind: QuoteKind
    way: str
    speaker: str
    common: bool = False
    long: bool = False

    def names(self) -> tuple[str, ...]:
        """Return the traits as names of features."""
        flags = ("common",) * self.common + ("long",) * self.long
        return (f"kind={self.kind}", f"way={self.way}", f"speaker={self.speaker}", *flags)


@cache
def _model() -> tuple[float, Mapping[str, float]] | None:
    path = weights(NAME).path if NAME in pins() else None
    if path is None:
        return None
    saved = json.loads(path.read_text(encoding="utf-8"))
    return float(saved["bias"]), saved["weights"]


def confidence(traits: Traits) -> float:
    """Return the probability that the words are a quotation and its speaker is the one given (or rightly unknown)."""
    model = _model()
    if model is None:
        return PLAIN
    bias, learned = model
    score = bias + sum(learned.get(name, 0.0) for name in traits.names())
    return round(1.0 / (1.0 + math.exp(-score)), 3)
