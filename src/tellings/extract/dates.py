"""Days and times as pages print them: in URLs, date lines, captions, comment heads; never guessed, never the fetch time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from tellings.lang import languages, table
from tellings.model import Given, Published, Span

FIRST_YEAR, LAST_YEAR = 1985, 2069
"""Years outside are taken to be numbers of something else."""
SECONDS = (1, 60, 3600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400)
"""Length of each unit in the tables' order, second to year."""
URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([/\-_.])(\d{1,2}|[a-z]{3})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)", re.IGNORECASE)
NUMERIC = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/\-]|\.\d)")
ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:[T ](\d\d):(\d\d))?")
WORDS = re.compile(r"[^\W\d_]+")
DIGIT = re.compile(r"\d")
NEVER = re.compile(r"(?!)")
CLOCK = r"(?<!\d)(\d{1,2})(?:[:.h](\d\d)(?::\d\d)?\s*([ap])?\.?(?:m\b\.?)?|\s*([ap])\.?m\b\.?)(?!\d)"
CLOCK_AFTER = re.compile(r"[\s,|@\-–—(·•]*(?:(?:at|um|alle|ore|à|a las|às|as|в)\s+)?" + CLOCK, re.IGNORECASE)
CLOCK_BEFORE = re.compile(CLOCK + r"\s*(?:[A-Z]{2,5}\b)?[\s,|\-–—)on]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, with its time of day ("HH:MM") where that stands beside it, at a place of a text; half-open."""

    start: int
    end: int
    day: str
    minute: str | None = None

    @property
    def value(self) -> str:
        """Return the stamp as ISO 8601."""
        return f"{self.day}T{self.minute}" if self.minute else self.day


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return the day as ISO 8601, or None where there is no such day or its year is out of range."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for language in languages("dates"):
        for number, names in enumerate(table("dates", language)["months"], 1):
            for name in names:
                found.setdefault(name, number)
    return found


@cache
def _weekday_pattern() -> str:
    names = {n for language in languages("dates") for forms in table("dates", language)["weekdays"] for n in forms}
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@cache
def _worded() -> tuple[re.Pattern[str], re.Pattern[str]]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day = r"(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"
    year = r"(\d{4}(?!\d)|['’]\d\d(?!\d)|\d\d(?=\s*(?:$|[|)\]])))"
    first = rf"(?<![\w.]){day}[\s\-]*(?:de\s+|of\s+)?({months})\b\.?,?[\s\-]*(?:de\s+|del\s+|do\s+)?{year}"
    second = rf"\b({months})\b\.?\s+{day},?\s+{year}"
    return re.compile(first, re.IGNORECASE), re.compile(second, re.IGNORECASE)


def _year(digits: str) -> int:
    digits = digits.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= LAST_YEAR - 2000 else 1900)


def day_from_url(url: str | None) -> str | None:
    """Return the day that a URL's path names ("/2019/03/28/", "2019-03-28", "/2019/mar/28/", "20190328"), else None."""
    if not url:
        return None
    for m in URL_DAY.finditer(url):
        year, _, month, day, month_digits, day_digits = m.groups()
        number = month or month_digits
        place = int(number) if number.isdigit() else _months().get(number.lower(), 0)
        found = iso_day(int(year), place, int(day or day_digits))
        if found:
            return found
    return None


def month_first(text: str, *, language: str | None = None) -> bool | None:
    """Tell how the numeric dates of a text are written, by those that can be read one way only; None: it does not show."""
    ways = set()
    for m in NUMERIC.finditer(text):
        a, b = int(m[1]), int(m[3])
        if a <= 12 < b <= 31 and m[2] == "/":
            ways.add(True)
        elif b <= 12 < a <= 31:
            ways.add(False)
    if len(ways) == 1:
        return ways.pop()
    return False if not ways and language not in (None, "en") else None


def _clock(groups: tuple[str | None, ...]) -> str | None:
    hour, minute = int(groups[0] or 0), int(groups[1] or 0)
    half = (groups[2] or groups[3] or "").lower()
    if half and not 1 <= hour <= 12:
        half = "" if hour < 24 else "x"
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 and half != "x" else None


def _bare(text: str, order: bool | None) -> Iterator[Stamp]:
    for m in ISO.finditer(text):
        day = iso_day(int(m[1]), int(m[3]), int(m[4]))
        if day:
            yield Stamp(m.start(), m.end(), day, f"{m[5]}:{m[6]}" if m[5] and int(m[5]) < 24 and int(m[6]) < 60 else None)
    if _months().keys().isdisjoint(WORDS.findall(text.lower())):
        day_first, later = NEVER, NEVER
    else:
        day_first, later = _worded()
    for m in day_first.finditer(text):
        if day := iso_day(_year(m[3]), _months()[m[2].lower()], int(m[1])):
            yield Stamp(m.start(), m.end(), day)
    for m in later.finditer(text):
        if day := iso_day(_year(m[3]), _months()[m[1].lower()], int(m[2])):
            yield Stamp(m.start(), m.end(), day)
    for m in NUMERIC.finditer(text):
        if m[2] == "-" and len(m[4]) == 2:
            continue
        dotted = m[2] == "." and len(m[4]) > 2  # "10.12.2026": nobody writes the month first so
        if day := _numeric_day(int(m[1]), int(m[3]), _year(m[4]), False if dotted and order is None else order):
            yield Stamp(m.start(), m.end(), day)


def _numeric_day(first: int, second: int, year: int, order: bool | None) -> str | None:
    if first > 12 or second > 12 or first == second:
        order = second > 12
    if order is None:
        return None
    month, day = (first, second) if order else (second, first)
    return iso_day(year, month, day)


def find_stamps(text: str, *, order: bool | None = None) -> list[Stamp]:
    """Return the full dates (day, month and year) that a text prints, in text order, with the time of day beside each.

    `order` tells how to read 03/04/2019: True month first, False day first, None leave it out, but not 3.4.2019.
    """
    if not DIGIT.search(text):
        return []
    found: list[Stamp] = []
    for stamp in sorted(_bare(text, order), key=lambda s: (s.start, -s.end)):
        if found and stamp.start < found[-1].end:
            continue
        found.append(stamp if stamp.minute else _with_clock(text, stamp))
    return found


def _with_clock(text: str, stamp: Stamp) -> Stamp:
    after = CLOCK_AFTER.match(text, stamp.end)
    if after and (minute := _clock(after.groups())):
        return Stamp(stamp.start, after.end(), stamp.day, minute)
    lead = text[max(0, stamp.start - 40) : stamp.start]
    lead = re.sub(rf"\b(?:{_weekday_pattern()})\b\.?,?\s*$", "", lead, flags=re.IGNORECASE)
    before = CLOCK_BEFORE.search(lead)
    if before and (minute := _clock(before.groups())):
        return Stamp(max(0, stamp.start - 40) + before.start(), stamp.end, stamp.day, minute)
    return stamp


@cache
def _ago() -> tuple[tuple[str, re.Pattern[str], Mapping[str, int]], ...]:
    patterns = []
    for language in languages("dates"):
        names = table("dates", language)
        units = {name: SECONDS[i] for i, forms in enumerate(names["units"]) for name in forms}
        number = "|".join([r"\d{1,3}", *map(re.escape, names["one"])])
        unit = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
        for way in names["ago"]:
            shape = re.escape(way).replace(r"\{n\}", f"(?P<n>{number})").replace(r"\{unit\}", f"(?P<unit>{unit})")
            fixed = max((piece.strip() for piece in re.split(r"\{n\}|\{unit\}", way)), key=len)
            patterns.append((fixed, re.compile(r"(?<!\w)" + shape.replace(r"\ ", r"\s*") + r"(?!\w)", re.IGNORECASE), units))
    return tuple(patterns)


def find_ago(text: str) -> tuple[int, int, int] | None:
    """Return (start, end, seconds) of the first "3 hours ago" of a text, else None."""
    lower = text.lower()
    for fixed, pattern, units in _ago():
        if fixed in lower and (m := pattern.search(text)):
            number = int(m["n"]) if m["n"].isdigit() else 1
            return m.start(), m.end(), number * units[m["unit"].lower()]
    return None


def before_fetch(seconds: int, fetched: str | None) -> str | None:
    """Return when something happened that was `seconds` old when the page was fetched: the minute within a day, else the day.

    None without a fetch time, and for ages of a month or more, whose day cannot be told.
    """
    if not fetched or seconds >= SECONDS[5]:
        return None
    try:
        moment = datetime.fromisoformat(fetched.replace("Z", "+00:00"))
    except ValueError:
        return None
    if len(fetched) <= 10 and seconds < SECONDS[3]:
        return None
    then = (moment.astimezone(UTC) if moment.tzinfo else moment) - timedelta(seconds=seconds)
    return then.strftime("%Y-%m-%d" if seconds >= SECONDS[3] else "%Y-%m-%dT%H:%M")


def given_day(value: str) -> Published | None:
    """Return what the input itself says of the publication time, None where it cannot be read as ISO 8601."""
    m = re.match(r"\s*(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?.*)?)?)?\s*$", value)
    if not m:
        return next((Published(value=s.day, precision="day", basis="given") for s in find_stamps(value)), None)
    if m[3] and not iso_day(int(m[1]), int(m[2]), int(m[3])):
        return None
    precision = "second" if m[5] else "minute" if m[4] else "day" if m[3] else "month" if m[2] else "year"
    return Published(value=value.strip(), precision=precision, basis="given")  # type: ignore[arg-type]


def url_published(url: str | None) -> Published | None:
    """Return the day that the page's URL names as its publication day, else None."""
    day = day_from_url(url)
    return Published(value=day, precision="day", basis="markup", confidence=0.93) if day else None


def stamped(stamp: Stamp, *, offset: int, confidence: float) -> Published:
    """Return a stamp of the page's text (beginning at `offset` of it) as a publication time."""
    span = Span(offset + stamp.start, offset + stamp.end)
    precision = "minute" if stamp.minute else "day"
    return Published(value=stamp.value, precision=precision, basis="text", span=span, confidence=confidence)  # type: ignore[arg-type]


def settle(own: Published | None, given: Given, *, part: int = 0) -> Published | None:
    """Return a part's publication time: its own, unless pages of the same story settle it better."""
    dating = next((d.published for d in given.datings if d.part == part), None)
    if dating and (own is None or (own.basis == "text" and own.confidence < dating.confidence)):
        return dating
    return own
