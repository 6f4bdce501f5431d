"""What is compared of each report of an event: its kind, actors, days, places and words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tellings.lang import table
from tellings.lang.names import fold
from tellings.model import Actor, Argument, Article, Days, Event, Span

WORD = re.compile(r"\d+|[^\W\d_]{2,}")
NOUN = "w:"
"""What the key of an argument that is no actor begins with."""
LONGEST_CLAUSE = 320
"""Characters of a clause that are read for its words."""


@dataclass(frozen=True, eq=False)
class Told:
    """One report: an event of one article, with what comparison needs; `weights` are its words' IDF, unit length."""

    article: Article
    number: int
    event: Event
    order: int
    kinds: frozenset[str]
    trigger: str
    doers: frozenset[str]
    others: frozenset[str]
    clause: Span
    weights: Mapping[str, float] = field(default_factory=dict)

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
def _families(language: str) -> Mapping[str, str]:
    rows = table("events", language).get("happenings", {}).get("verbs", ())
    return {word: row.split()[0] for row in rows for word in row.split()}


@cache
def _said(language: str) -> frozenset[str]:
    return frozenset(table("events", language).get("happenings", {}).get("said", "").split())


@cache
def _stop(language: str) -> frozenset[str]:
    own = table("events", language).get("light", {}).get("verbs", ""), table("compare", language).get("stop", "")
    return frozenset(fold(w) for text in own for w in text.split())


def stem(word: str) -> str:
    """Return a word without its commonest endings; rough, and the same for every language in Latin script."""
    word = fold(word)
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def family(event: Event, language: str) -> str:
    """Return the type of an event, or the family of its predicate."""
    if event.type is not None:
        return event.type
    words = (event.predicate or "").split()
    known = _families(language)
    if words and words[0] in _said(language):
        return "say"
    for key in ("_".join(words), "_".join(words[:2]), *words[:1]):
        if key in known:
            return known[key]
    return words[0] if words else "-"


def reports(articles: Sequence[Article], actors: Sequence[Actor]) -> list[Told]:
    """Return every report of the articles that may be of a happening, in order."""
    actor_of = {(e.document, e.entity): a.id for a in actors for e in a.entities}
    found: list[Told] = []
    bags: list[Counter[str]] = []
    for article in articles:
        language = article.analysis.metadata.language or "en"
        for number, event in article.events:
            if event.realis == "hypothetical":
                continue
            clause = event.clause or event.trigger
            told = Told(
                article=article, number=number, event=event, order=len(found),
                kinds=frozenset({family(event, language)}), trigger=stem(event.trigger.of(article.text).split()[0]),
                doers=_keys(event.actors, article, actor_of), others=_keys(event.recipients, article, actor_of), clause=clause,
            )  # fmt: skip
            found.append(told)
            bags.append(_bag(clause.of(article.text)[:LONGEST_CLAUSE], language))
    return _weighed(found, bags)


def _keys(arguments: Iterable[Argument], article: Article, actor_of: Mapping[tuple[str, str], str]) -> frozenset[str]:
    keys: set[str] = set()
    for a in arguments:
        known = actor_of.get((article.document, a.entity)) if a.entity else None
        keys.add(known or NOUN + stem(a.of(article.text).split()[-1]))
    return frozenset(keys)


def _bag(text: str, language: str) -> Counter[str]:
    stop = _stop(language)
    return Counter(stem(w) for w in WORD.findall(text) if fold(w) not in stop)


def _weighed(found: Sequence[Told], bags: Sequence[Counter[str]]) -> list[Told]:
    import dataclasses

    documents: dict[str, set[str]] = {}
    for told, bag in zip(found, bags, strict=True):
        for word in bag:
            documents.setdefault(word, set()).add(f"{told.article.document}:{told.clause.start}")
    total = len(found) + 1
    weighed = []
    for told, bag in zip(found, bags, strict=True):
        raw = {w: math.log(1 + total / len(documents[w])) for w in bag}
        norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        weighed.append(dataclasses.replace(told, weights={w: v / norm for w, v in raw.items()}))
    return weighed
