"""The part of the SQLite store that keeps copies between pages and the keys by which they are found."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from tellings.model import Copy
from tellings.model.copying import Arrival, Posting
from tellings.store.tables import Step, Tables

CAP = 41
"""Articles that are read of one key: what stands on more pages says nothing that the first of them do not."""
PAGE = "(SELECT seq FROM pages WHERE id = ?)"


class CopyTables(Tables):
    """Copies and keys; a page whose text came in or changed is unsearched until its arrival is put."""

    def unsearched(self, recipe: str, /) -> list[str]:
        """Return the documents whose copies have not been looked for under the recipe, in order of arrival."""
        made = self._one("SELECT value FROM meta WHERE key = 'copies'")
        if made is None or made[0] != recipe:
            self._write([
                *((f"DELETE FROM {table}", ()) for table in ("sketches", "keys", "copies", "unsearched")),
                ("INSERT INTO unsearched SELECT seq FROM pages WHERE document IS NOT NULL", ()),
                ("INSERT OR REPLACE INTO meta VALUES ('copies', ?)", (recipe,)),
            ])  # fmt: skip
        rows = self._query("SELECT id FROM unsearched u JOIN pages ON seq = u.page ORDER BY u.page")
        return [key for (key,) in rows]

    def postings(self, keys: Iterable[int], /) -> list[Posting]:
        """Return the articles under each key, the first to arrive first."""
        query = (
            "SELECT id, part, outlet, prints, foot FROM keys JOIN sketches ON sketches.seq = sketch"
            " JOIN pages ON pages.seq = sketches.page"
            " WHERE keys.key = ? ORDER BY sketch LIMIT ?"
        )
        found = []
        for key in keys:
            for document, part, outlet, prints, foot in self._query(query, (key, CAP)):
                found.append(Posting(key=key, document=document, part=part, outlet=outlet, prints=prints, foot=bool(foot)))
        return found

    def put_arrivals(self, arrivals: Sequence[Arrival], /) -> None:
        """Keep what came in with pages, in place of what was kept of them, in one transaction."""
        self._write(self._steps(arrivals))

    def _steps(self, arrivals: Sequence[Arrival]) -> Iterator[Step]:
        for arrival in arrivals:
            yield from self._arrival(arrival)
        keys: list[tuple[int, int, bool]] = []
        for sketch in (s for arrival in arrivals for s in arrival.sketches):
            seq = self._query(
                f"SELECT seq FROM sketches WHERE sketches.page = {PAGE} AND part = ?", (sketch.document, sketch.part)
            )
            foot = frozenset(sketch.foot)
            keys += ((key, row[0], key in foot) for row in seq for key in sketch.keys)
        for row in sorted(keys):  # in the order of the tree, so that each of its leaves is written once
            yield "INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", row

    def _leaving(self, key: str) -> Iterator[Step]:
        """Yield what takes out a page's keys; its copies go with the page."""
        for seq, packed in self._query(f"SELECT seq, keys FROM sketches WHERE sketches.page = {PAGE}", (key,)):
            yield from (("DELETE FROM keys WHERE key = ? AND sketch = ?", (k, seq)) for k in msgspec.msgpack.decode(packed))
        yield from super()._leaving(key)

    def _arrival(self, arrival: Arrival) -> Iterator[Step]:
        page = self._one("SELECT seq FROM pages WHERE id = ?", (arrival.document,))
        if page is None:
            return
        for seq, packed in self._query("SELECT seq, keys FROM sketches WHERE sketches.page = ?", page):
            yield from (("DELETE FROM keys WHERE key = ? AND sketch = ?", (k, seq)) for k in msgspec.msgpack.decode(packed))
        yield "DELETE FROM sketches WHERE sketches.page = ?", page
        yield "DELETE FROM copies WHERE origin = ?1 OR target = ?1", page
        for one, other in (pair for found in arrival.renewed for pair in (found, found[::-1])):
            yield f"DELETE FROM copies WHERE origin = {PAGE} AND target = {PAGE}", (one, other)
        for s in arrival.sketches:
            values = (s.document, s.part, s.outlet, s.prints, msgspec.msgpack.encode(s.keys))
            yield f"INSERT INTO sketches (page, part, outlet, prints, keys) VALUES ({PAGE}, ?, ?, ?, ?)", values
        pairs: dict[tuple[str, str], list[Copy]] = {}
        for copy in arrival.copies:
            pairs.setdefault((copy.origin.document, copy.target.document), []).append(copy)
        for pair, own in pairs.items():
            yield (
                f"INSERT OR REPLACE INTO copies VALUES ({PAGE}, {PAGE}, ?)",
                (*pair, zlib.compress(msgspec.msgpack.encode(own))),
            )
        yield "DELETE FROM unsearched WHERE page = ?", page

    def copies(self, touching: Sequence[str] | None = None, /) -> Iterator[Copy]:
        """Yield every copy that was found (or those that touch some documents), by the pages' order of arrival."""
        query = (
            "SELECT a.id, b.id, copies FROM copies JOIN pages a ON a.seq = origin JOIN pages b ON b.seq = target{where}"
            " ORDER BY min(origin, target), max(origin, target)"
        )
        if touching is None:
            yield from self._read(self._query(query.format(where="")))
            return
        where = " WHERE origin IN (SELECT seq FROM pages WHERE id = ?1) OR target IN (SELECT seq FROM pages WHERE id = ?1)"
        rows = {row[:2]: row for key in touching for row in self._query(query.format(where=where), (key,))}
        yield from self._read(list(rows.values()))

    def _read(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Copy]:
        for origin, target, packed in rows:
            for copy in msgspec.msgpack.decode(zlib.decompress(packed), type=tuple[Copy, ...]):
                yield msgspec.structs.replace(
                    copy,
                    origin=msgspec.structs.replace(copy.origin, document=origin),
                    target=msgspec.structs.replace(copy.target, document=target),
                )
