"""Feeds in XML: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, sitemaps with their news fields, and indexes of sitemaps.

Read element by element, each let go when it was read; no entities, document types or network. What is broken is read as
far as it goes, and the line of the first fault is told.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from tellings.errors import EmptyInput, UnreadableInput
from tellings.model.feeds import Child, Feed, FeedKind, Item
from tellings.read.addresses import join
from tellings.read.feeds_dates import moment
from tellings.read.feeds_markup import breaks_off, plain

if TYPE_CHECKING:
    from lxml.etree import _Element

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ABOUT = f"{{{RDF}}}about"
SPACES = {
    "": (
        "", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2", "http://blogs.law.harvard.edu/tech/rss", RDF,
        "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84",
        "http://www.google.com/schemas/sitemap/0.9",
    ),
    "atom": ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
    "content": ("http://purl.org/rss/1.0/modules/content/",),
    "dc": ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"),
    "sy": ("http://purl.org/rss/1.0/modules/syndication/",),
    "media": ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"),
    "itunes": ("http://www.itunes.com/dtds/podcast-1.0.dtd",),
    "news": ("http://www.google.com/schemas/sitemap-news/0.9",),
    "feedburner": ("http://rssnamespace.org/feedburner/ext/1.0",),
    "xhtml": ("http://www.w3.org/1999/xhtml",),
}  # fmt: skip
PREFIXES = {space: prefix for prefix, spaces in SPACES.items() for space in spaces}
KINDS: dict[str, FeedKind] = {
    "rss": "rss", "RDF": "rss", "rdf:RDF": "rss", "channel": "rss", "feed": "atom", "atom:feed": "atom", "urlset": "sitemap",
    "sitemapindex": "sitemap-index",
}  # fmt: skip
ENTRIES = frozenset({"item", "entry", "atom:entry", "url", "sitemap"})
PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
LONGEST_REST = 86_400
PUBLISHED = ("pubDate", "atom:published", "published", "atom:issued", "dc:date", "dc:created", "date")
MARKUP = ("html", "text/html", "escaped")


def read_xml(text: str, *, where: str, address: str | None, limit: int) -> Feed:
    """Return the feed that XML text holds, no more entries than the limit. Raises UnreadableInput or EmptyInput."""
    reading = _Reading(address, limit)
    events = _Steps(text)
    try:
        for event, element in events.steps:
            if reading.take(event, element):
                break
    except (SyntaxError, ValueError) as problem:
        if reading.kind is None:
            raise UnreadableInput("the feed is not XML", where=where, why=str(problem)) from problem
        reading.notes.append(f"the XML breaks off: {problem}"[:200])
    if reading.kind is None:
        hint = "RSS, Atom, JSON Feed and sitemaps are read"
        raise UnreadableInput("this is no feed", where=where, why=f"its root is <{reading.root}>" if reading.root else "",
                              hint=hint)  # fmt: skip
    broken = events.first_fault()
    if broken:
        reading.notes.append(broken)
    if breaks_off(text) and (reading.items or reading.children):
        reading.notes.append("the feed breaks off within its last entry, which was left out")
        (reading.items or reading.children).pop()
    feed = reading.feed()
    if not feed.items and not feed.children and not feed.title and reading.notes:
        raise EmptyInput("the feed has no entries that can be read", where=where, why=reading.notes[-1])
    return feed


class _Steps:
    """The steps of the parser, and its log of faults."""

    def __init__(self, text: str) -> None:
        from lxml import etree

        self.steps: Any = etree.iterparse(
            io.BytesIO(text.encode("utf-8", "replace")), events=("start", "end"), recover=True, resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8",
        )  # fmt: skip

    def first_fault(self) -> str | None:
        """Return the line of the first place where the XML is broken."""
        for entry in self.steps.error_log:
            if entry.level_name != "WARNING" and "namespace" not in entry.message.lower():
                return f"broken XML at line {entry.line}: {entry.message}"[:200]
        return None


class _Reading:
    """A feed while it is read: entries as they come, the feed's own fields from the elements around them."""

    def __init__(self, address: str | None, limit: int) -> None:
        self.address, self.limit = address, limit
        self.kind: FeedKind | None = None
        self.root = ""
        self.items: list[Item] = []
        self.children: list[Child] = []
        self.own: dict[str, str] = {}
        self.home: str | None = None
        self.notes: list[str] = []
        self._depth = self._inside = 0

    def take(self, event: str, element: _Element) -> bool:
        """Take one step of the parser; tell whether enough was read."""
        name = named(element)
        if event == "start":
            self._depth += 1
            if not self.root:
                self.root = name
                self.kind = KINDS.get(name)
            if name in ENTRIES:
                self._inside += 1
            return self.kind is None
        self._depth -= 1
        if name in ENTRIES:
            self._inside -= 1
            if self._inside == 0:
                self._entry(element)
                _let_go(element)
        elif self._inside == 0:
            self._field(name, element)
        return self._full()

    def _full(self) -> bool:
        if len(self.items) + len(self.children) < self.limit:
            return False
        self.notes.append(f"only the first {self.limit} entries were read")
        return True

    def _entry(self, element: _Element) -> None:
        base = urljoin(self.address or "", element.base or "") or self.home
        if named(element) == "sitemap":
            link = join(base, child(element, "loc") or "")
            if link:
                self.children.append(Child(address=link, changed=moment(child(element, "lastmod"))))
        elif self.kind == "sitemap":
            self.items.append(_of_sitemap(element, base))
        else:
            item = _of_feed(element, base)
            if item != Item():
                self.items.append(item)

    def _field(self, name: str, element: _Element) -> None:
        """Keep a field of the feed itself: the first of each name, those of a picture or text box aside."""
        parent = element.getparent()
        if parent is None or named(parent) not in ("channel", "rss", "RDF", "rdf:RDF", "feed", "atom:feed"):
            return
        bare = name.removeprefix("atom:")
        if name in ("atom:link", "link"):
            if element.get("rel", "alternate") == "alternate" and self.home is None:
                self.home = join(urljoin(self.address or "", element.base or ""), element.get("href") or words(element) or "")
        else:
            value = words(element)
            if value:
                self.own.setdefault(bare, value)

    def feed(self) -> Feed:
        """Return what was read."""
        own = self.own
        return Feed(
            kind=self.kind or "rss", title=plain(own.get("title")), home=self.home,
            language=own.get("language") or own.get("dc:language"), every=_every(own), items=tuple(self.items),
            children=tuple(self.children), notes=tuple(self.notes),
        )  # fmt: skip


def named(element: Any) -> str:
    """Return an element's name with the usual prefix of its namespace, whatever prefix the feed gives it."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, brace, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    prefix = PREFIXES.get(space if brace else "", "other")
    return f"{prefix}:{local}" if prefix else local


def words(element: _Element) -> str | None:
    """Return the text of an element and all in it."""
    return "".join(str(t) for t in element.itertext()).strip() or None


def child(element: _Element, *names: str) -> str | None:
    """Return the text of the first child of the first name that has some."""
    for name in names:
        for inner in element:
            if named(inner) == name and (text := words(inner)):
                return text
    return None


def _let_go(element: _Element) -> None:
    """Free an entry, and those before it, so that a long feed needs no more memory than one entry."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None and named(before) in ENTRIES:
        parent.remove(before)


def _of_sitemap(element: _Element, base: str | None) -> Item:
    news = next((e for e in element if named(e) == "news:news"), None)
    paper = None if news is None else next((e for e in news if named(e) == "news:publication"), None)
    return Item(
        link=join(base, child(element, "loc") or ""), updated=moment(child(element, "lastmod")),
        title=None if news is None else plain(child(news, "news:title")),
        published=None if news is None else moment(child(news, "news:publication_date")),
        outlet=None if paper is None else plain(child(paper, "news:name")),
        language=None if paper is None else child(paper, "news:language"),
    )  # fmt: skip


def _of_feed(element: _Element, base: str | None) -> Item:
    content, content_html = _content(element)
    summary = child(element, "description", "atom:summary", "summary", "itunes:summary", "media:description", "dc:description")
    guid = child(element, "guid", "atom:id", "id", "dc:identifier") or element.get(ABOUT)
    return Item(
        link=_link(element, base), guid=guid, title=_title(element),
        published=moment(child(element, *PUBLISHED)),
        updated=moment(child(element, "atom:updated", "updated", "atom:modified", "dc:modified")),
        authors=_authors(element), content=content, summary=summary, html=content_html,
        language=child(element, "dc:language", "language"),
        outlet=plain(child(element, "source")) or _source_title(element),
    )  # fmt: skip


def _source_title(element: _Element) -> str | None:
    """Return the title of the feed that an Atom entry was taken over from."""
    source = next((e for e in element if named(e) == "atom:source"), None)
    return None if source is None else plain(child(source, "atom:title"))


def _title(element: _Element) -> str | None:
    for name in ("title", "atom:title", "media:title", "dc:title", "itunes:title"):
        for inner in element:
            text = words(inner) if named(inner) == name else None
            if text:
                literal = name == "atom:title" and inner.get("type", "text") in ("text", "text/plain", "TEXT")
                return " ".join(text.split()) if literal else plain(text)
    return None


def _content(element: _Element) -> tuple[str | None, bool]:
    """Return the article that an entry carries, and whether that (else the summary) is markup."""
    for inner in element:
        name = named(inner)
        if name == "content:encoded" and (text := words(inner)):
            return text, True
        if name in ("xhtml:body", "xhtml:div"):
            return _serialised(inner), True
        if name in ("atom:content", "content") and not inner.get("src"):
            kind = (inner.get("type") or inner.get("mode") or "text").lower()
            if kind in ("xhtml", "application/xhtml+xml") or len(inner):
                return _serialised(inner), True
            text = words(inner)
            if text:
                return text, kind in MARKUP or ("<" in text and ">" in text)
    summary = child(element, "description", "atom:summary", "summary") or ""
    return None, "<" in summary and ">" in summary


def _serialised(element: _Element) -> str | None:
    from lxml import etree

    inner = "".join(etree.tostring(e, encoding="unicode", method="html", with_tail=True) for e in element)
    return ((element.text or "") + inner).strip() or None


def _link(element: _Element, base: str | None) -> str | None:
    """Return the article's address: the one before a counter, the link, or a guid that is an address."""
    for reference in _references(element):
        found = join(base, reference)
        if found:
            return found
    return None


def _references(element: _Element) -> Iterator[str]:
    yield from filter(None, [child(element, "feedburner:origLink")])
    typed: list[tuple[bool, str]] = []
    for inner in element:
        name = named(inner)
        if name in ("atom:link", "link"):
            href = inner.get("href")
            if href and inner.get("rel", "alternate") == "alternate":
                typed.append((inner.get("type", "text/html") != "text/html", urljoin(inner.base or "", href)))
            elif not href and name == "link" and (text := words(inner)):
                yield text
    yield from (href for _, href in sorted(typed, key=lambda t: t[0]))
    for inner in element:
        text = words(inner) if named(inner) == "guid" and inner.get("isPermaLink", "true").lower() != "false" else None
        if text and text.lower().startswith(("http://", "https://")):
            yield text
    about = element.get(ABOUT)
    if about:
        yield about


def _authors(element: _Element) -> tuple[str, ...]:
    found: list[str | None] = []
    for inner in element:
        name = named(inner)
        if name in ("atom:author", "author") and len(inner):
            found.append(plain(child(inner, "atom:name", "name")))
        elif name in ("author", "dc:creator", "dc:author", "itunes:author"):
            found.append(_person(plain(words(inner))))
    return tuple(dict.fromkeys(name for name in found if name))[:50]


def _person(text: str | None) -> str | None:
    """Return the name of `mail@host (Name)`, the form that RSS asks for; a bare address of mail is no name."""
    if text and "@" in text:
        inside = text.partition("(")[2].partition(")")[0].strip()
        return inside or None
    return text


def _every(own: dict[str, str]) -> int | None:
    """Return the seconds between two readings that a feed asks for, at most a day."""
    ttl = own.get("ttl", "")
    if ttl.isdigit() and len(ttl) < 8 and int(ttl) > 0:
        return min(int(ttl) * 60, LONGEST_REST)
    period = PERIODS.get(own.get("sy:updatePeriod", "").strip().lower())
    times = own.get("sy:updateFrequency", "1").strip()
    if period is None:
        return None
    return min(period // max(1, int(times) if times.isdigit() and len(times) < 6 else 1), LONGEST_REST)
