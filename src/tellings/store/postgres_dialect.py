"""The store's SQL as PostgreSQL wants it: placeholders, conflicts, scalar functions, rows by their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

PLACE = re.compile(r"\?(\d*)|'(?:[^']|'')*'|%")
OR_DO = re.compile(r"^INSERT OR (IGNORE|REPLACE) INTO (\w+)\s*(?:\(([^)]*)\))?")
PAIR = re.compile(r"\b(min|max)\((\w+), (\w+)\)")
OTHER_WORDS = {"last_insert_rowid()": "lastval()", "IS NOT OLD": "IS DISTINCT FROM OLD"}


class Key(NamedTuple):
    """The columns of a table in order, and those of its primary key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


class Statement(NamedTuple):
    """A statement for the driver, and the places of the values that it takes, in order."""

    sql: str
    order: tuple[int, ...]


class Dialect:
    """Translates statements; knows the keys of the library's tables, by name."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        self.keys = keys
        self.of = lru_cache(maxsize=2048)(self._of)

    def _of(self, statement: str) -> Statement:
        sql = self._conflicts(statement)
        sql = PAIR.sub(lambda m: f"{'LEAST' if m[1] == 'min' else 'GREATEST'}({m[2]}, {m[3]})", sql)
        for here, there in OTHER_WORDS.items():
            sql = sql.replace(here, there)
        return _placed(sql)

    def _conflicts(self, statement: str) -> str:
        found = OR_DO.match(statement)
        if found is None:
            return statement
        table = self.keys[found[2]]
        columns = tuple(c.strip() for c in found[3].split(",")) if found[3] else table.columns
        whole = statement.replace(f"INSERT OR {found[1]}", "INSERT", 1)
        rest = [c for c in columns if c not in table.key]
        if found[1] == "IGNORE" or not rest:
            return f"{whole} ON CONFLICT DO NOTHING"
        changes = ", ".join(f"{c} = excluded.{c}" for c in rest)
        return f"{whole} ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changes}"


def _placed(sql: str) -> Statement:
    order: list[int] = []

    def place(found: re.Match[str]) -> str:
        if found[0] == "%":
            return "%%"
        if not found[0].startswith("?"):
            return found[0].replace("%", "%%")
        order.append(int(found[1]) - 1 if found[1] else len(order))
        return "%s"

    return Statement(PLACE.sub(place, sql), tuple(order))


def valued(values: Sequence[Any], order: Sequence[int]) -> list[Any]:
    """Return values as columns take them, in the order of their places: truth as a number, text without zero characters."""
    return [_value(values[at]) for at in order]


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value.replace("\x00", "") if isinstance(value, str) else value
