"""Weight files: where they are, whether they are the pinned ones, and what serves when one is missing.

Every weight file is named in `pins.toml` with its SHA-256. A file that is missing or differs is never used: the
caller gets None and takes its named fallback, and `tellings check` says so. Nothing is ever downloaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

State = Literal["ok", "missing", "altered"]
HERE = Path(__file__).parent


class Pin(msgspec.Struct, frozen=True):
    """One pinned weight file or folder; `package` is the installed package that carries it, "" for our own.

    `extra` is the optional extra that brings it, "" where it is part of every install.
    """

    name: str
    purpose: str
    package: str
    path: str
    sha256: str
    licence: str
    fallback: str
    extra: str = ""


class Weights(msgspec.Struct, frozen=True):
    """A pin and what was found: its state, and its path where the state is ok."""

    pin: Pin
    state: State
    path: Path | None


@cache
def pins() -> dict[str, Pin]:
    """Return every pin by name."""
    rows = tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))["weights"]
    return {row["name"]: msgspec.convert(row, Pin) for row in rows}


def _root(package: str) -> Path | None:
    if not package:
        return HERE
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder's files (relative name and content of each, in name order)."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        whole.update(file.relative_to(path).as_posix().encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


@cache
def weights(name: str) -> Weights:
    """Find one pinned weight file and check it; cached for the life of the process."""
    pin = pins()[name]
    root = _root(pin.package)
    path = root / pin.path if root else None
    if path is None or not path.exists():
        return Weights(pin, "missing", None)
    if digest(path) != pin.sha256:
        return Weights(pin, "altered", None)
    return Weights(pin, "ok", path)
