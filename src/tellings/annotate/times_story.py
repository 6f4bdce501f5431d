"""What a time expression is read against: the publication day, the genre, the tense, and the times told before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tellings.annotate import calendar
from tellings.model import TimeType

UNKNOWN_DAY = "XXXX-XX-XX"
GRAINS = "DWMQSHY"
"""Units from fine to coarse."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a match stands for. `trim` words at its end are no part of it; `track`: later times may be counted from it."""

    type: TimeType
    value: str
    basis: str
    trim: int = 0
    track: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """The neighbourhood of a match: tense (True future, False past), whether its verb governs it directly, words around."""

    future: bool | None
    direct: bool
    before: str
    after: str
    before_tag: str
    after_tag: str


class Story:
    """The running time of one article: publication day, genre, and what its times stood for so far."""

    def __init__(self, published: date | None, *, narrative: bool, results: bool = False) -> None:
        """Take the publication day, whether the text counts from its own dates, whether it reports a quarter's results."""
        self.published, self.narrative = published, narrative
        self.value: str | None = None
        self.day: date | None = None
        self.grain = ""
        self.year: int | None = None
        self.month: int | None = None
        self.quarter: str | None = None
        self.last_was_span = False
        if results:
            self.quarter = self.last_quarter

    def hear(self, resolved: Resolved) -> None:
        """Remember a resolved time."""
        self.last_was_span = resolved.type == "DURATION"
        if resolved.type not in ("DATE", "TIME") or not resolved.track:
            return
        value = resolved.value
        if value.startswith("BC") and value[2:6].isdigit() and len(value) >= 6:
            self.value, self.year, self.month, self.day, self.grain = value, -int(value[2:6]), None, None, "Y"
            return
        covered, unit = calendar.interval(value), calendar.unit_of(value)
        if covered is None or unit is None or unit in ("E", "C"):
            return
        if self.published is None and not self.narrative and unit != "D":
            return  # a year told in passing ("an agreement of 2001") is not the year of an undated report
        first = covered[0]
        self.value, self.year, self.day = value, first.year, first
        self.grain = "W" if unit == "WE" else unit
        self.month = None if unit == "Y" else first.month
        if unit == "Q" and not self.quarter_is_ahead(value):
            self.quarter = max(self.quarter or value, value)

    @property
    def anchor(self) -> date | None:
        """Return the day that "the next day" is counted from."""
        if self.day is not None or self.narrative:
            return self.day
        return self.published

    def finer(self, unit: str) -> bool:
        """Tell whether the last time told is too coarse to count a unit from."""
        return bool(self.grain) and unit in GRAINS and GRAINS.index(unit) < GRAINS.index(self.grain)

    def quarter_is_ahead(self, value: str) -> bool:
        """Tell whether a quarter had not ended on the publication day."""
        return self.published is not None and value >= calendar.value_of(self.published, "Q")

    @property
    def last_quarter(self) -> str | None:
        """Return the quarter that a report speaks of: the one told, else the last that had ended on publication."""
        if self.quarter or self.published is None:
            return self.quarter
        before = calendar.shift(self.published, -1, "Q")
        return calendar.value_of(before, "Q") if before else None


def year_text(year: int | None) -> str:
    """Return a year as TIMEX3 writes it; years before Christ are negative."""
    if year is None:
        return "XXXX"
    return f"{year:04d}" if year > 0 else f"BC{-year:04d}"


def year_before(value: str) -> str:
    """Return a value that begins with a year, one year earlier."""
    return f"{int(value[:4]) - 1:04d}{value[4:]}" if value[:4].isdigit() else value


def unknown(unit: str, rel: int = 0) -> str:
    """Return the value of a day, week, month … that cannot be placed."""
    known = {"W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX", "D": UNKNOWN_DAY, "Q": "XXXX-QX"}
    return known.get(unit, ("PAST_REF", "PRESENT_REF", "FUTURE_REF")[rel + 1])


def period(count: float | None, unit: str) -> str:
    """Return a length of time as TIMEX3 writes it; None counts an unknown number."""
    if count is None:
        return f"P{'T' if unit[0] == 'T' else ''}X{unit if unit == 'WE' else unit[-1]}"
    factor, unit = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}.get(unit, (1, unit))
    count *= factor
    if unit[0] != "T":
        return f"P{count:g}{unit}"
    if unit == "TH" and count != int(count):
        return f"PT{int(count)}H{round(count % 1 * 60)}M"
    return f"PT{count:g}{unit[1]}"
