"""What a view is handed beside the question: the library, and the shelf of stories in memory."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.library import Library
from tellings.web.shelf import Shelf


@dataclass(frozen=True)
class Desk:
    """A library that is open in every thread, its shelf, and whether commenters' names are shown."""

    library: Library
    shelf: Shelf
    title: str = "Tellings"
    show_commenters: bool = False
