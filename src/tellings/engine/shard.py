"""Shards: pages and results as files, the one function that every engine runs, and the ledger check."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from tellings.engine.protocol import Shard, Task
from tellings.errors import EngineError
from tellings.model import Analysis, Failure, Page, Record

BATCH = 16
"""Pages that a worker is given at once: larger batches of the parser take more memory and no less time."""
Item = Analysis | Failure
Work = Callable[[Sequence[Page]], Sequence[Item]]
"""What a worker does: one result for each page, in order."""


class Result(Record, frozen=True):
    """What became of one page: its analysis, or why there is none."""

    analysis: Analysis | None = None
    failure: Failure | None = None

    @property
    def value(self) -> Analysis | Failure:
        """Return whichever there is."""
        if self.analysis is not None:
            return self.analysis
        if self.failure is None:
            raise EngineError("a result without content", hint="delete the work folder and run again")
        return self.failure


def result_of(value: Analysis | Failure) -> Result:
    """Wrap an analysis or a failure."""
    return Result(analysis=value) if isinstance(value, Analysis) else Result(failure=value)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is either there whole or not at all (temporary name, then rename)."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    temporary.write_bytes(content)
    temporary.replace(path)


def write_pages(folder: Path, number: int, pages: Sequence[Page]) -> Shard:
    """Write one shard of pages into a folder."""
    shard = Shard(pages=str(folder / f"{number:06d}.pages"), results=str(folder / f"{number:06d}.results"))
    write_whole(Path(shard.pages), msgspec.msgpack.encode(list(pages)))
    return shard


def read_pages(shard: Shard) -> list[Page]:
    """Read a shard's pages."""
    return pages_of(shard.pages, {})


def read_results(shard: Shard) -> list[Analysis | Failure]:
    """Read a finished shard's results, in the order of its pages."""
    return [r.value for r in msgspec.msgpack.decode(Path(shard.results).read_bytes(), type=list[Result])]


def pages_of(path: str, options: Mapping[str, Any]) -> list[Page]:
    """Return the pages of a shard's file."""
    return msgspec.msgpack.decode(Path(path).read_bytes(), type=list[Page])


def write_results(path: str, items: Iterable[tuple[Page | Failure, Item]], options: Mapping[str, Any]) -> None:
    """Write results into a shard's file, whole or not at all."""
    write_whole(Path(path), msgspec.msgpack.encode([result_of(item) for _, item in items]))


def run_shard(shard: Shard, work: Work, task: Task) -> Shard:
    """Run one shard: read, work, write beside its name, rename. Raises EngineError when results are lost."""
    options = msgspec.json.decode(task.options)
    read, write = named(task.reads), named(task.writes)
    try:
        write(shard.results, _worked(read(shard.pages, options), work, shard.pages), options)
    except OSError as problem:
        hint = "make room, or mend what it says, and run again: finished shards are kept"
        raise EngineError("a shard could not be written", where=shard.results, why=str(problem), hint=hint) from problem
    return shard


def _worked(items: Iterable[Page | Failure], work: Work, where: str) -> Iterator[tuple[Page | Failure, Item]]:
    """Yield what was read with what became of it, in order; a batch is in memory at once."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        pages = [item for item in batch if isinstance(item, Page)]
        results = list(work(pages)) if pages else []
        if len(results) != len(pages):
            raise EngineError(f"{len(pages)} pages went in, {len(results)} results came out", where=where)
        of_pages = iter(results)
        for item in batch:
            yield item, item if isinstance(item, Failure) else next(of_pages)


@cache
def _guard(task: bytes) -> Work:
    """Return this process's guarded child for a task; it lives as long as the process, so that its models load once."""
    from tellings.engine.guard import Guard

    return Guard(msgspec.json.decode(task, type=Task))


def run_named(pages: str, results: str, task: bytes) -> str:
    """Run one shard by the names of its files and its task as JSON, as workers of other engines do; return `results`."""
    shard = Shard(pages=pages, results=results)
    if not shard.done:
        run_shard(shard, _guard(task), msgspec.json.decode(task, type=Task))
    return results


def check_ledger(shards: Sequence[Shard]) -> int:
    """Return the number of pages over all shards. Raises EngineError unless every page has one result."""
    total = 0
    for shard in shards:
        if not shard.done:
            raise EngineError("a shard was not finished", where=shard.pages, hint="run again: finished shards are kept")
        pages, results = read_pages(shard), read_results(shard)
        if len(pages) != len(results):
            raise EngineError(f"{len(pages)} pages, {len(results)} results", where=shard.pages)
        total += len(pages)
    return total


def named(function: str) -> Any:
    """Return the function that "module:function" names. Raises EngineError where there is none."""
    module, _, name = function.partition(":")
    found = getattr(importlib.import_module(module), name, None)
    if found is None:
        raise EngineError(f"no worker {function!r}")
    return found


def build(factory: str, options: str) -> Work:
    """Return the worker that "module:function" makes from JSON options. Raises EngineError where there is none."""
    work: Work = named(factory)(msgspec.json.decode(options))
    return work
