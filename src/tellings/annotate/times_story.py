"""What a time expression is read against: the publication day, the genre, the tense, and the times told before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tellings.annotate import calendar
from tellings.model import TimeType

UNKNOWN_DAY = "XXXX-XX-XX"
GRAINS = "DWMQSHY"
"""Units from fine to coarse."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a match stands for. `trim` words at its end are no part of it; `track`: later times may be counted from it.

    `days`: the days that it covers, where its words bound them otherwise than the value does; None is an open end.
    """

    type: TimeType
    value: str
    basis: str
    trim: int = 0
    track: bool = True
    days: tuple[date | None, date | None] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """The neighbourhood of a match: tense (True future, False past), whether its verb governs it directly, words around.

    `glued`: no blank before it. `event`: the base form of the noun after it ("attack" in "two days after the attack").
    """

    future: bool | None
    direct: bool
    before: str
    after: str
    before_tag: str
    after_tag: str
    glued: bool = False
    event: str = ""


class Story:
    """The running time of one article: publication day, genre, and what its times stood for so far."""

    def __init__(
        self, published: date | None, *, narrative: bool, results: bool = False, years: Mapping[int, int] | None = None
    ) -> None:
        """Take the publication day, whether the text counts from its own dates, whether it reports a quarter's results.

        `years` holds, by the place of a match, the year of each date of a narrative that is told without one.
        While it is read: `beside` is the value of a date that a comma parts from the match at hand ("on 3 May, two days
        after …"), `events` the day of each happening told so far, by its base form.
        """
        self.published, self.narrative = published, narrative
        self.years: Mapping[int, int] = years or {}
        self.value: str | None = None
        self.day: date | None = None
        self.grain = ""
        self.year: int | None = None
        self.month: int | None = None
        self.quarter: str | None = None
        self.last_was_span = False
        self.beside: str | None = None
        self.events: dict[str, date] = {}
        self._quarter_told = False
        if results:
            self.quarter = self.last_quarter

    def hear(self, resolved: Resolved, *, aside: bool = False) -> None:
        """Remember a resolved time; one told `aside` moves nothing."""
        self.last_was_span = resolved.type == "DURATION"
        if resolved.type not in ("DATE", "TIME") or not resolved.track or aside:
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
        if unit == "Q":
            told, self._quarter_told = self._quarter_told, True
            self.quarter = max(self.quarter or value, value) if told else value

    def happen(self, resolved: Resolved, events: Iterable[str]) -> None:
        """Remember the day of happenings; the first one told is the one that later times are counted from."""
        covered = calendar.interval(resolved.value)
        if covered is None:
            return
        for event in events:
            self.events.setdefault(event, covered[0])

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
