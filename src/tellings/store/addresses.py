"""Addresses of databases, and how they are told: never with a user, a password or options in them."""

from __future__ import annotations

import re
from pathlib import Path

SERVERS = ("postgresql://", "postgres://")
LIKE_ONE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""How the address of something begins; a drive of Windows has one letter."""
PLAIN = re.compile(r"(?:[\w.,-]|%2[Ff]|\[[0-9A-Fa-f:.]+\]|:\d+(?=[,/]|$))*(?:/[\w.~-]*)?")
"""Hosts with their ports, and the name of a database."""


def on_server(name: str | Path | None) -> bool:
    """Tell whether a name is the address of a database."""
    return isinstance(name, str) and name.startswith(SERVERS)


def is_address(name: str | Path) -> bool:
    """Tell whether a name looks like an address, also a misspelt one, and so may hold a password."""
    return LIKE_ONE.match(str(name)) is not None


def told(name: str | Path) -> str:
    """Return a library's name as anybody may read it: of an address hosts and database alone, and these only where plain."""
    text = str(name)
    if not is_address(text):
        return text
    scheme, _, rest = text.partition(":/")
    place, _, options = rest.removeprefix("/").partition("?")
    plain = place.rpartition("@")[2]
    if "@" in options or not PLAIN.fullmatch(plain):
        return f"{scheme}://…"
    return f"{scheme}://{plain}"
