"""From places in a paragraph's text to tokens of its parse, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tellings.stage import Segment

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def words_of(segment: Segment, text: str) -> str:
    """Return a paragraph's words, a blank for each newline, as its parse has them."""
    doc = segment.doc
    length = doc[-1].idx + len(doc[-1]) if len(doc) else 0
    return text[segment.start : segment.start + length].replace("\n", " ")


def place(doc: Doc, start: int, end: int) -> Span | None:
    """Return the tokens that touch the characters `start` to `end` of a parsed paragraph, None where there are none."""
    low, high = _token_at(doc, start), _token_at(doc, end - 1)
    return doc[low : high + 1] if 0 <= low <= high < len(doc) else None


def _token_at(doc: Doc, character: int) -> int:
    """Return the index of the last token that begins at or before a character (by halving)."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx <= character:
            low = middle + 1
        else:
            high = middle
    return low - 1
