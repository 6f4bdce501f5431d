"""A parsed document as plain lists: what the event stage walks over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tellings.annotate.columns import columns_of
from tellings.annotate.event_signs import Signs
from tellings.stage import Columns

if TYPE_CHECKING:
    from spacy.tokens import Doc

NO_TOKENS: list[int] = []
"""The children of every token that has none: a list for each would keep the garbage collector busy. Never changed."""
ATTACHED = frozenset({"prt", "prep", "dative"})
NO_RELATIONS: dict[str, list[int]] = {}


class Subtrees(dict[int, list[int]]):
    """The tokens under each token, itself included, in text order; made when first asked for."""

    def __init__(self, kids: Sequence[list[int]]) -> None:
        self.kids = kids

    def __missing__(self, i: int) -> list[int]:
        kids, found = self.kids, [i]
        for at in found:
            if own := kids[at]:
                found += own
        found.sort()
        self[i] = found
        return found


class Attached(dict[int, tuple[str, ...]]):
    """The particles and prepositions that hang on each token; made when first asked for."""

    def __init__(self, known: Sequence[dict[str, list[int]]], lows: Sequence[str], pos: Sequence[str]) -> None:
        self.known, self.lows, self.pos = known, lows, pos

    def __missing__(self, i: int) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        by = self.known[i]
        if not ATTACHED.isdisjoint(by):
            own = by[next(iter(by))] if len(by) == 1 else sorted([k for dep in ATTACHED if dep in by for k in by[dep]])
            found = tuple([self.lows[k] for k in own if self.pos[k] != "PRON"])
        self[i] = found
        return found


class Tree:
    """A parsed document as plain lists, one entry a token; much faster to walk than the parser's own objects.

    `starts` and `ends` are places in the document's text. `kids` are the children of each token, `known` the same by their
    relation (where all have one, it is the same list), `under` all tokens below, `attached` particles and prepositions; all are
    read only. Lemmas, tags and heads may be mended, so that these lists are the tree's own. `signs` are there once its clauses
    are sought.
    """

    __slots__ = (
        "attached", "cuts", "deps", "ends", "ents", "heads", "kids", "known", "lemmas", "lows", "pos", "sents", "signs",
        "starts", "tags", "texts", "under",
    )  # fmt: skip

    def __init__(self, columns: Columns) -> None:
        self.texts, self.lows, self.starts, self.ends = columns.texts, columns.lows, columns.starts, columns.ends
        self.heads, self.deps, self.lemmas = list(columns.heads), list(columns.deps), list(columns.lemmas)
        self.pos, self.tags, self.ents = list(columns.pos), list(columns.tags), list(columns.ents)
        self.cuts, self.sents = columns.cuts, list(columns.sents)
        self.kids: list[list[int]] = [NO_TOKENS] * len(self.heads)
        self.known: list[dict[str, list[int]]] = [NO_RELATIONS] * len(self.heads)
        self.under = Subtrees(self.kids)
        self.attached = Attached(self.known, self.lows, self.pos)
        self.signs: Signs
        self.grow(0, len(self.heads))

    @classmethod
    def of(cls, doc: Doc) -> Tree:
        """Return the tree of one parsed paragraph alone."""
        return cls(columns_of([doc]))

    def paragraphs(self) -> list[tuple[int, int]]:
        """Return the paragraphs as ranges of tokens."""
        return list(pairwise(self.cuts))

    def grow(self, first: int, last: int) -> None:
        """Make the children of the tokens of a paragraph (or of all) anew from the heads."""
        kids, known, heads, deps = self.kids, self.known, self.heads, self.deps
        kids[first:last] = [NO_TOKENS] * (last - first)
        known[first:last] = [NO_RELATIONS] * (last - first)
        self.under.clear()
        self.attached.clear()
        for i in range(first, last):
            head, dep = heads[i], deps[i]
            if head == i:
                continue
            by = known[head]
            if not by:
                kids[head] = own = [i]
                known[head] = {dep: own}
            elif dep in by:
                by[dep].append(i)
                if len(by) > 1:
                    kids[head].append(i)
            else:
                if len(by) == 1:
                    kids[head] = kids[head].copy()
                kids[head].append(i)
                by[dep] = [i]

    def child(self, i: int, dep: str) -> list[int]:
        """Return the children of a token that have a relation; not to be changed."""
        return self.known[i].get(dep, NO_TOKENS)

    def children(self, i: int, *deps: str) -> list[int]:
        """Return the children of a token that have one of the relations, in text order; not to be changed."""
        by, found = self.known[i], NO_TOKENS
        if by:
            for dep in deps:
                if dep in by:
                    found = sorted(found + by[dep]) if found else by[dep]
        return found

    def conjoined(self, i: int) -> list[int]:
        """Return a token and the tokens that are coordinated with it."""
        found = [i]
        for at in found:
            found += self.child(at, "conj")
        return found
