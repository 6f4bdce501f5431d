"""Copies: which passages of an article repeat which passages of another."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Article, Copy


def find_copies(articles: Sequence[Article]) -> tuple[Copy, ...]:
    """Return every passage that two articles share."""
    return ()
