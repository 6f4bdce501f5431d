"""Author names out of bylines and markup: split, cleaned, and kept apart from outlets, desks and agencies."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import cache

from tellings.extract.cues import phrases
from tellings.extract.dates import find_stamps
from tellings.extract.nameplates import words_of
from tellings.extract.outlets import is_outlet
from tellings.lang import languages, table

SPLIT = re.compile(r"\s*(?:[;|/•·\n]|,(?!\s*(?:Jr|Sr|II|III|M\.?D|Ph\.?D)\b)|\s&\s|\s\+\s)\s*")
ADDRESS = re.compile(r"\S*@\S*|https?://\S+|www\.\S+", re.IGNORECASE)
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>")
WORD = re.compile(r"[^\W\d_][^\s]*")
DEGREES = re.compile(r"^(?:jr|sr|ii|iii|m\.?d|ph\.?\s?d|mba|esq|jd|r\.?n|cfa)\.?$", re.IGNORECASE)
DIVIDER = re.compile(r"[|·•]|\s[–—-]\s")
LONGEST_LINE = 120
LONGEST = 5
"""Words in a name; what is longer is a sentence or a job."""


@cache
def _desks() -> frozenset[str]:
    return frozenset(w for code in languages("bylines") for w in table("bylines", code).get("desks", ()))


@cache
def _joiners() -> re.Pattern[str]:
    return re.compile(r"\s+(?:" + "|".join(map(re.escape, sorted(_joining()))) + r")\s+", re.IGNORECASE)


@cache
def _joining() -> frozenset[str]:
    return frozenset({w for code in languages("bylines") for w in table("bylines", code).get("and", ())} | {"and"})


@cache
def _openers() -> re.Pattern[str]:
    words = sorted({*phrases("byline"), *phrases("posted")}, key=len, reverse=True)
    return re.compile(r"^(?:" + "|".join(map(re.escape, words)) + r")\b[\s:,.-]*", re.IGNORECASE)


@cache
def _weekday() -> re.Pattern[str]:
    names = {n for code in languages("dates") for forms in table("dates", code)["weekdays"] for n in forms}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b\.?,?\s*$", re.IGNORECASE)


@cache
def agencies() -> frozenset[str]:
    """Return the names of wire agencies, in lower case."""
    return frozenset(n.lower() for code in languages("agencies") for n in table("agencies", code)["names"])


def agency_in(names: Iterable[str], outlets: Sequence[str] = ()) -> str | None:
    """Return the first wire agency among names, as it is written there; one that no table knows calls itself one ("… Wire")."""
    for name in names:
        bare = _openers().sub("", name.strip(" .,()-–—|")).strip(" .,()-–—|")
        if bare.lower() in agencies():
            return bare
        words = bare.lower().split()
        if (
            1 < len(words) <= LONGEST
            and words[-1] in words_of("agencies")
            and bare[0].isupper()
            and not is_outlet(bare, outlets)
        ):
            return bare
    return None


def person_names(values: Sequence[str], outlets: Sequence[str], *, printed: bool = False) -> tuple[str, ...]:
    """Return the people named, each once, in order. `printed`: it is a byline, which may say "By" first and a job after."""
    found: list[str] = []
    for value in values:
        pieces = _pieces(value)
        for piece in pieces:
            name = _person(piece, outlets)
            if name and " " not in name and len(pieces) > 1:
                name = None
            if name and name.lower() not in {f.lower() for f in found}:
                found.append(name)
            elif name is None and printed and found:
                break
    return tuple(_whole(found))


def date_line_names(text: str, outlets: Sequence[str]) -> tuple[str, ...]:
    """Return the authors of a line that holds nothing but names and a day, a bar or dot between them; else none.

    "Ann Vale · Tuesday 5 March 2024" names an author; a comma may stand behind a place, and tells nothing.
    """
    stamps = find_stamps(text, order=True)
    if len(stamps) != 1 or len(text) > LONGEST_LINE:
        return ()
    for piece in (text[: stamps[0].start], text[stamps[0].end :]):
        own = _weekday().sub("", piece)
        divided = DIVIDER.search(own)
        names = person_names([own], outlets) if divided else ()
        words = [w for w in re.findall(r"[^\W\d_][\w'’.\-]*", own) if w.lower() not in _joining()]
        if names and all(" " in n for n in names) and sum(len(n.split()) for n in names) == len(words):
            return names
    return ()


def _pieces(value: str) -> list[str]:
    text = BRACKETS.sub(" ", ADDRESS.sub(" ", html.unescape(value)))
    text = " ".join(text.split())
    for _ in range(2):
        text = _openers().sub("", text)
    return [p for part in SPLIT.split(text) for p in _joiners().split(part) if p]


def _person(piece: str, outlets: Sequence[str]) -> str | None:
    name = _openers().sub("", piece).strip(" .,:-–—\"'“”*")
    words = name.split()
    if not 1 <= len(words) <= LONGEST or len(name) > 50 or DEGREES.match(name) or any(c.isdigit() for c in name):
        return None
    if not all(WORD.match(w) for w in words) or not (words[0][0].isupper() or len(words) == 1):
        return None
    if any(w.lower().strip(".,") in _desks() for w in words) or is_outlet(name, outlets) or name.lower() in agencies():
        return None
    if sum(w[0].isupper() for w in words) < len(words) / 2:
        return None
    return " ".join(w.capitalize() if len(w) > 2 and "-" not in w else w for w in words) if name.isupper() else name


def _whole(names: list[str]) -> list[str]:
    """Drop a name that is only a part of another ("Smith" beside "Ann Smith")."""
    kept = []
    for name in names:
        own = set(name.lower().split())
        if not any(other is not name and own < set(other.lower().split()) for other in names):
            kept.append(name)
    return kept
