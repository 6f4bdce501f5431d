"""The commands that work on a library, from the first page to the last."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tellings.cli.program import run

FERRY = (
    "Ferry stays in port at Westhaven\n\nThe mayor of Westhaven, Ada Lindqvist, said on 13 May 2031 that the ferry would stay "
    "in port after a fire. “Nobody was hurt,” Lindqvist told reporters. Some 40 passengers were taken ashore.",
    "Fire keeps Westhaven ferry in port\n\nA fire kept the Westhaven ferry in port on 13 May 2031, mayor Ada Lindqvist said. "
    "“Nobody was hurt,” Lindqvist told reporters. About 35 passengers were taken ashore.",
)


@pytest.fixture
def tellings(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    (tmp_path / "pages").mkdir()
    for number, text in enumerate(FERRY):
        (tmp_path / "pages" / f"ferry-{number}.txt").write_text(text, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(["--library", str(tmp_path / "news.db"), *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_a_library_from_the_first_page_to_the_last(tellings: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    assert tellings("search", "ferry")[0] == 1
    code, _, err = tellings("add", str(pages))
    assert code == 0
    assert "2 pages (2 analysed, 0 unchanged)" in err
    assert "0 analysed, 2 unchanged" in tellings("add", str(pages))[2]

    code, out, _ = tellings("search", "passengers", "--json")
    hits = json.loads(out)["hits"]
    assert code == 0
    assert len(hits) == 2
    assert "*Westhaven ferry*" in tellings("search", '"Westhaven ferry"')[1]
    assert "character 8" in tellings("search", 'ferry ("')[2]

    assert "Ada Lindqvist" in tellings("quotes", "--by", "Lindqvist")[1]
    assert tellings("quotes")[1].count("hurt") == 2
    (line,) = tellings("stories")[1].splitlines()
    story = line.split()[0]
    assert json.loads(tellings("stories", "--json")[1])["id"] == story
    assert "accounts differ" in tellings("story", story[:6])[1]
    assert tellings("story", "0000")[0] == 1
    assert all(json.loads(row)["story"] == story for row in tellings("timeline", "--json")[1].splitlines())
    assert tellings("check-citations")[0] == 0
    assert tellings("backup", str(tmp_path / "copy.db"))[0] == 0
    assert tellings("backup", str(tmp_path / "copy.db"))[0] == 1

    (pages / "ferry-1.txt").write_text(FERRY[1].replace("35", "38") + " The ferry sails again on Friday.", encoding="utf-8")
    assert "1 files had changed" in tellings("update")[2]
    assert tellings("stories")[1].split()[0] == story
    assert "sails" in tellings("search", "sails")[1]
    assert len(json.loads(tellings("search", "passengers", "--json")[1])["hits"]) == 2

    assert tellings("remove", "ferry-1.txt")[0] == 0
    assert "nothing was found" in tellings("search", '"sails again"')[1]
    assert tellings("remove", "ferry-1.txt")[0] == 1


def test_a_citation_that_does_not_hold_is_found(tellings: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    from tellings.store import SqliteStore
    from tellings.store.tables import pack, unpack

    tellings("add", str(tmp_path / "pages"))
    store = SqliteStore(tmp_path / "news.db")
    from msgspec import structs

    from tellings.model import Document, Page

    seq, document, page = store._query("SELECT seq, document, page FROM pages ORDER BY seq LIMIT 1")[0]
    text = structs.replace(unpack(document, Document), text="Nothing of the kind. " * 30)
    read = structs.replace(unpack(page, Page), text="Something else.")
    store._write([("UPDATE pages SET document = ?, page = ? WHERE seq = ?", (pack(text), pack(read), seq))])
    store.close()
    code, out, err = tellings("check-citations")
    assert code == 1
    assert "does not say" in out
    assert "is not the one that was read" in out
    assert "0 faults" not in err


def test_a_command_that_needs_a_library_says_how_to_name_one(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "ferry"]) == 2
    assert "--library FILE" in capfd.readouterr().err
