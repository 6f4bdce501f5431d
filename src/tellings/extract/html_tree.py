"""HTML becomes a list of stretches of text, each with its place in a tree of block elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING

import msgspec

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
CLOSES = BLOCK | BOLD | {"a"}
"""Elements whose end tells something, besides custom ones."""
TAGS = (
    "p", "div", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd", "figcaption", "section",
    "article", "body", "span", "th", "address", "header", "footer", "aside", "nav", "main", "form", "ul", "ol", "table", "tr",
    "figure", "dl", "html", "center", "tbody",
)  # fmt: skip
TAG_CODE = {tag: code for code, tag in enumerate(TAGS)}
TOKEN = re.compile(r"([^<]*)<([^>]*)>")
"""A tag of serialised XML, where no text and no value holds a bracket, and the text before it."""
ATTRIBUTE = re.compile(r' (class|id|itemprop|role|rel|datetime|hidden|style)="([^"]*)"')
LONGEST_TAG = 400
"""A longer tag is read without being remembered."""
LONGEST_NAME = 500
MOST = 60_000
"""A page of more stretches is a data dump."""
DEEPEST = 2048
"""The parser stops at this depth whatever it is told."""
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ENDS = '.!?:;"”’»'
DIGITS = re.compile(r"\d+")
BESIDE = re.compile(r"\|(?![^()]*\))")
"""What parts the ways of a pattern that stand side by side."""
OPTIONAL = re.compile(r"\([^()]*\)|\[[^\]]*\]|\\.|.\?")
"""The parts of a pattern that do not stand for these very letters."""
LETTERS = re.compile(r"[^\W\d_]+")
INDEXED = 3
"""Letters by which the pattern of a cue is found: to try them all on each name takes ten times as long."""
CUES = ("comment", "content", "body", "navigation", "side", "footer", "related", "share", "advert", "form", "author", "time",
        "meta", "caption", "title", "summary", "quote", "consent")  # fmt: skip
CUE_BIT = {cue: 1 << i for i, cue in enumerate(CUES)}


class Stretch(msgspec.Struct, gc=False):
    """A run of text inside one block element, white space made single.

    `link` counts the characters inside links, `bold` those in bold type; `cues` are the cues of inline elements inside it;
    `moment` is the `datetime` of a time element in it.
    """

    text: str
    node: int
    link: int = 0
    links: int = 0
    bold: int = 0
    cues: int = 0
    moment: str | None = None
    images: int = 0
    broken: bool = False


class Node(msgspec.Struct, gc=False):
    """A block element: its parent, what its names tell, the range of stretches inside it, its number among all elements."""

    parent: int
    tag: str
    depth: int
    cues: int
    signature: str
    first: int
    last: int = 0
    hidden: bool = False
    order: int = 0


@dataclass(slots=True)
class Tree:
    """A page cut into stretches of text, in page order, with the block elements around them."""

    root: _Element
    stretches: list[Stretch] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)

    def lineage(self, node: int) -> list[int]:
        """Return a node and its ancestors, innermost first."""
        line = []
        while node >= 0:
            line.append(node)
            node = self.nodes[node].parent
        return line

    def element(self, node: int) -> _Element:
        """Return the element of the parsed page that a node stands for."""
        if not self.elements:
            self.elements.extend(self.root.iter())
        return self.elements[self.nodes[node].order]


class Tag(msgspec.Struct, gc=False, frozen=True):
    """What the opening tag of an element tells."""

    name: str
    skipped: bool
    block: bool
    empty: bool
    cues: int = 0
    signature: str = ""
    hidden: bool = False
    moment: str | None = None


def _name(raw: str) -> str:
    """Return an element's name as it is read at its start and at its end: broken pages have signs in names."""
    return raw.split(" ", 1)[0].rstrip("/")


def _read_tag(raw: str) -> Tag:
    empty, name = raw[-1] == "/", _name(raw)
    skipped, block = name in SKIPPED, name in BLOCK or "-" in name
    if skipped:
        return Tag(name, skipped, block, empty)
    names, signature, hidden, moment = [], name, False, None
    for kind, value in ATTRIBUTE.findall(unescape(raw) if "&" in raw else raw) if len(raw) > len(name) + 1 else ():
        if kind == "datetime":
            moment = value
        elif kind == "hidden":
            hidden = True
        elif kind == "style":
            hidden = hidden or HIDDEN.search(value) is not None
        else:
            names.append(value)
            if kind == "class" and block:
                signature = _signature(name, value)
    cues = _cues(tuple(names)) if names else 0
    return Tag(name, skipped, block, empty, cues, signature, hidden, moment)


_remembered = lru_cache(maxsize=20_000)(_read_tag)


class Way(msgspec.Struct, gc=False, frozen=True):
    """One way in which a name tells a cue: letters that it holds and, where they alone do not tell, the whole pattern."""

    bit: int
    letters: str
    pattern: re.Pattern[str] | None

    def met(self, name: str) -> bool:
        """Tell whether a name tells the cue in this way."""
        return self.letters in name and (self.pattern is None or self.pattern.search(name) is not None)


@cache
def _ways() -> tuple[Mapping[str, tuple[Way, ...]], tuple[Way, ...]]:
    """Return the ways of all cues by their first letters, and those of fewer letters."""
    found: dict[str, list[Way]] = {}
    short: list[Way] = []
    for name, pattern in table("markup", "any").get("cues", {}).items():
        for way in BESIDE.split(pattern):
            letters = max(LETTERS.findall(OPTIONAL.sub(" ", way)), key=len)
            own = Way(CUE_BIT[name], letters, None if letters == way else re.compile(way))
            (found.setdefault(letters[:INDEXED], []) if len(letters) >= INDEXED else short).append(own)
    return {letters: tuple(ways) for letters, ways in found.items()}, tuple(short)


@lru_cache(maxsize=20_000)
def _cues(names: tuple[str, ...]) -> int:
    """Return the cues of what an element is called: its class, id, itemprop, role and rel, numbers apart."""
    found = 0
    for name in DIGITS.sub("", " ".join(names)[:LONGEST_NAME].lower()).split():
        found |= _cues_of_name(name)
    return found


@lru_cache(maxsize=20_000)
def _cues_of_name(name: str) -> int:
    indexed, short = _ways()
    found = 0
    for way in short:
        if way.met(name):
            found |= way.bit
    for at in range(len(name) - INDEXED + 1):
        for way in indexed.get(name[at : at + INDEXED], ()):
            if not found & way.bit and way.met(name):
                found |= way.bit
    return found


@lru_cache(maxsize=20_000)
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
    """One walk over the tags of the page written out as XML: several times faster than asking the parser for each element."""

    def __init__(self, root: _Element, where: str, deepest: int) -> None:
        self.tree, self.where, self.deepest = Tree(root), where, deepest
        self.pieces: list[str] = []
        self.now = Stretch("", -1)
        self.links = self.bolds = self.depth = 0
        self.path: list[int] = []

    def run(self) -> Tree:
        from lxml.etree import tostring

        markup: str = tostring(self.tree.root, encoding="unicode", method="xml", with_tail=False)
        order, skipped, pieces = -1, 0, self.pieces
        for text, raw in TOKEN.findall(markup):
            closing = raw[0] == "/"
            order += not closing
            if skipped:
                skipped += -1 if closing else raw[-1] != "/"
                continue
            if text and (pieces or not text.isspace()):
                self._add(text)
            if closing:
                self.depth -= 1
                name = raw[1:]
                if name in CLOSES or not name.isalnum():
                    self._leave(_name(name))
            else:
                tag = _remembered(raw) if len(raw) < LONGEST_TAG else _read_tag(raw)
                if tag.skipped:
                    skipped = not tag.empty
                else:
                    self._enter(tag, order)
        self._flush()
        return self.tree

    def _enter(self, tag: Tag, order: int) -> None:
        if tag.block:
            self._open(tag, order)
        else:
            self._inline(tag)
        if tag.empty:
            self._leave(tag.name)
            return
        self.depth += 1
        if self.depth > self.deepest:
            raise OversizedInput(
                "the page is nested too deeply", where=self.where, why=f"more than {self.deepest} elements",
                hint="such a page is broken or hostile; save it again, or raise limits.html_depth",
            )  # fmt: skip

    def _inline(self, tag: Tag) -> None:
        name, now = tag.name, self.now
        if name == "br":
            self._break()
        elif name == "a":
            self.links += 1
            now.links += 1
        elif name in BOLD:
            self.bolds += 1
        elif name == "img":
            now.images += 1
        now.cues |= tag.cues
        if tag.moment:
            now.moment = now.moment or tag.moment

    def _open(self, tag: Tag, order: int) -> None:
        self._flush()
        nodes, path = self.tree.nodes, self.path
        parent = path[-1] if path else -1
        hidden = tag.hidden or (parent >= 0 and nodes[parent].hidden)
        at = len(nodes)
        nodes.append(Node(parent, tag.name, len(path), tag.cues, tag.signature, len(self.tree.stretches), 0, hidden, order))
        path.append(at)
        self.now.node = at

    def _leave(self, name: str) -> None:
        if name in BLOCK or "-" in name:
            self._flush()
            self.tree.nodes[self.path.pop()].last = len(self.tree.stretches)
            self.now.node = self.path[-1] if self.path else -1
        elif name == "a":
            self.links -= 1
        elif name in BOLD:
            self.bolds -= 1

    def _add(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
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
        if not self.pieces:
            if now.links or now.cues or now.images or now.broken or now.moment:
                self.now = Stretch("", self.path[-1] if self.path else -1)
            return
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        self.now = Stretch("", self.path[-1] if self.path else -1)
        if text:
            now.text = text
            self._keep(now)

    def _keep(self, now: Stretch) -> None:
        stretches = self.tree.stretches
        last = stretches[-1] if stretches else None
        if now.broken and last and last.node == now.node and now.text[0].islower() and last.text[-1] not in ENDS:
            last.text += " " + now.text
            last.link, last.bold, last.links = last.link + now.link, last.bold + now.bold, last.links + now.links
            return
        stretches.append(now)
        if len(stretches) > MOST:
            raise OversizedInput(
                "the page has too many pieces of text", where=self.where, why=f"more than {MOST:,}", hint="split it into pages"
            )
