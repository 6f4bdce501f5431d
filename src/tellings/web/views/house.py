"""The house: health of the library, accounts, the audit log, and how everything here is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import structs

from tellings import __version__
from tellings.export.report_phrases import plural
from tellings.model import Account, AuditEntry, Failure
from tellings.web.addresses import with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk

LINES = 100
FAILURES = 50


@dataclass(frozen=True)
class ModelLine:
    """A model: in use, not installed because nobody asked for it (`optional`), or amiss."""

    name: str
    words: str
    ok: bool
    optional: bool


@dataclass(frozen=True)
class HealthView:
    """What the library holds and how it fares; `ok` is False where somebody should look."""

    ok: bool
    facts: tuple[tuple[str, str], ...]
    waiting: int
    failures: tuple[Failure, ...]
    more_failures: bool
    models: tuple[ModelLine, ...]
    problems: tuple[tuple[str, str], ...] = ()
    """What somebody should look at, each with the address of the page that says more (or none)."""


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
    problems = tuple(_problems(desk, models))
    facts = [
        ("Program", f"Tellings {__version__}"), ("Stories", str(len(cards))),
        ("Pages in stories", str(sum(c.counts.pages for c in cards))),
        ("Last change of a story", max((c.changed for c in cards), default="none yet").replace("T", " ")),
        ("Stories whose line in the lists is waiting", f"{waiting}{' or more' if waiting == 1000 else ''}"),
        ("Inputs that could not be read", f"{min(len(failures), FAILURES)}{' or more' if len(failures) > FAILURES else ''}"),
        ("Pages that wait to be put into stories", str(len(store.unplaced()))),
        ("Feeds that are read", str(sum(f.state == "active" for f in store.subscriptions()))),
        ("Webhooks", str(len(store.hooks()))),
        ("Models in use", f"{sum(m.ok for m in models)} of {len(models)}"),
    ]  # fmt: skip
    size = _size(getattr(store, "path", ""))
    if size and asked.visitor.may("admin"):
        facts.append(("Size of the library", f"{size / 1e6:,.1f} MB"))
    return HealthView(
        ok=not problems, problems=problems, facts=tuple(facts), waiting=waiting, failures=tuple(failures[:FAILURES]),
        more_failures=len(failures) > FAILURES, models=models,
    )  # fmt: skip


def _size(path: str) -> int:
    file = Path(path) if path else None
    return file.stat().st_size if file and file.is_file() else 0


def _first(failures: Iterable[Failure], most: int) -> list[Failure]:
    return [failure for failure, _ in zip(failures, range(most), strict=False)]


def _problems(desk: Desk, models: Iterable[ModelLine]) -> Iterable[tuple[str, str]]:
    """Yield what does not work as it should, in words."""
    store = desk.library.store
    for model in models:
        if not model.ok and not model.optional:
            yield f"The model {model.name} is not in use: {model.words}", ""
    failing = [f for f in store.subscriptions() if f.failures or f.state == "gone"]
    if failing:
        yield f"{plural(len(failing), 'feed')} could not be read the last time", "/feeds"
    for hook in store.hooks():
        if hook.ended or hook.failed:
            what = f"is told no more: {hook.ended}" if hook.ended else f"was not told the last time: {hook.failed}"
            yield f"Webhook {hook.number} {what}", ""


@cache
def _models() -> tuple[ModelLine, ...]:
    from tellings.installation import NOT_INSTALLED, inspect_installation

    return tuple(
        ModelLine(
            m.name,
            m.purpose if m.state == "ok" else f"{m.state}; instead: {m.fallback}",
            m.state == "ok",
            m.state == NOT_INSTALLED,
        )
        for m in inspect_installation().models
    )


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
