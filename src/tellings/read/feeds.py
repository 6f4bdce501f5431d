"""Feeds of every kind, from the web or saved as files; and the pages that their entries are where they carry the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec import structs

from tellings.errors import EmptyInput, InputError, UnreadableInput
from tellings.model import Form, Given, Page, Source
from tellings.model.feeds import Feed, Item
from tellings.read.feed_links import find_feeds
from tellings.read.feeds_json import looks_like_json, read_json
from tellings.read.feeds_markup import is_html, length, xml_text

ENTRIES = 50_000
"""A sitemap may list as many; no feed is read further."""
FULL = 900
"""Characters of text from which a summary is taken for the article itself."""


def parse_feed(raw: bytes, *, where: str, address: str | None = None, label: str | None = None, limit: int = ENTRIES) -> Feed:
    """Return the feed that bytes hold; `address` resolves its relative links, `label` is the charset of the HTTP header.

    Raises UnreadableInput (for a page, with the feeds that it names) or EmptyInput.
    """
    if not raw.strip():
        raise EmptyInput("the feed is empty", where=where)
    if looks_like_json(raw):
        return read_json(raw, where=where, address=address, limit=limit)
    if is_html(raw):
        raise _no_feed(raw, where, address)
    text, notes = xml_text(raw, label=label)
    if "<" not in text[:10_000]:
        raise UnreadableInput("this is no feed", where=where, why=f"it begins {text[:40]!r}")
    from tellings.read.feeds_xml import read_xml

    feed = read_xml(text, where=where, address=address, limit=limit)
    return structs.replace(feed, notes=(*notes, *feed.notes)) if notes else feed


def _no_feed(raw: bytes, where: str, address: str | None) -> UnreadableInput:
    links = find_feeds(raw, address=address)
    named = ", ".join(link.address for link in links[:5])
    hint = f"the page names {named}" if named else "give the feed's own address"
    return UnreadableInput("this is a page, not a feed", where=where, hint=hint)


def full_text(item: Item) -> str | None:
    """Return the article's text where the entry carries it: its content, or a summary as long as an article."""
    if item.content and length(item.content):
        return item.content
    return item.summary if length(item.summary) >= FULL else None


def read_feed(raw: bytes, name: str) -> Iterator[Page | InputError]:
    """Yield a page for every entry of a saved feed that has text, be it only a summary."""
    try:
        feed = parse_feed(raw, where=name)
    except InputError as problem:
        yield problem
        return
    if not feed.items:
        hint = "an index of sitemaps names others" if feed.children else "RSS, Atom and JSON Feed are read"
        yield EmptyInput("the feed has no entries", where=name, hint=hint)
        return
    for number, item in enumerate(feed.items, 1):
        yield _saved(item, feed, f"{name}#{number}")


def _saved(item: Item, feed: Feed, where: str) -> Page | InputError:
    text = full_text(item) or item.content or item.summary
    if not text or not length(text):
        return EmptyInput("the entry has no text", where=where, hint="the feed carries headlines only")
    source = Source(sha256=digest(text), path=where, url=item.link, outlet=item.outlet or feed.title)
    return Page(id="", source=source, form=form_of(item, text), text=text, given=given(item, feed.language),
                warnings=feed.notes)  # fmt: skip


def form_of(item: Item, text: str) -> Form:
    """Return how an entry's text is written."""
    return "html" if item.html or ("<" in text and ">" in text) else "text"


def given(item: Item, language: str | None = None) -> Given:
    """Return what an entry says of the article besides its text; a language by its short code."""
    code = (item.language or language or "").replace("_", "-").partition("-")[0].lower()
    return Given(
        title=item.title, published=item.published, authors=item.authors,
        language=code if len(code) == 2 and code.isalpha() else None,
    )  # fmt: skip


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
