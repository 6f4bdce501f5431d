"""Several articles on one page: an article pasted into a comment, a live blog's entries, a list of briefs.

A part is cut out only where the text shows it beyond doubt; otherwise all stays with the page's own article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from tellings.extract.clocks import ALONE, clock_at, days_of_entries, in_order
from tellings.extract.comments import Remark
from tellings.extract.dates import settle
from tellings.extract.lines import Labelled
from tellings.extract.lines_rules import SUBHEADING_WORDS
from tellings.extract.pasted import Piece, day_in, find_pasted, signature_in, title_like
from tellings.model import Given, Metadata, Part, Role

LIVE_ENTRIES = 4
"""Fewer lines that are a time of day are no live blog."""
HEAD_WORDS = 10
BRIEFS = 3
"""Fewer headings followed by a dateline are no list of briefs."""
DATELINE = re.compile(r"^[A-ZÀ-ÞА-Я][\w'’.\-]+(?:[ ,/]+[A-ZÀ-ÞА-Я][\w'’.\-]*){0,4}\s*(?:\([\w .\-]{2,25}\)\s*)?(?:--?|[–—])\s")
Parts = tuple[list[Labelled], list[int], tuple[Part, ...]]


def find_parts(labelled: Sequence[Labelled], remarks: Sequence[Remark], starts: Sequence[int]) -> Parts:
    """Return the lines with their roles in each part, the part number of each line, and the further parts.

    Text that is found to be a pasted article is taken out of its remark.
    """
    lines, numbers = list(labelled), [0] * len(labelled)
    parts: list[Part] = []
    entries = _entries(lines)
    for place, end in entries:
        _add(lines, numbers, parts, place, end)
    if entries:
        _name_page(lines, entries[0][0])
    for remark in remarks:
        inside = list(range(remark.texts[0], remark.texts[-1] + 1)) if remark.texts else []
        found = find_pasted([_piece(lines[i]) for i in inside])
        if found is not None:
            opening = inside[found.title]
            remark.texts = [i for i in remark.texts if i < opening]
            _paste(lines, numbers, parts, inside[found.title :], starts)
    return lines, numbers, tuple(parts)


def _piece(own: Labelled) -> Piece:
    return Piece(own.line.text, len(own.reading.words), own.reading.prose)


def _paste(lines: list[Labelled], numbers: list[int], parts: list[Part], pasted: Sequence[int], starts: Sequence[int]) -> None:
    number = len(parts) + 1
    head, *rest = pasted
    authors: tuple[str, ...] = ()
    outlet, published = None, None
    _set(lines, numbers, head, "title", number)
    for n, i in enumerate(rest):
        source = signature_in(_piece(lines[i])) if n < 2 else None
        if source:
            authors, outlet = source.authors or authors, source.outlet or outlet
            published = published or day_in(lines[i].line.text, starts[i])
            _set(lines, numbers, i, "byline", number)
        elif n < 3 and lines[i].reading.stamped and len(lines[i].reading.words) < 10:
            published = published or day_in(lines[i].line.text, starts[i])
            _set(lines, numbers, i, "date", number)
        else:
            _set(lines, numbers, i, _body_role(lines, rest, n), number)
    parts.append(Part(part=number, title=lines[head].line.text, authors=authors, outlet=outlet, published=published))


def _body_role(lines: Sequence[Labelled], places: Sequence[int], n: int) -> Role:
    own = lines[places[n]]
    short = len(own.reading.words) <= SUBHEADING_WORDS and own.line.text[-1].isalnum() and own.line.text[0].isupper()
    return "subheading" if short and n + 1 < len(places) and lines[places[n + 1]].reading.prose else "body"


def _set(lines: list[Labelled], numbers: list[int], i: int, role: Role, number: int) -> None:
    lines[i], numbers[i] = replace(lines[i], role=role), number


def _entries(lines: Sequence[Labelled]) -> list[tuple[int, int]]:
    """Return (first line, end) of each entry of a live blog or brief of a list, where the page is one; half-open."""
    body = [i for i, x in enumerate(lines) if x.role in ("body", "subheading")]
    if not body:
        return []
    end = next((i for i in range(body[0], len(lines)) if lines[i].role in ("comment", "comment-meta")), body[-1] + 1)
    clocks = [i for i in range(end) if clock_at(lines[i].line.text, ALONE) and i + 1 < end and i < body[-1]]
    if len(clocks) >= LIVE_ENTRIES and in_order([clock_at(lines[i].line.text, ALONE) for i in clocks]):
        return _ranges(clocks, lines, end) if _each_tells(lines, clocks, end) else []
    heads = [i for i, x in enumerate(lines[: body[-1]]) if x.role in ("title", "subheading") and _heads_brief(lines, i)]
    return _ranges(heads, lines, end) if len(heads) >= BRIEFS and len(heads) * 2 >= len(body) * 0.5 else []


def _name_page(lines: list[Labelled], first: int) -> None:
    """Find the page's own title and date line above its first entry, whose title may have been taken for the page's."""
    if any(x.role == "title" for x in lines[:first]):
        return
    for i, own in enumerate(lines[:first]):
        words = len(own.reading.words)
        if own.reading.stamped and words <= HEAD_WORDS:
            lines[i] = replace(own, role="date")
        elif 2 <= words <= HEAD_WORDS and not any(x.role == "title" for x in lines[:i]):
            lines[i] = replace(own, role="title")


def _heads_brief(lines: Sequence[Labelled], i: int) -> bool:
    return lines[i + 1].role == "body" and DATELINE.match(lines[i + 1].line.text[:90]) is not None


def _each_tells(lines: Sequence[Labelled], places: Sequence[int], end: int) -> bool:
    ends = [*places[1:], end]
    told = sum(
        any(x.role == "body" and len(x.reading.words) > 5 for x in lines[a:b]) for a, b in zip(places, ends, strict=True)
    )
    return told >= 0.75 * len(places)


def _ranges(places: Sequence[int], lines: Sequence[Labelled], end: int) -> list[tuple[int, int]]:
    found = []
    for a, b in zip(places, [*places[1:], end], strict=True):
        told = [i for i in range(a, b) if lines[i].role in ("body", "subheading")]
        if told:
            found.append((a, told[-1] + 1))
    return found


def _add(lines: list[Labelled], numbers: list[int], parts: list[Part], place: int, end: int) -> None:
    """Make one entry a part: its time line a date, a heading its title."""
    number = len(parts) + 1
    clock = clock_at(lines[place].line.text, ALONE)
    title = None
    for i in range(place, end):
        role = lines[i].role
        heading = i == place + bool(clock) and (title_like(_piece(lines[i])) or (not clock and role in ("title", "subheading")))
        if clock and i == place:
            role = "date"
        elif heading and i + 1 < end:
            role, title = "title", lines[i].line.text
        _set(lines, numbers, i, role, number)
    parts.append(Part(part=number, title=title))


def with_days(
    parts: Sequence[Part], lines: Sequence[Labelled], numbers: Sequence[int], metadata: Metadata, given: Given
) -> tuple[Part, ...]:
    """Return the parts with what they share with their page (its own entries: the outlet, the day where it is theirs).

    What pages of the same story tell of a part's day (in `given`) comes in too.
    """
    first = {number: i for i, number in reversed(list(enumerate(numbers))) if number}
    own = [p for p in parts if p.outlet is None and not p.authors and lines[first[p.part]].role in ("date", "title")]
    clocks = [clock_at(lines[first[p.part]].line.text, ALONE) for p in own]
    days = days_of_entries(clocks, metadata.published, metadata.updated)
    entries = {p.part: day for p, day in zip(own, days, strict=True)}
    shared = (
        structs.replace(p, outlet=metadata.outlet, published=p.published or entries[p.part]) if p.part in entries else p
        for p in parts
    )
    return tuple(structs.replace(p, published=settle(p.published, given, part=p.part)) for p in shared)
