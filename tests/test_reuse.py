"""The copies of a library: found as pages come in, kept with them, whole after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from tellings import reuse
from tellings.library import Library
from tellings.model import ITEM_TYPES, Page
from tellings.store import Entry, SqliteStore
from tests.relate.articles import article
from tests.relate.test_copies_hard import CHESS, FERRY, QUARRY

RECIPES = dict.fromkeys(ITEM_TYPES, "given")


def entry_of(key, text, **more):
    analysis = article(key, text, **more).analysis
    return Entry(page=Page(id=key, source=analysis.document.source, text=text, form="clean"), result=analysis)


def pairs(store):
    return {tuple(sorted((c.origin.document, c.target.document))) for c in store.copies()}


def test_each_page_is_searched_once_and_finds_what_was_there(tmp_path):
    store = SqliteStore(tmp_path / "l.db")
    store.put([entry_of("a", QUARRY, outlet="one"), entry_of("b", FERRY, outlet="two")], RECIPES)
    assert reuse.search(store) == 2
    store.put([entry_of("c", CHESS + "\n" + QUARRY, outlet="three")], RECIPES)
    assert (reuse.search(store), reuse.search(store)) == (1, 0)
    assert pairs(store) == {("a", "c")}
    (copy,) = store.copies()
    text = {a.id: a.text for a in store.analyses()}
    assert text[copy.origin.document][copy.origin.start : copy.origin.end].strip(".") == QUARRY.strip(".")


def test_all_at_once_and_one_by_one_are_the_same(tmp_path, monkeypatch):
    entries = [entry_of(k, t, outlet=k) for k, t in (("a", QUARRY), ("b", FERRY), ("c", QUARRY), ("d", CHESS + "\n" + FERRY))]
    found = []
    for number, many in enumerate((1, 100)):
        monkeypatch.setattr(reuse, "MANY", many)
        store = SqliteStore(tmp_path / f"{number}.db")
        store.put(entries, RECIPES)
        reuse.search(store)
        found.append(sorted(store.copies(), key=repr))
    assert found[0] == found[1]


def test_a_changed_page_loses_the_copies_of_what_it_said():
    store = SqliteStore()
    store.put([entry_of("a", QUARRY, outlet="one"), entry_of("b", QUARRY, outlet="two")], RECIPES)
    reuse.search(store)
    assert pairs(store) == {("a", "b")}
    store.put([entry_of("a", FERRY, outlet="one")], RECIPES)
    reuse.search(store)
    assert pairs(store) == set()
    store.put([entry_of("c", FERRY, outlet="three")], RECIPES)
    reuse.search(store)
    assert pairs(store) == {("a", "c")}


def test_a_renamed_page_keeps_its_copies():
    store = SqliteStore()
    store.put([entry_of("a", QUARRY, outlet="one"), entry_of("b", QUARRY, outlet="two")], RECIPES)
    reuse.search(store)
    store.rename("a", "a@then")
    assert pairs(store) == {("a@then", "b")}


def test_another_way_of_finding_copies_begins_anew(monkeypatch):
    store = SqliteStore()
    store.put([entry_of("a", QUARRY), entry_of("b", QUARRY)], RECIPES)
    assert reuse.search(store) == 2
    monkeypatch.setattr(reuse, "VERSION_OF_KEYS", 10_000)
    assert reuse.search(store) == 2
    assert pairs(store) == {("a", "b")}


KILLED = """
import os, signal, sys
sys.path.insert(0, {root!r})
from tellings import reuse
from tellings.store import SqliteStore
store = SqliteStore({path!r})
written = store.put_arrivals
def put(arrivals):
    if arrivals[0].document == "c":
        store._db.execute("BEGIN IMMEDIATE")
        for statement, values in store._steps(arrivals):
            store._db.execute(statement, values)
        os.kill(os.getpid(), signal.SIGKILL)
    written(arrivals)
store.put_arrivals = put
reuse.search(store)
"""


def test_what_was_searched_before_a_kill_is_kept_and_the_rest_is_searched_after(tmp_path):
    path = tmp_path / "l.db"
    texts = {"a": QUARRY, "b": QUARRY, "c": CHESS + "\n" + QUARRY, "d": QUARRY + "\n" + FERRY}
    with_all = SqliteStore(path)
    with_all.put([entry_of(k, t, outlet=k) for k, t in texts.items()], RECIPES)
    with_all.close()
    code = KILLED.format(root=str(Path(__file__).parent.parent), path=str(path))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    store = SqliteStore(path)
    assert pairs(store) == {("a", "b")}
    assert store.unsearched(reuse.recipe()) == ["c", "d"]
    assert reuse.search(store) == 2
    assert len(pairs(store)) == 6


def test_a_library_tells_its_copies(tmp_path):
    for name, text in (("a", QUARRY), ("b", QUARRY + "\n" + CHESS)):
        (tmp_path / f"{name}.txt").write_text(text)
    with Library(tmp_path / "l.db") as library:
        library.add_all([tmp_path / "a.txt", tmp_path / "b.txt"])
        copies = library.copies()
        assert len(copies) == 1
        assert msgspec.to_builtins(copies[0])["from"]["document"] != msgspec.to_builtins(copies[0])["to"]["document"]
        kept = {frozenset((c.origin.document, c.target.document)) for s in library.stories() for c in s.copies}
        assert len(kept) == 1
