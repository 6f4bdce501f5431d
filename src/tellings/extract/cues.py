"""The phrases by which a page's furniture, bylines, captions and comments are known, in every language that has a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from tellings.lang import languages, table

CATEGORIES = (
    "byline", "posted", "comment_heading", "comment_tool", "form", "share", "more", "ad", "legal", "bio", "credit", "section",
    "function", "first_person", "speech",
)  # fmt: skip
TOKEN = re.compile(r"[^\W_]+(?:['’\-.&][^\W_]+)*")


def tokens(text: str) -> list[str]:
    """Return the words of a text, lower case, apostrophes made straight."""
    return TOKEN.findall(text.lower().replace("’", "'"))


@cache
def phrases(category: str) -> tuple[str, ...]:
    """Return the phrases of one category in all languages, the longer first."""
    found = {p for language in languages("pages") for p in table("pages", language).get(category, ())}
    return tuple(sorted(found, key=lambda p: (-len(p), p)))


@cache
def phrase_index() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, Sequence[tuple[tuple[str, ...], int]]]]:
    """Return the categories (index into CATEGORIES) of single words, and of longer phrases by first word with the rest."""
    single: dict[str, tuple[int, ...]] = {}
    longer: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, category in enumerate(CATEGORIES):
        for phrase in phrases(category):
            first, *rest = tokens(phrase)
            if rest:
                longer.setdefault(first, []).append((tuple(rest), number))
            else:
                single[first] = (*single.get(first, ()), number)
    return single, longer


def cover(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (category, start, end) of every phrase that a line's words hold; half-open, in words."""
    single, longer = phrase_index()
    found = []
    for i, word in enumerate(words):
        if word in single:
            found.extend([(category, i, i + 1) for category in single[word]])
        if word in longer:
            for rest, category in longer[word]:
                if tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                    found.append((category, i, i + 1 + len(rest)))
    return found
