"""Finer: a value that one account gives roughly and another exactly ("dozens", 45; "next month", "March 6").

Both must be surely of one thing: two values that only can both hold are told of many things in one story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import floor, log10

from tellings.compare.amounts import one_of_several
from tellings.compare.contexts import ACTOR, CONCEPT, Contexts
from tellings.compare.gather import in_time, may_have_changed, value_of
from tellings.compare.matching import AMOUNTS, Meeting
from tellings.compare.particulars import CONVERTED, Particular
from tellings.compare.statements import Corpus
from tellings.compare.valued import about_values, kind_of, ordered, place_of, sure
from tellings.model import Fact, Relation

COARSER = 3
"""A day is told more coarsely where its span is so many times as long."""
COARSEST = 93
"""Days of the longest span of which a day is a finer telling; of a year a month is."""
ONE_THING = 4.4
"""Weight of what a rough and an exact value must share."""
LARGE, LARGE_THING = 1000, 2.4
"""Amounts whose nearly equal size is no chance, and the weight that they must share."""
WORDS = 3
"""Words that they must share, concepts aside; fewer where the deed is one and told closely."""
CLOSE = 6.0
"""Weight from which a shared deed makes up for words."""
TOLD = 1.8
"""Weight of the deeds told of two amounts from which words do not matter."""
LATER = 5
"""Days between two pages from which a coming day may have been put off meanwhile."""
NEAR = 0.05
"""Share by which a rough amount differs from an exact one however many digits it has."""
STOPS = ",;:.!?–—()\n"
NEAREST = 3
"""Words of content on either side of a day that say what it is of."""
FRONTED = 2
"""Words before a day at the head of its sentence, which goes with the clause behind the comma."""


def _deed(meeting: Meeting) -> bool:
    """Tell whether a deed is told beside both of two amounts of which nearly the same size is no chance."""
    return meeting.left.sort == "count" and meeting.told >= TOLD


class Finer:
    """Tells which rough and exact values are of one thing."""

    def __init__(self, corpus: Corpus, contexts: Contexts, meetings: Sequence[Meeting]) -> None:
        self.corpus, self.contexts = corpus, contexts
        self._met = {frozenset((id(m.left), id(m.right))): m for m in meetings}

    def fact(self, values: Sequence[Particular], score: float, *, moves: bool) -> Fact | None:
        """Return the rough and the exact tellings of one value; `moves` where such a value changes with time."""
        coarse, exact = self._levels(values)
        if not coarse or not exact or exact[0].sort in ("clock", "age", "person"):
            return None
        if any(p.high == float("inf") for p in coarse) and moves:
            return None
        coarse = [p for p in coarse if any(self._one_thing(p, q) for q in exact)]
        exact = [q for q in exact if any(self._one_thing(p, q) for p in coarse)]
        if not coarse or not exact or all(exact[0].low in (p.low, p.high) and p.sort != "day" for p in coarse):
            return None
        relation: Relation = "refinement"
        levels = [coarse, exact]
        if not any(rounded(p, q) for p in coarse for q in exact):
            if not may_have_changed([[p.statement for p in own] for own in levels], self.corpus):
                return None
            relation, levels = "update", in_time(levels, lambda own: (p.article for p in own), self.corpus)
        shown = tuple(value_of([place_of(p) for p in ordered(own)], self.corpus) for own in levels)
        if self.corpus.count([c for v in shown for c in v.evidence]) < 2:
            return None
        return Fact(
            about=about_values(exact, self.corpus), kind=kind_of(exact[0]), values=shown, relation=relation,
            confidence=sure(score),
        )  # fmt: skip

    def _levels(self, values: Sequence[Particular]) -> tuple[list[Particular], list[Particular]]:
        """Return the rough and the exact of some values, without those that tell of a part or of others."""
        own = [p for p in values if whole(p) and not _counted_off(p)]
        if not own:
            return [], []
        fine = min(max(1.0, p.width) if p.sort == "day" else p.width for p in own)
        if own[0].sort != "day" and fine > 0:
            return [], []
        if own[0].sort == "day" and fine < 2:
            own = [p for p in own if p.width <= COARSEST]
        levels: dict[bool, list[Particular]] = defaultdict(list)
        for p in own:
            levels[p.width > COARSER * fine if p.sort == "day" else p.rough or p.width > fine].append(p)
        return levels[True], levels[False]

    def _one_thing(self, coarse: Particular, exact: Particular) -> bool:
        meeting = self._met.get(frozenset((id(coarse), id(exact))))
        if meeting is None or meeting.score < (
            LARGE_THING if min(coarse.low, exact.low) >= LARGE and _deed(meeting) else ONE_THING
        ):
            return False
        if coarse.sort == "length" and coarse.low == coarse.high:
            return abs(coarse.mid - exact.mid) > CONVERTED * exact.mid
        plain = [n for n in meeting.names if n[0] != CONCEPT]
        needed = WORDS if meeting.score < CLOSE or not meeting.told else WORDS - 1
        if len(plain) < needed and (coarse.sort == "day" or meeting.told < TOLD):
            return False
        return coarse.sort != "day" or (self._near_day(coarse, exact) and not self._put_off(coarse, exact))

    def _near_day(self, a: Particular, b: Particular) -> bool:
        """Tell whether what both days are of stands in one clause with each; a name alone is of many things."""
        near = [dict(self._nearest(p)) for p in (a, b)]
        return any(not named for key, named in near[0].items() if key in near[1])

    def _nearest(self, p: Particular) -> Iterator[tuple[str, bool]]:
        """Yield the keys of the words nearest to a value on either side, in its clause, and whether each is a name."""
        statement = p.statement
        low, high = self._clause(p)
        content = [
            i for i, a in enumerate(statement.atoms) if a.kind in ("word", "name") and low <= i < high and not _over(i, p)
        ]
        own = {*[i for i in content if i < p.first][-NEAREST:], *[i for i in content if i >= p.last][:NEAREST]}
        for key in (k for k in self.contexts.keys(statement) if k.first in own):
            yield key.name, key.name[0] == ACTOR or self.contexts.named(statement, key)

    def _clause(self, p: Particular) -> tuple[int, int]:
        """Return the range of atoms of the clause of a value, cut at stops and joining words."""
        statement, text = p.statement, self.corpus.telling(p.statement).article.text
        atoms, cuts = statement.atoms, statement.words.subordinators | statement.words.joining
        low, high = p.first, p.last

        def stopped(i: int) -> bool:
            return any(c in STOPS for c in text[atoms[i].end : atoms[i + 1].start])

        while low and not stopped(low - 1) and atoms[low - 1].key not in cuts:
            low -= 1
        if low == 0 and p.first <= FRONTED and high < len(atoms) and stopped(high - 1):
            high += 1
        while high < len(atoms) and not stopped(high - 1) and atoms[high].key not in cuts:
            high += 1
        return low, high

    def _put_off(self, a: Particular, b: Particular) -> bool:
        """Tell whether a day that was still to come may have been put off from one page to the next."""
        published = [self.corpus.telling(p.statement).published for p in (a, b)]
        if published[0] is None or published[1] is None:
            return False
        apart = abs((published[0] - published[1]).days) >= LATER
        return apart and any(self._to_come(p, day) for p, day in zip((a, b), published, strict=True) if day)

    def _to_come(self, p: Particular, published: date) -> bool:
        return p.high > published.toordinal()


def rounded(coarse: Particular, exact: Particular) -> bool:
    """Tell whether a rough amount may be an exact one rounded to its digits ("about 3.1 billion" is not 3.33)."""
    if coarse.sort not in AMOUNTS or coarse.width or not coarse.mid:
        return True
    digits = f"{abs(coarse.mid):.6g}".replace(".", "").partition("e")[0].strip("0")
    step = 10.0 ** (floor(log10(abs(coarse.mid))) + 1 - len(digits)) * (5 if digits[-1] == "5" else 1)
    return abs(coarse.mid - exact.mid) <= max(step, NEAR * abs(coarse.mid))


def whole(p: Particular) -> bool:
    """Tell whether a count is of all, not of some on top of others or of several kinds together ("400 women and children")."""
    if p.sort != "count":
        return True
    words, keys = p.statement.words, p.statement.keys
    head = next((i for i in range(p.last, min(len(keys), p.last + 3)) if keys[i] == p.head), None)
    if head is not None and one_of_several(p.statement, head):
        return False
    return not (words.partial & set(keys[p.last : p.last + 1]) or words.adding & set(keys[max(0, p.first - 1) : p.first]))


def _counted_off(p: Particular) -> bool:
    """Tell whether a day is told by how far it lies from another ("three months after")."""
    words, own = p.statement.words, p.statement.atoms[p.first : p.last]
    counted = any(a.value is not None or a.key in words.numbers for a in own)
    return p.sort == "day" and counted and any(a.key in words.spans for a in own)


def _over(at: int, p: Particular) -> bool:
    return p.first <= at < p.last
