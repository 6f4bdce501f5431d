"""The words that the comparison knows, per language, read once from `lang/compare/`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from tellings.lang import table

TOPIC = "compare"
REMEMBERED = 1 << 16
"""Words whose plain form and stem are remembered: the words of a story come again and again."""


@lru_cache(REMEMBERED)
def fold(word: str) -> str:
    """Return a word in lower case, without accents and with plain apostrophes."""
    lowered = word.lower().replace("’", "'")
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Slot:
    """What a number tells when one of the cues stands in its clause; `trend` is how such a number moves in time.

    `counted` are cues that may be what is counted ("seven dead"); `local` numbers are often of one place among several.
    `families` are the kinds of people that it may count; `timed`: it is a length of time ("jailed for four years").
    `behind` are cues that stand behind such a length ("years in prison"), `net` words right before one make it another ("an
    effective ten years"). `moving`: those counted are on their way, so places beside the number say nothing of it. `usual`
    words for them need no cue where another account gives the same number.
    """

    name: str
    cues: frozenset[str]
    counted: frozenset[str]
    trend: str
    local: bool = False
    families: frozenset[str] = frozenset({"people"})
    timed: bool = False
    behind: frozenset[str] = frozenset()
    moving: bool = False
    usual: frozenset[str] = frozenset()
    net: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LabelGroup:
    """Words for one kind of people or thing; the weak ones serve only beside a strong one.

    `loose`: the name that they go with may stand anywhere before them in the sentence. `one`: a story that opens with such a
    deed seldom tells of another.
    """

    name: str
    phrases: tuple[tuple[str, ...], ...]
    weak: frozenset[str]
    loose: bool
    one: bool = False


@dataclass(frozen=True)
class Occasion:
    """The words that tell a kind of happening; a day beside a noun may be that of another verb."""

    name: str
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Lexicon:
    """The tables of one language, folded; every field is empty where the language has no table."""

    stop: frozenset[str]
    negations: frozenset[str]
    before_verbs: frozenset[str]
    articles: frozenset[str]
    relating: frozenset[str]
    leaning: frozenset[str]
    furniture: tuple[tuple[str, ...], ...]
    furniture_inside: tuple[str, ...]
    first_person: frozenset[str]
    dating: frozenset[str]
    desks: frozenset[str]
    speakers: frozenset[str]
    partial: frozenset[str]
    adding: frozenset[str]
    aged: frozenset[str]
    points: frozenset[str]
    numbered: frozenset[str]
    """Words before a number that is a name ("train 4417"): those of the amounts that are annotated."""
    joins: frozenset[str]
    joining: frozenset[str]
    part_link: str
    inside: frozenset[str]
    possessives: frozenset[str]
    persons: frozenset[str]
    who: frozenset[str]
    which: frozenset[str]
    by: frozenset[str]
    share_links: frozenset[str]
    ranging: frozenset[str]
    person_endings: tuple[str, ...]
    thing_endings: tuple[str, ...]
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
    day_links: frozenset[str]
    he: frozenset[str]
    the: frozenset[str]
    she: frozenset[str]
    speaking_for: frozenset[str]
    according: frozenset[tuple[str, ...]]
    denials: frozenset[str]
    denied: frozenset[str]
    doing: tuple[str, ...]
    pointing: frozenset[str]
    pronouns: frozenset[str]
    no_knowledge: tuple[tuple[str, ...], ...]
    synonyms: Mapping[str, frozenset[int]]
    phrases: Mapping[tuple[str, ...], int]
    heads: Mapping[str, frozenset[str]]
    generic: frozenset[str]
    measures: frozenset[str]
    currencies: frozenset[str]
    slots: tuple[Slot, ...]
    totals: frozenset[str]
    putting: frozenset[str]
    vague: Mapping[tuple[str, ...], tuple[float, float]]
    labels: tuple[LabelGroup, ...]
    deeds: tuple[LabelGroup, ...]
    occasions: tuple[Occasion, ...]
    place_sorts: Mapping[str, str]
    place_phrases: frozenset[tuple[str, ...]]
    subordinators: frozenset[str]
    day_parts: frozenset[str]
    judging: frozenset[str]
    aiming: frozenset[str]
    short_forms: Mapping[str, str]
    ordinals: frozenset[str]
    auxiliaries: frozenset[str]
    able: frozenset[str]
    lasting: frozenset[str]
    opposites: tuple[tuple[str, str], ...]
    now: frozenset[str]
    bodies: frozenset[str]
    backward: frozenset[str]

    def people(self, word: str) -> bool:
        """Tell whether a word names people by what they are or do, by the tables or by its ending."""
        if {"people", "armed"} & self.heads.get(word, frozenset()):
            return True
        return bool(self.person_endings) and word.endswith(self.person_endings) and not word.endswith(self.thing_endings)

    @cached_property
    def label_index(self) -> Mapping[str, tuple[tuple[tuple[str, ...], LabelGroup], ...]]:
        """Return the label phrases by their first word, longest first."""
        return _by_first(self.labels)

    @cached_property
    def deed_index(self) -> Mapping[str, tuple[tuple[tuple[str, ...], LabelGroup], ...]]:
        """Return the words for deeds by their first word, longest first."""
        return _by_first(self.deeds)

    @cached_property
    def same_first(self) -> frozenset[str]:
        """Return the first words of the names that have other forms."""
        return frozenset(phrase[0] for phrase in self.same)

    @cached_property
    def special(self) -> frozenset[str]:
        """Return every word that may begin a day, an amount or a name with other forms."""
        return (
            frozenset((*self.weekdays, *self.months, *self.relative, *self.numbers, *(("this",) if self.day_parts else ())))
            | self.same_first
        )

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Return every word that may say how exact an amount is."""
        return self.about | self.at_least | self.at_most


def _by_first(groups: Iterable[LabelGroup]) -> Mapping[str, tuple[tuple[tuple[str, ...], LabelGroup], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], LabelGroup]]] = {}
    for group in groups:
        for phrase in group.phrases:
            found.setdefault(phrase[0], []).append((phrase, group))
    return {word: tuple(sorted(own, key=lambda p: -len(p[0]))) for word, own in found.items()}


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
    bounds.update({_phrase(p): "exact" for p in amounts.get("exact_phrases", ())})
    bounds.update({_phrase(p): "about" for p in amounts.get("about_phrases", ())})
    short = {k: int(v) for k, v in _pairs(days.get("short_months", "")).items()}
    return Lexicon(
        stop=_words(own.get("stop", "")),
        negations=_words(own.get("negations", "")),
        before_verbs=_words(own.get("before_verbs", "")),
        articles=_words(own.get("articles", "")),
        relating=_words(own.get("relating", "")),
        leaning=_words(own.get("leaning", "")),
        speakers=_words(own.get("speakers", "")),
        desks=_words(own.get("desks", "")),
        dating=_words(own.get("dating", "")),
        furniture=tuple(_phrase(p) for p in own.get("furniture", ())),
        furniture_inside=tuple(own.get("furniture_inside", ())),
        first_person=_words(own.get("first_person", "")),
        partial=_words(amounts.get("partial", "")),
        aged=_words(amounts.get("aged", "")),
        points=_words(amounts.get("points", "")),
        numbered=frozenset(table("quantities", language).get("numbered", {}).get("words", ())),
        adding=_words(amounts.get("adding", "")),
        joins=_words(own.get("joins", "")),
        joining=_words(own.get("joining", own.get("joins", ""))),
        ranging=_words(own.get("ranging", "")),
        share_links=_words(own.get("share_links", own.get("part_link", ""))),
        by=_words(own.get("by", "")),
        who=_words(own.get("who", "")),
        which=_words(own.get("which", "")),
        persons=_words(own.get("persons", "")),
        part_link=str(own.get("part_link", "")),
        inside=_words(own.get("inside", "")),
        possessives=_words(own.get("possessives", "")),
        person_endings=tuple(sorted(_words(own.get("person_endings", "")))),
        thing_endings=tuple(sorted(_words(own.get("thing_endings", "")))),
        about=_words(amounts.get("about", "")),
        at_least=_words(amounts.get("at_least", "")),
        at_most=_words(amounts.get("at_most", "")),
        bounds=bounds,
        numbers=_pairs(amounts.get("words", "")),
        scales=_pairs(amounts.get("scales", "")),
        percent=_words(amounts.get("percent", "")) | {"%"},
        not_counted=_words(amounts.get("not_counted", "")),
        spans=_words(amounts.get("spans", "")),
        weekdays=_numbered(days.get("weekdays", ""), 0),
        months={**short, **_numbered(days.get("months", ""), 1)},
        relative={k: int(v) for k, v in _pairs(days.get("relative", "")).items()},
        titles=_words(names.get("titles", "")),
        particles=_words(names.get("particles", "")),
        place_prepositions=_words(names.get("place_prepositions", "")),
        same={_phrase(p): _phrase(group[-1])[0] for group in names.get("same", ()) for p in group},
        speech=_words(speech.get("verbs", "")),
        speech_nouns=_words(speech.get("nouns", "")),
        he=_words(speech.get("he", "")),
        the=_words(speech.get("the", "")),
        she=_words(speech.get("she", "")),
        speaking_for=_words(speech.get("speaking_for", "")),
        day_links=_words(speech.get("day_links", "")),
        according=frozenset(_phrase(p) for p in speech.get("according", ())),
        denied=_words(speech.get("denied", "")),
        doing=tuple(sorted(_words(speech.get("doing", "-")))),
        denials=_words(speech.get("denials", "")),
        pointing=_words(speech.get("pointing", "")),
        pronouns=_words(speech.get("pronouns", "")),
        no_knowledge=tuple(_phrase(p) for p in speech.get("no_knowledge", ())),
        synonyms=_memberships(enumerate(own.get("synonyms", ()))),
        phrases={_phrase(p): i for i, group in enumerate(own.get("synonym_phrases", ())) for p in group},
        heads=_memberships([*own.get("heads", {}).items(), *own.get("counted", {}).items()]),
        generic=_words(own.get("generic", "")),
        measures=_words(own.get("measures", "")),
        currencies=_words(own.get("currencies", "")),
        totals=_words(amounts.get("totals", "")),
        putting=_words(amounts.get("putting", "")),
        vague={_phrase(p): (float(low), float(high)) for p, low, high in amounts.get("vague", ())},
        slots=tuple(_slot(s) for s in own.get("slots", ())),
        labels=tuple(_label_group(g) for g in own.get("labels", ())),
        deeds=tuple(_label_group(g) for g in own.get("deeds", ())),
        occasions=tuple(_occasion(o) for o in own.get("occasions", ())),
        place_sorts={w: sort for sort, text in own.get("places", {}).items() if isinstance(text, str) for w in _words(text)},
        place_phrases=frozenset(_phrase(p) for p in own.get("places", {}).get("mark_phrases", ())),
        subordinators=_words(own.get("subordinators", "")),
        day_parts=_words(days.get("parts", "")),
        judging=_words(" ".join(table("loaded", language).values())),
        aiming=_words(own.get("aiming", "")),
        backward=_words(own.get("backward", "")),
        ordinals=_words(own.get("ordinals", "")),
        auxiliaries=_words(own.get("auxiliaries", "")),
        able=_words(own.get("able", "")),
        lasting=_words(own.get("lasting", "")),
        opposites=tuple((a, b) for a, _, b in (item.partition("=") for item in str(own.get("opposites", "")).split())),
        now=_words(own.get("now", "")),
        bodies=_words(amounts.get("bodies", "")),
        short_forms=dict(item.split("=") for item in own.get("short_forms", "").split()),
    )


def _slot(slot: Mapping[str, Any]) -> Slot:
    return Slot(
        slot["name"], _words(slot["cues"]), _words(slot.get("counted", "")), slot["trend"], slot.get("local", False),
        _words(slot.get("of", "people")), slot.get("timed", False), _words(slot.get("behind", "")), slot.get("moving", False),
        _words(slot.get("usual", "")), _words(slot.get("net", "")),
    )  # fmt: skip


def _occasion(occasion: Mapping[str, Any]) -> Occasion:
    verbs, nouns = (tuple(_phrase(w) for w in occasion.get(k, ())) for k in ("verbs", "nouns"))
    return Occasion(occasion["name"], verbs, nouns)


def _label_group(group: Mapping[str, Any]) -> LabelGroup:
    phrases = tuple(sorted((_phrase(w) for w in group["words"]), key=len, reverse=True))
    return LabelGroup(
        group["name"], phrases, frozenset(group.get("weak", ())), group.get("loose", False), group.get("one", False)
    )
