"""Workers that share nothing but a folder: each claims a shard by a lease file, keeps the lease fresh, and renames its results.

For batch systems (Slurm, Kubernetes jobs) where nobody hands out work. A lease that is not kept fresh has expired and may
be taken over. Should two workers ever run one shard, both write the same file by rename: nothing is lost or doubled.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import msgspec

from tellings.engine.guard import Guard
from tellings.engine.protocol import Shard, Task
from tellings.engine.shard import run_shard, write_whole
from tellings.errors import EngineError

LEASE_SECONDS = 120.0
"""A lease that was not renewed for this long has expired; it is renewed four times as often."""
PAUSE_SECONDS = 0.5
TASK = "task.json"


class Lease:
    """A file that says who works on a shard; renewed by a thread while the `with` block runs."""

    def __init__(self, path: Path, *, seconds: float = LEASE_SECONDS) -> None:
        self.path, self.seconds = path, seconds
        self.token = f"{os.uname().nodename} {os.getpid()} {uuid4().hex}"
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def taken(self) -> bool:
        """Take the lease, also where its holder let it expire; tell whether it is ours now."""
        if self._make():
            return True
        if not self._expired():
            return False
        aside = self.path.with_name(f"{self.path.name}.{uuid4().hex}.expired")
        try:
            self.path.rename(aside)
        except FileNotFoundError:  # another worker was quicker, or the holder has just finished
            return False
        aside.unlink(missing_ok=True)
        return self._make()

    def _make(self) -> bool:
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(self.token)
        return True

    def _expired(self) -> bool:
        """Compare the lease's age by the clock of the file system, which all workers share."""
        clock = self.path.with_name(f".{uuid4().hex}.clock")
        try:
            renewed = self.path.stat().st_mtime
            clock.touch()
            return clock.stat().st_mtime - renewed > self.seconds
        except FileNotFoundError:
            return False
        finally:
            clock.unlink(missing_ok=True)

    def __enter__(self) -> Lease:
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        with suppress(OSError):
            if self.path.read_text(encoding="utf-8") == self.token:
                self.path.unlink()

    def _renew(self) -> None:
        while not self._stop.wait(self.seconds / 4):
            with suppress(OSError):
                os.utime(self.path)


def lease_of(shard: Shard, *, seconds: float = LEASE_SECONDS) -> Lease:
    """Return the lease of a shard; it is not taken yet."""
    return Lease(Path(f"{shard.results}.lease"), seconds=seconds)


def offer(folder: Path, task: Task) -> None:
    """Write what workers that come to the folder are to run."""
    write_whole(folder / TASK, msgspec.json.encode(task))


def offered(folder: Path) -> tuple[list[Shard], Task]:
    """Return the shards of a folder, in order of name, and their task. Raises EngineError where none is offered."""
    try:
        task = msgspec.json.decode((folder / TASK).read_bytes(), type=Task)
    except (OSError, msgspec.DecodeError) as problem:
        hint = "name the folder that the run prepared (its shards, and task.json)"
        raise EngineError("no work is offered here", where=str(folder), why=str(problem), hint=hint) from problem
    found = sorted(folder.glob("*.pages"))
    return [Shard(pages=str(p), results=str(p.with_suffix(".results"))) for p in found], task


def work_through(shards: Sequence[Shard], task: Task, *, seconds: float = LEASE_SECONDS) -> Iterator[Shard]:
    """Claim and run shards, yielding each, until every one is finished or in another's hands."""
    guard = Guard(task)
    try:
        while (shard := _claimed(shards, guard, seconds)) is not None:
            yield shard
    finally:
        guard.close()


def _claimed(shards: Sequence[Shard], guard: Guard, seconds: float) -> Shard | None:
    """Run the first shard that is neither finished nor in another's hands; None where there is none."""
    for shard in shards:
        lease = lease_of(shard, seconds=seconds)
        if shard.done or not lease.taken():
            continue
        with lease:
            if not shard.done:
                return run_shard(shard, guard, guard.task)
    return None


class ClaimEngine:
    """Offers its shards to whoever comes to their folder, works on them too, and waits for what others have claimed."""

    name = "claim"

    def __init__(self, *, seconds: float = LEASE_SECONDS, works: bool = True) -> None:
        """Take the seconds after which a lease expires, and whether this process works as well as waits."""
        self.seconds, self.works = seconds, works

    def run(self, shards: Sequence[Shard], task: Task, /) -> Iterator[Shard]:
        """Run the unfinished shards, here and wherever workers come, and yield each as it is done."""
        for folder in sorted({Path(shard.pages).parent for shard in shards}):
            offer(folder, task)
        waiting, guard = list(shards), Guard(task)
        try:
            while waiting:
                done = [shard for shard in waiting if shard.done]
                yield from done
                waiting = [shard for shard in waiting if shard not in done]
                if waiting and not (self.works and _claimed(waiting, guard, self.seconds)) and not done:
                    time.sleep(PAUSE_SECONDS)
        finally:
            guard.close()

    def close(self) -> None:
        """Nothing outlives a run."""
