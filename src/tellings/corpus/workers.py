"""Pieces of a job done by several processes: each takes a frame, says that it is done, and takes the next.

A worker that dies leaves its piece without a ledger, for the next run; one whose driver dies ends after its piece.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, cast

from tellings.corpus.pieces import Framed
from tellings.errors import EngineError

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def done_by(workers: int, out: Path, step: Framed, frames: Sequence[int]) -> Iterator[int]:
    """Have frames (by number) done by as many processes, and yield each that is done. Raises EngineError where one died."""
    waiting = iter(frames)
    with ExitStack() as held, selectors.DefaultSelector() as ready:
        for number in _first(waiting, workers):
            child = held.enter_context(_started(out, step))
            held.callback(cast(IO[bytes], child.stdin).close)
            _tell(child, number)
            ready.register(cast(IO[bytes], child.stdout), selectors.EVENT_READ, child)
        while ready.get_map():
            for key, _ in ready.select():
                child, said = key.data, cast(IO[bytes], key.fileobj).readline()
                if not said:
                    raise EngineError("a worker of a corpus job died", where=step, hint="run it again: what is done is kept")
                yield int(said)
                following = next(waiting, None)
                if following is None:
                    ready.unregister(key.fileobj)
                    child.stdin.close()
                else:
                    _tell(child, following)


def _first(waiting: Iterator[int], workers: int) -> Iterator[int]:
    for _ in range(workers):
        number = next(waiting, None)
        if number is not None:
            yield number


def _started(out: Path, step: Framed) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tellings.corpus.child", str(out), step]
    environment = {**os.environ, **ONE_THREAD}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0)


def _tell(child: subprocess.Popen[bytes], number: int) -> None:
    with suppress(BrokenPipeError):  # that it died is seen where its answer is read
        cast(IO[bytes], child.stdin).write(b"%d\n" % number)
