"""Phrasing: what a fact is about, as a short phrase in the sources' words."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.compare.amounts import Amount, amount_at
from tellings.compare.changes import Place
from tellings.compare.counting import Count
from tellings.compare.lexicon import Slot, lexicon
from tellings.compare.statements import Statement
from tellings.compare.tallies import Tally
from tellings.model import FactKind

BESIDE = 5
"""Words beside a value that tell what it is about."""
TELLING = 2
"""Words before a value, other than "the" and "of", that tell it without those behind it."""

SHORT = 3
"""Letters of a word in capitals that may be an abbreviation; longer ones are a headline's."""


def about(kind: FactKind, places: Sequence[Place]) -> str:
    """Return what values at these places are about."""
    place = places[0]
    if kind == "number":
        own = range(place.first, place.last)  # "an estimated 140 million crowns" has its number further on
        amount = amount_at(place.statement, next((i for i in own if place.statement.atoms[i].value is not None), place.first))
        return f"number of {_counted(amount)}" if amount.head else f"number: {around(place)}"
    if kind == "attribution":
        return f"who said: {_quote(place.statement)}"
    names = {"day": "day", "place": "place", "person": "who", "label": "word used"}
    return f"{names.get(kind, kind)}: {around(place)}"


def around(place: Place) -> str:
    """Return the words before a value, with a gap for it; where they say little, those behind it too."""
    atoms = place.statement.atoms
    before, after = atoms[max(0, place.first - BESIDE) : place.first], atoms[place.last : place.last + BESIDE]
    telling = sum(a.kind not in ("stop", "number") for a in before)
    shown = [*(a.text for a in before), "…"]
    if telling < TELLING and after:
        shown += [*(a.text for a in after), *(["…"] if place.last + BESIDE < len(atoms) else [])]
    return " ".join(shown)


def _quote(statement: Statement) -> str:
    return " ".join(a.text for a in statement.atoms[:8]) + " …"


def about_slot(slot: Slot) -> str:
    """Return what an amount with a slot of the tables is of."""
    return f"length of the {slot.name}" if slot.timed else f"number of {slot.name}"


def about_count(tally: Tally, group: Sequence[Count]) -> str:
    """Return what an amount counts: the slot's name, else the words counted."""
    if tally.slot:
        return about_slot(tally.slot)
    atoms = group[0].amount.statement.atoms
    measured = group[0].amount.head in group[0].amount.statement.words.measures
    if measured or (tally.key and not tally.key[0].isalpha()):
        before = atoms[max(0, group[0].amount.at - BESIDE) : group[0].amount.at]
        while before and before[-1].kind == "stop":
            before = before[:-1]
        unit = group[0].amount.head if measured else "percent" if tally.key.endswith("%") else "money"
        return f"amount of {unit} ({' '.join(a.text for a in before)} …)"
    plain = [c.amount for c in group if not c.named] or [c.amount for c in group]
    plain = [a for a in plain if a.statement.words is lexicon("en")] or plain
    return f"number of {min(filter(None, map(_counted, plain)), key=len, default=group[0].amount.head or 'things')}"


def _counted(amount: Amount) -> str:
    """Return the words after the number, up to the thing counted."""
    atoms = amount.statement.atoms
    own = [a for a in atoms[amount.at + 1 :] if a.end <= amount.span.end]
    if amount.high is not None:
        own = own[-1:]
    return " ".join(a.text.lower() if a.text.isupper() and len(a.text) > SHORT else a.text for a in own)
