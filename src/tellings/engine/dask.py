"""Dask tasks: one task a shard, the shards' files on storage that all nodes share. Extra `dask`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from tellings.engine.protocol import Shard, Task
from tellings.engine.shard import run_named
from tellings.errors import EngineError

TRIES = 3
"""A shard whose worker died this often is given up; Dask itself tries it again on another worker too."""


class DaskEngine:
    """Hands the names of shards to a Dask scheduler; what a lost worker had in hand is handed out again."""

    name = "dask"

    def __init__(self, *, address: str | None = None, workers: int = 2) -> None:
        """Take the scheduler's address; without one a cluster of this machine is started, with `workers` processes."""
        self.address, self.workers = address, workers
        self._client: Any = None
        self._cluster: Any = None

    def _started(self) -> Any:
        if self._client is None:
            try:
                dask: Any = importlib.import_module("distributed")
            except ImportError as problem:
                raise EngineError("Dask is not installed", hint="pip install 'tellings[dask]'") from problem
            try:
                if not self.address:
                    self._cluster = dask.LocalCluster(
                        n_workers=self.workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
                    )
                self._client = dask.Client(self.address or self._cluster, set_as_default=False)
            except (OSError, RuntimeError, ValueError) as problem:
                raise EngineError(
                    "the Dask cluster cannot be used", where=self.address or "local", why=str(problem)
                ) from problem
        return self._client

    def run(self, shards: Sequence[Shard], task: Task, /) -> Iterator[Shard]:
        """Run the unfinished shards as tasks and yield each as it is done."""
        yield from (shard for shard in shards if shard.done)
        todo = [shard for shard in shards if not shard.done]
        if not todo:
            return
        client = self._started()
        dask: Any = importlib.import_module("distributed")
        content = msgspec.json.encode(task)

        def handed(shard: Shard) -> Any:
            return client.submit(run_named, shard.pages, shard.results, content, pure=False)

        running = {handed(shard): (shard, 1) for shard in todo}
        finishing = dask.as_completed(list(running), loop=client.loop)
        for future in finishing:
            shard, tries = running.pop(future)
            problem = future.exception()
            if problem is None:
                yield shard
            elif isinstance(problem, dask.KilledWorker) and tries < TRIES:
                again = handed(shard)
                running[again] = (shard, tries + 1)
                finishing.add(again)
            else:
                raise EngineError("a worker failed", where=shard.pages, why=str(problem)) from problem

    def close(self) -> None:
        """Leave the cluster; one that was started for this engine ends."""
        for held in (self._client, self._cluster):
            if held is not None:
                held.close()
        self._client = self._cluster = None
