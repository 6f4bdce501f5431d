"""When two names of different documents are one: accents, spellings of foreign sounds, slips, initials, acronyms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from tellings.lang import listed, table
from tellings.lang.names import bare, fold, given_names, initial_of, name_words, one_slip, romanise, same_person

SLIP_BESIDE_EQUAL = 5
"""Letters from which one changed letter is a slip where the rest of the name is equal."""
ARTICLE = re.compile(r"^(?:al|el)-(?=\w{3})")
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "del", "y", "et"})


def person_words(name: str) -> list[str]:
    """Return the words of a person's name in the form in which spellings meet, titles left out."""
    words = [ARTICLE.sub("", t).replace("'", "") for t in bare(name_words(name))]
    short = _short_given_names()
    found = [w for w in (romanise(t) for t in words) if w]
    return [short.get(w, w) if i < len(found) - 1 else w for i, w in enumerate(found)]


@cache
def _short_given_names() -> dict[str, str]:
    """Return, by every spelling or short form of a given name, the one under which they meet ("bill": "william")."""
    rows = table("entities", "transliteration").get("one_given_name", ())
    return {romanise(name): romanise(row.split()[0]) for row in rows for name in row.split()}


@cache
def lands() -> frozenset[str]:
    """Return countries' names and adjectives, folded: what a body's name may leave out."""
    rows = table("entities", "countries").get("rows", ())
    return frozenset(key_of(name) for row in rows for cell in row.split("|")[1:3] for name in cell.split(";") if name)


@cache
def short_heads() -> frozenset[str]:
    """Return last words that a body's name may leave out ("Castleway Signals", "Riggs Bank")."""
    words = str(table("entities", "en").get("left_out_heads", "")).split()
    return frozenset(key_of(w) for w in words)


@cache
def first_words() -> frozenset[str]:
    """Return first words of places' names that make another place of them ("New", "South")."""
    return frozenset(key_of(w) for w in str(table("entities", "en").get("place_first_words", "")).split())


def same_generation(a: str, b: str) -> bool:
    """Tell whether no "Jr" and "Sr" tell two people apart."""
    x, y = (GENERATIONS & set(name_words(re.sub(r"[,.]", " ", n))) for n in (a, b))
    return not (x and y) or x == y


def only_initials(words: Sequence[str]) -> bool:
    """Tell whether a full name gives no given name in full."""
    return all(len(w) == 1 for w in words[:-1])


def by_given_name(word: str) -> bool:
    """Tell whether a word is a given name that we know."""
    return word in spellings_of_given_names()


def crowned(roles: Sequence[str]) -> bool:
    """Tell whether somebody bears a title that stands before a given name ("Pope Francis")."""
    words = {w for role in roles for w in name_words(role)}
    return bool(words & listed("entities", "given_titles", "en"))


@cache
def spellings_of_given_names() -> frozenset[str]:
    """Return the known given names in the form in which spellings meet."""
    return frozenset(romanise(name) for name in given_names())


def same_words(a: str, b: str) -> bool:
    """Tell whether two surnames are one but for a slip."""
    return a == b or one_slip(a, b)


def same_full_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Tell whether two full names can be one person's; a slip is granted to one word beside equal ones."""
    if _unlike_initials(a, b):
        return False
    if same_person(a, b) or same_person(_parted(a), _parted(b)):
        return True
    if len(a) != len(b):
        return False
    unequal = [(x, y) for x, y in zip(a, b, strict=True) if x != y and not initial_of(x, y)]
    return len(unequal) == 1 and unequal[0] == (a[-1], b[-1]) and one_slip(*unequal[0], shortest=SLIP_BESIDE_EQUAL)


def _parted(words: Sequence[str]) -> list[str]:
    return [part for word in words for part in word.split("-") if part]


def _unlike_initials(a: Sequence[str], b: Sequence[str]) -> bool:
    """Tell whether two names have middle initials alone, and not as many ("George W.", "George H. W.")."""
    x, y = a[1:-1], b[1:-1]
    return len(a[0]) > 1 and len(b[0]) > 1 and bool(x and y) and len(x) != len(y) and all(len(w) == 1 for w in (*x, *y))


def key_of(name: str) -> str:
    """Return the form under which organisations and places meet."""
    key = re.sub(r"[.,'’\"“”]", "", fold(name)).replace("&", "and")
    return romanise(_usual(key.removeprefix("the ").strip()))


@lru_cache(maxsize=16384)
def _usual(key: str) -> str:
    """Return a body's name in one spelling and order, without "Ltd": "ministry of foreign affairs" is "foreign ministry"."""
    data = table("entities", "en")
    spelling = dict(data.get("one_spelling", ()))
    words = [spelling.get(w, w) for w in key.split()]
    firms = frozenset(str(data.get("legal_forms", "")).split())
    while len(words) > 1 and words[-1] in firms:
        words.pop()
    if len(words) > 2 and words[0] in ("ministry", "department") and words[1] == "of":
        rest = [w for w in words[2:] if w not in ("the", "affairs")]
        end = next((i for i, w in enumerate(rest) if w in ("of", "in")), len(rest))
        words = [*rest[end + 1 :], *rest[:end], words[0]]
    return " ".join(words)


def acronym_of(words: Sequence[str]) -> set[str]:
    """Return the acronyms that a name of several words may have."""
    if len(words) < 2:
        return set()
    every = "".join(w[0] for w in words if w)
    return {every, "".join(w[0] for w in words if w and w not in SMALL_WORDS)}


def reason(name: str, other: str) -> str | None:
    """Return in words why two names are taken for one."""
    if name == other:
        return None
    a, b = name_words(name), name_words(other)
    if name.casefold() == other.casefold():
        return f"“{name}” and “{other}” differ in capitals alone"
    if a == b:
        return f"“{name}” and “{other}” differ in accents or marks alone"
    if bare(a) == bare(b):
        return f"“{name}” is “{other}” with a title"
    if person_words(name) == person_words(other):
        return f"“{name}” and “{other}” are two spellings of one name"
    if len(a) != len(b):
        return f"“{name}” is a shorter form of “{other}”" if len(a) < len(b) else f"“{name}” is a longer form of “{other}”"
    if any(initial_of(x, y) and x != y for x, y in zip(a, b, strict=True)):
        return f"“{name}” is “{other}” with an initial"
    if len(person_words(name)) != len(a) or one_slip(person_words(name)[-1], person_words(other)[-1]) or len(a) > 1:
        return f"“{name}” is one slip of the pen from “{other}”"
    return f"“{name}” and “{other}” are spelt alike but for marks"
