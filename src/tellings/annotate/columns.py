"""What the parse says of every token of a document, read out of the parser's own objects once, as plain lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from tellings.stage import Columns

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

MOST = 200_000
"""Strings that are remembered; then all are forgotten, so that memory stays flat."""
BEGINS = 3
"""How the parse numbers the first token of a name."""


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


def columns_of(docs: Sequence[Doc], offsets: Sequence[int] = (0,)) -> Columns:
    """Return the columns of one document, whose paragraphs begin at the offsets in its text."""
    import numpy as np
    from spacy import attrs as a

    if not docs:
        return Columns()
    numbers = (a.IDX, a.LENGTH, a.HEAD, a.SENT_START, a.ENT_IOB, a.SPACY)
    names = (a.DEP, a.POS, a.TAG, a.ENT_TYPE, a.ORTH, a.LEMMA)
    arrays = [doc.to_array([*numbers, *names]).reshape(-1, len(numbers) + len(names)) for doc in docs]
    sizes = list(map(len, arrays))
    cuts = list(accumulate(sizes, initial=0))
    rows = np.concatenate(arrays).T
    starts, lengths, heads, opens, names_at, spaced = rows[: len(numbers)].astype(np.int64)
    starts += np.repeat(offsets, sizes)
    opens[[cut for cut, size in zip(cuts, sizes, strict=False) if size]] = 1
    for strings in (_PLAIN, _LOWER):
        strings.store = docs[0].vocab.strings
        if len(strings) > MOST:
            strings.clear()
    *plain, texts, lemmas = rows[len(numbers) :].tolist()
    deps, pos, tags, ents = map(_PLAIN.column, plain)
    return Columns(
        starts=starts.tolist(), ends=(starts + lengths).tolist(), heads=(heads + np.arange(cuts[-1])).tolist(),
        texts=_PLAIN.column(texts), lows=_LOWER.column(texts), lemmas=_LOWER.column(lemmas),
        pos=pos, tags=tags, deps=deps, ents=ents, begins=(names_at == BEGINS).tolist(), spaced=(spaced != 0).tolist(),
        cuts=cuts, sents=list(pairwise([*np.flatnonzero(opens == 1).tolist(), cuts[-1]])),
    )  # fmt: skip
