"""How many an event tells of: people killed, injured, missing, arrested, troops deployed, money, each with its bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from tellings.annotate.event_tables import event_words
from tellings.lang import table
from tellings.model import CountKind, EventCount, Quantity, Span

WORD = re.compile(r"[^\W\d_]+|\$|€|£")
CODE = re.compile(r"[A-Z]{3}")
NEAR = 6
"""Words between an amount and the word that says what became of those counted."""
KINDS: tuple[CountKind, ...] = get_args(CountKind)


@dataclass(frozen=True)
class CountWords:
    """A language's words: cues by kind, and who may be counted."""

    cues: Mapping[str, CountKind]
    people: frozenset[str]
    forces: frozenset[str]
    currencies: frozenset[str]
    somebody: frozenset[str]


@cache
def count_words(language: str) -> CountWords:
    """Return the words of a language, empty where it has no table."""
    own = table("events", language).get("counts", {})
    cues = {word: kind for kind in KINDS for word in own.get(kind, "").split()}
    people, forces, currencies = (frozenset(own.get(name, "").split()) for name in ("people", "forces", "currencies"))
    return CountWords(cues, people, forces, currencies, people | forces | frozenset(event_words(language).sectors))


def counts_in(text: str, clause: Span, quantities: Sequence[Quantity], language: str) -> tuple[EventCount, ...]:
    """Return the counts that a clause tells, in text order."""
    words = count_words(language)
    inside = [q for q in quantities if clause.contains(q)] if words.cues else []
    if not inside:
        return ()
    tokens = [(m.start(), m.group().lower()) for m in WORD.finditer(text, clause.start, clause.end)]
    return tuple(_counts(text, inside, tokens, words))


def _counts(
    text: str, inside: Sequence[Quantity], tokens: Sequence[tuple[int, str]], words: CountWords
) -> Iterator[EventCount]:
    for quantity in inside:
        counted = quantity.counted.of(text).lower().split() if quantity.counted else []
        money = words.currencies & {
            *counted,
            (quantity.unit or "").lower(),
            *text[quantity.start : quantity.end].lower().split(),
        }
        coded = CODE.fullmatch(quantity.unit or "") is not None
        kind: CountKind | None = "money" if money or coded or _symbol(text, quantity, words) else None
        if kind is None and (quantity.unit is None or quantity.unit.lower() in words.people):
            kind = _kind(quantity, counted[-1] if counted else None, tokens, words)
        if kind is not None:
            unit = (
                quantity.unit
                if coded
                else next(iter(sorted(money)), None)
                if kind == "money"
                else counted[-1]
                if counted
                else None
            )
            yield EventCount(
                quantity.start, quantity.end, kind=kind, value=quantity.value, low=quantity.low, high=quantity.high, unit=unit
            )


def _symbol(text: str, quantity: Quantity, words: CountWords) -> bool:
    return any(c in words.currencies for c in (text[quantity.start], text[max(0, quantity.start - 1)], text[quantity.end - 1]))


def _somebody(noun: str, words: CountWords) -> bool:
    known = words.somebody
    return noun in known or noun in words.cues or any(noun.endswith(cut) and noun[: -len(cut)] in known for cut in ("s", "es"))


def _kind(quantity: Quantity, counted: str | None, tokens: Sequence[tuple[int, str]], words: CountWords) -> CountKind | None:
    """Return what became of those counted: the nearest cue, where the noun is of people (or, deployed, of forces)."""
    if counted is not None and not _somebody(counted, words):
        return None
    at = sum(start < quantity.start for start, _ in tokens)
    near = [(abs(n - at), words.cues[word]) for n, (_, word) in enumerate(tokens) if word in words.cues and abs(n - at) <= NEAR]
    for _, kind in sorted(near, key=lambda row: row[0]):
        if (kind == "deployed") <= (counted in words.forces):
            return kind
    return None
