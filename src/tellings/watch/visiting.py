"""What a watch does on the network: one feed or one page is fetched, politely and as robots.txt allows.

Runs in worker threads; nothing is kept here but what hosts said of themselves.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tellings.errors import FetchError, InputError, TellingsError
from tellings.model.feeds import Feed, HostState, Subscription, Visit
from tellings.read.addresses import Address
from tellings.read.answers import AGENT, Answer, Request
from tellings.read.charset import decode
from tellings.read.feeds import parse_feed
from tellings.read.fetch import Fetcher
from tellings.read.pace import Pace
from tellings.read.robots import LARGEST, Robots, allowed, answered
from tellings.settings import Limits, Watching

ROBOTS_SECONDS = 86_400.0
"""A robots.txt is read again after a day (RFC 9309 allows no longer)."""
ROBOTS_FAILED_SECONDS = 1_800.0
PATIENCE = 120.0
"""A worker does not wait longer than this for a host's turn: the page is tried again later."""


class Stopped(Exception):
    """The watch is to end; what is under way is given up."""


class FeedResult(NamedTuple):
    """What came of asking a feed; without `parsed` and problem it is as it was."""

    feed: Subscription
    answer: Answer | None = None
    parsed: Feed | None = None
    problem: TellingsError | None = None


class VisitResult(NamedTuple):
    """What came of visiting a page."""

    visit: Visit
    answer: Answer | None = None
    problem: FetchError | None = None


class Visitor:
    """Fetches for a watch; safe to use from several threads."""

    def __init__(
        self, fetcher: Fetcher, *, settings: Watching, limits: Limits, hosts: Iterable[HostState] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        """Take what fetches, and what is known of hosts."""
        self.fetcher, self.settings, self.limits, self.clock = fetcher, settings, limits, clock
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._known = {state.host: state for state in hosts}
        self._rules: dict[str, Robots] = {}
        self._changed: set[str] = set()
        by_name = {h: s for h, s in self._known.items() if "/" not in h}
        self.pace = Pace(settings.host_seconds, asked={host: state.asked for host, state in by_name.items()})
        for host, state in by_name.items():
            self.pace.hold(host, state.wait_until)

    def read_feed(self, feed: Subscription) -> FeedResult:
        """Ask for a feed and read it. A feed is asked for by a person: robots.txt speaks of the pages, not of it."""
        request = Request(feed.address, "feed", feed.etag, feed.modified, self.limits.page_bytes)
        try:
            answer = self._get(request, self.wait)
            if answer.status == 304:
                return FeedResult(feed, answer)
            parsed = parse_feed(
                answer.body, where=feed.address, address=answer.address, label=answer.charset, limit=self.settings.feed_items
            )
            return FeedResult(feed, answer, parsed)
        except FetchError as problem:
            self._back_off(problem)
            return FeedResult(feed, problem=problem)
        except InputError as problem:
            return FeedResult(feed, problem=problem)
        except Stopped:
            raise
        except Exception as problem:  # one feed must never stop the others
            return FeedResult(feed, problem=_fault(feed.address, problem))

    def visit(self, visit: Visit) -> VisitResult:
        """Fetch a page as its host's robots.txt allows."""
        request = Request(visit.address, "page", visit.etag, visit.modified, self.limits.page_bytes)
        try:
            return VisitResult(visit, self._get(request, self._permit))
        except FetchError as problem:
            self._back_off(problem)
            return VisitResult(visit, problem=problem)
        except Stopped:
            raise
        except Exception as problem:  # one page must never stop the others
            return VisitResult(visit, problem=_fault(visit.address, problem))

    def _get(self, request: Request, before: Callable[[Address], None]) -> Answer:
        """Fetch, and count the time between two requests from the end of this one."""
        hosts: list[str] = []

        def ask(address: Address) -> None:
            before(address)
            hosts.append(address.host)

        try:
            return self.fetcher.get(request, before=ask)
        finally:
            for host in hosts[-1:]:
                self.pace.note(host, self.clock())

    def permitted(self, url: Address) -> bool:
        """Tell whether a host's robots.txt allows a page; asks for that file where it is not known."""
        return allowed(self._robots(url), url.target)

    def changed_hosts(self) -> tuple[HostState, ...]:
        """Return what became known of hosts since the last call."""
        asked = self.pace.asked()
        with self._lock:
            for host, moment in asked.items():
                known = self._known.get(host, HostState(host=host))
                if known.asked != moment:
                    self._put(host, asked=moment)
            names, self._changed = self._changed, set()
            return tuple(self._known[name] for name in sorted(names))

    def _put(self, name: str, **fields: float | str | int | None) -> None:
        from msgspec import structs

        self._known[name] = structs.replace(self._known.get(name, HostState(host=name)), **fields)
        self._changed.add(name)

    def _permit(self, address: Address) -> None:
        if not allowed(self._robots(address), address.target):
            why = f"of {address.authority}"
            raise FetchError("robots.txt does not allow it", where=address.url, why=why, reason="robots", address=address.url)
        self.wait(address)

    def wait(self, address: Address) -> None:
        """Wait for a host's turn. Raises FetchError where that is long, Stopped where the watch is to end."""
        start = self.pace.free_at(address.host, self.clock())
        if start - self.clock() > PATIENCE:
            raise FetchError("the host is not to be asked yet", where=address.url, reason="held",
                             retry_after=start - self.clock(), address=address.url)  # fmt: skip
        start = self.pace.reserve(address.host, self.clock())
        if self.stop.wait(max(0.0, start - self.clock())):
            raise Stopped

    def _back_off(self, problem: FetchError) -> None:
        """Leave a host alone for as long as it asks, or for a while where it is overloaded."""
        if problem.status not in (429, 503) or not problem.address:
            return
        host = problem.address.partition("://")[2].partition("/")[0].rpartition(":")
        name = host[0] if host[1] and host[2].isdigit() else "".join(host)
        until = self.clock() + (problem.retry_after if problem.retry_after is not None else 60.0)
        name = name.strip("[]")
        self.pace.hold(name, until)
        with self._lock:
            self._put(name, wait_until=until)

    def _robots(self, address: Address) -> Robots:
        site = f"{address.scheme}://{address.authority}"
        now = self.clock()
        known = self._known.get(site)
        if known is None or known.robots_read is None or now - known.robots_read > self._robots_age(known):
            known = self._ask_robots(site, address, known)
            self._rules.pop(site, None)
        rules = self._rules.get(site)
        if rules is None:
            if known.robots_status is None or known.robots_status >= 500 or known.robots_status == 429:
                raise FetchError("robots.txt cannot be read, so nothing is fetched", where=address.url, why=known.robots or "",
                                 reason="robots-unread", address=address.url)  # fmt: skip
            rules = self._rules[site] = answered(known.robots_status, known.robots, AGENT)
            if rules.delay is not None:
                self.pace.slow(address.host, rules.delay)
        return rules

    def _robots_age(self, known: HostState) -> float:
        unread = known.robots_status is None or known.robots_status >= 500 or known.robots_status == 429
        return ROBOTS_FAILED_SECONDS if unread else ROBOTS_SECONDS

    def _ask_robots(self, site: str, address: Address, known: HostState | None) -> HostState:
        request = Request(f"{site}/robots.txt", "robots", limit=LARGEST)
        text: str | None = None
        status: int | None = None
        try:
            answer = self._get(request, self.wait)
            status, text = answer.status, decode(answer.body, label=answer.charset or "utf-8")[0]
        except FetchError as problem:
            if problem.reason in ("address", "held"):
                raise
            self._back_off(problem)
            status, text = problem.status, problem.message[:300]
            if problem.reason in ("size", "redirects"):
                status = 404 if problem.reason == "redirects" else 500
        with self._lock:
            self._put(site, robots=text, robots_status=status, robots_read=self.clock())
            return self._known[site]


def _fault(where: str, problem: Exception) -> FetchError:
    return FetchError("a fault in the program", where=where, why=f"{type(problem).__name__}: {problem}"[:300], reason="fault")
