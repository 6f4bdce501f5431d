"""Weight files: pinned, checked, and never used when missing or altered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings.models import weights as home
from tellings.models.weights import Pin, digest, pins, weights


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "small.bin"
    file.write_bytes(b"weights")
    pin = Pin(name="small", purpose="p", package="", path="small.bin", sha256=digest(file), licence="MIT", fallback="rules")
    monkeypatch.setattr(home, "HERE", tmp_path)
    monkeypatch.setattr(home, "pins", lambda: {"small": pin})
    weights.cache_clear()
    yield file
    weights.cache_clear()


def test_every_pinned_file_is_the_pinned_one() -> None:
    states = {name: weights(name).state for name in pins()}
    optional = {name for name, pin in pins().items() if pin.extra}
    assert {state for name, state in states.items() if name not in optional} == {"ok"}
    assert {states[name] for name in optional} <= {"ok", "missing"}


def test_the_pinned_file_is_used(pinned: Path) -> None:
    assert weights("small").path == pinned


def test_an_altered_file_is_not_used(pinned: Path) -> None:
    pinned.write_bytes(b"weighty")
    assert (weights("small").state, weights("small").path) == ("altered", None)


def test_a_missing_file_is_not_used(pinned: Path) -> None:
    pinned.unlink()
    assert (weights("small").state, weights("small").path) == ("missing", None)


def test_a_folder_is_known_by_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("2")
    before = digest(tmp_path)
    (tmp_path / "b").rename(tmp_path / "c")
    assert digest(tmp_path) != before


def test_every_pin_names_its_fallback_and_licence() -> None:
    assert all(pin.fallback and pin.licence and len(pin.sha256) == 64 for pin in pins().values())
