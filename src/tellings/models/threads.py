"""One thread for small matrix products: shared among cores they wait for one another and cost several times as much."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@cache
def _libraries() -> Any:
    import numpy as np  # its own library of matrix products has to be loaded to be found  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep NumPy's matrix products to one thread while the block runs; workers of an engine have no more anyway."""
    with _libraries().limit(limits=1):
        yield
