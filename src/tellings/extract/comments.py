"""Readers' comments as objects: who wrote each, when, which one it answers, and its text."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.extract.lines import Labelled
from tellings.model import Comment, Page


def find_comments(
    labelled: Sequence[Labelled], starts: Sequence[int], page: Page
) -> tuple[list[Labelled], tuple[Comment, ...]]:
    """Return the lines, their comment roles put right, and the comments in page order."""
    return list(labelled), ()
