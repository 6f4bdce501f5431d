"""From a coded unit to a record: spans in the text, entities, days, place, realis, and whose words they are."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tellings.annotate.event_arguments import phrase
from tellings.annotate.event_clauses import CONTENT, NOMINAL, Unit
from tellings.annotate.event_coding import Coded
from tellings.annotate.event_counts import counts_in
from tellings.annotate.event_modes import mode_and_contexts
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.annotate.gazetteer import countries
from tellings.annotate.realis import bearer, status
from tellings.model import Argument, Entity, Event, Quantity, Realis, Span, Time
from tellings.stage import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_SECTOR = frozenset({"-", "none"})
PLACE_TYPES = frozenset({"GPE", "LOC", "FAC"})
SLOPE, SHIFT = 0.63, -0.06
"""Fitted on 1,409 events of held-out folds (training/events.md)."""
LONG_AGO = 45
"""Days before publication from which a past event is background."""


CLOCK = re.compile(r"T\d")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def borrowed(time: Time) -> bool:
    """Tell whether a time is a bare time of the clock, whose day is only that of whatever was dated before."""
    return time.basis == "time told before" and CLOCK.search(time.value) is not None


def long_ago(published: str | None, time: Time) -> bool:
    """Tell whether a time lies so far before publication that an event then is background; not where the day is unknown."""
    days = time.days
    if published is None or days is None or days.last_day is None:
        return False
    return (date.fromisoformat(published) - date.fromisoformat(days.last_day)).days > LONG_AGO


class Recorder:
    """Makes the records of one document."""

    def __init__(self, view: View, words: EventWords) -> None:
        self.view, self.words = view, words
        self.text, self.language = view.text, view.metadata.language or "en"
        self.mentions = sorted(((m.start, m.end, e) for e in view.entities for m in e.mentions), key=itemgetter(0))
        self.starts = [start for start, _, _ in self.mentions]
        self.times = sorted((t for t in view.times if not borrowed(t)), key=lambda t: t.start)
        self.time_starts = [t.start for t in self.times]
        self.quantities = sorted(view.quantities, key=lambda q: q.start)
        self.quantity_starts = [q.start for q in self.quantities]
        self.quotes = [(q.content.start, q.content.end) for q in view.quotes]
        self.parts = [s.part for s in view.parse.segments]
        self.published = cache(view.published_day)
        self.arguments: dict[int, Argument] = {}

    def record(self, coded: Coded) -> Event:
        """Return the event of a coded unit."""
        unit, tree = coded.unit, coded.unit.tree
        at, part = bearer(unit, coded.type, self.words), self.parts[bisect_right(tree.cuts, unit.top) - 1]
        trigger = self._trigger(unit, at)
        time = self._time(unit, at)
        realis, cue = self._realis(coded, time, part)
        if realis == "actual" and time is not None and self._yet_to_come(time, part):
            time = None
        kinds: Any = coded.type
        clause, text, language = self._clause(unit), self.text, self.language
        quantities = self._quantities(clause)
        mode, contexts = mode_and_contexts(kinds, text, trigger, clause, language)
        return Event(
            type=kinds,
            trigger=trigger,
            predicate=_predicate(coded) if kinds is None else _bearing(unit, at),
            mode=mode,
            contexts=contexts,
            realis=realis,
            realis_cue=cue,
            actors=self._arguments(tree, coded.actors),
            recipients=self._arguments(tree, coded.recipients),
            when=time.days if time else None,
            when_span=time.bare() if time else None,
            where=self._where(unit),
            reported_by=self._quote(trigger),
            clause=clause,
            confidence=_calibrated(coded),
            part=part,
            counts=counts_in(text, clause, quantities, language) if quantities else (),
        )

    def _quote(self, trigger: Span) -> int | None:
        """Return the first quote that the trigger stands in."""
        first, last = trigger.start, trigger.end
        for n, (start, end) in enumerate(self.quotes):
            if start <= first and last <= end:
                return n
        return None

    def _quantities(self, clause: Span) -> Sequence[Quantity]:
        starts = self.quantity_starts
        return self.quantities[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]

    def _span(self, tree: Tree, first: int, last: int) -> Span:
        return Span(tree.starts[first], tree.ends[last])

    def _trigger(self, unit: Unit, at: int) -> Span:
        tree, i = unit.tree, unit.chain[at]
        if at and unit.links[at] == "n" and abs(unit.chain[at - 1] - i) <= 4:
            return self._span(tree, min(unit.chain[at - 1], i), max(unit.chain[at - 1], i))
        particles = [k for k in tree.child(i, "prt") if k == i + 1]
        return self._span(tree, i, particles[0] if particles else i)

    def _clause(self, unit: Unit) -> Span:
        """Return the unit's clause: its predicates with what hangs on them, without coordinated clauses before or after."""
        tree = unit.tree
        own = tree.under[unit.top]
        clauses = [k for k in tree.child(unit.top, "conj") if tree.pos[k] in CONTENT]
        if clauses:
            left_out = {m for k in clauses for m in tree.under[k]}
            own = [i for i in own if i not in left_out]
        first, last = own[0], own[-1]
        while last > unit.core and tree.pos[last] in ("PUNCT", "CCONJ", "SPACE"):
            last -= 1
        while first < unit.top and tree.pos[first] in ("PUNCT", "CCONJ", "SPACE") and tree.texts[first] not in '"“«':
            first += 1
        return self._span(tree, first, last)

    def _arguments(self, tree: Tree, heads: Sequence[int]) -> tuple[Argument, ...]:
        """Return the arguments of some heads and of what is coordinated with them, each place once."""
        if not heads:
            return ()
        if len(heads) == 1 and "conj" not in tree.known[heads[0]]:
            return (self._argument(tree, heads[0]),)
        found: dict[tuple[int, int], Argument] = {}
        for head in dict.fromkeys(heads):
            for i in tree.conjoined(head) if "conj" in tree.known[head] else (head,):
                if i == head or tree.pos[i] in NOMINAL:
                    argument = self._argument(tree, i)
                    found[argument.start, argument.end] = argument
        return tuple(found.values())

    def _argument(self, tree: Tree, head: int) -> Argument:
        """Return the argument of a head; kept, since one noun phrase often stands in several events."""
        found = self.arguments.get(head)
        if found is None:
            self.arguments[head] = found = self._phrase(tree, head)
        return found

    def _phrase(self, tree: Tree, head: int) -> Argument:
        first, last = phrase(tree, head)
        entity = self._entity(tree.starts[head], tree.ends[head])
        name, country, sector = (entity.id, entity.country, entity.sector) if entity else (None, None, None)
        if country is None:
            country = _country(tree, first, last)
        if sector is None:
            sector = self.words.sectors.get(tree.lemmas[head])
        sector = None if sector in NO_SECTOR else sector
        return Argument(tree.starts[first], tree.ends[last], entity=name, country=country, sector=sector)

    def _entity(self, start: int, end: int) -> Entity | None:
        n = bisect_left(self.starts, end)
        for _, last, entity in reversed(self.mentions[max(0, n - 4) : n]):
            if last > start:
                return entity
        return None

    def _time(self, unit: Unit, at: int) -> Time | None:
        tree = unit.tree
        under = tree.under[unit.top]
        begin = bisect_left(self.time_starts, tree.starts[under[0]])
        end = bisect_left(self.time_starts, tree.ends[under[-1]])
        if begin == end and tree.deps[unit.top] != "conj":
            return None
        wanted = [*unit.chain[at:], *unit.chain[:at][::-1]]
        found: list[tuple[int, int, Time]] = []
        for time in self.times[begin:end]:
            if time.type in ("DATE", "TIME") and time.days is not None:
                host, distance = self._host(tree, time)
                if host in wanted:
                    found.append((wanted.index(host), distance, time))
        if not found and tree.deps[unit.top] == "conj":
            found = self._shared_time(unit)
        return min(found, key=lambda row: row[:2])[2] if found else None

    def _shared_time(self, unit: Unit) -> list[tuple[int, int, Time]]:
        """Return the times at the head of the sentence, which hold for the verb that this one is coordinated with too."""
        tree = unit.tree
        head = tree.heads[unit.top]
        limit = tree.starts[head]
        start = next(s for s, e in tree.sents if s <= head < e)
        begin = bisect_left(self.time_starts, tree.starts[start])
        return [
            (0, 0, t) for t in self.times[begin : bisect_left(self.time_starts, limit)]
            if t.type in ("DATE", "TIME") and t.days is not None and self._host(tree, t)[0] == head
        ]  # fmt: skip

    def _host(self, tree: Tree, time: Time) -> tuple[int, int]:
        """Return the predicate or event noun that a time hangs on, and how far up it is."""
        inside = list(range(*self._tokens(tree, time)))
        if not inside:
            return -1, 0
        at = next((i for i in inside if tree.heads[i] not in inside), inside[-1])
        for distance in range(8):
            head = tree.heads[at]
            if self._describes(tree, at, time):
                return -1, 0
            if head == at or tree.pos[head] in CONTENT or (tree.pos[head] == "NOUN" and self._tells(tree.lemmas[head])):
                return head, distance
            at = head
        return at, 8

    def _describes(self, tree: Tree, at: int, time: Time) -> bool:
        """Tell whether a time only says which thing is meant: "the 1950s model", "Tuesday's election", "since the May raid"."""
        head = tree.heads[at]
        if head == at or tree.pos[head] not in ("NOUN", "PROPN") or self._tells(tree.lemmas[head]):
            return False
        if tree.deps[at] in ("compound", "amod", "nmod", "nummod") and DAY.match(time.value) is None:
            return True
        above = tree.heads[head]
        apart = tree.deps[head] == "pobj" and tree.lows[above] in self.words.apart
        return tree.deps[at] == "poss" or (apart and tree.deps[at] in ("compound", "amod", "nmod", "nummod"))

    def _tells(self, noun: str) -> bool:
        return noun in self.words.nouns or noun in self.words.happening_nouns

    def _tokens(self, tree: Tree, span: Span) -> tuple[int, int]:
        return bisect_left(tree.ends, span.start + 1), bisect_left(tree.starts, span.end)

    def _where(self, unit: Unit) -> Argument | None:
        tree = unit.tree
        for i in reversed(unit.chain):
            for k in tree.child(i, "prep"):
                if tree.lows[k] not in self.words.where:
                    continue
                for m in tree.child(k, "pobj"):
                    if tree.ents[m] in PLACE_TYPES or self._placed(tree.starts[m], tree.ends[m]):
                        return self._argument(tree, m)
        return None

    def _placed(self, start: int, end: int) -> bool:
        entity = self._entity(start, end)
        return entity is not None and entity.type in ("place", "country")

    def _realis(self, coded: Coded, time: Time | None, part: int) -> tuple[Realis, Span | None]:
        found = coded.status or status(coded.unit, coded.type, self.words)
        tree = coded.unit.tree
        if found.realis == "actual" and time is not None and long_ago(self.published(part), time):
            return "past-background", time.bare()
        return found.realis, self._span(tree, found.cue, found.cue) if found.cue is not None else None

    def _yet_to_come(self, time: Time, part: int) -> bool:
        """Tell whether a time lies after publication: of what is told as done it is not the day."""
        published = self.published(part)
        return bool(published and time.first_day and time.first_day > published)


def _calibrated(coded: Coded) -> float:
    """Return how likely type, actor and recipient are all right: a logistic curve over the model's own figure (Platt 1999)."""
    if coded.type is None:
        return coded.confidence
    raw = min(max(coded.confidence, 0.01), 0.99)
    return round(1 / (1 + math.exp(-(SLOPE * math.log(raw / (1 - raw)) + SHIFT))), 3)


def _country(tree: Tree, first: int, last: int) -> str | None:
    """Return the country that a noun phrase names or belongs to."""
    texts, known = tree.texts, _country_words()
    for i in range(last, first - 1, -1):
        text = texts[i]
        if text in known and text[0].isupper():
            return known[text]
    return countries().names.get(" ".join(texts[first : last + 1]))


@cache
def _country_words() -> Mapping[str, str]:
    """Return the country of each word that belongs to one."""
    known = countries()
    return {**known.people, **known.names, **known.adjectives}


def _predicate(coded: Coded) -> str:
    """Return the lemmas that name a happening: the table's entry or the verb, and its object."""
    unit, name = coded.unit, coded.entry
    tree, core = unit.tree, unit.core
    if name is None and unit.links[-1] == "n":
        return f"{tree.lemmas[unit.chain[-2]]} {tree.lemmas[core]}"
    objects = [tree.lemmas[k] for k in tree.child(core, "dobj") if tree.pos[k] == "NOUN"][:1]
    particles = [tree.lows[k] for k in tree.child(core, "prt")] if name is None else []
    return " ".join([*(name or tree.lemmas[core]).split("_"), *particles, *objects])


def _bearing(unit: Unit, at: int) -> str:
    """Return the lemma of the predicate that bears a typed event, its light verb before it."""
    tree, i = unit.tree, unit.chain[at]
    if at and unit.links[at] == "n":
        return f"{tree.lemmas[unit.chain[at - 1]]} {tree.lemmas[i]}"
    return " ".join([tree.lemmas[i], *(tree.lows[k] for k in tree.child(i, "prt"))])
