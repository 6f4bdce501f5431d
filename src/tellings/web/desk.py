"""What a view is handed beside the question: the library, and the shelf of stories in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tellings.library import Library
from tellings.web.shelf import Shelf


def _nothing() -> None:
    """Leave the stories as they are until the next run."""


@dataclass(frozen=True)
class Desk:
    """A library that is open in every thread, its shelf, and whether commenters' names are shown.

    `retell` asks for the stories to be told anew in the background, by what a person corrected.
    """

    library: Library
    shelf: Shelf
    title: str = "Tellings"
    show_commenters: bool = False
    retell: Callable[[], None] = _nothing
