"""Countries, regions and populated places by name.

Countries come from `lang/entities/countries.toml` and, for the names in other languages, from country-list (CLDR); regions
of the first level and well-known areas from `lang/places/regions.toml`. Places above 1,000 inhabitants are those of GeoNames
(CC BY 4.0), packed by `training/gazetteer.py`; the file is read when a place is first looked up.
"""

from __future__ import annotations

import json
import lzma
import struct
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from tellings.lang import table
from tellings.lang.names import fold
from tellings.model import PlaceLevel
from tellings.models.weights import weights

STEPS = 30
"""Steps of a power of ten in which the number of inhabitants is kept."""
REGION, STATE = 1_000_000, 2_000_000
"""Inhabitants that a region, and a state of the United States, counts as where namesakes are weighed."""


class Place(NamedTuple):
    """A place: ISO 3166-1 alpha-3 ("" where it lies in none or several), its region of the first level, its level."""

    name: str
    country: str
    region: str
    level: PlaceLevel
    latitude: float | None
    longitude: float | None
    population: int
    alias: bool = False
    """Whether the name is only another name of it."""


@dataclass(frozen=True)
class Countries:
    """Countries by their names, adjectives, peoples and capitals; every value is an alpha-3 code."""

    names: Mapping[str, str]
    adjectives: Mapping[str, str]
    people: Mapping[str, str]
    capitals: Mapping[str, str]
    alpha3: Mapping[str, str] = field(default_factory=dict)
    display: Mapping[str, str] = field(default_factory=dict)


@cache
def countries(language: str = "en") -> Countries:
    """Return the countries, with their names in one more language."""
    found = Countries({}, {}, {}, {}, {}, {})
    columns = (found.names, found.adjectives, found.people, found.capitals)
    for row in table("entities", "countries").get("rows", ()):
        codes, *cells = row.split("|")
        alpha2, alpha3 = codes.split()
        found.alpha3[alpha2] = alpha3  # type: ignore[index]
        found.display[alpha3] = cells[0].split(";")[0]  # type: ignore[index]
        for column, cell in zip(columns, cells, strict=True):
            for name in filter(None, cell.split(";")):
                column[name] = alpha3  # type: ignore[index]
    if language != "en":
        for alpha2, name in _names_in(language):
            if alpha2 in found.alpha3:
                found.names[name] = found.alpha3[alpha2]  # type: ignore[index]
    return found


def _names_in(language: str) -> list[tuple[str, str]]:
    from country_list import countries_for_language

    try:
        return list(countries_for_language(language))
    except (KeyError, ValueError, OSError):  # a language that CLDR does not name countries in
        return []


@dataclass(frozen=True)
class Gazetteer:
    """The columns of the packed file, sorted by name; `regions` are rows of country, code and the middle of each."""

    names: Sequence[str]
    latitudes: Sequence[int]
    longitudes: Sequence[int]
    region: Sequence[int]
    sizes: bytes
    aliases: Sequence[str]
    alias_of: Sequence[int]
    regions: Sequence[tuple[str, str, float, float]]


@cache
def _gazetteer() -> Gazetteer:
    path = weights("gazetteer").path
    if path is None:
        return Gazetteer((), (), (), (), b"", (), (), ())
    raw = path.read_bytes()
    (size,) = struct.unpack("<I", raw[:4])
    header = json.loads(raw[4 : 4 + size])
    columns, at = [], 4 + size
    for length in header["columns"]:
        columns.append(lzma.decompress(raw[at : at + length]))
        at += length
    return Gazetteer(
        columns[0].decode().split("\n"), array("h", columns[1]), array("h", columns[2]), array("H", columns[3]), columns[4],
        columns[5].decode().split("\n"), array("I", columns[6]), [tuple(r) for r in header["regions"]],
    )  # fmt: skip


@cache
def _region_names() -> Mapping[tuple[str, str], str]:
    """Return the shown name of every region that has one, by alpha-2 and code."""
    rows = (row.split("|") for row in table("places", "regions").get("rows", ()))
    return {(key.split()[0], key.split()[1]): names.split(";")[0] for key, names in rows}


@cache
def _exonyms() -> Mapping[str, str]:
    names = table("entities", "en").get("places", {}).get("exonyms", {})
    return {fold(name): fold(usual) for name, usual in names.items()}


@lru_cache(maxsize=4096)
def cities(name: str) -> tuple[Place, ...]:
    """Return the populated places that bear a name, the largest first."""
    data, key = _gazetteer(), fold(name)
    found = _rows(data.names, key)
    if key in _exonyms():
        found = [*found, *_rows(data.names, _exonyms()[key])[:1]]
    return tuple(sorted((_place(data, i, name) for i in dict.fromkeys(found)), key=lambda p: -p.population))


def also_called(name: str) -> tuple[Place, ...]:
    """Return the large city of which a name is another name, mostly in another language ("Lisboa")."""
    data = _gazetteer()
    return tuple(_place(data, data.alias_of[i], name) for i in _rows(data.aliases, fold(name)))


def _rows(names: Sequence[str], key: str) -> list[int]:
    first = last = bisect_left(names, key)
    while last < len(names) and names[last] == key:
        last += 1
    return list(range(first, last))


def _place(data: Gazetteer, at: int, name: str) -> Place:
    alpha2, code, *_ = data.regions[data.region[at]]
    population = round(10 ** (data.sizes[at] / STEPS))
    return Place(
        name, countries().alpha3.get(alpha2, ""), _region_names().get((alpha2, code), ""), "city",
        data.latitudes[at] / 100, data.longitudes[at] / 100, population,
    )  # fmt: skip


@cache
def areas() -> Mapping[str, tuple[Place, ...]]:
    """Return regions of the first level, their abbreviations, and well-known areas and landmarks, by name."""
    found: dict[str, list[Place]] = {}
    middles = {(alpha2, code): (lat, lon) for alpha2, code, lat, lon in _gazetteer().regions}
    for row in table("places", "regions").get("rows", ()):
        key, names = row.split("|")
        alpha2, code = key.split()
        lat, lon = middles.get((alpha2, code), (None, None))
        size = STATE if alpha2 == "US" else REGION
        shown = names.split(";")[0]
        for name in names.split(";"):
            found.setdefault(name, []).append(Place(name, countries().alpha3[alpha2], shown, "region", lat, lon, size))
    for row in table("places", "regions").get("areas", ()):
        country, *names = row.split("|")
        for cell in names:
            name, at = _spot(cell)
            found.setdefault(name, []).append(Place(name, country, "", "area", *at, REGION))
    return {name: tuple(own) for name, own in found.items()}


def _spot(cell: str) -> tuple[str, tuple[float | None, float | None]]:
    words = cell.split()
    if len(words) > 2 and words[-1].lstrip("-").replace(".", "").isdigit():
        return " ".join(words[:-2]), (float(words[-2]), float(words[-1]))
    return cell, (None, None)


@cache
def regions() -> Mapping[str, str]:
    """Return the country ("" where it is none or several) of regions and landmarks that are taken for places on sight."""
    found: dict[str, str] = {}
    places = table("entities", "en").get("places", {})
    for row in places.get("regions", ()):
        country, _, names = row.partition(":")
        found |= dict.fromkeys(names.split("|"), country)
    for row in places.get("rows", ()):
        name, _, country = row.partition("|")
        found[name] = country
    states = [name for (alpha2, _), name in _region_names().items() if alpha2 == "US"]
    return found | dict.fromkeys([s for s in states if s not in ("Washington", "New York")], "USA")


@cache
def _not_cities() -> frozenset[str]:
    return frozenset(fold(n) for n in table("entities", "en").get("places", {}).get("not_cities", ()))


def no_city(name: str) -> bool:
    """Tell whether a name that small towns bear means something else far oftener ("Mars", "Media")."""
    return fold(name) in _not_cities()


@lru_cache(maxsize=4096)
def is_city(name: str, at_least: int = 15_000) -> bool:
    """Tell whether the gazetteer has a city of that name and size."""
    own = cities(name) if fold(name) not in _not_cities() else ()
    return bool(own) and own[0].population >= at_least
