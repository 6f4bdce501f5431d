"""The words of an article as copies are looked for: places, identities, and which stand inside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tellings.model import Article, Block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+|\d+[^\W_]*")
"""A number with its separators, a percent sign or a run of letters; apostrophes, hyphens and dashes part words."""
QUOTED = re.compile(
    r"“[^”\n]*(?:”|(?=\n)|\Z)|«[^»\n]*(?:»|(?=\n)|\Z)|„[^“”\n]*[“”]|\"[^\"\n]*(?:\"|(?=\n)|\Z)"
    r"|‘[^‘\n]{20,}?’(?!\w)|(?<!\w)'[^\n]{20,}?'(?!\w)"
)
"""Quotations; one left open runs to the end of its paragraph. Short single quotes are left alone: they are apostrophes."""
UNREAD = frozenset({"comment", "comment-meta"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one article in text order; `text` is the whole document's and places are offsets into it."""

    text: str
    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    quoted: NDArray[np.bool_]


def _read(article: Article) -> Iterator[Block]:
    """Yield the article's blocks but comments; one alone between two paragraphs of the text is rather the text's own."""
    blocks = [b for b in article.analysis.blocks if b.part == article.part]
    around = ["", *(b.role for b in blocks), ""]
    for number, block in enumerate(blocks):
        if block.role not in UNREAD or (around[number] == around[number + 2] == "body"):
            yield block


@lru_cache(maxsize=1 << 17)
def _identity(word: str) -> str:
    if word == "%":
        return "percent"
    return word.replace(",", "") if word[0].isdigit() else word.lower()


def words_of(article: Article, vocabulary: dict[str, int]) -> Words:
    """Return the words of every block of the article but comments; new words are added to the vocabulary."""
    import numpy as np

    text, places, keys = article.text, [], []
    quoted: list[bool] = []
    for block in _read(article):
        found = [(m.start(), m.end()) for m in WORD.finditer(text, block.start, block.end)]
        places += found
        keys += [vocabulary.setdefault(_identity(text[s:e]), len(vocabulary)) for s, e in found]
        quoted += _inside([(m.start(), m.end()) for m in QUOTED.finditer(text, block.start, block.end)], found)
    spans = np.array(places, dtype=np.int64).reshape(-1, 2)
    return Words(text, np.array(keys, dtype=np.int64), spans[:, 0], spans[:, 1], np.array(quoted, dtype=bool))


def _inside(ranges: list[tuple[int, int]], places: list[tuple[int, int]]) -> list[bool]:
    found, at = [], 0
    for start, _ in places:
        while at < len(ranges) and ranges[at][1] <= start:
            at += 1
        found.append(at < len(ranges) and ranges[at][0] <= start)
    return found


def shingles(ids: NDArray[np.int64], size: int) -> NDArray[np.uint64]:
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
    return total ^ (total >> np.uint64(29))
