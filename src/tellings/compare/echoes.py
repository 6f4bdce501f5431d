"""Echoes: one uncommon value that two accounts give once each, in sentences that share little.

"They were inside for six minutes" and "The burglars needed six minutes": few stories hold the same six minutes twice. What
stands in the sentences beside counts too, at half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from tellings.compare.contexts import ACTOR, Contexts
from tellings.compare.cues import Cues
from tellings.compare.matching import AMOUNTS
from tellings.compare.particulars import Particular
from tellings.compare.statements import other_days
from tellings.compare.valued import comparable
from tellings.compare.wordings import rising_from

BESIDE = 0.5
"""Weight of what stands in the sentence before or behind."""
LEAST = {"count": 2.4, "money": 1.6, "share": 3.0, "measure": 4.0, "length": 2.0, "clock": 2.0, "age": 0.8}
"""Weight of what must be shared beside an equal value."""
FEWEST = 11
"""An amount from which an equal one says something."""
FEW_UNITS = 4
"""The same of the days or years of a length."""
HOUR_PART = 15
"""Minutes of which no multiple is told that says something."""
ROUND, ROUND_LENGTH = 5, 1.5
"""A length of so many units is often told of several things, and so must share more."""
OWN = 1.5
"""Weight of what two counts must share in their own sentences where nothing counted is alike."""
ONE_DAY = 1.5
"""What two hours add that are told of one day."""
APART = 30
"""Days between two sentences from which equal values in them are of two things."""
ONE_KIND = 1.0
"""What amounts add that count one kind of thing."""


class Echo(NamedTuple):
    """Two equal values of different accounts and the weight of what stands around both."""

    left: Particular
    right: Particular
    score: float


class Echoes:
    """Finds the equal values of a story that meet though their sentences share little."""

    def __init__(self, contexts: Contexts, particulars: Sequence[Particular], cues: Cues) -> None:
        self.contexts, self.cues = contexts, cues
        self._all = particulars
        self.particulars = [p for p in particulars if p.sort in LEAST and not p.statement.furniture]

    @cached_property
    def pairs(self) -> tuple[Echo, ...]:
        """Return the pairs of equal values, the surest first."""
        found = [e for own in self._equal() for e in self._met(own)]
        return tuple(sorted(found, key=lambda e: (-e.score, e.left.span.start, e.right.span.start)))

    def _equal(self) -> Iterator[list[Particular]]:
        """Yield the uncommon values that several accounts give, each account's once."""
        groups: dict[tuple[str, str, float, float], list[Particular]] = defaultdict(list)
        for p in self.particulars:
            if _uncommon(p) and not self._old(p):
                groups[p.sort, p.unit, p.low, p.high].append(p)
        for own in groups.values():
            if len(own) > 1 and len({p.article for p in own}) == len(own):
                yield own

    def _met(self, own: Sequence[Particular]) -> Iterator[Echo]:
        for i, b in enumerate(own):
            for a in own[:i]:
                score = self._score(a, b)
                if score >= _least(a) and self._of_one_kind(a, b):
                    yield Echo(a, b, score)

    def _of_one_kind(self, a: Particular, b: Particular) -> bool:
        """Tell whether nothing says that two equal amounts are of two deeds or count two kinds of things."""
        if a.sort in ("age", "clock"):
            return True
        if other_days(a.statement, b.statement, self.contexts.corpus, apart=APART):
            return False
        deeds = {self.cues.deed(a), self.cues.deed(b)}
        return (None in deeds or len(deeds) == 1) and (a.sort == "length" or comparable(a, b))

    def _old(self, p: Particular) -> bool:
        """Tell whether an amount is what another has risen or fallen from."""
        start = rising_from(self.contexts.corpus.telling(p.statement).language)
        return p.first > 0 and p.statement.keys[p.first - 1] in start

    def _score(self, a: Particular, b: Particular) -> float:
        """Return the weight of the keys around both values, 0 for counts of nothing alike in sentences that share nothing."""
        one, other, weight = self._window(a), self._window(b), self.contexts.weight
        both = {k: min(one[k], other[k]) * weight.get(k, 0.0) for k in one.keys() & other.keys()}
        alike = _one_head(a, b)
        if a.sort == "count" and not alike and sum(w for k, w in both.items() if min(one[k], other[k]) == 1) < OWN:
            return 0.0
        return sum(both.values()) + (ONE_KIND if alike else 0.0) + (ONE_DAY if self._of_one_day(a, b) else 0.0)

    def _of_one_day(self, a: Particular, b: Particular) -> bool:
        """Tell whether two hours stand in sentences that name one day."""
        return a.sort == "clock" and any(
            p.close_to(q) for p in self._days[id(a.statement)] for q in self._days[id(b.statement)]
        )

    @cached_property
    def _days(self) -> dict[int, list[Particular]]:
        found: dict[int, list[Particular]] = defaultdict(list)
        for p in self._all:
            if p.sort == "day" and p.width < 1:
                found[id(p.statement)].append(p)
        return found

    def _window(self, p: Particular) -> dict[str, float]:
        """Return the keys of a value's sentence and of those beside it."""
        statements = self.contexts.corpus.tellings[p.article].statements
        at, found = p.statement.place, dict[str, float]()
        for place in (at, at - 1, at + 1):
            if not 0 <= place < len(statements) or statements[place].furniture:
                continue
            for key in self.contexts.keys(statements[place]):
                over = place == at and key.first < p.last and p.first < key.last
                if key.name[0] != ACTOR and not over:
                    found.setdefault(key.name, 1.0 if place == at else BESIDE)
        return found


def _one_head(a: Particular, b: Particular) -> bool:
    """Tell whether two amounts count what is called by one word, or one kind of thing."""
    heads = a.statement.words.heads
    kinds = [heads.get(p.head or "", frozenset()) for p in (a, b)]
    return a.head is not None and (a.head == b.head or bool(kinds[0] & kinds[1]))


def _least(p: Particular) -> float:
    number = next((a.value for a in p.statement.atoms[p.first : p.last] if a.value is not None), 0.0)
    common = p.sort == "length" and (number <= ROUND or number % ROUND == 0)
    return LEAST[p.sort] + (ROUND_LENGTH if common else 0.0)


def _uncommon(p: Particular) -> bool:
    """Tell whether a value is exact, seldom told of two things of one story."""
    if p.rough or p.low != p.high:
        return p.sort == "age" and p.low == p.high
    if p.sort == "clock":
        return p.low % HOUR_PART != 0
    if p.sort == "length":
        values = [a.value for a in p.statement.atoms[p.first : p.last] if a.value is not None]
        return len(values) == 1 and (values[0] >= FEW_UNITS or values[0] % 1 != 0)
    return p.sort in ("age", "share") or (p.sort in AMOUNTS and (p.low >= FEWEST or p.low % 1 != 0))
