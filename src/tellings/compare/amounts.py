"""Amounts: a number with what it counts and how exact it says it is, and whether two can both hold."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.compare.atoms import stem
from tellings.compare.statements import Statement
from tellings.model import Span

ROUND = 0.11
"""Two amounts agree within this share where one is said to be rough ("nearly 100" and "96")."""
SAME_SIZE = 1.4
"""Largest ratio of two amounts that may tell the same ("at least 50", "59")."""
EXACT = "exact"
VERBAL = ("ed", "ing")
TRANSPOSED = 2
"""Digits, noughts at the end aside, from which numbers of the same ones are no chance."""
REACH = 5
"""Words after a number among which the thing counted is looked for."""


@dataclass(frozen=True)
class Amount:
    """A number at one place; `head` is the word counted, `named` where the things are named one by one instead."""

    statement: Statement
    at: int
    span: Span
    value: float
    unit: str
    modifier: str
    head: str | None
    families: frozenset[str]
    named: bool = False
    summed: bool = False
    high: float | None = None
    """The most that a vague amount ("tens of thousands") may be; `value` is the least."""

    @property
    def text(self) -> str:
        """Return the atoms' own words."""
        return self.statement.atoms[self.at].text

    def close_to(self, other: Amount) -> bool:
        """Tell whether the amounts can both hold and are of one size, so that they tell the same."""
        low, high = sorted((abs(self.value), abs(other.value)))
        if self.high is not None or other.high is not None:
            return self.unit == other.unit and self.holds_with(other)
        return self.unit == other.unit and self.holds_with(other) and high <= SAME_SIZE * low

    def holds_with(self, other: Amount) -> bool:
        """Tell whether both amounts can be true of one thing."""
        if self.unit != other.unit:
            return True
        if self.value == other.value:
            return True
        if self.high is not None or other.high is not None:
            return self.value <= (other.high or other.value) and other.value <= (self.high or self.value)
        for a, b in ((self, other), (other, self)):
            if (a.modifier == "at least" and b.value >= a.value) or (a.modifier == "up to" and b.value <= a.value):
                return True
        rough = "about" in (self.modifier, other.modifier)
        return rough and abs(self.value - other.value) <= ROUND * max(abs(self.value), abs(other.value))


def transposed(a: float, b: float) -> bool:
    """Tell whether two numbers of several digits have the same ones in another order (214, 241), as in a slip of the hand."""
    own, other = (f"{abs(x):.6g}".replace(".", "").partition("e")[0].strip("0") for x in (a, b))
    return a != b and len(own) >= TRANSPOSED and sorted(own) == sorted(other) and len(f"{abs(a):.0f}") == len(f"{abs(b):.0f}")


def amount_at(statement: Statement, at: int) -> Amount:
    """Return the amount at the index of a number atom."""
    atoms, words = statement.atoms, statement.words
    start, modifier = at, EXACT
    before = tuple(a.key for a in atoms[max(0, at - 3) : at] if a.kind != "number")
    for size in (3, 2, 1):
        bound = words.bounds.get(before[-size:]) if len(before) >= size else None
        if bound == EXACT:
            break
        if bound:
            start, modifier = at - size, bound
            break
    else:
        if before and before[-1] in words.about:
            start, modifier = at - 1, "about"
            if start and atoms[start - 1].key in words.modifiers:
                start -= 1
    head = _head(statement, at)
    end = head + 1 if head is not None else at + 1
    number = atoms[at]
    key = atoms[head].key if head is not None else None
    families = words.heads.get(key, frozenset()) if key else frozenset()
    span = Span(atoms[start].start, atoms[end - 1].end)
    return Amount(statement, at, span, number.value or 0.0, number.unit, modifier, key, families)


def _head(statement: Statement, at: int) -> int | None:
    """Return the index of the noun counted: a known head among the next words, else the last word of a short run."""
    atoms, words = statement.atoms, statement.words
    run = []
    for i in range(at + 1, min(len(atoms), at + 1 + REACH)):
        if atoms[i].kind not in ("word", "name") or atoms[i].start - atoms[i - 1].end > 1:
            break
        if atoms[i].key in words.spans:
            return i
        run.append(i)
    known = [i for i in run if atoms[i].key in words.heads]
    if known and not any(atoms[i].key.endswith(VERBAL) for i in run[: known[0] - at - 1]):
        return known[0]
    run = run[:3]
    plural = [i for i in run if atoms[i].key.endswith("s") and atoms[i].kind == "word"]
    return plural[0] if plural else run[0] if run else None


def vague_amounts(statement: Statement) -> list[Amount]:
    """Return the amounts told by size alone ("tens of thousands of fish"), and things told in the plural without a number."""
    atoms, words, found = statement.atoms, statement.words, []
    for at in range(len(atoms)):
        size, bounds = _vague(statement, at)
        if not bounds or (at and atoms[at - 1].kind == "number"):
            continue
        head = _head(statement, at + size - 1)
        if head is not None:
            families = words.heads.get(atoms[head].key, frozenset())
            span = Span(atoms[at].start, atoms[head].end)
            found.append(Amount(statement, at, span, bounds[0], "", "vague", atoms[head].key, families, high=bounds[1]))
    return found


def _vague(statement: Statement, at: int) -> tuple[int, tuple[float, float] | None]:
    for size in (4, 3, 2):
        bounds = statement.words.vague.get(statement.keys[at : at + size])
        if bounds:
            return size, bounds
    return 0, None


def amounts_of(statement: Statement) -> list[Amount]:
    """Return every amount of a statement."""
    return [amount_at(statement, i) for i, a in enumerate(statement.atoms) if a.kind == "number"]


def one_of_several(statement: Statement, at: int) -> bool:
    """Tell whether the number counts others too ("400 women and children")."""
    words, after = statement.words, statement.keys[at + 1 : at + 3]
    return len(after) > 1 and after[0] in words.joins and bool(words.heads.get(after[1]))


def kinds_apart(a: Statement, one: tuple[int, str | None], b: Statement, other: tuple[int, str | None]) -> bool:
    """Tell whether words before the things counted tell two kinds of them apart ("long-range", "short-range missiles").

    `one` and `other` are the first atom behind each number and the word counted.
    """
    kinds = [_kind_words(s, *end) for s, end in ((a, one), (b, other))]
    return bool(kinds[0] - kinds[1] and kinds[1] - kinds[0])


def _kind_words(statement: Statement, start: int, counted: str | None) -> set[str]:
    head = next((i for i in range(start, min(len(statement.atoms), start + REACH)) if statement.keys[i] == counted), start)
    return {stem(a.key) for a in statement.atoms[start:head] if a.kind == "word"}


def of_several(amount: Amount) -> bool:
    """Tell whether a number counts several kinds of people together ("400 women and children")."""
    statement = amount.statement
    head = next(
        (i for i in range(amount.at + 1, min(len(statement.keys), amount.at + 4)) if statement.keys[i] == amount.head), None
    )
    return head is not None and not amount.summed and one_of_several(statement, head)
