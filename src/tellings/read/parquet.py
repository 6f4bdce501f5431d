"""Parquet tables: one row a page, with the same columns as JSON Lines."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

from tellings.errors import InputError, MalformedRow, OversizedInput, UnreadableInput
from tellings.model import Page
from tellings.read.rows import HINT, page_of_row
from tellings.settings import Limits

BATCH = 32
TABLE = 100
"""A gzipped table may unpack to this many times the size limit of a page."""


def read_table(
    file: Path, name: str, *, as_is: bool, limits: Limits, groups: range | None = None
) -> Iterator[Page | InputError]:
    """Yield a page, or what is wrong, for every row (of some row groups); rows are read a few at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with ExitStack() as stack:
        try:
            source = _unpacked(file, name, stack, limits) if file.suffix == ".gz" else file
            table = stack.enter_context(pq.ParquetFile(source))
            if not {"text", "html"} & set(table.schema_arrow.names):
                yield MalformedRow("the table has neither a column text nor html", where=name, hint=HINT)
                return
            yield from _rows(table, name, as_is, groups)
        except InputError as problem:
            yield problem
        except (
            pa.ArrowException,
            OSError,
            EOFError,
            ValueError,
            OverflowError,
            zlib.error,
        ) as problem:  # text that is no UTF-8, too
            yield UnreadableInput("the table cannot be read", where=name, why=str(problem).split("\n")[0], hint="is it whole?")


def _rows(table: Any, name: str, as_is: bool, groups: range | None) -> Iterator[Page | InputError]:
    wanted = range(table.num_row_groups) if groups is None else groups
    number = sum(table.metadata.row_group(i).num_rows for i in range(wanted.start))
    for batch in table.iter_batches(batch_size=BATCH, row_groups=list(wanted)):
        for row in batch.to_pylist():
            number += 1
            try:
                yield page_of_row(row, where=f"{name}:{number}", as_is=as_is, path=name)
            except InputError as problem:
                yield problem


def _unpacked(file: Path, name: str, stack: ExitStack, limits: Limits) -> IO[bytes]:
    import gzip

    whole = cast(IO[bytes], stack.enter_context(tempfile.SpooledTemporaryFile(limits.page_bytes)))  # noqa: SIM115 (stack closes it)
    with gzip.open(file) as packed:
        while piece := packed.read(1 << 20):
            whole.write(piece)
            if whole.tell() > limits.page_bytes * TABLE:
                raise OversizedInput("the table unpacks to more than is allowed", where=name, hint="unpack it first")
    whole.seek(0)
    return whole
