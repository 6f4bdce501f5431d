"""The list of stories: ranked, filtered by facets, of all days or of one."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.export.report_phrases import plural
from tellings.model import Card, FacetKind
from tellings.web.addresses import story_link, with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.shelf import FACETS, ORDERS, Order, Wanted

PER_PAGE = 20
SHOWN = 8
"""Values of a facet that are shown; more on demand."""
MORE = 40
EVENT_WORDS = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "support", "CONCEDE": "concession", "COOPERATE": "cooperation",
    "AID": "aid", "RETREAT": "retreat", "REQUEST": "request", "ACCUSE": "accusation", "REJECT": "refusal",
    "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanction", "MOBILIZE": "mobilisation",
    "COERCE": "coercion", "ASSAULT": "assault",
}  # fmt: skip
LANGUAGES = {
    "en": "English", "fr": "French", "es": "Spanish", "de": "German", "pt": "Portuguese", "it": "Italian", "ru": "Russian",
    "nl": "Dutch", "pl": "Polish", "uk": "Ukrainian", "ar": "Arabic", "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True)
class CardView:
    """One story in the list."""

    link: str
    title: str
    days: str
    counts: str
    accounts: int
    pages: int
    sources: tuple[str, ...]
    more_sources: int
    lead: str
    languages: str
    conflicts: int
    differing: int
    fresh: int
    """Pages that came since the visitor last looked."""


@dataclass(frozen=True)
class ValueView:
    """One value of a facet, with the address that adds it to the filter, or takes it out."""

    words: str
    count: int
    link: str
    chosen: bool


@dataclass(frozen=True)
class FacetView:
    """One facet with its values."""

    name: str
    words: str
    values: tuple[ValueView, ...]
    more: tuple[ValueView, ...]


@dataclass(frozen=True)
class StoriesView:
    """A page of the list; `links` lead to the same in another order."""

    heading: str
    total: int
    kept: int
    cards: tuple[CardView, ...]
    facets: tuple[FacetView, ...]
    chosen: tuple[ValueView, ...]
    orders: tuple[ValueView, ...]
    day: str
    days: tuple[ValueView, ...]
    clear: str
    previous: str
    following: str
    span: str
    selected: tuple[Card, ...] = ()


def facet_words(facet: FacetKind, value: str) -> str:
    """Return a facet's value in words."""
    if facet == "type":
        return EVENT_WORDS.get(value, value.lower())
    return LANGUAGES.get(value, value) if facet == "language" else value


def card_view(card: Card, *, since: str = "") -> CardView:
    """Return a story as the list shows it; `since` is when the visitor last looked."""
    days = card.first or "days unknown"
    if card.first and card.last and card.last != card.first:
        days = f"{card.first} to {card.last}"
    return CardView(
        link=story_link(card.story), title=card.title or "Untitled", days=days, counts=_counts(card),
        accounts=card.counts.accounts, pages=card.counts.pages, sources=card.sources[:6],
        more_sources=max(0, len(card.sources) - 6), lead=card.lead or "",
        languages=", ".join(facet_words("language", one) for one in card.languages) if card.languages != ("en",) else "",
        conflicts=card.conflicts, differing=card.differing,
        fresh=sum(a.at > since for a in card.arrived) if since else 0,
    )  # fmt: skip


def _counts(card: Card) -> str:
    counts = card.counts
    parts = [plural(counts.pages, "page"), plural(counts.accounts, "independent account")]
    return " · ".join([*parts, plural(counts.origins, "wire origin")] if counts.origins else parts)


def wanted_of(asked: Asked, *, since: str = "") -> Wanted:
    """Return which stories a question wants."""
    facets = tuple((facet, values) for facet, _ in FACETS if (values := asked.many(facet)))
    order = asked.one("order", "ranked")
    known: dict[str, Order] = {name: name for name, _ in ORDERS}
    return Wanted(asked.one("day"), facets, known.get(order, "ranked"), since)


def stories(desk: Desk, asked: Asked) -> StoriesView:
    """Return a page of the list of stories."""
    wanted = wanted_of(asked)
    return listed(desk, asked, wanted, heading=f"Stories of {wanted.day}" if wanted.day else "Stories")


def list_stamp(desk: Desk, asked: Asked) -> str:
    """Return what the list is made from: the shelf's turn, and when the visitor looked."""
    return repr((desk.shelf.turn, seen_by(desk, asked)))


def listed(desk: Desk, asked: Asked, wanted: Wanted, *, heading: str, since: str = "") -> StoriesView:
    """Return a page of the stories that are wanted."""
    found = desk.shelf.choose(wanted)
    page = min(asked.number("page", 1, low=1), max(1, -(-len(found) // PER_PAGE)))
    begin = (page - 1) * PER_PAGE
    shown = found[begin : begin + PER_PAGE]
    pairs = _pairs(wanted)
    look = since or seen_by(desk, asked)
    return StoriesView(
        heading=heading, total=len(found), kept=len(desk.shelf), cards=tuple(card_view(c, since=look) for c in shown),
        facets=tuple(_facets(desk, asked, wanted)), chosen=tuple(_chosen(asked, wanted)),
        orders=tuple(
            ValueView(words, 0, with_query(asked.path, [*_pairs(wanted, order=False), ("order", name)]), name == wanted.order)
            for name, words in ORDERS
        ),
        day=wanted.day, days=tuple(_days(desk, asked, wanted)), clear=asked.path,
        previous=with_query(asked.path, [*pairs, ("page", str(page - 1))]) if page > 1 else "",
        following=with_query(asked.path, [*pairs, ("page", str(page + 1))]) if begin + PER_PAGE < len(found) else "",
        span=f"{begin + 1} to {begin + len(shown)} of {len(found)}" if found else "",
        selected=shown,
    )  # fmt: skip


def seen_by(desk: Desk, asked: Asked) -> str:
    """Return when the visitor last said that they have seen everything; empty where they never did."""
    look = desk.library.store.look(asked.visitor.name)
    return look[0] if look else ""


def _pairs(wanted: Wanted, *, order: bool = True) -> list[tuple[str, str]]:
    pairs = [("day", wanted.day), *((facet, value) for facet, values in wanted.facets for value in values)]
    return [*pairs, ("order", wanted.order)] if order and wanted.order != "ranked" else pairs


def _facets(desk: Desk, asked: Asked, wanted: Wanted) -> list[FacetView]:
    counted = desk.shelf.facets(wanted)
    own = dict(wanted.facets)
    found = []
    for facet, words in FACETS:
        values = counted[facet]
        if len(values) < 2 and facet not in own:
            continue
        views = [_value(asked, wanted, facet, value, count, value in own.get(facet, ())) for value, count in values[:MORE]]
        views.sort(key=lambda v: not v.chosen)
        found.append(FacetView(facet, words, tuple(views[:SHOWN]), tuple(views[SHOWN:])))
    return found


def _value(asked: Asked, wanted: Wanted, facet: FacetKind, value: str, count: int, chosen: bool) -> ValueView:
    pairs = _pairs(wanted)
    pairs = [p for p in pairs if p != (facet, value)] if chosen else [*pairs, (facet, value)]
    return ValueView(facet_words(facet, value), count, with_query(asked.path, pairs), chosen)


def _chosen(asked: Asked, wanted: Wanted) -> list[ValueView]:
    found = [_value(asked, wanted, facet, value, 0, True) for facet, values in wanted.facets for value in values]
    if wanted.day:
        without = with_query(asked.path, [p for p in _pairs(wanted) if p[0] != "day"])
        found.insert(0, ValueView(wanted.day, 0, without, True))
    return found


def _days(desk: Desk, asked: Asked, wanted: Wanted) -> list[ValueView]:
    """Return the newest days, or those around the chosen one."""
    days = list(desk.shelf.days().items())
    at = next((i for i, (day, _) in enumerate(days) if day <= wanted.day), 0) if wanted.day else 0
    begin = max(0, min(at - 3, len(days) - 7))
    rest = [p for p in _pairs(wanted) if p[0] != "day"]
    return [
        ValueView(day, count, with_query(asked.path, rest if day == wanted.day else [("day", day), *rest]), day == wanted.day)
        for day, count in days[begin : begin + 7]
    ]
