"""Several articles on one HTML page: further ones below the first, entries of a live blog, briefs, and those quoted whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from tellings.extract.cues import tokens
from tellings.extract.dates import find_stamps, settle
from tellings.extract.html_comments import Group
from tellings.extract.html_days import moment_of
from tellings.extract.html_entries import Entry, dated, find_entries, parts_of, settle_labels
from tellings.extract.html_tree import Node, Tree
from tellings.extract.metadata import Heading, is_byline, name_line, own_names
from tellings.extract.metadata_markup import Declared
from tellings.extract.metadata_names import person_names
from tellings.extract.pasted import day_in, find_pasted, piece_of, signature_in
from tellings.model import Given, Metadata, Part, Published
from tellings.model.pages import Role

LEAST_WORDS = 40
"""An article element with fewer words of main text is a teaser or a box."""
LEAST_UNSEEN, LEAST_PARAGRAPHS = 60, 3
"""Words and paragraphs of one that the classifier left out, which must be signed and dated."""
LEAST_LETTERS = 240
"""Characters without which a quotation is no article."""
HEAD = 6
"""Stretches within which a further article must have its heading, and may have its byline and day."""
HEADINGS = frozenset({"h1", "h2", "h3"})
MAIN = ("body", "subheading")
QUOTABLE = ("body", "subheading", "byline", "date", "title", "furniture")
REACH = 4
"""Stretches of a comment within which an article that was pasted into it begins."""


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

    @property
    def foreign(self) -> frozenset[int]:
        """Return the parts that name an outlet of their own: they are another's, and nothing of their page's is theirs."""
        return frozenset(p.part for p in self.parts if p.outlet)


def find_parts(
    tree: Tree,
    labels: list[Role | None],
    heading: Heading,
    declared: Declared,
    groups: Sequence[Group] = (),
    *,
    digest: bool = False,
) -> Division:
    """Return how a page divides into articles; headings of further articles become titles in `labels`.

    What is found to be an article that was pasted into a comment is taken out of its group.
    """
    numbers = [0] * len(labels)
    parts: list[Part] = []
    for article in _further(tree, labels, heading, declared):
        number = len(parts) + 1
        numbers[article.first : article.last] = [number] * (article.last - article.first)
        parts.append(_part(tree, article, number, declared))
        labels[article.heading] = "title"
        for i in range(article.heading + 1, article.last):
            if _left_prose(tree, labels, i):
                labels[i] = "body"
    if parts:
        return Division(numbers, tuple(parts))
    entries = find_entries(tree, labels, heading, declared, digest=digest)
    settle_labels(entries, labels, tree)
    for number, entry in enumerate(entries, 1):
        numbers[entry.start : entry.end] = [number] * (entry.end - entry.start)
    if entries:
        return Division(numbers, tuple(parts_of(entries, tree)), tuple(entries))
    return Division(numbers, _quoted(tree, labels, numbers, groups))


def with_days(division: Division, metadata: Metadata, given: Given) -> tuple[Part, ...]:
    """Return the parts with what they share with their page: its outlet and, for entries, its day.

    What pages of the same story tell of a part's day (in `given`) comes in too.
    """
    parts = dated(division.parts, division.entries, metadata) if division.entries else division.parts
    shared = (p if p.part in division.foreign else structs.replace(p, outlet=metadata.outlet) for p in parts)
    return tuple(structs.replace(p, published=settle(p.published, given, part=p.part)) for p in shared)


def _quoted(tree: Tree, labels: list[Role | None], numbers: list[int], groups: Sequence[Group]) -> tuple[Part, ...]:
    """Return the articles of others that the page quotes whole, or that readers pasted into their comments."""
    parts: list[Part] = []
    remarks = [*pairwise(groups), *((g, None) for g in groups[-1:])]
    places = [*((i, None, None) for i in _blockquotes(tree, labels)), *((_written(tree, g, h), g, h) for g, h in remarks)]
    for inside, group, following in places:
        if sum(len(tree.stretches[i].text) for i in inside) < LEAST_LETTERS:
            continue
        found = find_pasted([piece_of(tree.stretches[i].text) for i in inside], reach=REACH if group else 1)
        if found is None:
            continue
        number = len(parts) + 1
        own, source = inside[found.title :], inside[found.source]
        for i in own:
            numbers[i], labels[i] = number, "title" if i == own[0] else "byline" if i == source else "body"
        if group is not None:
            group.body = inside[: found.title]
        if following is not None and source in following.head:
            following.head, following.body = [], []
        signature, title = found.signature, tree.stretches[own[0]].text
        published = day_in(tree.stretches[source].text, None)
        parts.append(Part(part=number, title=title, authors=signature.authors, outlet=signature.outlet, published=published))
    return tuple(parts)


def _written(tree: Tree, group: Group, following: Group | None) -> list[int]:
    """Return what a reader wrote, with what follows a line of author and outlet in it that was taken for another's head."""
    if following is None or len(following.head) != 1:
        return list(group.body)
    signature = signature_in(piece_of(tree.stretches[following.head[0]].text))
    foreign = signature is not None and signature.full
    return [*group.body, *following.head, *following.body] if foreign else list(group.body)


def _blockquotes(tree: Tree, labels: Sequence[Role | None]) -> list[list[int]]:
    """Return the stretches of each quotation in the article that is set as a block of its own, and is not all of it."""
    body = {i for i, label in enumerate(labels) if label == "body"}
    found = []
    for node in tree.nodes:
        if node.tag == "blockquote":
            inside = [i for i in range(node.first, node.last) if labels[i] in QUOTABLE]
            if body & set(inside) and body - set(inside):
                found.append(inside)
    return found


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
    told = [i for i in range(node.first, node.last) if labels[i] in MAIN or _left_prose(tree, labels, i)]
    seen = sum(len(tree.stretches[i].text.split()) for i in told if labels[i] in MAIN)
    words = sum(len(tree.stretches[i].text.split()) for i in told)
    if seen < LEAST_WORDS and (words < LEAST_UNSEEN or len(told) < LEAST_PARAGRAPHS or not _is_signed(tree, node)):
        return None
    for i in range(node.first, min(node.last, node.first + HEAD)):
        own = tree.nodes[tree.stretches[i].node]
        over = tree.nodes[own.parent].tag if own.parent >= 0 else ""
        if (own.tag in HEADINGS or over in HEADINGS) and 2 <= len(tokens(tree.stretches[i].text)) <= 40:
            return Further(node.first, node.last, i)
    return None


def _left_prose(tree: Tree, labels: Sequence[Role | None], index: int) -> bool:
    """Tell whether the classifier left out what reads as a paragraph: it seldom looks for a second article."""
    stretch = tree.stretches[index]
    return labels[index] in (None, "furniture") and piece_of(stretch.text).prose and stretch.link < 0.2 * len(stretch.text)


def _is_signed(tree: Tree, node: Node) -> bool:
    near = range(node.first, min(node.last, node.first + HEAD))
    return any(is_byline(tree, i) for i in near) and any(_moment(tree, i) for i in near)


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
