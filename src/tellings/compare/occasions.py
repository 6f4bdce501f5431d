"""Occasions: the day and the place that accounts give one happening of a known kind (a landing, a collision, talks).

The words that tell a kind of happening are tables. Two accounts are set against each other where each gives the happening one
value in few words, and where the words around both are shared, fewer of them when most accounts tell that happening.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from tellings.compare.align import Alignment
from tellings.compare.atoms import stem
from tellings.compare.changes import Place, same_day
from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import Occasion
from tellings.compare.naming import name_run, near_places, same_name
from tellings.compare.statements import Corpus, Statement
from tellings.model import Entity, Fact, Span

REACH = 9
"""Words between what happened and its day or place."""
FAR = 14
"""Words between what happened and its day in one clause."""
BESIDE = 4
"""Words beside what happened that show it to be one more of its kind ("another ship sank")."""
FAMILY = 1.4
"""Weight of two words for one kind of people or thing ("troops", "specialists")."""
SHARED = 3.6
"""Weight of other words around both that must be shared."""
SHARED_MAIN = 2.0
"""The same where at least a third of the accounts tell such a happening in their opening."""
OPENING = 5
"""Sentences in which an account tells its main happening."""
APART = 7
"""Days between which one happening may be misdated; further apart, two happenings are told."""
LEANING = 5
"""Words at the head of a sentence among which a pronoun takes up the sentence before."""
Kind = Literal["day", "place"]


@dataclass(frozen=True)
class _Telling:
    """One account's value for a happening, with the other words around it."""

    place: Place
    around: frozenset[str]
    sort: str
    entity: Entity | None

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.place.statement.article


def occasion_facts(corpus: Corpus, alignment: Alignment) -> tuple[list[Fact], list[Fact]]:
    """Return the days and the places of one happening that contradict each other, and those on which accounts agree."""
    found, openings = _tellings(corpus)
    differing: list[Fact] = []
    agreed: list[Fact] = []
    readable = sum(bool(t.words.occasions) for t in corpus.tellings)
    for (name, kind, _), own in found.items():
        main = 3 * len(openings[name]) >= readable
        groups = _groups(kind, own, corpus, alignment, SHARED_MAIN if main else SHARED)
        if len(groups) > 1:
            differing.append(_fact(name, kind, groups, corpus))
        near = _agreeing(groups[0], alignment)
        value = value_of([t.place for t in near], corpus)
        if value.accounts > 1:
            agreed.append(Fact(about=f"{kind} of the {name}", kind=kind, values=(value,), confidence=0.7))
    return differing, agreed


def _tellings(corpus: Corpus) -> tuple[dict[tuple[str, Kind, str], list[_Telling]], dict[str, set[int]]]:
    """Return what accounts tell of each kind of happening, and which accounts open with it."""
    found: dict[tuple[str, Kind, str], list[_Telling]] = defaultdict(list)
    openings: dict[str, set[int]] = defaultdict(set)
    for statement in (s for s in corpus.statements if not s.furniture):
        for occasion, at, noun in _cues(statement):
            if statement.place < OPENING:
                openings[occasion.name].add(statement.article)
            if statement.role == "title" or statement.words.adding & set(statement.keys[max(0, at - 2 * BESIDE) : at + BESIDE]):
                continue
            day, place = None if noun else _day(statement, at), _place(statement, at, corpus)
            before = _named_before(statement, corpus) if day or place else frozenset()
            if day is not None:
                found[occasion.name, "day", ""].append(replace(day, around=day.around | before))
            if place is not None:
                found[occasion.name, "place", place.sort].append(replace(place, around=place.around | before))
    return found, openings


def _named_before(statement: Statement, corpus: Corpus) -> frozenset[str]:
    """Return the names of the sentence before, where a pronoun takes up whom or what it speaks of."""
    words = statement.words
    if not statement.place or not (words.he | words.she | words.speakers) & set(statement.keys[:LEANING]):
        return frozenset()
    before = corpus.tellings[statement.article].statements[statement.place - 1]
    return frozenset() if before.furniture else frozenset(stem(a.key) for a in before.atoms if a.kind == "name")


def _agreeing(group: Sequence[_Telling], alignment: Alignment) -> list[_Telling]:
    """Return the first telling of a value and those that share enough with it to be of the same happening."""
    first, *rest = group
    return [first, *(t for t in rest if _near(first, t, alignment, SHARED))]


def _cues(statement: Statement) -> Iterator[tuple[Occasion, int, bool]]:
    """Yield the kinds of happening that a statement tells, at each verb, or at the first noun where there is no verb."""
    verbs: dict[str, int] = {}
    nouns: dict[str, tuple[Occasion, int, bool]] = {}
    opening = _opening_words(statement.words.occasions)
    for at, key in enumerate(statement.keys):
        for occasion in statement.words.occasions if key in opening else ():
            if _begins(occasion.verbs, statement.keys, at, key):
                verbs[occasion.name] = at
                yield occasion, at, False
            elif _begins(occasion.nouns, statement.keys, at, key):
                nouns.setdefault(occasion.name, (occasion, at, True))
    yield from (found for name, found in nouns.items() if name not in verbs or verbs[name] - found[1] > REACH)


@cache
def _opening_words(occasions: tuple[Occasion, ...]) -> frozenset[str]:
    """Return the first words of all phrases: few words of a text need a closer look."""
    return frozenset(phrase[0] for occasion in occasions for phrase in (*occasion.verbs, *occasion.nouns) if phrase)


def _begins(phrases: Sequence[tuple[str, ...]], keys: Sequence[str], at: int, key: str) -> bool:
    return any(p[0] == key and keys[at : at + len(p)] == p for p in phrases)


def _day(statement: Statement, at: int) -> _Telling | None:
    """Return the one day that a statement names, where it stands near what happened."""
    days = [i for i, a in enumerate(statement.atoms) if a.kind == "day"]
    if len(days) != 1 or abs(days[0] - at) > FAR or statement.atoms[days[0]].day is None:
        return None
    i = days[0]
    between = set(statement.keys[min(i, at) + 1 : max(i, at)])
    beside = {k for n, k in enumerate(statement.keys) if n != at and abs(n - i) <= 2}
    if between & statement.words.subordinators or (between | beside) & statement.words.speech:
        return None
    atom = statement.atoms[i]
    return _Telling(
        Place(statement, i, i + 1, Span(atom.start, atom.end), atom.key), _around(statement, at, i, i + 1), "", None
    )


def _place(statement: Statement, at: int, corpus: Corpus) -> _Telling | None:
    """Return the place behind a preposition near what happened: the one mark in the landscape, else the one town."""
    atoms, found = statement.atoms, defaultdict[str, list[_Telling]](list)
    for i in range(max(1, at - REACH), min(len(atoms), at + REACH + 1)):
        sort = _sort(statement, i)
        if sort is None or atoms[i].kind != "name" or atoms[i].start - atoms[i - 1].end > 1:
            continue
        first, last = name_run(statement, i, i + 1)
        span = Span(atoms[first].start, atoms[last - 1].end)
        entity = corpus.telling(statement).entity_at(span)
        if first == i and (
            entity is None or entity.type in ("place", "other") or (sort == "mark" and entity.type == "organisation")
        ):
            key = " ".join(a.key for a in atoms[first:last])
            place = Place(statement, first, last, span, key)
            found[sort].append(_Telling(place, _around(statement, at, first, last), sort, entity))
    own = found["mark"] or found["town"]
    return own[0] if len(own) == 1 else None


def _sort(statement: Statement, at: int) -> str | None:
    """Return the sort of place that the word before an atom announces."""
    words, before = statement.words, statement.keys[max(0, at - 2) : at]
    if statement.keys[at] in words.months:
        return None
    return "mark" if before in words.place_phrases else words.place_sorts.get(before[-1])


def _around(statement: Statement, at: int, first: int, last: int) -> frozenset[str]:
    near = [(i, a) for i, a in enumerate(statement.atoms) if min(at, first) - REACH <= i <= max(at, last) + REACH]
    own = [a.key for i, a in near if a.kind in ("word", "name") and i != at and not first <= i < last]
    families = {f"~{f}" for k in own for f in statement.words.heads.get(k, ())}
    return frozenset(stem(k) for k in own) | families


def _groups(kind: Kind, told: Sequence[_Telling], corpus: Corpus, alignment: Alignment, least: float) -> list[list[_Telling]]:
    """Return the commonest value's tellings, and those of each value that contradicts it."""
    groups: list[list[_Telling]] = []
    for telling in _firsts(kind, told) or list(told[:1]):
        home = next((g for g in groups if _same(kind, g[0], telling)), None)
        if home is None:
            groups.append([telling])
        else:
            home.append(telling)
    groups.sort(key=lambda g: -len(g))
    kept = groups[:1]
    for group in groups[1:]:
        if any(_against(kind, a, b, corpus) and _near(a, b, alignment, least) for a in kept[0] for b in group):
            kept.append(group)
    return kept


def _fact(name: str, kind: Kind, groups: Sequence[Sequence[_Telling]], corpus: Corpus) -> Fact:
    values = tuple(value_of([t.place for t in g], corpus) for g in groups)
    return Fact(
        about=f"{kind} of the {name}", kind=kind, values=values, relation="conflict", confidence=0.6,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _beside_text(telling: _Telling) -> bool:
    """Tell whether a value stands beside an account's text, in a caption or title; the text comes first."""
    return telling.place.statement.role != "body"


def _firsts(kind: Kind, told: Sequence[_Telling]) -> list[_Telling]:
    """Return the accounts' values, none of an account that gives two: it tells two happenings."""
    own: dict[int, list[_Telling]] = defaultdict(list)
    for telling in told:
        own[telling.article].append(telling)
    return [min(tellings, key=_beside_text) for tellings in own.values() if all(_same(kind, tellings[0], t) for t in tellings)]


def _same(kind: Kind, a: _Telling, b: _Telling) -> bool:
    if kind == "day":
        return same_day(a.place.statement.atoms[a.place.first], b.place.statement.atoms[b.place.first])
    return same_name(a.place.key, b.place.key, a.place.statement.words)


def _against(kind: Kind, a: _Telling, b: _Telling, corpus: Corpus) -> bool:
    """Tell whether two values cannot both hold: days not far apart, or places of one sort that are not one in the other."""
    if kind == "day":
        x, y = (t.place.statement.atoms[t.place.first].day for t in (a, b))
        return bool(x and y) and abs(date.fromisoformat(x or "") - date.fromisoformat(y or "")).days <= APART
    located = [t.entity is not None and t.entity.latitude is not None for t in (a, b)]
    if a.sort != b.sort and any(located):
        return False
    if all(located) and a.entity and b.entity:
        return not near_places(a.entity, b.entity) and not _names_both(a, b, corpus)
    return a.sort == b.sort == "mark" and not any(located)


def _names_both(a: _Telling, b: _Telling, corpus: Corpus) -> bool:
    """Tell whether one of the accounts names both places, so that both may belong to the story."""
    for one, other in ((a, b), (b, a)):
        text = corpus.tellings[one.article].article.text
        if other.place.span.of(corpus.tellings[other.article].article.text) in text:
            return True
    return False


def _near(a: _Telling, b: _Telling, alignment: Alignment, least: float) -> bool:
    named = [t.around | {stem(k) for k in t.place.key.split()} for t in (a, b)]
    return sum(alignment.weight.get(k, FAMILY if k[0] == "~" else 0.0) for k in named[0] & named[1]) >= least
