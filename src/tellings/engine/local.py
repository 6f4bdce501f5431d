"""The engines of one machine: guarded worker processes, and everything in this process (for tests and small jobs)."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence

from tellings.engine.guard import Guard
from tellings.engine.protocol import Shard, Task
from tellings.engine.shard import build, run_shard


class InlineEngine:
    """Runs shards one after the other in this process, without a guard: a crash takes the program with it."""

    name = "inline"

    def run(self, shards: Sequence[Shard], task: Task, /) -> Iterator[Shard]:
        """Run the unfinished shards in order."""
        work = None
        for shard in shards:
            if not shard.done:
                work = work or build(task.factory, task.options)
                run_shard(shard, work, task)
            yield shard

    def close(self) -> None:
        """Nothing was started."""


class LocalEngine:
    """Runs shards in `workers` guarded child processes; each keeps its models while the engine lives."""

    name = "local"

    def __init__(self, *, workers: int = 1) -> None:
        self.workers = max(1, workers)
        self._guards: dict[tuple[str, str], list[Guard]] = {}

    def warm(self, task: Task) -> None:
        """Start the workers, so that they load their models while the caller reads its input."""
        for guard in self._ready(task):
            guard.start()

    def _ready(self, task: Task) -> list[Guard]:
        key = (task.factory, task.options)
        if key not in self._guards:
            self._guards[key] = [Guard(task) for _ in range(self.workers)]
        return self._guards[key]

    def run(self, shards: Sequence[Shard], task: Task, /) -> Iterator[Shard]:
        """Run the unfinished shards; finished ones come first."""
        todo: queue.SimpleQueue[Shard] = queue.SimpleQueue()
        done: queue.SimpleQueue[Shard | BaseException] = queue.SimpleQueue()
        waiting = 0
        for shard in shards:
            if shard.done:
                yield shard
            else:
                todo.put(shard)
                waiting += 1
        stop = threading.Event()
        guards = self._ready(task)[: max(1, waiting)]
        threads = [threading.Thread(target=_drain, args=(todo, done, guard, stop), daemon=True) for guard in guards]
        for thread in threads:
            thread.start()
        try:
            for _ in range(waiting):
                finished = done.get()
                if isinstance(finished, BaseException):
                    raise finished
                yield finished
        finally:
            stop.set()
            if any(thread.is_alive() for thread in threads) and not todo.empty():
                self.close()

    def close(self) -> None:
        """Stop all workers."""
        for guards in self._guards.values():
            for guard in guards:
                guard.close()
        self._guards.clear()


def _drain(
    todo: queue.SimpleQueue[Shard], done: queue.SimpleQueue[Shard | BaseException], guard: Guard, stop: threading.Event
) -> None:
    while not stop.is_set():
        try:
            shard = todo.get_nowait()
        except queue.Empty:
            return
        try:
            done.put(run_shard(shard, guard, guard.task))
        except BaseException as problem:  # handed to the caller's thread, which raises it there
            done.put(problem)
            return
