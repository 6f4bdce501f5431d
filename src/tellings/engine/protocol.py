"""What an engine is: it decides only where the same pure function runs, and is handed shard paths, never documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from tellings.model import Record


class Task(Record, frozen=True):
    """What a worker runs, by name and options, never as pickled code.

    `factory` is "module:function"; called with `options` (JSON) it returns a function from pages to results.
    `reads` and `writes` name the functions that read a shard's pages and write its results, where these are not the engine's
    own files: `reads(path, options)` yields pages and failures in order; `writes(path, items, options)` takes each of them
    with what became of it (an analysis or a failure), in order, and writes, last of all and whole, the file at `path`.
    `page_seconds` is how long one page may take before its process is killed, `worker_bytes` how much memory a process may
    ask for (0: no limit).
    """

    factory: str
    options: str = "{}"
    reads: str = "tellings.engine.shard:pages_of"
    writes: str = "tellings.engine.shard:write_results"
    page_seconds: float = 60.0
    worker_bytes: int = 0


class Shard(Record, frozen=True):
    """A file of pages, and the file that the results are renamed to when they are whole."""

    pages: str
    results: str

    @property
    def done(self) -> bool:
        """Tell whether the shard is finished; a finished shard is skipped, which is all there is to resuming."""
        return Path(self.results).exists()


class Engine(Protocol):
    """A place where shards are run."""

    name: str

    def run(self, shards: Sequence[Shard], task: Task, /) -> Iterator[Shard]:
        """Run the unfinished shards and yield each as it is done, in any order. Raises EngineError."""

    def close(self) -> None:
        """Stop what the engine started; it may be run again afterwards."""
