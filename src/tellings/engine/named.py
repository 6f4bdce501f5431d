"""Engines by name, as a command line asks for them; none is imported before it is asked for."""

from __future__ import annotations

from typing import Literal, get_args

from tellings.engine.protocol import Engine
from tellings.errors import EngineError

EngineName = Literal["local", "claim", "ray", "dask"]
ENGINES: tuple[str, ...] = get_args(EngineName)


def engine_named(name: str, *, workers: int = 2, address: str | None = None) -> Engine:
    """Return an engine; `address` is that of a running cluster (ray, dask). Raises EngineError."""
    if address and name not in ("ray", "dask"):
        raise EngineError(f"the engine {name!r} has no address", hint="leave the address out, or choose ray or dask")
    if name == "local":
        from tellings.engine.local import LocalEngine

        return LocalEngine(workers=workers)
    if name == "claim":
        from tellings.engine.claim import ClaimEngine

        return ClaimEngine()
    if name == "ray":
        from tellings.engine.ray import RayEngine

        return RayEngine(address=address, workers=workers)
    if name == "dask":
        from tellings.engine.dask import DaskEngine

        return DaskEngine(address=address, workers=workers)
    raise EngineError(f"no engine {name!r}", hint=f"choose one of {', '.join(ENGINES)}")
