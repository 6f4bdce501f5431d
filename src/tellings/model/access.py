"""Who may use a library over the network, and what they did: accounts, sessions, the audit log, saved searches."""

from __future__ import annotations

from typing import Literal

from tellings.model.searching import SearchKind
from tellings.model.spans import Record

AccessRole = Literal["reader", "editor", "admin"]
"""What somebody may do: read; read and correct; also manage feeds and accounts."""
ROLES: tuple[AccessRole, ...] = ("reader", "editor", "admin")


class Account(Record, frozen=True):
    """Somebody who may sign in; `password` is a salted scrypt hash with its parameters."""

    name: str
    role: AccessRole
    password: str
    made: str
    seen: str | None = None


class SignIn(Record, frozen=True):
    """A session that was opened by signing in; `key` is the hash of what the browser holds. Times are ISO 8601, UTC."""

    key: str
    name: str
    made: str
    expires: str


class AuditEntry(Record, frozen=True):
    """One line of the audit log."""

    number: int
    at: str
    who: str
    what: str
    detail: str = ""


class SavedSearch(Record, frozen=True):
    """A query that somebody keeps; `seen` is when they last looked at what it finds."""

    number: int
    who: str
    name: str
    query: str
    kind: SearchKind
    made: str
    seen: str
