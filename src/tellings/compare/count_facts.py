"""Facts of amounts: each tally becomes what is agreed, what is told more finely, and what changes or contradicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from tellings.compare.align import Alignment
from tellings.compare.atoms import stem
from tellings.compare.changes import Place
from tellings.compare.counting import Count
from tellings.compare.gather import between_copies, in_time, may_have_changed, one_page_later, told_in_turn, value_of
from tellings.compare.phrasing import about_count
from tellings.compare.statements import Corpus
from tellings.compare.tallies import Tally
from tellings.model import Fact, Relation, Span, Value

HEAD = 6
"""Words behind a number among which what it counts stands."""
AROUND = 3.5
"""Weight of the words around a rough and an exact amount that shows that both count one thing."""
FAR = 100
"""Amounts farther apart than this factor count different things: no toll rises, and no outlet errs, so far."""
PAIR = 2
"""Tellings of an amount: a rough and an exact one."""
NAMED = 8.0
"""The same of words in the whole sentences, where things are named one by one."""


def agreed_counts(tally: Tally, corpus: Corpus) -> Iterator[Fact]:
    """Yield the amount that at least two independent accounts give, though in other words."""
    for group in ([c for c in g if c.amount.high is None] for g in tally.groups):
        finer = _finer(group)
        group = list(finer[-1]) if finer and _overtaken(finer, tally, corpus) else group
        if not group:
            continue
        value = _value(group, corpus)
        if value.accounts > 1 and not (tally.slot and tally.slot.trend != "none" and len(tally.groups) > 1):
            yield Fact(about=about_count(tally, group), kind="number", values=(value,), confidence=_sure(tally, 0.6))


def differing_counts(tally: Tally, corpus: Corpus, alignment: Alignment) -> Iterator[Fact]:
    """Yield refinements inside a group, and the change or conflict between groups."""
    for group in tally.groups:
        finer = _finer(group)
        if finer and (tally.slot or _surely_one(finer, alignment)):
            relation: Relation = "update" if _overtaken(finer, tally, corpus) else "refinement"
            told = _by_value(finer, corpus) if relation == "update" else finer
            values = tuple(_value(own, corpus) for own in told)
            about = about_count(tally, group)
            yield Fact(about=about, kind="number", values=values, relation=relation, confidence=_sure(tally, 0.6))
    groups = [g for g in tally.groups if g]
    if tally.both or len(groups) < 2 or len({c.article for g in groups for c in g}) < 2 or _far(groups):
        return
    relation = _relation(tally, corpus)
    if relation == "update":
        groups.sort(key=lambda g: g[0].amount.value)
        groups = in_time(groups, lambda own: (c.article for c in own), corpus)
    values = tuple(_value(g, corpus) for g in groups)
    yield Fact(
        about=about_count(tally, groups[0]), kind="number", values=values, relation=relation,
        confidence=_sure(tally, 0.5), between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _by_value(levels: Sequence[Sequence[Count]], corpus: Corpus) -> list[list[Count]]:
    """Return the counts of an update by their amounts, in the order in which these were told."""
    found: dict[float, list[Count]] = defaultdict(list)
    for count in sorted((c for own in levels for c in own), key=lambda c: c.amount.value):
        found[count.amount.value].append(count)
    return in_time(list(found.values()), lambda own: (c.article for c in own), corpus)


def _overtaken(levels: Sequence[Sequence[Count]], tally: Tally, corpus: Corpus) -> bool:
    """Tell whether an exact amount told later stands above the "at least" told before it, of what rises with time."""
    if (
        not tally.slot
        or tally.slot.trend != "up"
        or len(levels) != PAIR
        or any(c.amount.modifier != "at least" for c in levels[0])
    ):
        return False
    values = [{c.amount.value for c in own} for own in levels]
    least, exact = ([c.article for c in own] for own in levels)
    return max(values[0]) < min(values[1]) and told_in_turn(least, exact, corpus)


def _far(groups: Sequence[Sequence[Count]]) -> bool:
    values = [abs(c.amount.value) for g in groups for c in g]
    return max(values) > FAR * min(values) > 0


def label_counts(tallies: Iterable[Tally], corpus: Corpus) -> Iterator[Fact]:
    """Yield the words for the people of a slot that is of one kind of people ("six officials", "nine citizens" barred)."""
    for tally in (t for t in tallies if t.slot and t.slot.families - {"people"}):
        kinds: dict[str, list[Place]] = defaultdict(list)
        for count in (c for g in tally.groups for c in g):
            place = _head_place(count)
            if place is not None:
                kinds[place.key].append(place)
        articles = [{p.statement.article for p in own} for own in kinds.values()]
        if len(kinds) < 2 or all(a == articles[0] for a in articles):
            continue
        ranked = sorted(kinds.values(), key=lambda own: -len({p.statement.article for p in own}))
        values = tuple(value_of(own, corpus) for own in ranked)
        about = f"words for the {values[0].value}"
        between = between_copies(values, corpus)
        yield Fact(about=about, kind="label", values=values, relation="wording", confidence=0.65, between_copies=between)


def _head_place(count: Count) -> Place | None:
    """Return the place of the word for those counted, none where it is a word for people in general."""
    amount = count.amount
    atoms, words = amount.statement.atoms, amount.statement.words
    at = next((i for i in range(amount.at, min(len(atoms), amount.at + HEAD)) if atoms[i].key == amount.head), None)
    if amount.head is None or amount.head in words.generic or at is None:
        return None
    return Place(amount.statement, at, at + 1, Span(atoms[at].start, atoms[at].end), stem(amount.head))


def _sure(tally: Tally, least: float) -> float:
    return round(min(0.95, least + 0.4 * tally.score), 3)


def _place(count: Count) -> Place:
    a = count.amount
    return Place(a.statement, a.at, a.at + 1, a.span, f"{a.value:g}{a.unit}")


def _value(counts: Sequence[Count], corpus: Corpus) -> Value:
    """Return one value, shown as most accounts give it."""
    given = Counter(v for v, _ in {(c.amount.value, c.article) for c in counts})
    return value_of([_place(c) for c in sorted(counts, key=lambda c: -given[c.amount.value])], corpus)


def _finer(group: Sequence[Count]) -> tuple[list[Count], ...] | None:
    """Return the plain, the exact and the named tellings of one amount, where accounts differ in that."""
    vague = [c for c in group if c.amount.high is not None]
    named = [c for c in group if c.named]
    summed = [c for c in group if c.amount.summed]
    rest = [c for c in group if not c.named and not c.amount.summed and c not in vague]
    rough = [c for c in rest if c.amount.modifier != "exact"]
    exact = [c for c in rest if c.amount.modifier == "exact"]
    values = {c.amount.value for c in exact} | {c.amount.value for c in rough}
    near = all(a.amount.close_to(b.amount) for a in rough for b in exact)
    same = bool(rough and exact) and rough[0].amount.value == exact[0].amount.value
    levels = [rest] if len(values) < 2 or not near or not rough or not exact or same else [rough, exact]
    found = tuple(own for own in (vague, *levels, summed, named) if own)
    articles = {c.article for own in found for c in own}
    return found if len(found) > 1 and len(articles) > 1 else None


def _surely_one(levels: Sequence[Sequence[Count]], alignment: Alignment) -> bool:
    """Tell whether each telling of what has no slot shares words with another around the amount; named ones, words at all."""

    def near(own: Sequence[Count]) -> bool:
        pairs = ((a, b) for other in levels if other is not own for a in own for b in other if a.article != b.article)
        return any(_alike(a, b, alignment) for a, b in pairs)

    return all(near(own) for own in levels)


def _alike(a: Count, b: Count, alignment: Alignment) -> bool:
    heads = {stem(c.amount.head or "") for c in (a, b)}
    weight = sum(alignment.weight.get(k, 0.0) for k in (a.around & b.around) - heads)
    contents = [{k for k in c.amount.statement.content if k[0] not in "#@"} for c in (a, b)]
    whole = sum(alignment.weight[k] for k in contents[0] & contents[1])
    named = any(c.named or c.amount.summed or c.amount.high == inf for c in (a, b))
    return weight >= AROUND or (named and whole >= NAMED)


def _relation(tally: Tally, corpus: Corpus) -> Relation:
    """Return "update" where the amounts move in time as such amounts do, else "conflict"."""
    trend = tally.slot.trend if tally.slot else "none"
    told = [[c.amount.statement for c in g] for g in tally.groups]
    if one_page_later([{c.article for c in g} for g in tally.groups], corpus) or may_have_changed(told, corpus):
        return "update"
    if trend == "none":
        return "conflict"
    dated = []
    for group in tally.groups:
        moments = sorted(m for m in (corpus.tellings[c.article].moment for c in group) if m)
        dated.append((moments[0] if moments else None, min(c.amount.value for c in group)))
    known = sorted((m, v) for m, v in dated if m)
    values = [v for _, v in known]
    apart = len({m[:10] for m, _ in known}) == len(known)
    if trend == "up":
        return "update" if values == sorted(values) or not apart else "conflict"
    steady = values == sorted(values) or values == sorted(values, reverse=True)
    contradicted = len(known) == len(dated) and not (apart and steady)
    return "conflict" if contradicted else "update"
