"""Time expressions: TIMEX3 spans and values, the calendar days that they cover, and how they were resolved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, cast

from tellings.annotate import calendar, times_dates, times_line, times_near, times_spans
from tellings.annotate.paragraphs import place
from tellings.annotate.phrases import Grammar, Match, Reading
from tellings.annotate.times_events import EventReader
from tellings.annotate.times_story import Resolved, Setting, Story
from tellings.annotate.times_tense import TenseReader
from tellings.lang import table
from tellings.model import Time
from tellings.stage import Segment, View

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

Maker = Callable[[Match, Setting, Story], Resolved | None]
MAKERS = cast("Mapping[str, Maker]", {**times_dates.MAKERS, **times_near.MAKERS, **times_spans.MAKERS})
CONFIDENCE = {
    "stated": 0.96,
    "publication day": 0.86,
    "story's year": 0.87,
    "event's day": 0.6,
    "time told before": 0.59,
    "vague": 0.84,
    "unresolved": 0.3,
}
"""Share of right values by basis, measured on documents that no rule was written from (docs/times.md)."""
NARRATIVE_YEARS = 4
"""So many past years told, and hardly a weekday, make a text a narrative that counts from its own dates."""
NEAR_SHARE = 0.1
APPOSED = frozenset((",", "-", "–", "—"))


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of one language."""

    grammar: Grammar
    tense: TenseReader
    events: EventReader


@cache
def language_of(code: str) -> Language:
    """Return the rules of a language; a grammar without rules where there is no table."""
    own = table("times", code)
    return Language(Grammar(own), TenseReader(own), EventReader(own))


class Times:
    """Write time expressions, each with the calendar days that it covers and how it was resolved."""

    name, version = "times", 7
    reads = ("parse", "metadata", "parts", "blocks")
    writes = "times"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use: none."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Time, ...]]:
        """Return the time expressions of each document, in text order."""
        return [tuple(_times(view)) for view in views]


def _times(view: View) -> list[Time]:
    language = language_of(view.metadata.language or "en")
    if not language.grammar.rules:
        return []
    parts: dict[int, list[Segment]] = {}
    for segment in view.parse.segments:
        parts.setdefault(segment.part, []).append(segment)
    found: list[Time] = []
    for part, segments in parts.items():
        reading = language.grammar.read((s.start, s.text) for s in segments)
        found += _of_article(segments, reading, calendar.day_of(view.published_day(part)), language, view.parse.has_syntax)
    return sorted(found, key=lambda t: t.start)


def _of_article(
    segments: Sequence[Segment], reading: Reading, published: date | None, language: Language, syntax: bool
) -> Iterator[Time]:
    matches = language.grammar.find(reading)
    narrative = is_narrative(matches, published.year if published else None)
    results = not narrative and any(m.rule.make == "quarter" or m.one("SINGLE") == "Q" for m in matches)
    places = _places(segments, matches)
    settings = [_setting(m, where, reading, language, syntax=syntax) for m, where in zip(matches, places, strict=True)]
    line = times_line.of_article(matches, settings, reading) if narrative else times_line.NO_LINE
    story = Story(published, narrative=narrative, results=results, years=line.years)
    before: tuple[Match, Resolved] | None = None
    for match, setting, where in zip(matches, settings, places, strict=True):
        story.beside = _beside(before, match, reading)
        resolved = MAKERS[match.rule.make](match, setting, story)
        if resolved is not None:
            story.hear(resolved, aside=match.first in line.aside)
            if syntax and where is not None and calendar.unit_of(resolved.value) == "D":
                story.happen(resolved, language.events.dated(where))
            before = (match, resolved)
            yield _time(match, resolved, reading)


def _places(segments: Sequence[Segment], matches: Sequence[Match]) -> list[Tokens | None]:
    """Return the parsed tokens of each match."""
    starts = [s.start for s in segments]
    found = []
    for match in matches:
        segment = segments[bisect_right(starts, match.start) - 1]
        found.append(place(segment.doc, match.start - segment.start, match.end - segment.start))
    return found


def _beside(before: tuple[Match, Resolved] | None, match: Match, reading: Reading) -> str | None:
    """Return the value of a day that only a comma or dash parts from a match."""
    if before is None or before[0].last != match.first - 1 or calendar.unit_of(before[1].value) != "D":
        return None
    return before[1].value if reading.tokens[match.first - 1].text in APPOSED else None


def is_narrative(matches: Sequence[Match], year: int | None) -> bool:
    """Tell whether a text counts from its own dates (a history) and not from its publication day (a report)."""
    told = [year_told for m in matches if (year_told := times_dates.stated_year(m)) is not None]
    near = sum(m.rule.make in ("weekday", "deictic") for m in matches)
    if year is None:
        return len(told) >= NARRATIVE_YEARS and near <= NEAR_SHARE * len(told)
    old = sum(t < year - 1 for t in told)
    return old >= NARRATIVE_YEARS and near <= NEAR_SHARE * old and old >= 0.5 * len(told)


def _time(match: Match, resolved: Resolved, reading: Reading) -> Time:
    covered = resolved.days or (calendar.interval(resolved.value) if resolved.type in ("DATE", "TIME") else None)
    return Time(
        match.start,
        reading.tokens[match.last - 1 - resolved.trim].end,
        type=resolved.type,
        value=resolved.value,
        first_day=covered[0].isoformat() if covered and covered[0] else None,
        last_day=covered[1].isoformat() if covered and covered[1] else None,
        basis=resolved.basis,
        confidence=CONFIDENCE[resolved.basis],
    )


def _setting(match: Match, where: Tokens | None, reading: Reading, language: Language, *, syntax: bool) -> Setting:
    tokens = reading.tokens
    read = language.tense.read(where, syntax=syntax)
    counted = syntax and where is not None and match.rule.make in ("later", "daybeside")
    before = tokens[match.first - 1] if match.first else None
    return Setting(
        future=read.future,
        direct=read.direct,
        before=before.text if before else "",
        after=tokens[match.last].text if match.last < len(tokens) else "",
        before_tag=where.doc[where.start - 1].tag_ if where is not None and where.start else "",
        after_tag=where.doc[where.end].tag_ if where is not None and where.end < len(where.doc) else "",
        glued=before is not None and before.end == match.start,
        event=language.events.named_after(where) if counted and where is not None else "",
    )
