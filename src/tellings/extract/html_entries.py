"""Entries of a live blog and briefs: sections under headings of one kind, each with a time or a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from tellings.extract.cues import tokens
from tellings.extract.html_tree import Tree
from tellings.extract.metadata import Heading, moment_of, own_names
from tellings.extract.metadata_markup import Declared
from tellings.extract.metadata_names import person_names
from tellings.model import Part, Published
from tellings.model.pages import Role

HEADINGS = ("h2", "h3", "h4", "h5")
LEAST = 3
"""Fewer sections are never taken for articles of their own."""
LEAST_WORDS = 8
LONGEST_HEADING = 30
LONGEST_SIGNATURE = 9
CLOCK = re.compile(r"^\W{0,2}([01]?\d|2[0-3])[.:h]([0-5]\d)\s*([ap])?\.?(?:m\b)?", re.IGNORECASE)
INLINE = frozenset({"i", "em", "b", "strong", "span", "cite", "small"})
MAIN = ("body", "subheading")
OTHER = (None, "furniture", "byline", "date", "body", "subheading")


@dataclass(slots=True)
class Entry:
    """A section: its heading, the stretch after its last one, its time, its author and the line that names him."""

    heading: int
    end: int
    clock: str | None = None
    moment: str | None = None
    authors: tuple[str, ...] = ()
    signature: int | None = None


def find_entries(tree: Tree, labels: Sequence[Role | None], heading: Heading, declared: Declared) -> list[Entry]:
    """Return the sections of a page that are articles of their own, none where they are not surely so.

    Three or more, each with some text, and all of them with a time in one order, or all of them signed, not all by one: the
    subheadings of one article have neither, and what stands below each picture of a gallery is no name.
    """
    outlets = own_names(declared)
    for tag in HEADINGS:
        found = [_told(tree, labels, e, outlets) for e in _sections(tree, labels, heading, tag)]
        if len(found) < LEAST or any(_words(tree, labels, e) < LEAST_WORDS for e in found):
            continue
        if (all(e.authors for e in found) and len({e.authors for e in found}) > 1) or _timed(found):
            return found
    return []


def _sections(tree: Tree, labels: Sequence[Role | None], heading: Heading, tag: str) -> list[Entry]:
    last = max((i for i, label in enumerate(labels) if label in MAIN), default=-1)
    start = 0 if heading.index is None else heading.index + 1
    heads = [i for i in range(start, last + 1) if _is_heading(tree, labels, i, tag)]
    return [Entry(a, b) for a, b in pairwise([*heads, last + 1])]


def _is_heading(tree: Tree, labels: Sequence[Role | None], index: int, tag: str) -> bool:
    node = tree.nodes[tree.stretches[index].node]
    over = tree.nodes[node.parent].tag if node.parent >= 0 else ""
    text = tree.stretches[index].text
    return tag in (node.tag, over) and labels[index] in OTHER and 1 <= len(tokens(text)) <= LONGEST_HEADING


def _words(tree: Tree, labels: Sequence[Role | None], entry: Entry) -> int:
    inside = range(entry.heading + 1, entry.end)
    return sum(len(tree.stretches[i].text.split()) for i in inside if labels[i] == "body" and i != entry.signature)


def _told(tree: Tree, labels: Sequence[Role | None], entry: Entry, outlets: Sequence[str]) -> Entry:
    near = range(entry.heading, min(entry.end, entry.heading + 3))
    clock = next((c for i in near if len(tree.stretches[i].text) < 200 and (c := _clock(tree.stretches[i].text))), None)
    moment = next((m for i in near if (m := tree.stretches[i].moment)), None)
    signature = None
    authors = _ending_name(tree, labels, entry, outlets)
    for i in near[1:]:
        text = tree.stretches[i].text
        names = person_names([text.split(",")[0]], outlets, printed=True) if _may_sign(text) else ()
        if not authors and names and all(2 <= len(n.split()) <= 4 for n in names):
            signature, authors = i, names
    return Entry(entry.heading, entry.end, clock, moment, authors, signature)


def _clock(text: str) -> str | None:
    m = CLOCK.match(text)
    if not m:
        return None
    half, hour = (m[3] or "").lower(), int(m[1])
    hour = hour % 12 + (12 if half == "p" else 0) if half and 1 <= hour <= 12 else hour
    return f"{hour:02d}:{m[2]}"


def _may_sign(text: str) -> bool:
    return len(text.split()) <= LONGEST_SIGNATURE and text[-1] not in ".!?…;" and not any(c in text for c in '"“”«»:')


def _ending_name(tree: Tree, labels: Sequence[Role | None], entry: Entry, outlets: Sequence[str]) -> tuple[str, ...]:
    """Return the names that end the section's last paragraph in type of their own, or stand alone below it."""
    for i in range(entry.end - 1, entry.heading, -1):
        if labels[i] != "body":
            continue
        element = tree.element(tree.stretches[i].node)
        inner = element[-1] if len(element) else None
        if inner is None or inner.tag not in INLINE or (inner.tail or "").strip(" .\n\t"):
            return ()
        text = " ".join("".join(map(str, inner.itertext())).split())
        names = person_names([text], outlets) if tree.stretches[i].text.endswith(text) else ()
        return names if names and all(len(n.split()) > 1 for n in names) and _may_sign(text) else ()
    return ()


def _timed(entries: Sequence[Entry]) -> bool:
    """Tell whether all have a time of day, and in one order but for one midnight."""
    times = [e.moment or e.clock for e in entries]
    if not all(times):
        return False
    return min(_turns(times), _turns(times[::-1])) <= 1


def _turns(times: Sequence[str | None]) -> int:
    return sum((a or "") > (b or "") for a, b in pairwise(times))


def parts_of(entries: Sequence[Entry], tree: Tree) -> Iterator[Part]:
    """Yield the parts that the entries are, numbered from 1; the day is that of their markup alone."""
    for number, entry in enumerate(entries, 1):
        published = moment_of([entry.moment], confidence=0.85) if entry.moment else None
        yield Part(part=number, title=tree.stretches[entry.heading].text, authors=entry.authors, published=published)


def dated(parts: Sequence[Part], entries: Sequence[Entry], page: Published | None) -> tuple[Part, ...]:
    """Return the parts with the page's day and their own time of day, where no midnight lies between them."""
    clocks = [e.clock for e in entries]
    day = page.day if page else None
    sure = all(clocks) and min(_turns(clocks), _turns(clocks[::-1])) == 0
    found = []
    for part, clock in zip(parts, clocks, strict=True):
        own = part.published
        if own is None and day and page and clock and sure:
            own = Published(value=f"{day}T{clock}", precision="minute", basis="text", confidence=min(0.75, page.confidence))
        elif own is None and day and page and not clock:
            own = Published(value=day, precision="day", basis=page.basis, confidence=min(0.7, page.confidence))
        found.append(structs.replace(part, published=own))
    return tuple(found)
