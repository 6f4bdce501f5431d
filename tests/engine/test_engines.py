"""The contract of engines: every engine gives identical results, and none loses a page."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tellings.engine import Engine, InlineEngine, LocalEngine, Shard, Task, check_ledger, read_results, write_pages
from tellings.engine.guard import Guard
from tellings.errors import EngineError
from tellings.model import Analysis, Failure, Page

HERE = Path(__file__).parent
TASK = Task(factory="workers:plain", options='{"suffix": "!"}', page_seconds=5)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.syspath_prepend(str(HERE))


@pytest.fixture(params=["inline", "local-1", "local-2"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "inline":
        yield InlineEngine()
        return
    made = LocalEngine(workers=int(request.param[-1]))
    yield made
    made.close()


@pytest.fixture
def local() -> Iterator[LocalEngine]:
    made = LocalEngine(workers=2)
    yield made
    made.close()


def shards_of(folder: Path, page: Callable[..., Page], texts: list[list[str]]) -> list[Shard]:
    number = iter(range(1000))
    return [write_pages(folder, i, [page(t, id=f"p{next(number)}") for t in own]) for i, own in enumerate(texts)]


def texts_of(shards: list[Shard]) -> list[list[str]]:
    return [[r.text if isinstance(r, Analysis) else r.kind for r in read_results(s)] for s in shards]


def test_every_page_gets_its_result_in_order(engine: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a", "b"], ["c"], ["d", "e", "f"]])
    assert {s.pages for s in engine.run(shards, TASK)} == {s.pages for s in shards}
    assert texts_of(shards) == [["a!", "b!"], ["c!"], ["d!", "e!", "f!"]]
    assert check_ledger(shards) == 6


def test_a_finished_shard_is_not_run_again(engine: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a"], ["b"]])
    list(engine.run(shards[:1], TASK))
    before = Path(shards[0].results).stat().st_mtime_ns
    list(engine.run(shards, TASK))
    assert Path(shards[0].results).stat().st_mtime_ns == before
    assert check_ledger(shards) == 2


def test_results_that_are_lost_stop_the_run(engine: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a", "b"]])
    with pytest.raises(EngineError, match="2 pages went in, 1 results"):
        list(engine.run(shards, Task(factory="workers:lossy")))
    assert not shards[0].done


def test_the_ledger_sees_an_unfinished_shard(tmp_path: Path, page: Callable[..., Page]) -> None:
    with pytest.raises(EngineError, match="not finished"):
        check_ledger(shards_of(tmp_path, page, [["a"]]))


def test_a_crash_costs_only_the_culprit(local: LocalEngine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a", "b", "segfault", "c", "d"], ["e"]])
    list(local.run(shards, TASK))
    assert texts_of(shards) == [["a!", "b!", "crash", "c!", "d!"], ["e!"]]
    culprit = read_results(shards[0])[2]
    assert isinstance(culprit, Failure)
    assert "signal 11" in culprit.message
    assert culprit.source == "p2.txt"


def test_a_worker_that_is_killed_in_the_middle_of_a_page_costs_nothing(tmp_path: Path, page: Callable[..., Page]) -> None:
    mark = tmp_path / "page"
    guard = Guard(TASK)
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.extend(guard([page(f"wait for {mark}", id="p")])))
    thread.start()
    for _ in range(600):
        if started := next(tmp_path.glob("*.try"), None):
            break
        time.sleep(0.1)
    assert started is not None
    time.sleep(0.1)
    os.kill(int(started.read_text()), signal.SIGKILL)
    thread.join(60)
    guard.close()
    assert len(list(tmp_path.glob("*.try"))) == 2
    assert [type(r) for r in results] == [Analysis]


def test_a_page_whose_worker_is_killed_each_time_is_the_culprit(
    local: LocalEngine, tmp_path: Path, page: Callable[..., Page]
) -> None:
    shards = shards_of(tmp_path, page, [["a", "suicide", "b"], ["c"]])
    list(local.run(shards, TASK))
    assert texts_of(shards) == [["a!", "crash", "b!"], ["c!"]]
    culprit = read_results(shards[0])[1]
    assert isinstance(culprit, Failure)
    assert "signal 9" in culprit.message


def test_a_page_that_never_ends_is_stopped(
    local: LocalEngine, tmp_path: Path, page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellings.engine.guard.START_SECONDS", 2.0)
    shards = shards_of(tmp_path, page, [["a", "hang"]])
    list(local.run(shards, Task(factory="workers:plain", options="{}", page_seconds=0.5)))
    assert texts_of(shards) == [["a", "timeout"]]


def test_a_page_that_asks_for_too_much_memory_is_the_culprit(
    local: LocalEngine, tmp_path: Path, page: Callable[..., Page]
) -> None:
    shards = shards_of(tmp_path, page, [["a", "hoard", "b"]])
    list(local.run(shards, Task(factory="workers:plain", options="{}", page_seconds=5, worker_bytes=1_000_000_000)))
    assert texts_of(shards) == [["a", "crash", "b"]]


def test_what_a_worker_prints_does_not_disturb(local: LocalEngine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["print", "a"]])
    list(local.run(shards, TASK))
    assert texts_of(shards) == [["print!", "a!"]]


def test_a_worker_that_does_not_exist_is_an_error(tmp_path: Path, page: Callable[..., Page]) -> None:
    with pytest.raises(EngineError, match="no worker"):
        list(InlineEngine().run(shards_of(tmp_path, page, [["a"]]), Task(factory="workers:nobody")))
