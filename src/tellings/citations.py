"""Citations of a library, checked: each passage against its document, each document against the page as it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from tellings.library import Library
from tellings.model import Cite, Page

SINGLE = frozenset({"html", "htm", "xhtml", "txt", "md", "text"})
"""Endings of files that hold one page, whose checksum is that of the page's bytes."""


class Counts(NamedTuple):
    """How many pages and passages were looked at."""

    pages: int
    cites: int


class Fault(NamedTuple):
    """What is not as it must be, and where."""

    where: str
    what: str


def check(library: Library) -> tuple[Counts, list[Fault]]:
    """Check every kept page and every passage that a story cites."""
    faults: list[Fault] = []
    pages = cites = 0
    for page in library.store.pages():
        pages += 1
        faults += _page_faults(page)
    for name in library.store.story_ids():
        story = library.story(name)
        texts: dict[str, str] = {}
        for cite in cites_of(story):
            cites += 1
            if cite.document not in texts:
                kept = next(library.store.analyses([cite.document], ("metadata",)), None)
                texts[cite.document] = kept.text if kept else ""
            if texts[cite.document][cite.start : cite.end] != cite.text:
                faults.append(Fault(f"story {name}", f"{cite.document} does not say {cite.text[:60]!r} at {cite.start}"))
    return Counts(pages, cites), faults


def cites_of(record: Any) -> Iterator[Cite]:
    """Yield every passage with its words that a record holds, at any depth."""
    if isinstance(record, Cite):
        yield record
    elif isinstance(record, msgspec.Struct):
        for field in record.__struct_fields__:
            yield from cites_of(getattr(record, field))
    elif isinstance(record, list | tuple):
        for item in record:
            yield from cites_of(item)


def _page_faults(page: Page) -> Iterator[Fault]:
    """Yield a fault where the bytes that were kept of a page are not those that were read."""
    suffix = (page.source.path or "").lower().removesuffix(".gz").rpartition(".")[2]
    raw = page.raw or (page.text.encode("utf-8", "surrogatepass") if suffix in SINGLE else b"")
    if raw and hashlib.sha256(raw).hexdigest() != page.source.sha256:
        yield Fault(page.source.path or page.source.url or page.id, "the kept page is not the one that was read")
