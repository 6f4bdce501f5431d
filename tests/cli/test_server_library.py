"""The commands on a library in PostgreSQL, from the first page to the last; what no address may tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tellings.cli.library_name import library_name
from tellings.cli.program import run
from tellings.engine import InlineEngine
from tellings.library import Library
from tellings.store.addresses import told
from tests.cli.test_library_commands import FERRY
from tests.misbehaving import Server
from tests.postgres import Databases
from tests.watch.test_watch import item, page, rss
from tests.web.conftest import served

Call = Callable[..., tuple[int, str, str]]
WHALE = (
    "Whale swims into the harbour of Norbridge\n\nA whale swam into the harbour of Norbridge on 20 June 2031, the harbour "
    "master, Tom Brandt, said. “We have never seen one here,” Brandt told the Post."
)


class Inline(InlineEngine):
    """The engine of a command, in this process."""

    def __init__(self, *, workers: int = 1) -> None:
        self.workers = workers

    def warm(self, task: object) -> None:
        """Models are loaded when they are needed."""


@pytest.fixture
def tellings(databases: Databases, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setattr("tellings.library.LocalEngine", Inline)
    monkeypatch.setenv("TELLINGS_LIBRARY", databases())
    for number, text in enumerate((*FERRY, WHALE)):
        (tmp_path / f"page-{number}.txt").write_text(text, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


def stories(tellings: Call) -> list[str]:
    return [line.split()[0] for line in tellings("stories")[1].splitlines()]


@pytest.mark.xdist_group("postgres")
def test_every_command_works_on_a_server(tellings: Call, tmp_path: Path) -> None:
    assert "there is no library" in tellings("search", "ferry")[2]
    code, _, err = tellings("add", *(str(tmp_path / f"page-{n}.txt") for n in range(3)))
    assert (code, "3 pages (3 analysed" in err) == (0, True)
    ferry, whale = stories(tellings)
    assert len(json.loads(tellings("search", '"passengers"', "--json")[1])["hits"]) == 2
    assert "Tom Brandt" in tellings("quotes", "--by", "Brandt")[1]
    assert tellings("search", "--in", "events", "swam")[0] == 0
    assert "2 independent accounts" in tellings("story", ferry)[1]
    assert tellings("timeline")[0] == 0
    assert tellings("events")[1].startswith("id,story,")
    assert tellings("check-citations")[0] == 0
    assert "in story" in tellings("explain", ferry, "page-0.txt")[1]

    assert tellings("merge", ferry, whale)[0] == 0
    assert len(stories(tellings)) == 1
    assert tellings("corrections", "--undo", "1")[0] == 0
    assert len(stories(tellings)) == 2
    assert tellings("split", ferry, "page-1.txt")[0] == 0
    assert len(stories(tellings)) == 3
    assert tellings("corrections", "--undo", "2")[0] == 0
    assert "undone" in tellings("corrections")[1]

    assert tellings("export", "--format", "csv", "-o", str(tmp_path / "tables"))[0] == 0
    assert (tmp_path / "tables" / "facts.csv").stat().st_size > 200
    assert "Whale" in tellings("digest")[1]
    assert "pg_dump" in tellings("backup", str(tmp_path / "copy.db"))[2]
    (tmp_path / "page-2.txt").write_text(WHALE + " It left on Friday.", encoding="utf-8")
    assert "1 files had changed" in tellings("update")[2]
    assert stories(tellings) == [ferry, whale]
    assert tellings("remove", "page-2.txt")[0] == 0
    assert stories(tellings) == [ferry]
    assert tellings("hooks", "list")[0] == tellings("users", "list")[0] == tellings("versions")[0] == 0


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


@pytest.mark.xdist_group("postgres")
def test_feeds_are_watched_and_their_pages_shown_from_a_server(
    tellings: Call, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ALLOW", "127.0.0.1"), ("HOST_SECONDS", "0"), ("DAYS", "0"), ("CONTACT", "desk@paper.example")):
        monkeypatch.setenv(f"TELLINGS_WATCH_{name}", value)
    server.pages |= {"/feed": rss(item("/a"), item("/b")), "/a": page("Ferry runs aground"), "/b": page("Ferry afloat again")}
    assert tellings("feeds", "add", server.url + "/feed")[0] == 0
    code, _, err = tellings("watch", "--once")
    assert (code, err.count("new: ")) == (0, 2)
    assert "2 " in tellings("feeds", "list")[2]
    assert "Port Ellis" in tellings("search", "aground")[1]
    assert server.url in tellings("feeds", "export")[1]
    (story, *_) = stories(tellings)

    from os import environ

    with Library(environ["TELLINGS_LIBRARY"], engine=InlineEngine()) as library, served(library) as client:
        (found,) = {h.document for h in library.search('"aground" title:runs').hits}
        views = ("/", f"/stories/{story}", f"/pages/{found}", "/search?q=aground", "/actors", "/feeds", "/health", "/new",
                 "/corrections", "/audit", "/map", "/stories.json", f"/stories/{story}.json", "/search.json?q=aground",
                 "/search.csv?q=aground", "/tables/stories.csv", "/openapi.json", "/follow/stories.atom")  # fmt: skip
        answers = {path: client.get(path).status for path in views}
        assert {path: status for path, status in answers.items() if status != 200} == {}
        shown = client.get(f"/stories/{story}").text
        assert "Ferry" in shown
        assert client.send("/saved", {"query": "aground", "kind": "pages", "name": "Aground"}).status == 303
        assert "Aground" in client.get("/saved").text


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://zoe:hid-den@127.0.0.1:1/news?connect_timeout=2",
        "postgresql://zoe:hid/den@127.0.0.1:1/news",
        "postgresql://zoe:hid@den@127.0.0.1:1/news",
        "postgresql://zoe:hid?den@127.0.0.1:1/news",
        "postgresql://zoe:hid%den@127.0.0.1:1/news",
        "postgresql://127.0.0.1:1/news?user=zoe&password=hid-den",
        "postgresql:/zoe:hid-den@127.0.0.1/news",
        "postgress://zoe:hid-den@127.0.0.1/news",
        "mysql://zoe:hid-den@127.0.0.1/news",
    ],
)
@pytest.mark.parametrize("command", [("search", "ferry"), ("add", "page.txt"), ("feeds", "list"), ("library", "copy")])
def test_an_address_that_cannot_be_used_is_told_in_one_line_without_its_password(
    address: str, command: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["library", "copy", address, "copy.db"] if command[0] == "library" else ["--library", address, *command]
    assert run(arguments) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("tellings: ")
    assert err.count("\n") == 1
    assert not any(piece in err for piece in ("hid", "den@", "zoe"))


def test_what_is_told_of_an_address_is_its_host_and_database() -> None:
    assert (
        told("postgresql://ann:secret@db.paper.example:5433/news?sslmode=require") == "postgresql://db.paper.example:5433/news"
    )
    assert told("postgresql:///news?host=/run/postgresql") == "postgresql:///news"
    assert told("news.db") == "news.db"
    assert told(Path("C:/news.db")) == "C:/news.db"


def test_a_library_is_named_by_its_file_a_folder_or_an_address(tmp_path: Path) -> None:
    assert library_name(tmp_path) == tmp_path / "library.db"
    assert library_name("news.db") == Path("news.db")
    assert library_name("postgresql://ann@db/news") == "postgresql://ann@db/news"
