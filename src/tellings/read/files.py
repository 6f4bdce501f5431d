"""Files and folders: which are pages, and their bytes within the limits."""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from tellings.errors import BinaryInput, EmptyInput, InputError, MissingInput, OversizedInput, UnreadableInput
from tellings.model import Form, Page, Source
from tellings.read.charset import binary_kind, decode
from tellings.read.wrapped import unwrapped
from tellings.settings import Limits

HTML = frozenset({".html", ".htm", ".xhtml"})
TEXT = frozenset({".txt", ".md", ".text"})
FEEDS = frozenset({".xml", ".rss", ".atom"})
MAIL = frozenset({".eml", ".mhtml", ".mht"})
DOCUMENTS = frozenset({".pdf"})
TABLES = frozenset({".parquet"})
ROWS = frozenset({".jsonl", ".ndjson"})
ARCHIVES = frozenset({".warc", ".wet"})
READ = HTML | TEXT | FEEDS | MAIL | DOCUMENTS | TABLES | ROWS | ARCHIVES
GZIP = b"\x1f\x8b"
PIECE = 1 << 20


def read_path(given: str, *, as_is: bool, limits: Limits, seen: set[str]) -> Iterator[Page | InputError]:
    """Yield what a file or a folder (with all folders in it, in the order of their names) holds.

    `seen` collects the real paths already read; a path in it is passed over.
    """
    path = Path(given)
    if not os.path.lexists(path):
        yield MissingInput("no such file or folder", where=_shown(path), hint="check the path")
        return
    if not path.is_dir():
        yield from _once(path, as_is=as_is, limits=limits, seen=seen)
        return
    found = False
    for item in pages_in(path):
        found = True
        yield from (item,) if isinstance(item, InputError) else _once(item, as_is=as_is, limits=limits, seen=seen)
    if not found:
        kinds = " ".join(sorted(READ))
        yield EmptyInput("the folder holds no pages", where=_shown(path), why=f"pages end in {kinds}", hint="name the files")


def pages_in(folder: Path) -> Iterator[Path | InputError]:
    """Yield the files of a folder that may hold pages, with all folders in it, in the order of their names."""
    yield from (item for item in _walk(folder) if isinstance(item, InputError) or suffix_of(item) in READ)


def suffix_of(path: Path) -> str:
    """Return the ending that tells a file's format, in lower case, `.gz` taken off."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _walk(folder: Path) -> Iterator[Path | InputError]:
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda e: e.name)
        except OSError as problem:
            yield _unreadable(here, problem)
            continue
        yield from (Path(e.path) for e in entries if not e.name.startswith(".") and not e.is_dir())
        pending += [Path(e.path) for e in reversed(entries) if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)]


def _once(path: Path, *, as_is: bool, limits: Limits, seen: set[str]) -> Iterator[Page | InputError]:
    real = os.path.realpath(path)
    if real in seen:
        return
    seen.add(real)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield UnreadableInput("not a regular file", where=_shown(path), hint="save it to a file, or pipe rows to -")
            return
        yield from _read(path, as_is=as_is, limits=limits)
    except InputError as problem:
        yield problem
    except OSError as problem:
        yield _unreadable(path, problem)


def _read(path: Path, *, as_is: bool, limits: Limits) -> Iterator[Page | InputError]:
    suffix, name = suffix_of(path), _shown(path)
    if suffix in ROWS:
        from tellings.read.jsonl import read_rows

        with path.open("rb") as plain:
            if plain.peek(2)[:2] != GZIP:
                yield from read_rows(plain, name, as_is=as_is, limits=limits, path=name)
            else:
                with gzip.open(plain) as unpacked:
                    yield from read_rows(cast(BinaryIO, unpacked), name, as_is=as_is, limits=limits, path=name)
    elif suffix in TABLES:
        from tellings.read.parquet import read_table

        yield from read_table(path, name, as_is=as_is, limits=limits)
    elif suffix in ARCHIVES:
        from tellings.read.warc import read_archive

        yield from read_archive(path, name, limits=limits)
    else:
        yield from _single(path, suffix, name, as_is=as_is, limits=limits)


def _single(path: Path, suffix: str, name: str, *, as_is: bool, limits: Limits) -> Iterator[Page | InputError]:
    raw, notes = _bytes(path, name, limits)
    if not raw.strip():
        raise EmptyInput("the file is empty", where=name, hint="nothing to be done")
    if raw.startswith(b"%PDF"):
        from tellings.read.pdf import read_pdf

        yield read_pdf(raw, name, limits)
        return
    kind = binary_kind(raw)
    if kind:
        raise BinaryInput("the file is not text", where=name, why=f"it is {kind}", hint="give text, HTML or a table")
    if suffix in MAIL:
        from tellings.read.mail import read_messages

        yield from read_messages(raw, name, saved_page=suffix != ".eml")
    elif suffix in FEEDS:
        from tellings.read.feeds import read_feed

        yield from read_feed(raw, name)
    else:
        yield _page(raw, suffix, name, as_is=as_is, notes=notes)


def _page(raw: bytes, suffix: str, name: str, *, as_is: bool, notes: tuple[str, ...]) -> Page:
    text, repairs = decode(raw)
    if not text.strip():
        raise EmptyInput("the file is empty", where=name, hint="nothing to be done")
    html = suffix in HTML or (suffix not in TEXT and _looks_like_html(text))
    form: Form = "html" if html else "clean" if as_is else "text"
    if form != "clean":
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if form == "text":
        text = unwrapped(text)
    source = Source(sha256=hashlib.sha256(raw).hexdigest(), path=name)
    kept = b"" if text.encode("utf-8", "surrogatepass") == raw else raw
    return Page(id="", source=source, form=form, text=text, warnings=(*notes, *repairs), raw=kept)


def _looks_like_html(text: str) -> bool:
    head = text[:2000].lower()
    return "<html" in head or "<!doctype html" in head or ("<p" in head and "</" in head)


def _bytes(path: Path, name: str, limits: Limits) -> tuple[bytes, tuple[str, ...]]:
    """Return a file's bytes, unpacked where it is gzipped; never more than the limit is held. Raises OversizedInput."""
    size = path.stat().st_size
    if size > limits.page_bytes:
        raise _oversized(name, f"it has {size:,} bytes", limits)
    with path.open("rb") as file:
        if file.peek(2)[:2] != GZIP:
            raw = file.read(limits.page_bytes + 1)
            if len(raw) > limits.page_bytes:
                raise _oversized(name, "it grows while it is read", limits)
            return raw, ()
        return _unpacked(cast(BinaryIO, file), name, limits)


def _unpacked(file: BinaryIO, name: str, limits: Limits) -> tuple[bytes, tuple[str, ...]]:
    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.open(file) as packed:
            while piece := packed.read1(PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > limits.page_bytes:
                    raise _oversized(name, "it unpacks to more", limits)
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        if not pieces:
            raise UnreadableInput("the gzip file is broken", where=name, why=str(problem), hint="fetch it again") from problem
        return b"".join(pieces), ("the gzip file breaks off; what could be unpacked was read",)
    return b"".join(pieces), ()


def _oversized(name: str, why: str, limits: Limits) -> OversizedInput:
    return OversizedInput(
        "the page is too large",
        where=name,
        why=f"{why}; the limit is {limits.page_bytes:,}",
        hint="raise limits.page_bytes if it is a page",
    )


def _unreadable(path: Path, problem: OSError) -> UnreadableInput:
    return UnreadableInput(
        "cannot be read", where=_shown(path), why=problem.strerror or str(problem), hint="check its permissions"
    )


def _shown(path: Path) -> str:
    """Return a path as text; bytes of a file name that are not UTF-8 become U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
