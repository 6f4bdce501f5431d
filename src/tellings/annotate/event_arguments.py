"""Who may be the actor or the recipient of a unit: the noun phrases around it, and what tells their role.

Each candidate is described by its path from the predicates of the unit (dependency labels, the preposition named), by what
kind of thing it is, and by its rank; a trained softmax over these gives its role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from tellings.annotate import event_rows as rows
from tellings.annotate.event_clauses import CONTENT, NOMINAL, Unit
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.lang import table

UNFIT = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY", "ORDINAL"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
COUNTRIES = frozenset({"GPE", "NORP"})
BEFORE = frozenset({"compound", "amod", "nmod"})
OWNING = ("amod", "compound", "poss")
"""Relations in which a country stands before what is its."""
INSIDE = frozenset({*BEFORE, "nummod", "punct", "case", "det"})
"""Relations of what is part of another noun phrase, and of those that names may have in it."""
IN_FRONT = frozenset({"det", "amod", "compound", "poss", "nmod", "nummod", "quantmod", "predet", "advmod", "neg"})
"""Relations of what may open a noun phrase."""
LONGEST_PATH = 7
MOST = 30
"""Candidates looked at in one unit."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A noun phrase (its head) and the path to it from the unit's predicate number `level`; -1: an inherited subject."""

    head: int
    level: int
    path: tuple[str, ...]


def candidates(unit: Unit) -> list[Candidate]:
    """Return the noun phrases that may be arguments, subjects first, then in the order of the walk."""
    tree = unit.tree
    found: list[Candidate] = []
    taken: set[int] = set(unit.chain)
    if unit.inherited:
        for k in unit.subjects:
            _walk(tree, [(k, ("S",))], -1, taken, found)
    if unit.nominal:
        _around_noun(unit, taken, found)
    for level, i in enumerate(unit.chain):
        for k in tree.kids[i]:
            if k not in taken and not (tree.deps[k] == "conj" and tree.pos[k] in CONTENT):
                _walk(tree, [(k, (_label(tree, k),))], level, taken, found)
    return found[:MOST]


def _around_noun(unit: Unit, taken: set[int], found: list[Candidate]) -> None:
    """Add the subject of the verb that an event noun depends on: "Obama is on a visit to"."""
    tree, at = unit.tree, unit.top
    for _ in range(4):
        at = tree.heads[at]
        if tree.pos[at] in CONTENT:
            for k in tree.child(at, "nsubj"):
                if k != unit.top:
                    _walk(tree, [(k, ("N",))], -1, taken, found)
            return


def _label(tree: Tree, i: int) -> str:
    dep = tree.deps[i]
    return f"{dep}:{tree.lows[i]}" if dep in ("prep", "agent", "dative") and tree.pos[i] in ("ADP", "SCONJ") else dep


def _walk(tree: Tree, stack: list[tuple[int, tuple[str, ...]]], level: int, taken: set[int], found: list[Candidate]) -> None:
    """Add what may be an argument at the stack's tokens and below them, in the order of the text."""
    while stack:
        at, own = stack.pop()
        if at in taken:
            continue
        taken.add(at)
        if _fit(tree, at):
            found.append(Candidate(at, level, own))
        if len(own) < LONGEST_PATH and tree.kids[at]:
            stack += [(k, (*own, _label(tree, k))) for k in reversed(tree.kids[at])]


def _fit(tree: Tree, i: int) -> bool:
    pos, ent = tree.pos[i], tree.ents[i]
    if (pos not in NOMINAL and (pos != "ADJ" or ent not in NAMES)) or ent in UNFIT:
        return False
    dep = tree.deps[i]
    if dep not in INSIDE:
        return True
    return dep in BEFORE and ent in NAMED and tree.ents[tree.heads[i]] != ent


def kind(tree: Tree, i: int, words: EventWords) -> str:
    """Return what a noun phrase is: the type of its name, the sector of its noun, an event noun, or another thing."""
    if tree.pos[i] == "PRON":
        return "PRON"
    if tree.ents[i] in NAMES:
        return tree.ents[i]
    lemma, by = tree.lemmas[i], tree.known[i]
    sector = words.sectors.get(lemma)
    if sector:
        return f"a{sector}" if sector in ("GOV", "MIL", "CVL", "-") else "a"
    of_country = bool(by) and not COUNTRIES.isdisjoint([tree.ents[k] for dep in OWNING if dep in by for k in by[dep]])
    return ("n" if lemma in words.nouns else "o") + ("+" if of_country else "")


def actor_like(kind_of: str) -> bool:
    """Tell whether a kind is one that acts or is acted upon as somebody."""
    return kind_of[0] == "a" or kind_of in NAMES or kind_of in ("PRON", "o+")


def role_rows(unit: Unit, found: Sequence[Candidate], words: EventWords, first: str) -> list[set[int]]:
    """Return, for each candidate, the rows of the features that tell its role; `first` is the likeliest type of the unit."""
    tree, told = unit.tree, []
    voice = "p" if unit.passive else "n" if unit.nominal else "a"
    ranks = {"b": 0, "a": 0}
    for candidate in found:
        head, level, path = candidate.head, candidate.level, candidate.path
        own = kind(tree, head, words)
        link = "S" if level < 0 else unit.links[level]
        place = f"{voice}{link}{'.' if level == len(unit.chain) - 1 else ''}"
        side = "b" if head < unit.top else "a"
        rank = 9
        if actor_like(own):
            rank, ranks[side] = min(ranks[side], 3), ranks[side] + 1
        ranked, distance = f"{side}{rank}", f"{side}{min(abs(head - unit.top) // 4, 5)}"
        lemma = tree.lemmas[unit.chain[max(level, 0)]]
        told.append({
            *rows.of_path(place, path, own, voice),
            *rows.of_rank(ranked, voice, path[0], distance),
            *rows.of_type(first, ranked, own, path[0], voice),
            *rows.of_head(lemma, path[0], "name" if tree.ents[head] else tree.lemmas[head]),
        })  # fmt: skip
    return told


def phrase(tree: Tree, i: int) -> tuple[int, int]:
    """Return first and last token (included) of a head's noun phrase, without what follows it but a short "of" phrase."""
    first, last = i, i
    if tree.deps[i] in BEFORE:
        ent = tree.ents[i]
        while first and ent and tree.ents[first - 1] == ent and tree.heads[first - 1] in (i, tree.heads[i]):
            first -= 1
        return first, i
    for k in tree.kids[i]:
        if k < i and tree.deps[k] in IN_FRONT:
            first = min(first, tree.under[k][0] if tree.kids[k] else k)
        if k == i + 1 and tree.deps[k] == "prep" and tree.lows[k] in _words_inside()["inner"]:
            tail = tree.under[k]
            if len(tail) <= 6 and tail[-1] - k + 1 == len(tail):
                last = tail[-1]
    while first < i and tree.pos[first] in ("DET", "PUNCT", "ADV", "SPACE") and tree.lows[first] not in _words_inside()["kept"]:
        first += 1
    return first, last


@cache
def _words_inside() -> Mapping[str, frozenset[str]]:
    own = table("events", "en").get("phrases", {})
    return {name: frozenset(own.get(name, "").split()) for name in ("inner", "kept")}
