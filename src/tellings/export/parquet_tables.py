"""Parquet: the tables with their types (days are dates), written a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tellings.export.selection import Selection
from tellings.export.tables import TABLES, TableName, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 4096
Row = TypeVar("Row")


def write_parquet(name: TableName, selection: Selection, file: Path) -> int:
    """Write one table and return its number of rows; the columns' meaning stands in the file's metadata."""
    return write_rows(rows_of(name, selection), file, columns=TABLES[name].columns, meaning=TABLES[name].meaning)


def write_rows(rows: Iterable[Mapping[str, Any]], file: Path, *, columns: Mapping[str, str], meaning: str) -> int:
    """Write rows of typed columns and return their number."""
    import pyarrow.parquet as pq

    number = 0
    with pq.ParquetWriter(file, schema_of(columns, meaning), compression="zstd") as writer:
        for batch in batched(rows, ROWS_AT_ONCE):
            writer.write_table(table_of(batch, columns=columns, meaning=meaning))
            number += len(batch)
    return number


def write_table(table: pa.Table, file: Path) -> int:
    """Write a table and return its number of rows."""
    import pyarrow.parquet as pq

    pq.write_table(table, file, compression="zstd", row_group_size=ROWS_AT_ONCE)
    return len(table)


def table_of(rows: Iterable[Mapping[str, Any]], *, columns: Mapping[str, str], meaning: str) -> pa.Table:
    """Return rows of typed columns as a table, which takes a fraction of their memory."""
    import pyarrow as pa

    days = [column for column, kind in columns.items() if kind == "day"]
    dated = [{**row, **{column: _day(row[column]) for column in days}} for row in rows]
    return pa.Table.from_pylist(dated, schema=schema_of(columns, meaning))


def schema_of(columns: Mapping[str, str], meaning: str) -> pa.Schema:
    """Return typed columns as a schema; what a row means stands in its metadata."""
    import pyarrow as pa

    kinds = {
        "text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "day": pa.date32(),
        "bytes": pa.binary(),
    }  # fmt: skip
    return pa.schema([(column, kinds[kind]) for column, kind in columns.items()], {"row": meaning})


def batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield the rows in lots of `size`, the last one shorter."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def _day(value: str | None) -> date | None:
    """Return a day as a date, or None where the calendar of dates does not hold it (before year 1, after 9999)."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
