"""The Python functions: read pages, analyse them, group them into stories, compare their accounts; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tellings import telling
from tellings.library import Library
from tellings.model import Analysis, Failure, Page, Story
from tellings.read import read_inputs
from tellings.settings import Settings

Inputs = str | Path | Sequence[str | Path]


def read(inputs: Inputs, *, as_is: bool = False, settings: Settings | None = None) -> Iterator[Page | Failure]:
    """Yield the pages that files, folders or archives hold; what cannot be read is a Failure in its place."""
    return read_inputs(_names(inputs), as_is=as_is, limits=(settings or Settings()).limits)


def analyse(pages: Iterable[Page | Failure], *, settings: Settings | None = None) -> list[Analysis]:
    """Return the analyses of pages, in order; failures are left out (a Library reports them)."""
    with Library(settings=settings, without=("vectors",)) as library:
        return [result for result in library.add_pages(pages) if isinstance(result, Analysis)]


def stories(pages: Iterable[Page | Failure], *, settings: Settings | None = None) -> tuple[Story, ...]:
    """Return the stories that pages tell, each with its accounts compared; undated pages are dated through their siblings."""
    with Library(settings=settings) as library:
        for _ in library.add_pages(pages):
            pass
        return library.stories(library.tally.order)


def compare(analyses: Sequence[Analysis]) -> Story:
    """Compare analyses that are taken to tell one story, without asking whether they do."""
    return telling.compare_as_one(analyses)


def _names(inputs: Inputs) -> list[str]:
    given = [inputs] if isinstance(inputs, str | Path) else inputs
    return [str(name) for name in given]
