"""Days: the day that two accounts give one happening, where everything else in their sentences is alike."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.compare.align import Alignment, Pair
from tellings.compare.atoms import stem
from tellings.compare.changes import Place, one_time, same_day
from tellings.compare.gather import between_copies, value_of
from tellings.compare.phrasing import about
from tellings.compare.statements import Corpus, Statement
from tellings.model import Fact, Span

WINDOW = 7
"""Words on either side of a day that say what happened on it."""
ALIKE = 12.0
"""Weight of words around the two days that must be shared."""
LIKENESS = 0.3


def day_facts(corpus: Corpus, alignment: Alignment) -> Iterator[Fact]:
    """Yield the days on which sentences that tell the same contradict each other."""
    for pair in alignment.pairs:
        if pair.score < LIKENESS:
            continue
        places = _days(pair, alignment)
        if places is None:
            continue
        left, right = places
        apart = not same_day(left.statement.atoms[left.first], right.statement.atoms[right.first])
        if apart and one_time(left.statement, left.first, right.statement, right.first):
            values = tuple(value_of([p], corpus) for p in places)
            yield Fact(
                about=about("day", places), kind="day", values=values, relation="conflict",
                confidence=round(min(0.9, 0.5 + pair.score), 3), between_copies=between_copies(values, corpus),
            )  # fmt: skip


def _days(pair: Pair, alignment: Alignment) -> tuple[Place, Place] | None:
    """Return the one day of each sentence where the words around both are alike enough."""
    found = []
    around = []
    for s in (pair.left, pair.right):
        days = [i for i, a in enumerate(s.atoms) if a.kind == "day"]
        if len(days) != 1 or s.role == "title" or s.words.before_verbs & set(s.keys[max(0, days[0] - WINDOW) : days[0]]):
            return None
        atom = s.atoms[days[0]]
        found.append(Place(s, days[0], days[0] + 1, Span(atom.start, atom.end), atom.key))
        around.append(_around(s, days[0]))
    shared = sum(alignment.weight.get(k, 0.0) for k in around[0] & around[1])
    return (found[0], found[1]) if shared >= ALIKE else None


def _around(statement: Statement, at: int) -> set[str]:
    near = statement.atoms[max(0, at - WINDOW) : at + WINDOW + 1]
    return {stem(a.key) for a in near if a.kind in ("word", "name", "number")}
