"""When two names of different documents are one: accents, spellings of foreign sounds, slips, initials, acronyms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tellings.lang.names import bare, fold, given_names, initial_of, name_words, one_slip, romanise, same_person

SLIP_BESIDE_EQUAL = 5
"""Letters from which one changed letter is a slip where the rest of the name is equal."""
SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "del", "y", "et"})


def person_words(name: str) -> list[str]:
    """Return the words of a person's name in the form in which spellings meet, titles left out."""
    return [w for w in (romanise(t) for t in bare(name_words(name))) if w]


@cache
def spellings_of_given_names() -> frozenset[str]:
    """Return the known given names in the form in which spellings meet."""
    return frozenset(romanise(name) for name in given_names())


def same_words(a: str, b: str) -> bool:
    """Tell whether two surnames are one but for a slip."""
    return a == b or one_slip(a, b)


def same_full_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Tell whether two full names can be one person's; a slip is granted to one word beside equal ones."""
    if same_person(a, b):
        return True
    if len(a) != len(b):
        return False
    unequal = [(x, y) for x, y in zip(a, b, strict=True) if x != y and not initial_of(x, y)]
    return len(unequal) == 1 and unequal[0] == (a[-1], b[-1]) and one_slip(*unequal[0], shortest=SLIP_BESIDE_EQUAL)


def key_of(name: str) -> str:
    """Return the form under which organisations and places meet."""
    key = re.sub(r"[.,'’\"“”]", "", fold(name)).replace("&", "and")
    return romanise(key.removeprefix("the ").strip())


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
    return f"“{name}” is one slip of the pen from “{other}”"
