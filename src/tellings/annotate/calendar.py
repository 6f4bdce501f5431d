"""Calendar arithmetic on TIMEX3 values: shifting by a unit, and the days that a value covers."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = {"Y": 12, "M": 1, "Q": 3, "H": 6, "E": 120, "C": 1200}
DAYS = {"D": 1, "W": 7, "F": 14}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season; winter belongs to the year in which it begins."""
VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)"
    r"|W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?))?(?:T.*)?"
)


def day_of(text: str | None) -> date | None:
    """Return the day that an ISO 8601 text begins with, None where it holds none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a calendar day, None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """Return the nth weekday (1 Monday) of a month; -1 is the last."""
    if nth < 0:
        last = month_end(year, month)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return real_day(year, month, 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    day = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * day) // 451
    month, before = divmod(epact + day - 7 * late + 114, 31)
    return date(year, month, before + 1)


def feast(year: int, rule: str) -> date | None:
    """Return the day of a feast in a year: "12-25", "11/4/4" (month, nth, weekday) or "easter-2"."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    if "/" in rule:
        month, nth, weekday = (int(n) for n in rule.split("/"))
        return nth_weekday(year, month, nth, weekday)
    month, day = (int(n) for n in rule.split("-"))
    return real_day(year, month, day)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month; months outside 1 to 12 run on into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (
        date(9999, 12, 31) if (year, month) == (9999, 12) else date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    )


def shift(day: date, count: int, unit: str) -> date | None:
    """Return the day that lies `count` units later (earlier when negative); None outside the calendar."""
    try:
        if unit in DAYS:
            return day + timedelta(days=DAYS[unit] * count)
        months = day.year * 12 + day.month - 1 + MONTHS.get(unit, 0) * count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, month_end(year, month + 1).day))
    except (ValueError, OverflowError):
        return None


def value_of(day: date, unit: str) -> str:
    """Return the TIMEX3 value of the day, week, month … that a day lies in."""
    if unit == "D":
        return day.isoformat()
    if unit in ("W", "F", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    return {"E": f"{day.year // 10:03d}", "C": f"{day.year // 100:02d}"}.get(unit, f"{day.year:04d}")


def unit_of(value: str) -> str | None:
    """Return the unit that a value names: D W M Q H Y E C, S for a season; None for anything else."""
    found = VALUE.fullmatch(value)
    if found is None:
        return {2: "C", 3: "E"}.get(len(value)) if value.isdigit() else None
    if found["weekday"]:
        return "WE" if found["weekday"] == "WE" else "D"
    for name, unit in (("day", "D"), ("month", "M"), ("quarter", "Q"), ("half", "H"), ("season", "S"), ("week", "W")):
        if found[name]:
            return unit
    return "Y"


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    return date(year, first, 1), month_end(year, first + count - 1)


def _week(found: re.Match[str]) -> tuple[date, date]:
    monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
    if found["weekday"] == "WE":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if found["weekday"]:
        day = monday + timedelta(days=int(found["weekday"]) - 1)
        return day, day
    return monday, monday + timedelta(days=6)


def interval(value: str) -> tuple[date, date] | None:
    """Return the first and last day that a DATE or TIME value covers, None where it names no days."""
    try:
        if value.isdigit() and len(value) in (2, 3):
            years = 10 ** (4 - len(value))
            return date(int(value) * years or 1, 1, 1), date(int(value) * years + years - 1, 12, 31)
        found = VALUE.fullmatch(value)
        if found is None:
            return None
        year = int(found["year"])
        if found["day"]:
            day = date(year, int(found["month"]), int(found["day"]))
            return day, day
        if found["week"]:
            return _week(found)
        for name, months in (("month", 1), ("quarter", 3), ("half", 6)):
            if found[name]:
                return _months(year, (int(found[name]) - 1) * months + 1, months)
        if found["season"]:
            return _months(year, SEASONS[found["season"]], 3)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, OverflowError):
        return None
