"""HTML becomes a list of stretches of text, each with its place in a tree of block elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tellings.errors import EmptyInput, OversizedInput
from tellings.lang import table
from tellings.settings import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "audio", "video",
    "canvas", "select", "datalist", "textarea", "button", "input", "head", "map", "frameset", "meter", "progress",
))  # fmt: skip
BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "caption", "optgroup",
))  # fmt: skip
BOLD = frozenset({"b", "strong"})
TAGS = (
    "p", "div", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd", "figcaption", "section",
    "article", "body", "span", "th", "address", "header", "footer", "aside", "nav", "main", "form", "ul", "ol", "table", "tr",
    "figure", "dl", "html", "center", "tbody",
)  # fmt: skip
TAG_CODE = {tag: code for code, tag in enumerate(TAGS)}
NAMING = frozenset({"class", "id", "itemprop", "role", "rel"})
LONGEST_NAME = 500
MOST = 60_000
"""A page of more stretches is a data dump."""
DEEPEST = 2048
"""The parser stops at this depth whatever it is told."""
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ENDS = '.!?:;"”’»'
DIGITS = re.compile(r"\d+")
CUES = ("comment", "content", "body", "navigation", "side", "footer", "related", "share", "advert", "form", "author", "time",
        "meta", "caption", "title", "summary", "quote")  # fmt: skip
CUE_BIT = {cue: 1 << i for i, cue in enumerate(CUES)}


@dataclass(slots=True)
class Stretch:
    """A run of text inside one block element, white space made single.

    `link` counts the characters inside links, `bold` those in bold type; `cues` are the cues of inline elements inside it;
    `moment` is the `datetime` of a time element in it; `target` is the address of its first link.
    """

    text: str
    node: int
    link: int = 0
    links: int = 0
    bold: int = 0
    cues: int = 0
    moment: str | None = None
    target: str | None = None
    images: int = 0
    broken: bool = False


@dataclass(slots=True)
class Node:
    """A block element: its parent, what its names tell, and the range of stretches inside it."""

    parent: int
    tag: str
    depth: int
    cues: int
    signature: str
    first: int
    last: int = 0
    hidden: bool = False
    element: _Element | None = None


@dataclass(slots=True)
class Tree:
    """A page cut into stretches of text, in page order, with the block elements around them."""

    root: _Element
    stretches: list[Stretch] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def lineage(self, node: int) -> list[int]:
        """Return a node and its ancestors, innermost first."""
        line = []
        while node >= 0:
            line.append(node)
            node = self.nodes[node].parent
        return line


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    cues = table("markup", "any").get("cues", {})
    return tuple((CUE_BIT[name], re.compile(cues[name])) for name in CUES if name in cues)


@lru_cache(maxsize=50_000)
def _cues(names: tuple[str, ...]) -> int:
    """Return the cues of what an element is called: its class, id, itemprop, role and rel, numbers apart."""
    found = 0
    for name in DIGITS.sub("", " ".join(names)[:LONGEST_NAME].lower()).split():
        found |= _cues_of_name(name)
    return found


@lru_cache(maxsize=50_000)
def _cues_of_name(name: str) -> int:
    return sum(bit for bit, pattern in _patterns() if pattern.search(name))


@lru_cache(maxsize=50_000)
def _signature(tag: str, classes: str) -> str:
    return tag + "." + DIGITS.sub("", classes)


def parse_html(text: str, *, where: str) -> _Element:
    """Return the root element. Raises EmptyInput where there is none."""
    from lxml import etree

    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root: _Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise EmptyInput("the page holds no HTML", where=where, why=str(problem), hint="is it whole?") from problem
    if root is None:
        raise EmptyInput("the page holds no HTML", where=where, hint="is it whole?")
    return root


def cut(root: _Element, *, where: str, limits: Limits) -> Tree:
    """Return the page's stretches of text. Raises OversizedInput where elements are nested too deeply."""
    return _Cutter(root, where, min(limits.html_depth, DEEPEST - 1)).run()


class _Cutter:
    """One walk over the elements, without recursion: hostile pages nest deeper than any stack."""

    def __init__(self, root: _Element, where: str, deepest: int) -> None:
        self.tree, self.where, self.deepest = Tree(root), where, deepest
        self.pieces: list[str] = []
        self.now = Stretch("", -1)
        self.links = self.bolds = self.depth = 0
        self.path: list[int] = []

    def run(self) -> Tree:
        from lxml.etree import iterwalk

        walker = iterwalk(self.tree.root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                self.depth += 1
                if self.depth > self.deepest:
                    raise OversizedInput(
                        "the page is nested too deeply", where=self.where, why=f"more than {self.deepest} elements",
                        hint="such a page is broken or hostile; save it again, or raise limits.html_depth",
                    )  # fmt: skip
                if tag in SKIPPED:
                    walker.skip_subtree()
                else:
                    self._enter(element, tag)
            else:
                self.depth -= 1
                if tag not in SKIPPED:
                    self._leave(tag)
                if element.tail:
                    self._add(element.tail)
            if len(self.tree.stretches) > MOST:
                raise OversizedInput(
                    "the page has too many pieces of text",
                    where=self.where,
                    why=f"more than {MOST:,}",
                    hint="split it into pages",
                )
        self._flush()
        return self.tree

    def _enter(self, element: _Element, tag: str) -> None:
        if tag in BLOCK or "-" in tag:
            self._open(element, tag)
        else:
            self._inline(element, tag)
        if element.text:
            self._add(element.text)

    def _inline(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self._break()
            return
        now = self.now
        if tag == "a":
            self.links += 1
            now.links += 1
        elif tag in BOLD:
            self.bolds += 1
        elif tag == "img":
            now.images += 1
        items: Any = element.items()
        if items:
            for name, value in items:
                if name == "datetime":
                    now.moment = now.moment or value
                elif name == "href":
                    now.target = now.target or value
            names = tuple([value for name, value in items if name in NAMING])
            if names:
                now.cues |= _cues(names)

    def _open(self, element: _Element, tag: str) -> None:
        self._flush()
        nodes = self.tree.nodes
        parent = self.path[-1] if self.path else -1
        hidden = parent >= 0 and nodes[parent].hidden
        cues, signature = 0, tag
        items: Any = element.items()
        if items:
            names = tuple([value for name, value in items if name in NAMING])
            cues = _cues(names) if names else 0
            for name, value in items:
                if name == "class":
                    signature = _signature(tag, value)
                elif name == "hidden" or (name == "style" and HIDDEN.search(value)):
                    hidden = True
        self.path.append(len(nodes))
        nodes.append(Node(parent, tag, len(self.path) - 1, cues, signature, len(self.tree.stretches), 0, hidden, element))
        self.now.node = self.path[-1]

    def _leave(self, tag: str) -> None:
        if tag in BLOCK or "-" in tag:
            self._flush()
            self.tree.nodes[self.path.pop()].last = len(self.tree.stretches)
            self.now.node = self.path[-1] if self.path else -1
        elif tag == "a":
            self.links -= 1
        elif tag in BOLD:
            self.bolds -= 1

    def _add(self, text: str) -> None:
        if not self.pieces and text.isspace():
            return
        self.pieces.append(text)
        if self.links or self.bolds:
            size = len(text.strip())
            self.now.link += size if self.links else 0
            self.now.bold += size if self.bolds else 0

    def _break(self) -> None:
        """End the stretch at a line break; it goes on after all where the next line is the middle of a sentence."""
        self._flush()
        self.now.broken = True

    def _flush(self) -> None:
        now = self.now
        if not self.pieces and not (now.links or now.cues or now.images or now.broken or now.moment or now.target):
            return
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        self.now = Stretch("", self.path[-1] if self.path else -1)
        if not text:
            return
        now.text = text
        stretches = self.tree.stretches
        last = stretches[-1] if stretches else None
        if now.broken and last and last.node == now.node and now.text[0].islower() and last.text[-1] not in ENDS:
            last.text += " " + now.text
            last.link, last.bold, last.links = last.link + now.link, last.bold + now.bold, last.links + now.links
        else:
            stretches.append(now)
