"""Matters: which accounts of a story are of one matter, so that what they tell may be set against each other.

A story may hold pages of one kind of thing only (quarterly figures of several companies): what differs there is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tellings.compare.atoms import Atom
from tellings.compare.lexicon import fold
from tellings.compare.naming import places_in
from tellings.compare.statements import Corpus, Statement, Telling
from tellings.lang import listed
from tellings.model import Entity

OPENING = 4
"""Sentences of an account, its title among them, that say what it is about."""
SHORT = 2
"""Letters of the longest word of a name that is too short to know a person by."""


@dataclass(frozen=True)
class Named:
    """Whom and what an account opens with, and whom and what it names: actors, and words of names."""

    opening: frozenset[str]
    actors: frozenset[str]
    opening_words: frozenset[str]
    words: frozenset[str]
    persons: frozenset[str]
    towns: tuple[Entity, ...]
    """The towns that it opens with."""
    weekdays: frozenset[str]
    """The days of the week that it opens with."""


class Matters:
    """Tells of accounts whether one names what the other opens with, or both name one person."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def one(self, a: int, b: int) -> bool:
        """Tell whether two accounts are of one matter, as far as is known."""
        one, other = self.named[a], self.named[b]
        named = one.opening_words & other.words or other.opening_words & one.words
        return self.one_owner(a, b) or bool(named)

    def one_owner(self, a: int, b: int) -> bool:
        """Tell whether two accounts name one person, or one names somebody or something that the other opens with."""
        one, other = self.named[a], self.named[b]
        if a == b or not one.opening or not other.opening or one.persons & other.persons:
            return True
        return bool(one.opening & other.actors or other.opening & one.actors)

    @cached_property
    def named(self) -> list[Named]:
        """Return the names of each account."""
        return [self._read(t) for t in self.corpus.tellings]

    def _read(self, telling: Telling) -> Named:
        opening, own = telling.statements[:OPENING], telling.statements
        end = opening[-1].span.end if opening else 0
        persons = (w for e in telling.article.entities if e.type == "person" for w in fold(e.name).split() if len(w) > SHORT)

        return Named(
            frozenset(self._actors(telling, end)), frozenset(self._actors(telling, len(telling.article.text))),
            words_of(opening, telling.language), words_of(own, telling.language), frozenset(persons),
            tuple(e for s in opening for e in places_in(s, self.corpus) if e.type == "place"),
            frozenset(w for s in opening for a in s.atoms if a.kind == "day" for w in _weekdays(a, s)),
        )  # fmt: skip

    def _actors(self, telling: Telling, end: int) -> Iterator[str]:
        """Yield the actors that a text names before a place."""
        for entity in telling.article.entities:
            if any(m.start < end for m in entity.mentions if m.kind == "name"):
                yield self._actor(telling, entity)

    def _actor(self, telling: Telling, entity: Entity) -> str:
        return self.corpus.names.get((telling.article.document, entity.id), entity.id)


def _weekdays(day: Atom, statement: Statement) -> list[str]:
    return [w for w in fold(day.text).split() if w in statement.words.weekdays]


def words_of(statements: Sequence[Statement], language: str) -> frozenset[str]:
    """Return the words of names, without those of companies that name none ("Inc.")."""
    forms = listed("entities", "legal_forms", language)
    return frozenset(a.key for s in statements for a in s.atoms if a.kind == "name" and a.key not in forms)
