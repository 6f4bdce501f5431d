"""Entries of a live blog and briefs: sections of one kind, each with a time, a name or a dateline of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from msgspec import structs

from tellings.extract.clocks import ALONE, clock_at, days_of_entries, in_order
from tellings.extract.cues import tokens
from tellings.extract.html_days import moment_of
from tellings.extract.html_tree import Tree
from tellings.extract.metadata import Heading, own_names
from tellings.extract.metadata_markup import Declared
from tellings.extract.metadata_names import person_names
from tellings.extract.parts import DATELINE
from tellings.extract.pasted import piece_of
from tellings.model import Metadata, Part
from tellings.model.pages import Role

HEADINGS = ("h2", "h3", "h4", "h5")
LEAST = 3
"""Fewer sections are never taken for articles of their own."""
LEAST_TIMES = 4
"""The same for sections that have no heading, but begin with a line that is a time of day."""
LEAST_WORDS = 8
LONGEST_HEADING = 30
LONGEST_SIGNATURE = 9
LONGEST_TIME = 6
INLINE = frozenset({"i", "em", "b", "strong", "span", "cite", "small"})
MAIN = ("body", "subheading")
OTHER = (None, "furniture", "byline", "date", "body", "subheading")


@dataclass(frozen=True, slots=True)
class Entry:
    """A section: its range of stretches, its heading, its time, its author and the line that names him."""

    start: int
    end: int
    heading: int | None = None
    clock: str | None = None
    moment: str | None = None
    authors: tuple[str, ...] = ()
    signature: int | None = None
    briefed: bool = False
    """Its first paragraph opens with a dateline."""


def find_entries(
    tree: Tree, labels: list[Role | None], heading: Heading, declared: Declared, *, digest: bool = False
) -> list[Entry]:
    """Return the sections of a page that are articles of their own, none where they are not surely so.

    Three or more, each with some text, and all of them with a time in one order, or all with a dateline, or all of them
    signed, not all by one: the subheadings of one article have none of these, and what stands below each picture of a
    gallery is no name. In a newsletter (`digest`) a heading and a paragraph are enough.
    """
    outlets = own_names(declared)
    if digest:
        _take_prose(tree, labels)
    for tag in HEADINGS:
        found = [_told(tree, labels, e, outlets) for e in _sections(tree, labels, heading, tag)]
        if len(found) < LEAST or any(_words(tree, labels, e) < LEAST_WORDS for e in found):
            continue
        signed = all(e.authors for e in found) and len({e.authors for e in found}) > 1
        if signed or _timed(found) or all(e.briefed for e in found) or digest:
            return found
    return _by_times(tree, labels, heading)


def _take_prose(tree: Tree, labels: list[Role | None]) -> None:
    """Name as body in `labels` every paragraph below the first heading: in a newsletter each is of an article."""
    heads = (i for i in range(len(labels)) if any(_is_heading(tree, labels, i, tag) for tag in HEADINGS))
    first = next(heads, len(labels))
    for i in range(first, len(labels)):
        stretch = tree.stretches[i]
        if labels[i] in (None, "furniture") and piece_of(stretch.text).prose and stretch.link < len(stretch.text) / 2:
            labels[i] = "body"


def _sections(tree: Tree, labels: Sequence[Role | None], heading: Heading, tag: str) -> list[Entry]:
    last = _last(tree, labels, heading, tag)
    start = 0 if heading.index is None else heading.index + 1
    heads = [i for i in range(start, last + 1) if _is_heading(tree, labels, i, tag)]
    starts = [_opening(tree, labels, i, start) for i in heads]
    last = _with_foot(tree, starts, last)
    return [Entry(a, b, heading=i) for i, (a, b) in zip(heads, pairwise([*starts, last + 1]), strict=True)]


def _with_foot(tree: Tree, starts: Sequence[int], last: int) -> int:
    """Return the last stretch of the sections, with the signature below it where those before end in such an element."""
    kinds = {tree.nodes[tree.stretches[start - 1].node].signature for start in starts[1:]}
    following = last + 1
    same = following < len(tree.stretches) and {tree.nodes[tree.stretches[following].node].signature} == kinds
    return following if same and _may_sign(tree.stretches[following].text) else last


def _last(tree: Tree, labels: Sequence[Role | None], heading: Heading, tag: str) -> int:
    """Return the last stretch of the sections: the last of the article, or the dateline's paragraph below the last heading."""
    last = max((i for i, label in enumerate(labels) if label in MAIN), default=-1)
    start = 0 if heading.index is None else heading.index + 1
    briefs = [i + 1 for i in range(start, len(labels) - 1) if _is_heading(tree, labels, i, tag) and _briefed(tree, i)]
    return max([last, *(briefs if len(briefs) >= LEAST else [])])


def _briefed(tree: Tree, heading: int) -> bool:
    text = tree.stretches[heading + 1].text
    return DATELINE.match(text[:90]) is not None and len(text.split()) >= LEAST_WORDS


def _opening(tree: Tree, labels: Sequence[Role | None], heading: int, start: int) -> int:
    """Return where a section begins: with its heading, or with the line above it that is nothing but its time."""
    above = heading - 1
    if above < start or labels[above] in ("body", "subheading", "title"):
        return heading
    stretch = tree.stretches[above]
    timed = clock_at(stretch.text, ALONE) or (stretch.moment and len(stretch.text.split()) <= LONGEST_TIME)
    return above if timed else heading


def _is_heading(tree: Tree, labels: Sequence[Role | None], index: int, tag: str) -> bool:
    if labels[index] not in OTHER:
        return False
    node = tree.nodes[tree.stretches[index].node]
    if tag != node.tag and (node.parent < 0 or tag != tree.nodes[node.parent].tag):
        return False
    return 1 <= len(tokens(tree.stretches[index].text)) <= LONGEST_HEADING


def _words(tree: Tree, labels: Sequence[Role | None], entry: Entry) -> int:
    inside = [i for i in range(entry.start, entry.end) if i not in (entry.heading, entry.signature)]
    first = -1 if entry.heading is None or not entry.briefed else entry.heading + 1
    return sum(len(tree.stretches[i].text.split()) for i in inside if labels[i] == "body" or i == first)


def _told(tree: Tree, labels: Sequence[Role | None], entry: Entry, outlets: Sequence[str]) -> Entry:
    head = entry.start if entry.heading is None else entry.heading
    near = range(entry.start, min(entry.end, head + 3))
    clock = next((c for i in near if len(tree.stretches[i].text) < 200 and (c := clock_at(tree.stretches[i].text))), None)
    moment = next((m for i in near if (m := tree.stretches[i].moment)), None)
    authors = _ending_name(tree, labels, entry, outlets)
    last = [i for i in range(max(head + 1, entry.end - 1), entry.end) if labels[i] in ("byline", None, "furniture")]
    signature = None
    for i in [*range(head + 1, min(entry.end, head + 3)), *last]:
        text = tree.stretches[i].text
        names = person_names([text.split(",")[0]], outlets, printed=True) if _may_sign(text) else ()
        if not authors and names and all(2 <= len(n.split()) <= 4 for n in names):
            signature, authors = i, names
    briefed = head + 1 < entry.end and _briefed(tree, head)
    return replace(entry, clock=clock, moment=moment, authors=authors, signature=signature, briefed=briefed)


def _may_sign(text: str) -> bool:
    return len(text.split()) <= LONGEST_SIGNATURE and text[-1] not in ".!?…;" and not any(c in text for c in '"“”«»:')


def _ending_name(tree: Tree, labels: Sequence[Role | None], entry: Entry, outlets: Sequence[str]) -> tuple[str, ...]:
    """Return the names that end the section's last paragraph in type of their own, or stand alone below it."""
    for i in range(entry.end - 1, entry.start, -1):
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
    return in_order([e.moment or e.clock for e in entries])


def _by_times(tree: Tree, labels: Sequence[Role | None], heading: Heading) -> list[Entry]:
    """Return the entries of a live blog that have no headings: each begins with a line that is a time of day, in one order."""
    last = max((i for i, label in enumerate(labels) if label in MAIN), default=-1)
    start = 0 if heading.index is None else heading.index + 1
    times = [i for i in range(start, last) if labels[i] not in ("comment", "comment-meta") and _is_time(tree, i)]
    entries = [Entry(a, b, clock=clock_at(tree.stretches[a].text, ALONE)) for a, b in pairwise([*times, last + 1])]
    entries = [replace(e, moment=tree.stretches[e.start].moment) for e in entries]
    told = len(entries) >= LEAST_TIMES and all(_words(tree, labels, e) >= LEAST_WORDS for e in entries)
    return entries if told and _timed(entries) else []


def _is_time(tree: Tree, index: int) -> bool:
    return len(tree.stretches[index].text.split()) <= LONGEST_TIME and clock_at(tree.stretches[index].text, ALONE) is not None


def settle_labels(entries: Sequence[Entry], labels: list[Role | None], tree: Tree) -> None:
    """Name in `labels` what the entries are made of: headings titles, signatures bylines, times dates, briefs body."""
    for entry in entries:
        if entry.heading is not None:
            labels[entry.heading] = "title"
            if entry.briefed and labels[entry.heading + 1] in (None, "furniture", "related", "subtitle"):
                labels[entry.heading + 1] = "body"
        if entry.signature is not None:
            labels[entry.signature] = "byline"
        if entry.start != entry.heading and _is_time(tree, entry.start):
            labels[entry.start] = "date"


def parts_of(entries: Sequence[Entry], tree: Tree) -> Iterator[Part]:
    """Yield the parts that the entries are, numbered from 1; the day is that of their markup alone."""
    for number, entry in enumerate(entries, 1):
        published = moment_of([entry.moment], confidence=0.85) if entry.moment else None
        title = None if entry.heading is None else tree.stretches[entry.heading].text
        yield Part(part=number, title=title, authors=entry.authors, published=published)


def dated(parts: Sequence[Part], entries: Sequence[Entry], metadata: Metadata) -> tuple[Part, ...]:
    """Return the parts with the page's day and their own time of day, where it is told which day that is."""
    days = days_of_entries([e.clock for e in entries], metadata.published, metadata.updated)
    return tuple(structs.replace(p, published=p.published or day) for p, day in zip(parts, days, strict=True))
