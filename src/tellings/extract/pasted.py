"""An article of another's inside a page: pasted into a comment, or quoted whole. Told by title, source line and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.extract.bylines import is_name, read_byline
from tellings.extract.dates import day_from_url, find_stamps
from tellings.model import Published, Span

PARAGRAPHS, WORDS = 3, 150
"""An article pasted into a comment has at least so many paragraphs and words besides its title and its byline or address."""
NAMED_PARAGRAPHS, NAMED_WORDS = 2, 60
"""The same where the line below its title names both the author and the outlet."""
PROSE_WORDS = 12
BAR = r"(?:\s*[|·•]\s*|\s+[–—]\s+)"
SOURCE = re.compile(rf"^(?P<author>[^|·•]{{3,60}}?){BAR}(?P<outlet>[^|·•]{{2,50}}?)(?:{BAR}.*)?$")
ADDRESS = re.compile(r"^(?:(?:source|via|from|fuente|quelle|fonte)\s*:?\s*)?https?://\S+$", re.IGNORECASE)
BY = re.compile(r"^(?:by|por|par|von|di|от)\s+", re.IGNORECASE)
HOST = re.compile(r"^.*?https?://(?:www\.)?([^/\s]+).*$")
LONGEST_SOURCE = 16
"""Words."""
OUTLET = re.compile(
    r"^(?:in |for |from )?(?:the |The )?[A-ZÀ-ÞА-Я][\w’'&.\-]*(?: (?:[A-ZÀ-ÞА-Я&][\w’'&.\-]*|of|de|del|des|der|du|la)){0,5}$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text: its words counted, whether it is a sentence or more."""

    text: str
    words: int
    prose: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """What the line below a title says of whose it is."""

    authors: tuple[str, ...]
    outlet: str | None
    full: bool
    """It names author and outlet."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Where an article begins among some lines: its title, its source line, and what that says."""

    title: int
    source: int
    signature: Signature


def piece_of(text: str) -> Piece:
    """Return a line as it is looked at here."""
    words = text.split()
    closed = text.rstrip("\"”’')»")[-1:] in (".", "!", "?", "…", ":")
    return Piece(text, len(words), len(words) >= PROSE_WORDS and closed)


def find_pasted(pieces: Sequence[Piece], *, reach: int = 4) -> Pasted | None:
    """Return the article that begins within the first `reach` lines: title, source line, then its paragraphs; else None."""
    for n, piece in enumerate(pieces[:reach]):
        near = range(n + 1, min(len(pieces), n + 3))
        source = next((j for j in near if signature_in(pieces[j])), None)
        signature = signature_in(pieces[source]) if source is not None else None
        if source is None or signature is None:
            continue
        rest = [p for p in pieces[n + 2 :] if p.prose]
        paragraphs, words = (NAMED_PARAGRAPHS, NAMED_WORDS) if signature.full else (PARAGRAPHS, WORDS)
        enough = len(rest) >= paragraphs and sum(p.words for p in rest) >= words
        if enough and title_like(piece, capitals=0.1 if signature.full else 0.5):
            return Pasted(n, source, signature)
    return None


def title_like(piece: Piece, *, capitals: float = 0.5) -> bool:
    """Tell whether a line can be a title; `capitals` is the least share of its words that begin with one."""
    words = piece.text.split()
    letters = [w for w in words if w[0].isalpha()]
    upper = sum(w[0].isupper() for w in letters)
    closed = piece.text.rstrip("\"”’'")[-1:] in (".", ":", ",", ";", "…", "!")
    named = 4 <= len(words) <= 25 and not closed and upper >= max(1, capitals * len(letters))
    return named and not find_stamps(piece.text, order=True)


def signature_in(piece: Piece) -> Signature | None:
    """Return the authors and outlet that a line below a pasted title names, None where it is no such line."""
    text = piece.text
    if piece.words > LONGEST_SOURCE or piece.prose:
        return None
    if ADDRESS.match(text):
        return Signature((), HOST.sub(r"\1", text), False)
    by = BY.match(text)
    bare = text[by.end() :] if by else text
    if (m := SOURCE.match(bare)) and is_name(m["author"]) and not find_stamps(m["outlet"], order=True):
        return Signature((m["author"].strip(),), m["outlet"].strip(), True)
    if by is None:
        return None
    found = read_byline(text)
    if not found.authors:
        return None
    outlet = found.outlet or found.agency or _named_last(bare)
    return Signature(found.authors, outlet, bool(outlet))


def _named_last(bare: str) -> str | None:
    """Return the outlet that stands behind an author and a comma ("Ann Lee, The Brekka Post, 4 May 2031"), else None."""
    for stamp in reversed(find_stamps(bare, order=True)):
        bare = bare[: stamp.start].rstrip(" ,|·(–—") + bare[stamp.end :]
    author, comma, rest = bare.partition(",")
    name = rest.strip(" ,.")
    return name.removeprefix("in ").removeprefix("for ") if comma and is_name(author) and OUTLET.match(name) else None


def day_in(text: str, start: int | None) -> Published | None:
    """Return the day of publication that a line at `start` of the page's text gives, in words or in an address."""
    for stamp in find_stamps(text, order=True):
        span = Span(start + stamp.start, start + stamp.end) if start is not None else None
        return Published(
            value=stamp.value, precision="minute" if stamp.minute else "day", basis="text", span=span, confidence=0.8
        )
    day = day_from_url(text)
    span = Span(start, start + len(text)) if start is not None else None
    return Published(value=day, precision="day", basis="text", span=span, confidence=0.8) if day else None
