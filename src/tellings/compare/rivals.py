"""Rivals: two amounts that one account gives itself, each from a source of its own.

"The mayor put the crowd at 60,000; the police spoke of 45,000."
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus, Statement
from tellings.compare.valued import comparable
from tellings.compare.wordings import giving

RATIO = 4.0
"""Largest ratio of two amounts that sources give of one thing."""
SORTS = ("count", "money", "measure", "share")
VERB = 8
"""Words before an amount among which stands that somebody gives it."""
STOPS = ";.—"


class Rivals(NamedTuple):
    """Two amounts that two sources give of one thing, in text order."""

    first: Particular
    second: Particular


def rivals(particulars: Sequence[Particular], corpus: Corpus) -> Iterator[Rivals]:
    """Yield the amounts that an account sets beside each other, each with who gives it."""
    by_article: dict[int, list[Particular]] = defaultdict(list)
    for p in particulars:
        if p.sort in SORTS and p.statement.role != "title":
            by_article[p.article].append(p)
    for own in by_article.values():
        taken: set[int] = set()
        for i, first in enumerate(own):
            second = next((p for p in own[i + 1 : i + 3] if id(p) not in taken and _against(first, p, corpus)), None)
            if second is not None:
                taken |= {id(first), id(second)}
                yield Rivals(first, second)


def _against(first: Particular, second: Particular, corpus: Corpus) -> bool:
    """Tell whether a second source stands between two amounts that cannot both hold, and names nothing else counted."""
    if (first.sort, first.unit) != (second.sort, second.unit) or first.holds_with(second):
        return False
    if not comparable(first, second, RATIO) or not (_bare(second, corpus) or None not in (first.head, second.head)):
        return False
    apart = second.statement.place - first.statement.place
    low = first.last if apart == 0 else 0
    if not 0 <= apart <= 1 or _giver(first.statement, 0, first.first, corpus) is None:
        return False
    giver = _giver(second.statement, low, second.first, corpus)
    if giver is None or (apart == 0 and not _cut(first, giver, corpus)):
        return False
    source = second.statement.atoms[giver[0] : giver[1]]
    return any(a.kind in ("word", "name") for a in source) and source[0].key not in second.statement.words.speakers


def _giver(statement: Statement, low: int, end: int, corpus: Corpus) -> tuple[int, int] | None:
    """Return the range of atoms of who gives an amount, before the verb that says so; None where nobody does."""
    verbs = giving(corpus.telling(statement).language)
    keys, words = statement.keys, statement.words
    nouns = words.articles | words.the | words.possessives | words.ordinals
    near = range(end - 1, max(low, end - 1 - VERB), -1)
    at = next((i for i in near if keys[i] in verbs and not (i and keys[i - 1] in nouns)), None)
    if at is None:
        return None
    start = next((i for i in range(at - 1, low - 1, -1) if statement.keys[i] in statement.words.joining), low - 1) + 1
    return (start, at) if start < at else None


def _bare(p: Particular, corpus: Corpus) -> bool:
    """Tell whether nothing is told behind an amount ("it was 640 and that …", not "three were having surgery")."""
    if p.head is not None and p.sort == "count":
        return False
    atoms = p.statement.atoms
    if p.last >= len(atoms) or atoms[p.last].key in p.statement.words.joining:
        return True
    text = corpus.telling(p.statement).article.text
    return any(c in STOPS or c == "," for c in text[atoms[p.last - 1].end : atoms[p.last].start])


def _cut(first: Particular, giver: tuple[int, int], corpus: Corpus) -> bool:
    """Tell whether a stop or a word that sets one clause against another parts an amount from the second source."""
    statement, text = first.statement, corpus.telling(first.statement).article.text
    between = statement.keys[first.last : giver[0]]
    gap = text[first.span.end : statement.atoms[giver[1] - 1].start]
    return bool((statement.words.joining - statement.words.joins) & set(between)) or any(c in gap for c in STOPS)
