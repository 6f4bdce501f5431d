"""The words of a report by their office: predicate, who does, who suffers, what stands around; and rows of likeness.

Agent and patient are read from the order of the words alone (before and behind the predicate, turned in the passive), so
that they are there where the event names no participant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tellings.lang import listed, table
from tellings.lang.names import fold
from tellings.model import Span
from tellings.relate.happenings_meanings import meaning
from tellings.relate.happenings_reports import Told

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
REACH, NEAR = 9, 4
"""Words read on each side of the predicate, and content words kept of them."""
AUXILIARIES = 3
"""Words before the predicate among which an auxiliary makes it passive."""
BY = 6
"""Words behind a passive predicate among which its agent is named."""
LONGEST_CLAUSE, LONGEST_SENTENCE, LONGEST_NAME = 320, 400, 60
WIDE = 40
"""Days from which a time says too little of when."""
OFFICES = ("predicate", "trigger", "clause", "sentence", "doers", "others", "agent", "patient", "rest")


@dataclass(frozen=True)
class Wording:
    """The words of a report by office (`OFFICES`), and the rows of alike words that its predicate stands in.

    `bare` marks an infinitive ("to sentence him"); `span` is the first and last day (as ordinals) of what its sentence
    gives as times, none where it gives none.
    """

    words: Mapping[str, tuple[str, ...]]
    alike: frozenset[int]
    bare: bool = False
    span: tuple[int, int] | None = None


@cache
def has_words(language: str) -> bool:
    """Tell whether a language has rows of alike words, or words whose meaning leads to those of English."""
    return bool(table("happenings", language))


@cache
def _rows(language: str) -> Mapping[str, frozenset[int]]:
    """Return the rows that each word or phrase stands in."""
    found: dict[str, set[int]] = {}
    for n, row in enumerate(table("happenings", language).get("alike", ())):
        for word in row.split():
            found.setdefault(word, set()).add(n)
    return {word: frozenset(rows) for word, rows in found.items()}


@cache
def _closed(language: str, name: str) -> frozenset[str]:
    return listed("happenings", name, language)


@cache
def _stop(language: str) -> frozenset[str]:
    light, own = table("events", language).get("light", {}).get("verbs", ""), table("compare", language).get("stop", "")
    words = {fold(w) for text in (light, own) for w in text.split()}
    return frozenset(words).union(*(_closed(language, name) for name in ("passive", "agent", "empty")))


@cache
def _endings(language: str) -> tuple[str, ...]:
    """Return the endings of forms that no auxiliary makes passive ("was collapsing")."""
    return tuple(_closed(language, "active_endings")) or ("\0",)


def wording(told: Told) -> Wording:
    """Return the words of a report."""
    text, event = told.article.text, told.event
    sentences = told.article.sentences
    sentence = sentences[told.place] if sentences else told.clause
    agent, patient, rest = _sides(told, max(sentence.start, 0), sentence.end)
    raw = {
        "predicate": _words(event.predicate or event.trigger.of(text)),
        "trigger": _words(event.trigger.of(text)),
        "clause": _words(told.clause.of(text)[:LONGEST_CLAUSE]),
        "sentence": _words(sentence.of(text)[:LONGEST_SENTENCE]),
        "doers": _words(" ".join(a.of(text)[:LONGEST_NAME] for a in event.actors)),
        "others": _words(" ".join(a.of(text)[:LONGEST_NAME] for a in event.recipients)),
        "agent": agent, "patient": patient, "rest": rest,
    }  # fmt: skip
    words = {name: tuple(meaning(w, told.language) for w in own) for name, own in raw.items()}
    before = _words(text[sentence.start : event.trigger.start])[-1:]
    return Wording(
        words=words,
        alike=_alike(words["predicate"], words["trigger"]),
        bare=bool(_closed(told.language, "infinitive").intersection(before)),
        span=_span(told, sentence),
    )


def _span(told: Told, sentence: Span) -> tuple[int, int] | None:
    """Return the days of an event; where it has none, those of the narrow times in its sentence."""
    times = [t.days for t in told.article.times if t.type in ("DATE", "TIME") and sentence.contains(t)]
    days = [told.days] if told.days else times
    bounds = [(_ordinal(d.first_day), _ordinal(d.last_day)) for d in days if d and d.first_day and d.last_day]
    narrow = [(first, last) for first, last in bounds if last - first < WIDE]
    return (min(first for first, _ in narrow), max(last for _, last in narrow)) if narrow else None


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.lower() for w in WORD.findall(text))


def _sides(told: Told, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the content words of who does it, of who suffers it, and of what else stands near."""
    text, trigger = told.article.text, told.event.trigger
    passive, by, stop = _closed(told.language, "passive"), _closed(told.language, "agent"), _stop(told.language)
    left = _words(text[start : trigger.start])[-REACH:]
    right = _words(text[trigger.end : max(trigger.end, end)])[:REACH]
    before = tuple(w for w in left if w not in stop)[-NEAR:]
    turned = passive.intersection(left[-AUXILIARIES:]) and not told.event.trigger.of(text).endswith(_endings(told.language))
    if not turned:
        return before, _content(right, stop), ()
    at = next((n for n, word in enumerate(right[:BY]) if word in by), None)
    if at is None:
        return (), before, _content(right, stop)
    return _content(right[at:], stop), before, _content(right[:at], stop)


def _content(words: Iterable[str], stop: frozenset[str]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in stop)[:NEAR]


def _alike(predicate: Sequence[str], trigger: Sequence[str]) -> frozenset[int]:
    """Return the rows of a predicate as a phrase, and of each of its words."""
    rows = _rows("en")
    keys = {"_".join(predicate), "_".join(predicate[:2]), "_".join(trigger), *predicate}
    keys.update(_lemma(word, rows) for word in trigger)
    return frozenset().union(*(rows.get(key, frozenset()) for key in keys))


def _lemma(word: str, known: Mapping[str, frozenset[int]]) -> str:
    """Return a form that the rows know: the word, or the word without an ending."""
    for ending in ("", "ing", "ed", "es", "s", "d"):
        bare = word.removesuffix(ending)
        if bare in known and word.endswith(ending):
            return bare
    return word
