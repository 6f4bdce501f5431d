"""Several articles on one HTML page: further articles below the first, and the entries of a live blog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from tellings.extract.cues import tokens
from tellings.extract.dates import find_stamps
from tellings.extract.html_entries import Entry, dated, find_entries, parts_of
from tellings.extract.html_tree import Node, Tree
from tellings.extract.metadata import Heading, is_byline, moment_of, name_line, own_names
from tellings.extract.metadata_markup import Declared
from tellings.extract.metadata_names import person_names
from tellings.model import Metadata, Part, Published
from tellings.model.pages import Role

LEAST_WORDS = 40
"""An article element with fewer words of main text is a teaser or a box."""
HEAD = 6
"""Stretches within which a further article must have its heading, and may have its byline and day."""
HEADINGS = frozenset({"h1", "h2", "h3"})
MAIN = ("body", "subheading")


@dataclass(frozen=True, slots=True)
class Further:
    """A further article: its range of stretches and where its heading stands."""

    first: int
    last: int
    heading: int


@dataclass(frozen=True, slots=True)
class Division:
    """The part of each stretch, the further parts, and the entries that they are, where they are entries of one page."""

    numbers: Sequence[int]
    parts: tuple[Part, ...] = ()
    entries: tuple[Entry, ...] = ()


def find_parts(tree: Tree, labels: list[Role | None], heading: Heading, declared: Declared) -> Division:
    """Return how a page divides into articles; headings of further articles become titles in `labels`."""
    numbers = [0] * len(labels)
    parts: list[Part] = []
    for article in _further(tree, labels, heading, declared):
        number = len(parts) + 1
        numbers[article.first : article.last] = [number] * (article.last - article.first)
        parts.append(_part(tree, article, number, declared))
        labels[article.heading] = "title"
    if parts:
        return Division(numbers, tuple(parts))
    entries = find_entries(tree, labels, heading, declared)
    for number, entry in enumerate(entries, 1):
        numbers[entry.heading : entry.end] = [number] * (entry.end - entry.heading)
        labels[entry.heading] = "title"
        if entry.signature is not None:
            labels[entry.signature] = "byline"
    return Division(numbers, tuple(parts_of(entries, tree)), tuple(entries))


def with_days(division: Division, metadata: Metadata) -> tuple[Part, ...]:
    """Return the parts with what they share with their page: its outlet and, for entries, its day."""
    parts = dated(division.parts, division.entries, metadata.published) if division.entries else division.parts
    return tuple(structs.replace(part, outlet=metadata.outlet) for part in parts)


def _further(tree: Tree, labels: Sequence[Role | None], heading: Heading, declared: Declared) -> list[Further]:
    outer = _outermost(tree)
    if len(outer) < 2:
        return []
    own = next((n for n in outer if heading.index is not None and n.first <= heading.index < n.last), None)
    if own is None and not declared.live:
        return []
    after = own.last if own else 0
    found = [_as_article(tree, labels, node) for node in outer if node is not own and node.first >= after]
    return [article for article in found if article]


def _outermost(tree: Tree) -> list[Node]:
    """Return the article elements that stand in no other article element; a lone one is opened up for those in it."""
    found: list[Node] = []
    for node in tree.nodes:
        if node.tag == "article" and node.last > node.first and (not found or node.first >= found[-1].last):
            found.append(node)
    return found


def _as_article(tree: Tree, labels: Sequence[Role | None], node: Node) -> Further | None:
    words = sum(len(tree.stretches[i].text.split()) for i in range(node.first, node.last) if labels[i] in MAIN)
    if words < LEAST_WORDS:
        return None
    for i in range(node.first, min(node.last, node.first + HEAD)):
        own = tree.nodes[tree.stretches[i].node]
        over = tree.nodes[own.parent].tag if own.parent >= 0 else ""
        if (own.tag in HEADINGS or over in HEADINGS) and 2 <= len(tokens(tree.stretches[i].text)) <= 40:
            return Further(node.first, node.last, i)
    return None


def _part(tree: Tree, article: Further, number: int, declared: Declared) -> Part:
    near = [i for i in range(article.first, min(article.last, article.heading + HEAD)) if i != article.heading]
    bylines = [name_line(tree.stretches[i].text) for i in near if is_byline(tree, i)]
    return Part(
        part=number,
        title=tree.stretches[article.heading].text,
        authors=person_names(bylines[:1], own_names(declared), printed=True),
        published=next((p for i in near if (p := _moment(tree, i))), None),
    )


def _moment(tree: Tree, index: int) -> Published | None:
    stretch = tree.stretches[index]
    if stretch.moment and (found := moment_of([stretch.moment], confidence=0.85)):
        return found
    stamp = next(iter(find_stamps(stretch.text, order=True)), None) if len(stretch.text) < 160 else None
    return (
        Published(value=stamp.value, precision="minute" if stamp.minute else "day", basis="text", confidence=0.75)
        if stamp
        else None
    )
