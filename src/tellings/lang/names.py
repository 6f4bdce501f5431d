"""How names compare: folded, transliterated, as full names, initials and slips of the pen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from tellings.lang import listed, table

SHORTEST_SLIP = 6
"""Letters from which one changed letter is taken for a slip and not for another name."""
MARKS = str.maketrans({"’": "'", "‘": "'", "‐": "-", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return text without accents, case and typographic marks, the form in which names are compared."""
    if text.isascii():
        return text.lower().strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.translate(MARKS)) if not unicodedata.combining(c))
    return plain.casefold().strip()


@lru_cache(maxsize=65536)
def romanise(text: str) -> str:
    """Return a folded name in Latin letters, with the spellings of one sound made one ("Sergei", "Sergey", "Сергей")."""
    letters, sounds = _transliteration()
    latin = "".join(letters.get(c, c) for c in fold_letters(text))
    for spelling, sound in sounds:
        latin = latin.replace(spelling, sound)
    return re.sub(r"([a-z])\1", r"\1", latin)


def fold_letters(text: str) -> str:
    """Return text folded, but for the marks that tell Cyrillic letters apart ("й", "ё")."""
    kept = unicodedata.normalize("NFC", text).casefold()
    return "".join(c if "а" <= c <= "ӿ" else fold(c) or c for c in kept)


@cache
def _transliteration() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    data = table("entities", "transliteration")
    sounds = tuple((a, b) for a, b in data.get("sounds", ()))
    return dict(data.get("letters", {})), sounds


@cache
def _parts() -> tuple[frozenset[str], frozenset[str]]:
    titles = table("entities", "en").get("titles", {})
    own = [t for kind in ("male", "female", "any") for t in titles.get(kind, ())]
    return frozenset(own), frozenset(titles.get("suffixes", ()))


@lru_cache(maxsize=65536)
def _name_words(text: str) -> tuple[str, ...]:
    return tuple(t for t in re.split(r"[\s.]+", fold(text)) if t)


@cache
def given_names() -> Mapping[str, str]:
    """Return the gender of given names borne almost only by one, by folded name."""
    data = table("entities", "given-names")
    return {fold(name): gender for gender in ("male", "female") for name in str(data.get(gender, "")).split()}


def name_words(text: str) -> list[str]:
    """Return a name's words, folded, without dots."""
    return list(_name_words(text))


def bare(tokens: Sequence[str]) -> list[str]:
    """Return a name's words without titles and suffixes, all of them where nothing else is left."""
    titles, suffixes = _parts()
    kept = [t for i, t in enumerate(tokens) if not (t in suffixes or (i == 0 and t in titles and len(tokens) > 1))]
    return kept or list(tokens)


def one_slip(a: str, b: str, *, shortest: int = SHORTEST_SLIP) -> bool:
    """Tell whether two words differ by one letter, or by two neighbours that changed places (optimal string alignment)."""
    from rapidfuzz.distance import OSA

    return min(len(a), len(b)) >= shortest and a[:1] == b[:1] and OSA.distance(a, b, score_cutoff=1) <= 1


@cache
def _surnames_first() -> frozenset[str]:
    return listed("entities", "surnames_first", "en")


def surname_of(tokens: Sequence[str]) -> str:
    """Return the surname in a full name's folded words: the first one in Chinese, Korean and Vietnamese names."""
    return tokens[0] if tokens[0] in _surnames_first() and tokens[-1] not in _surnames_first() else tokens[-1]


def initial_of(a: str, b: str) -> bool:
    """Tell whether one word is the initial of the other."""
    return (len(a) == 1 or len(b) == 1) and a[:1] == b[:1]


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Tell whether two full names, as folded words, can be one person's: middle names left out, initials, a slip."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if list(short) == list(long):
        return True
    if len(short) < 2:
        return False
    surname = short[-1] == long[-1] or one_slip(short[-1], long[-1])
    if surname and (short[0] == long[0] or initial_of(short[0], long[0])):
        return all(any(x == y or initial_of(x, y) for y in long[1:-1]) for x in short[1:-1]) or len(long) == 2
    if list(short) == list(long[-len(short) :]):
        return True
    rest = iter(long[1:])
    return (short[0] == long[0] or initial_of(short[0], long[0])) and all(t in rest for t in short[1:])
