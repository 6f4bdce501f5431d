"""The store for teams: the same library as in a file, copied there and back; several processes; what its dialect says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tellings.engine import InlineEngine
from tellings.errors import StoreError
from tellings.library import Library
from tellings.model import Page
from tellings.store import SqliteStore, open_store
from tellings.store.copying import copy_library
from tellings.store.postgres import PostgresStore
from tellings.store.postgres_dialect import Dialect, Key, valued
from tellings.store.postgres_search import phrase_of, vector_of
from tests.postgres import Databases

pytestmark = pytest.mark.xdist_group("postgres")
TEXTS = (
    "The mayor of Westhaven, Ada Lindqvist, said on Tuesday that the ferry Petrel would stay in port after the fire.",
    "Mayor Ada Lindqvist of Westhaven said Tuesday the ferry Petrel will stay in port. Firemen had put out the fire.",
    "The council of Norbridge passed the harbour budget on Wednesday by one vote, the clerk Tom Brandt said.",
)


def pages(page: Callable[..., Page]) -> list[Page]:
    return [page(text, id=f"p{n}", published=f"2031-05-1{n + 3}", outlet=f"Paper {n}") for n, text in enumerate(TEXTS)]


def told(library: Library) -> list[tuple[str, list[str]]]:
    return sorted((story.id, sorted(m.id for m in story.documents)) for story in library.stories())


def test_a_library_is_the_same_on_a_server_and_in_a_file(
    databases: Databases, tmp_path: Path, page: Callable[..., Page]
) -> None:
    found = []
    for name in (databases(), tmp_path / "l.db"):
        with Library(name, engine=InlineEngine()) as library:
            list(library.add_pages(pages(page)[:2]))
            library.stories()
            list(library.add_pages(pages(page)))
            hits = [str(h.document) for h in library.search("ferry petrel").hits if h.by != "meaning"]
            found.append((told(library), [a.id for a in library.analyses()], sorted(hits)))
    assert found[0] == found[1]
    assert len(found[0][0]) == 2


def test_a_library_is_copied_to_a_server_and_back(databases: Databases, tmp_path: Path, page: Callable[..., Page]) -> None:
    address = databases()
    with Library(tmp_path / "one.db", engine=InlineEngine()) as library:
        list(library.add_pages(pages(page)))
        before = told(library), list(library.analyses())
    origin, server = SqliteStore(tmp_path / "one.db"), PostgresStore(address)
    assert copy_library(origin, server) == 3
    with pytest.raises(StoreError, match="not empty"):
        copy_library(origin, server)
    back = SqliteStore(tmp_path / "two.db")
    assert copy_library(server, back) == 3
    for store in (origin, server, back):
        store.close()
    for name in (address, tmp_path / "two.db"):
        with Library(name, engine=InlineEngine()) as library:
            assert (told(library), list(library.analyses())) == before
            library.index()
            assert {h.document for h in library.search('"harbour budget"').hits} == {"p2"}
            more = page("A whale swam into the harbour of Westhaven on Friday.", id="p9")
            list(library.add_pages([more]))
            assert [a.id for a in library.analyses()] == ["p0", "p1", "p2", "p9"]


def test_what_means_the_same_is_found_by_the_index(databases: Databases, page: Callable[..., Page]) -> None:
    with Library(databases(), engine=InlineEngine()) as library:
        list(library.add_pages(pages(page)))
        (seq, vector), *_ = library.store.vectors()
        nearest = library.store.nearest(vector, 3)
        assert nearest is not None
        assert nearest[0][0] == seq
        assert nearest[0][1] == pytest.approx(1.0, abs=0.01)


WRITER = """
import sys
from tellings.model import Analysis, Document, Page, Source
from tellings.store import Entry, open_store
store = open_store(sys.argv[1])
for n in range(30):
    key = f"{sys.argv[2]}{n}"
    page = Page(id=key, source=Source(sha256=key), form="clean", text=f"Page {key}.")
    document = Document(id=key, source=page.source, text=page.text, form="clean")
    store.put([Entry(page=page, result=Analysis(document=document))], {"metadata": "m"})
"""


def test_two_processes_write_and_another_reads(databases: Databases) -> None:
    address = databases()
    reader = open_store(address)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, address, name]) for name in "ab"]
    while any(writer.poll() is None for writer in writers):
        assert len(list(reader.analyses())) <= 60
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(list(reader.analyses())) == 60
    reader.close()


def test_what_is_no_database_is_told_without_its_password() -> None:
    with pytest.raises(StoreError) as problem:
        open_store("postgresql://reader:hidden@127.0.0.1:1/none?connect_timeout=2")
    assert "hidden" not in problem.value.message
    with pytest.raises(StoreError, match="misspelt"):
        open_store("postgresql:/reader@host/none")


def test_a_newer_library_is_refused(databases: Databases) -> None:
    address = databases()
    store = PostgresStore(address)
    store._write([("INSERT INTO migrations VALUES ('9999_later')", ())])
    store.close()
    with pytest.raises(StoreError, match="newer program"):
        PostgresStore(address)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("SELECT a FROM t WHERE b = ? AND c LIKE 'x%?'", "SELECT a FROM t WHERE b = %s AND c LIKE 'x%%?'"),
        ("DELETE FROM t WHERE a = ?1 OR b = ?1", "DELETE FROM t WHERE a = %s OR b = %s"),
        ("INSERT OR IGNORE INTO t (a) VALUES (?)", "INSERT INTO t (a) VALUES (%s) ON CONFLICT DO NOTHING"),
        (
            "INSERT OR REPLACE INTO t VALUES (?, ?)",
            "INSERT INTO t VALUES (%s, %s) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
        ),
        ("SELECT min(a, b), max(a) FROM t", "SELECT LEAST(a, b), max(a) FROM t"),
    ],
)
def test_statements_are_translated(here: str, there: str) -> None:
    assert Dialect({"t": Key(("a", "b"), ("a",))}).of(here).sql == there


def test_values_follow_their_places() -> None:
    statement = Dialect({}).of("SELECT ?2, ?1, ?2")
    assert valued(("a\x00", True), statement.order) == [1, "a", 1]


def test_words_are_written_with_their_places() -> None:
    from tellings.model.queries import Words

    assert vector_of(["it's", "a", "it's"]) == "'it''s':1,3 'a':2"
    assert phrase_of(Words(text="Harbour Budget", phrase=True)) == "'harbour' <-> 'budget'"
    assert phrase_of(Words(text="harb", prefix=True)) == "'harb':*"
    assert vector_of(["x" * 600, "y"]) == "'y':2"


def test_a_library_is_copied_from_the_command_line(databases: Databases, tmp_path: Path, page: Callable[..., Page]) -> None:
    address, file = databases(), tmp_path / "one.db"
    with Library(file, engine=InlineEngine()) as library:
        list(library.add_pages(pages(page)))
    command = [sys.executable, "-m", "tellings", "library", "copy", str(file), address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "3 pages were copied\n")
    with Library(address, engine=InlineEngine()) as library:
        assert [h.document for h in library.search('"harbour budget"').hits] == ["p2"]
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "not empty" in again.stderr
