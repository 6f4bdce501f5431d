"""How an article that was read more than once is told: in the terminal, in JSON, in the report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tellings.cli.program import run
from tellings.export.schema import schema
from tellings.export.versions_view import reading_time, told_changes
from tellings.model import Edit, Reading, Revision

BODY = (
    "<p>The harbour office at Skarn said on Tuesday that {} walkers had been found on the ridge above the town in the snow.</p>"
    "<p>Rescuers from Holm brought them down by sledge before dark, and nobody was hurt, a spokesman for the office said.</p>"
)
HEAD = (
    "<html lang=en><head><title>Walkers found on ridge</title><link rel=canonical href='https://holmvoice.example/ridge'>"
    "<meta property='article:published_time' content='2031-02-03T08:00:00Z'>"
    "<meta property='article:modified_time' content='2031-02-03T{}:00Z'></head><body><article><h1>Walkers found on ridge</h1>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, hour, number in (("later", "12:00", "four"), ("first", "09:00", "three")):
        (pages / f"{name}.html").write_text(
            f"{HEAD.format(hour)}{BODY.format(number)}</article></body></html>", encoding="utf-8"
        )
    return pages


def edit(kind: str, *touches: str, minor: bool = False) -> Edit:
    return Edit(kind=kind, touches=touches, minor=minor)  # type: ignore[arg-type]


def test_changes_in_one_line() -> None:
    told = told_changes(
        Revision(older="a", newer="b", edits=(edit("changed", "number"), edit("added"), edit("moved", minor=True)))
    )
    assert told == "1 sentence added, 1 changed (number), and 1 in punctuation, capitals or place alone"
    assert told_changes(Revision(older="a", newer="b")) == "the same text"
    assert "nothing but" in told_changes(Revision(older="a", newer="b", edits=(edit("moved", minor=True),)))
    assert reading_time(Reading(document="a", moment=None, ordered_by="arrival")) == "time unknown"


def test_the_command_prints_what_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["versions", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert "[-three-]{+four+} walkers" in out
    assert "2031-02-03 09:00 → 2031-02-03 12:00" in out
    assert "1 read more than once" in err


def test_the_report_shows_it_and_counts_one_page(folder: Path, tmp_path: Path) -> None:
    assert run(["report", str(folder), "-o", str(tmp_path / "out")]) == 0
    (story,) = map(json.loads, (tmp_path / "out" / "stories.jsonl").read_text().splitlines())
    jsonschema.validate(story, schema("story"))
    assert story["counts"]["pages"] == 1
    assert [m["version_of"] is None for m in story["documents"]] == [True, False]
    page = (tmp_path / "out" / "index.html").read_text()
    assert "Changed since first read" in page
    assert "<del>three</del><ins>four</ins>" in page
