"""JSON Lines: one row a line, from a file or from standard input."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from tellings.errors import InputError, MalformedRow, OversizedInput, UnreadableInput
from tellings.model import Page
from tellings.read.charset import decode
from tellings.read.rows import page_of_row
from tellings.settings import Limits

PATIENCE = 10
"""A line that is still not at its end after this many times the size limit ends the reading of its file."""


def read_rows(
    stream: BinaryIO, name: str, *, as_is: bool, limits: Limits, path: str | None = None
) -> Iterator[Page | InputError]:
    """Yield a page, or what is wrong, for every line that is not blank; a bad line does not stop the rest."""
    lines = _lines(stream, name, limits)
    for number, line in lines:
        where = f"{name}:{number}"
        if isinstance(line, InputError):
            yield line
        elif line.strip():
            try:
                yield page_of_row(_parsed(line, where), where=where, as_is=as_is, path=path)
            except InputError as problem:
                yield problem


def _parsed(line: bytes, where: str) -> object:
    try:
        return json.loads(decode(line)[0])
    except (ValueError, RecursionError) as problem:
        why = "nested too deeply" if isinstance(problem, RecursionError) else str(problem)
        raise MalformedRow("the line is not JSON", where=where, why=why, hint="write one JSON object a line") from problem


def _lines(stream: BinaryIO, name: str, limits: Limits) -> Iterator[tuple[int, bytes | InputError]]:
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(limits.page_bytes + 1)
            skipped = _skip(stream, limits) if len(line) > limits.page_bytes and not line.endswith(b"\n") else 0
        except (OSError, EOFError, zlib.error) as problem:
            yield (
                number,
                UnreadableInput(
                    "the file breaks off here", where=f"{name}:{number}", why=str(problem), hint="the rows before were read"
                ),
            )
            return
        if not line:
            return
        if len(line) > limits.page_bytes:
            yield number, OversizedInput(
                "the row is too large", where=f"{name}:{number}", why=f"the limit is {limits.page_bytes:,} bytes",
                hint="raise limits.page_bytes if it is a page",
            )  # fmt: skip
            if skipped < 0:
                return
        else:
            yield number, line


def _skip(stream: BinaryIO, limits: Limits) -> int:
    """Read to the end of an overlong line and return its length; -1 where no end comes into sight."""
    size = 0
    while size < limits.page_bytes * PATIENCE:
        piece = stream.readline(1 << 20)
        size += len(piece)
        if not piece or piece.endswith(b"\n"):
            return size
    return -1
