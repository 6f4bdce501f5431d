"""A library looked after: changed files are read again, what a better stage makes is made again, pages are found by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from msgspec import structs

from tellings.citations import SINGLE
from tellings.library import Library
from tellings.model import Failure, Page
from tellings.read import read_inputs

SHORTEST = 4
"""Characters from which the beginning of an id may stand for it."""


class Updated(NamedTuple):
    """What an update did; `missing` are files that are no more."""

    again: int
    changed: int
    stories: int
    missing: tuple[str, ...]


def update(library: Library, *, anew: bool = False) -> Updated:
    """Read changed files again, analyse again what has other recipes now, and bring the stories up to date.

    A file that changed takes the place of what it said, and keeps its story; one that is no more keeps its page.
    """
    changed: list[str] = []
    missing: list[str] = []
    for _ in library.add_pages(_pages(library, changed, missing)):
        pass
    library.index()
    stories = library.group(anew=anew)
    return Updated(library.tally.analysed, len(changed), len(stories), tuple(missing))


def _pages(library: Library, changed: list[str], missing: list[str]) -> Iterator[Page | Failure]:
    for page in list(library.store.pages()):
        path = page.source.path
        if "@" in page.id or path is None or Path(path).suffix.lower().lstrip(".") not in SINGLE:
            yield page
            continue
        try:
            raw = Path(path).read_bytes()
        except OSError:
            missing.append(path)
            yield page
            continue
        if hashlib.sha256(raw).hexdigest() == page.source.sha256:
            yield page
        else:
            changed.append(path)
            yield from _read_again(library, page, path)


def _read_again(library: Library, page: Page, path: str) -> Iterator[Page | Failure]:
    for item in read_inputs([path], as_is=page.form == "clean", limits=library.settings.limits):
        if isinstance(item, Page):
            library.replaced[item.id] = page.id
            item = structs.replace(item, given=structs.replace(page.given, datings=()))
        yield item


def named(library: Library, name: str) -> list[str]:
    """Return the ids of the pages that a name means (id, file, address, or how an id begins), with their older readings."""
    exact, begun = [], []
    for page in library.store.pages():
        path = page.source.path
        names = {page.id, path or "", PurePath(path).name if path else "", page.source.url or ""} - {""}
        if name in names or page.id.startswith(f"{name}@"):
            exact.append(page.id)
        elif len(name) >= SHORTEST and page.id.startswith(name):
            begun.append(page.id)
    return exact or (begun if len(begun) == 1 else [])
