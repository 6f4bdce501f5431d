"""The part of the store that keeps the feeds that are watched, the pages that they led to, and the hosts that were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from tellings.model.feeds import Changes, HostState, Subscription, Visit
from tellings.store.tables import Step, Tables, pack, unpack

ASKED_AT_ONCE = 500


class FeedStore(Protocol):
    """Keeps what a watch knows, so that it goes on where it stopped."""

    def subscriptions(self) -> list[Subscription]:
        """Return every feed, by address."""

    def subscription(self, address: str, /) -> Subscription | None:
        """Return the feed of an address."""

    def due_feeds(self, now: float, limit: int, /) -> list[Subscription]:
        """Return active feeds that are due, those that have been the longest first."""

    def put_watch(self, changes: Changes, /) -> None:
        """Keep what one step of a watch changed, in one transaction."""

    def visits(self, keys: Sequence[str], /) -> dict[str, Visit]:
        """Return those of the visits that are known, by key."""

    def visits_of(self, feed: str, limit: int, /) -> list[Visit]:
        """Return visits that a feed led to, the next to come first."""

    def due_visits(self, now: float, limit: int, /) -> list[tuple[str, Visit]]:
        """Return, of each host, the visit that has been due the longest, and the host."""

    def next_due(self, after: float, /) -> float | None:
        """Return when the next feed or page is due after a moment."""

    def visit_counts(self) -> dict[str, int]:
        """Return how many visits there are in each state."""

    def hosts(self) -> list[HostState]:
        """Return every host that was asked."""


class FeedTables(Tables):
    """The tables `feeds`, `visits` and `hosts`."""

    def subscriptions(self) -> list[Subscription]:
        """Return every feed, by address."""
        return [unpack(row, Subscription) for (row,) in self._query("SELECT feed FROM feeds ORDER BY address")]

    def subscription(self, address: str, /) -> Subscription | None:
        """Return the feed of an address."""
        row = self._one("SELECT feed FROM feeds WHERE address = ?", (address,))
        return unpack(row[0], Subscription) if row else None

    def due_feeds(self, now: float, limit: int, /) -> list[Subscription]:
        """Return active feeds that are due, those that have been the longest first."""
        asked = "SELECT feed FROM feeds WHERE state = 'active' AND due <= ? ORDER BY due, address LIMIT ?"
        return [unpack(row, Subscription) for (row,) in self._query(asked, (now, limit))]

    def put_watch(self, changes: Changes, /) -> None:
        """Keep what one step of a watch changed, in one transaction."""
        self._write(_steps(changes))

    def visits(self, keys: Sequence[str], /) -> dict[str, Visit]:
        """Return those of the visits that are known, by key."""
        found = {}
        for start in range(0, len(keys), ASKED_AT_ONCE):
            some = keys[start : start + ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = self._query(f"SELECT key, visit FROM visits WHERE key IN ({marks})", tuple(some))
            found.update({key: unpack(row, Visit) for key, row in rows})
        return found

    def visits_of(self, feed: str, limit: int, /) -> list[Visit]:
        """Return visits that a feed led to, the next to come first."""
        rows = self._query(
            "SELECT visit FROM visits WHERE feed = ? ORDER BY CASE WHEN due IS NULL THEN 1 ELSE 0 END, due, key LIMIT ?",
            (feed, limit),
        )
        return [unpack(row, Visit) for (row,) in rows]

    def due_visits(self, now: float, limit: int, /) -> list[tuple[str, Visit]]:
        """Return, of each host, the visit that has been due the longest, and the host."""
        rows = self._query(
            "SELECT host, visit FROM (SELECT host, visit, due, row_number() OVER (PARTITION BY host ORDER BY due, key) AS place"
            " FROM visits WHERE due IS NOT NULL AND due <= ?) AS waiting WHERE place = 1 ORDER BY due, host LIMIT ?",
            (now, limit),
        )
        return [(host, unpack(row, Visit)) for host, row in rows]

    def next_due(self, after: float, /) -> float | None:
        """Return when the next feed or page is due after a moment."""
        visits = self._one("SELECT min(due) FROM visits WHERE due IS NOT NULL AND due > ?", (after,))
        feeds = self._one("SELECT min(due) FROM feeds WHERE state = 'active' AND due > ?", (after,))
        found = [row[0] for row in (visits, feeds) if row and row[0] is not None]
        return min(found) if found else None

    def visit_counts(self) -> dict[str, int]:
        """Return how many visits there are in each state."""
        return {str(row[0]): int(row[1]) for row in self._query("SELECT state, count(*) FROM visits GROUP BY state")}

    def hosts(self) -> list[HostState]:
        """Return every host that was asked."""
        return [unpack(row, HostState) for (row,) in self._query("SELECT state FROM hosts ORDER BY host")]


def host_of(visit: Visit) -> str:
    """Return the host that a visit asks; one that needs no asking has a name of its own."""
    return urlsplit(visit.address).hostname or f"\x00{visit.key}"


def _steps(changes: Changes) -> Iterator[Step]:
    for old, new in changes.moved:
        yield "DELETE FROM feeds WHERE address = ?", (old,)
        yield "UPDATE visits SET feed = ? WHERE feed = ?", (new, old)
    for address in changes.dropped:
        yield "DELETE FROM feeds WHERE address = ?", (address,)
        yield "DELETE FROM visits WHERE feed = ? AND state = 'waiting'", (address,)
        yield "UPDATE visits SET due = NULL WHERE feed = ?", (address,)
    for feed in changes.feeds:
        yield (
            "INSERT INTO feeds (address, state, due, feed) VALUES (?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET"
            " state = excluded.state, due = excluded.due, feed = excluded.feed",
            (feed.address, feed.state, feed.due, pack(feed)),
        )
    yield from _visit_steps(changes.visits)
    for host in changes.hosts:
        yield (
            "INSERT INTO hosts (host, state) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET state = excluded.state",
            (host.host, pack(host)),
        )


def _visit_steps(visits: Iterable[Visit]) -> Iterator[Step]:
    for visit in visits:
        yield (
            "INSERT INTO visits (key, feed, host, state, due, visit) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            " feed = excluded.feed, host = excluded.host, state = excluded.state, due = excluded.due, visit = excluded.visit",
            (visit.key, visit.feed, host_of(visit), visit.state, visit.due, pack(visit)),
        )
