"""Where stages run: engines are handed shard paths and see neither a store nor a stage."""

from tellings.engine.local import InlineEngine, LocalEngine
from tellings.engine.protocol import Engine, Shard, Task
from tellings.engine.shard import check_ledger, read_pages, read_results, run_shard, write_pages

__all__ = [
    "Engine", "InlineEngine", "LocalEngine", "Shard", "Task", "check_ledger", "read_pages", "read_results", "run_shard",
    "write_pages",
]  # fmt: skip
