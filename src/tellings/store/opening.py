"""Which store a library's name means: a file, or a database on a server."""

from __future__ import annotations

from pathlib import Path

from tellings.errors import StoreError
from tellings.store.protocol import Store
from tellings.store.sqlite import SqliteStore

SERVERS = ("postgresql://", "postgres://")


def on_server(name: str | Path | None) -> bool:
    """Tell whether a name is the address of a database."""
    return isinstance(name, str) and name.startswith(SERVERS)


def open_store(name: str | Path, *, read_only: bool = False) -> Store:
    """Open or create a library: a file, or "postgresql://USER@HOST/DATABASE". Raises StoreError."""
    if not on_server(name):
        if str(name).startswith(tuple(server.removesuffix("/") for server in SERVERS)):
            raise StoreError("the address of a database is misspelt", where=str(name), hint="postgresql://USER@HOST/DATABASE")
        return SqliteStore(name, read_only=read_only)
    from tellings.store.postgres import PostgresStore

    return PostgresStore(str(name), read_only=read_only)
