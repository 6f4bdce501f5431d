"""Times of day by which the entries of a live blog are told apart, and the days that they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from tellings.model import Published

CLOCK = re.compile(r"^\W{0,2}([01]?\d|2[0-3])[.:h]([0-5]\d)\s*([ap])?\.?(?:m\b)?", re.IGNORECASE)
ALONE = re.compile(
    r"^\W*(?:(?:updated|posted|at|um|à|a las|alle|às|в)\s+)?(\d{1,2})[:.h](\d\d)\s*([ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|uhr)?\W*$",
    re.IGNORECASE,
)
"""A line that is nothing but a time of day."""
SURE = 0.75


def clock_at(text: str, pattern: re.Pattern[str] = CLOCK) -> str | None:
    """Return the time of day with which a text begins ("HH:MM"), or that a line is where the pattern is ALONE."""
    m = pattern.match(text)
    if not m:
        return None
    half, hour = (m[3] or "").lower()[:1], int(m[1])
    hour = hour % 12 + (12 if half == "p" else 0) if half and 1 <= hour <= 12 else hour
    return f"{hour:02d}:{m[2]}" if hour < 24 and int(m[2]) < 60 else None


def in_order(times: Sequence[str | None], *, midnights: int = 1) -> bool:
    """Tell whether all are known and run one way, but for so many midnights."""
    return all(times) and min(_turns(times), _turns(times[::-1])) <= midnights


def _turns(times: Sequence[str | None]) -> int:
    return sum((a or "") > (b or "") for a, b in pairwise(times))


def days_of_entries(
    clocks: Sequence[str | None], published: Published | None, updated: Published | None
) -> list[Published | None]:
    """Return the moment of each entry, from its time of day and the page's days; None where a day cannot be told.

    All are of the page's day where no midnight lies between them. Where one does, the page must say that it was begun on the
    day before and last changed on the day after it.
    """
    if not clocks or published is None or published.day is None:
        return [None] * len(clocks)
    days = _days(clocks, published, updated)
    sure = round(min(SURE, published.confidence), 2)
    found: list[Published | None] = []
    for clock, day in zip(clocks, days, strict=True):
        if clock is None:
            found.append(Published(value=published.day, precision="day", basis=published.basis, confidence=min(0.7, sure)))
        elif day is None:
            found.append(None)
        else:
            value = f"{day.isoformat()}T{clock}"
            found.append(Published(value=value, precision="minute", basis="text", confidence=sure))
    return found


def _days(clocks: Sequence[str | None], published: Published, updated: Published | None) -> list[date | None]:
    first = date.fromisoformat(published.day or "")
    last = date.fromisoformat(updated.day) if updated and updated.day else None
    if not in_order(clocks):
        return [None] * len(clocks)
    if in_order(clocks, midnights=0):
        one_day = last is None or last == first or not _fits_later(clocks, last, updated)
        return [first if one_day else None] * len(clocks)
    if last != first + timedelta(1) or updated is None:
        return [None] * len(clocks)
    ways = [way for way in (_parted(clocks, first), _parted(clocks[::-1], first)[::-1]) if way]
    fitting = [way for way in ways if _inside(clocks, way, published, updated)]
    return list(fitting[0]) if len(fitting) == 1 else [None] * len(clocks)


def _parted(clocks: Sequence[str | None], first: date) -> list[date | None]:
    """Return the days of entries that run forwards over one midnight, nothing where they do not."""
    turns = [i for i, (a, b) in enumerate(pairwise(clocks), 1) if (a or "") > (b or "")]
    return [first + timedelta(i >= turns[0]) for i in range(len(clocks))] if len(turns) == 1 else []


def _inside(clocks: Sequence[str | None], days: Sequence[date | None], published: Published, updated: Published) -> bool:
    """Tell whether all moments lie between the page's publication and its last change, as far as their hours are told."""
    moments = [f"{day}T{clock}" for day, clock in zip(days, clocks, strict=True)]
    early, late = published.value[:16], updated.value[:16]
    return all(m[: len(early)] >= early and m[: len(late)] <= late for m in moments)


def _fits_later(clocks: Sequence[str | None], last: date, updated: Published | None) -> bool:
    """Tell whether entries without a midnight between them may all be of a later day, on which the page was last changed."""
    changed = updated.value[11:16] if updated and len(updated.value) >= 16 else "24:00"
    return max(c or "" for c in clocks) <= changed
