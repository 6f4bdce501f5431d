"""CSV (RFC 4180, UTF-8, one header): one file a table; no cell is taken for a formula; unknown is an empty cell."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.export.cells import csv_line
from tellings.export.selection import Selection
from tellings.export.tables import TABLES, TableName, rows_of


def csv_lines(name: TableName, selection: Selection) -> Iterator[bytes]:
    """Yield the lines of one table."""
    yield csv_line(TABLES[name].columns)
    for row in rows_of(name, selection):
        yield csv_line(row.values())
