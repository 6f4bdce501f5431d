"""Cells of tables that spreadsheets open: a text that one would take for a formula gets an apostrophe before it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
"""What makes a spreadsheet take a text for a formula, also in full width; blanks and unseen signs before it are skipped."""
BLANKS = (
    " \t\r\n\v\f\u00a0\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def cell(value: Any) -> Any:
    """Return a value as a cell: text made harmless, truth as true and false, unknown as nothing."""
    if isinstance(value, str):
        risky = value[:1] in ("\t", "\r", "\n") or value.lstrip(BLANKS).startswith(FORMULA)
        return f"'{value}" if risky else value
    return str(value).lower() if isinstance(value, bool) else value


def csv_line(cells: Iterable[Any]) -> bytes:
    """Return one line of CSV (RFC 4180 quoting, UTF-8)."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cell(value) for value in cells])
    return line.getvalue().encode("utf-8", "replace")
