"""JSON documents written piece by piece, so that a long list need not be in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec


def with_list(head: Mapping[str, Any], name: str, items: Iterable[Any]) -> Iterator[bytes]:
    """Yield one JSON object: the members of `head`, then the list under `name`, one item a line."""
    yield msgspec.json.encode(head)[:-1] + (b"," if head else b"") + msgspec.json.encode(name) + b":["
    for number, item in enumerate(items):
        yield (b",\n" if number else b"\n") + msgspec.json.encode(item)
    yield b"\n]}\n"


def known(**members: Any) -> dict[str, Any]:
    """Return the members that are known: neither None nor empty."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
