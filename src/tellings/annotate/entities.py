"""People, organisations, places and their mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Entity
from tellings.stage import View


class Entities:
    """People, organisations, places and their mentions."""

    name, version = "entities", 1
    reads = ("parse", "metadata", "parts", "blocks")
    writes = "entities"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Entity, ...]]:
        """Return the items of each document."""
        return [() for _ in views]
