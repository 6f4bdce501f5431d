"""Who may be the actor or the recipient of a unit: the noun phrases around it, and what tells their role.

Each candidate is described by its path from the predicates of the unit (dependency labels, the preposition named), by what
kind of thing it is, and by its rank; a trained softmax over these gives its role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tellings.annotate.event_clauses import CONTENT, NOMINAL, Unit
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.lang import table

UNFIT = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY", "ORDINAL"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
LONGEST_PATH = 7
MOST = 30
"""Candidates looked at in one unit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase (its head) and the path to it from the unit's predicate number `level`; -1: an inherited subject."""

    head: int
    level: int
    path: tuple[str, ...]


def candidates(unit: Unit) -> list[Candidate]:
    """Return the noun phrases that may be arguments, subjects first, then in the order of the walk."""
    found: list[Candidate] = []
    taken: set[int] = set(unit.chain)
    if unit.inherited:
        for k in unit.subjects:
            found.extend(_walk(unit.tree, k, -1, ("S",), taken))
    if unit.nominal:
        found.extend(_around_noun(unit, taken))
    for level, i in enumerate(unit.chain):
        for k in unit.tree.kids[i]:
            if k not in taken and not (unit.tree.deps[k] == "conj" and unit.tree.pos[k] in CONTENT):
                found.extend(_walk(unit.tree, k, level, (_label(unit.tree, k),), taken))
    return found[:MOST]


def _around_noun(unit: Unit, taken: set[int]) -> Iterator[Candidate]:
    """Yield the subject of the verb that an event noun depends on: "Obama is on a visit to"."""
    tree, at = unit.tree, unit.top
    for _ in range(4):
        at = tree.heads[at]
        if tree.pos[at] in CONTENT:
            for k in tree.children(at, "nsubj"):
                if k != unit.top:
                    yield from _walk(tree, k, -1, ("N",), taken)
            return


def _label(tree: Tree, i: int) -> str:
    dep = tree.deps[i]
    return f"{dep}:{tree.lows[i]}" if dep in ("prep", "agent", "dative") and tree.pos[i] in ("ADP", "SCONJ") else dep


def _walk(tree: Tree, i: int, level: int, path: tuple[str, ...], taken: set[int]) -> Iterator[Candidate]:
    stack = [(i, path)]
    while stack:
        at, own = stack.pop()
        if at in taken:
            continue
        taken.add(at)
        if _fit(tree, at):
            yield Candidate(at, level, own)
        if len(own) < LONGEST_PATH:
            stack.extend((k, (*own, _label(tree, k))) for k in reversed(tree.kids[at]))


def _fit(tree: Tree, i: int) -> bool:
    ent, dep = tree.ents[i], tree.deps[i]
    if ent in UNFIT or (tree.pos[i] not in NOMINAL and (tree.pos[i] != "ADJ" or ent not in NAMES)):
        return False
    if dep in ("compound", "amod", "nmod", "nummod", "punct", "case", "det"):
        return (
            ent in ("GPE", "NORP", "ORG", "PERSON") and dep in ("compound", "amod", "nmod") and tree.ents[tree.heads[i]] != ent
        )
    return True


def kind(tree: Tree, i: int, words: EventWords) -> str:
    """Return what a noun phrase is: the type of its name, the sector of its noun, an event noun, or another thing."""
    if tree.pos[i] == "PRON":
        return "PRON"
    if tree.ents[i] in NAMES:
        return tree.ents[i]
    sector = words.sectors.get(tree.lemmas[i])
    if sector:
        return f"a{sector}" if sector in ("GOV", "MIL", "CVL", "-") else "a"
    if any(tree.ents[k] in ("GPE", "NORP") for k in tree.kids[i] if tree.deps[k] in ("amod", "compound", "poss")):
        return "n+" if tree.lemmas[i] in words.nouns else "o+"
    return "n" if tree.lemmas[i] in words.nouns else "o"


def actor_like(kind_of: str) -> bool:
    """Tell whether a kind is one that acts or is acted upon as somebody."""
    return kind_of[0] == "a" or kind_of in NAMES or kind_of in ("PRON", "o+")


def role_features(unit: Unit, found: list[Candidate], words: EventWords, first: str) -> list[list[str]]:
    """Return, for each candidate, the features that tell its role; `first` is the likeliest type of the unit."""
    tree, rows = unit.tree, []
    kinds = [kind(tree, c.head, words) for c in found]
    voice = "p" if unit.passive else "n" if unit.nominal else "a"
    ranks = {"b": 0, "a": 0}
    for candidate, own in zip(found, kinds, strict=True):
        path = candidate.path
        link = "S" if candidate.level < 0 else unit.links[candidate.level]
        last = candidate.level == len(unit.chain) - 1
        full = f"{voice}{link}{'.' if last else ''}|{'>'.join(path)}"
        side = "b" if candidate.head < unit.top else "a"
        rank = 9
        if actor_like(own):
            rank, ranks[side] = min(ranks[side], 3), ranks[side] + 1
        lemma = tree.lemmas[unit.chain[max(candidate.level, 0)]]
        rows.append([
            "bias", f"k={own}", f"P={full}", f"P={full}|{own}",
            f"p={path[0]}", f"p={path[0]}|{own}", f"p={path[0]}|{voice}|{first}",
            f"e={path[-1]}", f"e={path[-1]}|{own}", f"e2={'>'.join(path[-2:])}|{own}",
            f"n={len(path)}", f"n={len(path)}|{own[0]}",
            f"r={side}{rank}", f"r={side}{rank}|{voice}", f"r={side}{rank}|{path[0]}",
            f"t={first}|{side}{rank}", f"t={first}|{own}",
            f"l={lemma}|{path[0]}", f"v={voice}|{path[0]}", f"d={side}{min(abs(candidate.head - unit.top) // 4, 5)}",
            f"h={tree.lemmas[candidate.head]}" if tree.ents[candidate.head] == "" else "h=name",
        ])  # fmt: skip
    return rows


def phrase(tree: Tree, i: int) -> tuple[int, int]:
    """Return first and last token (included) of a head's noun phrase, without what follows it but a short "of" phrase."""
    dep = tree.deps[i]
    if dep in ("compound", "amod", "nmod"):
        first = i
        while first and tree.ents[first - 1] == tree.ents[i] and tree.ents[i] and tree.heads[first - 1] in (i, tree.heads[i]):
            first -= 1
        return first, i
    first, last = i, i
    for k in tree.kids[i]:
        if k < i and tree.deps[k] in (
            "det",
            "amod",
            "compound",
            "poss",
            "nmod",
            "nummod",
            "quantmod",
            "predet",
            "advmod",
            "neg",
        ):
            first = min(first, tree.subtree(k)[0])
        if k == i + 1 and tree.deps[k] == "prep" and tree.lows[k] in _words_inside()["inner"]:
            tail = tree.subtree(k)
            if len(tail) <= 6 and tail[-1] - k + 1 == len(tail):
                last = tail[-1]
    while first < i and tree.pos[first] in ("DET", "PUNCT", "ADV", "SPACE") and tree.lows[first] not in _words_inside()["kept"]:
        first += 1
    return first, last


@cache
def _words_inside() -> Mapping[str, frozenset[str]]:
    own = table("events", "en").get("phrases", {})
    return {name: frozenset(own.get(name, "").split()) for name in ("inner", "kept")}
