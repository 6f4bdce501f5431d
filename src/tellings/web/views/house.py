"""The house: health of the library, accounts, the audit log, and how everything here is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import structs

from tellings import __version__
from tellings.model import Account, AuditEntry, Failure
from tellings.web.addresses import with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk

LINES = 100
FAILURES = 50


@dataclass(frozen=True)
class HealthView:
    """What the library holds and how it fares; `ok` is False where somebody should look."""

    ok: bool
    facts: tuple[tuple[str, str], ...]
    waiting: int
    failures: tuple[Failure, ...]
    more_failures: bool
    models: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class AuditView:
    """Lines of the audit log, the newest first."""

    entries: tuple[AuditEntry, ...]
    following: str


@dataclass(frozen=True)
class UsersView:
    """The accounts."""

    accounts: tuple[Account, ...]


def health(desk: Desk, asked: Asked) -> HealthView:
    """Return how the library fares."""
    store, shelf = desk.library.store, desk.shelf
    waiting = len(store.unshelved(1000))
    cards = list(shelf.cards())
    failures = _first(store.failures(), FAILURES + 1)
    models = _models()
    facts = [
        ("Program", f"Tellings {__version__}"), ("Stories", str(len(cards))),
        ("Pages in stories", str(sum(c.counts.pages for c in cards))),
        ("Last change of a story", max((c.changed for c in cards), default="none yet").replace("T", " ")),
        ("Stories whose line in the lists is waiting", f"{waiting}{' or more' if waiting == 1000 else ''}"),
        ("Inputs that could not be read", f"{min(len(failures), FAILURES)}{' or more' if len(failures) > FAILURES else ''}"),
        ("Models in use", f"{sum(ok for *_, ok in models)} of {len(models)}"),
    ]  # fmt: skip
    size = _size(getattr(store, "path", ""))
    if size and asked.visitor.may("admin"):
        facts.append(("Size of the library", f"{size / 1e6:,.1f} MB"))
    return HealthView(
        ok=all(ok for *_, ok in models), facts=tuple(facts), waiting=waiting, failures=tuple(failures[:FAILURES]),
        more_failures=len(failures) > FAILURES, models=models,
    )  # fmt: skip


def _size(path: str) -> int:
    file = Path(path) if path else None
    return file.stat().st_size if file and file.is_file() else 0


def _first(failures: Iterable[Failure], most: int) -> list[Failure]:
    return [failure for failure, _ in zip(failures, range(most), strict=False)]


@cache
def _models() -> tuple[tuple[str, str, bool], ...]:
    from tellings.installation import inspect_installation

    found = inspect_installation().models
    return tuple((m.name, m.purpose if m.state == "ok" else f"{m.state}: {m.fallback} instead", m.state == "ok") for m in found)


def audit(desk: Desk, asked: Asked) -> AuditView:
    """Return lines of the audit log."""
    before = asked.number("before", 0)
    entries = desk.library.store.audit(LINES + 1, before or None)
    following = with_query("/audit", [("before", str(entries[LINES - 1].number))]) if len(entries) > LINES else ""
    return AuditView(tuple(entries[:LINES]), following)


def users(desk: Desk, asked: Asked) -> UsersView:
    """Return the accounts, without what proves a password."""
    return UsersView(tuple(structs.replace(a, password="") for a in desk.library.store.accounts()))


def about(desk: Desk, asked: Asked) -> str:
    """Return the version; the page is the same for every library."""
    return __version__
