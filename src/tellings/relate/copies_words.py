"""The words of an article as copies are looked for: places, identities, and which stand in quotations or lists.

Words are found and named by whole-array operations, and a word's identity depends on nothing but the word: so what one
page holds can be kept and compared with pages that come in later.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from tellings.model import Article, Block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUOTED = re.compile(
    r"“[^”\n]*(?:”|(?=\n)|\Z)|«[^»\n]*(?:»|(?=\n)|\Z)|„[^“”\n]*[“”]|\"[^\"\n]*(?:\"|(?=\n)|\Z)"
    r"|‘[^‘\n]{20,}?’(?!\w)|(?<!\w)'[^\n]{20,}?'(?!\w)"
)
"""Quotations; one left open runs to the end of its paragraph. Short single quotes are left alone: they are apostrophes."""
MARK = re.compile("[“«„\"‘']")
UNREAD = frozenset({"comment", "comment-meta"})
NUMERIC = 0.34
"""Share of numbers in a line from which it is a row of a table, a result or a forecast, and no prose."""
CAPITALS = 0.8
"""Share of capitalised words and numbers in a line from which it is a list of names or a headline, and no prose."""
LIMIT = 0x20000
"""Code points from here on are no letters: private and rare ones."""
LETTER, DIGIT, PERCENT, JOINT, SILENT = 1, 2, 3, 4, 5
SILENTS = r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
"""Accents that stand apart from their letter, soft hyphens and joiners: they part no word and do not count."""
SEED = 4
"""Words that must follow one another in two texts to begin a common run."""
LONGEST = 64
"""Characters of a word that its identity rests on place by place; those beyond count without their place."""
AT_ONCE = 65_536
"""Characters of texts that are gone through together: many short texts take little longer than one."""


@dataclass(frozen=True)
class Words:
    """The words of one article in text order; `text` is the whole document's and places are offsets into it.

    `quoted` marks words inside quotation marks, `listed` those of tables and lists; `house` those of the outlet's own
    boilerplate, where that is known.
    """

    text: str
    ids: NDArray[np.uint32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    quoted: NDArray[np.bool_]
    listed: NDArray[np.bool_]

    @cached_property
    def weak(self) -> NDArray[np.bool_]:
        """Return which words prove no copy: two writers may come by them without seeing each other's text."""
        return self.quoted | self.listed

    @cached_property
    def seeds(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int32]]:
        """Return a hash of each run of SEED words, the hashes in ascending order, and the words at which those begin."""
        import numpy as np

        hashes = shingles(self.ids, SEED)
        order = np.argsort(hashes, kind="stable")
        return hashes, hashes[order], order.astype(np.int32)


def _read(article: Article) -> Iterator[Block]:
    """Yield the article's blocks but comments; one alone between two paragraphs of the text is rather the text's own."""
    blocks = [b for b in article.analysis.blocks if b.part == article.part]
    around = ["", *(b.role for b in blocks), ""]
    for number, block in enumerate(blocks):
        if block.role not in UNREAD or (around[number] == around[number + 2] == "body"):
            yield block


@cache
def _characters() -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.bool_]]:
    """Return for each code point its kind, a number that stands for its bare lower case, and whether it is upper case."""
    import numpy as np

    every = "".join(map(chr, range(LIMIT)))
    lower = every.replace("İ", "i").lower()  # the one letter whose lower case is two characters
    folded = np.append(np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), LIMIT).astype(np.uint64)
    upper = folded != np.arange(LIMIT + 1)
    for code in range(0xC0, 0x2000):
        folded[code] = ord(unicodedata.normalize("NFD", lower[code])[0])
    kinds = np.zeros(LIMIT + 1, dtype=np.uint8)
    for kind, letters in ((LETTER, r"[^\W\d_]+"), (DIGIT, r"\d+"), (SILENT, SILENTS)):
        for run in re.finditer(letters, every):
            kinds[run.start() : run.end()] = kind
    kinds[ord("%")] = PERCENT
    kinds[ord(".")] = kinds[ord(",")] = JOINT
    mixed = (folded + np.uint64(0x9E37)) * np.uint64(0x9E3779B97F4A7C15)
    return kinds, mixed ^ (mixed >> np.uint64(29)), upper


@cache
def _powers() -> NDArray[np.uint64]:
    import numpy as np

    found = np.ones(LONGEST, dtype=np.uint64)
    for at in range(1, LONGEST):
        found[at] = int(found[at - 1]) * 0x100000001B3 % 2**64
    return found


@cache
def _percent() -> np.uint32:
    import numpy as np

    return np.uint32(_scan("percent", [(0, 7)])[0][0])


def words_of(article: Article) -> Words:
    """Return the words of every block of the article but comments.

    A word is a run of letters, a number with its separators or a percent sign; apostrophes, hyphens and dashes part
    words. Case, accents, and the commas of a number do not matter; `%` is "percent".
    """
    return next(words_of_each([article]))


def words_of_each(articles: Iterable[Article]) -> Iterator[Words]:
    """Yield the words of each article, as `words_of` gives them, in order."""
    lot: list[Article] = []
    size = 0
    for article in articles:
        lot.append(article)
        size += len(article.text)
        if size >= AT_ONCE:
            yield from _words_of_lot(lot)
            lot, size = [], 0
    if lot:
        yield from _words_of_lot(lot)


def _words_of_lot(articles: Sequence[Article]) -> Iterator[Words]:
    """Yield the words of each article; all texts are read as one, a line's end between them."""
    import numpy as np

    texts = [a.text for a in articles]
    offsets = [0, *accumulate(len(t) + 1 for t in texts)]
    ranges = [(b.start + at, b.end + at) for a, at in zip(articles, offsets, strict=False) for b in _read(a)]
    ids, starts, ends, listed = _scan("\n".join(texts), ranges)
    first = np.searchsorted(starts, offsets).tolist()
    for text, at, low, high in zip(texts, offsets, first, first[1:], strict=False):
        own = starts[low:high] - np.int32(at)
        yield Words(text, ids[low:high], own, ends[low:high] - np.int32(at), _quoted(text, own), listed[low:high])


Scanned = tuple["NDArray[np.uint32]", "NDArray[np.int32]", "NDArray[np.int32]", "NDArray[np.bool_]"]


def _scan(text: str, ranges: list[tuple[int, int]]) -> Scanned:
    """Return identity, start and end of each word inside the ranges, and whether it stands in a table or a list of names."""
    import numpy as np

    kinds, mixed, upper = _characters()
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), LIMIT)
    kind = np.zeros(len(codes) + 2, dtype=np.uint8)
    for low, high in ranges:
        kind[low + 1 : high + 1] = kinds[codes[low:high]]
    inner = kind[1:-1]
    joint = (inner == JOINT) & (kind[:-2] == DIGIT) & (kind[2:] == DIGIT)
    inner[inner == JOINT] = 0
    inner[joint] = DIGIT
    mute = inner == SILENT
    inner[mute] = np.where(kind[:-2][mute] == LETTER, LETTER, 0)
    alone = inner == PERCENT
    starts = np.flatnonzero((inner > 0) & ((inner != kind[:-2]) | alone))
    ends = np.flatnonzero((inner > 0) & ((inner != kind[2:]) | alone)) + 1
    kept = np.flatnonzero((inner > 0) & ~mute & ~(joint & (codes == ord(","))))
    if not len(starts):
        none = np.zeros(0, dtype=np.int32)
        return none.astype(np.uint32), none, none, none.astype(bool)
    first = np.searchsorted(kept, starts)
    place = np.arange(len(kept)) - np.repeat(first, np.diff(np.append(first, len(kept))))
    total = np.add.reduceat(mixed[codes[kept]] * _powers()[np.minimum(place, LONGEST - 1)], first)
    ids = ((total ^ (total >> np.uint64(31))) * np.uint64(0x94D049BB133111EB) >> np.uint64(32)).astype(np.uint32)
    sign = alone[starts]
    if sign.any():
        ids[sign] = _percent()
    second = np.minimum(starts + 1, len(codes) - 1)
    capital = upper[codes[starts]] & ~((ends > starts + 1) & upper[codes[second]])
    listed = _listed(np.flatnonzero(codes == ord("\n")), starts, capital, inner[starts] != LETTER)
    return ids, starts.astype(np.int32), ends.astype(np.int32), listed


def _quoted(text: str, starts: NDArray[np.int32]) -> NDArray[np.bool_]:
    import numpy as np

    found = np.zeros(len(starts), dtype=bool)
    spans = list(_quotations(text))
    if spans:
        for low, high in np.searchsorted(starts, np.array(spans)).tolist():
            found[low:high] = True
    return found


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while mark := MARK.search(text, at):
        quotation = QUOTED.match(text, mark.start())
        at = quotation.end() if quotation else mark.end()
        if quotation:
            yield quotation.span()


def _listed(
    breaks: NDArray[np.int64], starts: NDArray[np.int64], capital: NDArray[np.bool_], number: NDArray[np.bool_]
) -> NDArray[np.bool_]:  # fmt: skip
    """Tell which words stand in a row of a table or in a list of names: two outlets may print the same one."""
    import numpy as np

    at = np.concatenate(([0], np.searchsorted(starts, breaks), [len(starts)]))
    numbers = np.concatenate(([0], np.cumsum(number)))
    names = np.concatenate(([0], np.cumsum(capital | number)))
    size = np.diff(at)
    counted = np.maximum(size, 1)
    row = (np.diff(numbers[at]) >= NUMERIC * counted) | (np.diff(names[at]) >= CAPITALS * counted)
    result: NDArray[np.bool_] = np.repeat(row & (size > 0), size)
    return result


def shingles(ids: NDArray[np.uint32], size: int) -> NDArray[np.uint64]:
    """Return a hash of each run of `size` words, shape (n - size + 1,); equal runs have equal hashes."""
    import numpy as np

    mixed = ids.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64's finaliser
        mixed = (mixed + np.uint64(0x9E3779B97F4A7C15)) ^ (mixed >> np.uint64(shift))
        mixed = mixed * np.uint64(factor)
    count = max(0, len(ids) - size + 1)
    total = np.zeros(count, dtype=np.uint64)
    for i in range(size):
        total = total * np.uint64(0x100000001B3) + mixed[i : i + count]
    result: NDArray[np.uint64] = (total ^ (total >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return result
