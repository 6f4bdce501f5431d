"""A parsed paragraph as plain lists: what the event stages walk over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Tree:
    """A parsed paragraph as plain lists, one entry a token; much faster to walk than the parser's own objects."""

    __slots__ = ("deps", "ends", "ents", "heads", "kids", "lemmas", "lows", "pos", "sents", "starts", "tags", "texts")

    def __init__(self, doc: Doc) -> None:
        self.heads: list[int] = []
        self.deps: list[str] = []
        self.lemmas: list[str] = []
        self.pos: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.lows: list[str] = []
        self.ents: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for token in doc:
            self.heads.append(token.head.i)
            self.deps.append(token.dep_)
            self.lemmas.append(token.lemma_.lower())
            self.pos.append(token.pos_)
            self.tags.append(token.tag_)
            self.texts.append(token.text)
            self.lows.append(token.lower_)
            self.ents.append(token.ent_type_)
            self.starts.append(token.idx)
            self.ends.append(token.idx + len(token.text))
        self.kids: list[list[int]] = [[] for _ in self.heads]
        for i, head in enumerate(self.heads):
            if head != i:
                self.kids[head].append(i)
        self.sents: list[tuple[int, int]] = [(s.start, s.end) for s in doc.sents]

    def children(self, i: int, *deps: str) -> list[int]:
        """Return the children of a token that have one of the relations."""
        return [k for k in self.kids[i] if self.deps[k] in deps]

    def subtree(self, i: int) -> list[int]:
        """Return the tokens under a token, itself included, in text order."""
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(self.kids[at])
        return sorted(found)

    def attached(self, i: int) -> list[str]:
        """Return the particles and prepositions that hang on a token."""
        return [self.lows[k] for k in self.kids[i] if self.deps[k] in ("prt", "prep", "dative") and self.pos[k] != "PRON"]

    def conjoined(self, i: int) -> list[int]:
        """Return a token and the tokens that are coordinated with it."""
        found = [i]
        for at in found:
            found.extend(k for k in self.kids[at] if self.deps[k] == "conj")
        return found
