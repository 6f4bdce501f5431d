"""When an office is held, as the words around it tell: "former", "then-", "-elect", "until 2014", "from 2010 to 2014"."""

from __future__ import annotations

import re
from functools import cache

from tellings.lang import table
from tellings.model import Office, Standing

REACH = 60
"""Characters after an office in which its years are looked for."""


@cache
def _cues() -> dict[Standing, frozenset[str]]:
    words = table("entities", "en").get("standing", {})
    kinds: tuple[Standing, ...] = ("former", "acting", "elect")
    return {kind: frozenset(str(words.get(kind, "")).split()) for kind in kinds}


@cache
def _years() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a span, an end, and a beginning; each captures a month, where one is told, and a year."""
    months = "|".join(_months())
    when = rf"(?:(?:the (?:end|start|beginning) of |early |late )?(?:({months})\.? )?((?:1[89]|20)\d\d))"
    lead = r"^[\s,(]*(?:[a-z]+[\s,]+){0,2}?"
    span = rf"{lead}(?:from |between )?{when}\s?(?:to|until|till|and|-|–)\s?{when}"
    return re.compile(span), re.compile(rf"{lead}(?:until|till) {when}"), re.compile(rf"{lead}since {when}")


@cache
def _months() -> tuple[str, ...]:
    return tuple(table("entities", "en").get("standing", {}).get("months", ()))


def _day(month: str | None, year: str) -> str:
    if not month:
        return year
    return f"{year}-{next(i for i, m in enumerate(_months(), start=1) if m.startswith(month[:3])):02d}"


def dated_office(text: str, start: int, end: int, published: str | None) -> Office:
    """Return the office at a span of the text with its standing and years; `published` is the day of the page."""
    title = " ".join(text[start:end].split())
    words = set(re.findall(r"[\w]+", title.casefold())) | set(re.findall(r"(?:^|\s)ex(?=-)", title.casefold()))
    before = re.findall(r"(\w+)[ -]*$", text[max(0, start - 12) : start].casefold())
    standing: Standing = next((kind for kind, cues in _cues().items() if cues & (words | set(before))), "current")
    since, until = _told(re.split(r"[.;\n]", text[end : end + REACH])[0])
    if until and standing == "current" and (published is None or until[:4] < published[:4]):
        standing = "former"
    return Office(start, end, title=title, standing=standing, since=since, until=until)


def _told(after: str) -> tuple[str | None, str | None]:
    span, end, begin = _years()
    found = span.match(after)
    if found:
        return _day(found[1], found[2]), _day(found[3], found[4])
    found = end.match(after)
    if found:
        return None, _day(found[1], found[2])
    found = begin.match(after)
    return (_day(found[1], found[2]), None) if found else (None, None)
