"""Where a page's places lie: candidates of the gazetteer weighed by size and by what the page says around them.

What is said beside the name decides ("Paris, Texas"; "the German city of Halle"); else size, the countries and regions that
the page names, places already found nearby and, a little, the outlet's home. Where no candidate leads clearly, or only small
places of countries nowhere named are left, the place stays without coordinates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import asin, cos, log10, radians, sin, sqrt

from tellings.annotate.coreference import Chain
from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import REGION, Place, also_called, areas, cities, countries, is_city, no_city, regions
from tellings.lang import table

KNOWN = 300_000
"""Inhabitants from which a place is taken for the one meant though nothing in the page speaks of its country."""
LONE, LONE_BY = 40_000, 4
"""The same for a place that is so many times larger than any namesake."""
LEAD = 0.3
"""By how much, in powers of ten of inhabitants, a place must outweigh its namesakes."""
SPOKEN, SAME_REGION, NEAR, HOME, AROUND, SAID, PARTLY, CAPITALS_NAME = 1.5, 1.2, 0.8, 0.6, 1.8, 6.0, -0.3, -1.0
"""Worth, in powers of ten of inhabitants, of a country named at least three times, a region named, a place found nearby, the
outlet's home, all of these at most, of what is said beside the name; what it costs to be only a part of the name, and a region
that bears the name of its country's capital: who says no more means the capital."""
CLOSE, ONE_SPOT = 120.0, 80.0
"""Kilometres within which a place is nearby, and within which it does not matter which of two namesakes is meant."""
FEW, MOSTLY = 3, 0.8
"""Places of a page, and the share of them in one country, from which its other grounds are taken to lie there too."""
MOST = 40
GROUNDS = frozenset({"boulevard", "strip", "stadium", "cathedral", "airbase"})
PROVINCES = frozenset({"province", "state", "region", "oblast", "prefecture", "governorate"})
SIDES = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "greater", "downtown"}
)


@dataclass(slots=True)
class Setting:
    """What a page speaks of: countries by how often, regions, and the spots of places that are sure."""

    spoken: Counter[str]
    home: str | None
    foreign: bool
    regions: set[tuple[str, str]] = field(default_factory=set)
    spots: list[tuple[float, float]] = field(default_factory=list)


def place(chains: Sequence[Chain], words: Sequence[Word], home: str | None = None, *, foreign: bool = False) -> None:
    """Give each place its country, region and coordinates, and each people its country.

    `home` is the country of the outlet; `foreign` says that the page is not in English, so that cities have other names.
    """
    lands = countries()
    for chain in chains:
        if chain.type == "group":
            chain.country = lands.people.get(chain.names[0].text)
        elif chain.type == "country":
            chain.level = "country"
    setting = Setting(_spoken_of(chains, words), home, foreign)
    asked = [c for c in chains if c.type == "place" or (c.type == "country" and c.names[0].text in _shared())]
    sides = {id(c): _said_beside(c, words) for c in asked}
    longer = {n.text.split()[0] for c in chains if c.type in ("place", "organisation") for n in c.names if " " in n.text}
    for chain in asked:
        if chain.type == "place" and not sides[id(chain)] and not is_city(chain.names[0].text, KNOWN):
            own = areas().get(chain.names[0].text, ())
            setting.regions |= {(p.country, p.region) for p in own if p.region and len(own) == 1}
    left = [c for c in asked if sides[id(c)] or not _head_of_longer(c, longer, setting)]
    for sure in (True, False):
        left = [c for c in left if not _settle(c, sides[id(c)], setting, sure=sure)]
    _lend(chains, words)
    _by_the_rest(chains, setting)


def _lend(chains: Sequence[Chain], words: Sequence[Word]) -> None:
    """Let a place that no gazetteer has lie where the text says: "Bali's Mount Agung", "the Sandilands stop in Croydon"."""
    begins = {n.first: c for c in chains for n in c.names if c.country and c.type in ("place", "country")}
    ends = {n.last: c for c in chains for n in c.names if c.country and c.type in ("place", "country")}
    for chain in chains:
        if chain.type != "place" or chain.country or chain.level or cities(chain.names[0].text):
            continue
        for name in chain.names:
            owner = ends.get(name.first - 1) if name.first and words[name.first - 1].tag == "POS" else None
            for at in range(name.last, min(name.last + 3, len(words) - 1)):
                if (
                    owner is None
                    and words[at].lower in ("in", "near", "outside")
                    and words[at].segment == words[name.first].segment
                ):
                    owner = begins.get(at + 1) or begins.get(at + 2)
            if owner is not None and owner is not chain:
                chain.country, chain.region, chain.level = owner.country, owner.region, "area"
                if owner.level == "city":
                    chain.latitude, chain.longitude = owner.latitude, owner.longitude
                break


def _by_the_rest(chains: Sequence[Chain], setting: Setting) -> None:
    """Let a place that no gazetteer has lie in the one country of the page's places; a county in the United States."""
    placed = Counter(c.country for c in chains if c.type == "place" and c.country)
    land, number = placed.most_common(1)[0] if placed else (None, 0)
    alone = land is not None and number >= FEW and number >= MOSTLY * placed.total()
    for chain in chains:
        if chain.type != "place" or chain.country or chain.level or cities(chain.names[0].text) or no_city(chain.names[0].text):
            continue
        grounds = chain.tokens[-1] in lists().place_heads | lists().channels
        if chain.tokens[-1] == "county" and (land in (None, "USA") or setting.home == "USA"):
            chain.country, chain.level = "USA", "area"
        elif alone and grounds and len(chain.tokens) > 1:
            chain.country, chain.level = land, "area"


def _head_of_longer(chain: Chain, longer: set[str], setting: Setting) -> bool:
    """Tell whether a name is rather short for a longer one ("Mandalay" where the page has "Mandalay Bay")."""
    name = chain.names[0].text
    own = cities(name)
    return name in longer and bool(own) and not is_city(name, KNOWN) and not setting.spoken[own[0].country]


def _settle(chain: Chain, beside: Sequence[Place], setting: Setting, *, sure: bool) -> bool:
    """Place a chain if a candidate leads; in the first round only where nothing but itself is needed."""
    found = _best(chain, beside, setting, sure=sure)
    if found is None and beside and not sure:
        found = _best(chain, (), setting, sure=True)
    if found is None:
        return False
    if found.level == "country":
        return True
    chain.type, chain.country = "place", found.country or None
    chain.latitude, chain.longitude = found.latitude, found.longitude
    chain.region, chain.level = found.region or None, found.level
    if found.latitude is not None and found.longitude is not None and found.level == "city":
        setting.spots.append((found.latitude, found.longitude))
    return True


def _best(chain: Chain, beside: Sequence[Place], setting: Setting, *, sure: bool) -> Place | None:
    name = chain.names[0].text
    known = regions().get(name)
    if known is not None and not beside and chain.type == "place" and (known or not areas().get(name)):
        own = [p for p in areas().get(name, ()) if p.country == known]
        return own[0] if own else Place(name, known, "", "area", None, None, 0)
    ranked = sorted(
        ((_weight(p, w, beside, setting, chain), p) for p, w in _candidates(name, chain, beside, setting)), key=lambda x: -x[0]
    )
    if not ranked:
        return None
    weight, best = ranked[0]
    if beside and weight < SAID:
        return None
    rival = next((w for w, p in ranked[1:] if _distance(p, best) > ONE_SPOT), None)
    if rival is not None and weight - rival < LEAD * (2 if sure and not beside else 1):
        return None
    if beside or best.level == "country":
        return best
    spoken = weight - log10(max(best.population, 1)) > HOME + 0.1
    lone = best.population >= LONE and all(LONE_BY * p.population < best.population for _, p in ranked[1:])
    return best if ((lone or best.population >= KNOWN) and not best.alias) or (spoken and not sure) else None


def _candidates(name: str, chain: Chain, beside: Sequence[Place], setting: Setting) -> list[tuple[Place, float]]:
    """Return the places that a name can mean, each with what the match is worth."""
    if no_city(name) and not beside:
        return [(p, 0.0) for p in areas().get(name, ())]
    found = [(p, 0.0) for p in (*cities(name)[:MOST], *areas().get(name, ()), *areas().get(f"{name}.", ()))]
    found += [(p if setting.foreign else p._replace(alias=True), PARTLY) for p in also_called(name)]
    if chain.type == "country":
        code = chain.country or ""
        found.append((Place(name, code, "", "country", None, None, 3 * REGION), 0.0))
    words = name.split()
    if len(words) > 1 and words[0].lower() in SIDES:
        rest = " ".join(words[1:])
        found += [(p, PARTLY) for p in (*cities(rest)[:MOST], *areas().get(rest, ()))]
        if rest in countries().names:
            found.append((Place(name, countries().names[rest], "", "area", None, None, 3 * REGION), 0.0))
    if len(words) > 1 and words[-1].lower() in PROVINCES:
        found += [(p, 0.0) for p in areas().get(" ".join(words[:-1]), ())]
    return found or _city_in(words)


def _city_in(words: Sequence[str]) -> list[tuple[Place, float]]:
    """Return the city that a landmark is called after: "Leipzig Airport", "Las Vegas Boulevard"."""
    if len(words) < 2 or words[-1].lower() not in lists().place_heads | GROUNDS:
        return []
    rest = " ".join(w for w in words[:-1] if w not in ("International", "Central", "Regional"))
    return [(p._replace(level="area"), PARTLY) for p in cities(rest)[:MOST]] if is_city(rest, KNOWN // 3) else []


def _weight(found: Place, match: float, beside: Sequence[Place], setting: Setting, chain: Chain) -> float:
    weight = log10(max(found.population, 1)) + match
    if beside:
        fits = any(b.country == found.country and b.region in ("", found.region, found.name) for b in beside)
        return weight + SAID if fits else weight - SAID
    own = len(chain.names) if chain.type == "country" and chain.country == found.country else 0
    spoken = setting.spoken[found.country] - own
    if found.level == "country":
        spoken += sum(setting.spoken[c] for c in _shared()[found.name] if c != found.country)
    capital = countries().capitals.get(found.name) == found.country
    weight += CAPITALS_NAME if capital and found.level == "region" else 0
    around = min(0.5 * max(spoken, 3 if capital and found.level == "city" else 0), SPOKEN)
    around += SAME_REGION * (bool(found.region) and (found.country, found.region) in setting.regions)
    around += HOME * (found.country == setting.home)
    around += NEAR * any(_apart(found, spot) < CLOSE for spot in setting.spots)
    return weight + min(around, AROUND)


def _said_beside(chain: Chain, words: Sequence[Word]) -> list[Place]:
    """Return the region or country that stands beside a mention: "Paris, Texas", "the German city of Halle"."""
    for name in chain.names:
        found = _after(name, words) or _before(name, words)
        if found:
            return found
    return []


def _after(name: Name, words: Sequence[Word]) -> list[Place]:
    at = name.last
    if at + 1 >= len(words) or words[at].segment != words[name.first].segment:
        return []
    if words[at].lower == "state" and chain_region(name.text):
        return [p for p in areas().get(name.text, ()) if p.level == "region"]
    if words[at].text not in (",", "(") or (chain_region(name.text) and not is_city(name.text)):
        return []
    for last in (at + 4, at + 3, at + 2):
        if last <= len(words) and words[last - 1].segment == words[name.first].segment:
            said = _named(" ".join(w.text for w in words[at + 1 : last]).replace(" .", "."), name.text)
            if said:
                return said
    return []


def chain_region(name: str) -> bool:
    """Tell whether a name is that of a region as well."""
    return any(p.level == "region" for p in areas().get(name, ()))


def _before(name: Name, words: Sequence[Word]) -> list[Place]:
    """Read "the west Texas town of Eldorado", "the Syrian province of Idlib"."""
    at = name.first - 1
    if at < 2 or words[at].lower != "of" or words[at - 1].lower not in lists().settlements:
        return []
    for back in (at - 2, at - 3):
        if back >= 0 and words[back].segment == words[name.first].segment and words[back].capital:
            pair = f"{words[back - 1].text} {words[back].text}" if back else ""
            return _named(pair, name.text) or _named(words[back].text, name.text)
    return []


def _named(text: str, of: str) -> list[Place]:
    """Return the country or regions that words name, the name itself left out."""
    lands = countries()
    code = lands.names.get(text) or lands.adjectives.get(text)
    found = [p for p in areas().get(text, ()) if p.level == "region"]
    if code and text != of:
        found.append(Place(text, code, "", "country", None, None, 0))
    return found if text != of or found else []


def _distance(a: Place, b: Place) -> float:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return 0.0 if a == b else 9999.0
    return _apart(a, (b.latitude, b.longitude))


def _apart(a: Place, spot: tuple[float, float]) -> float:
    """Return kilometres between a place and a spot (haversine)."""
    if a.latitude is None or a.longitude is None:
        return 9999.0
    north, south = radians(a.latitude), radians(spot[0])
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(spot[1] - a.longitude) / 2) ** 2
    return 12742.0 * asin(sqrt(half))


def _spoken_of(chains: Sequence[Chain], words: Sequence[Word]) -> Counter[str]:
    """Return how often the page names each country, its people, its adjective or one of its regions."""
    found = Counter({c.country: len(c.names) for c in chains if c.type in ("country", "group") and c.country})
    for chain in chains:
        if chain.type == "place" and regions().get(chain.names[0].text):
            found[regions()[chain.names[0].text]] += len(chain.names)
    adjectives = countries().adjectives
    for word in words:
        if word.capital and word.text in adjectives and word.dep in ("amod", "compound", "nmod"):
            found[adjectives[word.text]] += 1
    return found


@cache
def _shared() -> dict[str, tuple[str, ...]]:
    return {name: tuple(codes.split()) for name, codes in table("places", "regions").get("shared", {}).items()}


def home_of(addresses: Iterable[str | None]) -> str | None:
    """Return the country in which an outlet is at home, by its address: a table, else the country's letters."""
    homes = _homes()
    for address in addresses:
        host = (address or "").split("//")[-1].split("/")[0].removeprefix("www.").casefold()
        labels = host.split(".")
        for i in range(len(labels) - 1):
            if ".".join(labels[i:]) in homes:
                return homes[".".join(labels[i:])]
        if len(labels) > 1 and labels[-1] not in ("co", "tv", "me", "io", "ai", "fm"):
            code = countries().alpha3.get({"uk": "GB"}.get(labels[-1], labels[-1].upper()))
            if code:
                return code
    return None


@cache
def _homes() -> dict[str, str]:
    return {host: code for code, hosts in table("places", "outlets").items() for host in str(hosts).split()}
