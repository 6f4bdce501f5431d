"""Contexts: what stands around a place in a sentence, in keys that are equal where accounts use other words.

A key is the stem of a word, a concept of the tables ("~rescue": saved, lifted, pulled out), or an actor of the story
("&3": "Petra Vance", "she", "the chief inspector"), so that clauses of independent accounts meet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import log

from tellings.compare.atoms import stem
from tellings.compare.lexicon import fold
from tellings.compare.statements import Corpus, Statement
from tellings.lang import table

TOPIC = "concepts"
NEAR, FAR = 5, 10
"""Words from a place within which a key counts fully, and to a half; farther in the sentence it counts a quarter."""
LEANING = 0.3
"""Weight of the sentence before where a sentence leans on it."""
LEAST_TOTAL = 40
RAREST, LEAST = 3.2, 0.2
"""Weight of a key in two sentences of the story, however long that is, and what is added to that of a common one."""
CONCEPT, ACTOR = "~", "&"


@cache
def concepts(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the concepts' phrases by their first stem, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for name, text in table(TOPIC, language).get("concepts", {}).items():
        for item in text.split():
            phrase = tuple(stem(fold(w)) for w in item.split("_"))
            found[phrase[0]].append((phrase, name))
    return {first: tuple(sorted(own, key=lambda p: (-len(p[0]), p[1]))) for first, own in found.items()}


@cache
def asked(language: str, name: str = "concepts", section: str = "asked") -> frozenset[str]:
    """Return the concepts of which values are asked, or those of another list; of English where a language names none."""
    own = table(TOPIC, language).get(section) or table(TOPIC, "en").get(section, {})
    return frozenset(str(own.get(name, "")).split())


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a sentence at a range of its atoms."""

    name: str
    first: int
    last: int


class Contexts:
    """The keys of every sentence of a story, and how telling each is."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._keys: dict[int, tuple[Key, ...]] = {}
        self._actors = _actors(corpus)

    def keys(self, statement: Statement) -> tuple[Key, ...]:
        """Return the keys of a sentence, in text order."""
        if statement.index not in self._keys:
            self._keys[statement.index] = tuple(self._read(statement))
        return self._keys[statement.index]

    def _read(self, statement: Statement) -> list[Key]:
        found = [
            Key(stem(a.key), i, i + 1) for i, a in enumerate(statement.atoms) if a.kind in ("word", "name") and len(a.key) > 1
        ]
        language = self.corpus.telling(statement).language
        known = concepts(language)
        stems = [stem(a.key) for a in statement.atoms]
        for i, first in enumerate(stems):
            seen: set[str] = set()
            for phrase, name in known.get(first, ()):
                if name not in seen and tuple(stems[i : i + len(phrase)]) == phrase:
                    seen.add(name)
                    found.append(Key(CONCEPT + name, i, i + len(phrase)))
        spoken_of = self._actors.get(statement.article, ())
        opening, closing = (bisect_left(spoken_of, (place,)) for place in (statement.span.start, statement.span.end))
        at = {a.start: i for i, a in enumerate(statement.atoms)} if opening < closing else {}
        for start, end, actor in spoken_of[opening:closing]:
            if start in at:
                last = next((i for i, a in enumerate(statement.atoms) if a.end >= end), at[start]) + 1
                found.append(Key(ACTOR + actor, at[start], last))
        found.sort(key=lambda k: (k.first, k.last, k.name))
        return found

    def named(self, statement: Statement, key: Key) -> bool:
        """Tell whether a key is a name."""
        return key.name[0] not in (CONCEPT, ACTOR) and statement.atoms[key.first].kind == "name"

    def nearness(self, key: Key, first: int, last: int) -> float:
        """Return how near a key stands to a range of atoms: 1 beside it."""
        apart = first - key.last + 1 if key.last <= first else key.first - last + 1
        return 1.0 if apart <= NEAR else 0.6 if apart <= FAR else 0.3

    def leaning(self, statement: Statement) -> dict[str, float]:
        """Return the keys of the sentence before, where a sentence leans on it."""
        before = self._leans_on(statement)
        return {key.name: LEANING for key in self.keys(before)} if before else {}

    def _leans_on(self, statement: Statement) -> Statement | None:
        if not statement.place or not statement.keys or statement.keys[0] not in statement.words.leaning:
            return None
        return self.corpus.tellings[statement.article].statements[statement.place - 1]

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the keys that stand as names somewhere."""
        return frozenset(k.name for s in self.corpus.statements for k in self.keys(s) if self.named(s, k))

    @cached_property
    def weight(self) -> Mapping[str, float]:
        """Return how telling each key is: the fewer sentences hold it the more, on one scale for long and short stories."""
        count: dict[str, int] = defaultdict(int)
        for statement in self.corpus.statements:
            for name in {k.name for k in self.keys(statement)}:
                count[name] += 1
        total = max(len(self.corpus.statements), LEAST_TOTAL) + 1
        most = LEAST + log(total / 2)
        return {name: RAREST * (LEAST + log(total / n)) / most for name, n in count.items()}


def _actors(corpus: Corpus) -> dict[int, list[tuple[int, int, str]]]:
    """Return for each account where its text speaks of which actor, by name, role or pronoun, in text order."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for telling in corpus.tellings:
        for entity in telling.article.entities:
            actor = corpus.names.get((telling.article.document, entity.id))
            if actor is not None:
                found[telling.index] += [(m.start, m.end, actor) for m in entity.mentions]
    return {index: sorted(own) for index, own in found.items()}
