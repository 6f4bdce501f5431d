"""The words that the comparison knows, per language, read once from `lang/compare/`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.lang import table

TOPIC = "compare"


def fold(word: str) -> str:
    """Return a word in lower case, without accents and with plain apostrophes."""
    lowered = word.lower().replace("’", "'")
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Slot:
    """What a number tells when one of the cues stands in its clause; `trend` is how such a number moves in time."""

    name: str
    cues: frozenset[str]
    trend: str


@dataclass(frozen=True)
class LabelGroup:
    """Words for one kind of people or thing; the weak ones serve only beside a strong one."""

    name: str
    phrases: tuple[tuple[str, ...], ...]
    weak: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """The tables of one language, folded; every field is empty where the language has no table."""

    stop: frozenset[str]
    negations: frozenset[str]
    before_verbs: frozenset[str]
    articles: frozenset[str]
    leaning: frozenset[str]
    partial: frozenset[str]
    joins: frozenset[str]
    about: frozenset[str]
    at_least: frozenset[str]
    at_most: frozenset[str]
    bounds: Mapping[tuple[str, ...], str]
    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    percent: frozenset[str]
    not_counted: frozenset[str]
    spans: frozenset[str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    relative: Mapping[str, int]
    titles: frozenset[str]
    particles: frozenset[str]
    place_prepositions: frozenset[str]
    same: Mapping[tuple[str, ...], str]
    speech: frozenset[str]
    speech_nouns: frozenset[str]
    according: frozenset[tuple[str, ...]]
    denials: frozenset[str]
    no_knowledge: tuple[tuple[str, ...], ...]
    synonyms: Mapping[str, frozenset[int]]
    phrases: Mapping[tuple[str, ...], int]
    heads: Mapping[str, frozenset[str]]
    slots: tuple[Slot, ...]
    labels: tuple[LabelGroup, ...]

    @property
    def modifiers(self) -> frozenset[str]:
        """Return every word that may say how exact an amount is."""
        return self.about | self.at_least | self.at_most


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(w) for w in text.split())


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(fold(text).replace("-", " ").replace("'", " ").split())


def _pairs(text: str) -> Mapping[str, float]:
    return {fold(k): float(v) for k, v in (item.split("=") for item in text.split())}


def _numbered(text: str, first: int) -> dict[str, int]:
    return {fold(w): i for i, w in enumerate(text.split(), first)}


def _memberships(groups: Iterable[tuple[Any, str]]) -> dict[str, frozenset[Any]]:
    found: dict[str, set[Any]] = {}
    for name, words in groups:
        for word in _words(words):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def lexicon(language: str) -> Lexicon:
    """Return the tables of a language; those of English where it has none (numerals and names still serve)."""
    own = table(TOPIC, language) or table(TOPIC, "en")
    amounts, days, names, speech = (own.get(k, {}) for k in ("amounts", "days", "names", "speech"))
    bounds = {_phrase(p): "at least" for p in amounts.get("at_least_phrases", ())}
    bounds.update({_phrase(p): "up to" for p in amounts.get("at_most_phrases", ())})
    bounds.update({_phrase(p): "about" for p in amounts.get("about_phrases", ())})
    short = {k: int(v) for k, v in _pairs(days.get("short_months", "")).items()}
    return Lexicon(
        stop=_words(own.get("stop", "")),
        negations=_words(own.get("negations", "")),
        before_verbs=_words(own.get("before_verbs", "")),
        articles=_words(own.get("articles", "")), leaning=_words(own.get("leaning", "")), partial=_words(amounts.get("partial", "")), joins=_words(own.get("joins", "")),
        about=_words(amounts.get("about", "")), at_least=_words(amounts.get("at_least", "")),
        at_most=_words(amounts.get("at_most", "")), bounds=bounds, numbers=_pairs(amounts.get("words", "")),
        scales=_pairs(amounts.get("scales", "")), percent=_words(amounts.get("percent", "")) | {"%"},
        not_counted=_words(amounts.get("not_counted", "")), spans=_words(amounts.get("spans", "")),
        weekdays=_numbered(days.get("weekdays", ""), 0), months={**short, **_numbered(days.get("months", ""), 1)},
        relative={k: int(v) for k, v in _pairs(days.get("relative", "")).items()},
        titles=_words(names.get("titles", "")), particles=_words(names.get("particles", "")),
        place_prepositions=_words(names.get("place_prepositions", "")),
        same={_phrase(p): _phrase(group[-1])[0] for group in names.get("same", ()) for p in group},
        speech=_words(speech.get("verbs", "")), speech_nouns=_words(speech.get("nouns", "")), according=frozenset(_phrase(p) for p in speech.get("according", ())),
        denials=_words(speech.get("denials", "")), no_knowledge=tuple(_phrase(p) for p in speech.get("no_knowledge", ())),
        synonyms=_memberships(enumerate(own.get("synonyms", ()))),
        phrases={_phrase(p): i for i, group in enumerate(own.get("synonym_phrases", ())) for p in group},
        heads=_memberships(own.get("heads", {}).items()),
        slots=tuple(Slot(s["name"], _words(s["cues"]), s["trend"]) for s in own.get("slots", ())),
        labels=tuple(_label_group(g) for g in own.get("labels", ())),
    )  # fmt: skip


def _label_group(group: Mapping[str, Any]) -> LabelGroup:
    phrases = tuple(sorted((_phrase(w) for w in group["words"]), key=len, reverse=True))
    return LabelGroup(group["name"], phrases, frozenset(group.get("weak", ())))
