"""Webhooks: who is told when stories change, and what became of telling them."""

from __future__ import annotations

from tellings.model.spans import Record


class Hook(Record, frozen=True):
    """One address that is told of changed stories.

    `turn` is the last turn of the shelf that it took in, `since` when the last of those stories changed: one that was only told
    anew is not news. After a failure `tries` counts those in a row and `due` is when it is
    tried again (seconds since 1970); `ended` says why it is not told any more.
    """

    number: int
    url: str
    secret: str
    made: str
    turn: int = 0
    since: str | None = None
    tries: int = 0
    due: float = 0.0
    told: str | None = None
    """When it last took something in (ISO 8601, UTC)."""
    failed: str | None = None
    """Why it did not the last time."""
    ended: str | None = None


class Delivery(Record, frozen=True):
    """What became of one try: how many stories were told, or why none was."""

    hook: int
    url: str
    stories: int = 0
    problem: str | None = None
