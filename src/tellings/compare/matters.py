"""Matters: which accounts of a story are of one matter, so that what they tell may be set against each other.

A story may hold pages of one kind of thing only (quarterly figures of several companies): what differs there is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from tellings.compare.lexicon import fold
from tellings.compare.naming import elsewhere
from tellings.compare.statements import Corpus, Statement, Telling
from tellings.lang import table
from tellings.model import Cite, Entity, Fact

OPENING = 4
"""Sentences of an account, its title among them, that say what it is about."""
SUMS = "$€£¥%"
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


class Matters:
    """Tells of accounts whether one names what the other opens with, or both name one person."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._at = {t.article.document: t.index for t in corpus.tellings}

    def apart(self, fact: Fact) -> bool:
        """Tell whether no two values of a fact are of accounts of one matter."""
        if fact.kind in ("number", "day") and self._elsewhere(fact):
            return True
        told = [{self._at[c.document] for c in v.evidence} for v in fact.values]
        pairs = [(a, b) for i, own in enumerate(told) for other in told[:i] for a in own for b in other]
        if fact.kind != "number" or not self._is_sum(fact.values[0].evidence[0]):
            return not any(self._one(a, b) for a, b in pairs)
        return not any(self._one_owner(a, b) for a, b in pairs) or (
            fact.relation != "refinement" and self._of_others([v.evidence[0] for v in fact.values])
        )

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

    def _elsewhere(self, fact: Fact) -> bool:
        """Tell whether the sentences of any two passages of two values name other places."""
        told = [[s for c in v.evidence if (s := self._sentence(c))] for v in fact.values]
        pairs = [(a, b) for i, own in enumerate(told) for other in told[:i] for a in own for b in other]
        return bool(pairs) and all(elsewhere(a, b, self.corpus) for a, b in pairs)

    def _sentence(self, cite: Cite) -> Statement | None:
        own = self.corpus.tellings[self._at[cite.document]].statements
        return next((s for s in own if s.span.start <= cite.start < s.span.end), None)

    def _of_others(self, cites: Sequence[Cite]) -> bool:
        """Tell whether the sentences of the values each name somebody whom the other's account never names."""
        near = [self._near(c) for c in cites]
        everybody = [self._names[self._at[c.document]].actors for c in cites]
        return all(near[i] - everybody[j] and near[j] - everybody[i] for i in range(len(cites)) for j in range(i))

    def _near(self, cite: Cite) -> frozenset[str]:
        """Return the bodies and persons named in the sentence of a passage."""
        telling = self.corpus.tellings[self._at[cite.document]]
        own = self._sentence(cite)
        named = (e for e in telling.article.entities if e.type in ("organisation", "person") and own is not None)
        return frozenset(
            self._actor(telling, e) for e in named if any(own and own.span.contains(m) for m in e.mentions if m.kind == "name")
        )

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
