"""Corpus jobs: what the layers of a crawl give is what a library of the same pages gives; in pieces, resumed, checked."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from tellings.corpus import CorpusAccount, Plan, run_corpus
from tellings.corpus import job as jobs
from tellings.corpus.frames import frames_of
from tellings.corpus.stories import names_in
from tellings.crawl import load, prepare, run
from tellings.engine import InlineEngine
from tellings.errors import EngineError, StoreError
from tellings.export.layers import unpack
from tellings.model import Analysis
from tellings.settings import Settings
from tellings.store import SqliteStore
from tellings.telling import relate

SETTINGS = Settings()
TOLD = {
    "ferry": "The ferry Petrel ran aground off Cape Orlo with 212 people on board, the harbour master Ines Valdo said",
    "strike": "Miners in Quenca ended a strike of 40 days after the company Brack Ores raised wages by nine per cent",
    "court": "A court in Almagra sentenced the banker Luis Prado to five years in prison for forging the bonds of Teller Bank",
}
REST = (
    *("rescue", "boats", "crews", "water", "night", "storm", "report", "engine", "union", "office", "wage", "shaft"),
    *("contract", "judge", "lawyer", "appeal", "loan", "ledger", "witness", "inspector", "minister", "council", "road"),
    *("bridge", "school", "doctor", "market", "price", "winter", "harvest", "river", "station", "film"),
)


def page(name: str, text: str, *, day: int, outlet: str, url: str | None = None) -> dict[str, Any]:
    return {
        "id": name, "url": url or f"http://{outlet}.example/{name}", "title": text[:40], "outlet": outlet,
        "published": f"2031-05-{day:02d}", "text": text,
    }  # fmt: skip


def told(story: str, seed: int, *, copied: str = "") -> str:
    chance = random.Random(seed)
    sentences = [f"The {chance.choice(REST)} of the {' '.join(chance.sample(REST, 9))} was seen there." for _ in range(6)]
    return f"{TOLD[story]}. {' '.join(sentences[:3])}\n\n{copied} {' '.join(sentences[3:])}"


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the layers of a crawl of twelve pages in three files: three stories, a reprint, a passage taken over."""
    folder = tmp_path_factory.mktemp("crawl")
    passage = (
        "Divers went down twice in the dark before dawn and found the lower car deck flooded to the height of a man, "
        "while tugs held the bow against the swell until the tide turned."
    )
    rows = [
        page(f"{story}-{n}", told(story, 10 * n + day, copied=passage if story == "ferry" and n < 2 else ""),
             day=day + n, outlet=f"outlet{n}")
        for story, day in (("ferry", 2), ("strike", 9), ("court", 20))
        for n in range(3)
    ]  # fmt: skip
    rows.append({**rows[4], "id": "reprint", "url": "http://outlet7.example/r", "outlet": "outlet7", "published": "2031-05-28"})
    rows.append({**rows[8], "id": "reading", "text": rows[8]["text"] + " It was corrected later.", "published": "2031-05-23"})
    (folder / "in").mkdir()
    for number in range(3):
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows[number::3])
        (folder / "in" / f"{number}.jsonl").write_bytes(lines)
    made = prepare([str(folder / "in")], folder / "out", settings=SETTINGS)
    run(folder / "out", made, engine=InlineEngine(), settings=SETTINGS)
    return folder / "out"


@pytest.fixture
def out(layers: Path, tmp_path: Path) -> Path:
    """Return a copy of the layers."""
    subprocess.run(["cp", "-r", str(layers), str(tmp_path / "out")], check=True)
    return tmp_path / "out"


def rows(out: Path, layer: str) -> list[dict[str, Any]]:
    found = [row for f in sorted((out / layer).rglob("*.parquet")) for row in pq.ParquetFile(f).read().to_pylist()]
    return sorted(found, key=lambda row: [str(v) for v in row.values()])


def in_frames_of(monkeypatch: pytest.MonkeyPatch, articles: int) -> None:
    monkeypatch.setattr(jobs, "FEWEST", articles)
    monkeypatch.setattr(jobs, "FRAMED", 10**12)
    monkeypatch.setattr(jobs, "COPIED", 10**12)


def test_stories_and_copies_are_those_of_a_library(out: Path) -> None:
    account = run_corpus(out)
    analyses = [unpack(row["analysis"], Analysis) for row in rows(out, "documents")]
    analyses.sort(key=lambda a: (a.metadata.published.value if a.metadata.published else "9999", a.id))
    corpus = relate(analyses)
    want = {(g.id, m.id, m.part, m.confidence) for g in corpus.groups for m in g.members}
    assert {(r["story"], r["document"], r["part"], r["confidence"]) for r in rows(out, "stories")} == want
    pairs = {(c.origin.document, c.origin.start, c.target.document, c.target.end, c.direction) for c in corpus.copies}
    assert {
        (r["from_document"], r["from_start"], r["document"], r["end"], r["direction"]) for r in rows(out, "copies")
    } == pairs
    assert account == CorpusAccount(articles=10, frames=1, kept=0, rows=account.rows, shortened=False)
    assert {r["document"] for r in rows(out, "near")} >= {"strike-1", "reprint"}


def test_a_passage_is_tied_to_its_place_in_both_pages(out: Path) -> None:
    run_corpus(out, steps=["copies"])
    analyses = {row["id"]: unpack(row["analysis"], Analysis) for row in rows(out, "documents")}
    taken = next(r for r in rows(out, "copies") if r["document"] == "ferry-1" and "car deck" in r["quote"])
    assert taken["from_document"] == "ferry-0"
    assert analyses["ferry-1"].text[taken["start"] : taken["end"]] == taken["quote"]
    assert "found the lower car deck flooded" in analyses["ferry-0"].text[taken["from_start"] : taken["from_end"]]


def test_frames_give_the_same_stories_and_find_reprints_of_any_day(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run_corpus(out)
    want, near = rows(out, "stories"), rows(out, "near")
    copied = {(r["from_document"], r["document"]) for r in rows(out, "copies")}
    in_frames_of(monkeypatch, 6)
    for file in (out / "corpus").iterdir():
        file.unlink()
    framed = run_corpus(out)
    assert framed.frames > whole.frames == 1
    together = {frozenset(r["document"] for r in want if r["story"] == s) for s in {r["story"] for r in want}}
    found = rows(out, "stories")
    assert {frozenset(r["document"] for r in found if r["story"] == s) for s in {r["story"] for r in found}} == together
    assert rows(out, "near") == near
    framed_copies = {(r["from_document"], r["document"]) for r in rows(out, "copies")}
    assert framed_copies <= copied
    assert ("strike-1", "reprint") in framed_copies
    assert framed.shortened


def test_a_job_that_broke_off_goes_on_and_does_nothing_twice(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_frames_of(monkeypatch, 6)
    frames = run_corpus(out).frames
    want = {layer: rows(out, layer) for layer in ("near", "copies", "stories", "actors")}
    (out / "corpus" / f"stories-{frames - 1:06d}.done").unlink()
    before = {f: f.stat().st_mtime_ns for f in (out / "copies").rglob("*.parquet")}
    again = run_corpus(out)
    assert again.kept >= 2 * frames - 1
    assert {layer: rows(out, layer) for layer in want} == want
    assert {f: f.stat().st_mtime_ns for f in (out / "copies").rglob("*.parquet")} == before


def test_several_processes_write_the_same_layers(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_frames_of(monkeypatch, 5)
    assert run_corpus(out).frames > 2
    want = {layer: rows(out, layer) for layer in ("near", "copies", "stories", "actors")}
    for file in (out / "corpus").iterdir():
        file.unlink()
    seen: list[tuple[int, int]] = []
    account = run_corpus(out, plan=Plan(workers=2), progress=lambda done, known: seen.append((done, known)))
    assert {layer: rows(out, layer) for layer in want} == want
    assert account.kept == 0
    assert seen[-1] == (account.frames, account.frames)
    assert not list((out / "corpus").glob("told-*"))


def test_a_worker_that_died_is_told_and_its_piece_done_again(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_frames_of(monkeypatch, 5)
    run_corpus(out)
    want = rows(out, "stories")
    for file in (out / "corpus").glob("stories-*"):
        file.unlink()
    kept = (out / "corpus" / "pairs.npy").read_bytes()
    monkeypatch.setattr("tellings.corpus.workers.sys.executable", "/bin/false")
    with pytest.raises(EngineError, match="died"):
        run_corpus(out, plan=Plan(workers=2))
    monkeypatch.undo()
    in_frames_of(monkeypatch, 5)
    run_corpus(out, plan=Plan(workers=2))
    assert rows(out, "stories") == want
    assert (out / "corpus" / "pairs.npy").read_bytes() == kept


def test_a_layer_that_lost_rows_is_seen(out: Path) -> None:
    run_corpus(out)
    next((out / "stories").rglob("*.parquet")).unlink()
    with pytest.raises(EngineError, match="not what its ledger says"):
        run_corpus(out)


def test_a_crawl_that_grew_is_done_anew(out: Path, tmp_path: Path) -> None:
    run_corpus(out)
    more = tmp_path / "more.jsonl"
    more.write_bytes(msgspec.json.encode(page("ferry-9", told("ferry", 77), day=3, outlet="outlet9")) + b"\n")
    run(out, prepare([str(more)], out, settings=SETTINGS), engine=InlineEngine(), settings=SETTINGS)
    account = run_corpus(out)
    assert account.articles == 11
    of = {r["document"]: r["story"] for r in rows(out, "stories")}
    assert of["ferry-9"] == of["ferry-0"]


def test_a_crawl_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A title\n\nThe harbour was closed on Tuesday, the port said.\n")
    made = prepare([str(tmp_path / "one.txt")], tmp_path / "out", settings=SETTINGS, with_documents=False)
    run(tmp_path / "out", made, engine=InlineEngine(), settings=SETTINGS)
    with pytest.raises(StoreError, match="kept no documents"):
        run_corpus(tmp_path / "out")


def test_an_empty_crawl_has_no_stories(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    made = prepare([str(tmp_path / "in")], tmp_path / "out", settings=SETTINGS)
    run(tmp_path / "out", made, engine=InlineEngine(), settings=SETTINGS)
    assert run_corpus(tmp_path / "out").articles == 0


def test_actors_are_named_once_over_all_pages(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_corpus(out, steps=["actors"])
    found = rows(out, "actors")
    assert len({r["actor"] for r in found}) == len(found)
    prado = next(r for r in found if r["name"] == "Luis Prado")
    assert (prado["type"], prado["pages"]) == ("person", 3)
    assert str(prado["published_day"]) == "2031-05-20"
    monkeypatch.setattr("tellings.corpus.actors.HELD", 10**10)
    for file in (*(out / "corpus").iterdir(), *(out / "actors").rglob("*.parquet")):
        file.unlink()
    run_corpus(out, steps=["actors"], plan=Plan(memory=10**11))
    assert len(list((out / "corpus").glob("actors-*.done"))) > 1
    assert rows(out, "actors") == found


def test_names_counted_in_small_lots_are_the_same_actors(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_corpus(out, steps=["actors"])
    found = rows(out, "actors")
    monkeypatch.setattr("tellings.corpus.actors.AT_ONCE", 3)
    for file in (*(out / "corpus").iterdir(), *(out / "actors").rglob("*.parquet")):
        file.unlink()
    run_corpus(out, steps=["actors"])
    assert rows(out, "actors") == found


def test_stories_keep_their_names_in_a_library(out: Path, tmp_path: Path) -> None:
    run_corpus(out)
    with contextlib.closing(SqliteStore(tmp_path / "news.db")) as store:
        assert sum(load(out, store)) == 11
        named = {ref.document: n.story for n in store.guidance().namings for ref in n.articles}
    assert named == {r["document"]: r["story"] for r in rows(out, "stories")}


@pytest.mark.parametrize("reader", ["duckdb", "polars", "pandas"])
def test_the_examples_of_the_documentation(reader: str, out: Path) -> None:
    module = pytest.importorskip(reader)
    run_corpus(out)
    if reader == "duckdb":
        stories = f"read_parquet('{out}/stories/**/*.parquet', hive_partitioning = true)"
        question = f"SELECT story, count(DISTINCT outlet) FROM {stories} GROUP BY story ORDER BY 2 DESC, 1"
        found = [number for _, number in module.sql(question).fetchall()]
    elif reader == "polars":
        table = module.scan_parquet(f"{out}/stories/**/*.parquet", hive_partitioning=True)
        found = table.group_by("story").agg(module.col("outlet").n_unique()).collect()["outlet"].sort(descending=True).to_list()
    else:
        table = module.read_parquet(out / "stories", engine="pyarrow")
        found = sorted(table.groupby("story")["outlet"].nunique().tolist(), reverse=True)
    assert found == [4, 3, 3]


def test_the_command_line(out: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tellings", "corpus", str(out), "--quiet"], capture_output=True, text=True, check=True
    )
    assert "10 articles in 1 frames" in done.stdout
    assert "10 rows of stories" in done.stdout


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize(("most", "reach"), [(40, 2), (16, 7), (1000, 3), (7, 1), (4, 30)])
def test_frames_decide_every_article_once_and_fit(most: int, reach: int, *, ahead: bool) -> None:
    import numpy as np

    chance = np.random.default_rng(most)
    days = np.sort(chance.integers(0, 60, 300)).astype(np.int32)
    frames = frames_of(days, reach=reach, most=most, ahead=ahead)
    assert [f.start for f in frames] == [0, *(f.end for f in frames[:-1])]
    assert frames[-1].end == len(days)
    for frame in frames:
        assert frame.low <= frame.start < frame.end <= frame.high
        assert frame.high - frame.low <= most
        assert ahead or frame.high == frame.end
        assert days[frame.start] - days[frame.low] <= reach


def test_a_story_keeps_its_name_while_it_grows_and_parts() -> None:
    keys = [(f"d{n}", 0) for n in range(6)]
    named = {("d0", 0): "old", ("d1", 0): "old", ("d2", 0): "old"}
    names = names_in([0, 0, 1, 0, 1, 5], keys, 3, 6, named)
    assert names[0] == "old"
    assert len({names[0], names[1], names[5]}) == 3
