"""Captions, and whose picture each says it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tellings.extract.bylines import agencies
from tellings.lang import languages, table
from tellings.model import Block, Caption, Span

CUT = re.compile(
    r"(?<=[.!?…”\"»)])\s+|\s*[|(\[]\s*|\s+[–—-]+\s+|(?<=\d)\s+(?=[A-Z]{2,}/)|\s+/\s*(?=[A-Z]{2,6}$)"
    r"|(?<=[a-z][.!?”])(?=[A-Z][a-z]+(?:\.{3}|:\s))"
)
"""Where a credit may begin inside a caption."""
LONGEST = 10
"""Words of a credit."""
SLASHED = re.compile(r"^[\w.’' -]{2,40}/\s?[\w.’' ]{2,30}$")
EDGES = " .,;:()[]|/–—-"


@cache
def _opens() -> re.Pattern[str]:
    words = {w for code in languages("outlets") for w in table("outlets", code).get("credit", ())}
    words |= {w for code in languages("outlets") for w in table("outlets", code).get("pictures", ())}
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"^(?:©|(?:{listed})\b)\s*(?:by|de|von|di|par|of)?\s*[:©/]?\s*(?=\S)", re.IGNORECASE)


@cache
def _holders() -> re.Pattern[str]:
    names = {*agencies(), "getty images", "getty", "shutterstock", "epa", "ap photo", "ap", "zuma", "alamy", "imago"}
    listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?:^|/\s?|\bvia )(?:{listed})(?:$|/|\s(?:via|photo)\b)", re.IGNORECASE)


def captions_of(text: str, blocks: Sequence[Block]) -> tuple[Caption, ...]:
    """Return the captions of a page with the place of each one's credit, in text order."""
    return tuple(
        Caption(b.start, b.end, credit=credit_in(b.of(text), b.start), part=b.part)
        for b in sorted(blocks, key=lambda b: b.start)
        if b.role == "caption"
    )


def credit_in(caption: str, offset: int = 0) -> Span | None:
    """Return where a caption that begins at `offset` names whose picture it is: its last piece that does so, else None."""
    for start, end in _pieces(caption):
        own = caption[start:end]
        words = own.split()
        if not words or len(words) > LONGEST:
            continue
        opened = _opens().match(own)
        if (
            (opened and (opened[0].rstrip().endswith(":") or " by " in f" {own.lower()} " or own[opened.end()].isupper()))
            or _holders().search(own)
            or _is_slashed(own)
        ):
            return Span(offset + start, offset + end)
    return None


def _is_slashed(text: str) -> bool:
    return bool(SLASHED.match(text)) and all(w[0].isupper() for side in text.split("/") for w in side.split()[:1])


def _pieces(caption: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a caption in which a credit may stand, the last first, without brackets and points around them."""
    starts = [0, *(m.end() for m in CUT.finditer(caption))]
    ends = [*(m.start() for m in CUT.finditer(caption)), len(caption)]
    for start, end in reversed(list(zip(starts, ends, strict=True))):
        while start < end and caption[start] in EDGES:
            start += 1
        while end > start and caption[end - 1] in EDGES:
            end -= 1
        if start < end:
            yield start, end
