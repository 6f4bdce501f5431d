"""Phrasing: what a fact is about, as a short phrase in the sources' words."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.compare.changes import Place
from tellings.compare.statements import Statement
from tellings.model import FactKind

BEFORE = 5
"""Words before a value that tell what it is about."""


def about(kind: FactKind, places: Sequence[Place]) -> str:
    """Return what values at these places are about."""
    place = places[0]
    context = _before(place.statement, place.first)
    after = _after(place.statement, place.last)
    if kind == "number":
        return f"number of {after}" if after else f"number: {context}"
    if kind == "label":
        return f"word used: {context} …" if context else f"word used before: {after}"
    if kind == "attribution":
        return f"who said: {_quote(place.statement)}"
    names = {"day": "day", "place": "place", "person": "who"}
    return f"{names.get(kind, kind)}: {context} …" if context else f"{names.get(kind, kind)}: … {after}"


def _before(statement: Statement, at: int) -> str:
    return " ".join(a.text for a in statement.atoms[max(0, at - BEFORE) : at])


def _after(statement: Statement, at: int) -> str:
    return " ".join(a.text for a in statement.atoms[at : at + 2])


def _quote(statement: Statement) -> str:
    return " ".join(a.text for a in statement.atoms[:8]) + " …"
