"""Actors: one person, organisation or place under the names that different outlets use."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Actor, Article


def merge_actors(articles: Sequence[Article]) -> tuple[Actor, ...]:
    """Return the actors of a story, the most mentioned first."""
    return ()
