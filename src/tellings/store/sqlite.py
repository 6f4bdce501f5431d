"""The default store: one SQLite file in WAL mode (standard library), or one in memory.

Write-ahead logging lets other processes read while one writes; `synchronous=normal` keeps every acknowledged `put`
when the process is killed (a power cut may drop the last ones, never corrupt the file).
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tellings.errors import StoreError
from tellings.model import (
    ITEM_TYPES,
    Analysis,
    ArticleRef,
    Correction,
    Document,
    Failure,
    Guidance,
    Layer,
    LayerKind,
    Metadata,
    Naming,
    Page,
    Story,
)
from tellings.stage import fingerprint
from tellings.store.protocol import Entry
from tellings.store.sqlite_copies import CopyTables

SCHEMA_VERSION = "1"
FAILED = "failed"
"""The layer kind under which a page without a document remembers the recipe that failed."""
HUMAN = "human:"


def pack(value: Any) -> bytes:
    """Return a record as compressed MessagePack."""
    return zlib.compress(msgspec.msgpack.encode(value), 3)


def identity(page: Page) -> str:
    """Return a fingerprint of all that a page is made of, but for days worked out from siblings."""
    given = msgspec.structs.replace(page.given, datings=())
    return fingerprint(msgspec.to_builtins(msgspec.structs.replace(page, given=given, warnings=())))


class SqliteStore(CopyTables):
    """A store in one file; without a path, in memory."""

    def __init__(self, path: Path | str | None = None) -> None:
        """Open or create the file. Raises StoreError."""
        self.path = str(path) if path is not None else ":memory:"
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30.0)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
            self._open_copies()
            self._db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
            found = self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
        except sqlite3.Error as problem:
            hint = "give another file, or delete it if it is no library"
            raise StoreError("the library cannot be opened", where=self.path, why=str(problem), hint=hint) from problem
        if found != SCHEMA_VERSION:
            hint = "use the version of the program that wrote it"
            raise StoreError(f"the library has schema {found}, not {SCHEMA_VERSION}", where=self.path, hint=hint)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _write(self, work: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for statement, values in work:
                self._db.execute(statement, values)
            self._db.execute("COMMIT")
        except BaseException as problem:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(problem, sqlite3.Error):
                raise StoreError("the library cannot be written", where=self.path, why=str(problem)) from problem
            raise

    def put(self, entries: Sequence[Entry], recipes: Mapping[str, str], /) -> None:
        """Keep pages with their layers or failures, in one transaction."""
        self._write(step for entry in entries for step in _steps(entry, recipes))

    def put_layer(self, document: str, layer: Layer, /) -> None:
        """Replace one layer of a document."""
        if self._seq(document) is None:
            raise StoreError(f"no document {document!r}", where=self.path)
        self._write([_layer_step(document, layer.kind, layer.recipe, layer.items, override=True)])

    def rename(self, document: str, name: str, /) -> None:
        """Give a kept page another id."""
        row = self._db.execute("SELECT seq, page, document FROM pages WHERE id = ?", (document,)).fetchone()
        if row is None:
            raise StoreError(f"no document {document!r}", where=self.path)
        page = msgspec.structs.replace(msgspec.msgpack.decode(zlib.decompress(row[1]), type=Page), id=name)
        text = None
        if row[2] is not None:
            text = pack(msgspec.structs.replace(msgspec.msgpack.decode(zlib.decompress(row[2]), type=Document), id=name))
        self._write([
            ("DELETE FROM pages WHERE id = ?", (name,)),
            ("UPDATE pages SET id = ?, identity = ?, page = ?, document = ? WHERE seq = ?",
             (name, identity(page), pack(page), text, row[0])),
        ])  # fmt: skip

    def _seq(self, key: str) -> int | None:
        row = self._db.execute("SELECT seq FROM pages WHERE id = ?", (key,)).fetchone()
        return row[0] if row else None

    def finished(self, pages: Iterable[Page], recipes: Mapping[str, str], /) -> set[str]:
        """Return the ids of unchanged pages whose every layer or failure has the given recipes."""
        done = set()
        for page in pages:
            row = self._db.execute("SELECT seq FROM pages WHERE id = ? AND identity = ?", (page.id, identity(page))).fetchone()
            if row is None:
                continue
            have = dict(self._db.execute("SELECT kind, recipe FROM layers WHERE page = ?", row).fetchall())
            if have.get(FAILED) == fingerprint(dict(recipes)) or _covers(have, recipes):
                done.add(page.id)
        return done

    def _rows(self, columns: str, ids: Sequence[str] | None) -> Iterator[tuple[Any, ...]]:
        if ids is None:
            yield from self._db.execute(f"SELECT {columns} FROM pages ORDER BY seq").fetchall()
            return
        for key in ids:
            row = self._db.execute(f"SELECT {columns} FROM pages WHERE id = ?", (key,)).fetchone()
            if row is not None:
                yield row

    def pages(self, ids: Sequence[str] | None = None, /) -> Iterator[Page]:
        """Yield the kept pages."""
        for (page,) in self._rows("page", ids):
            yield msgspec.msgpack.decode(zlib.decompress(page), type=Page)

    def analyses(self, ids: Sequence[str] | None = None, kinds: Collection[str] | None = None, /) -> Iterator[Analysis]:
        """Yield the kept analyses, with all layers or those named."""
        which = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        for seq, document, failures in self._rows("seq, document, failures", ids):
            if document is not None:
                layers = self._db.execute(f"SELECT kind, items FROM layers WHERE page = ?{which}", (seq, *(kinds or ())))
                yield _analysis(document, failures, layers.fetchall())

    def metadata(self) -> Iterator[tuple[str, Metadata]]:
        """Yield id and metadata of every kept document."""
        kept = "SELECT pages.id, items FROM pages JOIN layers ON layers.page = pages.seq WHERE kind = 'metadata' ORDER BY seq"
        for key, items in self._db.execute(kept).fetchall():
            yield from ((key, m) for m in msgspec.msgpack.decode(zlib.decompress(items), type=tuple[Metadata, ...]))

    def failures(self, ids: Sequence[str] | None = None, /) -> Iterator[Failure]:
        """Yield the failures of pages without a document."""
        for document, failures in self._rows("document, failures", ids):
            if document is None and failures is not None:
                yield from msgspec.msgpack.decode(failures, type=tuple[Failure, ...])

    def put_stories(self, stories: Sequence[Story], key: str, /) -> None:
        """Replace all stories."""
        self._write([
            ("DELETE FROM stories", ()),
            *(("INSERT INTO stories (id, story) VALUES (?, ?)", (s.id, pack(s))) for s in stories),
            ("INSERT OR REPLACE INTO meta VALUES ('stories', ?)", (key,)),
        ])  # fmt: skip

    def stories(self, key: str | None = None, /) -> tuple[Story, ...] | None:
        """Return the stories, or None where they were made from something other than `key` names."""
        made = self._db.execute("SELECT value FROM meta WHERE key = 'stories'").fetchone()
        if key is not None and (made is None or made[0] != key):
            return None
        rows = self._db.execute("SELECT story FROM stories ORDER BY seq").fetchall()
        return tuple(msgspec.msgpack.decode(zlib.decompress(row), type=Story) for (row,) in rows)

    def guidance(self) -> Guidance:
        """Return a person's corrections in order, and the stories of earlier runs, the oldest first."""
        corrections = self._db.execute("SELECT correction FROM corrections ORDER BY number").fetchall()
        articles: dict[str, list[ArticleRef]] = {}
        for document, part, story in self._db.execute("SELECT document, part, story FROM named"):
            articles.setdefault(story, []).append(ArticleRef(document=document, part=part))
        names = self._db.execute("SELECT story, became FROM names ORDER BY seq").fetchall()
        return Guidance(
            corrections=tuple(msgspec.msgpack.decode(row, type=Correction) for (row,) in corrections),
            namings=tuple(Naming(story=s, articles=tuple(articles.get(s, ())), became=b) for s, b in names),
        )

    def put_correction(self, correction: Correction, /) -> None:
        """Keep a correction, or replace the one of that number."""
        values = (correction.number, msgspec.msgpack.encode(correction))
        self._write([("INSERT OR REPLACE INTO corrections VALUES (?, ?)", values)])

    def put_names(self, namings: Sequence[Naming], /) -> None:
        """Keep what stories are called; an article of an earlier run that is not named keeps its story."""
        self._write([
            *(("INSERT OR IGNORE INTO names (story) VALUES (?)", (n.story,)) for n in namings),
            *(("UPDATE names SET became = ? WHERE story = ?", (n.became, n.story)) for n in namings),
            *(
                ("INSERT OR REPLACE INTO named VALUES (?, ?, ?)", (r.document, r.part, n.story))
                for n in namings
                for r in n.articles
            ),
        ])  # fmt: skip


def _covers(have: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Tell whether every layer is of the wanted recipe or a person's."""
    return all(have.get(kind) == made or have.get(kind, "").startswith(HUMAN) for kind, made in wanted.items())


def _layer_step(key: str, kind: str, recipe: str, items: Any, *, override: bool = False) -> tuple[str, tuple[Any, ...]]:
    keep = "" if override else f" WHERE layers.recipe NOT LIKE '{HUMAN}%'"
    return (
        "INSERT INTO layers (page, kind, recipe, items) VALUES ((SELECT seq FROM pages WHERE id = ?), ?, ?, ?)"
        f" ON CONFLICT (page, kind) DO UPDATE SET recipe = excluded.recipe, items = excluded.items{keep}",
        (key, kind, recipe, pack(items)),
    )


def _steps(entry: Entry, recipes: Mapping[str, str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    page, result = entry.page, entry.result
    document = pack(result.document) if isinstance(result, Analysis) else None
    failures = result.failures if isinstance(result, Analysis) else (result,)
    yield (
        "INSERT INTO pages (id, identity, page, document, failures) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " identity = excluded.identity, page = excluded.page, document = excluded.document, failures = excluded.failures",
        (page.id, identity(page), pack(page), document, msgspec.msgpack.encode(failures) if failures else None),
    )
    mark = "DELETE FROM layers WHERE page = (SELECT seq FROM pages WHERE id = ?) AND kind = ?"
    if isinstance(result, Failure):
        yield _layer_step(page.id, FAILED, fingerprint(dict(recipes)), ())
        return
    yield mark, (page.id, FAILED)
    for kind in ITEM_TYPES:
        if kind in recipes:
            yield _layer_step(page.id, kind, recipes[kind], result.layer(kind))


def _analysis(document: bytes, failures: bytes | None, layers: Sequence[tuple[LayerKind, bytes]]) -> Analysis:
    values: dict[str, Any] = {
        kind: msgspec.msgpack.decode(zlib.decompress(items), type=ITEM_TYPES[kind])
        for kind, items in layers
        if kind in ITEM_TYPES
    }
    metadata = values.pop("metadata", ())
    return Analysis(
        document=msgspec.msgpack.decode(zlib.decompress(document), type=Document),
        metadata=metadata[0] if metadata else Metadata(),
        failures=msgspec.msgpack.decode(failures, type=tuple[Failure, ...]) if failures else (),
        **values,
    )
