"""Time expressions and the days that they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Time
from tellings.stage import View


class Times:
    """Time expressions and the days that they cover."""

    name, version = "times", 1
    reads = ("parse", "metadata", "parts", "blocks")
    writes = "times"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Time, ...]]:
        """Return the items of each document."""
        return [() for _ in views]
