"""Tables per language, as data; no code per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def table(topic: str, language: str) -> Mapping[str, Any]:
    """Return the table of a topic in a language (`lang/<topic>/<language>.toml`), empty where there is none."""
    file = HERE / topic / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@cache
def listed(topic: str, name: str, language: str) -> frozenset[str]:
    """Return the words of a list in a topic's table, empty where the language has none."""
    return frozenset(str(table(topic, language).get(name, "")).split())


@cache
def languages(topic: str) -> tuple[str, ...]:
    """Return the languages that have a table of a topic."""
    return tuple(sorted(p.stem for p in (HERE / topic).glob("*.toml")))
