"""The guard: pages are worked on in a child process, and a crash or time-out is traced to the one page that caused it.

The child is started with `subprocess`, not `multiprocessing`: workers of other engines are daemonic and may have no children.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import IO

import msgspec

from tellings.engine.protocol import Task
from tellings.engine.shard import Result
from tellings.errors import EngineError
from tellings.model import Analysis, Failure, Page

HEADER = struct.Struct(">Q")
KILLED = f"its process was ended by signal {signal.SIGKILL}"
RENEWED = 5_000
"""Pages after which a child is replaced: what its libraries keep of every word that they met is forgotten with it."""
START_SECONDS = 120.0
"""A child may take this long to load its models on a busy machine."""


def send(pipe: IO[bytes], content: bytes) -> None:
    """Write one message with its length before it."""
    pipe.write(HEADER.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read one message; None at the end of the stream."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    size: int = HEADER.unpack(header)[0]
    content = pipe.read(size)
    return content if len(content) == size else None


class _StoppedError(Exception):
    """The child died or was stopped; `kind` is crash or timeout."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind, self.why = kind, why


class Guard:
    """A child process that works on pages and is replaced when it dies."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._child: subprocess.Popen[bytes] | None = None
        self._fresh = True
        self._done = 0

    def start(self) -> None:
        """Start the child, if none is running, so that it loads its models while the caller does something else."""
        if self._child is not None and self._child.poll() is None:
            return
        task = self.task
        command = [sys.executable, "-m", "tellings.engine.child", task.factory, task.options, str(task.worker_bytes)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        try:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, env=environment
            )
        except OSError as problem:
            raise EngineError("a worker could not be started", why=str(problem)) from problem
        self._fresh = True

    def close(self) -> None:
        """Stop the child."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(OSError, ValueError):
            if child.stdin:
                child.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdout:
            child.stdout.close()

    def __call__(self, pages: Sequence[Page]) -> list[Analysis | Failure]:
        """Return one result a page; the page that stops the child gets a failure, its neighbours their analyses.

        A child that is killed from outside (signal 9, as where memory runs out) says little of its page: one page alone is
        tried once more.
        """
        if self._done >= RENEWED:
            self.close()
            self._done = 0
        self._done += len(pages)
        return self._all(pages, again=True) if pages else []

    def _all(self, pages: Sequence[Page], *, again: bool) -> list[Analysis | Failure]:
        try:
            return self._attempt(pages)
        except _StoppedError as stop:
            self.close()
            if len(pages) == 1 and again and stop.why == KILLED:
                return self._all(pages, again=False)
            if len(pages) == 1:
                return [_culprit(pages[0], stop)]
            half = len(pages) // 2
            return [*self(pages[:half]), *self(pages[half:])]

    def _attempt(self, pages: Sequence[Page]) -> list[Analysis | Failure]:
        self.start()
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise EngineError("a worker has no pipes")
        limit = self.task.page_seconds + (len(pages) - 1) * min(2.0, self.task.page_seconds)
        if self._fresh:
            limit += START_SECONDS
        try:
            send(child.stdin, msgspec.msgpack.encode(list(pages)))
        except OSError as problem:
            raise _StoppedError("crash", _ending(child)) from problem
        content = self._wait(child, limit)
        self._fresh = False
        results = msgspec.msgpack.decode(content, type=list[Result] | str)
        if isinstance(results, str):
            raise EngineError("a worker could not begin", why=results, hint="run `tellings check`")
        return [r.value for r in results]

    def _wait(self, child: subprocess.Popen[bytes], limit: float) -> bytes:
        pipe = child.stdout
        if pipe is None:
            raise EngineError("a worker has no pipes")
        deadline = time.monotonic() + limit
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while not selector.select(timeout=min(1.0, max(0.0, deadline - time.monotonic()))):
                if time.monotonic() >= deadline:
                    raise _StoppedError("timeout", f"no answer within {self.task.page_seconds:g} s")
        content = receive(pipe)
        if content is None:
            raise _StoppedError("crash", _ending(child))
        return content


def _ending(child: subprocess.Popen[bytes]) -> str:
    try:
        code = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "its process stopped answering"
    return f"its process was ended by signal {-code}" if code < 0 else f"its process ended with code {code}"


def _culprit(page: Page, stop: _StoppedError) -> Failure:
    message = f"the page stopped its worker ({stop.why}); it was left out and the rest went on"
    source = page.source.path or page.source.url or page.id
    return Failure(kind=stop.kind, message=message, source=source, id=page.id, stage="worker", sha256=page.source.sha256)
