"""Happenings: reports of one event merged within and across articles."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Accounts, Actor, Article, Happening


def merge_happenings(articles: Sequence[Article], actors: Sequence[Actor], accounts: Accounts) -> tuple[Happening, ...]:
    """Return the happenings of a story, in order of time."""
    return ()
