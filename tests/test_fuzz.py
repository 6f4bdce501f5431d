"""Every input that fuzzing kept is tried again: no reader or parser breaks on it, nor on the valid ones that it started from."""

from __future__ import annotations

import importlib.util
import sys
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


TARGETS = module("targets")


@pytest.mark.parametrize("name", sorted(TARGETS.TARGETS))
def test_what_fuzzing_kept_breaks_nothing(name: str) -> None:
    kept = sorted((FUZZ / "corpus" / name).glob("*"))
    for data in [*(file.read_bytes() for file in kept), *module("seeds").seeds(name), b"", b"\x00", b"\xff\xfe"]:
        TARGETS.met(TARGETS.TARGETS[name], data)


@pytest.mark.parametrize("name", sorted(TARGETS.TARGETS))
def test_seeds_are_answered_without_an_error(name: str) -> None:
    for data in module("seeds").seeds(name):
        TARGETS.TARGETS[name](data)
