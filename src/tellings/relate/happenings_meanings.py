"""What words of another language mean in English, so that reports in two languages have words to compare."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tellings.lang import table
from tellings.lang.names import fold

WHOLE = 3
"""Letters up to which an entry stands for that word alone; longer ones for every form that begins with them."""
ENDING = 6
"""Letters that a form may have beyond its entry."""


@cache
def _meanings(language: str) -> Mapping[str, str]:
    pairs = (entry.partition("=") for entry in table("happenings", language).get("means", "").split())
    return {fold(form): meaning for form, _, meaning in pairs}


@cache
def meaning(word: str, language: str) -> str:
    """Return what a word means in English, by the longest entry that it begins with; the word itself where none does."""
    known = _meanings(language)
    if not known:
        return word
    folded = fold(word)
    if folded in known:
        return known[folded]
    for size in range(len(folded) - 1, max(WHOLE, len(folded) - ENDING - 1), -1):
        if folded[:size] in known:
            return known[folded[:size]]
    return word
