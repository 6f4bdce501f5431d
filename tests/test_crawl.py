"""A crawl: the same layers from every engine, resumed after any ending, queried by what reads Parquet, loaded into a library."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from tellings.corpus import STEPS, run_corpus
from tellings.crawl import CrawlAccount, checked, load, prepare, read_manifest, run, shards_of
from tellings.engine import Engine, InlineEngine
from tellings.engine.named import engine_named
from tellings.errors import EngineError, StoreError
from tellings.export import layers
from tellings.model import Failure
from tellings.settings import Settings
from tellings.store import SqliteStore

SETTINGS = Settings()
LAYERS = ("pages", "quotations", "events", "documents", "keys", "names", "failures")
PAGES = {
    "harbour": "The harbour board said on Tuesday that 14 people were rescued from the ferry Petrel.",
    "strike": "Miners in Quenca ended a strike after 40 days, the union's president Ana Ruiz said.",
    "court": "A court in Almagra sentenced the banker Luis Prado to five years in prison on 12 May 2031.",
}


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    folder = tmp_path / "in"
    folder.mkdir()
    for day, (name, text) in enumerate(PAGES.items(), 12):
        row = {
            "id": name,
            "url": f"http://news.example/{name}",
            "title": text[:30],
            "published": f"2031-05-{day}",
            "text": text,
        }
        (folder / f"{name}.jsonl").write_bytes(msgspec.json.encode(row) + b"\n")
    (folder / "broken.jsonl").write_text('{"id": "broken"}\n')
    return [str(folder)]


def crawled(inputs: list[str], out: Path, engine: Engine | None = None) -> CrawlAccount:
    made = prepare(inputs, out, settings=SETTINGS)
    return run(out, made, engine=engine or InlineEngine(), settings=SETTINGS)


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    found = [row for file in sorted((out / table).rglob("*.parquet")) for row in pq.ParquetFile(file).read().to_pylist()]
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


def test_a_crawl_becomes_tables_by_day_with_its_failures(inputs: list[str], tmp_path: Path) -> None:
    account = crawled(inputs, tmp_path / "out")
    assert (account.read, account.analysed, account.failed, account.again) == (4, 3, 1, 0)
    assert sorted(p.name for p in (tmp_path / "out" / "pages").iterdir()) == [f"day=2031-05-{d}" for d in (12, 13, 14)]
    assert sorted(row["document"] for row in rows(tmp_path / "out", "pages")) == sorted(PAGES)
    assert [row["kind"] for row in rows(tmp_path / "out", "failures")] == ["malformed-row"]
    for row in rows(tmp_path / "out", "events"):
        assert row["quote"] in PAGES[row["document"]]
    assert not any((tmp_path / "out" / ".unfinished").iterdir())


@pytest.mark.parametrize("name", ["local", "claim"])
def test_engines_give_identical_layers_and_stories(name: str, inputs: list[str], tmp_path: Path) -> None:
    engine = engine_named(name, workers=2)
    crawled(inputs, tmp_path / "one")
    crawled(inputs, tmp_path / "two", engine)
    engine.close()
    for out in (tmp_path / "one", tmp_path / "two"):
        run_corpus(out)
    for table in (*LAYERS, *STEPS):
        assert rows(tmp_path / "one", table) == rows(tmp_path / "two", table)
    assert len(rows(tmp_path / "one", "stories")) == 3


def test_a_large_shard_is_written_piece_by_piece_with_the_same_rows(
    inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tmp_path / "all.jsonl"
    one.write_bytes(b"".join(f.read_bytes() for f in sorted(Path(inputs[0]).iterdir())))
    crawled([str(one)], tmp_path / "one")
    monkeypatch.setattr(layers, "PART", 1)
    account = crawled([str(one)], tmp_path / "two")
    assert (account.shards, account.analysed) == (1, 3)
    for out in (tmp_path / "one", tmp_path / "two"):
        run_corpus(out)
    for table in (*LAYERS, *STEPS):
        assert rows(tmp_path / "one", table) == rows(tmp_path / "two", table)
    written = sorted(f.name for f in (tmp_path / "two" / "documents").rglob("*.parquet"))
    assert written == ["000000-0001.parquet", "000000-0002.parquet", "000000.parquet"]


def test_a_crawl_grows_and_never_does_a_shard_twice(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    crawled(inputs, out)
    before = {f: f.stat().st_mtime_ns for f in out.rglob("*.parquet")}
    more = tmp_path / "more.txt"
    more.write_text("One more page\n\nThe mayor of Quenca resigned on Friday after a vote in the council.\n")
    account = crawled([*inputs, str(more)], out)
    assert (account.shards, account.kept, account.analysed) == (5, 4, 4)
    assert all(f.stat().st_mtime_ns == at for f, at in before.items())
    assert any("__HIVE_DEFAULT_PARTITION__" in str(f) for f in out.rglob("*.parquet"))


def test_a_folder_of_other_recipes_or_of_other_things_is_refused(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    crawled(inputs, out)
    other = msgspec.structs.replace(SETTINGS, limits=msgspec.structs.replace(SETTINGS.limits, page_bytes=5))
    with pytest.raises(StoreError, match="made otherwise"):
        prepare(inputs, out, settings=other)
    with pytest.raises(StoreError, match="not empty"):
        prepare(inputs, Path(inputs[0]), settings=SETTINGS)
    with pytest.raises(StoreError, match="no crawl"):
        read_manifest(tmp_path)


def test_the_ledger_sees_what_is_missing(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = prepare(inputs, out, settings=SETTINGS)
    with pytest.raises(EngineError, match="not finished"):
        checked(out, made)
    run(out, made, engine=InlineEngine(), settings=SETTINGS)
    next((out / "events").rglob("*.parquet")).unlink()
    with pytest.raises(EngineError, match="not what its ledger says"):
        checked(out, made)


def test_inputs_that_are_not_there_are_told_and_the_rest_goes_on(inputs: list[str], tmp_path: Path) -> None:
    account = crawled([*inputs, str(tmp_path / "nowhere.warc.gz")], tmp_path / "out")
    assert account.analysed == 3
    assert [f.kind for f in account.failures] == ["missing"]
    assert isinstance(account.failures[0], Failure)


def test_a_crawl_is_loaded_into_a_library_once(inputs: list[str], tmp_path: Path) -> None:
    crawled(inputs, tmp_path / "out")
    with_file = SqliteStore(tmp_path / "news.db")
    assert [sum(load(tmp_path / "out", with_file)) for _ in range(2)] == [3, 3]
    assert sorted(page.id for page in with_file.pages()) == sorted(PAGES)
    recipes = read_manifest(tmp_path / "out").recipes
    assert with_file.finished(list(with_file.pages()), recipes) == set(PAGES)
    with_file.close()


def test_a_killed_run_is_taken_up_again(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tellings", "crawl", *inputs, "-o", str(out), "--quiet", "--workers", "1"]
    driver = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if list((out / "shards").glob("*.results")):
            break
        time.sleep(0.05)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    account = crawled([], out)
    assert (account.read, account.analysed, account.failed) == (4, 3, 1)
    assert account.kept >= 1
    assert len(rows(out, "documents")) == 3


def test_workers_that_come_to_the_folder_do_the_crawl(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = [sys.executable, "-m", "tellings"]
    subprocess.run([*program, "crawl", *inputs, "-o", str(out), "--prepare-only"], check=True, capture_output=True)
    workers = [subprocess.Popen([*program, "worker", str(out)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [worker.communicate(timeout=120)[0] for worker in workers]
    assert sum(int(line.split()[0]) for line in told) == 4
    made = read_manifest(out)
    assert all(shard.done for shard in shards_of(out, made))
    assert checked(out, made).analysed == 3


def test_a_full_disk_ends_the_run_and_costs_nothing_once_there_is_room(inputs: list[str], tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    own = [unshare or "", "--user", "--map-root-user", "--mount"]
    (tmp_path / "out").mkdir()
    mounted = f"mount -t tmpfs -o size=128k none {tmp_path}/out"
    if unshare is None or subprocess.run([*own, "sh", "-c", mounted], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made here")
    crawl = f"{sys.executable} -m tellings crawl {inputs[0]} -o {tmp_path}/out/layers --quiet --workers 1"
    script = f"{mounted} && {crawl}; echo ended $?; mount -o remount,size=64m {tmp_path}/out && {crawl}; echo ended $?"
    done = subprocess.run([*own, "sh", "-c", script], capture_output=True, text=True, check=False)
    first, second = done.stdout.split("ended ")[1:]
    assert first.startswith("1")
    assert "a shard could not be written" in done.stderr
    assert "No space left" in done.stderr
    assert "4 read in 4 shards" in first
    assert "3 analysed, 0 met again, 1 failed" in first
    assert second.startswith("3")


@pytest.mark.parametrize("reader", ["duckdb", "polars", "pandas"])
def test_layers_are_read_as_they_are(reader: str, inputs: list[str], tmp_path: Path) -> None:
    module = pytest.importorskip(reader)
    crawled(inputs, tmp_path / "out")
    events = f"{tmp_path}/out/events/**/*.parquet"
    if reader == "duckdb":
        question = f"SELECT document, count(*) FROM read_parquet('{events}', hive_partitioning = true) WHERE day >= '2031-05-13' GROUP BY 1"
        found = {row[0] for row in module.sql(question).fetchall()}
    elif reader == "polars":
        table = module.scan_parquet(events, hive_partitioning=True)
        found = set(table.filter(module.col("day") >= module.date(2031, 5, 13)).collect()["document"])
    else:
        table = module.read_parquet(f"{tmp_path}/out/events", engine="pyarrow")
        found = set(table[table["day"].astype(str) >= "2031-05-13"]["document"])
    assert found == {"strike", "court"}
