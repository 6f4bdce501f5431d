"""Matching: which values of independent accounts answer one question, by what stands around them.

Values of one sort meet through the keys around them (`contexts`). Each takes its best partner in each other account; partners
must choose each other. Values that can both hold are one answer; values that cannot are set against each other only where what
is told of them is shared closely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tellings.compare.contexts import ACTOR, CONCEPT, Contexts
from tellings.compare.particulars import Particular
from tellings.compare.statements import Statement

COMMON = 30
"""A key at more values than this finds no partners (it still counts)."""
AMOUNTS = ("count", "money", "share", "measure")
SIZED = (*AMOUNTS, "length", "age")
UNCOMMON, MANY_DIGITS, TELLING = 13, 3, 2.0
"""An amount from which an equal one says something, digits that say much, and what these add."""
YEARS = 500
"""Days from which a day to come is far off."""
PAIRED, SURELY_PAIRED, ROUND = 2.0, 3.5, 5
"""What another amount adds that both sentences give as well; where both are uncommon and one is not round ("53 to 44")."""
ONE_HEAD = 1.0
"""What the same word for those counted adds."""
HEAD = 4
"""Words after a number among which the thing counted stands."""
FAR = 6.0
"""Ratio of two amounts from which they can neither agree nor contradict each other."""
DAYS_APART, ERAS, MONTH = 100, 36525, 31
"""Days between two days, and between two times longer than a month, from which they can neither agree nor contradict."""
BEYOND = 0.12
"""Share of a key's nearness that is left where another number stands between it and the value."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two values of different accounts; `told` is the weight of the deeds and things that both are told of."""

    left: Particular
    right: Particular
    score: float
    told: float
    names: tuple[str, ...]
    far_off: bool = False
    """Whether both are of a year to come."""

    @property
    def holds(self) -> bool:
        """Tell whether both values can be true of one thing and are of one size."""
        return self.left.close_to(self.right)

    @property
    def apart(self) -> bool:
        """Tell whether the values cannot both be true of one thing."""
        return not self.left.holds_with(self.right)


class Matcher:
    """Finds the meetings of a story's values."""

    def __init__(self, contexts: Contexts, particulars: Sequence[Particular]) -> None:
        self.contexts, self.particulars = contexts, tuple(particulars)
        by_statement: dict[int, list[Particular]] = defaultdict(list)
        for p in self.particulars:
            by_statement[p.statement.index].append(p)
        self._beside = by_statement
        self.reach = [self._reach(p) for p in self.particulars]
        self.around = [self._around(p, reach) for p, reach in zip(self.particulars, self.reach, strict=True)]

    def _reach(self, p: Particular) -> tuple[int, int]:
        """Return the range of atoms that is a value's own: up to the word that joins on the next value of its sort."""
        low, high = 0, len(p.statement.atoms)
        for o in self._beside[p.statement.index]:
            if o is p or o.sort != p.sort:
                continue
            if o.last <= p.first:
                low = max(low, _joint(p.statement, o.last, p.first))
            elif p.last <= o.first:
                high = min(high, _joint(p.statement, p.last, o.first))
        return low, high

    def _around(self, p: Particular, reach: tuple[int, int]) -> dict[str, float]:
        """Return the keys around a value, less where they belong to another value of its sort."""
        statement = p.statement
        found: dict[str, float] = {}
        head = self._head(p)
        for key in self.contexts.keys(statement):
            if (key.first < p.last and p.first < key.last) or (head is not None and key.first <= head < key.last):
                continue
            near = self.contexts.nearness(key, p.first, p.last)
            if not (reach[0] <= key.first and key.last <= reach[1]):
                near *= BEYOND
            found[key.name] = max(found.get(key.name, 0.0), near)
        for name, near in self.contexts.leaning(statement).items():
            found.setdefault(name, near)
        return {**found, p.deed: 1.0} if p.deed else found

    def _head(self, p: Particular) -> int | None:
        """Return the atom of the people counted, where the word says no more: "people" beside "people" tells of nothing."""
        if p.sort != "count" or p.head not in p.statement.words.generic:
            return None
        atoms = p.statement.atoms
        return next((i for i in range(p.last, min(len(atoms), p.last + HEAD)) if atoms[i].key == p.head), None)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Return the meetings in which each value chose the other, the surest first."""
        best: dict[tuple[int, int], float] = defaultdict(float)
        scored: dict[tuple[int, int], float] = {}
        articles = [p.article for p in self.particulars]
        for i, j in self._candidates():
            scored[i, j] = score = self._score(i, j)
            for place in ((i, articles[j]), (j, articles[i])):
                if score > best[place]:
                    best[place] = score
        found = []
        for (i, j), score in scored.items():
            if best[i, articles[j]] <= score and best[j, articles[i]] <= score:
                a, b = self.particulars[i], self.particulars[j]
                far_off = a.sort == "day" and self._far_off(a) and self._far_off(b)
                found.append(Meeting(a, b, score, *self._shared(i, j), far_off=far_off))
        return tuple(sorted(found, key=lambda m: (-m.score, m.left.span.start, m.right.span.start)))

    def _candidates(self) -> Iterator[tuple[int, int]]:
        postings: dict[tuple[str, str], list[int]] = defaultdict(list)
        articles = [p.article for p in self.particulars]
        for j, p in enumerate(self.particulars):
            equal = (f"={p.low:g}",) if p.sort in AMOUNTS and p.low >= UNCOMMON else ()
            equal = (f"={date.fromordinal(int(p.high)).year}",) if p.sort == "day" and self._far_off(p) else equal
            own = [postings[p.sort, name] for name in (*self.around[j], *equal)]
            met = set[int]().union(*(posting for posting in own if len(posting) <= COMMON))
            for posting in own:
                posting.append(j)
            article, unit, money = p.article, p.unit, p.sort == "money"
            for i in sorted(met):
                other = self.particulars[i].unit
                if (
                    articles[i] != article
                    and (other == unit or (money and not (other and unit)))
                    and not _far(self.particulars[i], p)
                ):
                    yield i, j

    @cached_property
    def _weighed(self) -> list[dict[str, float]]:
        """Return the keys around each value with nearness times weight."""
        weight = self.contexts.weight
        return [{k: near * weight.get(k, 0.0) for k, near in own.items()} for own in self.around]

    def _both(self, i: int, j: int) -> dict[str, float]:
        few, many = self._weighed[i], self._weighed[j]
        if len(many) < len(few):
            few, many = many, few
        return {k: near if near <= many[k] else many[k] for k, near in few.items() if k in many}

    def _score(self, i: int, j: int) -> float:
        few, many = self._weighed[i], self._weighed[j]
        if len(many) < len(few):
            few, many = many, few
        return sum([near if near <= many[k] else many[k] for k, near in few.items() if k in many]) + self._alike(i, j)

    def _shared(self, i: int, j: int) -> tuple[float, tuple[str, ...]]:
        """Return the weight of the deeds and things that both values are told of, and the keys around both."""
        a, b, own = self.around[i], self.around[j], self._both(i, j)
        told = sum(w for k, w in own.items() if k[0] == CONCEPT and min(a[k], b[k]) > BEYOND)
        ranked = sorted(own, key=lambda k: -own[k])
        return told, tuple(k for k in ranked if k[0] != ACTOR)

    def _far_off(self, p: Particular) -> bool:
        """Tell whether a day is of a year to come that few things of a story are of ("until 2036")."""
        published = self.contexts.corpus.telling(p.statement).published
        return published is not None and p.low - published.toordinal() > YEARS

    @cached_property
    def _kinds(self) -> list[frozenset[str]]:
        return [p.statement.words.heads.get(p.head or "", frozenset()) for p in self.particulars]

    def _alike(self, i: int, j: int) -> float:
        """Return what heads of one kind, and the same uncommon value, add."""
        found = 0.0 if self._kinds[i].isdisjoint(self._kinds[j]) else 0.5
        a, b = self.particulars[i], self.particulars[j]
        if a.sort == "day":
            return found + (TELLING if self._far_off(a) and self._far_off(b) and a.holds_with(b) else 0.0)
        if a.sort not in AMOUNTS or (a.low, a.high) != (b.low, b.high):
            return found
        company = self._company(a, b)
        if company and max(a.low, *company) >= UNCOMMON:
            telling_pair = any(min(a.low, o) >= UNCOMMON and (a.low % ROUND or o % ROUND) for o in company)
            found += SURELY_PAIRED if telling_pair else PAIRED
        if a.low >= UNCOMMON:
            found += 1.5 + (ONE_HEAD if a.head is not None and a.head == b.head else 0.0)
        return found + (TELLING if telling(a.low) else 0.0)

    def _company(self, a: Particular, b: Particular) -> set[float]:
        """Return the other amounts that stand in the sentences of two equal ones alike."""
        own = [
            {o.low for o in self._beside[p.statement.index] if o.sort in AMOUNTS and o.low == o.high != p.low} for p in (a, b)
        ]
        return own[0] & own[1]


def telling(value: float) -> bool:
    """Tell whether an amount has so many digits that an equal one is of the same thing ("6.82", "1,150", not "2,000")."""
    return len(f"{value:.6f}".replace(".", "").strip("0")) >= MANY_DIGITS


def _far(a: Particular, b: Particular) -> bool:
    """Tell whether two amounts are of sizes, or two days so far apart, that no one thing has both."""
    if a.sort == "day":
        return max(a.low - b.high, b.low - a.high) > (ERAS if a.width > MONTH and b.width > MONTH else DAYS_APART)
    if a.sort not in SIZED or float("inf") in (a.high, b.high):
        return False
    low, high = sorted((a.mid, b.mid))
    return not a.holds_with(b) and high > FAR * low


def _joint(statement: Statement, first: int, last: int) -> int:
    """Return where what is told of one value ends and that of the next begins: the last joining word or stop between them."""
    joins = [i for i in range(first, last) if statement.atoms[i].key in statement.words.joining]
    return joins[-1] if joins else last
