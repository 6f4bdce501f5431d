"""TimelineJS 3: the timelines as slides, each with its passages; a line whose days are open keeps the day that is known.

A line without any day cannot stand on a time axis and is left out. Text is HTML there, so everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import msgspec

from tellings.export.plover import Granularity, granularity
from tellings.export.selection import Labels, Selection
from tellings.export.tables_stories import entry_id
from tellings.model import Cite, Story, TimelineEntry

HEADLINE = 90
"""Characters of a slide's headline; the whole line stands below it."""
SHOWN: Mapping[Granularity, str] = {
    "day": "{first}", "month": "{month}", "year": "{year}", "interval": "{first} to {last}", "before": "by {last}",
    "after": "from {first}",
}  # fmt: skip


def timeline(selection: Selection) -> bytes:
    """Return the JSON of all stories' timelines as one, a group for each story where there are several."""
    several = len(selection.stories) > 1
    slides = [slide for story in selection.stories for slide in _slides(story, selection, several=several)]
    found: dict[str, Any] = {"scale": "human", "events": slides}
    if len(selection.stories) == 1:
        story = selection.stories[0]
        found["title"] = {
            "unique_id": story.id,
            "text": {"headline": escape(story.title or "Untitled"), "text": _counts(story)},
        }
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def undated(story: Story) -> int:
    """Return how many lines of the timeline have no day at all."""
    return sum(not (entry.first_day or entry.last_day) for entry in story.timeline)


def _counts(story: Story) -> str:
    counts = story.counts
    return f"<p>{counts.pages} pages, {counts.accounts} independent accounts</p>"


def _slides(story: Story, selection: Selection, *, several: bool) -> Iterator[dict[str, Any]]:
    labels = Labels(selection.of(story))
    for entry in story.timeline:
        if (entry.first_day or entry.last_day) and entry.evidence:
            yield _slide(story, entry, labels) | ({"group": story.title or story.id} if several else {})


def _slide(story: Story, entry: TimelineEntry, labels: Labels) -> dict[str, Any]:
    first, last = entry.first_day, entry.last_day
    grain = granularity(first, last)
    start = first or last or ""
    words = SHOWN[grain].format(first=first, last=last, month=start[:7], year=start[:4])
    slide: dict[str, Any] = {
        "unique_id": entry_id(story, entry), "start_date": _date(start, grain), "display_date": words,
        "text": {"headline": escape(_short(entry.text)), "text": _body(entry, labels)},
        "tellings": {"first_day": first, "last_day": last, "granularity": grain, "accounts": entry.accounts,
                     "passages": [msgspec.to_builtins(c) for c in entry.evidence]},
    }  # fmt: skip
    if grain == "interval" and last:
        slide["end_date"] = _date(last, grain)
    return slide


def _date(day: str, grain: Granularity) -> dict[str, str]:
    year, month, own = day[:4], day[5:7], day[8:10]
    parts = {"year": str(int(year)), "month": str(int(month)), "day": str(int(own))}
    shown = {"year": ("year",), "month": ("year", "month")}.get(grain, ("year", "month", "day"))
    return {name: parts[name] for name in shown}


def _short(text: str) -> str:
    return text if len(text) <= HEADLINE else text[:HEADLINE].rsplit(" ", 1)[0] + " …"


def _body(entry: TimelineEntry, labels: Labels) -> str:
    whole = f"<p>{escape(entry.text)}</p>" if len(entry.text) > HEADLINE else ""
    return whole + "<ul>" + "".join(_item(cite, labels) for cite in entry.evidence) + "</ul>"


def _item(cite: Cite, labels: Labels) -> str:
    label = labels.of(cite)
    name = escape(label.name)
    source = f'<a href="{escape(label.url)}">{name}</a>' if label.url else name
    day = f", {escape(label.shown)}"
    return f"<li>{source}{day}: “{escape(cite.text)}” ({escape(cite.document)} {cite.start}–{cite.end})</li>"
