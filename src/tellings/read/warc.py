"""Web archives: WARC with HTTP responses, and WET with plain text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from tellings.model import Form, Page, Source
from tellings.read.charset import decode
from tellings.settings import Limits

if TYPE_CHECKING:
    from fastwarc import WarcRecord

PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read_archive(
    file: Path, name: str, *, limits: Limits, start: int | None = None, end: int | None = None
) -> Iterator[Page | InputError]:
    """Yield a page for every HTML or plain-text record that was answered with success, in file order.

    With `start`, the place of a record, only those that begin there or later, and before `end`; they are named by their
    place in the file instead of their number.
    """
    from fastwarc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    number = found = 0
    try:
        with file.open("rb") as stream:
            stream.seek(start or 0)
            for record in ArchiveIterator(stream, record_types=kinds, parse_http=True, auto_decode="all", fsspec_args=False):
                if end is not None and record.stream_pos >= end:
                    return
                number += 1
                if number > limits.archive_records:
                    yield OversizedInput("the archive has too many records", where=name, hint="raise limits.archive_records")
                    return
                where = f"{name}#{number}" if start is None else f"{name}@{record.stream_pos}"
                page = _page(record, where, limits)
                if page is not None:
                    found += 1
                    yield page
    except (OSError, ValueError, RuntimeError, EOFError) as problem:
        yield UnreadableInput("the archive breaks off", where=f"{name}#{number + 1}", why=str(problem),
                              hint="the records before were read")  # fmt: skip
        return
    if not found and start is None:
        yield EmptyInput("the archive holds no page", where=name, hint="it should hold WARC responses or WET conversions")


def _page(record: WarcRecord, where: str, limits: Limits) -> Page | InputError | None:
    http = record.http_headers
    kind = (record.http_content_type if http else record.headers.get("Content-Type")) or ""
    kind = kind.split(";")[0].strip().lower()
    if kind not in PAGES or (http and not 200 <= (http.status_code or 0) < 300):
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    raw = record.reader.read(limits.page_bytes + 1)
    if len(raw) > limits.page_bytes:
        return OversizedInput("the record is too large", where=where, why=f"the limit is {limits.page_bytes:,} bytes",
                              hint="raise limits.page_bytes if it is a page")  # fmt: skip
    if not raw.strip():
        return EmptyInput("the record is empty", where=where, hint="nothing to be done: the archive holds no content for it")
    text, notes = decode(raw, label=record.http_charset if http else "utf-8")
    form: Form = "text" if kind == "text/plain" else "html"
    return Page(
        id="", source=Source(sha256=hashlib.sha256(raw).hexdigest(), path=where, url=url), form=form,
        text=text.replace("\r\n", "\n"), fetched=record.headers.get("WARC-Date"), warnings=notes,
    )  # fmt: skip
