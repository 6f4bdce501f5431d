"""Settings: one frozen value, merged here and nowhere else (file, then environment, then flags; the later wins)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

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


class Watching(msgspec.Struct, frozen=True, kw_only=True):
    """How feeds and pages are fetched."""

    contact: str = ""
    """Where a webmaster reaches you, an address of mail or of a page; it is sent with every request."""
    allow: tuple[str, ...] = ()
    """Hosts on a private network that may be asked all the same: name or number, with :port for that port alone."""
    jobs: int = 8
    """Requests under way at once; never more than one a host."""
    host_seconds: float = 2.0
    """Seconds between two requests to one host; a longer Crawl-delay of its robots.txt is kept."""
    every_seconds: int = 1_800
    """A feed that says nothing else is read again after this time."""
    least_seconds: int = 300
    """No feed is read more often than this, whatever it asks for; a rhythm of your own may be shorter."""
    fetch_seconds: float = 30.0
    """A request with its redirects that takes longer is given up."""
    read_seconds: float = 10.0
    """A server that is silent for longer is given up."""
    redirects: int = 6
    """More redirects than this are not followed."""
    feed_items: int = 2_000
    """No more entries than this are taken from one reading of a feed."""
    days: float = 7.0
    """Entries dated longer ago than this when they are first seen are passed over; 0: all are fetched."""
    look_again_hours: tuple[float, ...] = (1.0, 6.0, 24.0, 72.0)
    """Hours after a page was fetched at which it is looked at again for changes."""
    tries: int = 6
    """A page that cannot be fetched is given up after as many tries, each a longer time after the last."""


class Writer(msgspec.Struct, frozen=True, kw_only=True):
    """A language model that may word what the accounts agree on; none is asked unless its endpoint is named."""

    endpoint: str = ""
    """Address of an OpenAI-compatible interface, up to `/v1`; none: no language model is asked."""
    model: str = ""
    """The model's name at that endpoint."""
    key_from: str = "TELLINGS_WRITER_KEY"
    """The environment variable that holds the key, where the endpoint wants one."""
    seconds: float = 60.0
    """An answer that takes longer is given up."""
    answer_bytes: int = 200_000
    """A longer answer is refused."""
    most_stories: int = 50
    """No more stories of one run than this are put to it, the ones with most pages first."""


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """How a digest is sent; the password is read from TELLINGS_MAIL_PASSWORD alone."""

    host: str = ""
    """Your mail server; none: nothing is sent."""
    port: int = 587
    """Its port for submission."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is made safe; none: only to a server on this machine."""
    user: str = ""
    """The account at the server; none: nobody signs in."""
    sender: str = ""
    """The address that the digest comes from."""
    to: tuple[str, ...] = ()
    """The addresses that it goes to."""
    seconds: float = 30.0
    """A server that is silent for longer is given up."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set."""

    library: str | None = None
    """File of the library, or postgresql://USER@HOST/DATABASE; none: a temporary one."""
    workers: int = 0
    """Worker processes; 0: one for few pages, else one a core (at most 8)."""
    shard_pages: int = 16
    """Pages handed to a worker at once; what a crash can cost is found by halving."""
    progress: bool = True
    """Show progress on stderr where that is a terminal."""
    limits: Limits = Limits()
    watch: Watching = Watching()
    writer: Writer = Writer()
    mail: Mail = Mail()


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


def _known() -> tuple[set[str], dict[str, set[str]]]:
    """Return the names of all settings, and those inside each table."""
    defaults = Settings()
    values = {name: getattr(defaults, name) for name in Settings.__struct_fields__}
    tables = {name: set(value.__struct_fields__) for name, value in values.items() if isinstance(value, msgspec.Struct)}
    return set(values), tables


def _from_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsError(
            "the settings file cannot be read", where=str(file), why=getattr(problem, "strerror", None) or str(problem)
        ) from problem
    fields, tables = _known()
    unknown = [k for k in values if k not in fields]
    for table, known in tables.items():
        inside = values.get(table, {})
        unknown += [f"{table}.{k}" for k in inside if k not in known] if isinstance(inside, Mapping) else []
    if unknown:
        raise SettingsError(f"unknown setting {unknown[0]!r}", where=str(file), hint="see docs/settings.md")
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    fields, tables = _known()
    found: dict[str, Any] = {}
    for key, value in environment.items():
        name = key.removeprefix(PREFIX).lower()
        if not key.startswith(PREFIX):
            continue
        if name in fields and name not in tables:
            found[name] = value
        for table, known in tables.items():
            inside = name.removeprefix(f"{table}_")
            if inside != name and inside in known:
                found.setdefault(table, {})[inside] = _listed(Settings(), table, inside, value)
    return found


def _listed(defaults: Settings, table: str, name: str, value: str) -> Any:
    """Return a value of the environment, split at commas where the setting is a list."""
    if not isinstance(getattr(getattr(defaults, table), name), tuple):
        return value
    return [piece.strip() for piece in value.split(",") if piece.strip()]
