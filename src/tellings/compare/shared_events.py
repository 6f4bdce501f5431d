"""Shared events: happenings that several accounts tell, in whatever words, as agreed claims.

Happenings are merged elsewhere; here each telling is held once more against the fullest one, by the keys around both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.compare.amounts import amounts_of
from tellings.compare.changes import same_day
from tellings.compare.contexts import ACTOR, CONCEPT, Contexts
from tellings.compare.gather import MOST_CITES
from tellings.compare.shared import of_others, opening_of
from tellings.compare.statements import Corpus, Statement
from tellings.lang import listed
from tellings.lang.datelines import behind_dateline
from tellings.model import Cite, Event, Fact, Happening, Span, Value

SHARED = 5.0
"""Weight of the keys that two tellings of a happening must share."""
PLAIN = 2.5
"""Weight of those among them that are neither names nor actors."""
DEED = 1.5
"""What a shared deed or thing of the tables makes up for."""
LEAST = 3
"""Words in a telling that says enough."""
MOSTLY = 2
"""Share (one in so many) of a sentence's words that the clause of a happening without a subject of its own must have."""
MOST, LONGEST = 30, 45
"""Happenings that are shown, and words of a sentence that is shown whole."""
MARKS = ("“", "”"), ("(", ")"), ("[", "]")
SPEECH = frozenset({"say", "tell", "add"})


@cache
def joining_words(language: str) -> frozenset[str]:
    """Return the words that join a clause to the one before it."""
    return listed("clauses", "breaks", language) - {"if", "unless", "whether"}


@dataclass(frozen=True, eq=False)
class _Told:
    statement: Statement
    span: Span
    keys: frozenset[str]
    deeds: frozenset[str]
    """The keys of the word that tells what happened."""
    negated: bool
    shown: Span
    """What of it is shown."""

    @property
    def article(self) -> int:
        return self.statement.article


def event_facts(corpus: Corpus, contexts: Contexts) -> list[Fact]:
    """Return the happenings on which at least two independent accounts agree, most accounts first."""
    reader = _Reader(corpus, contexts)
    facts = [f for h in corpus.material.happenings if h.accounts > 1 and h.predicate not in SPEECH for f in reader.facts(h)]
    facts.sort(key=lambda f: -f.values[0].accounts)
    return facts[:MOST]


class _Reader:
    def __init__(self, corpus: Corpus, contexts: Contexts) -> None:
        self.corpus, self.contexts = corpus, contexts
        self._tellings = {t.article.document: t for t in corpus.tellings if t.article.part == 0}

    def facts(self, happening: Happening) -> Iterator[Fact]:
        """Yield the agreed claim of a happening, where its tellings bear it out."""
        told = list(self._told(happening))
        if len({t.article for t in told}) < 2:
            return
        centre = max(told, key=lambda t: (sum(self._alike(t, o) for o in told), len(t.keys), -t.statement.index))
        own = [centre, *(t for t in told if t is not centre and t.article != centre.article and self._alike(centre, t))]
        cites: dict[int, Cite] = {}
        for t in own:
            cites.setdefault(t.article, self.corpus.cite(t.statement, t.shown))
        kept = tuple(cites.values())[:MOST_CITES]
        accounts = self.corpus.count(kept)
        if accounts > 1:
            value = Value(value=kept[0].text, evidence=kept, accounts=accounts)
            yield Fact(
                about=opening_of(centre.statement, self.corpus, centre.span), kind="claim", values=(value,), confidence=0.7
            )

    def _told(self, happening: Happening) -> Iterator[_Told]:
        for report in happening.reports:
            telling = self._tellings.get(report.document)
            if telling is None or report.event >= len(telling.article.analysis.events):
                continue
            event = telling.article.analysis.events[report.event]
            found = self._clause(telling.statements, event)
            if found is not None and event.realis in ("actual", "past-background", "planned"):
                yield found

    def _clause(self, statements: Sequence[Statement], event: Event) -> _Told | None:
        home = next((s for s in statements if s.span.contains(event.trigger)), None)
        if home is None or home.furniture or home.role == "title":
            return None
        clause = event.clause or home.span
        at = [i for i, a in enumerate(home.atoms) if clause.start <= a.start < clause.end]
        if len(at) < LEAST or _aside(home, at, event):
            return None
        inside = (k for k in self.contexts.keys(home) if at[0] <= k.first <= at[-1])
        told = (k for k in inside if k.name[0] != CONCEPT or home.atoms[k.first].kind != "name")
        keys = {k.name for k in told} | {k for k in self.contexts.leaning(home) if k[0] == ACTOR}
        negated = bool(home.words.negations & {home.keys[i] for i in at})
        own = {i for i in at if home.atoms[i].start < event.trigger.end and event.trigger.start < home.atoms[i].end}
        deeds = frozenset(k.name for k in self.contexts.keys(home) if own & set(range(k.first, k.last)))
        shown = self._shown(home, event, Span(clause.start, clause.end))
        return _Told(home, Span(clause.start, clause.end), frozenset(keys), deeds, negated, shown)

    def _shown(self, home: Statement, event: Event, clause: Span) -> Span:
        """Return a clause behind the word that joins it to the one before; where no subject stands in it, its sentence."""
        text, language = self.corpus.telling(home).article.text, self.corpus.telling(home).language
        own, joining = [a for a in home.atoms if clause.start <= a.start < clause.end], joining_words(language)
        while own and own[0].key in joining:
            own.pop(0)
        start = own[0].start if own and own[0].start > clause.start + 1 else clause.start
        args = (*event.actors, *event.recipients)
        whole = all(text.count(mark, start, clause.end) == text.count(end, start, clause.end) for mark, end in MARKS)
        whole = whole and text.count('"', start, clause.end) % 2 == 0
        if own and whole and any(start <= a.start < a.end <= event.trigger.start for a in args):
            return behind_dateline(text, Span(start, clause.end))
        return behind_dateline(text, home.span) if len(home.atoms) <= LONGEST else Span(start, clause.end)

    def _alike(self, a: _Told, b: _Told) -> bool:
        """Tell whether two tellings share enough, names aside too, and both or none hold a negation."""
        if a is b:
            return True
        if not (a.deeds & b.keys or b.deeds & a.keys):
            return False
        both = a.keys & b.keys
        total = self._weight(a, both)
        plain = self._weight(a, {k for k in both if k[0] != ACTOR and not self._name(k)})
        deeds = any(k[0] == CONCEPT for k in both)
        enough = plain >= PLAIN and total >= (SHARED - DEED if deeds else SHARED)
        alike = a.negated == b.negated and enough and not at_odds((a.statement, a.span), (b.statement, b.span))
        return alike and not of_others(a.statement, b.statement, self.corpus)

    def _weight(self, told: _Told, keys: Collection[str]) -> float:
        """Return the weight of keys, of those that one word has (its stem, what it may mean) that of the heaviest."""
        at: dict[tuple[int, int], float] = defaultdict(float)
        for key in {k.name: k for k in self.contexts.keys(told.statement) if k.name in keys}.values():
            at[key.first, key.last] = max(at[key.first, key.last], self.contexts.weight.get(key.name, 0.0))
        placed = {k.name for k in self.contexts.keys(told.statement)}
        rest = sum(self.contexts.weight.get(k, 0.0) for k in keys if k not in placed)
        return rest + sum(at.values())

    def _name(self, key: str) -> bool:
        return key in self.contexts.names


def _aside(home: Statement, at: Sequence[int], event: Event) -> bool:
    """Tell whether a happening is but named in a sentence that tells another ("weeks before the outbreak of a disease")."""
    inside = Span(home.atoms[at[0]].start, event.trigger.end)
    subject = any(inside.contains(a) for a in (*event.actors, *event.recipients))
    return not subject and MOSTLY * len(at) < len(home.atoms)


def _in_a_row(statement: Statement, span: Span) -> frozenset[str]:
    """Return the words that say which of several something is ("the first patient", "a second victim")."""
    return frozenset(a.key for a in statement.atoms if span.contains(Span(a.start, a.end))) & statement.words.ordinals


def at_odds(a: tuple[Statement, Span], b: tuple[Statement, Span]) -> bool:
    """Tell whether two tellings give other days, or numbers of one kind of thing that cannot both hold, or others in a row."""
    if _in_a_row(*a) != _in_a_row(*b):
        return True
    amounts = [[x for x in amounts_of(own) if span.contains(x.span)] for own, span in (a, b)]
    for x in amounts[0]:
        for y in amounts[1]:
            akin = x.head == y.head or bool(x.families & y.families) or x.head is None or y.head is None
            if akin and x.unit == y.unit and not x.holds_with(y):
                return True
    days = [[x for x in own.atoms if x.kind == "day" and span.start <= x.start < span.end] for own, span in (a, b)]
    return len(days[0]) == len(days[1]) == 1 and not same_day(days[0][0], days[1][0])
