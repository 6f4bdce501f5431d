"""The store for teams: a PostgreSQL database with pgvector, which any number of processes read and write. Extra `postgres`.

The tables and what is asked of them are those of the SQLite store; its dialect (`postgres_dialect.py`) and its search
(`postgres_search.py`) are its own. One writer at a time, as there: a transaction that writes waits for the one before.
"""

from __future__ import annotations

import importlib
import os
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from tellings.errors import StoreError
from tellings.store.access import AccessTables
from tellings.store.addresses import told
from tellings.store.amendments import AmendmentTables
from tellings.store.copies import CopyTables
from tellings.store.feeds import FeedTables
from tellings.store.grouping import GroupingTables
from tellings.store.hooks import HookTables
from tellings.store.pages import PageTables
from tellings.store.postgres_dialect import Dialect, Key, valued
from tellings.store.postgres_search import PostgresSearch
from tellings.store.shelf import ShelfTables
from tellings.store.stories import StoryTables
from tellings.store.tables import Step, Tables

WRITER = 0x7E111465
"""The lock (of this database) that the one who writes holds."""
WAITS = re.compile(r"[?&]connect_timeout=")
NEAR = 400
"""Articles that the index of meanings looks at, so that as many can be asked for."""
COLUMNS = (
    "SELECT c.table_name, c.column_name, k.column_name IS NOT NULL FROM information_schema.columns c"
    " LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
    " AND t.constraint_type = 'PRIMARY KEY'"
    " LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = t.constraint_name AND k.table_schema ="
    " t.table_schema AND k.table_name = t.table_name AND k.column_name = c.column_name"
    " WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position"
)


def migrations() -> dict[str, str]:
    """Return the migrations in order: name and SQL."""
    files = sorted((Path(__file__).parent / "postgres_migrations").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def driver() -> Any:
    """Return the module that speaks with the server. Raises StoreError where the extra is not installed."""
    try:
        return importlib.import_module("psycopg")
    except ImportError as problem:
        raise StoreError("PostgreSQL cannot be reached", hint="pip install 'tellings[postgres]'") from problem


def connected(address: str) -> Any:
    """Return a connection of its own to a database. Raises StoreError, whose text holds no password."""
    psycopg = driver()
    if _parts(address) is None:  # what the driver says of it may repeat the password
        hint = "write postgresql://USER@HOST/DATABASE, with signs such as @ / : of a password as %40 %2F %3A"
        raise StoreError("the address of a database cannot be read", where=told(address), hint=hint)
    try:
        return psycopg.connect(address, autocommit=True, **({} if WAITS.search(address) else {"connect_timeout": 10}))
    except psycopg.Error as problem:
        raise refused(address, problem) from problem


def refused(address: str, problem: Exception) -> StoreError:
    """Return what is told where a library cannot be opened."""
    hint = "check the address, and that the server runs and has the extension pgvector"
    return StoreError("the library cannot be opened", where=told(address), why=_why(address, problem), hint=hint)


def _why(address: str, problem: Exception) -> str:
    """Return what a server or its driver says, on one line, without the password of the address or the environment."""
    told_by_server = getattr(getattr(problem, "diag", None), "message_primary", None)
    said = " ".join(str(told_by_server or problem).split())
    for secret in filter(None, ((_parts(address) or {}).get("password"), os.environ.get("PGPASSWORD"))):
        said = said.replace(str(secret), "…")
    return said


def _parts(address: str) -> dict[str, Any] | None:
    """Return the parts of an address; None where it cannot be read, or not as it was meant: a sign of a password divides it."""
    try:
        found: dict[str, Any] = importlib.import_module("psycopg.conninfo").conninfo_to_dict(address)
    except (driver().Error, UnicodeDecodeError):
        return None
    whole = "@" not in f"{found.get('dbname', '')}{found.get('host', '')}"
    return found if whole and str(found.get("port") or "0").replace(",", "").isdigit() else None


def holds_library(address: str) -> bool:
    """Tell whether a database holds a library. Raises StoreError."""
    with connected(address) as db:
        return db.execute("SELECT to_regclass('migrations') IS NOT NULL").fetchone()[0] is True


class PostgresTables(Tables):
    """A connection a thread to one database."""

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        """Connect to "postgresql://…" and bring the database forward. Raises StoreError."""
        self._driver = driver()
        self.address = address
        self.path = told(address)
        self.read_only = read_only
        self._own = threading.local()
        self._open: list[Any] = []
        self._lock = threading.RLock()
        try:
            self._prepare()
        except self._driver.Error as problem:
            self.close()
            raise refused(address, problem) from problem
        except BaseException:
            self.close()
            raise

    @property
    def _db(self) -> Any:
        """Return this thread's connection."""
        found = getattr(self._own, "db", None)
        if found is None or found.closed:
            found = connected(self.address)
            found.execute(f"SET hnsw.ef_search = {NEAR}")
            if self.read_only:
                found.execute("SET default_transaction_read_only = on")
            self._own.db = found
            self._open.append(found)
        return found

    def _prepare(self) -> None:
        db = self._db
        with db.transaction():
            if not self.read_only:
                db.execute("SELECT pg_advisory_xact_lock(%s)", (WRITER,))
                db.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
            there = db.execute("SELECT to_regclass('migrations')").fetchone()[0]
            done = {name for (name,) in db.execute("SELECT name FROM migrations").fetchall()} if there else set()
            known = migrations()
            if newer := sorted(done - set(known)):
                hint = "use the version of the program that wrote it, or a newer one"
                raise StoreError(f"a newer program wrote the library (it has {newer[0]})", where=self.path, hint=hint)
            for name in sorted(set(known) - done):
                if self.read_only:
                    raise StoreError(f"the library is of an older version (it lacks {name})", where=self.path)
                db.execute(known[name])
                db.execute("INSERT INTO migrations VALUES (%s)", (name,))

    @cached_property
    def _dialect(self) -> Dialect:
        tables: dict[str, tuple[list[str], list[str]]] = {}
        for table, column, is_key in self._db.execute(COLUMNS).fetchall():
            columns, key = tables.setdefault(table, ([], []))
            columns.append(column)
            key += [column] if is_key else []
        return Dialect({table: Key(tuple(columns), tuple(key)) for table, (columns, key) in tables.items()})

    def close(self) -> None:
        """Close the connections of every thread."""
        while self._open:
            with suppress(self._driver.Error):
                self._open.pop().close()

    def backup(self, path: Path | str, /) -> None:
        """Refuse: the server's own tools copy a database. Raises StoreError."""
        hint = "use pg_dump, or `tellings library copy` into a file"
        raise StoreError("a library on a server is not backed up from here", where=self.path, hint=hint)

    def _run(self, db: Any, statement: str, values: Sequence[Any]) -> Any:
        sql, order = self._dialect.of(statement)
        return db.execute(sql, valued(values, order) if order else None)

    def _query(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows that answer a question."""
        if " IN ()" in statement:
            statement = statement.replace(" IN ()", " IN (NULL)")
        again = not getattr(self._own, "inside", False)
        while True:
            db = self._db
            try:
                rows: list[tuple[Any, ...]] = self._run(db, statement, values).fetchall()
            except self._driver.Error as problem:
                if again and db.closed:  # the server was started anew: it is asked once more
                    again = False
                    continue
                raise StoreError("the library cannot be read", where=self.path, why=_why(self.address, problem)) from problem
            return rows

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        """Run a block whole or not at all; one inside another is part of the outer one."""
        with self._lock:
            db = self._db
            if getattr(self._own, "inside", False):
                yield db
                return
            try:
                with db.transaction():
                    self._own.inside = True
                    db.execute("SELECT pg_advisory_xact_lock(%s)", (WRITER,))
                    yield db
            except self._driver.Error as problem:
                raise StoreError("the library cannot be written", where=self.path, why=_why(self.address, problem)) from problem
            finally:
                self._own.inside = False

    def _write(self, work: Iterable[Step]) -> None:
        """Run statements, all of them or none."""
        with self._transaction() as db:
            for statement, values in work:
                self._run(db, statement, values)


class PostgresStore(
    PostgresTables,
    CopyTables,
    StoryTables,
    PostgresSearch,
    GroupingTables,
    PageTables,
    ShelfTables,
    AccessTables,
    AmendmentTables,
    FeedTables,
    HookTables,
):
    """A store in a PostgreSQL database."""
