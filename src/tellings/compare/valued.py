"""Valued: how a value that accounts give is shown in a fact: its place, its kind, what it is of, how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.compare.changes import Place
from tellings.compare.particulars import Particular
from tellings.compare.phrasing import about
from tellings.compare.statements import Corpus
from tellings.model import FactKind

KINDS: dict[str, FactKind] = {"day": "day", "person": "person"}


def place_of(p: Particular) -> Place:
    """Return the place of a value; equal values have equal keys."""
    return Place(p.statement, p.first, p.last, p.span, f"{p.low:g}{p.unit}")


def ordered(values: Sequence[Particular]) -> list[Particular]:
    """Return values in the order in which they are shown: exact ones first, then by account."""
    return sorted(values, key=lambda p: (p.rough, p.article, p.span.start))


def kind_of(p: Particular) -> FactKind:
    """Return the kind of fact that a value makes."""
    return KINDS.get(p.sort, "number")


def sure(score: float) -> float:
    """Return the confidence of what two values share."""
    return round(min(0.95, 0.5 + 0.04 * score), 3)


def about_values(values: Sequence[Particular], corpus: Corpus) -> str:
    """Return what a value is of, in the words of the shortest sentence that gives it."""
    p = min(values, key=lambda v: (corpus.telling(v.statement).language != corpus.language, len(v.statement.atoms)))
    if p.sort == "person":
        return about("person", [place_of(p)])
    if p.sort in ("clock", "day"):
        return about("day", [place_of(p)]).replace("day", "hour" if p.sort == "clock" else "day", 1)
    return about("number", [place_of(p)])
