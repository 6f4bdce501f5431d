"""A story as a list shows it: what it is ranked, filtered and counted by, without its comparison."""

from __future__ import annotations

from typing import Literal

from tellings.model.spans import Record
from tellings.model.stories import Counts

FacetKind = Literal["source", "language", "place", "person", "organisation", "type"]


class Arrived(Record, frozen=True):
    """A page of a story and when it was first seen in it (ISO 8601, UTC)."""

    document: str
    at: str


class Spot(Record, frozen=True):
    """A place of a story that has coordinates, and how many of its pages name it."""

    name: str
    latitude: float
    longitude: float
    pages: int


class Card(Record, frozen=True):
    """One story in short. `changed` is when its pages, counts or differences last changed (ISO 8601, UTC)."""

    story: str
    title: str | None
    first: str | None
    last: str | None
    counts: Counts
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    lead: str | None = None
    """The first sentence of the summary."""
    conflicts: int = 0
    differing: int = 0
    arrived: tuple[Arrived, ...] = ()
    changed: str = ""

    def values(self, facet: FacetKind) -> tuple[str, ...]:
        """Return what the story holds of one facet."""
        found = {
            "source": self.sources, "language": self.languages, "place": self.places, "person": self.persons,
            "organisation": self.organisations, "type": self.types,
        }  # fmt: skip
        return found[facet]


class Shelved(Record, frozen=True):
    """A turn of the shelf: the card of a story, None where the story is no more."""

    turn: int
    story: str
    card: Card | None
