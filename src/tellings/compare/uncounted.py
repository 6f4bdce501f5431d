"""Uncounted: amounts that count no things: years, ages, parts of names, and what comes on top of another amount."""

from __future__ import annotations

from tellings.compare.amounts import Amount, amount_at
from tellings.compare.statements import Statement

CUE = 9
"""Words before a bare number among which stands that it is put at something."""

OLDEST = 110
"""Years above which a number between two marks behind a word ("his sister, nine, died") is no age."""
PERSON = 2
"""Words from an age back to whose it is ("a man of 34")."""
AGES = 4
"""Words before an age among which it is called one ("aged between 26 and 51")."""


def year(amount: Amount) -> bool:
    """Tell whether the amount is a year."""
    plain = amount.text.isdecimal() and len(amount.text) == 4
    return plain and 1900 <= amount.value <= 2100 and amount.modifier == "exact" and not amount.families


def partial(amount: Amount) -> bool:
    """Tell whether the amount comes on top of another, or is a part of it ("two more bodies", "two of them")."""
    if amount.high is not None:
        return False
    atoms, words = amount.statement.atoms, amount.statement.words
    before, after = atoms[max(0, amount.at - 1) : amount.at], atoms[amount.at + 1 : amount.at + 2]
    return bool({a.key for a in after} & words.partial or {a.key for a in before} & words.adding)


def age(amount: Amount) -> bool:
    """Tell whether the number stands after a name and a comma ("Ann Lee, 57"), or is joined to years ("61 and 48 years").

    Or between two marks behind a word ("his sister, nine, died").
    """
    atoms, at = amount.statement.atoms, amount.at
    before = atoms[at - 1] if at else None
    joined = at + 2 < len(atoms) and atoms[at + 1].key in amount.statement.words.joins and atoms[at + 2].kind == "number"
    if amount.head is None and joined and amount_at(amount.statement, at + 2).head in amount.statement.words.spans:
        return True
    if amount.head is None and {a.key for a in atoms[max(0, at - AGES) : at]} & amount.statement.words.aged:
        return True
    if amount.head is None and amount.value <= OLDEST and of_age(amount.statement, at):
        return True
    if amount.head is not None or before is None or not 2 <= amount.span.start - before.end <= 3:
        return False
    following = atoms[at + 1] if at + 1 < len(atoms) else None
    shut = following is not None and 2 <= following.start - atoms[at].end <= 3
    return before.kind == "name" or (shut and before.kind == "word" and amount.value <= OLDEST)


def of_age(statement: Statement, first: int) -> bool:
    """Tell whether a bare number tells how old a person is ("a man of 44", "aged 44"), not how many ("a crew of 18")."""
    words, keys = statement.words, statement.keys
    if first and keys[first - 1] in words.aged:
        return True
    if first < PERSON or keys[first - 1] != words.part_link or keys[first - PERSON] in words.bodies:
        return False
    return keys[first - PERSON] in words.persons or words.people(keys[first - PERSON])


def at_an_age(amount: Amount) -> bool:
    """Tell whether a bare number stands after "at" with nothing that is put at it ("dies in prison at 77")."""
    keys = [a.key for a in amount.statement.atoms[max(0, amount.at - CUE) : amount.at]]
    return keys[-1:] == ["at"] and not amount.statement.words.totals & set(keys)


def part_of_name(amount: Amount) -> bool:
    """Tell whether the amount is a part of a name ("Game 7", "train 4417")."""
    atoms, at = amount.statement.atoms, amount.at
    before = atoms[at - 1] if at else None
    if before is None or amount.span.start - before.end > 1 or not amount.text[0].isdigit():
        return False
    return before.kind == "name" or before.key in amount.statement.words.numbered


def at_a_point(statement: Statement, first: int) -> bool:
    """Tell whether a bare number is a minute or a page, and counts nothing ("levelled on 38")."""
    return first > 0 and statement.keys[first - 1] in statement.words.points
