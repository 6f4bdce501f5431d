"""One article seen again and again: its readings, and what changed from each to the next."""

from __future__ import annotations

from typing import Literal

from tellings.model.spans import Cite, Record

Ordering = Literal["fetched", "updated", "published", "arrival"]
EditKind = Literal["added", "removed", "changed", "moved"]
Touch = Literal["title", "correction", "number", "day", "name", "quotation"]


class Reading(Record, frozen=True):
    """One page of an article's address; `moment` is when it was so, by `ordered_by` (arrival: not known, as they came in)."""

    document: str
    moment: str | None
    ordered_by: Ordering
    title: str | None = None
    path: str | None = None


class Words(Record, frozen=True):
    """A run of characters that both texts have, or only one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


class Edit(Record, frozen=True):
    """One sentence that changed: `before` is in the older text, `after` in the newer, null where there is none.

    The words that are the same or removed make up `before`, those that are the same or added `after`, to the letter.
    `touches` names what of substance changed; `minor` is an edit of punctuation, capitals or white space alone.
    """

    kind: EditKind
    before: Cite | None = None
    after: Cite | None = None
    words: tuple[Words, ...] = ()
    touches: tuple[Touch, ...] = ()
    minor: bool = False


class Revision(Record, frozen=True):
    """What changed from one reading to the next, in the order of the newer text; no edits where the text is the same."""

    older: str
    newer: str
    edits: tuple[Edit, ...] = ()


class Versions(Record, frozen=True):
    """An article that was seen more than once at one address: readings from the oldest to the newest.

    `document` is the newest reading, the one that is compared with other pages; `revisions` lie between two readings each.
    """

    document: str
    address: str
    readings: tuple[Reading, ...]
    revisions: tuple[Revision, ...]
