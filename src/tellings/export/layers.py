"""Layers of a whole crawl as Parquet, parted by day of publication: what any engine's worker writes for its shard.

Under the folder `out`: `pages`, `quotations`, `events` (the tables of `tables.py`), `documents` (whole pages and analyses,
packed, to be loaded into a library), `keys` and `names` (what corpus jobs read) and `failures`; each
`TABLE/day=YYYY-MM-DD/SHARD.parquet` (further files of a large shard `SHARD-NNNN.parquet`), the unknown day as Hive's null.
A shard that is run again writes files of the same names, so nothing is doubled; it is finished when its ledger is there.
"""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from tellings.export.commenters import without_commenters
from tellings.export.parquet_tables import write_rows
from tellings.export.selection import Options, Selection
from tellings.export.tables import TABLES, TableName, rows_of
from tellings.model import Analysis, Failure, Page, Record, articles_of
from tellings.relate.actors_names import key_of
from tellings.relate.keys import keys_of
from tellings.relate.versions import named_addresses

NO_DAY = "__HIVE_DEFAULT_PARTITION__"
READABLE: tuple[TableName, ...] = ("pages", "quotations", "events")
DOCUMENTS = {"id": "text", "url": "text", "page": "bytes", "analysis": "bytes"}
KEYS = {
    "document": "text", "part": "int", "row": "int", "title": "text", "outlet": "text", "language": "text",
    "published_day": "day", "moment": "text", "fetched": "text", "address": "text", "canonical": "text", "words": "bytes",
    "places": "bytes", "sketch": "bytes", "terms": "bytes", "counts": "bytes", "length": "int", "vector": "bytes",
}  # fmt: skip
NAMES = {
    "document": "text", "entity": "text", "name": "text", "type": "text", "key": "text", "country": "text", "mentions": "int",
    "outlet": "text",
}  # fmt: skip
FAILURES = {"id": "text", "source": "text", "stage": "text", "kind": "text", "message": "text", "sha256": "text"}
UNFINISHED = ".unfinished"
PART = 2_000
"""Pages of a shard that are held until they are written: an input that cannot be cut may hold any number."""


class Ledger(Record, frozen=True):
    """What became of a shard: items read, pages analysed, failures, pages that came again, and rows by file."""

    read: int
    analysed: int
    failed: int
    again: int
    files: dict[str, int]


class Layout(Record, frozen=True):
    """Where layers go, and whether `documents` is written: whole pages, with commenters' names, which the tables leave out."""

    out: str
    with_documents: bool = True


def write_layers(path: str, items: Iterable[tuple[Page | Failure, Analysis | Failure]], options: Mapping[str, Any]) -> None:
    """Write the layers of a shard's results, and last its ledger at `path`; `options["layers"]` is a Layout."""
    layout = msgspec.convert(options["layers"], Layout)
    ledger, out = Path(path), Path(layout.out)
    aside = out / UNFINISHED / f"{ledger.stem}-{uuid4().hex}"
    aside.mkdir(parents=True)
    try:
        done = _written(aside, ledger.stem, items, layout)
        for name in done.files:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).replace(out / name)
        whole = aside / "ledger"
        whole.write_bytes(msgspec.json.encode(done))
        whole.replace(ledger)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _written(folder: Path, shard: str, items: Iterable[tuple[Page | Failure, Analysis | Failure]], layout: Layout) -> Ledger:
    read = failed = parts = 0
    pages: dict[str | None, dict[str, tuple[Page, Analysis]]] = {}
    files: dict[str, int] = {}
    known: set[str] = set()
    failures: list[Failure] = []
    for came, became in items:
        read += 1
        if sum(map(len, pages.values())) == PART:
            files |= _files(folder, _part(shard, parts), pages, layout)
            pages, parts = {}, parts + 1
        if isinstance(became, Failure):
            failures.append(became)
            failed += 1
        elif isinstance(came, Page) and became.id not in known:
            known.add(became.id)
            failures.extend(became.failures)
            published = became.metadata.published
            pages.setdefault(published.day if published else None, {})[became.id] = (came, became)
    files |= _files(folder, _part(shard, parts), pages, layout)
    if failures:
        told = [msgspec.structs.asdict(f) for f in failures]
        name = f"failures/{shard}.parquet"
        (folder / name).parent.mkdir()
        files[name] = write_rows(({c: f.get(c) for c in FAILURES} for f in told), folder / name, columns=FAILURES, meaning="")
    return Ledger(read=read, analysed=len(known), failed=failed, again=read - len(known) - failed, files=files)


def _part(shard: str, number: int) -> str:
    """Return the name of the files that a shard's pages are written to, the first without a number."""
    return f"{shard}-{number:04d}" if number else shard


def _files(
    folder: Path, shard: str, pages: Mapping[str | None, Mapping[str, tuple[Page, Analysis]]], layout: Layout
) -> Iterator[tuple[str, int]]:
    for day, own in pages.items():
        place = f"day={day or NO_DAY}/{shard}.parquet"
        selection = Selection(list(own), (), _Held(own), options=Options(made=""))
        found: dict[str, tuple[Iterable[Mapping[str, Any]], Mapping[str, str], str]] = {
            name: (rows_of(name, selection), TABLES[name].columns, TABLES[name].meaning) for name in READABLE
        }
        if layout.with_documents:
            found["documents"] = (_documents(own.values()), DOCUMENTS, "one page as it was read, and its analysis")
            found["keys"] = (_keys(own.values()), KEYS, "what corpus jobs need of one article; `row` is that of its page")
            found["names"] = (_names(own.values()), NAMES, "one entity of one page that is called by a name")
        for table, (rows, columns, meaning) in found.items():
            file = folder / table / place
            file.parent.mkdir(parents=True, exist_ok=True)
            if number := write_rows(rows, file, columns=columns, meaning=meaning):
                yield f"{table}/{place}", number


class _Held:
    """Gives the analyses of a shard by their ids, without commenters' names: they are sought once, not once a table."""

    def __init__(self, pages: Mapping[str, tuple[Page, Analysis]]) -> None:
        self.analyses = {key: without_commenters(analysis) for key, (_, analysis) in pages.items()}

    def __call__(self, ids: Sequence[str]) -> list[Analysis]:
        return [self.analyses[key] for key in ids]


def _documents(pages: Iterable[tuple[Page, Analysis]]) -> Iterator[dict[str, Any]]:
    for page, analysis in pages:
        yield {"id": analysis.id, "url": page.source.url, "page": pack(page), "analysis": pack(analysis)}


def _keys(pages: Iterable[tuple[Page, Analysis]]) -> Iterator[dict[str, Any]]:
    for row, (_, analysis) in enumerate(pages):
        metadata = analysis.metadata
        own, canonical = named_addresses(metadata)
        for article in articles_of(analysis):
            published = article.published
            yield {
                "document": analysis.id, "part": article.part, "row": row, "title": article.title, "outlet": article.outlet,
                "language": metadata.language, "published_day": published.day if published else None,
                "moment": published.value if published else None, "fetched": analysis.document.fetched, "address": own,
                "canonical": canonical, **msgspec.structs.asdict(keys_of(article)),
            }  # fmt: skip


def _names(pages: Iterable[tuple[Page, Analysis]]) -> Iterator[dict[str, Any]]:
    for _, analysis in pages:
        for entity in analysis.entities:
            named = sum(m.kind == "name" for m in entity.mentions)
            key = key_of(entity.name)
            if named and key and (entity.type != "person" or " " in key):
                yield {
                    "document": analysis.id, "entity": entity.id, "name": entity.name, "type": entity.type, "key": key,
                    "country": entity.country, "mentions": len(entity.mentions), "outlet": analysis.metadata.outlet,
                }  # fmt: skip


def pack(value: Page | Analysis) -> bytes:
    """Return a record as compressed MessagePack."""
    return zlib.compress(msgspec.msgpack.encode(value), 3)


def unpack(packed: bytes, kind: type[Any]) -> Any:
    """Return the record that was packed."""
    return msgspec.msgpack.decode(zlib.decompress(packed), type=kind)
