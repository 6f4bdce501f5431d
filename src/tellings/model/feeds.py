"""Feeds and what is known of them: the entries that a feed lists, the feeds that are watched, the pages that they led to."""

from __future__ import annotations

from typing import Literal

from tellings.model.spans import Record

FeedKind = Literal["rss", "atom", "json", "sitemap", "sitemap-index"]
FeedState = Literal["active", "paused", "gone"]
VisitState = Literal["waiting", "kept", "passed", "failed"]
Telling = Literal["page", "feed"]


class Item(Record, frozen=True):
    """One entry of a feed; addresses are absolute, titles plain text, moments ISO 8601.

    `content` is the article itself where the feed carries it, `summary` what it says in short; `html` tells whether these two
    are markup. Null where the feed does not say.
    """

    link: str | None = None
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    content: str | None = None
    summary: str | None = None
    html: bool = False
    language: str | None = None
    outlet: str | None = None


class Child(Record, frozen=True):
    """One sitemap of an index of sitemaps."""

    address: str
    changed: str | None = None


class Feed(Record, frozen=True):
    """A feed as it was read; `every` are the seconds after which it asks to be read again, `notes` what had to be mended."""

    kind: FeedKind
    title: str | None = None
    home: str | None = None
    language: str | None = None
    every: int | None = None
    items: tuple[Item, ...] = ()
    children: tuple[Child, ...] = ()
    notes: tuple[str, ...] = ()


class FeedLink(Record, frozen=True):
    """A feed that a page names; `declared` in its head, else only linked from its text."""

    address: str
    title: str | None = None
    declared: bool = True


class Outline(Record, frozen=True):
    """One feed of an OPML list; `folder` are the names of the outlines around it, joined by " / "."""

    address: str
    title: str | None = None
    home: str | None = None
    folder: str | None = None


class Subscription(Record, frozen=True):
    """A watched feed and what became of it; moments are seconds since 1970 (UTC).

    `every` is the person's own rhythm in seconds (null: what the feed asks for, or the setting); `parent` the index that
    named a sitemap. `moved_from` lists the addresses that it had before.
    """

    address: str
    title: str | None = None
    home: str | None = None
    folder: str | None = None
    kind: FeedKind | None = None
    every: int | None = None
    asks: int | None = None
    state: FeedState = "active"
    due: float = 0.0
    added: float = 0.0
    read: float | None = None
    changed: float | None = None
    failures: int = 0
    problem: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    parent: str | None = None
    moved_from: tuple[str, ...] = ()


class Visit(Record, frozen=True):
    """One page that a feed led to, by what names it (`key`); moments are seconds since 1970 (UTC).

    `entry` is a digest of what the feed says of it, so that an update is seen; `digest` one of the page's readable text.
    `state`: waiting (to be fetched), kept (in the library), passed (not wanted; `problem` says why) or failed (given up).
    `due` is when it is fetched, or looked at again; null for never. `item` is the entry as the feed last had it.
    """

    key: str
    address: str
    feed: str
    state: VisitState = "waiting"
    due: float | None = 0.0
    item: Item = Item()
    tries: int = 0
    looks: int = 0
    problem: str | None = None
    document: str | None = None
    entry: str | None = None
    told: Telling | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    seen: float = 0.0
    fetched: float | None = None


class HostState(Record, frozen=True):
    """What is known of a host: when it was last asked, its robots.txt (null: none), how that was answered, and when."""

    host: str
    asked: float = 0.0
    robots: str | None = None
    robots_status: int | None = None
    robots_read: float | None = None
    wait_until: float = 0.0


class Changes(Record, frozen=True):
    """What is to be kept of one step of a watch, all of it or nothing; `dropped` are feeds that are no more.

    `moved` are feeds under a new address: their visits go with them.
    """

    feeds: tuple[Subscription, ...] = ()
    visits: tuple[Visit, ...] = ()
    hosts: tuple[HostState, ...] = ()
    dropped: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


Happened = Literal[
    "feed-read", "feed-unchanged", "feed-failed", "feed-moved", "feed-gone", "feed-found",
    "page-new", "page-changed", "page-unchanged", "page-passed", "page-later", "page-failed", "page-gone", "would-fetch",
    "stories-told", "hook-told", "hook-failed",
]  # fmt: skip


class Event(Record, frozen=True):
    """One thing that a watch did; `told` where the text is the feed's, `stub` where only a closed page's beginning is kept."""

    what: Happened
    address: str
    detail: str = ""
    document: str | None = None
    told: Telling | None = None
    stub: bool = False
