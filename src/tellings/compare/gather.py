"""Gathering: differences found pair by pair become facts with one value for each thing that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, pairwise
from typing import TypeVar

from tellings.compare.changes import Change, Place, Version
from tellings.compare.naming import same_name
from tellings.compare.phrasing import about
from tellings.compare.statements import Corpus, Statement
from tellings.model import Cite, Fact, FactKind, Relation, Value

MOST_CITES = 12
"""Passages shown for one value; the accounts are counted over these."""
DAY = 10
"""Characters of a moment that is known to the day."""
WEEK = 7
"""Days between the pages of two amounts from which the thing may have changed."""
Given = TypeVar("Given")


@dataclass
class _Slot:
    """Places in several accounts where one thing is told."""

    kind: FactKind
    places: dict[tuple[int, int], Place]
    score: float


def facts_from_changes(changes: Sequence[Change], versions: Sequence[Version], corpus: Corpus) -> list[Fact]:
    """Return one fact for each thing that versions of a sentence tell differently, altered copies included."""
    slots = _join(changes)
    partners: dict[int, list[Version]] = defaultdict(list)
    for version in versions:
        partners[version.pair.left.index].append(version)
        partners[version.pair.right.index].append(version)
    facts = []
    for slot in slots:
        for place in list(slot.places.values()):
            for version in partners[place.statement.index]:
                _add_equal(slot, place, version)
        fact = _fact(slot, corpus)
        if fact:
            facts.append(fact)
    return facts


def _join(changes: Iterable[Change]) -> list[_Slot]:
    owner: dict[tuple[FactKind, int, int], _Slot] = {}
    for change in changes:
        ends = [((change.kind, p.statement.index, p.first), p) for p in (change.left, change.right)]
        slots = [owner[k] for k, _ in ends if k in owner]
        slot = slots[0] if slots else _Slot(change.kind, {}, change.score)
        for other in slots[1:]:
            if other is not slot:
                slot.places.update(other.places)
        for _, place in ends:
            slot.places[place.statement.index, place.first] = place
        slot.score = min([slot.score, change.score, *(s.score for s in slots)])
        for index, first in slot.places:
            owner[change.kind, index, first] = slot
    return list({id(s): s for s in owner.values()}.values())


def _add_equal(slot: _Slot, place: Place, version: Version) -> None:
    """Add the place in the other version where the same value stands."""
    own_left = version.pair.left is place.statement
    if not own_left and version.pair.right is not place.statement:
        return
    shared = version.shared if own_left else {j: i for i, j in version.shared.items()}
    other = version.pair.right if own_left else version.pair.left
    if any(n not in shared for n in range(place.first, place.last)):
        return
    first, last = shared[place.first], shared[place.last - 1] + 1
    if (other.index, first) not in slot.places:
        atoms = other.atoms[first:last]
        span = type(place.span)(atoms[0].start, atoms[-1].end)
        slot.places[other.index, first] = Place(other, first, last, span, place.key)


def _fact(slot: _Slot, corpus: Corpus) -> Fact | None:
    groups: list[list[Place]] = []
    for place in sorted(slot.places.values(), key=lambda p: (p.statement.article, p.statement.place)):
        for group in groups:
            if _same(slot.kind, group[0], place):
                group.append(place)
                break
        else:
            groups.append([place])
    if len(groups) < 2:
        return None
    relation, shown = relation_of(slot.kind, groups, corpus), groups
    if relation == "update":
        shown = in_time(groups, lambda own: (p.statement.article for p in own), corpus)
    values = [value_of(group, corpus) for group in shown]
    if relation != "update":
        values.sort(key=lambda v: -v.accounts)
    return Fact(
        about=about(slot.kind, [g[0] for g in groups]), kind=slot.kind, values=tuple(values),
        relation=relation, confidence=round(min(0.97, 0.4 + 0.55 * slot.score), 3),
        between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _same(kind: FactKind, a: Place, b: Place) -> bool:
    if kind in ("person", "attribution", "place"):
        return same_name(a.key, b.key, a.statement.words)
    return a.key == b.key


def value_of(places: Sequence[Place], corpus: Corpus) -> Value:
    """Return one value with a passage from each account that gives it."""
    cites: dict[int, Cite] = {}
    for place in sorted(places, key=lambda p: corpus.telling(p.statement).language != corpus.language):
        cites.setdefault(place.statement.article, corpus.cite(place.statement, place.span))
    kept = tuple(list(cites.values())[:MOST_CITES])
    return Value(value=kept[0].text, evidence=kept, accounts=corpus.count(kept))


def between_copies(values: Sequence[Value], corpus: Corpus) -> bool:
    """Tell whether two values stand in copies of one another, so that the text was altered."""
    return any(
        a.document != b.document and corpus.count([a, b]) == 1
        for one, other in combinations(values, 2)
        for a in one.evidence
        for b in other.evidence
    )


def in_time(groups: Sequence[Given], accounts_of: Callable[[Given], Iterable[int]], corpus: Corpus) -> list[Given]:
    """Return the values of an update by the earliest page that gives each, in their own order where one has no day.

    `accounts_of` gives the indices of the accounts of a value. Hours count where every page's is known.
    """
    first = first_told([accounts_of(own) for own in groups], corpus)
    return [groups[i] for i in sorted(range(len(groups)), key=first.__getitem__)] if first else list(groups)


def first_told(groups: Sequence[Iterable[int]], corpus: Corpus) -> list[str]:
    """Return when each value is first told, by the hour where every page's is known; nothing where one has no day.

    `groups` are the indices of the accounts of each value.
    """
    moments = [[m for i in own if (m := corpus.tellings[i].moment) and len(m) >= DAY] for own in groups]
    if not all(moments):
        return []
    hourly = all(len(m) > DAY for own in moments for m in own)
    return [min(_utc(m) if hourly else m[:DAY] for m in own) for own in moments]


def told_in_turn(earlier: Iterable[int], later: Iterable[int], corpus: Corpus) -> bool:
    """Tell whether all accounts of one value told it before any account told the other; False where one page has no day.

    The indices are those of accounts. Of two pages of one day the hours decide, where both are known.
    """
    told = [[corpus.tellings[i].moment or "" for i in own] for own in (earlier, later)]
    return all(told) and all(_before(a, b) for a in told[0] for b in told[1])


def _before(one: str, other: str) -> bool:
    if min(len(one), len(other)) < DAY:
        return False
    hours = min(len(one), len(other)) > DAY
    return _utc(one) < _utc(other) if hours else one[:DAY] < other[:DAY]


def _utc(moment: str) -> str:
    """Return a moment in one zone, so that the order of the texts is that of the moments."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def relation_of(kind: FactKind, groups: Sequence[Sequence[Place]], corpus: Corpus) -> Relation:
    """Return how the values relate: another word, a later version of one page, or a conflict."""
    if kind == "label":
        return "wording"
    if kind == "number" and (_rises(groups, corpus) or of_a_state([[p.statement for p in g] for g in groups], corpus)):
        return "update"
    return "update" if one_page_later([{p.statement.article for p in g} for g in groups], corpus) else "conflict"


def _rises(groups: Sequence[Sequence[Place]], corpus: Corpus) -> bool:
    """Tell whether the pages of each value are of one day, the days differ, and the later the day the higher the value.

    A copy that gives another value than its original has not waited for the news, unless it is a toll.
    """
    if between_copies([value_of(group, corpus) for group in groups], corpus) and not all(_tolls(p) for g in groups for p in g):
        return False
    dated: list[tuple[str, float]] = []
    for group in groups:
        days = {(corpus.tellings[p.statement.article].moment or "")[:10] for p in group}
        values = {next((a.value for a in p.statement.atoms[p.first : p.last] if a.value is not None), None) for p in group}
        day, value = next(iter(days)), next(iter(values))
        if len(days) > 1 or not day or len(values) > 1 or value is None:
            return False
        dated.append((day, value))
    dated.sort()
    return len({day for day, _ in dated}) == len(dated) and [v for _, v in dated] == sorted(v for _, v in dated)


def _tolls(place: Place) -> bool:
    """Tell whether the sentence of a number is of what rises with time, like those hurt."""
    keys = set(place.statement.keys)
    own = (s for s in place.statement.words.slots if s.trend == "up" and s.families == {"people"})
    return any(s.cues & keys for s in own)


def one_page_later(groups: Sequence[set[int]], corpus: Corpus) -> bool:
    """Tell whether the accounts of each value are one outlet's at one moment, and the moments differ."""
    outlets = {corpus.tellings[i].outlet for own in groups for i in own}
    moments = [{corpus.tellings[i].moment for i in own} for own in groups]
    one_page = len(outlets) == 1 and None not in outlets and all(len(m) == 1 and None not in m for m in moments)
    return one_page and len({next(iter(m)) for m in moments}) == len(moments)


def may_have_changed(groups: Sequence[Sequence[Statement]], corpus: Corpus) -> bool:
    """Tell whether the thing itself may have changed between the values: told weeks apart, of what is "still" so, or "now"."""
    return _weeks_apart(groups, corpus) or of_a_state(groups, corpus) or _now(groups, corpus)


def _now(groups: Sequence[Sequence[Statement]], corpus: Corpus) -> bool:
    """Tell whether the value told last is that of "now" ("the reward now stands at 60,000")."""
    first = first_told([{s.article for s in own} for own in groups], corpus)
    if len(set(first)) < len(groups):
        return False
    latest = groups[max(range(len(groups)), key=first.__getitem__)]
    return any(s.words.now & set(s.keys) for s in latest)


def _weeks_apart(groups: Sequence[Sequence[Statement]], corpus: Corpus) -> bool:
    """Tell whether a week or more lies between the pages of each value and those of the next."""
    pages = [[corpus.telling(s).published for s in own] for own in groups]
    days = sorted((min(own), max(own)) for known in pages if (own := [d for d in known if d]) and len(own) == len(known))
    return len(days) == len(groups) and all((b[0] - a[1]).days >= WEEK for a, b in pairwise(days))


def of_a_state(groups: Sequence[Sequence[Statement]], corpus: Corpus) -> bool:
    """Tell whether each value is of what "still" is so, told on days of its own ("five remain in hospital")."""
    lasting = all(any(s.words.lasting & set(s.keys) for s in own) for own in groups)
    days = [{(corpus.telling(s).moment or "")[:DAY] for s in own} for own in groups]
    return lasting and all(days) and not any(a & b or "" in a | b for a, b in combinations(days, 2))
