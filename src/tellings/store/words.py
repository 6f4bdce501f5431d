"""How text becomes words for search: case and accents are folded, writing without spaces is read by pairs of characters.

The same words are written to the index, looked for by queries and marked in what is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff"
"""Signs that belong to the letter before them."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese, which put no space between words."""
RUN = re.compile(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\W_])(?:(?![{UNSPACED}])(?:[^\W_]|[{MARKS}]))*")
ASCII_RUN = re.compile(r"[A-Za-z0-9]+")
IS_UNSPACED = re.compile(rf"[{UNSPACED}]")
ACCENTS = re.compile("[\u0300-\u036f]")
SPELT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
APART = "0x0"
"""A word that stands between two names of a field, so that no phrase runs from one into the next."""


class Token(NamedTuple):
    """A word as it is searched, and where it stands in the text."""

    start: int
    end: int
    word: str


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return a word without case, accents and ligatures."""
    return word.lower() if word.isascii() else fold_text(word)


def fold_text(word: str) -> str:
    """Return any text without case, accents and ligatures; its length may differ."""
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(SPELT)
    return unicodedata.normalize("NFC", plain)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order; of writing without spaces each two characters that follow one another."""
    for match in (ASCII_RUN if text.isascii() else RUN).finditer(text):
        run, start = match.group(), match.start()
        if run.isascii() or not IS_UNSPACED.match(run):
            folded = fold(run)
            if folded:
                yield Token(start, match.end(), folded)
        elif len(run) == 1:
            yield Token(start, start + 1, fold(run))
        else:
            for at in range(len(run) - 1):
                yield Token(start + at, start + at + 2, fold(run[at : at + 2]))


def words_of(text: str) -> list[str]:
    """Return the words of a text in order."""
    if text.isascii():
        return [word.lower() for word in ASCII_RUN.findall(text)]
    return [token.word for token in tokens(text)]
