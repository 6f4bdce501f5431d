"""Matching: which values of independent accounts answer one question, by what stands around them.

Values of one sort meet through the keys around them (`contexts`). Each takes its best partner in each other account; partners
must choose each other. Values that can both hold are one answer; values that cannot are set against each other only where what
is told of them is shared closely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tellings.compare.contexts import ACTOR, CONCEPT, Contexts
from tellings.compare.particulars import Particular
from tellings.compare.statements import Statement

COMMON = 30
"""A key at more values than this finds no partners (it still counts)."""
HEAD = 4
"""Words after a number among which the thing counted stands."""
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
        best: dict[tuple[int, int], tuple[float, int]] = {}
        scored: dict[tuple[int, int], tuple[float, float, tuple[str, ...]]] = {}
        for i, j in self._candidates():
            score, told, names = self._score(i, j)
            scored[i, j] = score, told, names
            for own, other in ((i, j), (j, i)):
                place = own, self.particulars[other].article
                if score > best.get(place, (0.0, -1))[0]:
                    best[place] = score, other
        found = []
        for (i, j), (score, told, names) in scored.items():
            a, b = self.particulars[i], self.particulars[j]
            if best[i, b.article][0] <= score and best[j, a.article][0] <= score:
                found.append(Meeting(a, b, score, told, names))
        return tuple(sorted(found, key=lambda m: (-m.score, m.left.span.start, m.right.span.start)))

    def _candidates(self) -> Iterator[tuple[int, int]]:
        postings: dict[tuple[str, str], list[int]] = defaultdict(list)
        for j, p in enumerate(self.particulars):
            met: set[int] = set()
            places = [(p.sort, name) for name in self.around[j]]
            for place in places:
                if len(postings[place]) <= COMMON:
                    met.update(i for i in postings[place] if self._may_meet(self.particulars[i], p))
            for place in places:
                postings[place].append(j)
            yield from ((i, j) for i in sorted(met))

    def _may_meet(self, a: Particular, b: Particular) -> bool:
        return a.article != b.article and (a.unit == b.unit or (a.sort == "money" and not (a.unit and b.unit)))

    def _score(self, i: int, j: int) -> tuple[float, float, tuple[str, ...]]:
        a, b, weight = self.around[i], self.around[j], self.contexts.weight
        few, many = sorted((a, b), key=len)
        own = {k: min(near, many[k]) * weight.get(k, 0.0) for k, near in few.items() if k in many}
        told = sum(w for k, w in own.items() if k[0] == CONCEPT and min(a[k], b[k]) > BEYOND)
        score = sum(own.values()) + self._alike(self.particulars[i], self.particulars[j])
        ranked = sorted(own, key=lambda k: -own[k])
        return score, told, tuple(k for k in ranked if k[0] != ACTOR)

    def _alike(self, a: Particular, b: Particular) -> float:
        """Return what heads of one kind, and the same uncommon value, add."""
        heads = [p.statement.words.heads.get(p.head or "", frozenset()) for p in (a, b)]
        found = 0.5 if heads[0] & heads[1] else 0.0
        if a.sort in ("count", "money", "share") and (a.low, a.high) == (b.low, b.high) and a.low >= 13:
            found += 1.5
        return found


def _joint(statement: Statement, first: int, last: int) -> int:
    """Return where what is told of one value ends and that of the next begins: the last joining word or stop between them."""
    joins = [i for i in range(first, last) if statement.atoms[i].key in statement.words.joining]
    return joins[-1] if joins else last
