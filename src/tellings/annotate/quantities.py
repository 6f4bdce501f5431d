"""Amounts, their bounds and units, and what they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tellings.annotate.paragraphs import words_of
from tellings.annotate.phrases import Grammar
from tellings.annotate.quantities_read import Amounts
from tellings.lang import table
from tellings.model import Quantity, Span
from tellings.stage import View


@cache
def amounts(language: str) -> Amounts:
    """Return the reader of amounts of a language; English digits are read in any."""
    own = table("quantities", language)
    return Amounts(Grammar(own), own)


class Quantities:
    """Write amounts with their bounds, unit and the thing counted; none where a time expression stands."""

    name, version = "quantities", 1
    reads = ("parse", "metadata", "times")
    writes = "quantities"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Quantity, ...]]:
        """Return the amounts of each document, in text order."""
        return [tuple(_quantities(view)) for view in views]


def _quantities(view: View) -> list[Quantity]:
    reader = amounts(view.metadata.language or "en")
    if not reader.grammar.rules:
        return []
    times: list[Span] = list(view.times)
    found: list[Quantity] = []
    for segment in view.parse.segments:
        words = words_of(segment, view.text)
        inside = [t for t in times if segment.start <= t.start < segment.start + len(words)]
        found += reader.read(segment, words, inside, syntax=view.parse.has_syntax)
    return sorted(found, key=lambda q: q.start)
