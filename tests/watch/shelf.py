"""A library that keeps pages without analysing them, so that a watch is tested apart from what is said about pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tellings.errors import TellingsError
from tellings.extract import extract
from tellings.model import EXTRACTED, Analysis, Failure, Page
from tellings.read import read_inputs
from tellings.settings import Settings, Watching
from tellings.store import Entry, SqliteStore

RECIPES = dict.fromkeys(EXTRACTED, "test")


class Shelf:
    def __init__(self, settings: Watching, path: Path | None = None) -> None:
        self.settings = Settings(watch=settings)
        self.store = SqliteStore(path)
        self.batches: list[list[str]] = []

    def add_pages(self, pages: Iterable[Page | Failure]) -> Iterator[Analysis | Failure]:
        own = [p for p in pages if isinstance(p, Page)]
        self.batches.append([p.id for p in own])
        for page in own:
            result: Analysis | Failure
            try:
                result = extract(page, limits=self.settings.limits)
            except TellingsError as problem:
                result = Failure(kind=problem.kind, message=problem.message, source=page.id, id=page.id)
            self.store.put([Entry(page=page, result=result)], RECIPES)
            yield result

    def add(self, inputs: Sequence[str | Path], *, as_is: bool = False) -> Iterator[Analysis | Failure]:
        return self.add_pages(read_inputs([str(i) for i in inputs]))
