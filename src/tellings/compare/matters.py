"""Matters: which accounts of a story are of one matter, so that what they tell may be set against each other.

A story may hold pages of one kind of thing only (quarterly figures of several companies): what differs there is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

from tellings.compare.lexicon import fold
from tellings.compare.naming import elsewhere, places_in
from tellings.compare.statements import Corpus, Statement, Telling
from tellings.lang import table
from tellings.model import Cite, Entity, Fact

OPENING = 4
"""Sentences of an account, its title among them, that say what it is about."""
SUMS = "$€£¥%"
SURE = 0.9
"""Confidence from which an agreed number is of one thing whatever names stand beside it."""
FEW = 2
"""Digits of the largest number that is told of many things."""
SAYING = 2
"""Words between a name and a word of speech."""
SHORT = 2
"""Letters of the longest word of a name that is too short to know a person by."""


@dataclass(frozen=True)
class _Names:
    """Whom and what an account opens with, and whom and what it names: actors, and words of names."""

    opening: frozenset[str]
    actors: frozenset[str]
    opening_words: frozenset[str]
    words: frozenset[str]
    persons: frozenset[str]
    towns: tuple[Entity, ...]
    """The towns that it opens with."""


class Matters:
    """Tells of accounts whether one names what the other opens with, or both name one person."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._at = {t.article.document: t.index for t in corpus.tellings}

    def apart(self, fact: Fact) -> bool:
        """Tell whether no two values of a fact are of accounts of one matter."""
        cites = [(a, b) for i, v in enumerate(fact.values) for o in fact.values[:i] for a in v.evidence for b in o.evidence]
        pairs = [(self._at[a.document], self._at[b.document]) for a, b in cites]
        sums = fact.kind == "number" and self._is_sum(fact.values[0].evidence[0])
        if fact.kind in ("number", "day") and all(self._of_other_places(a, b) for a, b in cites):
            return True
        if fact.relation != "refinement" and any(
            all(told(a, b) for a, b in cites) for told in self._tests(fact.kind, sums=sums)
        ):
            return True
        return not any(self._one_owner(a, b) if sums else self._one(a, b) for a, b in pairs)

    def agreed_apart(self, fact: Fact) -> bool:
        """Tell whether the passages of an agreed number are of other people each, or of other places."""
        cites = list(combinations((c for v in fact.values for c in v.evidence), 2))
        cites = [(a, b) for a, b in cites if a.document != b.document]
        if (
            fact.kind != "number"
            or not cites
            or fact.confidence >= SURE
            or any(self._telling(c) for pair in cites for c in pair)
        ):
            return False
        return all(self._of_others(a, b) or self._of_other_places(a, b) for a, b in cites)

    def _telling(self, cite: Cite) -> bool:
        """Tell whether a number is a length of time, or has so many digits that an equal one is of the same thing."""
        spans = self.corpus.tellings[self._at[cite.document]].words.spans
        return sum(c.isdigit() for c in cite.text) > FEW or bool(spans & set(fold(cite.text).split()))

    def _tests(self, kind: str, *, sums: bool) -> tuple[Callable[[Cite, Cite], bool], ...]:
        """Return what shows for values of a kind that those which cannot both hold are of two matters."""
        if kind == "day":
            return (self._of_later,)
        if kind != "number":
            return ()
        return (self._of_others,) if sums else (self._of_other_towns,)

    def _one(self, a: int, b: int) -> bool:
        """Tell whether two accounts are of one matter, as far as is known."""
        one, other = self._names[a], self._names[b]
        named = one.opening_words & other.words or other.opening_words & one.words
        return self._one_owner(a, b) or bool(named)

    def _one_owner(self, a: int, b: int) -> bool:
        """Tell whether two accounts name one person, or one names somebody or something that the other opens with."""
        one, other = self._names[a], self._names[b]
        if a == b or not one.opening or not other.opening or one.persons & other.persons:
            return True
        return bool(one.opening & other.actors or other.opening & one.actors)

    def _of_other_places(self, a: Cite, b: Cite) -> bool:
        """Tell whether the sentences of two passages name other places."""
        own = [self._sentence(c) for c in (a, b)]
        return bool(own[0] and own[1]) and elsewhere(*(places_in(s, self.corpus) for s in own if s))

    def _of_other_towns(self, a: Cite, b: Cite) -> bool:
        """Tell whether two accounts open with other towns."""
        return elsewhere(*(self._names[self._at[c.document]].towns for c in (a, b)))

    def _sentence(self, cite: Cite) -> Statement | None:
        own = self.corpus.tellings[self._at[cite.document]].statements
        return next((s for s in own if s.span.start <= cite.start < s.span.end), None)

    def _of_later(self, a: Cite, b: Cite) -> bool:
        """Tell whether one day is behind its own page but after the day of the other's: it is of something later."""
        days = [self._day(c) for c in (a, b)]
        pages = [self.corpus.tellings[self._at[c.document]].published for c in (a, b)]
        known = [(d, p.isoformat()) for d, p in zip(days, pages, strict=True) if d and p]
        return len(known) > 1 and any(
            own <= page and other <= before < own for (own, page), (other, before) in (known, known[::-1])
        )

    def _day(self, cite: Cite) -> str | None:
        times = self.corpus.tellings[self._at[cite.document]].times
        return next((t.first_day for t in times if t.first_day == t.last_day and t.overlaps(cite)), None)

    def _of_others(self, a: Cite, b: Cite) -> bool:
        """Tell whether the sentences of two values each have a name that the other's account never has."""
        near = [self._near(c) for c in (a, b)]
        everything = [self._names[self._at[c.document]].words for c in (a, b)]
        return bool(near[0] - everything[1]) and bool(near[1] - everything[0])

    def _near(self, cite: Cite) -> frozenset[str]:
        """Return the words of the names in the sentence of a passage, without places and those of who says it."""
        own, telling = self._sentence(cite), self.corpus.tellings[self._at[cite.document]]
        if own is None:
            return frozenset()
        said = {k for i, k in enumerate(own.keys) if own.words.speech & set(own.keys[max(0, i - SAYING) : i + SAYING + 1])}
        places = {w for e in places_in(own, self.corpus) for w in fold(e.name).split()}
        return _words((own,), telling.language) - said - places

    def _is_sum(self, cite: Cite) -> bool:
        """Tell whether a passage gives a sum of money or a share."""
        telling = self.corpus.tellings[self._at[cite.document]]
        units = telling.words.currencies | telling.words.percent | _listed("compare", "coins", telling.language)
        return bool(set(cite.text) & set(SUMS) or units & set(fold(cite.text).split()))

    @cached_property
    def _names(self) -> list[_Names]:
        return [self._read(t) for t in self.corpus.tellings]

    def _read(self, telling: Telling) -> _Names:
        opening, own = telling.statements[:OPENING], telling.statements
        end = opening[-1].span.end if opening else 0
        persons = (w for e in telling.article.entities if e.type == "person" for w in fold(e.name).split() if len(w) > SHORT)

        return _Names(
            frozenset(self._actors(telling, end)), frozenset(self._actors(telling, len(telling.article.text))),
            _words(opening, telling.language), _words(own, telling.language), frozenset(persons),
            tuple(e for s in opening for e in places_in(s, self.corpus) if e.type == "place"),
        )  # fmt: skip

    def _actors(self, telling: Telling, end: int) -> Iterator[str]:
        """Yield the actors that a text names before a place."""
        for entity in telling.article.entities:
            if any(m.start < end for m in entity.mentions if m.kind == "name"):
                yield self._actor(telling, entity)

    def _actor(self, telling: Telling, entity: Entity) -> str:
        return self.corpus.names.get((telling.article.document, entity.id), entity.id)


def _words(statements: Sequence[Statement], language: str) -> frozenset[str]:
    """Return the words of names, without those of companies that name none ("Inc.")."""
    forms = _listed("entities", "legal_forms", language)
    return frozenset(a.key for s in statements for a in s.atoms if a.kind == "name" and a.key not in forms)


@cache
def _listed(topic: str, name: str, language: str) -> frozenset[str]:
    return frozenset(str(table(topic, language).get(name, "")).split())
