"""What a view is asked: the path's parameters, the query, and who asks; nothing of HTTP."""

from __future__ import annotations

from tellings.errors import InputError
from tellings.model import ROLES, AccessRole, Record
from tellings.web.addresses import unslug


class NotFound(InputError):
    """There is no such page, story or view."""

    kind = "not-found"


class Visitor(Record, frozen=True):
    """Who asks; without an account the person at the machine, who may do everything."""

    name: str
    role: AccessRole
    signed_in: bool = False

    def may(self, role: AccessRole) -> bool:
        """Tell whether the visitor may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Asked(Record, frozen=True):
    """One request as a view sees it; `turn` is the shelf's last turn when it came in."""

    path: str
    visitor: Visitor
    params: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    turn: int = 0
    base: str = ""
    """The address under which the application was asked, for answers that leave it."""

    def param(self, name: str) -> str:
        """Return what a path segment stands for."""
        return unslug(next((v for k, v in self.params if k == name), ""))

    def has(self, name: str) -> bool:
        """Tell whether the path has a segment of a name."""
        return any(k == name for k, _ in self.params)

    def one(self, name: str, default: str = "") -> str:
        """Return the first value of a query field."""
        return next((v for k, v in self.query if k == name), default)

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a query field, once each."""
        return tuple(dict.fromkeys(v for k, v in self.query if k == name and v))

    def number(self, name: str, default: int, *, low: int = 0, high: int = 1_000_000_000) -> int:
        """Return a query field as a number inside bounds; what is no number is the default."""
        value = self.one(name)
        return min(high, max(low, int(value))) if value.isascii() and value.isdigit() and len(value) < 12 else default
