"""Who wrote a page and for whom: names in bylines and author's notes, the outlet, the wire agency that is credited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.extract.cues import phrases
from tellings.extract.dates import find_stamps
from tellings.lang import table

LEAD = re.compile(
    r"^(?:(?:posted|written|reported|reporting|story|edited|published|compiled|text|from our correspondent)\s+)?"
    r"(?:by|por|par|von|di|от|author|autor|auteur|autore|автор)\b\s*:?\s*",
    re.IGNORECASE,
)
CUT = re.compile(r"\s*(?:@ \d|\b(?:categories|tags|topics|filed under|listed under|email|e-mail)\b)", re.IGNORECASE)
TRAIL = re.compile(r"\s+(?:on|at|am|um|le|el|il|em)$")
SEPARATOR = re.compile(r"\s*(?:\||;|•|·|/|\s[-–—]{1,2}\s|\s{2,}|,\s*(?:and\s+)?|\s(?:and|y|et|und|e|и|&|with)\s)\s*")
PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "la",
        "le",
        "bin",
        "ibn",
        "al",
        "el",
        "y",
        "e",
        "zu",
        "af",
        "av",
        "st",
        "mac",
        "mc",
        "abu",
        "ben",
    ]
)
NOT_A_NAME = re.compile(r"[\d@#$%_:!?…]|https?|www\.", re.IGNORECASE)
FOLLOW = re.compile(
    r"^(?:follow|siga a|sigue a|suivez|folgen sie|segui)\s+(.{4,40}?)\s+"
    r"(?:on|en|sur|auf|su|no|na)\s+(?:facebook|twitter|x|instagram|linkedin)\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"^(.{4,40}?)\s+(?:is|was)\s+(?:a|an|the)\s+(?:[\w’'\-]+\s+){0,4}?(?:reporter|correspondent|journalist|editor|columnist|writer|producer)\b",
    re.IGNORECASE,
)
REPORTING = re.compile(r"\(?\b(?:additional )?(?:reporting|writing) by ([^;()]{4,120}?)(?:;|\)|$)", re.IGNORECASE)
DATELINE_CREDIT = re.compile(r"^[^()\n]{2,60}\(([\w .\-]{2,30}?)\)\s*(?:--?|[–—:.])?")


@dataclass(frozen=True, slots=True)
class Credit:
    """What a byline says."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None
    agency: str | None = None


@cache
def agencies() -> Mapping[str, str]:
    """Return the wire agencies by their name in lower case."""
    return {name.casefold(): name for name in table("agencies", "en").get("names", ())}


def is_name(text: str) -> bool:
    """Tell whether a piece of a byline can be a person's name: two to five words, capital but for particles."""
    words = text.strip(" .,").split()
    if not 2 <= len(words) <= 5 or NOT_A_NAME.search(text) or text.casefold() in agencies() or len(text) > 45:
        return False
    if not all(w[0].isupper() or w.lower() in PARTICLES for w in words) or not words[-1][0].isupper():
        return False
    return text.casefold() not in _not_names() and not any(w.lower().strip(".,") in _not_names_words() for w in words)


@cache
def _not_names() -> frozenset[str]:
    return frozenset(
        p for c in ("byline", "posted", "share", "more", "ad", "section", "credit", "legal", "form") for p in phrases(c)
    )


@cache
def _not_names_words() -> frozenset[str]:
    return frozenset(table("pages", "en").get("outlet_words", ()))


def read_byline(text: str) -> Credit:
    """Return the authors, outlet and agency that a byline names ("By Ann Lee and Bo Ek, Associated Press")."""
    text = CUT.split(text, maxsplit=1)[0]
    for stamp in reversed(find_stamps(text, order=True)):
        text = text[: stamp.start] + "|" + text[stamp.end :]
    led = LEAD.match(text.strip())
    rest = text.strip()[led.end() :] if led else text.strip()
    authors, outlet, agency = [], None, None
    for piece in SEPARATOR.split(rest):
        piece = TRAIL.sub("", LEAD.sub("", piece.strip(" .,()[]")))
        if not piece:
            continue
        known = _agency_in(piece)
        if known:
            agency = agency or known
        elif is_name(piece):
            authors.append(piece.title() if piece.isupper() else piece)
        elif led and authors and outlet is None and _outlet_like(piece):
            outlet = piece
    return Credit(tuple(dict.fromkeys(authors)), outlet, agency)


def _agency_in(piece: str) -> str | None:
    lower = piece.casefold()
    if lower in agencies():
        return agencies()[lower]
    return next(
        (agencies()[n] for n in (" ".join(lower.split()[:2]), " ".join(lower.split()[:3])) if n in agencies() and len(n) > 3),
        None,
    )


def _outlet_like(piece: str) -> bool:
    words = piece.split()
    return (
        len(words) <= 5
        and piece[0].isupper()
        and piece.casefold() not in _not_names()
        and any(w.lower().strip(".") in _not_names_words() for w in words)
    )


def authors_of_notes(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the authors that notes below an article name ("Follow Ann Lee on Twitter", "Ann Lee is a reporter …")."""
    found: list[str] = []
    for text in texts:
        for pattern in (FOLLOW, NOTE):
            if (m := pattern.match(text)) and is_name(m[1]):
                found.append(m[1])
        if (m := REPORTING.search(text)) and len(text) < 300:
            found.extend(p for p in SEPARATOR.split(re.sub(r"\s+in\s+[\w. ]+", ",", m[1])) if is_name(p))
    return tuple(dict.fromkeys(found))


def agency_of_dateline(text: str) -> str | None:
    """Return the agency that the article's first paragraph credits ("CARACAS (Reuters) - …"), else None."""
    m = DATELINE_CREDIT.match(text[:110])
    return agencies().get(m[1].strip().casefold()) if m else None


def agency_of_notes(texts: Sequence[str]) -> str | None:
    """Return the agency whose copyright or byline stands below an article, else None."""
    for text in texts:
        lower = text.casefold()
        if len(text) < 400 and ("copyright" in lower or "©" in text or "all rights reserved" in lower):
            for name, printed in agencies().items():
                if len(name) > 4 and re.search(rf"\b{re.escape(name)}\b", lower):
                    return printed
    return None
