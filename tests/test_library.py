"""The library: what is unchanged is not analysed again, what fails is listed, what was finished is kept."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
import pytest

from tellings.engine import InlineEngine
from tellings.library import Library
from tellings.model import Analysis, Failure, Page
from tellings.settings import Limits, Settings
from tellings.store import Entry
from tellings.upkeep import update

TEXT = "The mayor of Westhaven said on Tuesday that the ferry would stay in port. Nobody was hurt, she added."


def run(path: Path, pages: list[Page | Failure], **settings: object) -> tuple[list[Analysis | Failure], Library]:
    library = Library(path, settings=Settings(**settings), engine=InlineEngine())  # type: ignore[arg-type]
    results = list(library.add_pages(pages))
    library.close()
    return results, library


def test_a_second_run_analyses_nothing_again(tmp_path: Path, page: Callable[..., Page]) -> None:
    pages: list[Page | Failure] = [page(TEXT, id="a"), page(TEXT + " More.", id="b")]
    first, one = run(tmp_path / "l.db", pages)
    second, two = run(tmp_path / "l.db", pages)
    assert (one.tally.analysed, one.tally.reused) == (2, 0)
    assert (two.tally.analysed, two.tally.reused) == (0, 2)
    assert first == second


def test_a_changed_page_is_analysed_again_alone(tmp_path: Path, page: Callable[..., Page]) -> None:
    run(tmp_path / "l.db", [page(TEXT, id="a"), page(TEXT, id="b")])
    results, library = run(tmp_path / "l.db", [page(TEXT, id="a"), page("Something else.", id="b")])
    assert (library.tally.analysed, library.tally.reused) == (1, 1)
    assert isinstance(results[1], Analysis)
    assert results[1].text == "Something else."


@pytest.mark.parametrize("key", ["a", None])
def test_what_a_page_said_in_an_earlier_run_is_kept_as_a_version(
    tmp_path: Path, page: Callable[..., Page], key: str | None
) -> None:
    def at(text: str) -> Page:
        made = page(text, id=key)
        return msgspec.structs.replace(made, source=msgspec.structs.replace(made.source, url="https://a.example/ferry"))

    first, later = at(TEXT), at(TEXT + " The ferry has sailed since.")
    run(tmp_path / "l.db", [first])
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:
        list(library.add_pages([later]))
        (found,) = library.versions([later.id])
        (story,) = library.stories([later.id])
        assert library.versions([later.id]) == library.versions()
    assert found.document == later.id
    assert [e.kind for r in found.revisions for e in r.edits] == ["added"]
    assert story.versions == (found,)
    assert story.counts.pages == 1


def killed_update(file: Path, *, before: bool) -> None:
    """Update a library in a process of its own, which dies as the pages are kept or right behind that."""
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        return
    try:
        with Library(file, engine=InlineEngine(), without=("vectors",)) as library:
            put = library.store.put

            def die(entries: Sequence[Entry], recipes: Mapping[str, str]) -> None:
                if not before:
                    put(entries, recipes)
                os.kill(os.getpid(), signal.SIGKILL)

            library.store.put = die  # type: ignore[method-assign]
            update(library)
    finally:
        os._exit(1)


def test_a_kill_in_an_update_loses_neither_reading(tmp_path: Path) -> None:
    file, library_file = tmp_path / "ferry.html", tmp_path / "l.db"
    page = (
        "<html><head><link rel=canonical href=https://a.example/ferry><title>Ferry</title></head><body><p>{}</p></body></html>"
    )
    file.write_text(page.format(TEXT), encoding="utf-8")
    with Library(library_file, engine=InlineEngine(), without=("vectors",)) as library:
        library.add_all([file])
        library.stories()
        (first,) = (p.id for p in library.store.pages())
        story = library.store.stories_of(first)
    file.write_text(page.format(TEXT + " The ferry has sailed since."), encoding="utf-8")
    for before in (True, False):
        killed_update(library_file, before=before)
        with Library(library_file, engine=InlineEngine(), without=("vectors",)) as library:
            assert [p.id for p in library.store.pages()] == [first]
            assert library.store.stories_of(first) == story
            assert "has sailed" not in next(library.analyses([first])).text
    with Library(library_file, engine=InlineEngine(), without=("vectors",)) as library:
        assert update(library).changed == 1
        kept = {p.id: "has sailed" in p.text for p in library.store.pages()}
        assert sorted(kept.values()) == [False, True]
        (newer,) = (key for key, sails in kept.items() if sails)
        assert library.store.stories_of(newer) == story
        assert [h.document for h in library.search('"has sailed"').hits] == [newer]
        assert update(library).changed == 0


def test_a_file_that_becomes_what_another_one_is_leaves_one_page(tmp_path: Path) -> None:
    for name, text in (("a.txt", TEXT), ("b.txt", TEXT.replace("ferry", "whale"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Library(tmp_path / "l.db", engine=InlineEngine(), without=("vectors",)) as library:
        library.add_all([tmp_path / "a.txt", tmp_path / "b.txt"])
        library.stories()
        (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
        update(library)
        assert [h.document for h in library.search("ferry").hits] == [p.id for p in library.store.pages()]
        assert library.search("whale").hits == ()


def test_a_changed_limit_changes_the_recipe(tmp_path: Path, page: Callable[..., Page]) -> None:
    run(tmp_path / "l.db", [page(TEXT, id="a")])
    _, library = run(tmp_path / "l.db", [page(TEXT, id="a")], limits=Limits(text_characters=1000))
    assert library.tally.analysed == 1


def test_failures_are_handed_through_in_their_place(tmp_path: Path, page: Callable[..., Page]) -> None:
    missing = Failure(kind="missing", message="gone.txt: no such file", source="gone.txt")
    results, library = run(tmp_path / "l.db", [page(TEXT, id="a"), missing, page(TEXT, id="b")])
    assert [r.id for r in results] == ["a", None, "b"]
    assert library.tally.failures == [missing]


def test_an_interrupted_run_keeps_what_it_yielded(tmp_path: Path, page: Callable[..., Page]) -> None:
    pages = [page(TEXT, id=str(n)) for n in range(6)]

    class Interrupted(InlineEngine):
        def run(self, shards, task, /):  # type: ignore[no-untyped-def]
            yield from list(super().run(shards[:2], task))
            raise KeyboardInterrupt

    library = Library(tmp_path / "l.db", settings=Settings(shard_pages=2, workers=1), engine=Interrupted())
    with pytest.raises(KeyboardInterrupt):
        list(library.add_pages(pages))
    library.close()
    _, again = run(tmp_path / "l.db", list(pages))
    assert (again.tally.analysed, again.tally.reused) == (2, 4)


def test_stories_are_made_anew_only_when_pages_change(
    tmp_path: Path, page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(tmp_path / "l.db", engine=InlineEngine())
    list(library.add_pages([page(TEXT, id="a")]))
    first = library.stories()
    monkeypatch.setattr("tellings.telling.relate", lambda analyses: pytest.fail("related again"))
    assert library.stories() == first
    library.close()


def test_every_page_is_in_exactly_one_story(sample_library: Library) -> None:
    members = [(m.id, m.part) for s in sample_library.stories() for m in s.documents]
    assert len(members) == len(set(members))
    assert {i for i, _ in members} == {a.id for a in sample_library.analyses()}


def test_an_analysis_survives_json(sample_library: Library) -> None:
    for analysis in sample_library.analyses():
        assert msgspec.json.decode(msgspec.json.encode(analysis), type=Analysis) == analysis
