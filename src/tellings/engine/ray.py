"""Ray Core tasks: one task a shard, the shards' files on storage that all nodes share. Extra `ray`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from tellings.engine.protocol import Shard, Task
from tellings.engine.shard import run_named
from tellings.errors import EngineError

TRIES = 3
"""A shard whose task was lost (with its node, or its worker) this often is given up; Ray itself tries lost tasks again too."""


class RayEngine:
    """Hands the names of shards to a Ray cluster; what a lost node had in hand is handed out again."""

    name = "ray"

    def __init__(self, *, address: str | None = None, workers: int = 2) -> None:
        """Take the cluster's address; without one a cluster of this machine is started, with `workers` processes."""
        self.address, self.workers = address, workers
        self._ray: Any = None

    def _started(self) -> Any:
        if self._ray is None:
            try:
                ray: Any = importlib.import_module("ray")
            except ImportError as problem:
                raise EngineError("Ray is not installed", hint="pip install 'tellings[ray]'") from problem
            own = {} if self.address else {"num_cpus": self.workers, "include_dashboard": False}
            try:
                ray.init(address=self.address or "local", log_to_driver=False, configure_logging=False, **own)
            except (OSError, RuntimeError, ConnectionError, ValueError) as problem:
                raise EngineError(
                    "the Ray cluster cannot be used", where=self.address or "local", why=str(problem)
                ) from problem
            self._ray = ray
        return self._ray

    def run(self, shards: Sequence[Shard], task: Task, /) -> Iterator[Shard]:
        """Run the unfinished shards as tasks and yield each as it is done."""
        yield from (shard for shard in shards if shard.done)
        todo = [shard for shard in shards if not shard.done]
        if not todo:
            return
        ray = self._started()
        remote = ray.remote(run_named).options(num_cpus=1, max_retries=TRIES)
        content = msgspec.json.encode(task)
        running = {remote.remote(s.pages, s.results, content): (s, 1) for s in todo}
        while running:
            ready, _ = ray.wait(list(running), num_returns=1)
            shard, tries = running.pop(ready[0])
            try:
                ray.get(ready[0])
            except ray.exceptions.RayTaskError as problem:
                raise EngineError("a worker failed", where=shard.pages, why=str(problem.cause or problem)) from problem
            except ray.exceptions.RayError as problem:
                if tries >= TRIES:
                    raise EngineError("a shard was lost again and again", where=shard.pages, why=str(problem)) from problem
                running[remote.remote(shard.pages, shard.results, content)] = (shard, tries + 1)
                continue
            yield shard

    def close(self) -> None:
        """Leave the cluster; one that was started for this engine ends."""
        if self._ray is not None:
            self._ray.shutdown()
            self._ray = None
