"""Actors over a whole crawl, by the key of their names: equal keys of one type are one actor, whatever page they stand on.

Names are gone through in as many turns as memory asks for, each with the names whose key falls to it. Initials, slips and
acronyms are not followed here, and a surname alone names nobody: that is for the pages of one story.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tellings.corpus.catalogue import Catalogue
from tellings.export.layers import NO_DAY
from tellings.relate.actors import TIES
from tellings.stage import fingerprint

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = {
    "actor": "text", "name": "text", "type": "text", "key": "text", "country": "text", "forms": "text", "pages": "int",
    "mentions": "int", "outlets": "int", "published_day": "day", "last_day": "day",
}  # fmt: skip
"""A row is an actor, parted by the first day (`published_day`) of the pages that name it."""
HELD = 400
"""Bytes that a name on a page takes while names are gone through: most are soon counted together."""
AT_ONCE = 2_000_000
"""New rows from which names are counted together, or as many as were counted before: each is counted a few times at most."""
FORMS = 8
"""Spellings listed of an actor: its commonest."""
BY_COUNTRY = frozenset({"place", "country"})
"""Types of which one name in two countries is two actors."""
BY = ("key", "type", "country", "name", "outlet")


def turns_of(catalogue: Catalogue, *, memory: int) -> int:
    """Return in how many turns the names are gone through."""
    import pyarrow.parquet as pq

    files = (catalogue.out / "names" / name for name in catalogue.files)
    rows: int = sum(pq.read_metadata(file).num_rows for file in files if file.exists())
    return max(1, -(-rows * HELD // (2 * memory)))


def actors_in(catalogue: Catalogue, *, turn: int, turns: int) -> Iterator[dict[str, Any]]:
    """Yield the actors whose keys fall to one turn, by key."""
    counted = _counted(catalogue, turn, turns).sort_by([(name, "ascending") for name in BY])
    rows = (row for batch in counted.to_batches(max_chunksize=65_536) for row in batch.to_pylist())
    for key, own in groupby(rows, key=lambda row: str(row["key"])):
        yield from _actors(key, list(own))


def _counted(catalogue: Catalogue, turn: int, turns: int) -> pa.Table:
    """Return names by key, type, country, spelling and outlet, with the pages and mentions of each."""
    import pyarrow as pa

    lots, new = [_empty()], 0
    for names in _named(catalogue, turn, turns):
        lots.append(_summed(names))
        new += len(lots[-1])
        if new > max(AT_ONCE, len(lots[0])):
            lots, new = [_summed(pa.concat_tables(lots))], 0
    return _summed(pa.concat_tables(lots))


def _empty() -> pa.Table:
    import pyarrow as pa

    numbers = {"pages": pa.int64(), "mentions": pa.int64()}
    return pa.table({c: pa.array([], numbers.get(c, pa.string())) for c in (*BY, "pages", "mentions", "first", "last")})


def _summed(names: pa.Table) -> pa.Table:
    told = names.group_by(list(BY)).aggregate([("pages", "sum"), ("mentions", "sum"), ("first", "min"), ("last", "max")])
    renamed = told.rename_columns([c.removesuffix("_sum").removesuffix("_min").removesuffix("_max") for c in told.column_names])
    return renamed.select([*BY, "pages", "mentions", "first", "last"])


def _named(catalogue: Catalogue, turn: int, turns: int) -> Iterator[pa.Table]:
    """Yield the names of one file after another, each page once."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    of = catalogue.table.column("file").to_numpy()
    order = np.argsort(of, kind="stable")
    ends = np.searchsorted(of[order], np.arange(len(catalogue.files) + 1))
    documents = catalogue.table.column("document").combine_chunks().take(order)
    for number, name in enumerate(catalogue.files):
        file = catalogue.out / "names" / name
        if not file.exists():
            continue
        table = pq.ParquetFile(file).read(columns=["document", *BY, "mentions"])
        here = documents.slice(ends[number], ends[number + 1] - ends[number])
        table = table.filter(pc.is_in(table["document"], value_set=here))
        if turns > 1:
            table = table.filter(
                pa.array([zlib.crc32(k.encode()) % turns == turn for k in table["key"].to_pylist()], pa.bool_())
            )
        day = name.partition("/")[0].partition("=")[2]
        told = pa.array([None if day == NO_DAY else day] * len(table), pa.string())
        pages = pa.array(np.ones(len(table), dtype=np.int64))
        table = table.append_column("pages", pages).append_column("first", told).append_column("last", told)
        yield table.select([*BY, "pages", "mentions", "first", "last"])


def _actors(key: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the actors of one key: of the type that most pages speak for; places and countries by their land."""
    votes = Counter[str]()
    for row in rows:
        votes[row["type"]] += row["pages"]
    kind = max(votes, key=lambda t: (votes[t], -TIES.index(t)))
    lands: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        lands.setdefault(row["country"] if kind in BY_COUNTRY else None, []).append(row)
    known = [land for land in lands if land]
    if None in lands and len(known) == 1:
        lands[known[0]] += lands.pop(None)
    for land, own in lands.items():
        yield _actor(key, kind, land, own)


def _actor(key: str, kind: str, land: str | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    forms, countries = Counter[str](), Counter[str]()
    for row in rows:
        forms[row["name"]] += row["pages"]
        if row["country"]:
            countries[row["country"]] += row["pages"]
    commonest = sorted(forms, key=lambda name: (-forms[name], -len(name), name))
    return {
        "actor": fingerprint("actor", kind, key, land), "name": commonest[0], "type": kind, "key": key,
        "country": land or min(countries, key=lambda c: (-countries[c], c), default=None),
        "forms": "; ".join(commonest[:FORMS]), "pages": sum(r["pages"] for r in rows),
        "mentions": sum(r["mentions"] for r in rows), "outlets": len({r["outlet"] for r in rows if r["outlet"]}),
        "published_day": min((r["first"] for r in rows if r["first"]), default=None),
        "last_day": max((r["last"] for r in rows if r["last"]), default=None),
    }  # fmt: skip
