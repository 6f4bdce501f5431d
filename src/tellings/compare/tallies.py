"""Tallies: counts of one thing in several accounts, in groups of amounts that can all hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tellings.compare.align import Alignment
from tellings.compare.amounts import kinds_apart
from tellings.compare.atoms import YEAR, stem
from tellings.compare.counting import CUE, Count
from tellings.compare.lexicon import Slot
from tellings.compare.statements import Corpus, other_days

EARLY = 8
"""Sentences at the beginning of a text that count as its own telling however short it is; else its first half."""
RECENT = 6
"""Days before publication that still belong to the story."""
ONE_THING = 3.0
"""Weight of words that two sentences must share before their numbers are set against each other."""
TOLD_ALIKE = 0.3
"""Likeness of two sentences from which different amounts of one thing contradict each other."""
MUCH_SHARED = 9.0
"""Weight of words around two amounts that shows by itself that they count one thing."""
WHOLE = 6.0
"""Weight of words in two whole sentences that shows that the same small number is of one thing."""
LARGE = 1000
"""The same number of the same thing, this large, is one fact wherever it stands."""
RISING = 2.0
"""Largest ratio of a toll and a later one that are told in sentences with little in common."""
SMALL = 10
"""A number below this is too common to show by itself that two sentences speak of one thing."""


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
    for key in [k for k, own in slots.items() if own[0].slot and k == own[0].slot.name]:
        _take_kinds_in(slots[key], slots)
    for key, own in ((k, own) for k, own in slots.items() if own):
        current = [c for c in own if not elsewhen(c, alignment.corpus)]
        first = _first_of_each(current)
        groups = _related(_grouped(first), alignment, given=_given(current))
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


def _take_kinds_in(own: list[Count], slots: Mapping[str, list[Count]]) -> None:
    """Add to the counts of a slot those of one kind of people ("eleven workers perished") whose number is a whole's."""
    values = {o.amount.value for o in own if o.amount.value >= SMALL}
    key = own[0].key
    for kinds in [kinds for k, kinds in slots.items() if k != key and kinds and kinds[0].slot is own[0].slot]:
        taken = [c for c in kinds if c.amount.families and c.amount.value in values]
        own += [replace(c, key=key) for c in taken]
        kinds[:] = [c for c in kinds if c not in taken]


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


def _given(counts: Sequence[Count]) -> Mapping[int, set[float]]:
    """Return the amounts that each account gives a slot."""
    given: dict[int, set[float]] = defaultdict(set)
    for count in counts:
        given[count.article].add(count.amount.value)
    return given


def _rises(a: Count, b: Count, corpus: Corpus, given: Mapping[int, set[float]]) -> bool:
    """Tell whether one of two totals is a little larger and told on a later day, as a toll that rises."""
    early, late = sorted((a, b), key=lambda c: c.amount.value)
    days = [(corpus.tellings[c.article].moment or "")[:10] for c in (early, late)]
    slot, most = a.slot, RISING * early.amount.value
    if slot is None or slot.trend != "up" or slot.local or {c.amount.modifier for c in (a, b)} != {"exact"}:
        return False
    if any(v != c.amount.value and early.amount.value <= v <= most for c in (a, b) for v in given[c.article]):
        return False
    return "" < days[0] < days[1] and early.amount.value >= SMALL and late.amount.value <= most


def _related(
    groups: Sequence[Sequence[Count]], alignment: Alignment, *, given: Mapping[int, set[float]]
) -> tuple[tuple[Count, ...], ...]:
    """Keep the group of most accounts and those whose sentences share enough with one of its."""
    if len(groups) < 2:
        return tuple(tuple(g) for g in groups)
    main = max(groups, key=lambda g: len({c.article for c in g}))
    kept = []
    for group in groups:
        apart = not any(a.amount.holds_with(b.amount) for a in group for b in main)
        pairs = [(a, b) for a in group for b in main if a.article != b.article]
        near = any(_one_thing(a, b, alignment) or _put_by_others(a) for a, b in pairs)
        rises = any(_rises(a, b, alignment.corpus, given) for a, b in pairs)
        if group is main or (apart and (near or rises)):
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
