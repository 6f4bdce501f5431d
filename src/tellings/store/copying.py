"""A library copied from one store into another, table by table, with its numbers, so that everything keeps its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tellings.errors import StoreError
from tellings.store.postgres import PostgresTables
from tellings.store.protocol import Store
from tellings.store.tables import Tables

ROWS_AT_ONCE = 500
TABLES = (
    "meta", "pages", "layers", "stories", "names", "named", "corrections", "sketches", "keys", "copies", "unsearched",
    "unplaced", "traces", "keywords", "pairs", "frequencies", "languages", "feeds", "visits", "hosts", "shelf", "unshelved",
    "accounts", "audit", "saved", "looks", "amendments", "originals", "hooks",
)  # fmt: skip
"""Tables that are copied as they are, those that others point to first; sessions are not, and words are indexed anew."""
COUNTED = {"pages": "seq", "stories": "seq", "names": "seq", "sketches": "seq", "traces": "number", "audit": "number"}
"""Tables whose rows the database numbers."""


def copy_library(origin: Store, target: Store, *, progress: Callable[[str, int], None] = lambda table, rows: None) -> int:
    """Copy a library into an empty one, whole or not at all, and return the number of its pages. Raises StoreError.

    What searches find is not copied: `unindexed` names every page, and `tellings update` (or a search) writes it anew.
    """
    own, new = _tables(origin), _tables(target)
    if new._one("SELECT 1 FROM pages LIMIT 1") is not None:
        raise StoreError("the target is not empty", where=new.path, hint="name a new file or an empty database")
    with new._transaction():
        for table in TABLES:
            progress(table, _copy(own, new, table))
        new._write([("DELETE FROM unindexed", ())])
        new._write([("INSERT INTO unindexed SELECT seq FROM pages WHERE document IS NOT NULL", ())])
        if isinstance(new, PostgresTables):
            for table, column in COUNTED.items():
                most = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"
                new._query(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {most}, false)")
    found = new._one("SELECT count(*) FROM pages")
    return int(found[0]) if found else 0


def _tables(store: Store) -> Tables:
    if isinstance(store, Tables):
        return store
    raise StoreError("a store of this kind is not copied", where=type(store).__name__, hint="copy files and databases")


def _copy(origin: Tables, target: Tables, table: str) -> int:
    columns = _columns(origin, table)
    there = _columns(target, table)
    shared = [column for column in columns if column in there]
    target._write([(f"DELETE FROM {table}", ())])
    insert = f"INSERT INTO {table} ({', '.join(shared)}) VALUES ({', '.join('?' * len(shared))})"
    number = 0
    for rows in _rows(origin, table, shared):
        target._write((insert, row) for row in rows)
        number += len(rows)
    return number


def _columns(store: Tables, table: str) -> list[str]:
    if isinstance(store, PostgresTables):
        return list(store._dialect.keys[table].columns)
    return [name for (name,) in store._query(f"SELECT name FROM pragma_table_info('{table}') ORDER BY cid")]


def _rows(store: Tables, table: str, columns: list[str]) -> Iterator[list[tuple[object, ...]]]:
    """Yield the rows of a table, a few at a time, in the order of its key."""
    if isinstance(store, PostgresTables):
        order = ", ".join(store._dialect.keys[table].key)
        with store._db.transaction(), store._db.cursor(name=f"copy_{table}") as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield rows
        return
    keys = store._query(f"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")
    order = ", ".join(name for (name,) in keys)
    found = store._db.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield rows
