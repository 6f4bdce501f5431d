"""Who said what: direct, indirect and mixed quotations with their speakers, cues, days and settings.

Marks are found first; then the reporting cues outside them; each cue claims the words that it reports; whole sentences
between marks that no cue claims are the words of whoever spoke before. Where there is no syntax, marks and the
reporting verbs of the language decide by position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tellings.annotate.quote_confidence import NAME as CONFIDENCE
from tellings.annotate.quote_reading import Reader
from tellings.model import Quote
from tellings.models.weights import pins, weights
from tellings.stage import View

EDGES = "\"“”„«»‘’' ,.!?…\u00a0\u202f"
PULLED = 20
"""Characters; shorter words that stand twice on a page may be said by two people."""


class Quotes:
    """Who said what."""

    name, version = "quotes", 5
    reads = ("parse", "blocks", "sentences", "times", "entities")
    writes = "quotes"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        found = weights(CONFIDENCE) if CONFIDENCE in pins() else None
        return {CONFIDENCE: found.pin.sha256} if found and found.state == "ok" else {}

    def run(self, views: Sequence[View], /) -> list[tuple[Quote, ...]]:
        """Return the quotations of each document, in text order."""
        return [find_quotes(view) for view in views]


def find_quotes(view: View) -> tuple[Quote, ...]:
    """Return the quotations of one document, in text order."""
    return tuple(_repeated(view.text, Reader(view).read()))


def _repeated(text: str, quotes: Sequence[Quote]) -> list[Quote]:
    """Give words without a cue that repeat an attributed quotation (a pull quote) to its speaker."""
    known = [(q.content.of(text).strip(EDGES), q) for q in quotes if q.cue is not None and q.speaker_entity is not None]
    found = []
    for quote in quotes:
        words = quote.content.of(text).strip(EDGES) if quote.cue is None else ""
        same = next((q for own, q in known if words in own or own in words), None) if len(words) > PULLED else None
        found.append(msgspec.structs.replace(quote, speaker_entity=same.speaker_entity) if same else quote)
    return found
