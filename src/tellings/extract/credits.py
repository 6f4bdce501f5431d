"""Whom a text credits besides its authors: the wire agency it is from, the desk that wrote it, notes at its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tellings.extract.bylines import LEAD, SEPARATOR, agencies, agency_of_dateline, agency_of_notes, is_name, read_byline
from tellings.extract.dates import find_stamps
from tellings.extract.nameplates import CREDITED, NAME, words_of

LONGEST_NOTE = 300
NAMED_AFTER = re.compile(r"[|·•]|(?<!\w)(?:by|por|par|von|di|от)\s", re.IGNORECASE)


@cache
def _contributed() -> re.Pattern[str]:
    ways = "|".join(map(re.escape, words_of("contributed")))
    return re.compile(rf"\b(?:[Tt]he )?({NAME})\s+(?i:{ways})")


@cache
def _credited() -> re.Pattern[str]:
    ways = "|".join(map(re.escape, words_of("credited")))
    return re.compile(rf"^\W?(?i:{ways})\s?:?\s+(?:[Tt]he )?({NAME})\W*$")


def agency_of(body: Sequence[str], notes: Sequence[str]) -> str | None:
    """Return the agency that a text credits: in its dateline, in a note at its foot, or in its copyright line; else None.

    An agency that no table knows is one where its name says so ("… Wire") or a second mention bears its letters out.
    """
    if body:
        if known := agency_of_dateline(body[0]):
            return known
        m = CREDITED.match(body[0][:130])
        if m and _is_agency(m[1], [*body[1:], *notes]):
            return m[1]
    for text in [*notes, *body[-2:]]:
        if len(text) < LONGEST_NOTE and (m := _contributed().search(text) or _credited().match(text)):
            known = agencies().get(m[1].casefold()) or agencies().get(f"the {m[1].casefold()}")
            if known or _named_agency(m[1]):
                return known or m[1]
    return agency_of_notes(notes)


@cache
def _names() -> str:
    return "|".join(re.escape(name) for name in sorted(agencies().values(), key=len, reverse=True))


@cache
def _beside() -> re.Pattern[str]:
    ways = sorted({*words_of("credited"), "and", "y", "et", "und", "e", "&", "/"}, key=len, reverse=True)
    listed = "|".join(map(re.escape, ways))
    return re.compile(rf"(?:^|[\s(])(?i:{listed})\s+(?:(?i:the|la|l['’])\s*)?({_names()})(?!\w)")


def agency_beside(bylines: Sequence[str]) -> str | None:
    """Return the agency that a byline names beside its authors ("By Ann Lee with AP", "avec AFP"), else None."""
    return next((m[1] for text in bylines if (m := _beside().search(text))), None)


@cache
def _rights() -> re.Pattern[str]:
    opening = r"^\W*(?:(?i:copyright)\W*)?(?:©|(?i:\(c\))|(?<=ight))\s*(?:\d{4}\W*)?(?:(?i:by|the)\s+){0,2}"
    return re.compile(rf"{opening}({_names()})(?!\w)")


def agency_of_rights(lines: Sequence[str]) -> str | None:
    """Return the agency that a line of its own names as the holder of the rights ("© 2031 AP"), else None."""
    return next((m[1] for text in lines if len(text) < LONGEST_NOTE and (m := _rights().match(text))), None)


def _named_agency(name: str) -> bool:
    words = name.casefold().split()
    return len(words) > 1 and any(w in words_of("agencies") for w in (words[0], words[-1]))


def _is_agency(name: str, others: Sequence[str]) -> bool:
    if _named_agency(name):
        return True
    bare = re.escape(name.casefold())
    lines = (text.casefold() for text in others if len(text) < LONGEST_NOTE)
    return len(name) > 2 and any(re.search(rf"(?:©|/|copyright|agency|source:)\s?(?:\d{{4}} )?{bare}(?!\w)", c) for c in lines)


def desks_of(text: str) -> tuple[str, ...]:
    """Return the desks that a byline names as authors ("By Ann Lee and Courier World Desk")."""
    led = LEAD.match(text.strip())
    pieces = [p.strip(" .,") for p in SEPARATOR.split(text.strip()[led.end() :])] if led else []
    return tuple(p for p in pieces if len(p.split()) > 1 and p.split()[-1].casefold() in words_of("desks") and p[0].isupper())


def authors_of_date_line(text: str, body: str) -> tuple[str, ...]:
    """Return the authors that a date line names ("Ann Lee · Monday 4 May 2021, 9.30", "4 May 2021 by Ann Lee").

    A name that the article itself speaks of is a place or somebody else.
    """
    without = text
    for stamp in reversed(find_stamps(text, order=True)):
        without = without[: stamp.start] + " | " + without[stamp.end :]
    if not NAMED_AFTER.search(text):
        return ()
    return tuple(a for a in read_byline(without).authors if is_name(a) and a not in body)
