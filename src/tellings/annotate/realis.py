"""Realis: whether what a clause tells has happened, is planned, is only thought of, is denied, or lies far back.

The status is that of the predicate which gives the event its type: a threat that was uttered is actual, although what it
threatens is not. Contexts are read from the inside out; the innermost that settles the matter wins, with its cue.
"""

from __future__ import annotations

import msgspec

from tellings.annotate.event_clauses import CONTENT, Unit, leader
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.model import Realis

UTTERED = frozenset({"AGREE", "THREATEN", "REQUEST", "REJECT", "ACCUSE", "SUPPORT"})
"""Types that consist in saying something: the event has happened once it is said."""
SELF_DENYING = frozenset({"REJECT"})
"""Types that a negation makes, so that it does not deny them."""


GOVERNORS: tuple[tuple[str, Realis], ...] = (
    ("denial_verbs", "denied"),
    ("attempted_verbs", "hypothetical"),
    ("planned_verbs", "planned"),
    ("demand_verbs", "hypothetical"),
)
"""What the verbs of a list make of the clause that they govern; the first list that has the verb decides."""


OPEN_TENSES = frozenset({"VBZ", "VBP", "VB"})
"""Tags of the tenses in which a condition is still open."""


GOVERNED = frozenset({"xcomp", "ccomp", "dobj", "acl", "pobj", "pcomp", "prep", "nsubjpass", "attr"})
OBJECTS = frozenset({"dobj", "pobj", "nsubjpass", "attr"})
PARTS = frozenset({"conj", "compound", "amod", "poss", "nmod"})
"""Relations in which a predicate is governed by its head, is its object, or stands beside it."""


class Status(msgspec.Struct, frozen=True, gc=False):
    """A realis and the token that gives it away, where one does."""

    realis: Realis
    cue: int | None = None


ACTUAL = Status("actual")


def bearer(unit: Unit, kind: str | None, words: EventWords) -> int:
    """Return the position in the chain of the predicate that bears the event's type."""
    if kind is None:
        return len(unit.chain) - 1
    uttered = kind in UTTERED
    for n in range(len(unit.chain)) if uttered else range(len(unit.chain) - 1, -1, -1):
        i, tree = unit.chain[n], unit.tree
        types = (
            words.nouns.get(tree.lemmas[i], ())
            if unit.links[n] in ("n", "noun")
            else words.verb_types(tree.lemmas[i], tree.attached[i])
        )
        if kind in types:
            return n
    return len(unit.chain) - 1


def status(unit: Unit, kind: str | None, words: EventWords, *, at: int | None = None) -> Status:
    """Return the realis of a unit of a type, by its own words (times are looked at elsewhere).

    `at` is the predicate of the chain that is asked about; none: the one that bears the type.
    """
    at = bearer(unit, kind, words) if at is None else at
    mark = condition(unit, words)
    if mark is not None:
        tenses = {unit.tree.tags[i] for i in (unit.top, *unit.tree.children(unit.top, "aux", "auxpass"))}
        if not tenses.isdisjoint(OPEN_TENSES):
            return Status("hypothetical", mark)
    return _inside(unit, at, kind, words) or _outside(unit, words) or ACTUAL


def condition(unit: Unit, words: EventWords) -> int | None:
    """Return the word that makes a clause a condition, whatever stands inside: "unless he agrees to step down"."""
    found = unit.tree.children(unit.top, "mark", "advmod")
    if not found:
        return None
    marks = words.realis.get("condition_marks", frozenset())
    return next((k for k in found if unit.tree.lows[k] in marks), None)


def _inside(unit: Unit, at: int, kind: str | None, words: EventWords) -> Status | None:
    """Return what the unit's own predicates make of the one that is asked about, from the inside out."""
    tree = unit.tree
    cues, over = tree.signs.cues, tree.signs.over_cues
    found: Status | None = None
    for n in range(at, -1, -1):
        i = unit.chain[n]
        near = i in over
        if near:
            found = _auxiliaries(unit, i, n, kind, words)
        if found is None and n < at and i in cues:
            found = _governor(tree, i, words, noun=unit.links[n] == "n")
        if found is None and near:
            found = _own_words(tree, i, words)
        if found is not None:
            return found
    found = _mark(tree, unit.top, words)
    if found is None and (first := leader(tree, unit.top)) != unit.top and first in over:
        found = _auxiliaries(unit, first, 0, kind, words)
    return found


def _auxiliaries(unit: Unit, i: int, n: int, kind: str | None, words: EventWords) -> Status | None:
    tree, realis = unit.tree, words.realis
    found: Status | None = None
    negations = realis.get("negations", frozenset())
    for k in tree.kids[i]:
        low = tree.lows[k]
        if tree.deps[k] in ("nsubj", "nsubjpass") and kind not in SELF_DENYING:
            empty = next((m for m in (k, *tree.child(k, "det")) if tree.lows[m] in negations), None)
            if empty is not None:
                return Status("denied", empty)
        if (tree.deps[k] == "neg" or (low in negations and tree.deps[k] != "det")) and k < i:
            if kind in SELF_DENYING and kind not in words.verb_types(tree.lemmas[i], tree.attached[i]):
                continue
            return Status("denied", k)
        if tree.deps[k] == "aux" and low in realis.get("future", ()):
            found = Status("planned", k)
        elif tree.deps[k] == "aux" and low in realis.get("would", ()):
            backshift = (n > 0 or unit.speaker is not None) and low in realis.get("backshift", ())
            found = Status("planned" if backshift else "hypothetical", k)
    if found and kind == "REQUEST" and found.cue is not None and tree.lows[found.cue] in realis.get("obligation", ()):
        return None
    return found


def _governor(tree: Tree, i: int, words: EventWords, *, noun: bool) -> Status | None:
    """Return what a predicate of the chain makes of the predicates inside it."""
    lemma, realis = tree.lemmas[i], words.realis
    known = {lemma, tree.lows[i], *(f"{lemma}_{word}" for word in tree.attached[i])}
    if noun:
        if lemma in realis.get("planned_nouns", ()):
            return Status("planned", i)
        return Status("hypothetical", i) if lemma in realis.get("demand_nouns", ()) else None
    for name, made in GOVERNORS:
        if known & realis.get(name, frozenset()):
            return Status(made, i)
    return None


def _own_words(tree: Tree, i: int, words: EventWords) -> Status | None:
    for k in tree.kids[i]:
        if tree.deps[k] in ("advmod", "amod") and tree.lows[k] in words.realis.get("hypothetical_words", ()):
            return Status("hypothetical", k)
    return None


def _mark(tree: Tree, i: int, words: EventWords) -> Status | None:
    for k in tree.children(i, "mark", "advmod"):
        if tree.lows[k] in words.realis.get("hypothetical_marks", ()):
            return Status("hypothetical", k)
    to = next((k for k in tree.kids[i] if tree.tags[k] == "TO"), None) if tree.tags[i] in ("VB", "VBN") else None
    if to is not None and (tree.deps[i] == "advcl" or _is_to(tree, i)):
        return Status("planned", to)
    return None


def _is_to(tree: Tree, i: int) -> bool:
    """Tell whether an infinitive stands behind "is", or in a title alone: "the plant is to close", "Plant to close"."""
    if tree.deps[i] == "ROOT":
        return bool(tree.children(i, "nsubj", "nsubjpass"))
    head = tree.heads[i]
    return tree.deps[i] == "xcomp" and tree.pos[head] == "AUX" and not tree.children(head, "acomp", "attr", "expl")


def _outside(unit: Unit, words: EventWords) -> Status | None:
    """Return what the predicates and nouns above the unit make of it."""
    tree, at = unit.tree, unit.top
    cues, over = tree.signs.cues, tree.signs.over_cues
    for _ in range(5):
        head, dep = tree.heads[at], tree.deps[at]
        if head == at:
            return None
        found: Status | None = None
        if dep in GOVERNED:
            if tree.pos[head] in CONTENT or tree.pos[head] == "ADJ":
                found = _above(tree, at, head, words) if head in cues else None
                if found is None and dep in OBJECTS and head in over:
                    found = _auxiliaries(unit, head, 0, None, words)
            elif head in cues and tree.pos[head] == "NOUN" and (tree.tags[at] in ("VB", "IN", "TO") or dep == "pobj"):
                found = _governor(tree, head, words, noun=True)
        elif dep not in PARTS:
            return None
        if found is not None:
            return found
        at = head
    return None


def _above(tree: Tree, at: int, head: int, words: EventWords) -> Status | None:
    """Return what a predicate makes of the one that hangs on it."""
    dep = tree.deps[at]
    found = _governor(tree, head, words, noun=False)
    if dep == "xcomp" and tree.lemmas[head] in words.realis.get("told_to_verbs", ()):
        found = Status("hypothetical", head)
    if found and found.realis == "planned" and tree.tags[at] == "VB" and tree.child(at, "nsubj"):
        found = Status("hypothetical", head)
    telling = dep == "ccomp" and tree.tags[at] != "VB" and found is not None and found.realis == "planned"
    return None if telling else found
