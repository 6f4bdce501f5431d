"""Titles whose verb the parser took for a noun: "Probe lands on comet" has no clause until "lands" is read as a verb."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.annotate.event_clauses import CONTENT, NOMINAL
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.stage import Segment

SHORTEST, LONGEST = 3, 20
"""Words of a title that is read again."""


def headlines(segments: Sequence[Segment]) -> frozenset[int]:
    """Return which paragraphs speak as titles do: titles, and a part's first one where it is short and without a stop."""
    found, parts = set(), set()
    for n, segment in enumerate(segments):
        size = len(segment.doc)
        first = segment.part not in parts and 0 < size <= LONGEST and not segment.doc[size - 1].is_punct
        if segment.role == "title" or first:
            found.add(n)
        parts.add(segment.part)
    return frozenset(found)


def reread(tree: Tree, first: int, end: int, words: EventWords) -> bool:
    """Read the one verb form of a title without a verb as its verb, in place; tell whether there was one.

    The title are the tree's tokens from `first` to `end`. It must be a verb that a table has, behind a noun phrase; what stands
    before it becomes its subject, a noun phrase right behind it its object.
    """
    if not SHORTEST <= end - first <= LONGEST or any(_clause(tree, i) for i in range(first, end)):
        return False
    at = next((i for i in range(first + 1, end - 1) if tree.pos[i - 1] in NOMINAL and _form(tree, i, words)), None)
    if at is None:
        return False
    tree.lemmas[at] = _form(tree, at, words)
    tree.pos[at], tree.tags[at], tree.ents[at], tree.deps[at] = "VERB", "VBZ", "", "ROOT"
    tree.heads[at] = at
    _attach(tree, at, [i for i in range(first, at) if tree.heads[i] >= at], "nsubj")
    behind = [i for i in range(at + 1, end) if tree.heads[i] <= at or tree.heads[i] == i]
    _attach(tree, at, behind, "dobj" if behind[:1] and tree.pos[at + 1] not in ("ADP", "ADV", "PART", "PUNCT") else "")
    inside = [n for n, (start, _) in enumerate(tree.sents) if first <= start < end]
    tree.sents[inside[0] : inside[-1] + 1] = [(first, end)]
    tree.grow(first, end)
    return True


def _form(tree: Tree, i: int, words: EventWords) -> str:
    """Return the verb that a noun (or a verb without subject) may be the third person of, "" where none is."""
    low = tree.lows[i]
    if tree.pos[i] not in ("NOUN", "PROPN", "ADJ", "VERB") or not low.endswith(words.third_person):
        return ""
    stems = (low[: -len(cut)] + add for cut, add in words.endings if low.endswith(cut))
    return next((stem for stem in stems if stem in words.verb_heads), "")


def _clause(tree: Tree, i: int) -> bool:
    """Tell whether a token is a predicate with a subject, an auxiliary or another form than the third person."""
    return tree.pos[i] in CONTENT and (tree.tags[i] != "VBZ" or bool(tree.children(i, "nsubj", "nsubjpass", "aux", "auxpass")))


def _attach(tree: Tree, at: int, loose: list[int], role: str) -> None:
    """Hang what has no head of its own on the verb: the last noun in the role, nouns before it on that noun."""
    nouns = [i for i in loose if tree.pos[i] in NOMINAL]
    for i in loose:
        chief = bool(role) and bool(nouns) and i == nouns[-1]
        inner = bool(role) and bool(nouns) and i < nouns[-1] and tree.pos[i] in (*NOMINAL, "ADJ", "DET", "NUM")
        tree.heads[i] = nouns[-1] if inner else at
        tree.deps[i] = role if chief else "compound" if inner and tree.pos[i] in NOMINAL else tree.deps[i]
        if tree.deps[i] == "ROOT" and i != at:
            tree.deps[i] = "dep"
