"""The words that tell of events, per language, read once from `lang/events/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tellings.annotate.event_rows import WordRows
from tellings.lang import table

MOST = 100_000
"""Verbs that no table has and that are remembered."""


@dataclass(frozen=True)
class EventWords:
    """One language's tables; every field is empty where the language has none.

    `telling` are the words of `verbs` and `nouns` without their particles, `happening_heads` those of `happenings`; the
    `tails` of a word are what may complete it ("run_aground"). `cues` are all words of `realis` without their particles, and
    `signs` these and those of `telling`: a mapping, which is asked faster than a set.
    `acting` are people and forces, and `acting_ends` the endings of their nouns.
    `modal_marks` are the features of auxiliaries; `word_rows` and `slips` remember what was worked out of words.
    """

    verbs: Mapping[str, tuple[str, ...]]
    verb_tails: Mapping[str, frozenset[str]]
    nouns: Mapping[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]
    known: frozenset[str]
    verb_heads: frozenset[str]
    third_person: tuple[str, ...]
    telling: frozenset[str]
    light: frozenset[str]
    reporting: frozenset[str]
    subject_control: frozenset[str]
    object_control: frozenset[str]
    third: frozenset[str]
    realis: Mapping[str, frozenset[str]]
    cues: frozenset[str]
    signs: Mapping[str, bool]
    negations: frozenset[str]
    future: frozenset[str]
    modal_marks: Mapping[str, tuple[str, ...]]
    sectors: Mapping[str, str]
    happenings: Mapping[str, str]
    happening_heads: frozenset[str]
    happening_tails: Mapping[str, frozenset[str]]
    happening_nouns: frozenset[str]
    event_nouns: frozenset[str]
    states: frozenset[str]
    things: frozenset[str]
    where: frozenset[str]
    inner: frozenset[str]
    apart: frozenset[str]
    aside: frozenset[str]
    acting: frozenset[str]
    acting_ends: tuple[str, ...]
    word_rows: WordRows = field(compare=False, repr=False)
    slips: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def lemma(self, lemma: str, word: str) -> str:
        """Return the lemma that a table knows, undoing the parser's slips; the parser's own where none does."""
        if lemma in self.known:
            return lemma
        found = self.slips.get((lemma, word))
        if found is None:
            if len(self.slips) > MOST:
                self.slips.clear()
            self.slips[lemma, word] = found = self._mended(lemma, word)
        return found

    def _mended(self, lemma: str, word: str) -> str:
        for cut, add in self.endings:
            stem = word[: -len(cut)] + add if word.endswith(cut) else ""
            if stem in self.known:
                return stem
        return lemma

    def verb_types(self, lemma: str, attached: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the types of a verb; with a particle or preposition that the table names, those come first."""
        tails = self.verb_tails.get(lemma)
        if tails:
            for word in attached:
                if word in tails:
                    return self.verbs[f"{lemma}_{word}"]
        return self.verbs.get(lemma, ())


def _words(text: Any) -> frozenset[str]:
    return frozenset(str(text or "").split())


def _heads(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(entry.split("_")[0] for entry in entries)


def _tails(entries: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for head, mark, tail in (entry.partition("_") for entry in entries):
        if mark:
            found.setdefault(head, set()).add(tail)
    return {head: frozenset(tails) for head, tails in found.items()}


def _index(rows: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, text in rows.items():
        for word in dict.fromkeys(text.split()):
            found[word] = (*found.get(word, ()), name)
    return found


def _families(rows: Iterable[str]) -> dict[str, str]:
    return {word: row.split()[0] for row in rows for word in row.split()}


def _known(own: Mapping[str, Any]) -> frozenset[str]:
    """Return every verb that a table names."""
    texts = [*own.get("verbs", {}).values(), *own.get("happenings", {}).get("verbs", ())]
    texts += [text for name, text in own.get("realis", {}).items() if name.endswith("_verbs")]
    return frozenset(word for text in texts for word in text.split())


def _modal_marks(realis: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Return the features of auxiliaries."""
    found = {word: ("m=would", f"m={word}") for word in realis.get("would", ())}
    return found | dict.fromkeys(realis.get("future", ()), ("m=will",))


@cache
def event_words(language: str) -> EventWords:
    """Return the tables of a language."""
    own = table("events", language)
    control, happenings, counts = own.get("control", {}), own.get("happenings", {}), own.get("counts", {})
    sectors = {word: name for word, (name, *_) in _index(table("entities", language).get("roles", {})).items()}
    sectors |= {word: name for word, (name, *_) in _index(own.get("groups", {})).items()}
    families = _families(happenings.get("verbs", ()))
    verbs, nouns = _index(own.get("verbs", {})), _index(own.get("nouns", {}))
    realis = {name: _words(text) for name, text in own.get("realis", {}).items()}
    telling = _heads(e for side in ("verbs", "nouns") for text in own.get(side, {}).values() for e in text.split())
    cues = _heads(entry for row in realis.values() for entry in row)
    return EventWords(
        verbs=verbs,
        verb_tails=_tails(verbs),
        nouns=nouns,
        endings=tuple((cut, add) for cut, _, add in (row.partition(":") for row in own.get("lemmas", {}).get("endings", ()))),
        known=_known(own),
        verb_heads=_heads(_known(own)),
        third_person=tuple(own.get("lemmas", {}).get("third", "").split()) or ("\0",),
        telling=telling,
        light=_words(own.get("light", {}).get("verbs")),
        reporting=_words(own.get("reporting", {}).get("verbs")),
        subject_control=_words(control.get("subject")),
        object_control=_words(control.get("object")),
        third=_words(own.get("pronouns", {}).get("third")),
        realis=realis,
        cues=cues,
        signs=dict.fromkeys(telling | cues, True),
        negations=realis.get("negations", frozenset()),
        future=realis.get("future", frozenset()),
        modal_marks=_modal_marks(realis),
        sectors=sectors,
        happenings=families,
        happening_heads=_heads(families),
        happening_tails=_tails(families),
        happening_nouns=_words(happenings.get("nouns")),
        event_nouns=_words(happenings.get("nouns")) | nouns.keys(),
        states=_words(happenings.get("states")),
        things=_words(happenings.get("things")),
        where=_words(own.get("phrases", {}).get("where")),
        inner=_words(own.get("phrases", {}).get("inner")),
        apart=_words(own.get("phrases", {}).get("apart")),
        aside=_words(own.get("phrases", {}).get("aside")),
        acting=_words(counts.get("people")) | _words(counts.get("forces")),
        acting_ends=tuple(counts.get("endings", "").split()) or ("\0",),
        word_rows=WordRows(nouns),
    )
