"""Slices of large inputs, which any worker can read by itself: byte ranges of web archives, row groups of tables, whole files.

A gzipped archive holds one member a record, so a worker can begin anywhere: a record belongs to the slice in which its
member begins.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from tellings.errors import InputError, MissingInput, UnreadableInput
from tellings.model import Failure, Page, Record
from tellings.read import files
from tellings.read.inputs import settled
from tellings.settings import Limits

MEMBER = b"\x1f\x8b\x08"
SCAN = 1 << 20
SLICE_BYTES = 8_000_000
"""Bytes of a packed archive a slice: some hundred pages of news."""
SLICE_ROWS = 1_000


class Slice(Record, frozen=True):
    """A part of an input: bytes of an archive, row groups of a table (half-open), or all of a file (no end)."""

    path: str
    kind: Literal["archive", "table", "file"] = "file"
    start: int = 0
    end: int | None = None


def slices_of(inputs: Sequence[str], *, size: int = SLICE_BYTES, rows: int = SLICE_ROWS) -> Iterator[Slice | InputError]:
    """Yield the slices of files and folders, in order; nothing is read but the tables' own index."""
    for given in inputs:
        path = Path(given)
        if not path.exists():
            yield MissingInput("no such file or folder", where=given, hint="check the path")
            continue
        for item in files.pages_in(path) if path.is_dir() else (path,):
            yield from (item,) if isinstance(item, InputError) else _cut(item, size, rows)


def _cut(path: Path, size: int, rows: int) -> Iterator[Slice | InputError]:
    suffix = files.suffix_of(path)
    if suffix in files.ARCHIVES and path.name.lower().endswith(".gz"):
        whole = path.stat().st_size
        for start in range(0, max(1, whole), size):
            yield Slice(str(path), "archive", start, min(whole, start + size))
    elif suffix in files.TABLES and not path.name.lower().endswith(".gz"):
        yield from _row_groups(path, rows)
    else:
        yield Slice(str(path))


def _row_groups(path: Path, rows: int) -> Iterator[Slice | InputError]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            sizes = [table.metadata.row_group(i).num_rows for i in range(table.num_row_groups)]
    except (pa.ArrowException, OSError) as problem:
        yield UnreadableInput("the table cannot be read", where=str(path), why=str(problem).split("\n")[0], hint="is it whole?")
        return
    start = held = 0
    for number, own in enumerate(sizes):
        if held and held + own > rows:
            yield Slice(str(path), "table", start, number)
            start, held = number, 0
        held += own
    yield Slice(str(path), "table", start, len(sizes))


def read_slice(piece: Slice, *, limits: Limits | None = None) -> Iterator[Page | Failure]:
    """Yield what a slice holds, in order; a page without an id of its own gets one that any worker would give it."""
    limits = limits or Limits()
    for item in _items(piece, limits):
        yield settled(item, limits, lambda page, where: page.id or page_id(page, where))


def read_shard(path: str, options: Mapping[str, Any]) -> Iterator[Page | Failure]:
    """Yield what the slice that a shard's file names holds; `options["limits"]` are the limits."""
    piece = msgspec.json.decode(Path(path).read_bytes(), type=Slice)
    return read_slice(piece, limits=msgspec.convert(options.get("limits", {}), Limits))


def page_id(page: Page, where: str) -> str:
    """Return the id of a page by its bytes and its address (else its place): the same page met twice is one page."""
    return hashlib.sha256(f"{page.source.sha256}\n{page.source.url or where}".encode()).hexdigest()[:16]


def _items(piece: Slice, limits: Limits) -> Iterator[Page | InputError]:
    path = Path(piece.path)
    if piece.kind == "archive":
        from tellings.read.warc import read_archive

        try:
            with path.open("rb") as stream:
                first = first_record(stream, piece.start)
        except OSError as problem:
            yield UnreadableInput("the archive cannot be opened", where=piece.path, why=str(problem), hint="check the path")
            return
        if first is not None and (piece.end is None or first < piece.end):
            yield from read_archive(path, piece.path, limits=limits, start=first, end=piece.end)
    elif piece.kind == "table":
        from tellings.read.parquet import read_table

        groups = range(piece.start, piece.end if piece.end is not None else piece.start)
        yield from read_table(path, piece.path, as_is=False, limits=limits, groups=groups)
    else:
        yield from files.read_path(piece.path, as_is=False, limits=limits, seen=set())


def first_record(stream: BinaryIO, start: int) -> int | None:
    """Return where the first record's member at or after a place of a gzipped archive begins; None where there is none."""
    at, held = start, b""
    stream.seek(start)
    while True:
        more = stream.read(SCAN)
        held += more
        found = held.find(MEMBER)
        while found >= 0:
            if _opens_record(stream, at + found):
                return at + found
            found = held.find(MEMBER, found + 1)
        if not more:
            return None
        at += max(0, len(held) - len(MEMBER) + 1)
        held = held[-(len(MEMBER) - 1) :]


def _opens_record(stream: BinaryIO, at: int) -> bool:
    """Tell whether a gzip member that holds a record begins here; the stream goes on where it was."""
    here = stream.tell()
    stream.seek(at)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stream.read(4096), 64).startswith(b"WARC/")
    except zlib.error:
        return False
    finally:
        stream.seek(here)
