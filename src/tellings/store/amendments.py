"""The part of the store that keeps what a person put right on pages and in comparisons, so that it can be undone."""

from __future__ import annotations

import msgspec

from tellings.model import ITEM_TYPES, Amendment, Layer, LayerKind
from tellings.store.tables import Tables, pack, unpack


class AmendmentTables(Tables):
    """Amendments, and layers as they were before the first of them."""

    def amendments(self, *, document: str | None = None, story: str | None = None) -> list[Amendment]:
        """Return amendments in order: all, or those of a page or of a story."""
        column, value = ("document", document) if document is not None else ("story", story)
        where = f" WHERE {column} = ?" if value is not None else ""
        values = (value,) if value is not None else ()
        rows = self._query(f"SELECT amendment FROM amendments{where} ORDER BY number", values)
        return [msgspec.msgpack.decode(row, type=Amendment) for (row,) in rows]

    def put_amendment(self, amendment: Amendment, /) -> Amendment:
        """Keep an amendment, or replace the one of its number; 0 makes a new one, which is returned."""
        with self._transaction():
            if not amendment.number:
                found = self._one("SELECT coalesce(max(number), 0) + 1 FROM amendments")
                amendment = msgspec.structs.replace(amendment, number=int(found[0]) if found else 1)
            values = (amendment.number, amendment.document, amendment.story, msgspec.msgpack.encode(amendment))
            self._write([(
                "INSERT INTO amendments (number, document, story, amendment) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (number) DO UPDATE SET document = excluded.document, amendment = excluded.amendment", values,
            )])  # fmt: skip
        return amendment

    def original(self, document: str, kind: LayerKind, /) -> Layer | None:
        """Return a layer as it was before anybody amended it, with its recipe; None where the page has none."""
        kept = "SELECT recipe, items FROM originals WHERE document = ? AND kind = ?"
        now = "SELECT recipe, items FROM layers JOIN pages ON layers.page = pages.seq WHERE pages.id = ? AND kind = ?"
        row = self._one(kept, (document, kind)) or self._one(now, (document, kind))
        return Layer(kind=kind, recipe=row[0], items=unpack(row[1], ITEM_TYPES[kind])) if row else None

    def put_original(self, document: str, layer: Layer | None, kind: LayerKind, /) -> None:
        """Keep a layer as it was, where none is kept yet; without one, forget what was kept."""
        if layer is None:
            self._write([("DELETE FROM originals WHERE document = ? AND kind = ?", (document, kind))])
            return
        values = (document, kind, layer.recipe, pack(layer.items))
        self._write([("INSERT INTO originals VALUES (?, ?, ?, ?) ON CONFLICT (document, kind) DO NOTHING", values)])
