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
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], int]]]


def tokens(text: str) -> list[str]:
    """Return the words of a text, lower case, apostrophes made straight."""
    return TOKEN.findall(text.lower().replace("’", "'"))


@cache
def phrases(category: str) -> tuple[str, ...]:
    """Return the phrases of one category in all languages, the longer first."""
    found = {p for language in languages("pages") for p in table("pages", language).get(category, ())}
    return tuple(sorted(found, key=lambda p: (-len(p), p)))


@cache
def phrase_index() -> Phrases:
    """Return, by first word, the further words and the category (index into CATEGORIES) of every phrase."""
    index: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, category in enumerate(CATEGORIES):
        for phrase in phrases(category):
            first, *rest = tokens(phrase)
            index.setdefault(first, []).append((tuple(rest), number))
    return index


def cover(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (category, start, end) of every phrase that a line's words hold; half-open, in words."""
    index = phrase_index()
    found = []
    for i, word in enumerate(words):
        for rest, category in index.get(word, ()):
            if not rest or tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                found.append((category, i, i + 1 + len(rest)))
    return found
