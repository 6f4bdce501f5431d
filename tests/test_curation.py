"""Corrections in a library: recorded, listed, undone, and respected by the next run; explanations; errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tellings.cli.program import run

SLIPWAY = (
    "The harbour board of Tollen voted on Monday to close the old slipway after Ida Brandal showed pictures of cracked stones.\n",
    "Tollen will lose its slipway for two winters, harbour master Ida Brandal said after Monday's vote of the harbour board.\n",
)
BAKERY = "A bakery in Upper Vessby delivers its bread by sledge since the road was blocked. Owner Tuva Hjort feeds the dog.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in (("slip-a", SLIPWAY[0]), ("slip-b", SLIPWAY[1]), ("bakery", BAKERY)):
        (pages / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run(["report", str(pages), "-o", str(tmp_path / "out"), "--quiet"]) == 0
    return tmp_path / "out"


def again(report: Path) -> list[dict[str, Any]]:
    assert run(["report", str(report.parent / "pages"), "-o", str(report), "--quiet"]) == 0
    return told(report)


def told(report: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (report / "stories.jsonl").read_text(encoding="utf-8").splitlines()]


def holding(stories: list[dict[str, Any]], report: Path, name: str) -> dict[str, Any]:
    documents = map(json.loads, (report / "documents.jsonl").read_text(encoding="utf-8").splitlines())
    key = next(d["id"] for d in documents if d["source"]["path"].endswith(name))
    return next(s for s in stories if key in {m["id"] for m in s["documents"]})


@pytest.fixture
def printed(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    def read() -> tuple[str, str]:
        out, err = capsysbinary.readouterr()
        return out.decode(), err.decode()

    return read


def test_a_merge_holds_in_the_next_run_and_can_be_undone(report: Path, printed: Any) -> None:
    slip, bread = (holding(told(report), report, f"{name}.txt")["id"] for name in ("slip-a", "bakery"))
    printed()
    assert run(["merge", slip, bread, "--library", str(report), "--note", "one page of a series", "--json"]) == 0
    record = json.loads(printed()[0])
    assert (record["number"], record["kind"], record["note"]) == (1, "merge", "one page of a series")
    (merged,) = again(report)
    assert len(merged["documents"]) == 3
    assert merged["id"] in (slip, bread)
    assert any("a person decided so" in w for m in merged["documents"] for w in m["why"])
    assert run(["corrections", "--library", str(report), "--undo", "1"]) == 0
    parted = again(report)
    assert len(parted) == 2
    assert {s["id"] for s in parted} & {slip, bread}
    printed()
    assert run(["corrections", "--library", str(report)]) == 0
    assert "undone" in printed()[0]


def test_both_names_of_a_merged_story_find_it(report: Path, printed: Any) -> None:
    slip, bread = (holding(told(report), report, f"{name}.txt")["id"] for name in ("slip-a", "bakery"))
    assert run(["merge", slip, bread, "--library", str(report)]) == 0
    again(report)
    printed()
    for name in (slip, bread):
        assert run(["explain", name, "bakery.txt", "--library", str(report), "--json"]) == 0
        found = json.loads(printed()[0])
        assert found["corrections"][0]["number"] == 1
        assert found["member"]["confidence"] == 1.0


def test_a_split_and_a_move_hold_in_the_next_run(report: Path) -> None:
    slip, bread = (holding(told(report), report, f"{name}.txt")["id"] for name in ("slip-a", "bakery"))
    assert run(["split", slip, "slip-b.txt", "--library", str(report / "library.db")]) == 0
    assert len(again(report)) == 3
    assert run(["move", "slip-b.txt", bread, "--library", str(report)]) == 0
    stories = again(report)
    assert holding(stories, report, "slip-b.txt")["id"] == bread
    assert holding(stories, report, "slip-a.txt")["id"] == slip


def test_explain_says_what_ties_a_page_in_with_and_without_a_library(report: Path, printed: Any) -> None:
    slip = holding(told(report), report, "slip-a.txt")["id"]
    printed()
    assert run(["explain", slip[:8], "slip-b.txt", "--library", str(report)]) == 0
    out = printed()[0]
    assert "Brandal" in out
    assert "sure" in out
    assert "slip-a.txt" in out
    assert run(["explain", slip, "slip-b.txt", str(report.parent / "pages")]) == 0
    assert "Brandal" in printed()[0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["merge", "nosuch", "nosuch2"], 1, "no story"),
        (["merge", "SLIP", "SLIP"], 1, "one story"),
        (["split", "SLIP", "slip-a.txt", "slip-b.txt"], 1, "nothing would be left"),
        (["split", "SLIP", "bakery.txt"], 1, "does not hold"),
        (["move", "nosuch.txt", "SLIP"], 1, "no other story holds"),
        (["explain", "SLIP", "bakery.txt"], 1, "does not hold"),
        (["corrections", "--undo", "7"], 1, "no correction 7"),
    ],
)
def test_what_cannot_be_corrected_is_one_line(report: Path, printed: Any, arguments: list[str], code: int, said: str) -> None:
    slip = holding(told(report), report, "slip-a.txt")["id"]
    printed()
    assert run([slip if a == "SLIP" else a for a in arguments] + ["--library", str(report)]) == code
    err = printed()[1]
    assert said in err
    assert err.count("\n") == 1


def test_without_a_library_a_correction_has_nowhere_to_be_kept(
    tmp_path: Path, printed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELLINGS_LIBRARY", raising=False)
    assert run(["merge", "a", "b"]) == 2
    assert "--library" in printed()[1]
    assert run(["merge", "a", "b", "--library", str(tmp_path / "none.db")]) == 1
    assert "no library" in printed()[1]
    assert not (tmp_path / "none.db").exists()


def test_the_library_of_the_settings_serves(report: Path, printed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELLINGS_LIBRARY", str(report / "library.db"))
    assert run(["corrections"]) == 0
    assert printed()[0] == ""
