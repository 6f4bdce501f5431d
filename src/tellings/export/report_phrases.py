"""Phrases of the report: counts, days, and how a day is known."""

from __future__ import annotations

from calendar import monthrange

from tellings.model import Counts, Days, Published


def plural(number: int, noun: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def count_line(counts: Counts) -> str:
    """Return the counts as one line."""
    return " · ".join((
        plural(counts.pages, "page"), plural(counts.texts, "text"), plural(counts.accounts, "independent account"),
        plural(counts.origins, "wire origin"),
    ))  # fmt: skip


def days_text(days: Days | None) -> str:
    """Return an interval of days in words, "day unknown" where nothing is known; a whole month is "2031-10"."""
    if days is None or (days.first_day is None and days.last_day is None):
        return "day unknown"
    if days.first_day is None:
        return f"by {days.last_day}"
    if days.last_day is None:
        return f"from {days.first_day}"
    return days.first_day if days.first_day == days.last_day else _whole(days.first_day, days.last_day)


def _whole(first: str, last: str) -> str:
    """Return a whole year or month by its name ("2031", "2031-10"), other intervals by their ends."""
    if first[:4] == last[:4] and (first[4:], last[4:]) == ("-01-01", "-12-31"):
        return first[:4]
    year, month = int(first[:4]), int(first[5:7])
    if first[:7] == last[:7] and first[8:] == "01" and int(last[8:10]) == monthrange(year, month)[1]:
        return first[:7]
    return f"{first} to {last}"


def published_note(published: Published | None) -> tuple[str, str]:
    """Return the day to show and a note that says how it is known."""
    if published is None:
        return "undated", "the page does not tell its day"
    notes = {
        "given": "as given with the input",
        "markup": "from the page's markup",
        "text": "from the page's text",
        "siblings": "worked out from other pages of the story",
    }
    shown = published.shown if published.first_day else published.value[:10]
    return shown, f"{notes[published.basis]}, confidence {published.confidence:.0%}"
