"""Stories: which articles tell of the same happening."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Article, Copy, Group, Member
from tellings.stage import fingerprint


def group_stories(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Group, ...]:
    """Return the stories, in order of arrival; an article in no company is a story of one."""
    return tuple(
        Group(id=fingerprint("story", a.document, a.part), members=(Member(id=a.document, part=a.part),)) for a in articles
    )
