"""The map: where stories take place, or the places that one story names; with the same as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.model import Spot
from tellings.web.addresses import story_link, with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.kept import found_pages, found_story
from tellings.web.views.stories import wanted_of

SHOWN = 250
NAMED = 14
"""Places, the largest, whose names stand on the map."""
MARGIN = 6.0
NARROWEST = 24.0
"""Degrees that a map shows at least: closer, the coarse outline would mislead."""


@dataclass(frozen=True)
class SpotView:
    """A place on the map, in degrees; `radius` grows with the root of its count."""

    name: str
    x: float
    y: float
    radius: float
    count: int
    link: str
    named: bool
    stories: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MapView:
    """A map with its places; `box` is what of the world is shown."""

    title: str
    back: str
    unit: str
    box: str
    scale: float
    spots: tuple[SpotView, ...]
    unplaced: int
    other_link: str
    other_words: str


def world_map(desk: Desk, asked: Asked) -> MapView:
    """Return the places of all stories, or of those that a filter leaves."""
    wanted = wanted_of(asked)
    cards = desk.shelf.choose(wanted)
    told: dict[tuple[str, float, float], list[tuple[str, str]]] = defaultdict(list)
    for card in cards:
        for spot in card.spots:
            told[spot.name, spot.latitude, spot.longitude].append((story_link(card.story), card.title or "Untitled"))
    spots = [Spot(name=n, latitude=lat, longitude=lon, pages=len(own)) for (n, lat, lon), own in told.items()]
    stories = {n: tuple(own[:5]) for (n, _, _), own in told.items()}
    unplaced = sum(not card.spots for card in cards)
    title = f"Places of {wanted.day}" if wanted.day else "Places"
    return _map(asked, spots, title=title, back="", unit="stories", stories=stories, unplaced=unplaced)


def story_map(desk: Desk, asked: Asked) -> MapView:
    """Return the places that a story's pages name. Raises NotFound."""
    story = found_story(desk.library, asked.param("story"))
    pages: Counter[tuple[str, float, float]] = Counter()
    without: set[str] = set()
    for analysis in found_pages(desk.library, [m.id for m in story.documents], ("entities",)):
        for entity in analysis.entities:
            if entity.latitude is not None and entity.longitude is not None:
                pages[entity.name, entity.latitude, entity.longitude] += 1
            elif entity.type in {"place", "country"}:
                without.add(entity.name)
    spots = [Spot(name=n, latitude=lat, longitude=lon, pages=count) for (n, lat, lon), count in pages.items()]
    return _map(
        asked,
        spots,
        title=story.title or "Untitled",
        back=story_link(story.id),
        unit="pages",
        stories={},
        unplaced=len(without),
    )


def _map(
    asked: Asked, spots: Iterable[Spot], *, title: str, back: str, unit: str, stories: dict[str, tuple[tuple[str, str], ...]],
    unplaced: int,
) -> MapView:  # fmt: skip
    best = sorted(spots, key=lambda s: (-s.pages, s.name))[:SHOWN]
    near = asked.one("zoom") == "near" or (bool(back) and asked.one("zoom") != "world")
    left, top, width, height = _box(best) if near and best else (-180.0, -84.0, 360.0, 144.0)
    scale = width / 360
    views = [
        SpotView(
            name=s.name, x=s.longitude, y=-s.latitude, radius=round(min(7.0, 1.3 * s.pages**0.5) * max(scale, 0.12), 3),
            count=s.pages, link=with_query("/", [("place", s.name)]), named=i < NAMED, stories=stories.get(s.name, ()),
        )
        for i, s in enumerate(best)
    ]  # fmt: skip
    rest = [(k, v) for k, v in asked.query if k not in {"zoom", "said"}]
    return MapView(
        title=title, back=back, unit=unit, box=f"{left:g} {top:g} {width:g} {height:g}", scale=round(max(scale, 0.12), 3),
        spots=tuple(views), unplaced=unplaced,
        other_link=with_query(asked.path, [*rest, ("zoom", "world" if near else "near")]),
        other_words="The whole world" if near else "Closer to the places",
    )  # fmt: skip


def _box(spots: Iterable[Spot]) -> tuple[float, float, float, float]:
    """Return left, top, width and height that hold all places, five to two like the whole map."""
    xs, ys = zip(*((s.longitude, -s.latitude) for s in spots), strict=True)
    width = max(max(xs) - min(xs) + 2 * MARGIN, 2.5 * (max(ys) - min(ys) + 2 * MARGIN), NARROWEST)
    height = width / 2.5
    left = min(max((max(xs) + min(xs) - width) / 2, -180.0), max(-180.0, 180.0 - width))
    return round(left, 1), round((max(ys) + min(ys) - height) / 2, 1), round(width, 1), round(height, 1)
