"""`tellings export`, as a user calls it: to files, folders and standard output, of one story, since a day."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tellings.cli.export import NAMES, PARTS
from tellings.cli.program import run
from tellings.export.formats import FORMATS
from tellings.library import Library
from tellings.model import Given, Page, Source

TEXTS = {
    "a": ("Police in Torvik arrested the editor Anna Berg on Monday. Nine people were injured on the square, doctors said.", "2031-05-13"),
    "b": ("The editor Anna Berg was arrested by police in Torvik on Monday. Twelve people were injured, doctors said.", "2031-05-14"),
    "c": ("The harbour of Kerrow was closed after a crane fell on the quay, the harbour office said on Friday.", "2031-06-20"),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("export") / "library.db"
    with Library(file) as kept:
        pages = [
            Page(
                id=name, source=Source(sha256=name * 64, outlet=f"Outlet {name}"), form="clean", text=text,
                given=Given(published=day, title=f"News of {name}"),
            )
            for name, (text, day) in TEXTS.items()
        ]  # fmt: skip
        for _ in kept.add_pages(pages):
            pass
        kept.stories()
    return file


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_command_names_every_format_and_table() -> None:
    assert tuple(FORMATS) == NAMES
    assert set(PARTS) == {part for form in FORMATS.values() for part in form.parts}


def test_one_table_goes_to_standard_output(library: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "--format", "csv", "--table", "pages", "--library", str(library)]) == 0
    out, err = capfdbinary.readouterr()
    assert {r["document"] for r in rows(out.decode())} == set(TEXTS)
    assert b"3 pages" in err


def test_all_tables_go_to_a_folder(library: Path, tmp_path: Path) -> None:
    for form in ("csv", "jsonl", "parquet"):
        assert run(["export", "--format", form, "--library", str(library), "-o", str(tmp_path / form)]) == 0
        suffix = FORMATS[form].suffix  # type: ignore[index]
        assert {p.name for p in (tmp_path / form).iterdir()} == {f"{part}{suffix}" for part in FORMATS[form].parts}  # type: ignore[index]


def test_one_story_alone(library: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["export", "--format", "jsonl", "--table", "stories", "--library", str(library)])
    told = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    story = next(s for s in told if any(m["id"] == "c" for m in s["documents"]))
    assert run(["export", "--format", "csv", "--table", "pages", "--library", str(library), "--story", story["id"][:8]]) == 0
    assert [r["document"] for r in rows(capfdbinary.readouterr().out.decode())] == [m["id"] for m in story["documents"]]
    assert run(["export", "--format", "markdown", "--library", str(library), "--story", "nothing"]) == 1


def test_only_what_is_new(library: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "--format", "csv", "--table", "pages", "--library", str(library), "--since", "2031-06-01"]) == 0
    assert [r["document"] for r in rows(capfdbinary.readouterr().out.decode())] == ["c"]


def test_pages_without_a_library(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "page.txt").write_text(TEXTS["a"][0])
    assert run(["export", "--format", "csv", "--table", "quotations", str(tmp_path / "page.txt")]) == 0
    assert "Nine people were injured" in rows(capfdbinary.readouterr().out.decode())[0]["quote"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "csv"], "several tables"), (["--format", "parquet", "--table", "pages"], "written to a file"),
        (["--format", "ics", "--table", "pages"], "no tables"), (["--format", "jsonl", "--table", "facts"], "documents, stories"),
        (["--format", "nonsense"], "nonsense"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_says_what_to_do(
    arguments: list[str], words: str, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *arguments, "--library", str(library)]) == 2
    assert words in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_an_error(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert run(["export", "--format", "ics", "--library", str(library), "-o", str(tmp_path / "file" / "x.ics")]) == 1
    assert "cannot be written" in capsys.readouterr().err
