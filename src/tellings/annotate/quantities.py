"""Amounts, their bounds and units, and what they count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from tellings.annotate.phrases import Grammar
from tellings.annotate.quantities_read import Amounts
from tellings.lang import table
from tellings.model import Quantity, Quote, Span
from tellings.stage import View


@cache
def amounts(language: str) -> Amounts:
    """Return the reader of amounts of a language; English digits are read in any."""
    own = table("quantities", language)
    return Amounts(Grammar(own), own)


class Quantities:
    """Write amounts with bounds, unit, the thing counted and who gives the figure; none where a time expression stands."""

    name, version = "quantities", 6
    reads = ("parse", "metadata", "times", "quotes")
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
        words = segment.text
        inside = [t for t in times if segment.start <= t.start < segment.start + len(words)]
        found += reader.read(segment, words, inside, syntax=view.parse.has_syntax)
    return sorted(_given(found, view.quotes), key=lambda q: q.start)


def _given(amounts: Sequence[Quantity], quotes: Sequence[Quote]) -> Iterator[Quantity]:
    """Yield amounts with the speaker of the innermost quotation that holds them."""
    spoken = sorted((q for q in quotes if q.speaker is not None), key=lambda q: q.content.end - q.content.start)
    for amount in amounts:
        quote = next((q for q in spoken if q.content.start <= amount.start and amount.end <= q.content.end), None)
        yield amount if quote is None else replace(amount, given_by=quote.speaker)
