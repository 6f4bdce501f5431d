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


Rest = tuple[tuple[str, ...], int]


@cache
def phrase_index() -> Mapping[str, tuple[tuple[int, ...], tuple[Rest, ...]]]:
    """Return, by first word, the categories (index into CATEGORIES) of the word alone, and of each longer phrase's rest."""
    single: dict[str, list[int]] = {}
    longer: dict[str, list[Rest]] = {}
    for number, category in enumerate(CATEGORIES):
        for phrase in phrases(category):
            first, *rest = tokens(phrase)
            if rest:
                longer.setdefault(first, []).append((tuple(rest), number))
            else:
                single.setdefault(first, []).append(number)
    return {w: (tuple(single.get(w, ())), tuple(longer.get(w, ()))) for w in (*single, *longer)}


def cover(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (category, start, end) of every phrase that a line's words hold; half-open, in words."""
    known = phrase_index()
    found: list[tuple[int, int, int]] = []
    for i, word in enumerate(words):
        if word in known:
            alone, longer = known[word]
            for category in alone:
                found.append((category, i, i + 1))
            for rest, category in longer:
                if i + 1 < len(words) and rest[0] == words[i + 1] and tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                    found.append((category, i, i + 1 + len(rest)))
    return found
