"""How a page came here: which feed told it, whose text it is and why, when it was looked at again, what changed on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from tellings.export.versions_view import VersionsView, versions_view
from tellings.model import Analysis, Record, Versions
from tellings.model.feeds import Visit
from tellings.relate.versions import address, find_versions
from tellings.web.addresses import slug
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.feeds import moment
from tellings.web.views.kept import Names, found_page, found_pages

STUB = "Only the beginning is here: the rest is closed to those who do not pay."
BEHIND = "The page says that it is for subscribers; as far as can be told, all of it is here."


class History(Record, frozen=True):
    """How a page came; what is not known is null. Moments are those of this library, UTC.

    `told_by` is whose text it is: "page", or "feed" where the page itself could not be read (`because`). `looks` counts how
    often the page was fetched, `next` is when it is looked at again.
    """

    told_by: str | None = None
    feed: str | None = None
    feed_title: str | None = None
    because: str | None = None
    first_told: str | None = None
    fetched: str | None = None
    looks: int | None = None
    next: str | None = None
    problem: str | None = None
    access: str | None = None
    versions: Versions | None = None

    @property
    def feed_link(self) -> str:
        """Return the address of the feed's page."""
        return f"/feeds/{slug(self.feed)}" if self.feed else ""


def page_history(desk: Desk, asked: Asked) -> History:
    """Return how a page came to the library. Raises NotFound."""
    return history_of(desk, found_page(desk.library, asked.param("page")))


def history_of(desk: Desk, analysis: Analysis) -> History:
    """Return how a page came to the library, and its versions where it was read more than once."""
    said, visit = _extra(analysis), _visit(desk, analysis)
    feed = _text(said.get("feed")) or (visit.feed if visit else None)
    known = desk.library.store.subscription(feed) if feed else None
    return History(
        told_by=_text(said.get("told_by")), feed=feed, feed_title=known.title if known else None,
        because=_text(said.get("because")),
        first_told=moment(visit.seen) if visit and visit.seen else None,
        fetched=moment(visit.fetched) if visit and visit.fetched else None,
        looks=visit.looks if visit else None, next=moment(visit.due) if visit and visit.due else None,
        problem=visit.problem if visit else None, access=_access(analysis), versions=_versions(_readings(desk, analysis)),
    )  # fmt: skip


def shown_versions(desk: Desk, analysis: Analysis, history: History) -> VersionsView | None:
    """Return a page's versions, ready to be laid out."""
    if history.versions is None:
        return None
    readings = found_pages(desk.library, [r.document for r in history.versions.readings])
    return versions_view(history.versions, Names(readings))


def _readings(desk: Desk, analysis: Analysis) -> Sequence[Analysis]:
    same = desk.library.store.same_addresses({analysis.id})
    return found_pages(desk.library, desk.library.store.in_order(same), None) if len(same) > 1 else ()


def _versions(readings: Sequence[Analysis]) -> Versions | None:
    return next(iter(find_versions(readings)), None) if readings else None


def _extra(analysis: Analysis) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(analysis.document.extra)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _visit(desk: Desk, analysis: Analysis) -> Visit | None:
    url = analysis.document.source.url
    key = address(url) or url
    visit = desk.library.store.visits([key]).get(key) if key else None
    return visit if visit is not None and visit.document == analysis.id else None


def _access(analysis: Analysis) -> str | None:
    paywall = analysis.metadata.paywall
    if paywall is not None and paywall.stub:
        return STUB
    return BEHIND if analysis.metadata.paywalled or paywall is not None else None
