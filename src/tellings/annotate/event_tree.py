"""Parsed paragraphs as plain lists: what the event stages walk over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

MOST = 200_000
"""Strings that are remembered; then all are forgotten, so that memory stays flat."""
NO_TOKENS: list[int] = []
"""The children of every token that has none: a list for each would keep the garbage collector busy. Never changed."""
NO_RELATIONS: dict[str, list[int]] = {}


class Strings(dict[int, str]):
    """The strings behind the parser's numbers, each looked up once; as one object, so that its hash is worked out once."""

    def __init__(self, change: Callable[[str], str] = str) -> None:
        self.store: StringStore | None = None
        self.change = change

    def __missing__(self, key: int) -> str:
        assert self.store is not None
        self[key] = found = self.change(str(self.store[key]))
        return found

    def column(self, numbers: Sequence[int]) -> list[str]:
        """Return the strings of a column."""
        return list(map(self.__getitem__, numbers))


_PLAIN, _LOWER = Strings(), Strings(str.lower)


def forget() -> None:
    """Forget all strings that were looked up."""
    _PLAIN.clear()
    _LOWER.clear()


class Tree:
    """A parsed paragraph as plain lists, one entry a token; much faster to walk than the parser's own objects."""

    __slots__ = (
        "_attached", "_related", "_under", "cues", "deps", "ends", "ents", "heads", "kids", "lemmas", "lows", "pos", "sents",
        "starts", "tags", "texts",
    )  # fmt: skip

    heads: list[int]
    deps: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    texts: list[str]
    lows: list[str]
    ents: list[str]
    starts: list[int]
    ends: list[int]
    sents: list[tuple[int, int]]
    kids: list[list[int]]

    def __init__(self, doc: Doc) -> None:
        self._take(next(_columns([doc])))

    @classmethod
    def of_all(cls, docs: Sequence[Doc]) -> list[Tree]:
        """Return the trees of many paragraphs; their attributes are read together."""
        found = []
        for columns in _columns(docs):
            tree = cls.__new__(cls)
            tree._take(columns)
            found.append(tree)
        return found

    def _take(self, columns: Mapping[str, Any]) -> None:
        for name, column in columns.items():
            setattr(self, name, column)
        self.regrow()

    def regrow(self) -> None:
        """Make the children of each token anew from the heads."""
        size = len(self.heads)
        self.kids = kids = [NO_TOKENS] * size
        for i, head in enumerate(self.heads):
            if head != i:
                if kids[head] is NO_TOKENS:
                    kids[head] = [i]
                else:
                    kids[head].append(i)
        self._under: dict[int, list[int]] = {}
        self._related: list[dict[str, list[int]] | None] = [None if own else NO_RELATIONS for own in kids]
        self._attached: dict[int, tuple[str, ...]] = {}
        self.cues: set[int] | None = None

    def related(self, i: int) -> dict[str, list[int]]:
        """Return the children of a token by their relation; kept, and not to be changed."""
        found = self._related[i]
        if found is None:
            self._related[i] = found = {}
            deps = self.deps
            for k in self.kids[i]:
                dep = deps[k]
                if dep in found:
                    found[dep].append(k)
                else:
                    found[dep] = [k]
        return found

    def child(self, i: int, dep: str) -> list[int]:
        """Return the children of a token that have a relation; kept, and not to be changed."""
        known = self._related[i]
        return (self.related(i) if known is None else known).get(dep, NO_TOKENS)

    def children(self, i: int, *deps: str) -> list[int]:
        """Return the children of a token that have one of the relations, in text order."""
        known = self._related[i]
        if known is None:
            known = self.related(i)
        found = NO_TOKENS
        for dep in deps:
            if dep in known:
                found = sorted(found + known[dep]) if found else known[dep]
        return found

    def subtree(self, i: int) -> list[int]:
        """Return the tokens under a token, itself included, in text order; the list is kept, and not to be changed."""
        found = self._under.get(i)
        if found is None:
            kids = self.kids
            self._under[i] = found = [i]
            for at in found:
                if own := kids[at]:
                    found += own
            found.sort()
        return found

    def attached(self, i: int) -> tuple[str, ...]:
        """Return the particles and prepositions that hang on a token."""
        found = self._attached.get(i)
        if found is None:
            own = self.children(i, "prt", "prep", "dative")
            self._attached[i] = found = tuple(self.lows[k] for k in own if self.pos[k] != "PRON") if own else ()
        return found

    def conjoined(self, i: int) -> list[int]:
        """Return a token and the tokens that are coordinated with it."""
        found = [i]
        for at in found:
            found += self.child(at, "conj")
        return found


def _columns(docs: Sequence[Doc]) -> Iterator[dict[str, Any]]:
    """Yield the attributes of each paragraph, as lists."""
    import numpy as np
    from spacy import attrs

    if not docs:
        return
    numbers = (attrs.HEAD, attrs.IDX, attrs.LENGTH, attrs.SENT_START)
    names = (attrs.DEP, attrs.POS, attrs.TAG, attrs.ENT_TYPE, attrs.ORTH, attrs.LEMMA)
    arrays = [doc.to_array([*numbers, *names]).reshape(len(doc), len(numbers) + len(names)) for doc in docs]
    cuts = list(accumulate(map(len, arrays), initial=0))
    rows = np.concatenate(arrays)
    heads, starts, lengths, opens = rows[:, :4].T.astype(np.int64)
    own = np.arange(len(rows)) - np.repeat(cuts[:-1], np.diff(cuts))
    opening = (own[(opens == 1) | (own == 0)]).tolist()
    for strings in (_PLAIN, _LOWER):
        strings.store = docs[0].vocab.strings
        if len(strings) > MOST:
            strings.clear()
    *plain, texts, lemmas = rows[:, 4:].T.tolist()
    columns = {
        "heads": (heads + own).tolist(), "starts": starts.tolist(), "ends": (starts + lengths).tolist(),
        **dict(zip(("deps", "pos", "tags", "ents"), map(_PLAIN.column, plain), strict=True)),
        "texts": _PLAIN.column(texts), "lows": _LOWER.column(texts), "lemmas": _LOWER.column(lemmas),
    }  # fmt: skip
    at = 0
    for first, last in pairwise(cuts):
        found: dict[str, Any] = {name: column[first:last] for name, column in columns.items()}
        begin, at = at, at + 1
        while at < len(opening) and opening[at]:
            at += 1
        if first == last:
            found["sents"], at = [], begin
        else:
            found["sents"] = list(pairwise([*opening[begin:at], last - first]))
        yield found
