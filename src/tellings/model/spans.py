"""Spans, days and passages: what every other record points with."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen, typed value; the base of every record."""


class Span(msgspec.Struct, frozen=True):
    """A half-open range of Unicode code points of one document's text."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Return the number of characters covered."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of text that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether other lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shared(self, other: Span) -> int:
        """Return how many characters the two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def bare(self) -> Span:
        """Return start and end alone, without what a subclass adds."""
        return Span(self.start, self.end)


class Days(Record, frozen=True):
    """An interval of calendar days, ISO 8601, both ends included; None is an open or unknown end."""

    first_day: str | None
    last_day: str | None


class Passage(Record, frozen=True):
    """A span of a named document."""

    document: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Return the passage's place without its document."""
        return Span(self.start, self.end)


class Cite(Passage, frozen=True):
    """A passage with its words: `text` is exactly that slice of the document."""

    text: str
