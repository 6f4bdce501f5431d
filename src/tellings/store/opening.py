"""Which store a library's name means: a file, or a database on a server."""

from __future__ import annotations

from pathlib import Path

from tellings.errors import StoreError
from tellings.store.addresses import is_address, on_server, told
from tellings.store.protocol import Store
from tellings.store.sqlite import SqliteStore

FORM = "postgresql://USER@HOST/DATABASE"


def check_name(name: str | Path) -> None:
    """Raise StoreError where a name is the address of something that holds no library."""
    if is_address(name) and not on_server(name):
        what = "the address of a database is misspelt" if str(name).startswith("postgres") else "a library is not kept there"
        raise StoreError(what, where=told(name), hint=f"name a file, or {FORM}")


def open_store(name: str | Path, *, read_only: bool = False) -> Store:
    """Open or create a library: a file, or "postgresql://USER@HOST/DATABASE". Raises StoreError."""
    check_name(name)
    if not on_server(name):
        return SqliteStore(name, read_only=read_only)
    from tellings.store.postgres import PostgresStore

    return PostgresStore(str(name), read_only=read_only)


def is_library(name: str | Path) -> bool:
    """Tell whether there is a file of a name, or a library in the database of an address. Raises StoreError."""
    check_name(name)
    if not on_server(name):
        return Path(name).is_file()
    from tellings.store.postgres import holds_library

    return holds_library(str(name))
