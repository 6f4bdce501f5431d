"""What is compared of each report of an event: its kind, actors, days, places, numbers and words."""

from __future__ import annotations

import dataclasses
import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tellings.lang import table
from tellings.lang.names import fold
from tellings.model import Actor, Argument, Article, Days, Event, Sentence, Span, Utterance
from tellings.relate.happenings_meanings import meaning

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]{2,}")
NOUN = "w:"
"""What the key of an argument that is no actor begins with."""
LONGEST_CLAUSE = 320
"""Characters of a clause that are read for its words."""
MANY, SHARE = 12, 0.1
"""Reports, and share of a story's reports, that a participant may have and still tell one happening from another."""
BESIDE = 0.35
"""What a word beside the clause, in its sentence or the one before, counts against one inside."""
SPEECH = "say"
"""The family of reports of speech: one speaker says many things."""


@dataclass(frozen=True, eq=False)
class Told:
    """One report: an event of one article, with what comparison needs.

    `families` are those of its predicate; `named` the actors that the clause names anywhere, `people` and `bodies` the persons
    and organisations that take part, `said` the utterances that it quotes; `actors` maps the article's entities to actors;
    `rivals` counts the article's events of its kind; `loose` marks a verb of no family; `common` are the participants of
    a large part of the story's reports. `weights` are the clause's words, `around` these with the words
    beside it: inverse frequencies, unit length.
    """

    article: Article
    number: int
    event: Event
    kind: str
    families: frozenset[str]
    trigger: str
    doers: frozenset[str]
    others: frozenset[str]
    named: frozenset[str]
    people: frozenset[str]
    said: frozenset[int]
    clause: Span
    place: int
    bodies: frozenset[str] = frozenset()
    actors: Mapping[str, str] = field(default_factory=dict)
    amounts: frozenset[float] = frozenset()
    rivals: int = 1
    loose: bool = False
    common: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    around: Mapping[str, float] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Return the language of the article."""
        return self.article.analysis.metadata.language or "en"

    @property
    def days(self) -> Days | None:
        """Return when it happened, as far as the report says."""
        return self.event.when

    @property
    def told_on(self) -> str | None:
        """Return the publication day of the article."""
        published = self.article.published
        return published.day if published else None


@cache
def kinds_of(name: str, language: str) -> frozenset[str]:
    """Return a type or family with every other under which the same may be told."""
    rows = table("events", language).get("same", {}).get("kinds", ()) or table("events", "en").get("same", {}).get("kinds", ())
    return frozenset({name}).union(*(row.split() for row in rows if name in row.split()))


@cache
def once(language: str) -> frozenset[str]:
    """Return the kinds of happening that befall one thing or person only once within a story."""
    own = table("events", language).get("same", {}).get("once") or table("events", "en").get("same", {}).get("once", "")
    return frozenset(own.split())


@cache
def _families(language: str) -> Mapping[str, str]:
    rows = table("events", language).get("happenings", {}).get("verbs", ())
    return {word: row.split()[0] for row in rows for word in row.split()}


@cache
def pronouns(language: str) -> frozenset[str]:
    """Return the words of a language that name nobody by themselves."""
    return frozenset(table("events", language).get("pronouns", {}).get("all", "").split())


@cache
def _numbers(language: str) -> Mapping[str, float]:
    """Return what the number words of a language stand for."""
    pairs = table("compare", language).get("amounts", {}).get("words", "").split()
    return {fold(word): float(value) for word, _, value in (pair.partition("=") for pair in pairs)}


@cache
def _stop(language: str) -> frozenset[str]:
    own = table("events", language).get("light", {}).get("verbs", ""), table("compare", language).get("stop", "")
    return frozenset(fold(w) for text in own for w in text.split())


@cache
def _synonyms(language: str) -> Mapping[str, str]:
    """Return, for each word that has synonyms, one word that stands for them all."""
    own = table("compare", language)
    rows = [*own.get("synonyms", ()), *own.get("heads", {}).values()]
    found: dict[str, str] = {}
    for row in rows:
        words = [fold(w) for w in row.split()]
        for word in words:
            found.setdefault(word, f"~{words[0]}")
    return found


def stem(word: str) -> str:
    """Return a word without its commonest endings; rough, and the same for every language in Latin script."""
    word = fold(word)
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@cache
def _types(language: str) -> Mapping[str, str]:
    """Return the type of each verb that the tables give one type alone."""
    found: dict[str, list[str]] = {}
    for kind, text in table("events", language).get("verbs", {}).items():
        for word in text.split():
            found.setdefault(word, []).append(kind)
    return {word: kinds[0] for word, kinds in found.items() if len(kinds) == 1}


def family(event: Event, language: str) -> str:
    """Return the type of an event, or the family of its predicate, or the one type that its verb has in the tables."""
    return event.type or predicate_family(event, language)


def predicate_family(event: Event, language: str) -> str:
    """Return the family of an event's predicate, whatever its type."""
    words = (event.predicate or "").split()
    known = _families(language)
    for key in ("_".join(words), "_".join(words[:2]), *words[:1], *words[1:2]):
        if key in known:
            return known[key]
    return _types(language).get(words[0], words[0]) if words else "-"


def _loose(event: Event, language: str) -> bool:
    found = predicate_family(event, language)
    return event.type is None and found != SPEECH and found not in set(_families(language).values()) | _table_types(language)


@cache
def _table_types(language: str) -> frozenset[str]:
    return frozenset(table("events", language).get("verbs", {}))


def reports(articles: Sequence[Article], actors: Sequence[Actor], utterances: Sequence[Utterance] = ()) -> list[Told]:
    """Return every report of the articles, in order."""
    actor_of = {(e.document, e.entity): a.id for a in actors for e in a.entities}
    people, bodies = (frozenset(a.id for a in actors if a.type == kind) for kind in ("person", "organisation"))
    said_in: dict[tuple[str, int], set[int]] = {}
    for n, utterance in enumerate(utterances):
        for variant in utterance.variants:
            said_in.setdefault((variant.document, variant.quote), set()).add(n)
    found: list[Told] = []
    bags: list[tuple[Counter[str], Counter[str]]] = []
    for article in articles:
        reader = _Reader(article, actor_of, (people, bodies), said_in)
        for number, event in article.events:
            told = reader.told(number, event)
            found.append(told)
            bags.append(reader.bags(told))
    return _weighed(found, bags)


class _Reader:
    """Reads the reports of one article."""

    def __init__(
        self,
        article: Article,
        actor_of: Mapping[tuple[str, str], str],
        kinds: tuple[frozenset[str], frozenset[str]],
        said_in: Mapping[tuple[str, int], set[int]],
    ) -> None:
        self.article, self.actor_of, self.said_in = article, actor_of, said_in
        self.people, self.bodies = kinds
        self.language = article.analysis.metadata.language or "en"
        self.own = {e.id: actor_of[article.document, e.id] for e in article.entities if (article.document, e.id) in actor_of}
        self.sentences = article.sentences
        self.starts = [s.start for s in self.sentences]
        self.kinds = Counter(family(e, self.language) for _, e in article.events)
        self.mentions = sorted(
            (m.start, m.end, actor_of.get((article.document, e.id), "")) for e in article.entities for m in e.mentions
        )

    def told(self, number: int, event: Event) -> Told:
        """Return a report, its words not yet weighed."""
        clause = event.clause or event.trigger
        words = event.trigger.of(self.article.text).split()
        doers, others = self._keys(event.actors), self._keys(event.recipients)
        place = self._sentence(event.trigger)
        named = self._named(clause) or (self._named(self.sentences[place]) if self.sentences else frozenset())
        return Told(
            article=self.article, number=number, event=event, kind=family(event, self.language),
            families=frozenset({predicate_family(event, self.language)}), trigger=stem(words[0]) if words else "",
            doers=doers, others=others, named=named, people=(doers | others) & self.people,
            bodies=(doers | others) & self.bodies, said=self._said(event, clause),
            clause=clause, place=place, actors=self.own, amounts=self._amounts(clause),
            rivals=self.kinds[family(event, self.language)], loose=_loose(event, self.language),
        )  # fmt: skip

    def _amounts(self, clause: Span) -> frozenset[float]:
        """Return the numbers of a clause above one, as figures or as words."""
        known = _numbers(self.language)
        words = [fold(w) for w in WORD.findall(clause.of(self.article.text)[:LONGEST_CLAUSE])]
        spelt = {known[w] for w in words if w in known}
        counted = {q.value for q in self.article.quantities if q.value and clause.contains(q)}
        return frozenset(v for v in spelt | counted if v > 1)

    def _sentence(self, span: Span) -> int:
        return max(0, bisect_right(self.starts, span.start) - 1)

    def _named(self, clause: Span) -> frozenset[str]:
        inside = bisect_right(self.mentions, (clause.start, -1, ""))
        found = set()
        for start, end, actor in self.mentions[inside:]:
            if start >= clause.end:
                break
            if actor and end <= clause.end:
                found.add(actor)
        return frozenset(found)

    def _said(self, event: Event, clause: Span) -> frozenset[int]:
        found: set[int] = set()
        for n, quote in self.article.quotes:
            if quote.cue is not None and quote.cue.overlaps(event.trigger) and quote.content.overlaps(clause):
                found |= self.said_in.get((self.article.document, n), set())
        return frozenset(found)

    def _keys(self, arguments: Iterable[Argument]) -> frozenset[str]:
        keys: set[str] = set()
        for a in arguments:
            known = self.actor_of.get((self.article.document, a.entity)) if a.entity else None
            words = WORD.findall(a.of(self.article.text))
            keys |= {known} if known else set()
            keys |= {NOUN + self._word(words[-1])} if words and fold(words[-1]) not in _stop(self.language) else set()
        return frozenset(keys)

    def bags(self, told: Told) -> tuple[Counter[str], Counter[str]]:
        """Return the words of a report's clause without its trigger, and those beside it."""
        text, clause = self.article.text, told.clause
        beside: list[Sentence] = list(self.sentences[max(0, told.place - 1) : told.place + 1])
        before = " ".join(s.of(text) for s in beside)
        inside = self._bag(clause.of(text)[:LONGEST_CLAUSE])
        for word in self._bag(told.event.trigger.of(text)) if told.kind != SPEECH else ():
            del inside[word]
        return inside, self._bag(before) - inside

    def _bag(self, text: str) -> Counter[str]:
        stop = _stop(self.language)
        return Counter(self._word(w) for w in WORD.findall(text) if fold(w) not in stop)

    def _word(self, word: str) -> str:
        own = _synonyms(self.language).get(fold(word))
        translated = meaning(word, self.language)
        return (_synonyms("en").get(fold(translated)) if translated != word else own) or stem(translated)


def _common(found: Sequence[Told]) -> frozenset[str]:
    """Return the participants of so many reports that they tell nothing of which happening it is."""
    counted = Counter(key for told in found for key in told.doers | told.others)
    return frozenset(key for key, number in counted.items() if number > max(MANY, SHARE * len(found)))


def _weighed(found: Sequence[Told], bags: Sequence[tuple[Counter[str], Counter[str]]]) -> list[Told]:
    documents: dict[str, set[tuple[str, int]]] = {}
    for told, (inside, _) in zip(found, bags, strict=True):
        for word in inside:
            documents.setdefault(word, set()).add((told.article.document, told.place))
    total = len({(t.article.document, t.place) for t in found}) + 1

    def rarity(word: str) -> float:
        return math.log(1 + total / len(documents.get(word, (0,))))

    common = _common(found)
    weighed = []
    for told, (inside, beside) in zip(found, bags, strict=True):
        own = {w: rarity(w) for w in inside}
        wide = {**{w: BESIDE * rarity(w) for w in beside}, **own}
        weighed.append(dataclasses.replace(told, weights=_unit(own), around=_unit(wide), common=common))
    return weighed


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    norm = math.sqrt(sum(v * v for v in weights.values())) or 1.0
    return {w: v / norm for w, v in weights.items()}
