"""Utterances: one thing said once, in the wordings of different outlets."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Actor, Article, Utterance


def match_utterances(articles: Sequence[Article], actors: Sequence[Actor]) -> tuple[Utterance, ...]:
    """Return the utterances of a story that are quoted, each with its variants."""
    return ()
