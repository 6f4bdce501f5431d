"""The contract of stores, run on every store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from tellings.errors import StoreError
from tellings.model import Analysis, Block, Counts, Dating, Document, Failure, Layer, Metadata, Page, Published, Story, Time
from tellings.model.hooks import Hook
from tellings.store import Entry, SqliteStore, Store
from tellings.store.postgres import PostgresStore

RECIPES = {"metadata": "extract@1", "blocks": "extract@1", "times": "times@1"}


@pytest.fixture(params=["memory", "file", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "postgres":
        made = PostgresStore(request.getfixturevalue("databases")())
    else:
        made = SqliteStore(None if request.param == "memory" else tmp_path / "library.db")
    yield made
    made.close()


def analysis_of(page: Page, *, title: str = "A title") -> Analysis:
    document = Document(id=page.id, source=page.source, text=page.text, form=page.form, given=page.given)
    time = Time(0, 2, type="DATE", value="2031-05-13", first_day="2031-05-13", last_day="2031-05-13")
    return Analysis(
        document=document, metadata=Metadata(title=title), blocks=(Block(0, len(page.text), role="body"),), times=(time,)
    )


def entry_of(page: Page, **more: str) -> Entry:
    return Entry(page=page, result=analysis_of(page, **more))


def test_what_was_put_comes_back_equal(store: Store, page: Callable[..., Page]) -> None:
    pages = [page("one é 😀", id="a"), page("two", id="b")]
    store.put([entry_of(p) for p in pages], RECIPES)
    assert list(store.pages()) == pages
    assert list(store.analyses()) == [analysis_of(p) for p in pages]
    assert [a.id for a in store.analyses(["b", "nobody", "a"])] == ["b", "a"]


def test_putting_twice_is_putting_once(store: Store, page: Callable[..., Page]) -> None:
    for _ in range(2):
        store.put([entry_of(page("one", id="a"))], RECIPES)
    assert len(list(store.analyses())) == 1


def test_a_renamed_page_keeps_its_layers_and_takes_the_place_of_its_namesake(store: Store, page: Callable[..., Page]) -> None:
    store.put([entry_of(page("one", id="a"), title="First"), entry_of(page("two", id="b"))], RECIPES)
    store.rename("a", "b")
    (kept,) = store.analyses()
    assert (kept.id, kept.text, kept.metadata.title, len(kept.times)) == ("b", "one", "First", 1)
    assert [p.id for p in store.pages()] == ["b"]
    assert dict(store.metadata())["b"].title == "First"
    with pytest.raises(StoreError):
        store.rename("nobody", "c")


def test_the_unfinished_are_the_new_the_changed_and_those_of_another_recipe(store: Store, page: Callable[..., Page]) -> None:
    kept = page("one", id="a")
    store.put([entry_of(kept)], RECIPES)
    assert store.finished([kept, page("new", id="b")], RECIPES) == {"a"}
    assert store.finished([page("one, changed", id="a")], RECIPES) == set()
    assert store.finished([kept], {**RECIPES, "times": "times@2"}) == set()


def test_a_day_worked_out_from_siblings_does_not_unfinish_a_page(store: Store, page: Callable[..., Page]) -> None:
    plain = page("one", id="a")
    dating = Dating(part=0, published=Published(value="2031-05-13", precision="day", basis="siblings"), why="a sibling says so")
    dated = msgspec.structs.replace(plain, given=msgspec.structs.replace(plain.given, datings=(dating,)))
    store.put([entry_of(dated)], RECIPES)
    assert store.finished([plain], RECIPES) == {"a"}
    assert next(store.pages()).given.datings == (dating,)


def test_a_failure_is_a_result(store: Store, page: Callable[..., Page]) -> None:
    bad = page("x", id="bad")
    failure = Failure(kind="crash", message="it crashed", source="bad.txt", id="bad")
    store.put([Entry(page=bad, result=failure)], RECIPES)
    assert store.finished([bad], RECIPES) == {"bad"}
    assert store.finished([bad], {**RECIPES, "times": "times@2"}) == set()
    assert list(store.failures()) == [failure]
    assert list(store.analyses()) == []
    store.put([entry_of(bad)], RECIPES)
    assert list(store.failures()) == []


def test_a_persons_correction_survives_a_new_run(store: Store, page: Callable[..., Page]) -> None:
    own = page("one", id="a")
    store.put([entry_of(own)], RECIPES)
    corrected = Metadata(title="What it is really called")
    store.put_layer("a", Layer(kind="metadata", recipe="human:editor", items=(corrected,)))
    store.put([entry_of(own, title="Another title")], {**RECIPES, "metadata": "extract@2"})
    assert next(store.analyses()).metadata == corrected
    assert store.finished([own], {**RECIPES, "metadata": "extract@3"}) == {"a"}


def test_a_layer_of_no_document_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no document"):
        store.put_layer("nobody", Layer(kind="times", recipe="human:x", items=()))


def test_a_put_that_fails_leaves_nothing_behind(store: Store, page: Callable[..., Page]) -> None:
    broken = msgspec.structs.replace(analysis_of(page("two", id="b")), times=(object(),))
    with pytest.raises(TypeError):
        store.put([entry_of(page("one", id="a")), Entry(page=page("two", id="b"), result=broken)], RECIPES)
    assert list(store.pages()) == []


def test_stories_are_known_by_what_they_were_made_from(store: Store) -> None:
    story = Story(
        id="s", title="T", first=None, last=None, documents=(), counts=Counts(pages=1, texts=1, accounts=1, origins=0)
    )
    assert store.stories("k1") is None
    store.put_stories([story], "k1")
    assert store.stories("k1") == (story,)
    assert store.stories("k2") is None
    assert store.stories() == (story,)


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not a database at all, only some words that go on for a while" * 20)
    with pytest.raises(StoreError, match=r"notes\.db"):
        SqliteStore(tmp_path / "notes.db")


def test_a_library_of_another_schema_is_refused(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "library.db")
    store._db.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    store.close()
    with pytest.raises(StoreError, match="schema 99"):
        SqliteStore(tmp_path / "library.db")


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from test_stores import RECIPES, entry_of
from tellings.model import Page, Source
from tellings.store import SqliteStore
store = SqliteStore({path!r})
for n in range(100000):
    page = Page(id=str(n), source=Source(sha256=str(n)), form="clean", text="words " * 50)
    store.put([entry_of(page)], RECIPES)
    print(n, flush=True)
"""


def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    script = WRITER.format(tests=str(Path(__file__).parent), path=str(path))
    writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    last = -1
    for line in writer.stdout:
        last = int(line)
        if last >= 40:
            writer.kill()
            break
    writer.wait()
    store = SqliteStore(path)
    assert {str(n) for n in range(last + 1)} <= {a.id for a in store.analyses()}
    assert store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_webhooks_are_kept_replaced_and_taken_out(store: Store) -> None:
    first, second = (
        Hook(number=n, url=f"https://told.example/{n}", secret="whsec_eA==", made="2031-05-13T00:00:00Z") for n in (1, 2)
    )
    for hook in (second, first, first):
        store.put_hook(hook)
    assert store.hooks() == [first, second]
    store.put_hook(msgspec.structs.replace(first, turn=7, failed="no connection"))
    assert store.hooks()[0].turn == 7
    store.remove_hook(1)
    assert store.hooks() == [second]


def test_another_process_reads_while_one_writes(tmp_path: Path, page: Callable[..., Page]) -> None:
    writer, reader = SqliteStore(tmp_path / "library.db"), SqliteStore(tmp_path / "library.db")
    writer.put([entry_of(page("one", id="a"))], RECIPES)
    writer._db.execute("BEGIN IMMEDIATE")
    assert [a.id for a in reader.analyses()] == ["a"]
    writer._db.execute("ROLLBACK")
    writer.close()
    reader.close()
