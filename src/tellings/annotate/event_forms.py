"""Events where no parser serves the language: the forms of a table's verbs, in the clause that commas and joining words bound.

Nothing is said of what a parse would be needed for: the actor is the nearest name or noun of somebody before the verb in its
clause, the recipient one right after it; in the passive the other way round. A negation near the verb makes it denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.annotate.event_counts import counts_in
from tellings.annotate.event_modes import contexts_of, mode_of
from tellings.annotate.event_records import borrowed, long_ago
from tellings.lang import table
from tellings.model import Argument, Entity, Event, Mention, Realis, Sentence, Span, Time
from tellings.stage import View

WORD = re.compile(r"[^\W\d_]+")
MARKS = re.compile(r"[,;:()«»“”\"]| [–—] ")
CONFIDENCE = 0.4
"""What such an event is worth: right in about two of five when judged strictly, since actors are guessed by position."""
SPEECH = "say"
"""The family of reports of speech, which tell nothing without a speaker."""
NEAR = 3
"""Words before a verb in which a negation or auxiliary counts."""
AFTER = 30
"""Characters behind a verb in which its recipient begins."""

Words = list[tuple[str, Span]]


@dataclass(frozen=True)
class Forms:
    """The words of a language: conjugated forms and participles with their type or family, and the small words around."""

    actual: Mapping[str, str]
    planned: Mapping[str, str]
    participles: Mapping[str, str]
    groups: Mapping[str, str]
    small: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Hit:
    """A verb that tells an event: its place among the words, type or family, whether passive, and whether planned."""

    at: int
    name: str
    passive: bool = False
    planned: bool = False


@cache
def forms(language: str) -> Forms:
    """Return the forms of a language, empty where it has no table."""
    own = table("events", language)
    actual, planned = (
        {w: name for name, text in own.get(side, {}).items() for w in text.split()} for side in ("forms", "planned")
    )
    small = {name: frozenset(text.split()) for name, text in own.get("clauses", {}).items()}
    small["where"] = frozenset(own.get("phrases", {}).get("where", "").split())
    participles = {
        stem + ending: name
        for name, text in own.get("participles", {}).items()
        for stem in text.split()
        for ending in small.get("endings", ())
    }
    groups = {w: sector for sector, text in own.get("groups", {}).items() for w in text.split()}
    return Forms(actual, planned, participles, groups, small)


def events_by_form(view: View, language: str) -> tuple[Event, ...]:
    """Return the events of a document by verb forms alone, in text order."""
    known = forms(language)
    if not known.actual:
        return ()
    mentions = sorted(((m, e) for e in view.entities for m in e.mentions if m.kind == "name"), key=lambda row: row[0].start)
    found = (event for sentence in view.sentences for event in _Sentence(view, sentence, known, mentions).events())
    return tuple(sorted(found, key=lambda e: e.trigger.start))


class _Sentence:
    """Reads the events of one sentence."""

    def __init__(self, view: View, sentence: Sentence, known: Forms, mentions: Sequence[tuple[Mention, Entity]]) -> None:
        self.view, self.sentence, self.known = view, sentence, known
        self.words: Words = [
            (m.group().lower(), Span(m.start(), m.end())) for m in WORD.finditer(view.text, sentence.start, sentence.end)
        ]
        self.parties = self._parties([row for row in mentions if sentence.contains(row[0])])

    def _small(self, name: str) -> frozenset[str]:
        return self.known.small.get(name, frozenset())

    def _parties(self, mentions: Sequence[tuple[Mention, Entity]]) -> list[Argument]:
        """Return names and nouns of somebody, in text order; a place behind the preposition of a place is none."""
        found = []
        for mention, entity in mentions:
            before = [word for word, span in self.words if span.end <= mention.start][-1:]
            if entity.type not in ("place", "country") or not (before and before[0] in self._small("where")):
                found.append(_argument(mention, entity))
        for word, span in self.words:
            if word in self.known.groups and not any(a.overlaps(span) for a in found):
                sector = self.known.groups[word]
                found.append(Argument(span.start, span.end, sector=None if sector == "-" else sector))
        return sorted(found, key=lambda a: a.start)

    def events(self) -> Iterator[Event]:
        """Yield the events, at most one a clause; speech only where nothing else is told."""
        taken: list[Span] = []
        hits = [hit for n, (word, _) in enumerate(self.words) if (hit := self._hit(n, word))]
        for hit in sorted(hits, key=lambda h: (h.name == SPEECH, h.at)):
            clause = self._clause(hit.at)
            if not any(clause.overlaps(t) for t in taken):
                event = self._event(hit, clause)
                if event.actors or hit.name != SPEECH:
                    taken.append(clause)
                    yield event

    def _hit(self, n: int, word: str) -> Hit | None:
        known = self.known
        if word in known.actual:
            return Hit(n, known.actual[word])
        if word in known.planned:
            return Hit(n, known.planned[word], planned=True)
        if word not in known.participles:
            return None
        before = {w for w, _ in self.words[max(0, n - NEAR) : n]}
        if before & self._small("passive"):
            return Hit(n, known.participles[word], passive=True, planned=bool(before & self._small("passive_planned")))
        return Hit(n, known.participles[word]) if before & self._small("perfect") else None

    def _clause(self, n: int) -> Span:
        """Return the stretch around a word up to the next mark or joining word on either side."""
        text, start, end, at = self.view.text, self.sentence.start, self.sentence.end, self.words[n][1]
        for mark in MARKS.finditer(text, start, end):
            if mark.end() <= at.start:
                start = mark.end()
            elif mark.start() >= at.end:
                end = mark.start()
                break
        for word, span in self.words:
            if word in self._small("opens") and span.end <= at.start:
                start = max(start, span.end)
            elif word in self._small("joins") and span.start >= at.end:
                end = min(end, span.start)
        while start < at.start and text[start].isspace():
            start += 1
        while end > at.end and (text[end - 1].isspace() or text[end - 1] == "."):
            end -= 1
        return Span(start, end)

    def _status(self, hit: Hit, clause: Span, time: Time | None) -> tuple[Realis, Span | None]:
        before = self.words[max(0, hit.at - NEAR) : hit.at]
        inside = [(w, s) for w, s in self.words if clause.contains(s)]
        denied = next((s for w, s in before if w in self._small("negations") and clause.contains(s)), None)
        if denied is not None and hit.name != "REJECT":
            return "denied", denied
        doubted = next((s for w, s in inside if w in self._small("hypothetical")), None)
        if doubted is not None:
            return "hypothetical", doubted
        if hit.planned:
            return "planned", self.words[hit.at][1]
        if time is not None and long_ago(self.view.published_day(self.sentence.part), time):
            return "past-background", time.bare()
        return "actual", None

    def _event(self, hit: Hit, clause: Span) -> Event:
        view, trigger = self.view, self.words[hit.at][1]
        time = self._time(clause)
        realis, cue = self._status(hit, clause, time)
        published = view.published_day(self.sentence.part)
        if time is not None and realis == "actual" and published and time.first_day and time.first_day > published:
            time = None
        kinds: Any = hit.name if hit.name.isupper() else None
        language = view.metadata.language or "en"
        actors, recipients = self._sides(hit, clause, trigger)
        return Event(
            type=kinds,
            predicate=view.text[trigger.start : trigger.end].lower() if kinds else hit.name.replace("_", " "),
            trigger=trigger,
            mode=mode_of(kinds, view.text, trigger, clause, language),
            contexts=contexts_of(view.text, clause, language) if kinds else (),
            counts=counts_in(view.text, clause, view.quantities, language),
            realis=realis,
            realis_cue=cue,
            actors=actors,
            recipients=recipients,
            when=time.days if time else None,
            when_span=time.bare() if time else None,
            where=self._where(clause),
            reported_by=next((n for n, q in enumerate(view.quotes) if q.content.contains(trigger)), None),
            clause=clause,
            confidence=CONFIDENCE,
            part=self.sentence.part,
        )

    def _sides(self, hit: Hit, clause: Span, trigger: Span) -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
        before = [a for a in self.parties if a.end <= trigger.start]
        inside = [a for a in before if clause.contains(a)] or before
        after = [a for a in self.parties if trigger.end <= a.start and a.end <= clause.end]
        if hit.name == SPEECH and after and not any(clause.contains(a) for a in before):
            return tuple(after[:1]), ()
        if not hit.passive:
            return tuple(inside[-1:]), tuple(a for a in after if a.start - trigger.end < AFTER)[:1]
        agents = [s.end for w, s in self.words if w in self._small("agent") and trigger.end <= s.start < clause.end]
        done_by = tuple(a for a in after if agents and a.start >= agents[0])[:1]
        return done_by, tuple(inside[-1:])

    def _where(self, clause: Span) -> Argument | None:
        places = [
            (m, e) for e in self.view.entities if e.type in ("place", "country") for m in e.mentions if clause.contains(m)
        ]
        for mention, entity in sorted(places, key=lambda row: row[0].start):
            before = [word for word, span in self.words if span.end <= mention.start][-1:]
            if before and before[0] in self._small("where"):
                return _argument(mention, entity)
        return None

    def _time(self, clause: Span) -> Time | None:
        inside = [
            t for t in self.view.times
            if not borrowed(t) and t.type in ("DATE", "TIME") and t.days is not None and self.sentence.contains(t)
        ]  # fmt: skip
        own = [t for t in inside if clause.contains(t)]
        return own[0] if own else inside[0] if len(inside) == 1 else None


def _argument(mention: Mention, entity: Entity) -> Argument:
    return Argument(mention.start, mention.end, entity=entity.id, country=entity.country, sector=entity.sector)
