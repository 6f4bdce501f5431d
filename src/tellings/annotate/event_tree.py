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

Tokens = tuple[int, ...]
"""Children: as tuples, which the interpreter recycles, while a list for each would keep the garbage collector busy."""
ATTACHED = frozenset({"prt", "prep", "dative"})
NO_RELATIONS: dict[str, Tokens] = {}
"""Those of every token that has no children. Never changed."""


class Subtrees(dict[int, list[int]]):
    """The tokens under each token, itself included, in text order; made when first asked for."""

    def __init__(self, kids: Sequence[Tokens]) -> None:
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

    def __init__(self, known: Sequence[dict[str, Tokens]], lows: Sequence[str], pos: Sequence[str]) -> None:
        self.known, self.lows, self.pos = known, lows, pos

    def __missing__(self, i: int) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        by = self.known[i]
        if not ATTACHED.isdisjoint(by):
            own = sorted([k for dep in ATTACHED if dep in by for k in by[dep]])
            found = tuple([self.lows[k] for k in own if self.pos[k] != "PRON"])
        self[i] = found
        return found


class Tree:
    """A parsed document as plain lists, one entry a token; much faster to walk than the parser's own objects.

    `starts` and `ends` are places in the document's text. `kids` are the children of each token, `known` the same by their
    relation, `under` all tokens below, `attached` particles and prepositions; all are
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
        self.kids: list[Tokens] = [()] * len(self.heads)
        self.known: list[dict[str, Tokens]] = [NO_RELATIONS] * len(self.heads)
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
        kids[first:last] = [()] * (last - first)
        known[first:last] = [NO_RELATIONS] * (last - first)
        self.under.clear()
        self.attached.clear()
        for i in range(first, last):
            head, dep = heads[i], deps[i]
            if head == i:
                continue
            own, by = (i,), known[head]
            if not by:
                kids[head] = own
                known[head] = {dep: own}
            else:
                kids[head] += own
                by[dep] = by[dep] + own if dep in by else own

    def child(self, i: int, dep: str) -> Tokens:
        """Return the children of a token that have a relation."""
        return self.known[i].get(dep, ())

    def children(self, i: int, *deps: str) -> Tokens:
        """Return the children of a token that have one of the relations, in text order."""
        by = self.known[i]
        found: Tokens = ()
        if by:
            for dep in deps:
                if dep in by:
                    found = tuple(sorted(found + by[dep])) if found else by[dep]
        return found

    def conjoined(self, i: int) -> list[int]:
        """Return a token and the tokens that are coordinated with it."""
        found = [i]
        for at in found:
            found += self.child(at, "conj")
        return found
