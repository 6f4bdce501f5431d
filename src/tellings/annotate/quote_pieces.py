"""Stretches of reported words, and what a run of tokens holds."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.annotate.quote_cues import Cue
from tellings.annotate.quote_paragraphs import Paragraph

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
CONTINUES = frozenset({"that", "but", "and", "or", "because", "especially", "particularly", "if", "unless", "even"})
"""Words with which a report goes on behind its cue."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of reported words as characters of the paragraph, with its cue (None: no cue in sight)."""

    start: int
    end: int
    cue: Cue | None
    side: str
    relay: Cue | None = None


def clausal(paragraph: Paragraph, start: int, end: int) -> bool:
    """Tell whether a stretch of tokens holds a verb."""
    return any(t.pos_ in {"VERB", "AUX"} for t in paragraph.doc[start:end])


def finite(paragraph: Paragraph, start: int, end: int) -> bool:
    """Tell whether a stretch of tokens holds a finite verb."""
    return any(t.tag_ in FINITE for t in paragraph.doc[start:end])


def trim(paragraph: Paragraph, start: int, stop: int) -> tuple[int, int] | None:
    """Return the characters of tokens [start, stop) without blanks and punctuation at the ends; marks stay."""
    doc = paragraph.doc
    while start < stop and (
        doc[start].is_space or (doc[start].is_punct and not paragraph.inside[start] and doc[start].text not in "([")
    ):
        start += 1
    while stop > start and (
        doc[stop - 1].is_space
        or (doc[stop - 1].is_punct and not paragraph.inside[stop - 1] and doc[stop - 1].text not in ")]%")
    ):
        stop -= 1
    if start >= stop:
        return None
    return paragraph.starts[start], paragraph.end_of(stop - 1)
