"""The map: where stories take place, or the places that one story names; with the same as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tellings.web.addresses import story_link, with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.kept import found_pages, found_story
from tellings.web.views.stories import wanted_of

SHOWN = 250
NAMED = 14
"""Places, the largest, whose names stand on the map."""
LINE, LETTER = 4.4, 2.7
"""Height and width of a name's letters on a map of the whole world, in degrees."""
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
    also: str = ""
    """Further names of the same point."""


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
    found = _Found()
    for card in cards:
        for spot in card.spots:
            found.add(spot.name, spot.latitude, spot.longitude, (story_link(card.story), card.title or "Untitled"))
    unplaced = sum(not card.spots for card in cards)
    title = f"Places of {wanted.day}" if wanted.day else "Places"
    return _map(asked, found, title=title, back="", unplaced=unplaced)


def story_map(desk: Desk, asked: Asked) -> MapView:
    """Return the places that a story's pages name. Raises NotFound."""
    story = found_story(desk.library, asked.param("story"))
    found, without = _Found(), set[str]()
    for analysis in found_pages(desk.library, [m.id for m in story.documents], ("entities",)):
        for entity in analysis.entities:
            if entity.latitude is not None and entity.longitude is not None:
                found.add(entity.name, entity.latitude, entity.longitude, (analysis.id, ""))
            elif entity.type in {"place", "country"}:
                without.add(entity.name)
    return _map(asked, found, title=story.title or "Untitled", back=story_link(story.id), unplaced=len(without))


class _Found:
    """Places by where they are: names of one point ("Lisbon", "Lisboa") are one place."""

    def __init__(self) -> None:
        self._names: dict[tuple[float, float], Counter[str]] = defaultdict(Counter)
        self._holders: dict[tuple[float, float], dict[tuple[str, str], None]] = defaultdict(dict)

    def add(self, name: str, latitude: float, longitude: float, holder: tuple[str, str]) -> None:
        """Add that a story, or a page, names a place."""
        point = (round(latitude, 2), round(longitude, 2))
        self._names[point][name] += 1
        self._holders[point][holder] = None

    def best(self) -> list[_Place]:
        """Return the places, those that are named most first."""
        found = [
            _Place(tuple(n for n, _ in self._names[point].most_common()), *point, tuple(holders))
            for point, holders in self._holders.items()
        ]
        return sorted(found, key=lambda p: (-len(p.holders), p.names))[:SHOWN]


class _Place(NamedTuple):
    names: tuple[str, ...]
    latitude: float
    longitude: float
    holders: tuple[tuple[str, str], ...]


def _map(asked: Asked, found: _Found, *, title: str, back: str, unplaced: int) -> MapView:
    best = found.best()
    near = asked.one("zoom") == "near" or (bool(back) and asked.one("zoom") != "world")
    left, top, width, height = _box(best) if near and best else (-180.0, -84.0, 360.0, 144.0)
    scale = max(width / 360, 0.12)
    named = _labelled(best, scale)
    views = [
        SpotView(
            name=s.names[0], also=", ".join(s.names[1:]), x=s.longitude, y=-s.latitude,
            radius=round(min(7.0, 1.5 * len(s.holders) ** 0.5) * scale, 3), count=len(s.holders),
            link=with_query("/", [("place", s.names[0])]), named=i in named, stories=() if back else s.holders[:5],
        )
        for i, s in enumerate(best)
    ]  # fmt: skip
    rest = [(k, v) for k, v in asked.query if k not in {"zoom", "said"}]
    return MapView(
        title=title, back=back, unit="pages" if back else "stories", box=f"{left:g} {top:g} {width:g} {height:g}",
        scale=round(scale, 3), spots=tuple(views), unplaced=unplaced,
        other_link=with_query(asked.path, [*rest, ("zoom", "world" if near else "near")]),
        other_words="The whole world" if near else "Closer to the places",
    )  # fmt: skip


def _labelled(best: Sequence[_Place], scale: float) -> set[int]:
    """Return which of the largest places can bear their name without covering another one's."""
    found: set[int] = set()
    for i, place in enumerate(best):
        if len(found) == NAMED:
            break
        clear = all(
            abs(place.latitude - best[k].latitude) > LINE * scale
            or not -LETTER * scale * len(place.names[0])
            < place.longitude - best[k].longitude
            < LETTER * scale * len(best[k].names[0])
            for k in found
        )
        if clear:
            found.add(i)
    return found


def _box(spots: Iterable[_Place]) -> tuple[float, float, float, float]:
    """Return left, top, width and height that hold all places, five to two like the whole map."""
    xs, ys = zip(*((s.longitude, -s.latitude) for s in spots), strict=True)
    width = max(max(xs) - min(xs) + 2 * MARGIN, 2.5 * (max(ys) - min(ys) + 2 * MARGIN), NARROWEST)
    height = width / 2.5
    left = min(max((max(xs) + min(xs) - width) / 2, -180.0), max(-180.0, 180.0 - width))
    return round(left, 1), round((max(ys) + min(ys) - height) / 2, 1), round(width, 1), round(height, 1)
