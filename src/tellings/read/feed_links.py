"""The feeds that a page names: declared in its head, or linked from its text by an address that looks like a feed's."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tellings.model.feeds import FeedLink
from tellings.read.addresses import join
from tellings.read.charset import decode
from tellings.read.feeds_markup import plain

TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml",
    "application/xml", "application/json",
})  # fmt: skip
SURE = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
LIKE_FEED = re.compile(r"(?:^|[/.?=_-])(?:rss|atom|feed|feeds)(?:$|[/.?=&_-])|\.(?:rss|atom|rdf)$", re.IGNORECASE)
LARGEST = 5_000_000
MOST = 50


def find_feeds(raw: bytes, *, address: str | None = None, label: str | None = None) -> tuple[FeedLink, ...]:
    """Return the feeds that a page names, those that its head declares first, each once."""
    from lxml import etree

    text, _ = decode(raw[:LARGEST], label=label)
    parser = etree.HTMLParser(no_network=True, recover=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root: Any = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None:
        return ()
    base = next((join(address, e.get("href") or "") for e in root.iter("base") if e.get("href")), None) or address
    found: dict[str, FeedLink] = {}
    for link in (*_declared(root, base), *_linked(root, base)):
        known = found.get(link.address)
        if known is None:
            found[link.address] = link
    return tuple(found.values())[:MOST]


def _declared(root: Any, base: str | None) -> list[FeedLink]:
    found = []
    for element in root.iter("link"):
        relation = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        wanted = kind in SURE or (kind in TYPES and LIKE_FEED.search(element.get("href") or ""))
        if ("alternate" in relation and wanted) or "feed" in relation:
            target = join(base, element.get("href") or "")
            if target:
                found.append(FeedLink(address=target, title=plain(element.get("title"))))
    return found


def _linked(root: Any, base: str | None) -> list[FeedLink]:
    found = []
    for element in root.iter("a"):
        href = element.get("href") or ""
        target = join(base, href) if href and not href.startswith(("#", "mailto:", "javascript:")) else None
        if target and LIKE_FEED.search(urlsplit(target).path + "?" + urlsplit(target).query):
            title = plain(" ".join(str(t) for t in element.itertext()))
            found.append(FeedLink(address=target, title=title[:200] if title else None, declared=False))
    return found
