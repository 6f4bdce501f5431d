"""The short way for a page that is plainly one clean article: sentences all through, under its title or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tellings.extract.cues import CATEGORIES, tokens
from tellings.extract.lines_features import CLOSED, LOCAL, PROSE_WORDS, Reading
from tellings.lang import languages, table

LEAST_PROSE = 3
"""Lines of prose of a page that can be told at a glance."""
LEAST_WORDS = 3
ENDS = frozenset(".!?\"”’'»)")
LONGEST_TITLE = 25
MARKS = re.compile(r"[{}|©@<>•·»›\[\]]|https?:|www\.|(?<!\w)/|/(?!\w)|[A-Z]{2,}/|/[A-Z]{2,}")
OPENS = re.compile(r"[\"“«‘'„¿¡(]*(?:[^\W\d_]|\d)")
SAID = re.compile(r"[\"“”«»„]")
CLOSED_AT = LOCAL.index("closed")
LOCAL_OF = {closed: [closed * float(name == "closed") for name in LOCAL] for closed in (0.0, 1.0)}
NO_CUES = [0.0] * (3 * len(CATEGORIES))
"""What a line without cues shows; never changed."""


@cache
def _tongues() -> tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...]:
    """Return, for each language that has them, its function words, the words of furniture, and the first person."""
    found = []
    for language in languages("pages"):
        own = table("pages", language)
        if own.get("loud"):
            found.append((frozenset(own["function"]), frozenset(own["loud"]), frozenset(own["first_person"])))
    return tuple(found)


def read_plain(texts: Sequence[str], *, title: str | None = None) -> list[Reading] | None:
    """Return the lines of a page that is one clean article (a title or none, then prose), else None.

    `title` is the page's title where the input tells it: the first line must be it, or a sentence.
    """
    if len(texts) < LEAST_PROSE or any(text[-1] not in ENDS for text in texts[1:]):
        return None
    found = [_read(text) for text in texts]
    for function, loud, first_person in _tongues():
        start = 0 if found[0].local[CLOSED_AT] else 1
        if start and not _heads(found[0], title, loud):
            continue
        if sum(r.prose for r in found[start:]) < LEAST_PROSE:
            return None
        if all(_tells(r, function, loud, first_person) for r in found[start:]):
            return found
    return None


def _read(text: str) -> Reading:
    words, closed = tokens(text), float(CLOSED.search(text[-6:]) is not None)
    prose = len(words) >= PROSE_WORDS and closed > 0
    return Reading(text, words, LOCAL_OF[closed], NO_CUES, "", False, False, prose)


def _heads(own: Reading, title: str | None, loud: frozenset[str]) -> bool:
    if title:
        return " ".join(title.split()).casefold() == own.text.casefold()
    plain = loud.isdisjoint(own.words) and not MARKS.search(own.text) and own.text[-1].isalnum()
    return 4 <= len(own.words) <= LONGEST_TITLE and plain and OPENS.match(own.text) is not None


def _tells(own: Reading, function: frozenset[str], loud: frozenset[str], first_person: frozenset[str]) -> bool:
    """Tell whether a line can only be a sentence of an article."""
    if not own.local[CLOSED_AT] or len(own.words) < LEAST_WORDS or own.text.endswith(("...", "…")):
        return False
    words = set(own.words)
    if function.isdisjoint(words) or not loud.isdisjoint(words) or MARKS.search(own.text) or not OPENS.match(own.text):
        return False
    return bool(SAID.search(own.text)) or own.words[0] not in first_person
