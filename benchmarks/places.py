"""Places: how many get the right country, and how many lie within 161 km (100 miles) of where they should.

usage: python benchmarks/places.py [--data ../shared/data] [--json] [--errors]
From the sample: every place of `names` in `sample/truth.json`; the invented ones must stay without country and coordinates.
From news pages that are not part of the project: mentions drawn at random, in `gold/places.json`, the rules mended on those
"seen", and not on those "unseen" (skipped where the pages are absent). A mention that is not found, or is not taken for a
place, counts as "no match".
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from actors import SAMPLE, analyse, gold_names

from tellings.annotate.entities import Entities
from tellings.annotate.parse import parse
from tellings.model import Analysis, Block, Document, Entity, Metadata, Source
from tellings.stage import View

HERE = Path(__file__).parent
MILES_100 = 161.0
REAL = {
    "geneva": ("CHE", 46.2, 6.15),
    "lisbon": ("PRT", 38.72, -9.14),
    "suisse": ("CHE", None, None),
    "portugal": ("PRT", None, None),
}
"""The real places of the sample; all others are invented."""


class Asked(NamedTuple):
    """A mention and where it is; country "" where it is none, several or invented."""

    what: str
    found: Entity | None
    country: str
    latitude: float | None
    longitude: float | None

    @property
    def right_country(self) -> bool:
        """Tell whether the country is the right one, or rightly none."""
        return (self.found.country if self.found else None) == (self.country or None)

    @property
    def near(self) -> bool:
        """Tell whether the coordinates are near; for what is invented, whether there are none."""
        at = (self.found.latitude, self.found.longitude) if self.found else (None, None)
        if self.latitude is None or self.longitude is None:
            return at == (None, None)
        return at[0] is not None and at[1] is not None and apart((at[0], at[1]), (self.latitude, self.longitude)) <= MILES_100


def apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return kilometres between two spots."""
    north, south = radians(a[0]), radians(b[0])
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 12742.0 * asin(sqrt(half))


def found_at(entities: Sequence[Entity], start: int, end: int) -> Entity | None:
    """Return the place or country with a name that overlaps a span."""
    hits = [e for e in entities for m in e.mentions if m.kind == "name" and m.start < end and start < m.end]
    return next((e for e in hits if e.type in ("place", "country")), None)


def sample() -> Iterator[Asked]:
    """Yield the places of the sample."""
    truth = json.loads((SAMPLE / "truth.json").read_text())
    kinds = {n["id"]: n["type"] for n in truth["names"]}
    for analysis in analyse([SAMPLE / "pages"]):
        for name in gold_names(analysis, truth["names"]):
            if kinds[name.who] in ("place", "country"):
                found = found_at(analysis.entities, name.start, name.end)
                yield Asked(analysis.text[name.start : name.end], found, *REAL.get(name.who, ("", None, None)))


def pages(data: Path, part: str) -> Iterator[Asked]:
    """Yield the mentions of a part of `gold/places.json`, each looked up in its page as the program reads it."""
    gold = json.loads((HERE / "gold" / "places.json").read_text())[part]
    rows = {r["id"]: r for s in ("g5w1h", "ecbplus") for r in map(json.loads, (data / "stories" / f"{s}.jsonl").open())}
    rows |= {p.stem: {"text": p.read_text()} for p in (data / "seeds").glob("*.txt")}
    read: dict[str, Analysis] = {}
    for key, start, end, country, latitude, longitude in gold:
        if key not in read:
            read[key] = names(key, rows[key])
        found = found_at(read[key].entities, start, end)
        yield Asked(read[key].text[start:end], found, country, latitude, longitude)


def names(key: str, row: Mapping[str, str]) -> Analysis:
    """Return a page, taken as it is, with its entities."""
    text = row["text"]
    source = Source(sha256=key, outlet=row.get("outlet"), url=row.get("url"))
    bare = Analysis(
        document=Document(id=key, source=source, text=text, form="clean"), metadata=Metadata(language="en"),
        blocks=(Block(0, len(text), role="body"),),
    )  # fmt: skip
    stage = Entities()
    made = stage.run([View(bare, parse([bare])[0], frozenset(stage.reads))])[0]
    return bare.with_layer("entities", made)


def figures(asked: Sequence[Asked], label: str) -> dict[str, float]:
    """Return the shares of right countries and of near coordinates."""
    spots = [a for a in asked if a.latitude is not None or not a.country]
    return {
        f"{label} right country": sum(a.right_country for a in asked) / len(asked),
        f"{label} within 161 km": sum(a.near for a in spots) / len(spots),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    asked = list(sample())
    found = figures(asked, "sample")
    if options.data.exists():
        for part in ("seen", "unseen"):
            own = list(pages(options.data, part))
            found |= figures(own, f"pages, {part}")
            asked += own
        found |= figures(asked, "all")
    else:
        print("places on news pages: skipped, the pages are not here (--data)", file=sys.stderr)
    if options.errors:
        for a in asked:
            if not a.right_country or (not a.near and (a.latitude is not None or not a.country)):
                print(
                    a.what,
                    a.country,
                    a.latitude,
                    "found:",
                    a.found and (a.found.name, a.found.type, a.found.country, a.found.latitude),
                )
    print(json.dumps(found) if options.json else "\n".join(f"{k:<28} {v:.3f}" for k, v in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
