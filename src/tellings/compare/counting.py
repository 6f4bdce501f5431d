"""Counting: amounts of the same thing in different accounts: agreed, finer, later or in conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tellings.compare.amounts import Amount, amounts_of, of_several, vague_amounts
from tellings.compare.atoms import stem
from tellings.compare.changes import broken
from tellings.compare.enumerations import enumerations_of, plain_plurals
from tellings.compare.lexicon import Slot
from tellings.compare.statements import Corpus, Statement
from tellings.compare.uncounted import age, at_an_age, part_of_name, partial, year

WINDOW = 9
"""Words on either side of an amount that say what it is about."""
CUE = 9
"""Words between an amount and the word that says what happened to those counted."""
OWN_NUMBER = 2
"""Words between what happened and a number of its own ("injured almost 50")."""
OWN_KIND = 2
"""Words behind "the number of" among which stands who is counted."""
ABLE = 3
"""Words before an amount among which stands that there may be so many ("it can carry 800 passengers")."""
TERM_CUE = 6
"""Words before a length of time among which the word stands that gives it a meaning."""
TERM_BEHIND = 4
"""The same behind it ("12 years in prison")."""
FAR_CUE = 14
"""The same before an amount without a noun ("the number of people killed … rose to 11")."""


@dataclass(frozen=True)
class Count:
    """An amount and what it tells: a slot of the tables, else the word counted."""

    amount: Amount
    slot: Slot | None
    key: str
    around: frozenset[str]
    named: bool = False

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.amount.statement.article


def counts_of(corpus: Corpus) -> list[Count]:
    """Return every amount that counts something, with what it tells, in text order."""
    found: list[Count] = []
    for statement in (s for s in corpus.statements if not s.furniture):
        amounts = [*amounts_of(statement), *enumerations_of(statement), *vague_amounts(statement), *plain_plurals(statement)]
        for amount in (a for a in amounts if not broken(a, corpus)):
            count = _count(amount) or _total(amount, found)
            if count is not None:
                found.append(count)
    return found


def _count(amount: Amount) -> Count | None:
    words, atoms = amount.statement.words, amount.statement.atoms
    if amount.head in words.spans:
        return _term(amount)
    if amount.head in words.not_counted or year(amount) or part_of_name(amount):
        return None
    following = atoms[amount.at + 1] if amount.at + 1 < len(atoms) else None
    if atoms[amount.at].hyphened or (following and following.start == atoms[amount.at].end):
        return None
    if (not amount.unit and amount.value != int(amount.value)) or partial(amount) or age(amount) or of_several(amount):
        return None
    around = _around(amount)
    slot = _slot(amount)
    if slot and amount.head is None and at_an_age(amount):
        return None
    if slot:
        total = amount.head is None or amount.head in words.generic or amount.head in slot.counted or amount.summed
        total = total or bool(amount.families and slot.families - {"people"})
        kind = amount.head if not total else None if amount.head else _kind_before(amount)
        return Count(amount, slot, f"{slot.name}: {kind}" if kind else slot.name, around)
    if not amount.unit and (amount.head is None or len(amount.head) < 2):
        return None
    key = amount.unit or min(amount.families or {stem(amount.head or "")})
    return Count(amount, None, key, around, named=amount.named)


def _kind_before(amount: Amount) -> str | None:
    """Return the people of one kind whose number is told ("the number of journalists killed rose to 97")."""
    words, keys = amount.statement.words, amount.statement.keys[max(0, amount.at - FAR_CUE) : amount.at]
    at = max((i for i in range(len(keys) - 1) if keys[i] in words.totals and keys[i + 1] == words.part_link), default=None)
    behind = keys[at + 2 : at + 2 + OWN_KIND] if at is not None else ()
    found = next((k for k in behind if k in words.generic or words.people(k)), None)
    return None if found is None or found in words.generic else found


def _around(amount: Amount) -> frozenset[str]:
    low, atoms = max(0, amount.at - WINDOW), amount.statement.atoms
    near = enumerate(atoms[low : amount.at + WINDOW], low)
    return frozenset(stem(a.key) for i, a in near if a.kind in ("word", "name") and i != amount.at)


def _term(amount: Amount) -> Count | None:
    """Return a length of time that a slot of the tables gives a meaning ("jailed for four years")."""
    atoms, low = amount.statement.atoms, max(0, amount.at - TERM_CUE)
    keys = [a.key for a in atoms[low : amount.at]]
    near = {*keys, *(f"{a}_{b}" for a, b in combinations(keys, 2))}
    behind = {a.key for a in atoms[amount.at + 1 : amount.at + 1 + TERM_BEHIND]}
    slot = next((s for s in amount.statement.words.slots if s.timed and (s.cues & near or s.behind & behind)), None)
    if slot is None or atoms[amount.at].hyphened or partial(amount) or slot.net & set(keys[-2:]):
        return None
    return Count(amount, slot, f"{slot.name}: {stem(amount.head or '')}", _around(amount))


def _total(amount: Amount, before: Sequence[Count]) -> Count | None:
    """Return the bare number of a sentence that puts "the number" at it, of what the sentence before counts."""
    statement = amount.statement
    near = {a.key for a in statement.atoms[max(0, amount.at - CUE) : amount.at]}
    words = statement.words
    if amount.head is not None or not near & words.totals or not near & words.putting or not before:
        return None
    last = before[-1]
    if last.amount.statement.index != statement.index - 1 or last.article != statement.article or last.slot is None:
        return None
    return Count(amount, last.slot, last.key, last.around)


def _slot(amount: Amount) -> Slot | None:
    """Return the slot whose cue stands nearest in the clause, where people are counted or nothing is named."""
    words, atoms = amount.statement.words, amount.statement.atoms
    counted = next((s for s in words.slots if amount.head in s.counted), None)
    if amount.unit or counted:
        return counted
    following = atoms[amount.at + 1] if amount.at + 1 < len(atoms) else None
    if amount.head is None and following is not None and following.kind != "stop":
        return None
    possible = [s for s in words.slots if not s.timed and (amount.head is None or s.families & amount.families)]
    if not possible:
        return None
    best: tuple[int, Slot] | None = None
    back = FAR_CUE if amount.head is None else CUE if "people" in amount.families else len(atoms)
    ahead = CUE if amount.head is None else back
    if _verb_behind(amount):
        back = 0
    ahead = min(ahead, _of_whom(amount) - amount.at)
    if any(s.moving for s in possible) and words.able & {a.key for a in atoms[max(0, amount.at - ABLE) : amount.at]}:
        possible = [s for s in possible if not s.moving]
    for i in range(max(0, amount.at - back), min(len(atoms), amount.at + ahead + 1)):
        distance = abs(i - amount.at) * 2 + (1 if i < amount.at else 0)
        if best is None or distance < best[0]:
            slot = _slot_of(amount, i, possible)
            if slot:
                best = distance, slot
    return best[1] if best else None


def _verb_behind(amount: Amount) -> bool:
    """Tell whether the verb of those counted stands right behind them ("and 31 people were injured")."""
    atoms = amount.statement.atoms
    at = next((i for i in range(amount.at, len(atoms)) if atoms[i].end >= amount.span.end), amount.at) + 1
    return at < len(atoms) and atoms[at].key in amount.statement.words.auxiliaries


def _of_whom(amount: Amount) -> int:
    """Return where some of those counted are counted again ("26 people, two of whom are dead"), else the end."""
    atoms, words = amount.statement.atoms, amount.statement.words
    for i in range(amount.at + 1, len(atoms) - 2):
        counted = atoms[i].value is not None or atoms[i].key in words.numbers
        if counted and atoms[i + 1].key == words.part_link and atoms[i + 2].key in words.subordinators | words.which:
            return i
    return len(atoms)


def _slot_of(amount: Amount, at: int, possible: Sequence[Slot]) -> Slot | None:
    words, atoms = amount.statement.words, amount.statement.atoms
    key = atoms[at].key
    if at > amount.at and (_own_number(amount.statement, at) or _counted_there(amount, at)):
        return None
    before = [a.key for a in atoms[max(0, at - 4) : at]]
    forms = {f"not_{key}"} if words.negations & set(before) else {key, *(f"{w}_{key}" for w in before[-2:])}
    return next((s for s in possible if forms & s.cues), None)


def _own_number(statement: Statement, at: int) -> bool:
    """Tell whether what happened has a number of its own behind it: "injured almost 50", not "dead, 55 missing"."""
    words = statement.words
    atoms = statement.atoms
    for i in range(at + 1, min(at + 1 + OWN_NUMBER, len(atoms))):
        listed = atoms[i].start - atoms[i - 1].end > 1 and words.part_link not in statement.keys[i + 1 : i + 2]
        if atoms[i].key in words.joins or listed:
            return False
        if atoms[i].kind == "number" or words.numbers.get(atoms[i].key):
            return True
    return False


def _counted_there(amount: Amount, at: int) -> bool:
    """Tell whether the word behind an amount without a noun is itself counted ("making 698, and 19 deaths")."""
    before = amount.statement.atoms[at - 1]
    return amount.head is None and at - 1 > amount.at and before.value is not None
