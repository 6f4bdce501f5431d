"""Enumerations: amounts that are told by naming what is counted ("an Antonov plane and an Ilyushin jet" are two planes)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from tellings.compare.amounts import Amount, amounts_of
from tellings.compare.statements import Statement
from tellings.model import Span

THINGS = frozenset({"aircraft", "vessels", "vehicles"})
"""Kinds of heads that are told apart by name; of people, a nation before the noun is no name."""
REACH = 9
"""Words between an article and the noun that it belongs to."""


def enumerations_of(statement: Statement) -> Iterator[Amount]:
    """Yield the amounts that a sentence names one by one, and the sums of amounts that it joins."""
    yield from _named_singly(statement)
    yield from _models(statement)
    yield from _named_together(statement)
    yield from _sums(statement)


def _heads(statement: Statement) -> list[tuple[int, str]]:
    words = statement.words
    return [
        (i, f)
        for i, a in enumerate(statement.atoms)
        if a.kind == "word"
        for f in sorted(words.heads.get(a.key, ()))
        if f in THINGS
    ]


def _named_singly(statement: Statement) -> Iterator[Amount]:
    """Find "an X plane and a Y jet": two nouns of one family, each with its own article, joined by one word."""
    atoms, words = statement.atoms, statement.words
    heads = sorted(_heads(statement), key=lambda h: (h[1], h[0]))
    for (i, family), (j, other) in pairwise(heads):
        if family != other or not 2 <= j - i <= REACH or atoms[i + 1].key not in words.joins:
            continue
        first = next((k for k in range(i - 1, max(-1, i - REACH), -1) if atoms[k].key in words.articles), None)
        if first is None or not {atoms[k].key for k in range(i + 2, j)} & words.articles:
            continue
        if any(atoms[k].kind == "name" for k in range(first, i)) and any(atoms[k].kind == "name" for k in range(i, j)):
            yield _amount(statement, first, j, 2.0, family, named=True)


def _models(statement: Statement) -> Iterator[Amount]:
    """Find "a Berkut-40 transport and a Lastochka-9 jet": two models by name and number, the second before its noun."""
    atoms, words = statement.atoms, statement.words
    for j, family in _heads(statement):
        join = next((k for k in range(j - 1, max(1, j - REACH), -1) if atoms[k].key in words.joins), None)
        if join is None or atoms[join + 1].key not in words.articles or not _model(statement, join + 2, j):
            continue
        first = next((k for k in range(join - 1, max(-1, join - REACH), -1) if atoms[k].key in words.articles), None)
        if first is not None and _model(statement, first + 1, join):
            yield _amount(statement, first, j, 2.0, family, named=True)


def _model(statement: Statement, start: int, end: int) -> bool:
    atoms = statement.atoms[start:end]
    return any(a.kind == "name" and b.kind == "number" and b.start - a.end == 1 for a, b in pairwise(atoms))


def _named_together(statement: Statement) -> Iterator[Amount]:
    """Find "the Westhaven and Kerrow lifeboats": two names before one plural noun."""
    atoms, words = statement.atoms, statement.words
    for j, family in _heads(statement):
        if j < 3 or not atoms[j].key.endswith("s") or atoms[j - 2].key not in words.joins:
            continue
        if atoms[j - 1].kind == atoms[j - 3].kind == "name" and atoms[j - 1].end + 1 == atoms[j].start:
            yield _amount(statement, j - 3, j, 2.0, family, named=True)


def plain_plurals(statement: Statement) -> Iterator[Amount]:
    """Yield the things told in the plural at the head of a sentence, without a number ("Planes carrying the men …")."""
    for j, family in _heads(statement):
        atom = statement.atoms[j]
        if j == 0 and atom.key.endswith("s") and statement.role != "title":
            span = Span(atom.start, atom.end)
            yield Amount(statement, j, span, 2.0, "", "vague", atom.key, frozenset({family}), high=inf)


def _sums(statement: Statement) -> Iterator[Amount]:
    """Find "187 passengers and nine crew": two amounts of people joined by one word."""
    amounts = [a for a in amounts_of(statement) if "people" in a.families and a.modifier == "exact"]
    atoms = statement.atoms
    for a, b in pairwise(amounts):
        between = [x for x in atoms if a.span.end <= x.start < b.span.start]
        if a.head != b.head and len(between) == 1 and between[0].key in statement.words.joins:
            last = max(i for i, x in enumerate(atoms) if x.end <= b.span.end)
            yield _amount(statement, a.at, last, a.value + b.value, "people", named=False)


def _amount(statement: Statement, first: int, last: int, value: float, family: str, *, named: bool) -> Amount:
    atoms = statement.atoms
    span = Span(atoms[first].start, atoms[last].end)
    return Amount(statement, first, span, value, "", "exact", atoms[last].key, frozenset({family}), named, summed=not named)
