"""How an event was done and what it is about: PLOVER's modes and contexts, by the words of the event's own clause.

PLOVER warns of contexts taken from a whole document; here nothing outside the clause counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from tellings.lang import table
from tellings.model import EventType, Span

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|g\d+")
MOST_CONTEXTS = 3


@cache
def _modes(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return, for each type, the mode of each word; where two modes share a word the first of the table has it."""
    found: dict[str, dict[str, str]] = {}
    for kind, rows in table("events", language).get("modes", {}).items():
        own = found.setdefault(kind, {})
        for mode, text in rows.items():
            for word in text.split():
                own.setdefault(word, mode)
    return found


@cache
def _contexts(language: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, text in table("events", language).get("contexts", {}).items():
        for word in text.split():
            found[word] = (*found.get(word, ()), name)
    return found


def mode_and_contexts(
    kind: EventType | None, text: str, trigger: Span, clause: Span, language: str
) -> tuple[str | None, tuple[str, ...]]:
    """Return the mode and the contexts of an event of a type, by its words; no type: None and none."""
    if kind is None:
        return None, ()
    words = _words(text, clause)
    return _mode(kind, _words(text, trigger), words, language), _contexts_in(words, language)


def _mode(kind: EventType, trigger: Sequence[str], clause: Sequence[str], language: str) -> str | None:
    """Return the mode by the trigger, else by the clause; the first of the table where several fit."""
    known = _modes(language).get(kind, {})
    for words in (trigger, clause) if known else ():
        modes = {known[w] for w in words if w in known}
        if modes:
            return next(mode for mode in known.values() if mode in modes)
    return None


def _contexts_in(clause: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the contexts that words of the clause give, in the order of the text, at most three."""
    known = _contexts(language)
    found = (name for word in clause if word in known for name in known[word])
    return tuple(dict.fromkeys(found))[:MOST_CONTEXTS]


def _words(text: str, span: Span) -> list[str]:
    return WORD.findall(text[span.start : span.end].lower())
