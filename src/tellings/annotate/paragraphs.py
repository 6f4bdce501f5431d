"""From places in a paragraph's text to tokens of its parse, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def places(doc: Doc) -> list[int]:
    """Return the character at which each token of a parsed paragraph begins."""
    from spacy import attrs

    found: Any = doc.to_array([attrs.IDX]).ravel().tolist() if len(doc) else []
    return [*found]


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
