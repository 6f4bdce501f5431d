"""The part of the store that keeps webhooks."""

from __future__ import annotations

from typing import Protocol

import msgspec

from tellings.model.hooks import Hook
from tellings.store.tables import Tables


class HookStore(Protocol):
    """Who is told when stories change."""

    def hooks(self) -> list[Hook]:
        """Return the webhooks, the oldest first."""

    def put_hook(self, hook: Hook, /) -> None:
        """Keep a webhook, or replace the one of that number."""

    def remove_hook(self, number: int, /) -> None:
        """Take a webhook out."""


class HookTables(Tables):
    """The webhooks of a library."""

    def hooks(self) -> list[Hook]:
        """Return the webhooks, the oldest first."""
        return [msgspec.msgpack.decode(row, type=Hook) for (row,) in self._query("SELECT hook FROM hooks ORDER BY number")]

    def put_hook(self, hook: Hook, /) -> None:
        """Keep a webhook, or replace the one of that number."""
        self._write([(
            "INSERT INTO hooks (number, hook) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET hook = excluded.hook",
            (hook.number, msgspec.msgpack.encode(hook)),
        )])  # fmt: skip

    def remove_hook(self, number: int, /) -> None:
        """Take a webhook out."""
        self._write([("DELETE FROM hooks WHERE number = ?", (number,))])
