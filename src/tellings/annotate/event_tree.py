"""A parsed paragraph as plain lists: what the event stages walk over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Tree:
    """A parsed paragraph as plain lists, one entry a token; much faster to walk than the parser's own objects.

    Tokens without children share one list, since a list for each would keep the garbage collector busy.
    """

    __slots__ = (
        "_under", "deps", "ends", "ents", "heads", "kids", "lemmas", "lows", "pos", "sents", "starts", "tags", "texts",
    )  # fmt: skip

    def __init__(self, doc: Doc) -> None:
        tokens = list(doc)
        self.heads: list[int] = [t.head.i for t in tokens]
        self.deps: list[str] = [t.dep_ for t in tokens]
        self.lemmas: list[str] = [t.lemma_.lower() for t in tokens]
        self.pos: list[str] = [t.pos_ for t in tokens]
        self.tags: list[str] = [t.tag_ for t in tokens]
        self.texts: list[str] = [t.text for t in tokens]
        self.lows: list[str] = [text.lower() for text in self.texts]
        self.ents: list[str] = [t.ent_type_ for t in tokens]
        self.starts: list[int] = [t.idx for t in tokens]
        self.ends: list[int] = [start + len(text) for start, text in zip(self.starts, self.texts, strict=True)]
        self.sents: list[tuple[int, int]] = [(s.start, s.end) for s in doc.sents]
        self.regrow()

    def regrow(self) -> None:
        """Make the children of each token anew from the heads."""
        childless: list[int] = []
        self.kids: list[list[int]] = [childless] * len(self.heads)
        for i, head in enumerate(self.heads):
            if head != i:
                if self.kids[head] is childless:
                    self.kids[head] = []
                self.kids[head].append(i)
        self._under: dict[int, list[int]] = {}

    def children(self, i: int, *deps: str) -> list[int]:
        """Return the children of a token that have one of the relations."""
        kids = self.kids[i]
        return [k for k in kids if self.deps[k] in deps] if kids else []

    def subtree(self, i: int) -> list[int]:
        """Return the tokens under a token, itself included, in text order; the list is kept, and not to be changed."""
        found = self._under.get(i)
        if found is None:
            self._under[i] = found = [i]
            for at in found:
                if kids := self.kids[at]:
                    found += kids
            found.sort()
        return found

    def attached(self, i: int) -> list[str]:
        """Return the particles and prepositions that hang on a token."""
        return [self.lows[k] for k in self.kids[i] if self.deps[k] in ("prt", "prep", "dative") and self.pos[k] != "PRON"]

    def conjoined(self, i: int) -> list[int]:
        """Return a token and the tokens that are coordinated with it."""
        found = [i]
        for at in found:
            found.extend(k for k in self.kids[at] if self.deps[k] == "conj")
        return found
