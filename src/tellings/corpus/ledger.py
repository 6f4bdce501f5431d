"""What a corpus job has finished: layers written aside and renamed, the ledger of each piece of work last."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from tellings.engine.shard import write_whole
from tellings.errors import EngineError
from tellings.export.layers import NO_DAY, UNFINISHED
from tellings.export.parquet_tables import batched, schema_of, table_of, write_table
from tellings.model import Record

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "corpus"
DAY = "published_day"
"""The column by which rows are parted."""
AT_ONCE = 65_536
"""Rows that are in memory together, before they are put by."""


class Done(Record, frozen=True):
    """A finished piece of work: articles that were decided in it, and rows by file."""

    articles: int
    files: dict[str, int]


class Ledgers:
    """The ledgers of a job under the folder of a crawl's layers."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def of(self, name: str) -> Done | None:
        """Return the ledger of a piece of work; None where it is not finished."""
        file = self.out / FOLDER / f"{name}.done"
        return msgspec.json.decode(file.read_bytes(), type=Done) if file.exists() else None

    def write(
        self, name: str, layer: str, rows: Iterable[Mapping[str, Any]], *, columns: Mapping[str, str], articles: int
    ) -> Done:  # fmt: skip
        """Write rows as a layer parted by their `published_day`, then the ledger; a second time under the same names."""
        aside = self.out / UNFINISHED / f"{name}-{uuid4().hex}"
        aside.mkdir(parents=True)
        files = {}
        try:
            for day, table in _parted(rows, aside / "rows.arrow", columns=columns, meaning=layer):
                file = f"{layer}/day={day or NO_DAY}/{name}.parquet"
                (aside / file).parent.mkdir(parents=True, exist_ok=True)
                files[file] = write_table(table, aside / file)
            for file in files:
                (self.out / file).parent.mkdir(parents=True, exist_ok=True)
                (aside / file).replace(self.out / file)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        done = Done(articles=articles, files=files)
        write_whole(self.out / FOLDER / f"{name}.done", msgspec.json.encode(done))
        return done

    def check(self, name: str) -> Done:
        """Return a ledger whose files hold the rows that it says. Raises EngineError."""
        import pyarrow.parquet as pq

        done = self.of(name)
        if done is None:
            raise EngineError("a part of a corpus job was not finished", where=name, hint="run it again")
        for file, rows in done.files.items():
            if not (self.out / file).exists() or pq.read_metadata(self.out / file).num_rows != rows:
                hint = f"delete {self.out / FOLDER / name}.done and run again"
                raise EngineError("a layer is not what its ledger says", where=str(self.out / file), hint=hint)
        return done

    def rows(self, names: Iterable[str], columns: list[str]) -> Iterable[dict[str, Any]]:
        """Yield columns of the rows that pieces of work have written."""
        import pyarrow.parquet as pq

        for name in names:
            done = self.of(name)
            for file in done.files if done else ():
                for batch in pq.ParquetFile(self.out / file).iter_batches(columns=columns):
                    yield from batch.to_pylist()

    def forget(self, layers: Iterable[str]) -> None:
        """Delete every ledger and these layers."""
        for layer in (FOLDER, *layers):
            shutil.rmtree(self.out / layer, ignore_errors=True)
        (self.out / FOLDER).mkdir(parents=True)


def _parted(
    rows: Iterable[Mapping[str, Any]], aside: Path, *, columns: Mapping[str, str], meaning: str
) -> Iterator[tuple[str | None, pa.Table]]:  # fmt: skip
    """Yield the rows of each day as a table; until all are read they are put by in a file, for there may be millions."""
    import pyarrow as pa

    batches: dict[str | None, list[int]] = {}
    with pa.OSFile(str(aside), "wb") as sink, pa.ipc.new_file(sink, schema_of(columns, meaning)) as writer:
        written = count()
        for lot in batched(rows, AT_ONCE):
            by_day: dict[str | None, list[Mapping[str, Any]]] = {}
            for row in lot:
                by_day.setdefault(row[DAY], []).append(row)
            for day, own in by_day.items():
                writer.write_batch(table_of(own, columns=columns, meaning=meaning).to_batches()[0])
                batches.setdefault(day, []).append(next(written))
    with pa.memory_map(str(aside)) as source:
        held = pa.ipc.open_file(source)
        for day, numbers in batches.items():
            yield day, pa.Table.from_batches([held.get_batch(number) for number in numbers])
