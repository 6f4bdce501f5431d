"""The feeds that are watched: how each fares, and the forms that add, rest and remove them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tellings.model.feeds import Subscription, Visit
from tellings.web.addresses import slug
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk

VISITS = 50
STATES = {"active": "read", "paused": "resting", "gone": "gone for good"}
VISITED = {"waiting": "to be fetched", "kept": "in the library", "passed": "not wanted", "failed": "given up"}


@dataclass(frozen=True)
class FeedView:
    """One feed; moments in words."""

    address: str
    link: str
    title: str
    home: str
    folder: str
    kind: str
    state: str
    told: str
    every: str
    last: str
    due: str
    problem: str


@dataclass(frozen=True)
class FeedsView:
    """All feeds, and how many pages they led to in each state."""

    feeds: tuple[FeedView, ...]
    visits: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class VisitView:
    """A page that a feed led to."""

    title: str
    address: str
    state: str
    when: str
    problem: str
    page: str


@dataclass(frozen=True)
class FeedPage:
    """One feed with the pages that it led to."""

    feed: FeedView
    visits: tuple[VisitView, ...]


def feeds(desk: Desk, asked: Asked) -> FeedsView:
    """Return the feeds that are watched."""
    store = desk.library.store
    counts = store.visit_counts()
    found = tuple(_feed(one) for one in store.subscriptions())
    return FeedsView(found, tuple((words, counts[state]) for state, words in VISITED.items() if counts.get(state)))


def feed(desk: Desk, asked: Asked) -> FeedPage:
    """Return one feed. Raises NotFound."""
    store = desk.library.store
    found = store.subscription(asked.param("feed"))
    if found is None:
        raise NotFound("this feed is not watched", hint="the list of feeds has those that are")
    return FeedPage(_feed(found), tuple(_visit(v) for v in store.visits_of(found.address, VISITS)))


def _feed(one: Subscription) -> FeedView:
    return FeedView(
        address=one.address, link=f"/feeds/{slug(one.address)}", title=one.title or one.address, home=web_address(one.home),
        folder=one.folder or "", kind=one.kind or "", state=one.state, told=STATES[one.state],
        every=_span(one.every or one.asks),
        last=moment(one.read), due=moment(one.due) if one.state == "active" and one.due else "",
        problem=one.problem or "",
    )  # fmt: skip


def _visit(one: Visit) -> VisitView:
    return VisitView(
        title=one.item.title or one.address, address=web_address(one.address), state=VISITED[one.state],
        when=moment(one.fetched or one.seen), problem=one.problem or "",
        page=f"/pages/{slug(one.document)}" if one.document else "",
    )  # fmt: skip


def web_address(address: str | None) -> str:
    """Return an address that may be a link: one of the web, else nothing."""
    return address if address and address.startswith(("http://", "https://")) else ""


def moment(seconds: float | None) -> str:
    """Return seconds since 1970 as day and time (UTC), nothing where there are none."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M") if seconds else ""


def _span(seconds: int | None) -> str:
    if not seconds:
        return ""
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
