"""Who said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Quote
from tellings.stage import View


class Quotes:
    """Who said what."""

    name, version = "quotes", 1
    reads = ("parse", "blocks", "sentences", "times", "entities")
    writes = "quotes"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Quote, ...]]:
        """Return the items of each document."""
        return [() for _ in views]
