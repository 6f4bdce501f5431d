"""Valued: how a value that accounts give is shown in a fact: its place, its kind, what it is of, how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.compare.amounts import kinds_apart
from tellings.compare.changes import Place
from tellings.compare.particulars import Particular
from tellings.compare.phrasing import about, around
from tellings.compare.statements import Corpus
from tellings.model import FactKind

VAGUE = 1.5
"""Ratio of its bounds from which an amount is too vague to contradict another."""
ARMED = "armed"
RATIO = 2.0
"""Largest ratio of two amounts that are taken for answers to one question."""
KINDS: dict[str, FactKind] = {"day": "day", "person": "person"}
NAMES = {"day": "day", "person": "who", "clock": "hour", "length": "how long", "age": "age", "share": "share"}
"""What a value of a sort is called that counts no things."""


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
    p = min(values, key=lambda v: (_foreign(v, corpus), v.mid == 1, not _known(v), len(v.statement.atoms)))
    name = NAMES.get(p.sort)
    return f"{name}: {around(place_of(p))}" if name else about("number", [place_of(p)])


def _known(p: Particular) -> bool:
    """Tell whether what is counted is a word for people or things of the tables."""
    return _person(p) or bool(p.statement.words.heads.get(p.head or ""))


def _foreign(p: Particular, corpus: Corpus) -> bool:
    return corpus.telling(p.statement).language != corpus.language


def comparable(a: Particular, b: Particular, ratio: float = RATIO) -> bool:
    """Tell whether two amounts are of one size and of one kind of thing."""
    if a.sort == "clock":
        return True
    low, high = sorted((a.mid, b.mid))
    if low <= 0 or high > ratio * low or any(p.high > VAGUE * p.low and p.high != float("inf") for p in (a, b)):
        return False
    if a.sort != "count":
        return True
    if kinds_apart(a.statement, (a.last, a.head), b.statement, (b.last, b.head)):
        return False
    words = a.statement.words
    heads = [words.heads.get(p.head or "", frozenset()) for p in (a, b)]
    if a.head is None or b.head is None or heads[0] & heads[1] or a.head == b.head:
        return True
    return _person(a) and _person(b) and not of_other_trades(a, b)


def of_other_trades(a: Particular, b: Particular) -> bool:
    """Tell whether armed people are counted in one place and people of another trade in the other."""
    words = a.statement.words
    own = [p for p in (a, b) if p.head and p.head not in words.generic]
    return len(own) > 1 and len({ARMED in words.heads.get(p.head or "", frozenset()) for p in own}) > 1


def _person(p: Particular) -> bool:
    """Tell whether what is counted are people, by the table or by the ending of the word."""
    return p.statement.words.people(p.head or "")
