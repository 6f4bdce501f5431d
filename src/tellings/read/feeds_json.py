"""JSON Feed 1.0 and 1.1: fields of a wrong type are left out, entries that are no objects passed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tellings.errors import UnreadableInput
from tellings.model.feeds import Feed, Item
from tellings.read.addresses import join
from tellings.read.charset import decode, mend
from tellings.read.feeds_dates import moment
from tellings.read.feeds_markup import plain

VERSION = "jsonfeed.org/version/"


def looks_like_json(raw: bytes) -> bool:
    """Tell whether bytes begin like a JSON object."""
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read_json(raw: bytes, *, where: str, address: str | None, limit: int) -> Feed:
    """Return the feed that a JSON text holds. Raises UnreadableInput."""
    text, notes = decode(raw)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as problem:
        why = "it is nested too deeply" if isinstance(problem, RecursionError) else str(problem)
        raise UnreadableInput("the feed is not JSON", where=where, why=why) from problem
    if not isinstance(values, Mapping) or not isinstance(values.get("items"), list):
        raise UnreadableInput("the JSON is no feed", where=where, why="it has no list `items`")
    found = list(notes)
    if VERSION not in str(values.get("version", "")):
        found.append("the feed does not name its version")
    home = join(address, _text(values, "home_page_url") or "")
    language = _text(values, "language")
    entries = [e for e in values["items"] if isinstance(e, Mapping)]
    if len(entries) < len(values["items"]):
        found.append(f"{len(values['items']) - len(entries)} entries are no objects and were passed over")
    if len(entries) > limit:
        found.append(f"only the first {limit} entries were read")
    whose = _authors(values)
    items = tuple(_item(entry, address or home, whose) for entry in entries[:limit])
    return Feed(kind="json", title=plain(_text(values, "title")), home=home, language=language, items=items, notes=tuple(found))


def _item(entry: Mapping[str, Any], base: str | None, whose: tuple[str, ...]) -> Item:
    markup = _text(entry, "content_html")
    guid = _text(entry, "id")
    link = next((a for name in ("url", "external_url") if (a := join(base, _text(entry, name) or ""))), None)
    if link is None and guid and guid.startswith(("http://", "https://")):
        link = join(base, guid)
    return Item(
        link=link, guid=guid, title=plain(_text(entry, "title")), published=moment(_text(entry, "date_published")),
        updated=moment(_text(entry, "date_modified")), authors=_authors(entry) or whose,
        content=markup or _text(entry, "content_text"), summary=_text(entry, "summary"), html=markup is not None,
        language=_text(entry, "language"),
    )  # fmt: skip


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return mend(value.strip())[0] or None if isinstance(value, str) else None


def _authors(values: Mapping[str, Any]) -> tuple[str, ...]:
    listed = values.get("authors")
    people = listed if isinstance(listed, list) else [values.get("author")]
    names = [plain(_text(p, "name")) for p in people if isinstance(p, Mapping)]
    return tuple(dict.fromkeys(n for n in names if n))[:50]
