"""Time expressions: TIMEX3 spans and values, and the calendar days that they cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from tellings.annotate import calendar
from tellings.annotate.phrases import Grammar, Match, Reading
from tellings.annotate.times_resolve import Resolved, Resolver, Setting
from tellings.lang import table
from tellings.model import Time
from tellings.stage import Segment, View

CONFIDENCE = {"stated": 0.95, "publication day": 0.88, "story's year": 0.85, "story's day": 0.6, "time told before": 0.7,
              "vague": 0.8, "unresolved": 0.5}  # fmt: skip


@cache
def grammar(language: str) -> Grammar:
    """Return the grammar of time expressions of a language; one without rules where there is no table."""
    return Grammar(table("times", language))


class Times:
    """Write time expressions, each with the calendar days that it covers and how it was resolved."""

    name, version = "times", 1
    reads = ("parse", "metadata", "parts", "blocks")
    writes = "times"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Time, ...]]:
        """Return the time expressions of each document, in text order."""
        return [tuple(_times(view)) for view in views]


def _times(view: View) -> list[Time]:
    language = view.metadata.language or "en"
    rules = grammar(language)
    if not rules.rules:
        return []
    cues = frozenset(table("times", language).get("future_cues", ()))
    found: list[Time] = []
    parts: dict[int, list[tuple[Segment, Reading, list[Match]]]] = {}
    for segment in view.parse.segments:
        reading = rules.read(segment.doc.text, segment.start)
        parts.setdefault(segment.part, []).append((segment, reading, rules.find(reading)))
    for part, pieces in parts.items():
        published = calendar.day_of(view.published_day(part))
        matches = [m for _, _, own in pieces for m in own]
        resolver = Resolver(published, narrative=_is_narrative(matches, published.year if published else None))
        for segment, reading, own in pieces:
            found += _of_segment(resolver, segment, reading, own, cues=cues, syntax=view.parse.has_syntax)
    return sorted(found, key=lambda t: t.start)


def _is_narrative(matches: Sequence[Match], year: int | None) -> bool:
    """Tell whether a text tells of its own years, so that its dates are not counted from the publication day."""
    told = [int(m.one("YEAR")) for m in matches if m.one("YEAR")]
    near = sum(m.rule.make in ("weekday", "deictic", "lastnight") for m in matches)
    if year is None:
        return len(told) >= 3 and near <= len(told)
    old = sum(t < year - 1 for t in told)
    return old >= 4 and old > 2 * near and old >= 0.6 * len(told)


def _of_segment(
    resolver: Resolver, segment: Segment, reading: Reading, matches: Sequence[Match], *, cues: frozenset[str], syntax: bool
) -> Iterator[Time]:
    for match in matches:
        resolver._last_word = reading.tokens[match.last - 1].text.lower()
        resolved = resolver.resolve(match, _setting(resolver, segment, reading, match, cues=cues, syntax=syntax))
        if resolved is not None:
            yield _time(match, resolved, reading)


def _time(match: Match, resolved: Resolved, reading: Reading) -> Time:
    covered = calendar.interval(resolved.value) if resolved.type in ("DATE", "TIME") else None
    end = reading.tokens[match.last - 1 - resolved.trim].end
    return Time(
        match.start,
        end,
        type=resolved.type,
        value=resolved.value,
        first_day=covered[0].isoformat() if covered else None,
        last_day=covered[1].isoformat() if covered else None,
        basis=resolved.basis,
        confidence=CONFIDENCE[resolved.basis],
    )


def _setting(
    resolver: Resolver, segment: Segment, reading: Reading, match: Match, *, cues: frozenset[str], syntax: bool
) -> Setting:
    doc, start = segment.doc, match.start - segment.start
    token: Any = doc.char_span(start, match.end - segment.start, alignment_mode="expand")
    before = reading.tokens[match.first - 1].text if match.first else ""
    after = reading.tokens[match.last].text if match.last < len(reading.tokens) else ""
    tag = doc[token.end].tag_ if token is not None and token.end < len(doc) else ""
    future = None
    if token is not None:
        future = _future(token, cues) if syntax else _future_by_words(token, cues)
    return Setting(resolver.published, resolver.narrative, future, before, after, tag, 0)


def _future(span: Any, cues: frozenset[str]) -> bool | None:
    """Read the tense of the clause that a time belongs to: True future, False past, None undecided."""
    token = span.root
    steps = 0
    while token.head is not token and steps < 12:
        token = token.head
        steps += 1
        if token.pos_ in ("VERB", "AUX"):
            verdict = _tense(token, cues)
            if verdict is not None:
                return verdict
    return None


def _tense(verb: Any, cues: frozenset[str]) -> bool | None:
    if verb.lower_ in cues:
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in cues for c in helpers):
        return True
    if any("Past" in c.morph.get("Tense") for c in (verb, *helpers)):
        return False
    if any(c.tag_ == "TO" for c in helpers):
        return None
    return None


def _future_by_words(span: Any, cues: frozenset[str]) -> bool | None:
    sentence = span.root.sent if span.doc.has_annotation("SENT_START") else span.doc
    return True if any(t.lower_ in cues for t in sentence) else None
