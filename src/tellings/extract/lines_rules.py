"""The classes of a page's lines by rule: what serves where the trained weights are missing."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.extract.cues import CATEGORIES
from tellings.extract.lines_features import LOCAL, Reading

CLASSES = ("title", "supplement", "body", "comment", "furniture", "related")
"""What the classifier tells apart; supplement is byline, date, caption or subtitle."""
FURNITURE = tuple(CATEGORIES.index(c) for c in ("form", "share", "more", "ad", "legal", "bio", "section", "comment_tool"))
CREDIT = CATEGORIES.index("credit")
SUBHEADING_WORDS = 14


def classify(readings: Sequence[Reading], *, title: str | None = None) -> list[str]:
    """Return the class of each line: the heading, prose from the first to the last, comments after their heading."""
    prose = [i for i, r in enumerate(readings) if r.prose or (_closed(r) and not _furniture(r) and len(r.words) > 5)]
    if not prose:
        return ["title" if i == 0 and len(readings) > 1 else "body" for i in range(len(readings))]
    head = _heading(readings, prose[0], title)
    comments = next(
        (i for i in range(prose[0] + 1, len(readings)) if readings[i].heading or _comment_head(readings, i)), len(readings)
    )
    found = []
    for i, reading in enumerate(readings):
        if i == head:
            found.append("title")
        elif i >= comments:
            found.append("furniture" if _furniture(reading) and not reading.prose else "comment")
        elif i in prose:
            found.append("supplement" if reading.cues[3 * CREDIT] > 0.12 else "body")
        else:
            found.append(_short(readings, i, prose))
    return found


def _closed(reading: Reading) -> bool:
    return reading.local[LOCAL.index("closed")] > 0


def _furniture(reading: Reading) -> bool:
    if reading.prose and len(reading.words) > 40:
        return False
    return any(reading.cues[3 * c + 2] or reading.cues[3 * c] >= 0.25 for c in FURNITURE)


def _comment_head(readings: Sequence[Reading], i: int) -> bool:
    own = readings[i]
    return own.stamped and sum(1 for r in readings if r.stamped and r.signature == own.signature) > 1


def _heading(readings: Sequence[Reading], first: int, title: str | None) -> int | None:
    if title:
        known = next((i for i, r in enumerate(readings[: first + 1]) if r.text.casefold() == title.casefold()), None)
        if known is not None:
            return known
    likely = [i for i in range(first) if len(readings[i].words) > 2 and not readings[i].stamped and not _furniture(readings[i])]
    return likely[0] if likely and first <= 6 else likely[-1] if likely else None


def _short(readings: Sequence[Reading], i: int, prose: Sequence[int]) -> str:
    own = readings[i]
    if _furniture(own):
        return "furniture"
    if own.stamped or own.local[LOCAL.index("said_by")]:
        return "supplement"
    if prose[0] < i < prose[-1]:
        return "body" if len(own.words) >= 3 and i + 1 in prose else "supplement"
    return "furniture" if len(own.words) < 3 or i > prose[-1] else "supplement"
