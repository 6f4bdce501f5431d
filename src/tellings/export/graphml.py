"""GraphML: the network of who did what to whom: actors as nodes, and an edge for each kind of deed between two of them.

An edge counts happenings, not reports, and holds its passages as JSON. A node is somebody who can act: a named person,
organisation, group or country, or words whose country is known ("French police"); things are left out. Actors of
several stories are one node where they bear the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import msgspec

from tellings.export.plover import Party, Row, rows_of
from tellings.export.selection import Selection
from tellings.model import Passage
from tellings.stage import fingerprint

ACTING = frozenset({"person", "organisation", "group", "country"})
NODE_KEYS = {"name": "string", "country": "string", "sector": "string", "stories": "int"}
EDGE_KEYS = {
    "type": "string", "predicate": "string", "quad": "string", "realis": "string", "happenings": "int", "accounts": "int",
    "first_day": "string", "last_day": "string", "stories": "string", "passages": "string",
}  # fmt: skip
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Edge(NamedTuple):
    """Deeds of one kind from one actor to another."""

    rows: list[Row]

    def values(self, texts: dict[str, Any]) -> dict[str, Any]:
        """Return what is known of the deeds, by key."""
        first = self.rows[0]
        days = [d for r in self.rows for d in (r.first_day, r.last_day) if d]
        whole = all(r.first_day and r.last_day for r in self.rows)
        return {
            "type": first.type, "predicate": first.predicate if first.type is None else None, "quad": first.quad,
            "realis": first.realis, "happenings": len(self.rows), "accounts": max(r.accounts for r in self.rows),
            "first_day": min(days) if days and whole else None, "last_day": max(days) if days and whole else None,
            "stories": "; ".join(dict.fromkeys(r.story for r in self.rows)), "passages": msgspec.json.encode(texts).decode(),
        }  # fmt: skip


def graph(selection: Selection) -> Iterator[bytes]:
    """Yield the lines of the network; of each story the pages are in memory at once."""
    nodes: dict[str, Party] = {}
    stories: dict[str, set[str]] = {}
    edges: dict[tuple[str, str, str, str], Edge] = {}
    for story in selection.stories:
        acting = {a.name for a in story.actors if a.type in ACTING}
        for row in rows_of([story], selection.of(story).values(), dyads=True):
            parties = (*row.actors, *row.recipients)
            if not all(p.name in acting or p.country for p in parties):
                continue
            for party in parties:
                known = nodes.setdefault(party.name, party)
                nodes[party.name] = Party(
                    name=party.name, country=known.country or party.country, sector=known.sector or party.sector
                )
                stories.setdefault(party.name, set()).add(story.id)
            if row.actors and row.recipients and parties[0].name != parties[1].name:
                key = (row.actors[0].name, row.recipients[0].name, row.type or row.predicate or "", row.realis)
                edges.setdefault(key, Edge([])).rows.append(row)
    yield from _lines(nodes, stories, edges)


def _lines(
    nodes: dict[str, Party], stories: dict[str, set[str]], edges: dict[tuple[str, str, str, str], Edge]
) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for scope, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield f'<key id="{scope}_{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'.encode()
    yield b'<graph id="actors" edgedefault="directed">\n'
    for name, party in nodes.items():
        values = {"name": name, "country": party.country, "sector": party.sector, "stories": len(stories[name])}
        yield _element("node", f"id={quoteattr(_node(name))}", values)
    for (source, target, kind, realis), edge in edges.items():
        ends = f"source={quoteattr(_node(source))} target={quoteattr(_node(target))}"
        own = fingerprint("edge", source, target, kind, realis)
        yield _element("edge", f"id={quoteattr('e' + own)} {ends}", edge.values(_passages(edge)))
    yield b"</graph>\n</graphml>\n"


def _node(name: str) -> str:
    return "n" + fingerprint("actor", name)


def _passages(edge: Edge) -> Any:
    told = [t for row in edge.rows for t in row.reports]
    places = {Passage(document=t.document, start=t.start, end=t.end): t for t in told}
    return [
        {"document": p.document, "start": p.start, "end": p.end, "text": t.text, "outlet": t.outlet, "speaker": t.speaker}
        for p, t in places.items()
    ]


def _element(name: str, attributes: str, values: dict[str, Any]) -> bytes:
    data = "".join(
        f'<data key="{name}_{key}">{escape(NOT_XML.sub(" ", str(value)))}</data>'
        for key, value in values.items()
        if value is not None
    )
    return f"<{name} {attributes}>{data}</{name}>\n".encode("utf-8", "replace")
