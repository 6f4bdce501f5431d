"""Migrations: a library of every released schema comes forward whole; one of a newer program is refused."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tellings.engine import InlineEngine
from tellings.errors import StoreError
from tellings.library import Library
from tellings.model import Page
from tellings.store import SqliteStore
from tellings.store.migrate import migrate, migrations, statements
from tests.store.test_stores import RECIPES, entry_of

RELEASED = sorted((Path(__file__).parent / "data").glob("schema-*.db"))


@pytest.fixture(params=RELEASED, ids=lambda p: p.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of a library that was written under a released schema: three pages, two stories, one correction."""
    return Path(shutil.copy(request.param, tmp_path / "library.db"))


def test_a_released_library_comes_forward_with_all_it_holds(released: Path) -> None:
    store = SqliteStore(released)
    pages, analyses = list(store.pages()), list(store.analyses())
    assert [p.id for p in pages] == [a.id for a in analyses] == ["bell-1", "post-1", "post-2"]
    assert analyses[0].quotes
    assert analyses[0].metadata.outlet == "The Bell"
    (correction,) = store.guidance().corrections
    assert correction.kind == "merge"
    store.close()
    again = SqliteStore(released)
    assert {name for (name,) in again._query("SELECT name FROM migrations")} == set(migrations())
    again.close()


def test_a_released_library_can_be_used_as_one_of_today(released: Path) -> None:
    with Library(released, engine=InlineEngine()) as library:
        before = {a.id: a.text for a in library.analyses()}
        (story,) = library.stories()
        assert {m.id for m in story.documents} == set(before)
        assert library.story(story.id) == story
        assert {a.id: a.text for a in library.analyses()} == before


def test_an_old_library_is_not_brought_forward_by_a_reader(released: Path) -> None:
    with pytest.raises(StoreError, match="older version"):
        SqliteStore(released, read_only=True)
    SqliteStore(released).close()
    reader = SqliteStore(released, read_only=True)
    assert len(list(reader.pages())) == 3
    with pytest.raises(StoreError, match="cannot be written"):
        reader.remove(["bell-1"])
    reader.close()


def test_a_library_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "library.db")
    store._db.execute("INSERT INTO migrations VALUES ('9999_from_the_future')")
    store.close()
    with pytest.raises(StoreError, match="newer program wrote the library") as caught:
        SqliteStore(tmp_path / "library.db")
    assert "9999_from_the_future" in caught.value.message


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {**migrations(), "9998_broken": "CREATE TABLE half (a);\nINSERT INTO nowhere VALUES (1);\n"}
    db = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    monkeypatch.setattr("tellings.store.migrate.migrations", lambda: given)
    with pytest.raises(sqlite3.Error):
        migrate(db, where="library.db")
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "half" not in tables
    assert "pages" in tables
    assert ("9998_broken",) not in db.execute("SELECT name FROM migrations").fetchall()
    db.close()


def test_many_open_a_new_library_at_once(tmp_path: Path) -> None:
    problems: list[BaseException] = []

    def opened() -> None:
        try:
            SqliteStore(tmp_path / "library.db").close()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_a_trigger_is_one_statement() -> None:
    script = (
        "CREATE TABLE a (b);\n-- why;\nCREATE TRIGGER t AFTER INSERT ON a\n  BEGIN DELETE FROM a; SELECT 1; END;\nSELECT 2;\n"
    )
    assert [s.split()[0] for s in statements(script)] == ["CREATE", "--", "SELECT"]


def test_migrations_bear_a_number_of_their_own() -> None:
    numbers = [name[:4] for name in migrations()]
    assert len(set(numbers)) == len(numbers)


def test_threads_read_while_one_writes(tmp_path: Path, page: Callable[..., Page]) -> None:
    store = SqliteStore(tmp_path / "library.db")
    store.put([entry_of(page("one", id="a"))], RECIPES)
    seen: list[int] = []
    with store._transaction() as db:
        db.execute("DELETE FROM pages")
        reader = threading.Thread(target=lambda: seen.append(len(list(store.pages()))))
        reader.start()
        reader.join()
    assert seen == [1]
    assert list(store.pages()) == []
    store.close()


def test_a_backup_is_the_whole_library_and_overwrites_nothing(tmp_path: Path, page: Callable[..., Page]) -> None:
    store = SqliteStore(tmp_path / "library.db")
    store.put([entry_of(page("one", id="a"))], RECIPES)
    store.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError, match="there is a file"):
        store.backup(tmp_path / "copy.db")
    copy = SqliteStore(tmp_path / "copy.db")
    assert list(copy.analyses()) == list(store.analyses())
    copy.close()
    store.close()


def test_what_is_removed_is_gone_with_all_that_was_said_about_it(tmp_path: Path, page: Callable[..., Page]) -> None:
    store = SqliteStore(tmp_path / "library.db")
    store.put([entry_of(page("one", id="a")), entry_of(page("two", id="b"))], RECIPES)
    assert store.remove(["a", "nobody", "a"]) == ["a"]
    assert [a.id for a in store.analyses()] == ["b"]
    assert store._query("SELECT count(*) FROM layers WHERE page NOT IN (SELECT seq FROM pages)") == [(0,)]
    store.close()


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "History"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        db.execute("CREATE TABLE urls (url TEXT)")
    before = file.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreError, match="of another program"):
            SqliteStore(file, read_only=read_only)
    assert file.read_bytes() == before
