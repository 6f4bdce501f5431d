"""Feeds of stories and of searches: Atom (RFC 4287) and JSON Feed 1.1, pure functions from cards and stories.

The id of an item is made from the story's id, which stays while the story grows; `updated` is when its pages, counts or
differences last changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.sax.saxutils import escape as xml
from xml.sax.saxutils import quoteattr

import msgspec

from tellings import __version__
from tellings.errors import InputError
from tellings.export.json_text import known
from tellings.export.naming import identifier
from tellings.export.report_view import count_line
from tellings.library import Library
from tellings.model import Card, Cite, SearchKind, Story
from tellings.web.addresses import page_link, slug, story_link, with_query
from tellings.web.api_endpoints import MOST, Endpoint, Param, Text
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk
from tellings.web.shelf import Wanted
from tellings.web.views.searching import kind_of
from tellings.web.views.stories import wanted_of

ITEMS = 40
"""Stories that a feed holds."""
NEVER = "1970-01-01T00:00:00Z"
"""When a feed without items was last changed."""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM, JSON = "application/atom+xml; charset=utf-8", "application/feed+json"


@dataclass(frozen=True)
class Item:
    """One story as a feed shows it."""

    id: str
    title: str
    link: str
    updated: str
    published: str
    counts: str
    sentences: tuple[tuple[str, tuple[Cite, ...]], ...]
    tags: tuple[str, ...]
    card: Card


@dataclass(frozen=True)
class Feed:
    """A list of stories with its own address and that of the page which shows the same."""

    id: str
    title: str
    link: str
    own: str
    items: tuple[Item, ...]

    @property
    def updated(self) -> str:
        """Return when an item last changed."""
        return max((i.updated for i in self.items), default=NEVER)


def item(card: Card, story: Story | None, *, base: str) -> Item:
    """Return a story as an item; its summary with the passages, where it has one."""
    changed = card.changed or NEVER
    return Item(
        id=f"urn:uuid:{identifier('stories', card.story)}", title=card.title or "Untitled", link=base + story_link(card.story),
        updated=changed, published=min((a.at for a in card.arrived), default=changed), counts=count_line(card.counts),
        sentences=tuple((s.text, s.evidence) for s in story.summary) if story else (), tags=card.types, card=card,
    )  # fmt: skip


def _body(one: Item, *, base: str) -> str:
    """Return an item's text as HTML: each sentence with links to its passages."""
    lines = [f"<p>{escape(one.counts)}</p>"]
    for text, evidence in one.sentences:
        marks = (
            f'<a href="{escape(base + page_link(slug(c.document), c.start, c.end))}">{n}</a>' for n, c in enumerate(evidence, 1)
        )
        lines.append(f"<p>{escape(text)} [{', '.join(marks)}]</p>")
    return "".join(lines)


def atom(feed: Feed, *, base: str) -> bytes:
    """Return a feed as Atom."""

    def text(value: str) -> str:
        return xml(NOT_XML.sub(" ", value))

    lines = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{text(feed.id)}</id>", f"<title>{text(feed.title)}</title>", f"<updated>{feed.updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(feed.link)}/>', "<author><name>Tellings</name></author>",
        f'<generator version="{__version__}">Tellings</generator>',
    ]  # fmt: skip
    for one in feed.items:
        lines += [
            "<entry>", f"<id>{text(one.id)}</id>", f"<title>{text(one.title)}</title>",
            f'<link rel="alternate" type="text/html" href={quoteattr(one.link)}/>',
            f'<link rel="alternate" type="application/json" href={quoteattr(one.link + ".json")}/>',
            f"<updated>{one.updated}</updated>", f"<published>{one.published}</published>",
            *(f"<category term={quoteattr(tag)}/>" for tag in one.tags),
            f'<content type="html">{text(_body(one, base=base))}</content>', "</entry>",
        ]  # fmt: skip
    return "\n".join([*lines, "</feed>", ""]).encode("utf-8", "replace")


def json_feed(feed: Feed, *, base: str) -> bytes:
    """Return a feed as JSON Feed; `_tellings` holds each item's counts, days and passages."""
    record = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.link, "feed_url": feed.own,
        "authors": [{"name": "Tellings"}], "items": [_json_item(one, base=base) for one in feed.items],
    }  # fmt: skip
    return msgspec.json.encode(record)


def _json_item(one: Item, *, base: str) -> dict[str, Any]:
    passages = [{"text": text, "evidence": evidence} for text, evidence in one.sentences]
    own = {
        "story": one.card.story,
        "counts": one.card.counts,
        "first": one.card.first,
        "last": one.card.last,
        "summary": passages,
    }
    return known(
        id=one.id, url=one.link, title=one.title, content_html=_body(one, base=base), date_published=one.published,
        date_modified=one.updated, tags=list(one.tags), _tellings=own,
    )  # fmt: skip


def stories_feed(desk: Desk, asked: Asked) -> Feed:
    """Return the stories that last changed, under the filters of the list of stories."""
    wanted = wanted_of(asked)
    cards = desk.shelf.choose(Wanted(wanted.day, wanted.facets, "changed"))[:ITEMS]
    pairs = [("day", wanted.day), *((facet, value) for facet, values in wanted.facets for value in values)]
    title = " · ".join([desk.title, *(value for _, value in pairs if value)])
    own = with_query(asked.path, pairs)
    return _feed(asked, own, title, with_query("/", pairs), _items(desk, cards, asked.base))


def search_feed(desk: Desk, asked: Asked) -> Feed:
    """Return the stories that answer a query, those that last changed first. Raises InputError where it is empty."""
    query, kind = asked.one("q").strip(), kind_of(asked)
    if not query:
        raise InputError("the query is empty", where="q", hint="write words to search for")
    return _searched(desk, asked, query, kind, f"{desk.title}: {query}", with_query(asked.path, [("q", query), ("kind", kind)]))


def saved_feed(desk: Desk, asked: Asked) -> Feed:
    """Return what a saved search of the visitor finds now. Raises NotFound."""
    number = asked.param("number")
    found = next((s for s in desk.library.store.saved(asked.visitor.name) if str(s.number) == number), None)
    if found is None:
        raise NotFound(f"there is no saved search {number!r} of yours", hint="the page of saved searches lists them")
    return _searched(desk, asked, found.query, found.kind, f"{desk.title}: {found.name}", asked.path)


def _searched(desk: Desk, asked: Asked, query: str, kind: SearchKind, title: str, own: str) -> Feed:
    names = found_stories(desk.library, query, kind)
    cards = sorted((c for n in names if (c := desk.shelf.card(n))), key=lambda c: c.changed, reverse=True)
    return _feed(
        asked, own, title, with_query("/search", [("q", query), ("kind", kind)]), _items(desk, cards[:ITEMS], asked.base)
    )


def found_stories(library: Library, query: str, kind: SearchKind) -> list[str]:
    """Return the stories that a query finds, or that what it finds is in."""
    hits = library.search(query, kind=kind, limit=MOST).hits
    return list(dict.fromkeys(n for h in hits if (n := h.id if h.kind == "stories" else h.story)))


def _items(desk: Desk, cards: Iterable[Card], base: str) -> tuple[Item, ...]:
    return tuple(item(card, desk.library.story(card.story), base=base) for card in cards)


def _feed(asked: Asked, own: str, title: str, link: str, items: Sequence[Item]) -> Feed:
    return Feed(
        id=f"urn:uuid:{identifier('feed', re.sub(r'[.]json|[.]atom', '', own))}", title=title, link=asked.base + link,
        own=asked.base + own, items=tuple(items),
    )  # fmt: skip


def _as_atom(build: Any) -> Any:
    def made(desk: Desk, asked: Asked) -> Text:
        return Text((atom(build(desk, asked), base=asked.base),), ATOM)

    return made


def _as_json(build: Any) -> Any:
    def made(desk: Desk, asked: Asked) -> Text:
        return Text((json_feed(build(desk, asked), base=asked.base),), JSON)

    return made


QUERY = (
    Param("q", "The query.", required=True),
    Param("kind", "What is searched.", values=("pages", "stories", "quotes", "events")),
)
FILTERS = (
    Param("day", "Only stories of this day (ISO 8601)."),
    *(Param(name, f"Only stories with this {name}; several: any of them.", "array")
      for name in ("source", "language", "place", "person", "organisation", "type")),
)  # fmt: skip
KINDS = (
    ("stories", "The stories that last changed", stories_feed, FILTERS),
    ("search", "The stories that a query finds", search_feed, QUERY),
    ("saved/{number}", "The stories that a saved search finds", saved_feed, ()),
)  # fmt: skip
FEEDS: tuple[Endpoint, ...] = tuple(
    Endpoint(f"/follow/{path}.{ending}", f"{words} ({name})", wrap(build), media, query)
    for path, words, build, query in KINDS
    for ending, name, wrap, media in (
        ("atom", "Atom", _as_atom, "application/atom+xml"), ("json", "JSON Feed", _as_json, "application/feed+json")
    )
)  # fmt: skip
