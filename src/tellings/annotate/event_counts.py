"""How many an event tells of: people killed, injured, missing, arrested, troops deployed, money, each with its bounds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from tellings.annotate.event_tables import event_words
from tellings.lang import table
from tellings.model import CountKind, EventCount, Quantity, Span

WORD = re.compile(r"[^\W\d_]+|\$|€|£")
CODE = re.compile(r"[A-Z]{3}")
NEAR = 8
"""Words between an amount and the word that says what became of those counted."""
BEHIND = 60
"""Characters behind the clause, within its sentence, that may still say it."""
STOP = re.compile(r"[.;!?\n]")
BY_ENDING: frozenset[CountKind] = frozenset({"killed", "injured", "arrested"})
"""What befalls somebody alone, so that the ending of a noun ("holidaymakers") is enough."""
KINDS: tuple[CountKind, ...] = get_args(CountKind)
Cues = tuple[list[int], list[tuple[int, CountKind]]]


@dataclass(frozen=True)
class CountWords:
    """A language's words: cues by kind (one word, or two joined by "_"), and who may be counted."""

    cues: Mapping[str, CountKind]
    cue_heads: frozenset[str]
    people: frozenset[str]
    forces: frozenset[str]
    currencies: frozenset[str]
    somebody: frozenset[str]
    endings: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()


@cache
def count_words(language: str) -> CountWords:
    """Return the words of a language, empty where it has no table."""
    own = table("events", language).get("counts", {})
    cues = {word: kind for kind in KINDS for word in own.get(kind, "").split()}
    people, forces, currencies, parts = (
        frozenset(own.get(name, "").split()) for name in ("people", "forces", "currencies", "parts")
    )
    somebody = people | forces | frozenset(event_words(language).sectors)
    return CountWords(
        cues,
        frozenset(cue.split("_")[0] for cue in cues),
        people,
        forces,
        currencies,
        somebody,
        tuple(own.get("endings", "").split()),
        parts,
    )


def counts_in(text: str, clause: Span, quantities: Sequence[Quantity], language: str) -> tuple[EventCount, ...]:
    """Return the counts that a clause tells, in text order."""
    inside = [q for q in quantities if clause.contains(q)]
    words = count_words(language) if inside else None
    if words is None or not words.cues:
        return ()
    return tuple(_counts(text, clause, inside, words))


def _end(text: str, clause: Span) -> int:
    """Return where the words end that may say what became of those counted: with the clause's sentence."""
    mark = STOP.search(text, clause.end, clause.end + BEHIND)
    return mark.start() if mark else min(len(text), clause.end + BEHIND)


def _counts(text: str, clause: Span, inside: Sequence[Quantity], words: CountWords) -> Iterator[EventCount]:
    cues: Cues | None = None
    for before, quantity in zip((None, *inside), inside, strict=False):
        if before is not None and _whole(text, before, quantity, words):
            continue
        counted = quantity.counted.of(text).lower().split() if quantity.counted else []
        unit = _currency(text, quantity, counted, words)
        kind: CountKind | None = "money" if unit is not None else None
        if kind is None and (quantity.unit is None or quantity.unit.lower() in words.people):
            unit = counted[-1] if counted else None
            if unit is None or _somebody(unit, words) or unit.endswith(words.endings or "\0"):
                cues = cues or _cues(text, clause, words)
                kind = _kind(cues, quantity, unit, words)
        if kind is not None:
            yield EventCount(
                quantity.start, quantity.end, kind=kind, value=quantity.value, low=quantity.low, high=quantity.high,
                unit=unit or None,
            )  # fmt: skip


def _whole(text: str, before: Quantity, quantity: Quantity, words: CountWords) -> bool:
    """Tell whether a number is that of the whole of which the one before is a part: "ten of the 200 passengers"."""
    between = WORD.findall(text[before.end : quantity.start].lower())
    return bool(between) and len(between) <= NEAR // 2 and between[0] in words.parts


def _currency(text: str, quantity: Quantity, counted: Sequence[str], words: CountWords) -> str | None:
    """Return the currency that a quantity is of, "" where only a sign tells that it is money, None where it is none."""
    if CODE.fullmatch(quantity.unit or ""):
        return quantity.unit
    inside = text[quantity.start : quantity.end].lower().split()
    named = words.currencies & {*counted, (quantity.unit or "").lower(), *inside}
    if named:
        return min(named)
    return "" if _symbol(text, quantity, words) else None


def _symbol(text: str, quantity: Quantity, words: CountWords) -> bool:
    return any(c in words.currencies for c in (text[quantity.start], text[max(0, quantity.start - 1)], text[quantity.end - 1]))


def _somebody(noun: str, words: CountWords) -> bool:
    known = words.somebody
    return noun in known or noun in words.cues or any(noun.endswith(cut) and noun[: -len(cut)] in known for cut in ("s", "es"))


def _cues(text: str, clause: Span, words: CountWords) -> Cues:
    """Return where the words of a clause begin, and the number and kind of those that say what became of somebody."""
    tokens = [(m.start(), m.group().lower()) for m in WORD.finditer(text, clause.start, _end(text, clause))]
    found = []
    for n, (_, word) in enumerate(tokens):
        if word in words.cue_heads:
            joined = "_".join(w for _, w in tokens[n : n + 2])
            kind = words.cues.get(joined) or words.cues.get(word)
            if kind is not None:
                found.append((n, kind))
    return [start for start, _ in tokens], found


def _kind(cues: Cues, quantity: Quantity, counted: str | None, words: CountWords) -> CountKind | None:
    """Return what became of those counted: the nearest cue, where the noun is of people (or, deployed, of forces)."""
    starts, found = cues
    if not found:
        return None
    known, at = counted is None or _somebody(counted, words), bisect_left(starts, quantity.start)
    for n, kind in sorted(found, key=lambda cue: abs(cue[0] - at)):
        if abs(n - at) <= NEAR and (kind == "deployed") <= (counted in words.forces) and (known or kind in BY_ENDING):
            return kind
    return None
