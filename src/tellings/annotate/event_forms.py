"""Events where no parser serves the language: the forms of a table's verbs, in the clause that commas and joining words bound.

Nothing is said of what a parse would be needed for: the actor is the nearest entity before the verb in its clause or
sentence, the recipient an entity right after it; a negation next to the verb makes it denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.annotate.event_counts import counts_in
from tellings.annotate.event_modes import contexts_of, mode_of
from tellings.annotate.event_records import borrowed
from tellings.lang import table
from tellings.model import Argument, Entity, Event, Mention, Realis, Sentence, Span, Time
from tellings.stage import View

WORD = re.compile(r"[^\W\d_]+")
MARKS = re.compile(r"[,;:()«»“”\"]| [–—] ")
CONFIDENCE = 0.4
"""What such an event is worth: right in about two of five when judged strictly, since actors are guessed by position."""


SPEECH = "say"
"""The family of reports of speech, which tell nothing without a speaker."""


@dataclass(frozen=True)
class Forms:
    """Conjugated forms with their type or family, joining words and negations of a language."""

    actual: Mapping[str, str]
    planned: Mapping[str, str]
    opens: frozenset[str]
    joins: frozenset[str]
    negations: frozenset[str]


@cache
def forms(language: str) -> Forms:
    """Return the forms of a language, empty where it has no table."""
    own = table("events", language)
    clauses = own.get("clauses", {})
    actual, planned = (
        {w: name for name, text in own.get(side, {}).items() for w in text.split()} for side in ("forms", "planned")
    )
    opens, joins, negations = (frozenset(clauses.get(name, "").split()) for name in ("opens", "joins", "negations"))
    return Forms(actual, planned, opens, joins, negations)


def events_by_form(view: View, language: str) -> tuple[Event, ...]:
    """Return the events of a document by verb forms alone, in text order."""
    known = forms(language)
    if not known.actual:
        return ()
    mentions = sorted(((m, e) for e in view.entities for m in e.mentions if m.kind == "name"), key=lambda row: row[0].start)
    found = (event for sentence in view.sentences for event in _events(view, sentence, known, mentions))
    return tuple(sorted(found, key=lambda e: e.trigger.start))


def _events(view: View, sentence: Sentence, known: Forms, mentions: list[tuple[Mention, Entity]]) -> Iterator[Event]:
    text = view.text
    words = [(m.group().lower(), Span(m.start(), m.end())) for m in WORD.finditer(text, sentence.start, sentence.end)]
    hits = [(n, known.actual.get(w) or known.planned.get(w)) for n, (w, _) in enumerate(words)]
    taken: list[Span] = []
    for n, name in sorted(((n, name) for n, name in hits if name), key=lambda row: (row[1] == SPEECH, row[0])):
        word, span = words[n]
        clause = _clause(text, sentence, words, n, known)
        if any(clause.overlaps(t) for t in taken):
            continue
        cue = next((s for w, s in words[max(0, n - 3) : n] if w in known.negations and clause.contains(s)), None)
        realis: Realis = "denied" if cue and name != "REJECT" else "planned" if word in known.planned else "actual"
        event = _event(view, name, span, (sentence, clause), mentions, (realis, cue))
        if event.actors or name != SPEECH:
            taken.append(clause)
            yield event


def _clause(text: str, sentence: Sentence, words: list[tuple[str, Span]], n: int, known: Forms) -> Span:
    """Return the stretch around a word up to the next mark or joining word on either side."""
    start, end, at = sentence.start, sentence.end, words[n][1]
    for mark in MARKS.finditer(text, sentence.start, sentence.end):
        if mark.end() <= at.start:
            start = mark.end()
        elif mark.start() >= at.end:
            end = mark.start()
            break
    for word, span in words:
        if word in known.opens and span.end <= at.start:
            start = max(start, span.end)
        elif word in known.joins and span.start >= at.end:
            end = min(end, span.start)
    while start < at.start and text[start].isspace():
        start += 1
    while end > at.end and (text[end - 1].isspace() or text[end - 1] == "."):
        end -= 1
    return Span(start, end)


def _event(
    view: View,
    name: str,
    trigger: Span,
    around: tuple[Sentence, Span],
    mentions: list[tuple[Mention, Entity]],
    status: tuple[Realis, Span | None],
) -> Event:
    sentence, clause = around
    before = [row for row in mentions if sentence.start <= row[0].start and row[0].end <= trigger.start]
    after = [
        row for row in mentions if trigger.end <= row[0].start and row[0].end <= clause.end and row[0].start - trigger.end < 30
    ]
    time = _time(view, sentence, clause)
    published = view.published_day(sentence.part)
    if time is not None and status[0] == "actual" and published and time.first_day and time.first_day > published:
        time = None
    kinds: Any = name if name.isupper() else None
    language = view.metadata.language or "en"
    return Event(
        type=kinds,
        predicate=view.text[trigger.start : trigger.end].lower() if kinds else name.replace("_", " "),
        trigger=trigger,
        mode=mode_of(kinds, view.text, trigger, clause, language),
        contexts=contexts_of(view.text, clause, language) if kinds else (),
        counts=counts_in(view.text, clause, view.quantities, language),
        realis=status[0],
        realis_cue=status[1],
        actors=tuple(_argument(*row) for row in before[-1:]),
        recipients=tuple(_argument(*row) for row in after[:1]),
        when=time.days if time else None,
        when_span=time.bare() if time else None,
        reported_by=next((n for n, q in enumerate(view.quotes) if q.content.contains(trigger)), None),
        clause=clause,
        confidence=CONFIDENCE,
        part=sentence.part,
    )


def _time(view: View, sentence: Sentence, clause: Span) -> Time | None:
    inside = [
        t for t in view.times if not borrowed(t) and t.type in ("DATE", "TIME") and t.days is not None and sentence.contains(t)
    ]
    own = [t for t in inside if clause.contains(t)]
    return own[0] if own else inside[0] if len(inside) == 1 else None


def _argument(mention: Mention, entity: Entity) -> Argument:
    return Argument(mention.start, mention.end, entity=entity.id, country=entity.country, sector=entity.sector)
