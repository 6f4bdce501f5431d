"""What is kept of pages so that copies of them are found in pages that come in later."""

from __future__ import annotations

from tellings.model.spans import Record
from tellings.model.stories import Copy


class Sketch(Record, frozen=True):
    """One article as an index knows it: its keys (hashes of word runs, and bands of its near-duplicate sketch).

    `prints` is the number of keys that are word runs; they come first. `foot` are those at the foot of the article.
    """

    document: str
    part: int
    outlet: str | None
    prints: int
    keys: tuple[int, ...]
    foot: tuple[int, ...] = ()


class Posting(Record, frozen=True):
    """One key of one kept article."""

    key: int
    document: str
    part: int
    outlet: str | None
    prints: int
    foot: bool = False


class Arrival(Record, frozen=True):
    """What comes in with a page: its sketches, and the copies between it and the pages that were there before."""

    document: str
    sketches: tuple[Sketch, ...] = ()
    copies: tuple[Copy, ...] = ()
    renewed: tuple[tuple[str, str], ...] = ()
    """Further pairs of documents whose copies were found anew; those kept of them before are replaced."""
