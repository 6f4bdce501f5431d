"""Every input that fuzzing kept is tried again: no reader or parser breaks on it, nor on the valid ones that it started from."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"fuzz_{name}", FUZZ / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


sys.path.insert(0, str(FUZZ))
TARGETS = module("targets")
NAMES = sorted(TARGETS.targets())
REFUSED = {"http", "packed"}
"""Targets of which some seeds are there to be refused."""


def kept(name: str) -> list[bytes]:
    with zipfile.ZipFile(FUZZ / "corpus.zip") as archive:
        return [archive.read(entry) for entry in archive.namelist() if entry.startswith(f"{name}/")]


@pytest.mark.parametrize("name", NAMES)
def test_what_fuzzing_kept_breaks_nothing(name: str) -> None:
    for data in [*kept(name), *module("seeds").seeds(name), b"", b"\x00", b"\xff\xfe"]:
        TARGETS.met(TARGETS.targets()[name], data)


@pytest.mark.parametrize("name", sorted(set(NAMES) - REFUSED))
def test_seeds_are_answered_without_an_error(name: str) -> None:
    for data in module("seeds").seeds(name):
        TARGETS.targets()[name](data)
