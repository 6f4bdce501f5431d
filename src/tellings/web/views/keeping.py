"""What a visitor keeps and what is new to them: stories since they last looked, past days, saved searches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tellings.errors import InputError, TellingsError
from tellings.model import SavedSearch
from tellings.web.addresses import with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.searching import HitView, hit_view
from tellings.web.views.stories import StoriesView, listed, seen_by, wanted_of

NEWEST = 3


@dataclass(frozen=True)
class NewView:
    """Stories that changed since the visitor last looked."""

    since: str
    stories: StoriesView


@dataclass(frozen=True)
class MonthView:
    """The days of a month on which stories begin or end."""

    month: str
    days: tuple[tuple[str, str, int, int], ...]
    """Day, address, stories, and the length of a bar in percent."""


@dataclass(frozen=True)
class DaysView:
    """Every day, by month, the newest first."""

    months: tuple[MonthView, ...]


@dataclass(frozen=True)
class SavedView:
    """A saved search with its newest hits."""

    saved: SavedSearch
    link: str
    hits: tuple[HitView, ...]
    wrong: str


@dataclass(frozen=True)
class SavedPage:
    """The visitor's saved searches."""

    searches: tuple[SavedView, ...]


def new(desk: Desk, asked: Asked) -> NewView:
    """Return the stories that came or changed since the visitor last looked."""
    since = seen_by(desk, asked)
    wanted = wanted_of(asked, since=since)
    wanted = replace(wanted, order="changed") if not asked.one("order") else wanted
    return NewView(since, listed(desk, asked, wanted, heading="New since you last looked", since=since))


def days(desk: Desk, asked: Asked) -> DaysView:
    """Return every day on which stories begin or end."""
    counted = desk.shelf.days()
    most = max(counted.values(), default=1)
    months = []
    for month, own in groupby(counted.items(), key=lambda item: item[0][:7]):
        rows = tuple((day, with_query("/", [("day", day)]), n, max(2, round(100 * n / most))) for day, n in own)
        months.append(MonthView(month, rows))
    return DaysView(tuple(months))


def saved(desk: Desk, asked: Asked) -> SavedPage:
    """Return the visitor's saved searches, each with what it finds first."""
    return SavedPage(tuple(_saved(desk, desk.library.store.saved(asked.visitor.name))))


def _saved(desk: Desk, searches: Sequence[SavedSearch]) -> Iterable[SavedView]:
    for one in searches:
        link = with_query("/search", [("q", one.query), ("kind", one.kind)])
        try:
            hits = desk.library.search(one.query, kind=one.kind, limit=NEWEST).hits
        except TellingsError as problem:
            yield SavedView(one, link, (), problem.message)
        else:
            yield SavedView(one, link, tuple(hit_view(h) for h in hits), "")


def check_name(name: str) -> str:
    """Return a name as it may be kept. Raises InputError."""
    name = " ".join(name.split())[:100]
    if not name:
        raise InputError("a name is needed")
    return name
