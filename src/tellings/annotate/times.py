"""Time expressions: TIMEX3 spans and values, the calendar days that they cover, and how they were resolved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from tellings.annotate import calendar, times_dates, times_near, times_spans
from tellings.annotate.paragraphs import place, words_of
from tellings.annotate.phrases import Grammar, Match, Reading
from tellings.annotate.times_story import Resolved, Setting, Story
from tellings.annotate.times_tense import TenseReader
from tellings.lang import table
from tellings.model import Time
from tellings.stage import Segment, View

Maker = Callable[[Match, Setting, Story], Resolved | None]
MAKERS = cast("Mapping[str, Maker]", {**times_dates.MAKERS, **times_near.MAKERS, **times_spans.MAKERS})
CONFIDENCE = {
    "stated": 0.93,
    "publication day": 0.86,
    "story's year": 0.8,
    "time told before": 0.6,
    "vague": 0.85,
    "unresolved": 0.3,
}
"""Share of right values by basis, measured on documents that no rule was written from (docs/times.md)."""
NARRATIVE_YEARS = 4
"""So many past years told, and hardly a weekday, make a text a narrative that counts from its own dates."""
NEAR_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of one language."""

    grammar: Grammar
    tense: TenseReader


@cache
def language_of(code: str) -> Language:
    """Return the rules of a language; a grammar without rules where there is no table."""
    own = table("times", code)
    return Language(Grammar(own), TenseReader(own))


class Times:
    """Write time expressions, each with the calendar days that it covers and how it was resolved."""

    name, version = "times", 1
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
        reading = language.grammar.read((s.start, words_of(s, view.text)) for s in segments)
        found += _of_article(segments, reading, calendar.day_of(view.published_day(part)), language, view.parse.has_syntax)
    return sorted(found, key=lambda t: t.start)


def _of_article(
    segments: Sequence[Segment], reading: Reading, published: date | None, language: Language, syntax: bool
) -> Iterator[Time]:
    matches = language.grammar.find(reading)
    narrative = is_narrative(matches, published.year if published else None)
    results = not narrative and any(m.rule.make == "quarter" or m.one("SINGLE") == "Q" for m in matches)
    story = Story(published, narrative=narrative, results=results)
    starts = [s.start for s in segments]
    for match in matches:
        segment = segments[bisect_right(starts, match.start) - 1]
        setting = _setting(segment, reading, match, language.tense, syntax=syntax)
        resolved = MAKERS[match.rule.make](match, setting, story)
        if resolved is not None:
            story.hear(resolved)
            yield _time(match, resolved, reading)


def is_narrative(matches: Sequence[Match], year: int | None) -> bool:
    """Tell whether a text counts from its own dates (a history) and not from its publication day (a report)."""
    told = [year_told for m in matches if (year_told := times_dates.stated_year(m)) is not None]
    near = sum(m.rule.make in ("weekday", "deictic") for m in matches)
    if year is None:
        return len(told) >= NARRATIVE_YEARS and near <= NEAR_SHARE * len(told)
    old = sum(t < year - 1 for t in told)
    return old >= NARRATIVE_YEARS and near <= NEAR_SHARE * old and old >= 0.5 * len(told)


def _time(match: Match, resolved: Resolved, reading: Reading) -> Time:
    covered = calendar.interval(resolved.value) if resolved.type in ("DATE", "TIME") else None
    return Time(
        match.start,
        reading.tokens[match.last - 1 - resolved.trim].end,
        type=resolved.type,
        value=resolved.value,
        first_day=covered[0].isoformat() if covered else None,
        last_day=covered[1].isoformat() if covered else None,
        basis=resolved.basis,
        confidence=CONFIDENCE[resolved.basis],
    )


def _setting(segment: Segment, reading: Reading, match: Match, tense: TenseReader, *, syntax: bool) -> Setting:
    doc, tokens = segment.doc, reading.tokens
    span = place(doc, match.start - segment.start, match.end - segment.start)
    read = tense.read(span, syntax=syntax)
    return Setting(
        future=read.future,
        direct=read.direct,
        before=tokens[match.first - 1].text if match.first else "",
        after=tokens[match.last].text if match.last < len(tokens) else "",
        before_tag=doc[span.start - 1].tag_ if span is not None and span.start else "",
        after_tag=doc[span.end].tag_ if span is not None and span.end < len(doc) else "",
    )
