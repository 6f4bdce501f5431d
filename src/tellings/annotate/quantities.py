"""Amounts and what they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Quantity
from tellings.stage import View


class Quantities:
    """Amounts and what they count."""

    name, version = "quantities", 1
    reads = ("parse",)
    writes = "quantities"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Quantity, ...]]:
        """Return the items of each document."""
        return [() for _ in views]
