"""The timeline: happenings in the order in which they happened, in the sources' own words, cited.

Only happenings whose day some source gives are told; the publication day never stands in. Granularity is kept: a
month is a month. What lies far back is set apart, and what is planned is told only in words that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tellings.model import Article, Cite, Happening, Material, Sentence, Span, TimelineEntry

MOST = 25
LONGEST, SHORTEST = 260, 25
"""Characters of a line; a clause outside these bounds is told by another report where there is one."""
PRONOUN_START = re.compile(r"^\W*(?:[a-zà-ÿ])")
TRIM = " ,;:–—-"


def build_timeline(material: Material) -> tuple[TimelineEntry, ...]:
    """Return the timeline of a story, at most 25 lines, the best supported where more could be told."""
    articles = {a.document: a for a in material.articles}
    by_key = {a.key: a for a in material.articles}
    told: list[tuple[Happening, TimelineEntry]] = []
    for happening in material.happenings:
        entry = _entry(happening, articles, by_key, material)
        if entry is not None:
            told.append((happening, entry))
    told.sort(key=lambda row: (-row[0].accounts, -len(row[0].reports), row[0].type is None))
    kept = [entry for _, entry in _distinct(told)][:MOST]
    return tuple(sorted(kept, key=lambda e: (not e.background, e.first_day or e.last_day or "", e.last_day or "")))


def _distinct(told: Sequence[tuple[Happening, TimelineEntry]]) -> Iterator[tuple[Happening, TimelineEntry]]:
    """Leave out a line whose words are already told by a better supported one."""
    seen: list[TimelineEntry] = []
    for happening, entry in told:
        cite = entry.evidence[0]
        if any(e.text == entry.text or _within(cite, e.evidence[0]) for e in seen):
            continue
        seen.append(entry)
        yield happening, entry


def _within(one: Cite, other: Cite) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


def _entry(
    happening: Happening, articles: dict[str, Article], by_key: dict[tuple[str, int], Article], material: Material
) -> TimelineEntry | None:
    when = happening.when
    if when is None or (when.first_day is None and when.last_day is None) or happening.realis in ("hypothetical", "denied"):
        return None
    lines = [line for n in range(len(happening.reports)) if (line := _line(happening, n, articles))]
    if not lines:
        return None
    _, number, cite = max(lines, key=lambda line: (line[0], -line[1]))
    others = tuple(c for n, c in enumerate(happening.evidence) if n != number and not _within(c, cite))
    return TimelineEntry(
        first_day=when.first_day, last_day=when.last_day, text=_capitalised(cite.text), evidence=(cite, *others),
        accounts=happening.accounts, background=happening.realis == "past-background",
    )  # fmt: skip


def _line(happening: Happening, number: int, articles: dict[str, Article]) -> tuple[float, int, Cite] | None:
    """Return how well a report tells the happening by itself, its number and its words."""
    report = happening.reports[number]
    article = articles.get(report.document)
    if article is None:
        return None
    event = article.analysis.events[report.event]
    sentence = next((s for s in article.analysis.sentences if s.contains(event.trigger)), None)
    clause = event.clause or event.trigger
    span = _trimmed(_choose(clause, sentence), article.text)
    text = span.of(article.text)
    cue = event.realis_cue
    if "\n" in text.strip() or len(text) < SHORTEST or (event.realis == "planned" and not (cue and span.contains(cue))):
        return None
    score = 1.0 if SHORTEST * 2 <= len(text) <= LONGEST else 0.0
    score += 1.0 if event.reported_by is None else 0.0
    score += 1.0 if event.when == happening.when else 0.0
    score += sum(
        0.5 for a in (*event.actors, *event.recipients) if a.entity and a.of(article.text)[:1].isupper() and a.length > 3
    )
    score += 0.5 if span.start == (sentence.start if sentence else -1) else 0.0
    score -= 1.0 if PRONOUN_START.match(text) and sentence is not None and span.start != sentence.start else 0.0
    return score, number, article.cite(span)


def _choose(clause: Span, sentence: Sentence | None) -> Span:
    if sentence is None:
        return clause
    return sentence.bare() if sentence.length <= LONGEST or clause.length < SHORTEST * 2 else clause


def _trimmed(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return Span(start, end)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
