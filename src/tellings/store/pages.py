"""The part of the store that keeps pages, and what was said about them, as layers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from tellings.errors import StoreError
from tellings.model import ITEM_TYPES, Analysis, Document, Failure, Layer, LayerKind, Metadata, Page
from tellings.stage import fingerprint
from tellings.store.protocol import Entry
from tellings.store.tables import Step, Tables, pack, unpack

FAILED = "failed"
"""The layer kind under which a page without a document remembers the recipe that failed."""
HUMAN = "human:"
AT_ONCE = 500
"""Pages that are read at a time where all are asked for."""
FEW = 24
"""Pages whose layers are read at a time."""


def identity(page: Page) -> str:
    """Return a fingerprint of all that a page is made of, but for days worked out from siblings."""
    given = msgspec.structs.replace(page.given, datings=())
    made = msgspec.to_builtins(msgspec.structs.replace(page, given=given, warnings=(), raw=b""))
    del made["raw"]
    for late in ("outlet", "weak"):  # pages that were kept before there were these fields stay what they are
        if not made["given"][late]:
            del made["given"][late]
    return fingerprint(made)


class PageTables(Tables):
    """Pages and layers; a `put` is whole or not at all."""

    def put(self, entries: Sequence[Entry], recipes: Mapping[str, str], /) -> None:
        """Keep pages with their layers or failures, in one transaction."""
        self._write(step for entry in entries for step in self._entering(entry, recipes))

    def _entering(self, entry: Entry, recipes: Mapping[str, str]) -> Iterator[Step]:
        yield from self._changing(entry.page.id)
        yield from _steps(entry, recipes)
        kept = None
        if isinstance(entry.result, Analysis):
            kept = next(iter(self.analyses([entry.page.id]))) if self._has_human(entry.page.id) else entry.result
        yield from self._changed(entry.page.id, kept)

    def _has_human(self, key: str) -> bool:
        query = f"SELECT 1 FROM layers JOIN pages ON pages.seq = layers.page WHERE id = ? AND recipe LIKE '{HUMAN}%'"
        return self._one(query, (key,)) is not None

    def _kept_analyses(self, ids: Sequence[str]) -> Iterable[Analysis]:
        return self.analyses(ids)

    def put_layer(self, document: str, layer: Layer, /) -> None:
        """Replace one layer of a document."""
        if self._seq(document) is None:
            raise StoreError(f"no document {document!r}", where=self.path)
        with self._transaction():
            self._write(self._changing(document))
            self._write([_layer_step(document, layer.kind, layer.recipe, layer.items, override=True)])
            self._write(self._changed(document, next(iter(self.analyses([document])), None)))

    def rename(self, document: str, name: str, /) -> None:
        """Give a kept page another id."""
        if name == document:
            return
        row = self._one("SELECT seq, page, document FROM pages WHERE id = ?", (document,))
        if row is None:
            raise StoreError(f"no document {document!r}", where=self.path)
        page = msgspec.structs.replace(unpack(row[1], Page), id=name)
        text = None
        if row[2] is not None:
            text = pack(msgspec.structs.replace(unpack(row[2], Document), id=name))
        taken = self._seq(name) is not None
        self._write([
            *(self._changing(name) if taken else ()),
            ("DELETE FROM pages WHERE id = ?", (name,)),
            ("UPDATE pages SET id = ?, identity = ?, page = ?, document = ? WHERE seq = ?",
             (name, identity(page), pack(page), text, row[0])),
        ])  # fmt: skip

    def remove(self, ids: Sequence[str], /) -> list[str]:
        """Take pages out, with all that was said about them, in one transaction."""
        there = [key for key in dict.fromkeys(ids) if self._seq(key) is not None]
        with self._transaction():
            for key in there:
                self._write(self._leaving(key))
        return there

    def _leaving(self, key: str) -> Iterator[Step]:
        """Yield what takes a page out; the tables of other topics add their own."""
        yield from self._changing(key)
        yield "DELETE FROM named WHERE document = ?", (key,)
        yield "DELETE FROM pages WHERE id = ?", (key,)

    def _seq(self, key: str) -> int | None:
        row = self._one("SELECT seq FROM pages WHERE id = ?", (key,))
        return row[0] if row else None

    def finished(self, pages: Iterable[Page], recipes: Mapping[str, str], /) -> set[str]:
        """Return the ids of unchanged pages whose every layer or failure has the given recipes."""
        done = set()
        for page in pages:
            row = self._one("SELECT seq FROM pages WHERE id = ? AND identity = ?", (page.id, identity(page)))
            if row is None:
                continue
            have = dict(self._query("SELECT kind, recipe FROM layers WHERE page = ?", row))
            if have.get(FAILED) == fingerprint(dict(recipes)) or _covers(have, recipes):
                done.add(page.id)
        return done

    def _rows(self, columns: str, ids: Sequence[str] | None) -> Iterator[tuple[Any, ...]]:
        if ids is None:
            everything = [seq for (seq,) in self._query("SELECT seq FROM pages ORDER BY seq")]
            for at in range(0, len(everything), AT_ONCE):
                some = everything[at : at + AT_ONCE]
                marks = ", ".join("?" * len(some))
                yield from self._query(f"SELECT {columns} FROM pages WHERE seq IN ({marks}) ORDER BY seq", some)
            return
        for at in range(0, len(ids), FEW):
            part = ids[at : at + FEW]
            marks = ", ".join("?" * len(part))
            found = {row[0]: row[1:] for row in self._query(f"SELECT id, {columns} FROM pages WHERE id IN ({marks})", part)}
            yield from (found[key] for key in part if key in found)

    def pages(self, ids: Sequence[str] | None = None, /) -> Iterator[Page]:
        """Yield the kept pages."""
        for (page,) in self._rows("page", ids):
            yield unpack(page, Page)

    def analyses(self, ids: Sequence[str] | None = None, kinds: Collection[str] | None = None, /) -> Iterator[Analysis]:
        """Yield the kept analyses, with all layers or those named."""
        rows = self._rows("seq, document, failures", ids)
        while some := list(islice(rows, FEW)):
            layers = self._layers([seq for seq, document, _ in some if document is not None], kinds)
            for seq, document, failures in some:
                if document is not None:
                    yield _analysis(document, failures, layers.get(seq, ()))

    def _layers(self, pages: Sequence[int], kinds: Collection[str] | None) -> dict[int, list[tuple[LayerKind, bytes]]]:
        """Return the layers of pages, packed: all, or those of some kinds."""
        which = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        query = f"SELECT page, kind, items FROM layers WHERE page IN ({', '.join('?' * len(pages))}){which}"
        found: dict[int, list[tuple[LayerKind, bytes]]] = {}
        for page, kind, items in self._query(query, (*pages, *(kinds or ()))):
            found.setdefault(page, []).append((kind, items))
        return found

    def metadata(self) -> Iterator[tuple[str, Metadata]]:
        """Yield id and metadata of every kept document."""
        kept = "SELECT pages.id, items FROM pages JOIN layers ON layers.page = pages.seq WHERE kind = 'metadata' ORDER BY seq"
        for key, items in self._query(kept):
            yield from ((key, m) for m in unpack(items, tuple[Metadata, ...]))

    def are_all(self, ids: Collection[str], /) -> bool:
        """Tell whether some documents are all that are kept, but for older readings of pages under a name that says so."""
        rows = self._query("SELECT id FROM pages WHERE document IS NOT NULL")
        own = set(ids)
        return all(key in own or key.partition("@")[0] in own for (key,) in rows)

    def document_ids(self) -> list[str]:
        """Return the ids of all kept documents, in order of arrival."""
        return [key for (key,) in self._query("SELECT id FROM pages WHERE document IS NOT NULL ORDER BY seq")]

    def failures(self, ids: Sequence[str] | None = None, /) -> Iterator[Failure]:
        """Yield the failures of pages without a document."""
        for document, failures in self._rows("document, failures", ids):
            if document is None and failures is not None:
                yield from msgspec.msgpack.decode(failures, type=tuple[Failure, ...])


def _covers(have: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Tell whether every layer is of the wanted recipe or a person's."""
    return all(have.get(kind) == made or have.get(kind, "").startswith(HUMAN) for kind, made in wanted.items())


def _layer_step(key: str, kind: str, recipe: str, items: Any, *, override: bool = False) -> Step:
    keep = "" if override else f" WHERE layers.recipe NOT LIKE '{HUMAN}%'"
    return (
        "INSERT INTO layers (page, kind, recipe, items) VALUES ((SELECT seq FROM pages WHERE id = ?), ?, ?, ?)"
        f" ON CONFLICT (page, kind) DO UPDATE SET recipe = excluded.recipe, items = excluded.items{keep}",
        (key, kind, recipe, pack(items)),
    )


def _steps(entry: Entry, recipes: Mapping[str, str]) -> Iterator[Step]:
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
    values: dict[str, Any] = {kind: unpack(items, ITEM_TYPES[kind]) for kind, items in layers if kind in ITEM_TYPES}
    metadata = values.pop("metadata", ())
    return Analysis(
        document=unpack(document, Document),
        metadata=metadata[0] if metadata else Metadata(),
        failures=msgspec.msgpack.decode(failures, type=tuple[Failure, ...]) if failures else (),
        **values,
    )
