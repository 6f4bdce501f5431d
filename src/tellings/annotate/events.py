"""Who did what to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Event
from tellings.stage import View


class Events:
    """Who did what to whom."""

    name, version = "events", 1
    reads = ("parse", "sentences", "times", "quantities", "entities", "quotes")
    writes = "events"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Event, ...]]:
        """Return the items of each document."""
        return [() for _ in views]
