"""What a watch decides, apart from doing it: what an answer means, when to ask again, what is kept. No clock, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from msgspec import structs

from tellings.errors import FetchError, TellingsError
from tellings.model.feeds import Child, Event, Feed, Happened, Item, Subscription, Visit
from tellings.read.addresses import normalise
from tellings.read.answers import Answer
from tellings.read.feeds import full_text
from tellings.read.feeds_dates import seconds
from tellings.relate.versions import address as named_by
from tellings.settings import Watching

DAY = 86_400.0
LONGEST_REST = DAY
"""A feed that fails is asked at least once a day."""
FIRST_RETRY = 300.0
PASSING = frozenset({"time", "connection", "name", "tls", "protocol", "truncated", "robots-unread", "held"})
"""What may be over the next time: a page is tried again. All other reasons stand, until a feed names the page anew."""
PASSING_STATUS = frozenset({408, 425, 429})
CLOSED_STATUS = frozenset({401, 402, 403, 451})
GONE_STATUS = frozenset({404, 410})
CHILDREN = 10
"""Of an index of sitemaps the latest few are watched: those of news, and those that changed last."""


class FeedDecision(NamedTuple):
    """What becomes of a feed that was read: itself, the visits that are new or due again, feeds found in it, feeds gone."""

    feed: Subscription
    visits: tuple[Visit, ...] = ()
    children: tuple[Subscription, ...] = ()
    dropped: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


def rhythm(feed: Subscription, settings: Watching, max_age: float | None = None) -> float:
    """Return the seconds between two readings: a person's own, else what the feed asks for within bounds."""
    if feed.every is not None:
        return float(feed.every)
    asked = max(feed.asks or settings.every_seconds, settings.least_seconds)
    return float(max(asked, min(max_age or 0.0, LONGEST_REST)))


def after_feed(
    feed: Subscription, answer: Answer, parsed: Feed | None, known: Mapping[str, Visit], *, now: float, settings: Watching
) -> FeedDecision:
    """Decide on a feed that was answered; without `parsed` it is as it was. `known` are the visits of its entries."""
    asks = parsed.every if parsed else feed.asks
    body = sha256(answer.body).hexdigest() if parsed else feed.digest
    kept = structs.replace(
        feed, asks=asks, read=now, failures=0, problem=None, etag=answer.etag or (feed.etag if parsed is None else None),
        modified=answer.modified or (feed.modified if parsed is None else None), digest=body,
    )  # fmt: skip
    kept = structs.replace(kept, due=now + rhythm(kept, settings, answer.max_age))
    if parsed is None:
        return FeedDecision(kept, events=(Event(what="feed-unchanged", address=feed.address),))
    kept = structs.replace(
        kept, title=feed.title or parsed.title, home=parsed.home or feed.home, kind=parsed.kind,
        changed=now, problem="; ".join(parsed.notes)[:500] or None,
    )  # fmt: skip
    visits, new = _visits(kept, parsed, known, first=feed.read is None, now=now, settings=settings)
    detail = f"{len(parsed.items)} entries, {new} to fetch"
    events = [Event(what="feed-read", address=feed.address, detail=detail)]
    children = _children(kept, parsed.children, now) if parsed.kind == "sitemap-index" else ()
    events += [Event(what="feed-found", address=child.address, detail=f"in {feed.address}") for child in children]
    return FeedDecision(kept, visits, children, events=tuple(events))


def _visits(
    feed: Subscription, parsed: Feed, known: Mapping[str, Visit], *, first: bool, now: float, settings: Watching
) -> tuple[tuple[Visit, ...], int]:
    """Return the visits that are new or changed, each once, and how many of them are to be fetched."""
    found: dict[str, Visit] = {}
    for item in parsed.items[: settings.feed_items]:
        key = key_of(item, feed.address)
        if key is None or key in found:
            continue
        before = known.get(key)
        if before is None:
            found[key] = _new(key, item, feed, first=first, now=now, settings=settings)
        else:
            again = _again(before, item, feed, now)
            if again is not None:
                found[key] = again
    return tuple(found.values()), sum(v.due is not None and v.due <= now for v in found.values())


def _new(key: str, item: Item, feed: Subscription, *, first: bool, now: float, settings: Watching) -> Visit:
    why = _passed_over(item, feed, first=first, now=now, settings=settings)
    return Visit(
        key=key, address=item.link or "", feed=feed.address, state="passed" if why else "waiting", due=None if why else now,
        item=structs.replace(item, content=None, summary=None) if why else item, problem=why, entry=digest_of(item), seen=now,
    )  # fmt: skip


def _passed_over(item: Item, feed: Subscription, *, first: bool, now: float, settings: Watching) -> str | None:
    moment = seconds(item.updated) or seconds(item.published)
    if settings.days and moment is not None and moment < now - settings.days * DAY:
        return f"dated more than {settings.days:g} days ago when it was first seen"
    if first and moment is None and feed.kind == "sitemap":
        return "listed without a day before the watch began"
    return None


def _again(visit: Visit, item: Item, feed: Subscription, now: float) -> Visit | None:
    """Return a known page's visit where the feed tells something new of it, None where it does not.

    Only the feed that it came from counts: another one may word the same entry otherwise, for ever.
    """
    entry = digest_of(item)
    if visit.feed != feed.address or entry == visit.entry:
        return None
    if visit.state == "waiting":
        return structs.replace(visit, item=item, entry=entry)
    return structs.replace(
        visit, item=item, entry=entry, due=now, tries=0, looks=0, state="kept" if visit.document else "waiting"
    )


def key_of(item: Item, feed: str) -> str | None:
    """Return what names an entry's page: of its address what names it, else the entry's own name within its feed.

    None for an entry with neither an address nor a text of its own.
    """
    if item.link:
        return named_by(item.link) or item.link
    if full_text(item) is None:
        return None
    return f"{feed}#{sha256((item.guid or f'{item.title}|{full_text(item)}').encode('utf-8', 'replace')).hexdigest()[:20]}"


def digest_of(item: Item) -> str:
    """Return a digest of what a feed says of an entry but for its text, which many feeds rewrite with every reading.

    An entry without an address is its text.
    """
    text = "" if item.link else full_text(item)
    whole = "\n".join(str(part) for part in (item.link, item.title, item.published, item.updated, text))
    return sha256(whole.encode("utf-8", "replace")).hexdigest()[:20]


def document_id(key: str) -> str:
    """Return the id of the page that a key names: the same whenever and from wherever it is fetched."""
    return sha256(f"page\n{key}".encode("utf-8", "replace")).hexdigest()[:16]


def _children(feed: Subscription, children: Sequence[Child], now: float) -> tuple[Subscription, ...]:
    def rank(child: Child) -> tuple[bool, str]:
        return "news" in child.address.lower(), child.changed or ""

    best = sorted(children, key=rank, reverse=True)[:CHILDREN]
    return tuple(
        Subscription(address=child.address, folder=feed.folder, every=feed.every, parent=feed.address, due=now, added=now)
        for child in best
        if normalise(child.address) and child.address != feed.address
    )


def feed_failed(feed: Subscription, problem: TellingsError, *, now: float, settings: Watching) -> FeedDecision:
    """Decide on a feed that could not be read: rest twice as long each time, longer where the server asks for it."""
    status = problem.status if isinstance(problem, FetchError) else None
    if status == 410:
        kept = structs.replace(feed, state="gone", read=now, problem="the server says that the feed is gone (410)")
        return FeedDecision(kept, events=(Event(what="feed-gone", address=feed.address, detail=kept.problem or ""),))
    failures = feed.failures + 1
    rest = min(rhythm(feed, settings) * 2 ** min(failures - 1, 12), max(LONGEST_REST, rhythm(feed, settings)))
    asked = problem.retry_after if isinstance(problem, FetchError) else None
    kept = structs.replace(
        feed, failures=failures, problem=problem.message[:500], due=now + max(rest, asked or 0.0), read=feed.read
    )
    return FeedDecision(kept, events=(Event(what="feed-failed", address=feed.address, detail=problem.message),))


def moved(feed: Subscription, answer: Answer, taken: bool) -> Subscription | None:
    """Return the feed under its new address where it moved for good; None where it stays, or the address is `taken`."""
    if not answer.moved_to or answer.moved_to == feed.address or taken:
        return None
    return structs.replace(feed, address=answer.moved_to, moved_from=(*feed.moved_from, feed.address)[-10:])


def after_failure(visit: Visit, problem: FetchError, *, now: float, settings: Watching) -> tuple[Visit, Event]:
    """Decide on a page that could not be fetched: try again later, or leave it be."""
    tries = visit.tries + 1
    fleeting = problem.reason in PASSING or (problem.status is not None and _may_pass(problem.status))
    once_more = problem.status in GONE_STATUS and tries < 2 and not visit.document
    said = problem.message[:500]
    if visit.document and not fleeting:
        gone = problem.status in GONE_STATUS
        event = Event(what="page-gone" if gone else "page-failed", address=visit.address, detail=said)
        return structs.replace(visit, due=None, problem=said), event
    if (fleeting or once_more) and tries < settings.tries:
        rest = min(FIRST_RETRY * 3 ** (tries - 1), DAY)
        due = now + max(rest, problem.retry_after or 0.0)
        event = Event(what="page-later", address=visit.address, detail=said)
        return structs.replace(visit, tries=tries, due=due, problem=said), event
    state = "kept" if visit.document else "passed" if problem.reason == "robots" else "failed"
    what: Happened = "page-passed" if state == "passed" else "page-failed"
    bare = structs.replace(visit.item, content=None, summary=None)
    return structs.replace(visit, tries=tries, due=None, state=state, problem=said, item=bare), Event(
        what=what, address=visit.address, detail=said
    )


def _may_pass(status: int) -> bool:
    return status >= 500 or status in PASSING_STATUS


def is_closed(problem: FetchError) -> bool:
    """Tell whether a page is not to be had, so that the feed's own text may stand for it."""
    return problem.reason == "robots" or problem.status in CLOSED_STATUS


def looked(visit: Visit, *, now: float, settings: Watching) -> Visit:
    """Return a visit after its page was fetched, due when it is looked at again."""
    ahead = settings.look_again_hours
    due = now + ahead[visit.looks] * 3600.0 if visit.looks < len(ahead) else None
    return structs.replace(visit, state="kept", tries=0, looks=visit.looks + 1, due=due, fetched=now, problem=None)
