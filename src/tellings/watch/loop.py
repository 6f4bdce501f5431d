"""The watch: what is due is fetched, what is new is analysed and kept, step by step; a step is kept whole or not at all.

A feed's new state is written together with the pages that it led to, and a page before its visit is marked as made: a watch
that is killed goes on where it stopped, with nothing lost and nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import structs

from tellings.errors import FetchError
from tellings.model import Analysis, Failure, Page
from tellings.model.feeds import Changes, Event, Happened, Item, Visit
from tellings.read.feeds import digest, full_text
from tellings.read.fetch import Fetcher
from tellings.settings import Settings
from tellings.store import Store
from tellings.watch import decisions
from tellings.watch.account import Account
from tellings.watch.crew import Crew
from tellings.watch.folder import EVERY, Folder
from tellings.watch.pages import Ready, cleaned, is_stub, page_of, told_by_feed
from tellings.watch.visiting import FeedResult, Visitor, VisitResult

BATCH = 16
"""Pages that are analysed together."""
HORIZON = 5.0
"""A worker is handed a host whose turn comes within these seconds; other hosts go first."""
NAP = 0.5
ROUND = 60.0
"""Seconds after which what came is put into stories, and told to those who asked for it, at the latest."""
LONGEST_NAP = 30.0
LONGEST_TURN = 300.0
"""A watch that runs once does not wait longer than this for a host that wants to be left alone."""
Result = FeedResult | VisitResult


class Shelf(Protocol):
    """What a watch needs of a library."""

    settings: Settings
    store: Store

    def add_pages(self, pages: Iterable[Page | Failure]) -> Iterator[Analysis | Failure]:
        """Analyse and keep pages."""

    def add(self, inputs: Sequence[str | Path], *, as_is: bool = False) -> Iterator[Analysis | Failure]:
        """Read, analyse and keep files."""


class Watch:
    """Reads the feeds of a library and keeps the pages that they lead to."""

    def __init__(
        self, library: Shelf, *, fetcher: Fetcher | None = None, clock: Callable[[], float] = time.time,
        on_event: Callable[[Event], None] = lambda event: None, folder: Path | None = None,
        after_round: Callable[[], Iterable[Event]] = tuple,
    ) -> None:  # fmt: skip
        """Take a library; what happens is told to `on_event`. The saved pages of `folder` are taken in too, as they come.

        `after_round` does what is to be done with the pages that came: once a minute, and at the end.
        """
        self._after_round, self._next_round = after_round, 0.0
        self._folder = Folder(folder) if folder else None
        self.library, self.store, self.clock, self.on_event = library, library.store, clock, on_event
        self.settings, self.limits = library.settings.watch, library.settings.limits
        self.visitor = Visitor(
            fetcher or Fetcher(self.settings), settings=self.settings, limits=self.limits, hosts=self.store.hosts(), clock=clock
        )
        self.account = Account()
        self._ready: list[Ready] = []
        self._cutoff: float | None = None

    def run(self, *, once: bool = False, seconds: float | None = None) -> Account:
        """Watch until interrupted, for some seconds, or (`once`) until nothing that is due now is left; return what was done.

        What was finished is kept whatever ends the run.
        """
        started = self.clock()
        self._cutoff = started if once else None
        until = None if seconds is None else started + seconds
        crew: Crew[Result] = Crew(self.settings.jobs)
        try:
            while until is None or self.clock() < until:
                self._saved()
                self._send(crew)
                if self.clock() >= self._next_round:
                    self._round()
                if not crew.busy and not self._ready and not self._rest(until):
                    break
                for result in crew.done(NAP):
                    self._take(result)
                if self._ready and (len(self._ready) >= BATCH or not crew.busy):
                    self._add()
            self._add()
            self._round()
        finally:
            self.visitor.stop.set()
            crew.end()
            self.account.waiting = self.store.visit_counts().get("waiting", 0)
        return self.account

    def _round(self) -> None:
        for event in self._after_round():
            self._tell(event)
        self._next_round = self.clock() + ROUND

    def _saved(self) -> None:
        files = self._folder.new(self.clock()) if self._folder else []
        for result in self.library.add(files) if files else ():
            if isinstance(result, Failure):
                self._tell(Event(what="page-failed", address=result.source, detail=result.message))
            else:
                name, title = result.document.source.path or result.id, result.metadata.title or ""
                self._tell(Event(what="page-new", address=name, detail=title, document=result.id))

    def preview(self) -> Account:
        """Read the feeds that are due and tell what would be fetched; nothing is kept."""
        now = self.clock()
        for feed in self.store.due_feeds(now, 1 << 30):
            result = self.visitor.read_feed(feed)
            decision = self._decided(result)
            for event in decision.events:
                self._tell(event)
            for visit in decision.visits:
                if visit.due is not None and visit.due <= self.clock():
                    self._tell(Event(what="would-fetch", address=visit.address or visit.key, detail=visit.item.title or ""))
        return self.account

    @property
    def _due(self) -> float:
        """Return the moment by which things are due: a run of one round leaves alone what falls due during it."""
        return self.clock() if self._cutoff is None else self._cutoff

    def _send(self, crew: Crew[Result]) -> None:
        """Hand out what is due while workers are idle: one errand a host, feeds before pages."""
        room = 2 * self.settings.jobs - len(crew.busy)
        if room <= 0 or len(self._ready) >= 2 * BATCH:
            return
        seen = 2 * self.settings.jobs + len(crew.busy) + len(self._ready)
        for feed in self.store.due_feeds(self._due, seen + room):
            host = _host(feed.address)
            if room > 0 and self._turn(crew, host):
                crew.send(host, lambda feed=feed: self.visitor.read_feed(feed))  # type: ignore[misc]
                room -= 1
        under_way = {ready.visit.key for ready in self._ready}
        for host, visit in self.store.due_visits(self._due, seen + room):
            if room <= 0:
                return
            if visit.key in under_way or not self._turn(crew, host):
                continue
            room -= 1
            if visit.address:
                crew.send(host, lambda visit=visit: self.visitor.visit(visit))  # type: ignore[misc]
            else:
                self._made_of_entry(visit, "the entry has no page of its own")

    def _turn(self, crew: Crew[Result], host: str) -> bool:
        return host not in crew.busy and self.visitor.pace.free_at(host, self.clock()) <= self.clock() + HORIZON

    def _rest(self, until: float | None) -> bool:
        """Wait for the next thing to do; tell whether there is one."""
        now = self.clock()
        waiting = {_host(f.address) for f in self.store.due_feeds(self._due, 1_000)}
        waiting |= {host for host, _ in self.store.due_visits(self._due, 1_000)}
        turns = [self.visitor.pace.free_at(host, now) for host in waiting]
        if self._cutoff is not None and (not turns or min(turns) - now > LONGEST_TURN):
            return False
        nap = EVERY if self._folder else LONGEST_NAP
        next_one = min([*turns, self.store.next_due(now) or now + nap, now + nap, until or now + nap])
        self.visitor.stop.wait(max(0.01, next_one - now - HORIZON if turns else next_one - now))
        return True

    def _take(self, result: Result) -> None:
        if isinstance(result, FeedResult):
            self._take_feed(result)
            return
        # The feed may have told more of the page, or been removed, while it was fetched.
        visit = self.store.visits([result.visit.key]).get(result.visit.key)
        if visit is not None:
            self._take_visit(visit, result)

    def _take_feed(self, result: FeedResult) -> None:
        decision = self._decided(result)
        feed, old = decision.feed, result.feed.address
        if self.store.subscription(old) is None:
            return  # it was removed meanwhile
        gone: tuple[tuple[str, str], ...] = ()
        feeds = (feed, *(c for c in decision.children if self.store.subscription(c.address) is None))
        events = list(decision.events)
        if result.answer is not None:
            target = result.answer.moved_to
            taken = bool(target and target != old and self.store.subscription(target) is not None)
            new = decisions.moved(feed, result.answer, taken)
            if new is not None or taken:
                gone = ((old, target or ""),)
                feeds = (*((new,) if new else ()), *feeds[1:])
                events.append(Event(what="feed-moved", address=old, detail=f"to {target}"))
        if self._cutoff is not None:
            self._cutoff = max(self._cutoff, self.clock())
        self._put(Changes(feeds=feeds, visits=decision.visits, moved=gone))
        for event in events:
            self._tell(event)

    def _decided(self, result: FeedResult) -> decisions.FeedDecision:
        now = self.clock()
        if result.problem is not None or result.answer is None:
            problem = result.problem or FetchError("no answer", where=result.feed.address)
            return decisions.feed_failed(result.feed, problem, now=now, settings=self.settings)
        parsed = result.parsed
        if parsed is not None and sha256(result.answer.body).hexdigest() == result.feed.digest:
            parsed = None
        keys = [k for item in (parsed.items if parsed else ()) if (k := decisions.key_of(item, result.feed.address))]
        return decisions.after_feed(
            result.feed, result.answer, parsed, self.store.visits(keys), now=now, settings=self.settings
        )

    def _take_visit(self, visit: Visit, result: VisitResult) -> None:
        if result.answer is None:
            self._failed(visit, result.problem or FetchError("no answer", where=visit.address))
            return
        if result.answer.status == 304:
            self._unchanged(visit)
            return
        answer = result.answer
        try:
            ready = page_of(visit, answer, now=self.clock())
        except FetchError as problem:
            self._failed(visit, problem)
            return
        fresh = structs.replace(visit, etag=answer.etag, modified=answer.modified, address=answer.moved_to or visit.address)
        self._take_page(ready._replace(visit=fresh))

    def _take_page(self, ready: Ready) -> None:
        """Put a page on the pile that is analysed, unless it says nothing new.

        A new page is cleaned by its analysis; before that only where its feed may have more of it than is open.
        """
        visit, page = ready.visit, ready.page
        known = next(iter(self.store.analyses([page.id], ("metadata",))), None)
        if known is None and (ready.told == "feed" or not full_text(visit.item)):
            self._ready.append(ready)
            return
        same = known is not None and known.document.source.sha256 == page.source.sha256
        if not same:
            ready = cleaned(ready, now=self.clock(), limits=self.limits)
        if known is None:
            self._ready.append(ready)
        elif same or digest(known.text) == ready.digest:
            self._unchanged(structs.replace(visit, digest=digest(known.text)), page.id)
        elif visit.document and visit.told == "page" and (ready.stub or ready.told == "feed"):
            self._unchanged(visit, page.id)  # closed by now: what was open stays
        else:
            self._ready.append(ready)

    def _unchanged(self, visit: Visit, document: str | None = None) -> None:
        kept = decisions.looked(visit, now=self.clock(), settings=self.settings)
        kept = structs.replace(kept, document=document or visit.document, item=_bare(visit))
        self._put(Changes(visits=(kept,)))
        self._tell(Event(what="page-unchanged", address=visit.address, document=kept.document))

    def _failed(self, visit: Visit, problem: FetchError) -> None:
        if decisions.is_closed(problem) and full_text(visit.item) and visit.told != "page":
            self._made_of_entry(visit, "robots.txt does not allow the page" if problem.reason == "robots" else problem.what)
            return
        kept, event = decisions.after_failure(visit, problem, now=self.clock(), settings=self.settings)
        self._put(Changes(visits=(kept,)))
        self._tell(event)

    def _made_of_entry(self, visit: Visit, why: str) -> None:
        self._take_page(told_by_feed(visit, why, now=self.clock()))

    def _add(self) -> None:
        """Analyse and keep what is ready, then mark the visits as made."""
        ready, self._ready = self._ready, []
        first = {r.page.id: r for r in reversed(ready)}
        results = {r.page.id: result for r, result in zip(
            first.values(), self.library.add_pages([r.page for r in first.values()]), strict=True
        )} if first else {}  # fmt: skip
        visits, events = [], []
        for one in ready:
            result = results[one.page.id]
            # What the feed told meanwhile stands; only what this visit found is written.
            now = self.store.visits([one.visit.key]).get(one.visit.key)
            if now is not None:
                visit, event = self._made(one, now, result)
                visits.append(visit)
                events.append(event)
        self._put(Changes(visits=tuple(visits)))
        for event in events:
            self._tell(event)

    def _made(self, one: Ready, now: Visit, result: Analysis | Failure) -> tuple[Visit, Event]:
        seen = one.visit
        read = digest(one.page.text if isinstance(result, Failure) else result.text)
        visit = structs.replace(
            now, etag=seen.etag, modified=seen.modified, address=seen.address, digest=one.digest or read, item=_bare(now)
        )
        if isinstance(result, Failure):
            kept = structs.replace(visit, state="failed", due=None, problem=result.message[:500], fetched=self.clock())
            return kept, Event(what="page-failed", address=visit.address, detail=result.message)
        visit = decisions.looked(visit, now=self.clock(), settings=self.settings)
        visit = structs.replace(visit, document=one.page.id, told=one.told)
        if one.told == "feed":
            visit = structs.replace(visit, due=None)  # there is nothing to look at until the feed tells something new
        what: Happened = "page-changed" if now.document == one.page.id else "page-new"
        title = result.metadata.title or ""
        return visit, Event(
            what=what,
            address=visit.address or visit.key,
            detail=title,
            document=one.page.id,
            told=one.told,
            stub=one.told == "page" and is_stub(result),
        )

    def _put(self, changes: Changes) -> None:
        self.store.put_watch(structs.replace(changes, hosts=self.visitor.changed_hosts()))

    def _tell(self, event: Event) -> None:
        self.account.take(event)
        self.on_event(event)


def _bare(visit: Visit) -> Item:
    return structs.replace(visit.item, content=None, summary=None)


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
