"""What the forms of the feeds do: add one or a whole list, let one rest, take it out; `tellings watch` does the reading."""

from __future__ import annotations

import time
from typing import cast

from msgspec import structs

from tellings import accounts
from tellings.errors import FeedError
from tellings.model.feeds import Changes, FeedState, Subscription
from tellings.read.addresses import normalise
from tellings.read.opml import read_opml
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.front import Action, Done, Form

SHORTEST = 60
"""Seconds that lie between two readings of a feed at least."""


def _one(form: Form, name: str) -> str:
    return form.get(name, ("",))[0].strip()


def add_feeds(desk: Desk, asked: Asked, form: Form) -> Done:
    """Watch a feed, or all of an OPML list."""
    store, now = desk.library.store, time.time()
    known = {one.address for one in store.subscriptions()}
    if _one(form, "opml"):
        outlines, _ = read_opml(_one(form, "opml").encode("utf-8", "replace"), where="the list")
        new = [
            Subscription(address=o.address, title=o.title, home=o.home, folder=o.folder, added=now)
            for o in outlines if o.address not in known
        ]  # fmt: skip
    else:
        new = [Subscription(address=_address(_one(form, "address")), title=_one(form, "title") or None, added=now)]
        if new[0].address in known:
            raise FeedError("this feed is watched already", where=new[0].address)
    store.put_watch(Changes(feeds=tuple(new)))
    store.put_audit(
        accounts.now(), asked.visitor.name, "feeds added", ", ".join(one.address for one in new[:5]) + f" ({len(new)})"
    )
    return Done("/feeds", "changed")


def _address(given: str) -> str:
    address = normalise(given)
    if address is None:
        raise FeedError(f"{given[:100]!r} is no address of the web", hint="it begins with https:// or http://")
    return address


def change_feed(desk: Desk, asked: Asked, form: Form) -> Done:
    """Let a feed rest, read it again, or take it out; `every` are minutes between two readings."""
    store, what = desk.library.store, _one(form, "what")
    found = store.subscription(asked.param("feed"))
    if found is None:
        raise FeedError("this feed is not watched")
    if what == "remove":
        store.put_watch(Changes(dropped=(found.address,)))
    elif what in {"active", "paused"}:
        store.put_watch(Changes(feeds=(structs.replace(found, state=cast(FeedState, what), failures=0, due=time.time()),)))
    elif what == "every":
        minutes = _one(form, "minutes")
        if minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) < 7):
            raise FeedError(f"{minutes!r} are no minutes")
        every = max(SHORTEST, int(minutes) * 60) if minutes else None
        store.put_watch(Changes(feeds=(structs.replace(found, every=every),)))
    else:
        raise FeedError("there is no such change")
    store.put_audit(accounts.now(), asked.visitor.name, f"feed: {what}", found.address)
    return Done("/feeds", "changed")


FEED_ACTIONS: tuple[Action, ...] = (
    Action("/feeds", add_feeds, "admin"),
    Action("/feeds/{feed}", change_feed, "admin"),
)
