"""Moving: whether the values that answer one question follow one another in time, or contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from tellings.compare.amounts import transposed
from tellings.compare.contexts import CONCEPT, asked
from tellings.compare.cues import Cues
from tellings.compare.gather import DAY, first_told, in_time, may_have_changed, one_page_later, told_in_turn
from tellings.compare.matching import AMOUNTS
from tellings.compare.opposing import Opposing
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus
from tellings.model import Relation

PAIR = 2
CHANGING = (*AMOUNTS, "length")
"""Sorts of values that may be others some days later."""


@dataclass(frozen=True)
class Answer:
    """Values that can all hold, of several accounts or one."""

    values: tuple[Particular, ...]
    score: float

    @property
    def articles(self) -> frozenset[int]:
        """Return the accounts that give it."""
        return frozenset(p.article for p in self.values)


class Moving:
    """Tells how answers to one question that cannot all hold relate."""

    def __init__(self, corpus: Corpus, cues: Cues, opposing: Opposing) -> None:
        self.corpus, self.cues, self.opposing = corpus, cues, opposing

    def relation(self, answers: Sequence[Answer]) -> Relation:
        """Return "update" where the values move in time as such values do, else "conflict"."""
        if one_page_later([set(a.articles) for a in answers], self.corpus):
            return "update"
        if _transposed(answers):
            return "conflict"
        told = [[p.statement for p in a.values] for a in answers]
        if answers[0].values[0].sort in CHANGING and may_have_changed(told, self.corpus):
            return "update"
        if self._by_the_hour(answers) or any(
            self.opposing.risen(a, b)
            for i, own in enumerate(answers)
            for a in own.values
            for o in answers[:i]
            for b in o.values
        ):
            return "update"
        first = answers[0].values[0]
        moving = (self.cues.deed(first) or CONCEPT)[1:] in asked(self.corpus.telling(first.statement).language, "moving")
        moments = first_told([a.articles for a in answers], self.corpus)
        dated = sorted(zip(moments, (a.values[0].mid for a in answers), strict=True)) if moments else []
        apart = len({d for d, _ in dated}) == len(dated) == len(answers)
        if first.sort not in ("count", "money") or not self.cues.moves(first) or not apart:
            return "conflict"
        if any(self.opposing.finished(p, q) for a in answers[1:] for p in a.values for q in answers[0].values):
            return "conflict"
        if self._still_told(answers):
            return "conflict"
        steps = [v for _, v in dated]
        return "update" if steps == sorted(steps) or (moving and steps == sorted(steps, reverse=True)) else "conflict"

    def _still_told(self, answers: Sequence[Answer]) -> bool:
        """Tell whether a page gives one amount on a later day than another page gave one that is told later at first."""
        days = [sorted((self.corpus.tellings[i].moment or "")[:DAY] for i in a.articles) for a in answers]
        days.sort()
        return any(earlier[-1] > later[0] > earlier[0] for earlier, later in pairwise(days))

    def in_time(self, answers: Sequence[Answer]) -> list[Answer]:
        """Return the values of an update, the earliest first: by their pages, or as an account says."""
        own = in_time(sorted(answers, key=lambda a: a.values[0].mid), lambda a: a.articles, self.corpus)
        if len(own) == PAIR and any(self.opposing.came_from(new, old) for new in own[0].values for old in own[1].values):
            own.reverse()
        return own

    def not_passed(self, values: Sequence[Particular]) -> Sequence[Particular]:
        """Return values without the "at least" that an exact one told later has passed, of what changes with time."""
        exact = [p for p in values if p.high == p.low]
        passed = [p for p in values if p.high == inf and any(p.low < e.low for e in exact)]
        later = told_in_turn((p.article for p in passed), (p.article for p in exact), self.corpus)
        if not later or not any(self.cues.moves(p) for p in values):
            return values
        return [p for p in values if p not in passed]

    def _by_the_hour(self, answers: Sequence[Answer]) -> bool:
        """Tell whether each amount is told as that of an hour, and the later the hour, the larger it is."""
        told = self.opposing.told_in
        hours = [{o.mid for p in a.values for o in told[id(p.statement)] if o.sort == "clock"} for a in answers]
        if answers[0].values[0].sort != "count" or any(len(own) != 1 for own in hours):
            return False
        rising = sorted((min(own), a.values[0].mid) for own, a in zip(hours, answers, strict=True))
        return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(rising))


def _transposed(answers: Sequence[Answer]) -> bool:
    """Tell whether two amounts have the same digits in another order: one is a slip, nothing has changed."""
    amounts = [a.values[0].mid for a in answers if a.values[0].sort in AMOUNTS]
    return len(amounts) == PAIR == len(answers) and transposed(amounts[0], amounts[1])
