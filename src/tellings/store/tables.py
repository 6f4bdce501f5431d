"""What the parts of the store share: a connection a thread, questions, and writes that are whole or not at all.

Each topic's tables live in a module of their own, as a class that inherits `Tables`; `SqliteStore` inherits them all.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import msgspec

from tellings.errors import StoreError
from tellings.model import Analysis
from tellings.store.migrate import migrate, missing, refuse_foreign

Step = tuple[str, tuple[Any, ...]]
"""A statement with its values."""
BUSY_SECONDS = 30.0


def pack(value: Any) -> bytes:
    """Return a record as compressed MessagePack."""
    return zlib.compress(msgspec.msgpack.encode(value), 3)


def unpack(packed: bytes, kind: Any) -> Any:
    """Return the record of a type that was packed."""
    return msgspec.msgpack.decode(zlib.decompress(packed), type=kind)


class Tables:
    """A library file: threads have connections of their own, so that reading waits for nobody."""

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        """Open or create the file (without one: in memory) and bring it forward. Raises StoreError."""
        self.path = str(path) if path is not None else ":memory:"
        self.read_only = read_only
        self._own = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._shared = self._connect() if path is None else None
        try:
            self._prepare()
        except sqlite3.Error as problem:
            self.close()
            raise self._unusable(problem) from problem
        except BaseException:
            self.close()
            raise

    def _unusable(self, problem: sqlite3.Error) -> StoreError:
        hint = "give another file, or delete it if it is no library"
        return StoreError("the library cannot be opened", where=self.path, why=str(problem), hint=hint)

    def _connect(self) -> sqlite3.Connection:
        try:
            if self.read_only:
                name = Path(self.path).resolve().as_uri() + "?mode=ro"
                db = sqlite3.connect(name, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
            else:
                db = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
            self._connections.append(db)
            db.execute("PRAGMA foreign_keys = ON")
            refuse_foreign(db, where=self.path)
            if not self.read_only:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as problem:
            raise self._unusable(problem) from problem
        return db

    def _prepare(self) -> None:
        if not self.read_only:
            migrate(self._db, where=self.path)
        elif behind := missing(self._db, where=self.path):
            hint = "any command that writes to it, such as `tellings update`, brings it forward"
            raise StoreError(f"the library is of an older version (it lacks {behind[0]})", where=self.path, hint=hint)

    @property
    def _db(self) -> sqlite3.Connection:
        """Return this thread's connection; a library in memory has one for all."""
        if self._shared is not None:
            return self._shared
        found: sqlite3.Connection | None = getattr(self._own, "db", None)
        if found is None:
            found = self._own.db = self._connect()
        return found

    def close(self) -> None:
        """Close the file for every thread."""
        while self._connections:
            self._connections.pop().close()

    def backup(self, path: Path | str, /) -> None:
        """Write the library as it is now to a new file. Raises StoreError."""
        target = Path(path)
        if target.exists():
            raise StoreError("there is a file of that name", where=str(target), hint="name a new one")
        part = target.with_name(target.name + ".part")
        try:
            part.unlink(missing_ok=True)
            copy = sqlite3.connect(part)
            try:
                self._db.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
            part.rename(target)
        except (OSError, sqlite3.Error) as problem:
            part.unlink(missing_ok=True)
            raise StoreError("the copy cannot be written", where=str(target), why=str(problem)) from problem

    def _kept_analyses(self, ids: Sequence[str]) -> Iterable[Analysis]:
        """Return what is kept of documents."""
        raise NotImplementedError

    def _changing(self, key: str) -> Iterator[Step]:
        """Yield what must be done before a document's layers change or go; each topic's tables add their own."""
        return iter(())

    def _changed(self, key: str, analysis: Analysis | None) -> Iterator[Step]:
        """Yield what must be done after a document's layers changed; None where there is no document any more."""
        return iter(())

    def _leaving(self, key: str) -> Iterator[Step]:
        """Yield what takes a page out; each topic's tables add their own and call the next."""
        return iter(())

    def _query(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows that answer a question."""
        try:
            with self._lock if self._shared is not None else nullcontext():
                return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as problem:
            raise StoreError("the library cannot be read", where=self.path, why=str(problem)) from problem

    def _one(self, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row that answers a question, None where there is none."""
        rows = self._query(statement, values)
        return rows[0] if rows else None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Run a block whole or not at all; one inside another is part of the outer one."""
        with self._lock:
            db = self._db
            if db.in_transaction:
                yield db
                return
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            except BaseException as problem:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if isinstance(problem, sqlite3.Error):
                    raise StoreError("the library cannot be written", where=self.path, why=str(problem)) from problem
                raise

    def transaction(self) -> AbstractContextManager[object]:
        """Run a block whole or not at all; one inside another is part of the outer one."""
        return self._transaction()

    def _write(self, work: Iterable[Step]) -> None:
        """Run statements, all of them or none."""
        with self._transaction() as db:
            for statement, values in work:
                db.execute(statement, values)
