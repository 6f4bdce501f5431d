"""Counting: amounts of the same thing in different accounts: agreed, finer, later or in conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

from tellings.compare.align import Alignment
from tellings.compare.amounts import Amount, amounts_of, kinds_apart, of_several, vague_amounts
from tellings.compare.atoms import YEAR, stem
from tellings.compare.changes import broken
from tellings.compare.enumerations import enumerations_of, plain_plurals
from tellings.compare.lexicon import Slot
from tellings.compare.statements import Corpus, Statement, other_days
from tellings.compare.uncounted import age, at_an_age, part_of_name, partial, year

WINDOW = 9
"""Words on either side of an amount that say what it is about."""
CUE = 9
"""Words between an amount and the word that says what happened to those counted."""
EARLY = 8
"""Sentences at the beginning of a text that count as its own telling however short it is; else its first half."""
RECENT = 6
"""Days before publication that still belong to the story."""
ONE_THING = 3.0
"""Weight of words that two sentences must share before their numbers are set against each other."""
OWN_NUMBER = 2
"""Words between what happened and a number of its own ("injured almost 50")."""
OWN_KIND = 2
"""Words behind "the number of" among which stands who is counted."""
TERM_CUE = 6
"""Words before a length of time among which the word stands that gives it a meaning."""
TERM_BEHIND = 4
"""The same behind it ("12 years in prison")."""
FAR_CUE = 14
"""The same before an amount without a noun ("the number of people killed … rose to 11")."""
TOLD_ALIKE = 0.3
"""Likeness of two sentences from which different amounts of one thing contradict each other."""
MUCH_SHARED = 9.0
"""Weight of words around two amounts that shows by itself that they count one thing."""
WHOLE = 6.0
"""Weight of words in two whole sentences that shows that the same small number is of one thing."""
LARGE = 1000
"""The same number of the same thing, this large, is one fact wherever it stands."""
SMALL = 10
"""A number below this is too common to show by itself that two sentences speak of one thing."""


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
    for i in range(max(0, amount.at - back), min(len(atoms), amount.at + (CUE if amount.head is None else back) + 1)):
        distance = abs(i - amount.at) * 2 + (1 if i < amount.at else 0)
        if best is None or distance < best[0]:
            slot = _slot_of(amount, i, possible)
            if slot:
                best = distance, slot
    return best[1] if best else None


def _slot_of(amount: Amount, at: int, possible: Sequence[Slot]) -> Slot | None:
    words, atoms = amount.statement.words, amount.statement.atoms
    key = atoms[at].key
    if at > amount.at and _own_number(amount.statement, at):
        return None
    before = [a.key for a in atoms[max(0, at - 4) : at]]
    forms = {f"not_{key}"} if words.negations & set(before) else {key, *(f"{w}_{key}" for w in before[-2:])}
    return next((s for s in possible if forms & s.cues), None)


def _own_number(statement: Statement, at: int) -> bool:
    """Tell whether what happened has a number of its own behind it ("injured almost 50", not "killed and 55 wounded")."""
    words = statement.words
    for atom in statement.atoms[at + 1 : at + 1 + OWN_NUMBER]:
        if atom.key in words.joins:
            return False
        if atom.kind == "number" or words.numbers.get(atom.key):
            return True
    return False


@dataclass(frozen=True)
class Tally:
    """Counts of one thing in several accounts, in groups of amounts that can all hold."""

    key: str
    slot: Slot | None
    groups: tuple[tuple[Count, ...], ...]
    score: float
    both: bool = False
    """Whether one account gives several of the amounts itself, so that they cannot be of one thing."""


def tallies(counts: Sequence[Count], alignment: Alignment) -> Iterator[Tally]:
    """Yield what several accounts count: things with a slot first, then what sentences alike count."""
    slots: dict[str, list[Count]] = defaultdict(list)
    others: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        (slots if count.slot else others)[count.key].append(count)
    for own in slots.values():
        _take_in(own, others, alignment)
    for key, own in slots.items():
        first = _first_of_each([c for c in own if not elsewhen(c, alignment.corpus)])
        groups = _related(_grouped(first), alignment)
        if len({c.article for g in groups for c in g}) > 1:
            yield Tally(key, first[0].slot, groups, 0.7)
    for key, own in others.items():
        for linked, score in _linked(own, alignment):
            if len({c.article for c in linked}) > 1:
                groups = _grouped(linked)
                yield Tally(key, None, groups, score, both=_told_by_one(groups, own))


def _take_in(own: list[Count], others: dict[str, list[Count]], alignment: Alignment) -> None:
    """Add to the counts of a slot the counts of the same kind of people without a cue that surely are of one thing."""
    slot = own[0].slot
    for family in sorted((slot.families if slot else frozenset()) - {"people"}):
        near = [c for c in others[family] if any(_likeness(c, o, alignment) and c.amount.close_to(o.amount) for o in own)]
        own += [replace(c, slot=slot, key=own[0].key) for c in near]
        others[family] = [c for c in others[family] if c not in near]
    usual = slot.usual if slot and own[0].key == slot.name else frozenset[str]()
    values = {o.amount.value for o in own}
    for key in [k for k, counts in others.items() if any(c.amount.head in usual for c in counts)]:
        taken = [c for c in others[key] if c.amount.head in usual and c.amount.value in values and c.amount.value >= SMALL]
        own += [replace(c, slot=slot, key=own[0].key) for c in taken]
        others[key] = [c for c in others[key] if c not in taken]


def elsewhen(count: Count, corpus: Corpus) -> bool:
    """Tell whether the sentence speaks of another time: days well before publication, or another year."""
    statement = count.amount.statement
    telling = corpus.telling(statement)
    casualties = count.slot is None or count.slot.families == {"people"}
    if casualties and statement.keys[:1] and statement.keys[0] in statement.words.backward:
        return True
    if casualties and not _put_by_others(count) and statement.place > max(EARLY, len(telling.statements) // 2):
        return True
    years = [int(a.text) for a in statement.atoms if a.kind == "number" and YEAR.match(a.text)]
    if telling.published is None:
        return False
    before = (telling.published - timedelta(days=RECENT)).isoformat()
    days = [t for t in telling.article.times if t.type in ("DATE", "TIME") and t.last_day and statement.span.contains(t)]
    if any(y < telling.published.year for y in years) and not any((t.first_day or "") >= before for t in days):
        return True
    days = [t for t in days if (t.last_day or "")[:4] >= str(telling.published.year)] or days
    return bool(days) and all((t.last_day or "") < before for t in days)


def _related(groups: Sequence[Sequence[Count]], alignment: Alignment) -> tuple[tuple[Count, ...], ...]:
    """Keep the group of most accounts and those whose sentences share enough with one of its."""
    if len(groups) < 2:
        return tuple(tuple(g) for g in groups)
    main = max(groups, key=lambda g: len({c.article for c in g}))
    kept = []
    for group in groups:
        apart = not any(a.amount.holds_with(b.amount) for a in group for b in main)
        near = any(_one_thing(a, b, alignment) or _put_by_others(a) for a in group for b in main if a.article != b.article)
        if group is main or (apart and near):
            kept.append(tuple(group))
    return tuple(kept)


def _one_thing(a: Count, b: Count, alignment: Alignment) -> bool:
    if a.slot and a.slot.local and alignment.score(a.amount.statement, b.amount.statement) < TOLD_ALIKE:
        return False
    shared = a.amount.statement.content & b.amount.statement.content
    return sum(alignment.weight[k] for k in shared if not k.startswith("#")) >= ONE_THING


def _first_of_each(counts: Sequence[Count]) -> list[Count]:
    """Return each account's main amount: its first, those that agree with it, and those that somebody else puts it at."""
    kept: dict[int, list[Count]] = {}
    for count in counts:
        own = kept.setdefault(count.article, [])
        if not own or own[0].amount.close_to(count.amount) or _put_by_others(count):
            own.append(count)
    return [c for own in kept.values() for c in own]


def _put_by_others(count: Count) -> bool:
    """Tell whether somebody is said to put the number at this ("He put the number of arrivals at 300")."""
    words = count.amount.statement.words
    near = {a.key for a in count.amount.statement.atoms[max(0, count.amount.at - CUE) : count.amount.at]}
    return count.amount.head is None and bool(near & words.totals) and bool(near & words.putting)


def _grouped(counts: Sequence[Count]) -> tuple[tuple[Count, ...], ...]:
    """Put together amounts that hold with every other of their group; exact ones lead."""
    groups: list[list[Count]] = []
    for count in sorted(counts, key=lambda c: c.amount.modifier != "exact"):
        home = next((g for g in groups if all(count.amount.close_to(o.amount) for o in g)), None)
        if home is None:
            groups.append([count])
        else:
            home.append(count)
    return tuple(tuple(g) for g in groups)


def _told_by_one(groups: Sequence[Sequence[Count]], everything: Sequence[Count]) -> bool:
    articles = {c.article for g in groups for c in g}
    told: dict[int, set[int]] = defaultdict(set)
    for count in everything:
        if count.article in articles:
            home = (i for i, g in enumerate(groups) if any(count.amount.holds_with(c.amount) for c in g))
            told[count.article].update(home)
    return any(len(own) > 1 for own in told.values())


def _linked(counts: Sequence[Count], alignment: Alignment) -> Iterator[tuple[list[Count], float]]:
    """Yield runs of counts that speak of one thing, and how sure that is."""
    owner = list(range(len(counts)))
    score: dict[int, float] = {}

    def root(i: int) -> int:
        while owner[i] != i:
            i = owner[i]
        return i

    for i, a in enumerate(counts[:200]):
        for j in range(i + 1, min(len(counts), 200)):
            b = counts[j]
            if a.article == b.article and not _in_apposition(a, b):
                continue
            likeness = _likeness(a, b, alignment)
            if likeness:
                x, y = root(i), root(j)
                low = min(score.get(x, 1.0), score.get(y, 1.0), likeness)
                owner[y] = x
                score[x] = low
    runs: dict[int, list[Count]] = defaultdict(list)
    for i, count in enumerate(counts[:200]):
        runs[root(i)].append(count)
    for key, run in runs.items():
        yield run, score.get(key, 0.0)


def _in_apposition(a: Count, b: Count) -> bool:
    """Tell whether one sentence counts things and names them ("the two planes, a Berkut-40 transport and …")."""
    same = a.amount.statement is b.amount.statement and a.amount.value == b.amount.value
    return same and a.named != b.named and bool(a.amount.families & b.amount.families)


def _likeness(a: Count, b: Count, alignment: Alignment) -> float:
    """Return how sure it is that two amounts count one thing (0: they are not to be compared)."""
    if a.amount.unit != b.amount.unit:
        return 0.0
    if a.article == b.article:
        return 0.5
    if a.named != b.named and a.amount.value == b.amount.value and stem(a.amount.head or "") == stem(b.amount.head or ""):
        return 0.5
    shared = (a.around & b.around) - {stem(a.amount.head or ""), stem(b.amount.head or "")}
    weight = sum(alignment.weight.get(k, 0.0) for k in shared)
    whole = sum(alignment.weight[k] for k in a.amount.statement.content & b.amount.statement.content if k[0] not in "#@")
    likeness = alignment.score(a.amount.statement, b.amount.statement)
    if a.amount.holds_with(b.amount):
        sized = (a.amount.high or b.amount.high) and stem(a.amount.head or "") == stem(b.amount.head or "")
        same = a.amount.value == b.amount.value or a.amount.families or sized
        telling = a.amount.value >= SMALL
        small = 2.2 if a.amount.families else 4.0
        large = a.amount.value == b.amount.value >= LARGE and a.amount.head == b.amount.head
        enough = large or ((weight >= 1.5 or whole >= 3.0) if telling else weight >= small or whole >= WHOLE)
        return max(0.5, likeness) if same and enough else 0.0
    words = a.amount.statement.words
    if a.amount.head in words.measures and a.amount.head not in words.currencies:
        return 0.0
    ends = (a.amount.at + 1, a.amount.head), (b.amount.at + 1, b.amount.head)
    apart = kinds_apart(a.amount.statement, ends[0], b.amount.statement, ends[1])
    if apart or other_days(a.amount.statement, b.amount.statement, alignment.corpus):
        return 0.0
    exact = a.amount.modifier == b.amount.modifier == "exact" and not (a.named or b.named)
    alike = likeness >= TOLD_ALIKE or weight >= MUCH_SHARED
    return max(likeness, 0.4) if alike and exact and weight >= 6.0 and a.amount.head == b.amount.head else 0.0
