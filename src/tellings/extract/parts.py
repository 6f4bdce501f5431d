"""Several articles on one page: an article pasted into a comment, a live blog's entries, a list of briefs.

A part is cut out only where the text shows it beyond doubt; otherwise all stays with the page's own article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tellings.extract.bylines import is_name, read_byline
from tellings.extract.comments import Remark
from tellings.extract.dates import day_from_url, find_stamps
from tellings.extract.lines import Labelled
from tellings.extract.lines_rules import SUBHEADING_WORDS
from tellings.model import Page, Part, Published, Role, Span

PASTED_PARAGRAPHS, PASTED_WORDS = 3, 150
"""An article pasted into a comment has at least so many paragraphs and words besides its title and its byline or address."""
NAMED_PARAGRAPHS, NAMED_WORDS = 2, 60
"""The same where the line below its title names both the author and the outlet."""
LIVE_ENTRIES = 4
"""Fewer lines that are a time of day are no live blog."""
BRIEFS = 3
"""Fewer headings followed by a dateline are no list of briefs."""
BAR = r"(?:\s*[|·•]\s*|\s+[–—]\s+)"
SOURCE = re.compile(rf"^(?P<author>[^|·•]{{3,60}}?){BAR}(?P<outlet>[^|·•]{{2,50}}?)(?:{BAR}.*)?$")
ADDRESS = re.compile(r"^(?:(?:source|via|from|fuente|quelle|fonte)\s*:?\s*)?https?://\S+$", re.IGNORECASE)
CLOCK_LINE = re.compile(
    r"^\W*(?:(?:updated|posted)\s+)?(\d{1,2})[:.h](\d\d)\s*([ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|uhr)?\W*$", re.IGNORECASE
)
DATELINE = re.compile(r"^[A-ZÀ-ÞА-Я][\w'’.\-]+(?:[ ,/]+[A-ZÀ-ÞА-Я][\w'’.\-]*){0,4}\s*(?:\([\w .\-]{2,25}\)\s*)?(?:--?|[–—])\s")
Parts = tuple[list[Labelled], list[int], tuple[Part, ...]]


def find_parts(labelled: Sequence[Labelled], remarks: Sequence[Remark], starts: Sequence[int], page: Page) -> Parts:
    """Return the lines with their roles in each part, the part number of each line, and the further parts.

    Text that is found to be a pasted article is taken out of its remark.
    """
    lines, numbers = list(labelled), [0] * len(labelled)
    parts: list[Part] = []
    for place, end in _entries(lines):
        _add(lines, numbers, parts, place, end, starts, page)
    for remark in remarks:
        opening = _pasted_at(lines, remark.texts)
        if opening is not None:
            pasted = [i for i in remark.texts if i >= opening]
            remark.texts = [i for i in remark.texts if i < opening]
            _paste(lines, numbers, parts, pasted, starts)
    return lines, numbers, tuple(parts)


def _title_like(own: Labelled, *, capitals: float = 0.5) -> bool:
    """Tell whether a line can be a title; `capitals` is the least share of its words that begin with one."""
    words = own.line.text.split()
    letters = [w for w in words if w[0].isalpha()]
    upper = sum(w[0].isupper() for w in letters)
    closed = own.line.text.rstrip("\"”’'")[-1:] in (".", ":", ",", ";", "…", "!")
    return 4 <= len(words) <= 25 and not closed and upper >= max(1, capitals * len(letters)) and not own.reading.stamped


def _source_line(own: Labelled) -> tuple[tuple[str, ...], str | None] | None:
    """Return the authors and outlet that a line below a pasted title names, or None where it is no such line."""
    text = own.line.text
    if len(own.reading.words) > 14:
        return None
    if (m := SOURCE.match(text)) and is_name(m["author"]):
        return (m["author"].strip(),), m["outlet"].strip()
    if own.reading.text.casefold().startswith(("by ", "por ", "par ", "von ", "di ")) and (found := read_byline(text)).authors:
        return found.authors, found.outlet or found.agency
    if ADDRESS.match(text):
        host = re.sub(r"^.*?https?://(?:www\.)?([^/\s]+).*$", r"\1", text)
        return (), host
    return None


def _pasted_at(lines: Sequence[Labelled], texts: Sequence[int]) -> int | None:
    """Return the line at which an article begins that was pasted into a comment: title, source line, then its paragraphs."""
    for n, i in enumerate(texts[:4]):
        source = next((j for j in texts[n + 1 : n + 3] if _source_line(lines[j])), None)
        if source is None:
            continue
        named = bool(SOURCE.match(lines[source].line.text))
        rest = [j for j in texts[n + 2 :] if lines[j].reading.prose]
        paragraphs, words = (NAMED_PARAGRAPHS, NAMED_WORDS) if named else (PASTED_PARAGRAPHS, PASTED_WORDS)
        told = sum(len(lines[j].reading.words) for j in rest)
        if _title_like(lines[i], capitals=0.1 if named else 0.5) and len(rest) >= paragraphs and told >= words:
            return i
    return None


def _paste(lines: list[Labelled], numbers: list[int], parts: list[Part], pasted: Sequence[int], starts: Sequence[int]) -> None:
    number = len(parts) + 1
    head, *rest = pasted
    authors: tuple[str, ...] = ()
    outlet, published = None, None
    _set(lines, numbers, head, "title", number)
    for n, i in enumerate(rest):
        source = _source_line(lines[i]) if n < 2 else None
        if source:
            authors, outlet = source[0] or authors, source[1] or outlet
            published = published or _printed(lines[i], starts[i])
            _set(lines, numbers, i, "byline", number)
        elif n < 3 and lines[i].reading.stamped and len(lines[i].reading.words) < 10:
            published = published or _printed(lines[i], starts[i])
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


def _printed(own: Labelled, start: int) -> Published | None:
    text = own.line.text
    for stamp in find_stamps(text):
        return Published(
            value=stamp.value, precision="minute" if stamp.minute else "day", basis="text",
            span=Span(start + stamp.start, start + stamp.end), confidence=0.8,
        )  # fmt: skip
    day = day_from_url(text)
    return (
        Published(value=day, precision="day", basis="text", span=Span(start, start + len(text)), confidence=0.8)
        if day
        else None
    )


def _entries(lines: Sequence[Labelled]) -> list[tuple[int, int]]:
    """Return (first line, end) of each entry of a live blog or brief of a list, where the page is one; half-open."""
    body = [i for i, x in enumerate(lines) if x.role in ("body", "subheading")]
    if not body:
        return []
    end = next((i for i in range(body[0], len(lines)) if lines[i].role in ("comment", "comment-meta")), body[-1] + 1)
    clocks = [i for i in range(end) if CLOCK_LINE.match(lines[i].line.text) and i + 1 < end and i < body[-1]]
    if len(clocks) >= LIVE_ENTRIES and _in_order([lines[i].line.text for i in clocks]) and _each_tells(lines, clocks, end):
        return _ranges(clocks, lines, end)
    briefs = [i for i in body if i + 1 < end and _heads_brief(lines, i)]
    headed = [i for i in briefs if i > body[0] or lines[i].role == "subheading"]
    return _ranges(headed, lines, end) if len(headed) >= BRIEFS and len(headed) * 2 >= len(body) * 0.5 else []


def _heads_brief(lines: Sequence[Labelled], i: int) -> bool:
    return (
        lines[i].role == "subheading"
        and lines[i + 1].role == "body"
        and DATELINE.match(lines[i + 1].line.text[:90]) is not None
    )


def _in_order(texts: Sequence[str]) -> bool:
    """Tell whether the times of day run one way, but for one passing of midnight."""
    minutes = []
    for text in texts:
        m = CLOCK_LINE.match(text)
        if m:
            half = (m[3] or "").lower()[:1]
            hour = int(m[1]) % 12 + (12 if half == "p" else 0) if half else int(m[1])
            minutes.append(60 * hour + int(m[2]))
    steps = [b - a for a, b in pairwise(minutes)]
    return sum(s < 0 for s in steps) <= 1 or sum(s > 0 for s in steps) <= 1


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


def _add(
    lines: list[Labelled], numbers: list[int], parts: list[Part], place: int, end: int, starts: Sequence[int], page: Page
) -> None:
    """Make one entry a part: its time line a date, a heading its title, its day that of the page where the page names one."""
    number = len(parts) + 1
    clock = CLOCK_LINE.match(lines[place].line.text)
    title = None
    for i in range(place, end):
        role = lines[i].role
        heading = i == place + bool(clock) and (_title_like(lines[i]) or (not clock and role == "subheading"))
        if clock and i == place:
            role = "date"
        elif heading and i + 1 < end:
            role, title = "title", lines[i].line.text
        _set(lines, numbers, i, role, number)
    parts.append(Part(part=number, title=title, outlet=page.source.outlet))
