"""Publication days of undated pages, worked out from pages of the same story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Article, Dating


def date_by_siblings(story: Sequence[Article]) -> Mapping[str, tuple[Dating, ...]]:
    """Return, by document id, the days that the story's dated pages fix for its undated ones."""
    return {}
