"""The contract of engines: every engine gives identical results, and none loses a page."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tellings.engine import Engine, InlineEngine, LocalEngine, Shard, Task, check_ledger, read_results, write_pages
from tellings.engine.claim import ClaimEngine, lease_of, offered, work_through
from tellings.engine.guard import Guard
from tellings.engine.named import engine_named
from tellings.engine.shard import BATCH
from tellings.errors import EngineError
from tellings.model import Analysis, Failure, Page

HERE = Path(__file__).parent
CLUSTER = os.environ.get("TELLINGS_TEST_CLUSTER", "")
"""Engine and address of a running cluster ("dask tcp://127.0.0.1:8786"): the contract is then checked on that alone."""
TASK = Task(factory="workers:plain", options='{"suffix": "!"}', page_seconds=5)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.syspath_prepend(str(HERE))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Engine]:
    name, _, address = CLUSTER.partition(" ")
    found = engine_named(name, address=address)
    yield found
    found.close()


def made(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if CLUSTER:
        yield request.getfixturevalue("cluster")
        return
    name, _, workers = request.param.partition(" ")
    found = InlineEngine() if name == "inline" else engine_named(name, workers=int(workers or 1))
    yield found
    found.close()


@pytest.fixture(params=[CLUSTER] if CLUSTER else ["inline", "local 1", "local 2", "claim"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    yield from made(request)


@pytest.fixture(params=[CLUSTER] if CLUSTER else ["local 2", "claim"])
def guarded(request: pytest.FixtureRequest) -> Iterator[Engine]:
    yield from made(request)


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


def test_a_crash_costs_only_the_culprit(guarded: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a", "b", "segfault", "c", "d"], ["e"]])
    list(guarded.run(shards, TASK))
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
    guarded: Engine, tmp_path: Path, page: Callable[..., Page]
) -> None:
    shards = shards_of(tmp_path, page, [["a", "suicide", "b"], ["c"]])
    list(guarded.run(shards, TASK))
    assert texts_of(shards) == [["a!", "crash", "b!"], ["c!"]]
    culprit = read_results(shards[0])[1]
    assert isinstance(culprit, Failure)
    assert "signal 9" in culprit.message


def test_a_page_that_never_ends_is_stopped(guarded: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [[*"a" * BATCH, "hang"]])  # the first batch, so that the worker is no longer starting
    list(guarded.run(shards, Task(factory="workers:plain", options="{}", page_seconds=0.5)))
    assert texts_of(shards) == [[*"a" * BATCH, "timeout"]]


def test_a_page_that_asks_for_too_much_memory_is_the_culprit(
    guarded: Engine, tmp_path: Path, page: Callable[..., Page]
) -> None:
    shards = shards_of(tmp_path, page, [["a", "hoard", "b"]])
    list(guarded.run(shards, Task(factory="workers:plain", options="{}", page_seconds=5, worker_bytes=1_000_000_000)))
    assert texts_of(shards) == [["a", "crash", "b"]]


def test_what_a_worker_prints_does_not_disturb(guarded: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["print", "a"]])
    list(guarded.run(shards, TASK))
    assert texts_of(shards) == [["print!", "a!"]]


def test_a_worker_that_does_not_exist_is_an_error(tmp_path: Path, page: Callable[..., Page]) -> None:
    with pytest.raises(EngineError, match="no worker"):
        list(InlineEngine().run(shards_of(tmp_path, page, [["a"]]), Task(factory="workers:nobody")))


def test_a_worker_is_replaced_after_many_pages(monkeypatch: pytest.MonkeyPatch, page: Callable[..., Page]) -> None:
    monkeypatch.setattr("tellings.engine.guard.RENEWED", 2)
    guard, children = Guard(TASK), []
    for text in "abc":
        (result,) = guard([page(text, id=text)])
        assert isinstance(result, Analysis)
        assert result.text == f"{text}!"
        children.append(guard._child)
    guard.close()
    assert children[0] is children[1]
    assert children[1] is not children[2]


def test_results_that_a_worker_loses_stop_the_run(guarded: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a", "b"]])
    with pytest.raises(EngineError, match="2 pages went in, 1 results"):
        list(guarded.run(shards, Task(factory="workers:lossy")))
    assert not shards[0].done


def test_a_second_run_does_what_the_first_left(guarded: Engine, tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [[text] for text in "abcdef"])
    first = guarded.run(shards, TASK)
    next(first)
    assert isinstance(first, Generator)
    first.close()
    list(guarded.run(shards, TASK))
    assert texts_of(shards) == [[f"{text}!"] for text in "abcdef"]


def test_claimed_shards_are_left_to_their_holder(tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a"], ["b"], ["c"]])
    assert lease_of(shards[1]).taken()
    assert list(work_through(shards, TASK)) == [shards[0], shards[2]]
    assert [s.done for s in shards] == [True, False, True]
    assert not list(tmp_path.glob("*0.results.lease"))


def test_an_expired_lease_is_taken_over_by_one(tmp_path: Path, page: Callable[..., Page]) -> None:
    shards = shards_of(tmp_path, page, [["a"]])
    held = lease_of(shards[0])
    assert held.taken()
    assert not lease_of(shards[0]).taken()
    os.utime(held.path, (1, 1))
    takers = [lease_of(shards[0]).taken() for _ in range(4)]
    assert takers == [True, False, False, False]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["000000.pages", "000000.results.lease"]


def test_a_lease_is_kept_fresh_and_given_up(tmp_path: Path, page: Callable[..., Page]) -> None:
    (shard,) = shards_of(tmp_path, page, [["a"]])
    lease = lease_of(shard, seconds=0.4)
    assert lease.taken()
    with lease:
        time.sleep(1.0)
        assert not lease_of(shard, seconds=0.4).taken()
    assert not lease.path.exists()


def test_workers_that_come_to_a_folder_find_its_shards_and_task(tmp_path: Path, page: Callable[..., Page]) -> None:
    with pytest.raises(EngineError, match="no work is offered"):
        offered(tmp_path)
    shards = shards_of(tmp_path, page, [["a"], ["b"]])
    waiter = ClaimEngine(works=False).run(shards, TASK)
    thread = threading.Thread(target=lambda: list(waiter))
    thread.start()
    while not (tmp_path / "task.json").exists():
        time.sleep(0.05)
    assert len(list(work_through(*offered(tmp_path)))) == 2
    thread.join(20)
    assert not thread.is_alive()
    assert texts_of(shards) == [["a!"], ["b!"]]
