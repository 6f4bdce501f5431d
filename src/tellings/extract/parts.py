"""Several articles on one page: an article pasted into a comment, a live blog's entries, a list of briefs."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.extract.lines import Labelled
from tellings.model import Page, Part


def find_parts(labelled: Sequence[Labelled], page: Page) -> tuple[list[int], tuple[Part, ...]]:
    """Return the part number of each line, and the further parts of the page."""
    return [0] * len(labelled), ()
