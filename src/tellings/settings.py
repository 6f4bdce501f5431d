"""Settings: one frozen value, merged here and nowhere else (file, then environment, then flags; the later wins)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from tellings.errors import SettingsError

PREFIX = "TELLINGS_"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits on hostile or broken input."""

    page_bytes: int = 20_000_000
    """A larger page is refused, also when it grows past this while it is unpacked."""
    text_characters: int = 2_000_000
    """A readable text longer than this is refused."""
    line_characters: int = 200_000
    """A text page with a longer line is refused: it is data, not prose."""
    html_depth: int = 2_000
    """HTML nested deeper than this is refused."""
    page_seconds: float = 60.0
    """A page that takes longer to analyse is stopped and reported."""
    worker_bytes: int = 4_000_000_000
    """A worker that asks for more memory is refused it, and the page that made it ask is reported; 0: no limit."""
    archive_records: int = 5_000_000
    """No more records than this are read from one archive."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set."""

    library: str | None = None
    """File of the library; none: a temporary one."""
    workers: int = 0
    """Worker processes; 0: one for few pages, else one a core (at most 8)."""
    shard_pages: int = 16
    """Pages handed to a worker at once; what a crash can cost is found by halving."""
    progress: bool = True
    """Show progress on stderr where that is a terminal."""
    limits: Limits = Limits()


def load(
    *, file: Path | None = None, environment: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None
) -> Settings:
    """Return the merged settings.

    `file` is TOML with the field names (limits in a table `[limits]`); environment variables are TELLINGS_WORKERS,
    TELLINGS_LIMITS_PAGE_BYTES and so on; flags with the value None are as if absent. Raises SettingsError.
    """
    merged: dict[str, Any] = {}
    if file is not None:
        merged = _from_file(file)
    _merge(merged, _from_environment(os.environ if environment is None else environment))
    _merge(merged, {k: v for k, v in (flags or {}).items() if v is not None})
    try:
        return msgspec.convert(merged, Settings, strict=False)
    except msgspec.ValidationError as problem:
        raise SettingsError("a setting has an impossible value", why=str(problem), hint="see docs/settings.md") from problem


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping):
            _merge(into.setdefault(key, {}), value)
        else:
            into[key] = value


def _known() -> tuple[set[str], set[str]]:
    return set(Settings.__struct_fields__), set(Limits.__struct_fields__)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsError("the settings file cannot be read", where=str(file), why=str(problem)) from problem
    fields, limits = _known()
    unknown = [k for k in values if k not in fields] + [f"limits.{k}" for k in values.get("limits", {}) if k not in limits]
    if unknown:
        raise SettingsError(f"unknown setting {unknown[0]!r}", where=str(file), hint="see docs/settings.md")
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    fields, limits = _known()
    found: dict[str, Any] = {}
    for key, value in environment.items():
        name = key.removeprefix(PREFIX).lower()
        if not key.startswith(PREFIX):
            continue
        if name in fields and name != "limits":
            found[name] = value
        elif name.startswith("limits_") and name.removeprefix("limits_") in limits:
            found.setdefault("limits", {})[name.removeprefix("limits_")] = value
    return found
