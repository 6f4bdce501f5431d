"""JSON Lines in the shapes of the contract: one object a document, one object a story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from tellings.export.contract import document_view
from tellings.export.selection import Selection

Shape = Literal["documents", "stories"]
SHAPES: tuple[Shape, ...] = ("documents", "stories")


def json_lines(shape: Shape, selection: Selection) -> Iterator[bytes]:
    """Yield the lines of one shape; of documents few are in memory at once."""
    records = selection.stories if shape == "stories" else map(document_view, selection.pages())
    for record in records:
        yield msgspec.json.encode(record) + b"\n"
