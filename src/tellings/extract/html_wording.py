"""What the words of a stretch show wherever it stands: shape, signs of a date, phrases by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from tellings.extract.cues import CATEGORIES, cover, tokens
from tellings.lang import languages, table

HEAD = 240
"""Characters of a stretch that its wording is read from."""
TOLD = 24
"""Words of a stretch in which phrases are looked for."""
LONG = 1000
"""Characters from which a text's digits tell nothing."""
SHORT = 30
"""Words from which a text is no title."""
STAMPED = 3
"""Digits that a full date has at the least."""
ENDS = frozenset('.!?…"”’»)')
DIGIT = re.compile("[0-9]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}:\d\d|\d[/.-]\d{1,2}[/.-]\d")
NO_WORDS: frozenset[str] = frozenset()
NONE_TOLD = (0.0,) * len(CATEGORIES)


class Wording(msgspec.Struct, gc=False, frozen=True):
    """What a text shows.

    `words` are those of its first HEAD characters; `title` the same as a set, empty for a text too long to repeat a title;
    `phrases` the share of its first TOLD words that phrases of each category cover; `dated` tells of a month's name or "ago".
    """

    words: tuple[str, ...]
    shape: tuple[float, ...]
    signs: tuple[float, ...]
    phrases: tuple[float, ...]
    title: frozenset[str]
    digits: int
    dated: bool

    def told(self, categories: Iterable[int]) -> float:
        """Return how many of the first words phrases of these categories cover; a word may count twice."""
        return sum([self.phrases[c] for c in categories]) * max(1, min(TOLD, len(self.words)))


@cache
def _temporal() -> frozenset[str]:
    """Return the names of months and the longest word of each way to say "3 hours ago", in every language that has a table."""
    found: set[str] = set()
    for code in languages("dates"):
        names = table("dates", code)
        found.update(w for forms in names["months"] for w in forms)
        found.update(max(tokens(way.replace("{n}", "").replace("{unit}", "")), key=len) for way in names["ago"])
    return frozenset(found)


@lru_cache(maxsize=8192)
def wording(text: str) -> Wording:
    """Return what a text shows; menus and buttons come again on page after page of an outlet."""
    size, head = len(text), text[:HEAD]
    words = tokens(head)
    known = max(1, len(words))
    count = len(words) * size / max(1, len(head))
    digits = len(DIGIT.findall(head)) if size < LONG and DIGIT.search(head) else 0
    dated = not _temporal().isdisjoint(words)
    shape = (
        count, size, size / max(1.0, count), text.count(","), text[-1:] in ENDS, text[:1].islower(),
        len([w for w in head.split() if w[0].isupper()]) / known, text.isupper(), digits / max(1, len(head)),
    )  # fmt: skip
    signs = (
        digits > 1 and YEAR.search(head) is not None, dated, "?" in text,
        text.count('"') + text.count("“") + text.count("«"), text[-1:] == ":",
    )  # fmt: skip
    title = frozenset(words) if known < SHORT else NO_WORDS
    return Wording(tuple(words), shape, signs, _phrases(words[:TOLD]), title, digits, dated)


def _phrases(words: list[str]) -> tuple[float, ...]:
    covered = cover(words)
    if not covered:
        return NONE_TOLD
    told = [0.0] * len(CATEGORIES)
    for category, start, end in covered:
        told[category] += (end - start) / len(words)
    return tuple(told)
