"""The list of watched feeds: put on it, taken off, listed, taken over from other readers and handed to them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from msgspec import structs

from tellings.errors import FeedError, FetchError
from tellings.model.feeds import Changes, FeedLink, Outline, Subscription
from tellings.read.addresses import parse
from tellings.read.answers import Request
from tellings.read.feed_links import find_feeds
from tellings.read.feeds_markup import is_html
from tellings.read.fetch import Fetcher
from tellings.read.opml import read_opml, write_opml
from tellings.settings import Settings
from tellings.store import Store
from tellings.watch.visiting import FeedResult, Visitor


class Imported(NamedTuple):
    """What came of a list: feeds that are new, those that were watched already, and what was passed over."""

    added: tuple[Subscription, ...]
    known: int
    notes: tuple[str, ...]


def add_feed(
    store: Store, address: str, *, title: str | None = None, folder: str | None = None, every: int | None = None,
    now: float | None = None,
) -> Subscription:  # fmt: skip
    """Watch a feed from now on; one that is watched keeps what is known of it. Raises ForbiddenAddress."""
    url = parse(address.replace("feed://", "http://", 1) if address.startswith("feed://") else address).url
    moment = time.time() if now is None else now
    before = store.subscription(url)
    if before is None:
        feed = Subscription(address=url, title=title, folder=folder, every=every, due=moment, added=moment)
    else:
        feed = structs.replace(
            before, title=title or before.title, folder=folder or before.folder, every=every or before.every, state="active",
            due=min(before.due, moment) if before.state == "active" else moment,
        )  # fmt: skip
    store.put_watch(Changes(feeds=(feed,)))
    return feed


def find_feed(store: Store, name: str) -> Subscription:
    """Return the watched feed of an address, or the one that the name is part of. Raises FeedError."""
    feeds = store.subscriptions()
    exact = [f for f in feeds if name in (f.address, f.title) or name in f.moved_from]
    with suppress(FetchError):
        exact = exact or [f for f in feeds if f.address == parse(name).url]
    found = exact or [f for f in feeds if name.lower() in f"{f.address} {f.title or ''}".lower()]
    if not found:
        raise FeedError(f"no feed {name!r} is watched", hint="`tellings feeds list` names those that are")
    if len(found) > 1:
        raise FeedError(f"{name!r} names {len(found)} feeds", why=", ".join(f.address for f in found[:3]), hint="name one")
    return found[0]


def remove_feed(store: Store, name: str) -> Subscription:
    """Watch a feed, and what an index of sitemaps named, no longer; pages that are kept stay. Raises FeedError."""
    feed = find_feed(store, name)
    children = [f.address for f in store.subscriptions() if f.parent == feed.address]
    store.put_watch(Changes(dropped=(feed.address, *children)))
    return feed


def pause_feed(store: Store, name: str, *, paused: bool) -> Subscription:
    """Let a feed rest, or go on with it. Raises FeedError."""
    feed = structs.replace(find_feed(store, name), state="paused" if paused else "active")
    store.put_watch(Changes(feeds=(feed,)))
    return feed


def import_feeds(store: Store, raw: bytes, *, where: str, now: float | None = None) -> Imported:
    """Watch the feeds of an OPML list. Raises UnreadableInput or EmptyInput."""
    outlines, notes = read_opml(raw, where=where)
    moment = time.time() if now is None else now
    known = {f.address for f in store.subscriptions()}
    added = tuple(
        Subscription(address=o.address, title=o.title, home=o.home, folder=o.folder, due=moment, added=moment)
        for o in outlines
        if o.address not in known
    )
    store.put_watch(Changes(feeds=added))
    return Imported(added, len(outlines) - len(added), notes)


def export_feeds(feeds: Sequence[Subscription]) -> str:
    """Return watched feeds as an OPML list; sitemaps that an index named come with it and are left out."""
    own = [f for f in feeds if f.parent is None]
    return write_opml([Outline(address=f.address, title=f.title, home=f.home, folder=f.folder) for f in own])


def check_feed(settings: Settings, address: str, *, fetcher: Fetcher | None = None) -> FeedResult:
    """Ask for a feed once and return what came of it; nothing is kept. Raises ForbiddenAddress."""
    visitor = Visitor(fetcher or Fetcher(settings.watch), settings=settings.watch, limits=settings.limits)
    return visitor.read_feed(Subscription(address=parse(address).url))


def feeds_of_page(settings: Settings, address: str, *, fetcher: Fetcher | None = None) -> tuple[FeedLink, ...]:
    """Return the feeds that a page of the web names; the address itself where it is one. Raises FetchError."""
    asked = parse(address).url
    visitor = Visitor(fetcher or Fetcher(settings.watch), settings=settings.watch, limits=settings.limits)
    answer = visitor.fetcher.get(Request(asked, "page", limit=settings.limits.page_bytes), before=visitor.wait)
    if not is_html(answer.body):
        result = visitor.read_feed(Subscription(address=asked))
        if result.parsed is not None:
            return (FeedLink(address=asked, title=result.parsed.title),)
    return find_feeds(answer.body, address=answer.address, label=answer.charset)
