"""Events where no parser serves the language: the forms of a table's verbs, in the clause that commas and joining words bound.

Nothing is said of what a parse would be needed for: the actor is the nearest noun phrase (a name, a noun of somebody, a noun
behind its article) before the verb in its clause that no preposition governs, the recipient a name or noun of somebody right
after it; in the passive the other way round. A negation near the verb makes it denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.annotate.event_counts import counts_in
from tellings.annotate.event_modes import mode_and_contexts
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
    infinitives: Mapping[str, str]
    groups: Mapping[str, str]
    small: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Party:
    """A noun phrase: its noun, the preposition that governs it, and whether a table or a name makes it somebody."""

    noun: Argument
    governor: str = ""
    somebody: bool = True


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
    actual, planned, infinitives = (
        {w: name for name, text in own.get(side, {}).items() for w in text.split()}
        for side in ("forms", "planned", "infinitives")
    )
    small = {name: frozenset(text.split()) for name, text in own.get("clauses", {}).items()}
    small["where"] = frozenset(own.get("phrases", {}).get("where", "").split())
    participles = {
        stem + ending.strip("_"): name
        for name, text in own.get("participles", {}).items()
        for stem in text.split()
        for ending in small.get("endings", ())
    }
    groups = {w: sector for sector, text in own.get("groups", {}).items() for w in text.split()}
    return Forms(actual, planned, participles, infinitives, groups, small)


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

    def _parties(self, mentions: Sequence[tuple[Mention, Entity]]) -> list[Party]:
        """Return noun phrases, in text order; a place behind the preposition of a place is none."""
        found: list[Party] = []
        for mention, entity in mentions:
            n = sum(span.end <= mention.start for _, span in self.words)
            before = self.words[n - 1][0] if n else ""
            if entity.type not in ("place", "country") or before not in self._small("where"):
                found.append(Party(_argument(mention, entity), self._governor(n)))
        for n, (word, span) in enumerate(self.words):
            known = word in self.known.groups
            if (known or self._noun(n)) and not any(p.noun.overlaps(span) for p in found):
                sector = self.known.groups.get(word, "-")
                noun = Argument(span.start, span.end, sector=None if sector == "-" else sector)
                found.append(Party(noun, self._governor(n), somebody=known))
        return _joined(self.view.text, sorted(found, key=lambda p: p.noun.start))

    def _noun(self, n: int) -> bool:
        """Tell whether a word stands right behind an article or number and is no further one: "el tren", "nueve personas"."""
        small = self._small("determiners")
        return n > 0 and self.words[n - 1][0] in small and self.words[n][0] not in small | self.known.actual.keys()

    def _governor(self, n: int) -> str:
        """Return the preposition that governs the noun phrase whose noun is word number `n`, "" where none does."""
        small = self._small("determiners")
        while n and self.words[n - 1][0] in small:
            n -= 1
            if self.words[n][0] in self._small("merged"):
                return self.words[n][0]
        word = self.words[n - 1][0] if n else ""
        return word if word in self._small("prepositions") else ""

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
        if word in known.infinitives:
            before = {w for w, _ in self.words[max(0, n - NEAR) : n]}
            going = bool(before & self._small("going"))
            return Hit(n, known.infinitives[word], planned=going) if going or before & self._small("hypothetical") else None
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
        mode, contexts = mode_and_contexts(kinds, view.text, trigger, clause, language)
        return Event(
            type=kinds,
            predicate=view.text[trigger.start : trigger.end].lower() if kinds else hit.name.replace("_", " "),
            trigger=trigger,
            mode=mode,
            contexts=contexts,
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
        before = [p for p in self.parties if p.noun.end <= trigger.start and (p.somebody or hit.name != SPEECH)]
        inside = [p for p in before if clause.contains(p.noun)]
        free = [p for p in inside if not p.governor]
        somebody = [p for p in inside or before if p.somebody] or [p for p in before if p.somebody]
        subject = tuple(p.noun for p in (free or somebody)[-1:])
        after = [p for p in self.parties if trigger.end <= p.noun.start and p.noun.end <= clause.end]
        speakers = tuple(p.noun for p in after if p.somebody and not p.governor)
        if hit.name == SPEECH and speakers and not any(clause.contains(p.noun) for p in before):
            return speakers[:1], ()
        if not hit.passive:
            near = [p for p in after if p.noun.start - trigger.end < AFTER]
            return subject, tuple(p.noun for p in near if self._suffers(p))[:1]
        agents = [s.end for w, s in self.words if w in self._small("agent") and trigger.end <= s.start < clause.end]
        done_by = tuple(p.noun for p in after if agents and p.noun.start >= agents[0])[:1]
        return done_by, subject

    def _suffers(self, party: Party) -> bool:
        """Tell whether a noun phrase behind a verb may be its recipient: somebody, behind no preposition but a marking one."""
        return party.somebody and party.governor in ("", *self._small("recipient"))

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


def _joined(text: str, parties: Sequence[Party]) -> list[Party]:
    """Return noun phrases, a noun right before a name left out for the name: "al periodista Luis Mora"."""
    found: list[Party] = []
    for party in parties:
        before = found[-1] if found else None
        if before and before.noun.entity is None and party.noun.entity and text[before.noun.end : party.noun.start] == " ":
            party = Party(party.noun, found.pop().governor)
        found.append(party)
    return found


def _argument(mention: Mention, entity: Entity) -> Argument:
    return Argument(mention.start, mention.end, entity=entity.id, country=entity.country, sector=entity.sector)
