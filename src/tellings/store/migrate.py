"""Migrations: numbered SQL files that bring a library forward, each run once, whole or not at all, in order.

A migration is `migrations/NNNN_name.sql`; what a library has been through stands in its table `migrations`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tellings.errors import StoreError

SCHEMAS = frozenset({"1", "2"})
"""Values of `schema` in the table `meta`: 1 before there were migrations, 2 since."""


@cache
def migrations() -> dict[str, str]:
    """Return the migrations in order: name and SQL."""
    files = sorted((Path(__file__).parent / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def statements(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script; a trigger's body is part of its statement."""
    found = ""
    for line in script.splitlines(keepends=True):
        found += line
        if sqlite3.complete_statement(found):
            yield found
            found = ""


def refuse_foreign(db: sqlite3.Connection, *, where: str) -> None:
    """Raise StoreError where a database is that of another program; nothing is written to it."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and not {"meta", "pages"} <= tables:
        why = f"it has {', '.join(sorted(tables)[:3])}{' …' if len(tables) > 3 else ''}"
        raise StoreError("the database is of another program", where=where, why=why, hint="name another file for the library")


def missing(db: sqlite3.Connection, *, where: str) -> list[str]:
    """Return the migrations that a library has not been through. Raises StoreError where it is of a newer program."""
    hint = "use the version of the program that wrote it, or a newer one"
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "meta" in tables:
        schema = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        if schema is not None and schema[0] not in SCHEMAS:
            raise StoreError(f"the library has schema {schema[0]}, which this program does not know", where=where, hint=hint)
    done = {name for (name,) in db.execute("SELECT name FROM migrations")} if "migrations" in tables else set()
    newer = sorted(done - set(migrations()))
    if newer:
        raise StoreError(f"a newer program wrote the library (it has {newer[0]})", where=where, hint=hint)
    return [name for name in migrations() if name not in done]


def migrate(db: sqlite3.Connection, *, where: str) -> list[str]:
    """Bring a library forward, each migration in a transaction of its own; return what was run. Raises StoreError."""
    run = []
    for name in missing(db, where=where):
        try:
            db.execute("BEGIN IMMEDIATE")
            if name in missing(db, where=where):  # another process may have been quicker
                for statement in statements(migrations()[name]):
                    db.execute(statement)
                db.execute("INSERT INTO migrations VALUES (?)", (name,))
                run.append(name)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    return run
