"""iCalendar (RFC 5545): the timelines as all-day events; CATEGORIES and X-TELLINGS-GRAIN say how exactly the day is known.

A line without a first or a last day cannot be put on a calendar without inventing the other, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tellings import __version__
from tellings.export.plover import granularity
from tellings.export.selection import Labels, Selection
from tellings.export.tables_stories import entry_id
from tellings.model import Cite, Story, TimelineEntry

LINE = 75
"""Octets of a line, without its end; longer ones are folded."""


def calendar(selection: Selection) -> Iterator[bytes]:
    """Yield the lines of the calendar."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Tellings//Tellings {__version__}//EN", "CALSCALE:GREGORIAN")
    yield from map(_folded, head)
    for story in selection.stories:
        labels = Labels(selection.of(story))
        for entry in story.timeline:
            if entry.evidence and (days := _days(entry)):
                yield from map(_folded, _event(story, entry, days, labels, selection))
    yield _folded("END:VCALENDAR")


def left_out(story: Story) -> int:
    """Return how many lines of the timeline have no day for a calendar."""
    return sum(_days(entry) is None for entry in story.timeline)


def _days(entry: TimelineEntry) -> tuple[date, date] | None:
    if entry.first_day is None or entry.last_day is None:
        return None
    try:
        return date.fromisoformat(entry.first_day), date.fromisoformat(entry.last_day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _event(story: Story, entry: TimelineEntry, days: tuple[date, date], labels: Labels, selection: Selection) -> Iterator[str]:
    stamp = selection.options.made[:19].replace("-", "").replace(":", "") + "Z"
    grain = granularity(entry.first_day, entry.last_day)
    url = next((u for c in entry.evidence if (u := labels.of(c).url)), None)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry_id(story, entry)}@{story.id}.tellings"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{days[1]:%Y%m%d}"
    yield f"SUMMARY:{_text(entry.text)}"
    yield f"DESCRIPTION:{_text(_passages(story, entry, labels))}"
    yield f"CATEGORIES:{_text(grain)}{',background' if entry.background else ''}"
    if url:
        yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-TELLINGS-GRAIN:{grain}"
    yield f"X-TELLINGS-STORY:{_text(story.id)}"
    yield f"X-TELLINGS-ACCOUNTS:{entry.accounts}"
    yield "END:VEVENT"


def _passages(story: Story, entry: TimelineEntry, labels: Labels) -> str:
    lines = [f"{story.title or 'Untitled'} ({entry.accounts} independent account{'' if entry.accounts == 1 else 's'})"]
    return "\n".join([*lines, *(_passage(cite, labels) for cite in entry.evidence)])


def _passage(cite: Cite, labels: Labels) -> str:
    label = labels.of(cite)
    return f"{label.name}, {label.shown}: “{cite.text}” ({cite.document} {cite.start}–{cite.end})"


def _text(value: str) -> str:
    """Return a text as a value of type TEXT: separators and line ends escaped, control characters left out."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in value if c == "\t" or (ord(c) >= 32 and ord(c) != 127))


def _folded(line: str) -> bytes:
    """Return a line folded behind 75 octets, never inside a character."""
    found, room, piece = b"", LINE, b""
    for character in line:
        own = character.encode("utf-8", "replace")
        if len(piece) + len(own) > room:
            found, piece, room = found + piece + b"\r\n ", b"", LINE - 1
        piece += own
    return found + piece + b"\r\n"
