"""Worker threads that end with the program: a request under way never holds up its end."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Crew(Generic[Result]):
    """A few threads that run errands and hand back what came of each."""

    def __init__(self, workers: int) -> None:
        """Start the threads."""
        self._errands: queue.SimpleQueue[tuple[str, Callable[[], Result]] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[str, Result | BaseException]] = queue.SimpleQueue()
        self.busy: set[str] = set()
        self._threads = [threading.Thread(target=self._work, daemon=True, name=f"watch-{i}") for i in range(workers)]
        for thread in self._threads:
            thread.start()

    def send(self, name: str, errand: Callable[[], Result]) -> None:
        """Hand out an errand under a name that is busy until it is done."""
        self.busy.add(name)
        self._errands.put((name, errand))

    def done(self, timeout: float) -> list[Result]:
        """Return what came back, having waited for the first. What a worker raised is raised here."""
        found: list[Result] = []
        while self.busy:
            try:
                name, result = self._done.get(timeout=timeout if not found else 0.0)
            except queue.Empty:
                break
            self.busy.discard(name)
            if isinstance(result, BaseException):
                raise result
            found.append(result)
        return found

    def end(self) -> None:
        """Let the threads go."""
        for _ in self._threads:
            self._errands.put(None)

    def _work(self) -> None:
        while (errand := self._errands.get()) is not None:
            name, run = errand
            try:
                self._done.put((name, run()))
            except Exception as problem:
                # It is raised in the thread that waits for the result.
                self._done.put((name, problem))
