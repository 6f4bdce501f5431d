"""Which tokens of a parsed document the tables of events speak of, looked up once for all clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tellings.annotate.event_rows import Rows
    from tellings.annotate.event_tables import EventWords
    from tellings.annotate.event_tree import Tree

WORDS = frozenset({"NOUN", "VERB", "ADJ", "ADP"})
"""Parts of speech of the words under a predicate that are features by themselves."""


class Signs:
    """The tokens that tables have and, so that nobody need look below a token for one, what these hang on.

    `telling` are the words of types; `over_telling` has what they hang on, `above_telling` all above them and themselves.
    `cues` may settle a realis: their word or a determiner's is in its tables; `over_cues` has what they hang on, `denied` what
    a negation hangs on. `rows` are the features of each word by itself, none for those that tell nothing.
    """

    __slots__ = ("above_telling", "cues", "denied", "over_cues", "over_telling", "rows", "telling")

    def __init__(self, tree: Tree, words: EventWords) -> None:
        heads, lemmas, lows, deps, known = tree.heads, tree.lemmas, tree.lows, tree.deps, words.signs
        having = list(compress(count(), map(known.get, lemmas)))
        self.telling = {i for i in having if lemmas[i] in words.telling}
        self.over_telling = _over(self.telling, heads)
        self.above_telling = _above(self.telling, heads)
        found = {i for i in having if lemmas[i] in words.cues}
        found.update([i for i in compress(count(), map(known.get, lows)) if lows[i] in words.cues])
        found.update([i for i, dep in enumerate(deps) if dep == "neg"])
        self.cues = found | {heads[i] for i in found if deps[i] == "det"}
        self.over_cues = _over(self.cues, heads)
        self.denied = _over([i for i in self.cues if deps[i] == "neg" or lows[i] in words.negations], heads)
        rows = words.word_rows
        self.rows: list[Rows] = [rows[lemma] if pos in WORDS else () for lemma, pos in zip(lemmas, tree.pos, strict=True)]


def _over(found: Iterable[int], heads: Sequence[int]) -> set[int]:
    """Return what tokens hang on."""
    return {heads[i] for i in found if heads[i] != i}


def _above(found: Iterable[int], heads: Sequence[int]) -> set[int]:
    """Return tokens and all that is above them."""
    above: set[int] = set()
    for i in found:
        while i not in above:
            above.add(i)
            i = heads[i]
    return above
