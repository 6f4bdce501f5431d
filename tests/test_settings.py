"""Settings: file < environment < flag; unknown names and impossible values are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellings.errors import SettingsError
from tellings.settings import Settings, load


def test_the_later_source_wins(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("workers = 2\nshard_pages = 4\n[limits]\npage_bytes = 100\nhtml_depth = 7\n")
    environment = {"TELLINGS_SHARD_PAGES": "5", "TELLINGS_LIMITS_PAGE_BYTES": "200", "OTHER": "x"}
    found = load(file=file, environment=environment, flags={"shard_pages": 6, "workers": None})
    assert (found.workers, found.shard_pages, found.limits.page_bytes, found.limits.html_depth) == (2, 6, 200, 7)


def test_without_sources_there_are_defaults() -> None:
    assert load(environment={}) == Settings()


@pytest.mark.parametrize("content", ["wrokers = 2", "[limits]\npages = 3", "workers = [", "workers = 'many'"])
def test_what_cannot_be_set_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(content)
    with pytest.raises(SettingsError):
        load(file=file, environment={})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        load(file=tmp_path / "gone.toml", environment={})
