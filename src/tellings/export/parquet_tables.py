"""Parquet: the tables with their types (days are dates), written a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from tellings.export.selection import Selection
from tellings.export.tables import TABLES, TableName, rows_of

ROWS_AT_ONCE = 4096


def write_parquet(name: TableName, selection: Selection, file: Path) -> int:
    """Write one table and return its number of rows; the columns' meaning stands in the file's metadata."""
    return write_rows(rows_of(name, selection), file, columns=TABLES[name].columns, meaning=TABLES[name].meaning)


def write_rows(rows: Iterable[Mapping[str, Any]], file: Path, *, columns: Mapping[str, str], meaning: str) -> int:
    """Write rows of typed columns and return their number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "day": pa.date32(),
        "bytes": pa.binary(),
    }  # fmt: skip
    schema = pa.schema([(column, kinds[kind]) for column, kind in columns.items()], {"row": meaning})
    days = [column for column, kind in columns.items() if kind == "day"]
    number = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(_dated(rows, days)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            number += len(batch)
    return number


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _dated(rows: Iterable[Mapping[str, Any]], days: list[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {**row, **{column: _day(row[column]) for column in days}}


def _day(value: str | None) -> date | None:
    """Return a day as a date, or None where the calendar of dates does not hold it (before year 1, after 9999)."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
