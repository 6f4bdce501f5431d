"""Feeds saved as files (RSS 2.0, RSS 1.0, Atom): every entry with text becomes a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tellings.errors import EmptyInput, InputError, UnreadableInput
from tellings.model import Given, Page, Source
from tellings.read.rows import published_of

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT = ("encoded", "content", "description", "summary")
DAYS = ("pubDate", "published", "date", "updated")
NAMES = ("creator", "author")


def read_feed(raw: bytes, name: str) -> Iterator[Page | InputError]:
    """Yield a page for every entry of a feed that has text; entities of the file's own making are not resolved."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        yield UnreadableInput("the feed is not XML", where=name, why=str(problem), hint="save the feed as it is served")
        return
    entries = [] if root is None else [e for e in root.iter() if _local(e) in ("item", "entry")]
    if root is None or not entries:
        yield EmptyInput("the file is not a feed, or has no entries", where=name, hint="RSS and Atom are read")
        return
    channel = next((e for e in root.iter() if _local(e) in ("channel", "feed")), root)
    outlet = _child(channel, ("title",))
    for number, entry in enumerate(entries, 1):
        yield _page(entry, f"{name}#{number}", outlet)


def _page(entry: _Element, where: str, outlet: str | None) -> Page | InputError:
    content = _child(entry, CONTENT)
    if not content:
        return EmptyInput("the entry has no text", where=where, hint="the feed carries headlines only")
    link = next((e for e in entry if _local(e) == "link"), None)
    url = None if link is None else link.get("href") or (link.text or "").strip() or None
    published, odd = published_of(_child(entry, DAYS))
    author = _child(entry, NAMES)
    title = _child(entry, ("title",))
    return Page(
        id="", source=Source(sha256=hashlib.sha256(content.encode()).hexdigest(), path=where, url=url, outlet=outlet),
        form="html" if "<" in content else "text", text=content,
        given=Given(title=title, published=published, authors=(author,) if author else ()), warnings=odd,
    )  # fmt: skip


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(entry: _Element, names: tuple[str, ...]) -> str | None:
    for name in names:
        for element in entry:
            if _local(element) == name:
                text = "".join(str(t) for t in element.itertext()).strip()
                if text:
                    return text
    return None
