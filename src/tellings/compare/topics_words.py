"""The words of a topic: where the clause that names a fact begins and ends in its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from tellings.compare.atoms import Atom
from tellings.compare.statements import Statement, Telling
from tellings.lang import listed
from tellings.model import Span

_listed = partial(listed, "clauses")
BEFORE, BEHIND, LONG_BEFORE = 6, 6, 10
"""Words before a gap, and behind a verb; before a gap with what a "which" takes up."""
CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?!\d)")
STOPS = frozenset(',;:.!?–—()[]\n“”"«»')
ASIDES, PAIRED = frozenset({",", "(", ")", "–", "—"}), {"(": ")"}
"""Marks that shut off an aside, and what closes one where it is another mark."""


def words_before(home: Statement, text: str, first: int, language: str) -> tuple[int, bool]:
    """Return where the words before a value begin that are shown with it, and whether they are all of its clause."""
    atoms, cuts, low = home.atoms, _listed("breaks", language), first
    while low and first - low < BEFORE and not stopped(home, text, low - 1) and atoms[low - 1].key not in cuts:
        low -= 1
    opens = low == 0 or stopped(home, text, low - 1) or atoms[low - 1].key in cuts
    if 0 < low < first and atoms[low - 1].key in _listed("takes_up", language):
        low -= 1
        while low and first - low < LONG_BEFORE and not stopped(home, text, low - 1) and atoms[low - 1].key not in cuts:
            low -= 1
        opens = low == 0
    while not opens and low < first - 1 and atoms[low].kind == "stop":
        low += 1
    return low, opens


def tail(home: Statement, telling: Telling, start: int, value: Span | None) -> int:
    """Return up to where the words behind a verb belong to its name: whole phrases, before a mark, a joining word or a time."""
    text, language = telling.article.text, telling.language
    atoms, cuts, particles = home.atoms, _listed("breaks", language), _listed("particles", language)
    times = [t for t in telling.times if home.span.contains(t)]
    own = home.words.articles | home.words.the | home.words.possessives
    end = at = start
    while at < len(atoms) and at - start < BEHIND and not stopped(home, text, at - 1) and atoms[at].key not in cuts:
        atom = atoms[at]
        if (
            atom.kind == "day"
            or CLOCK.match(text, atom.start)
            or any(atom.start < t.end and t.start < atom.end for t in (*times, *([value] if value else ())))
        ):
            break
        at += 1
        follows = atoms[at] if at < len(atoms) else None
        whole = follows is None or stopped(home, text, at - 1) or follows.kind in ("stop", "day") or follows.key in cuts
        whole = whole and (follows is None or atom.kind == "name" or follows.key not in own)
        if follows is not None and (joined(home, text, at) or (follows.key in home.words.joining and names(atoms, at))):
            continue
        behind = (
            follows is None
            or stopped(home, text, at - 1)
            or (follows.kind == "stop" and follows.key not in own | {home.words.part_link})
        )
        if (atom.kind != "stop" and whole) or (atom.key in particles and end == at - 1 and behind):
            end = at
    return end


def joined(home: Statement, text: str, at: int) -> bool:
    """Tell whether a word is joined to the one before it ("two-hour", "it's")."""
    return not text[home.atoms[at - 1].end : home.atoms[at].start].isspace() and not stopped(home, text, at - 1)


def names(atoms: Sequence[Atom], at: int) -> bool:
    """Tell whether names stand on both sides of a joining word."""
    return at + 1 < len(atoms) and atoms[at - 1].kind == atoms[at + 1].kind == "name"


def broken(home: Statement, text: str, ranges: Sequence[tuple[int, int]], value: Span | None) -> bool:
    """Tell whether a mark stands inside one of the ranges of words that a name is made of, or the value itself around them."""
    around = home.atoms[ranges[0][0] : ranges[-1][1] + 1]
    inside = value is not None and any(a.start < value.end and value.start < a.end for a in around)
    return inside or any(stopped(home, text, i) for first, last in ranges for i in range(first, last))


def stopped(home: Statement, text: str, at: int) -> bool:
    """Tell whether a mark that closes a clause stands behind a word; the point of a title or an initial does not."""
    if at < 0 or at + 1 >= len(home.atoms):
        return at >= 0
    own, behind = home.atoms[at], home.atoms[at + 1]
    between = text[own.end : behind.start]
    short = own.key in home.words.titles or len(own.text) == 1
    return bool(STOPS & set(between)) and not (short and between.strip() in (".", ""))


def lowered(words: str, first: Atom, titles: frozenset[str]) -> str:
    """Return words without the capital of a sentence's first word, where that is no name."""
    plain = " ".join(words.split())
    same = plain.startswith(first.text) and first.text != "I" and not first.text[1:2].isupper()
    common = first.kind in ("word", "stop", "number") and first.key not in titles
    return plain[:1].lower() + plain[1:] if same and common else plain


def behind_aside(home: Statement, text: str, verb: int, at: int) -> int:
    """Return where the words of a verb begin: behind what two marks shut off ("two planes, loaded with arms, landed")."""
    opening = _mark(home, text, verb)
    closing = (i for i in range(at, verb, -1) if opening and _mark(home, text, i) == PAIRED.get(opening, opening))
    return next(closing, verb)


def _mark(home: Statement, text: str, at: int) -> str:
    """Return the mark before a word that may open or shut off an aside, "" where there is none."""
    between = text[home.atoms[at - 1].end : home.atoms[at].start].strip() if 0 < at < len(home.atoms) else ""
    return between if between in ASIDES else ""


def listed_before(home: Statement, text: str, first: int, own: Sequence[Span]) -> int:
    """Return where a list of names begins whose last one begins at `first` ("Russia and China"); `own` are those who do it."""
    atoms, linked = home.atoms, False
    while first and atoms[first].kind == "name":
        joining = atoms[first - 1].key in home.words.joining
        last = first - 2 if joining else first - 1
        if not (joining or (linked and _mark(home, text, first) == ",")):
            break
        if last < 0 or not any(o.start <= atoms[last].start < o.end for o in own):
            break
        first, linked = last, True
        while first and atoms[first - 1].kind == "name" and atoms[first].start - atoms[first - 1].end == 1:
            first -= 1
    return first
