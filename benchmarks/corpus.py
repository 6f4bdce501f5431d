"""What corpus jobs over the layers of a crawl cost: near-duplicates, copies, stories and actors, each step in its own process.

usage: python benchmarks/corpus.py [--sizes 10000 100000] [--memory 4] [--workers 1] [--join 20000000] [--keep FOLDER]
       python benchmarks/corpus.py --renumbered 366 --sizes 10000000 [--workers 2] [--keep FOLDER]
The pages are invented (`stream.py`: Zipf words, outlets of unequal size with boilerplate, look-alike stories, one page in
four a copy) and written as a crawl writes them, with dense vectors and some names; their writing is not in the figures.
`--renumbered DAYS` takes the pages of `renumbered.py` instead, told over so many days: shorter ones, of which there may be
millions. With several workers, CPU seconds are those of all processes, memory is that of the largest.
`--join N` joins N generated sketches (no texts) and closes the components: one text in ten a near-duplicate, one in five
in a house's crowded bands. CPU seconds are of one core, memory is the peak of each process (files mapped into it included).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import renumbered
from stream import Stream

from tellings import __version__
from tellings.corpus import Plan, Step, run_corpus
from tellings.crawl import MANIFEST, SHARDS, Crawl
from tellings.export.layers import Layout, write_layers
from tellings.model import Analysis, Entity, Mention, Page
from tellings.relate.copies_near import BINS, near_duplicates

LOT = 5_000
"""Pages of a shard: a stream of its own, since a stream lies in memory."""
START, DAYS = date(2030, 1, 1), 61
"""The stories begin on so many days; a look-alike is told 30 days after the other."""
APART, SPREAD = 30, 3
"""A shard, like a crawl's file, holds what was told on a few days: here on two groups of `SPREAD`, `APART` days apart."""
STEPS: tuple[Step, ...] = ("near", "copies", "stories", "actors")
MEETS = 0.75
"""Share of equal hashes from which a planted pair is meant to be found."""


def named(analysis: Analysis, key: str) -> Analysis:
    """Return an invented page under its own id, with the names of its title as entities."""
    document = msgspec.structs.replace(analysis.document, id=key)
    entities = []
    for name in (analysis.metadata.title or "").split(" and "):
        at = document.text.find(name)
        if at >= 0:
            mention = Mention(at, at + len(name), form=name)
            entities.append(Entity(id=f"e{len(entities)}", name=name, type="place", mentions=(mention,)))
    return msgspec.structs.replace(analysis, document=document, entities=tuple(entities))


def folded(told: date, number: int) -> date:
    """Return the day on which a shard's story begins, from its day in the invented year."""
    group, within = divmod((told - START).days, APART)
    return START + timedelta((number * SPREAD + group % 2 * APART + within % SPREAD) % DAYS)


def write_shard(out: Path, number: int, size: int) -> None:
    """Write one shard of invented pages as layers, and which story each page tells."""
    stream = Stream(size, seed=number + 1)
    for page in stream.pages:
        told = stream.story_words[page.story][2]
        page.day = folded(told, number) + (page.day - told)
    analyses = [named(a.analysis, f"{number:04d}-{n:05d}") for n, a in enumerate(stream.articles(vectors=True))]
    items = [(Page(id=a.id, source=a.document.source, form="clean", text=a.text), msgspec.structs.replace(a)) for a in analyses]
    options = {"layers": msgspec.to_builtins(Layout(out=str(out)))}
    write_layers(str(out / SHARDS / f"{number:06d}.results"), items, options)
    truth = {a.id: f"{number}-{p.story}" for a, p in zip(analyses, stream.pages, strict=True)}
    (out / f"truth-{number:06d}.json").write_text(json.dumps(truth))


def write_crawl(out: Path, size: int) -> None:
    """Write the layers of a crawl of invented pages, a process a shard, two at once."""
    (out / SHARDS).mkdir(parents=True)
    lots = [min(LOT, size - at) for at in range(0, size, LOT)]
    work = [(n, lot) for n, lot in enumerate(lots)]
    running: list[subprocess.Popen[bytes]] = []
    for number, lot in work:
        if len(running) >= 2:
            running.pop(0).wait()
        running.append(subprocess.Popen([sys.executable, __file__, "--shard", str(out), str(number), str(lot)]))
    for process in running:
        process.wait()
    for number in range(len(lots)):
        (out / SHARDS / f"{number:06d}.pages").write_text("{}")
    crawl = Crawl(__version__, {}, ("invented",), len(lots), Layout(out=str(out)))
    (out / MANIFEST).write_bytes(msgspec.json.encode(crawl))


def spent(step: str, out: Path, options: argparse.Namespace) -> dict[str, float]:
    """Run one step in a process of its own and return its CPU seconds and peak memory."""
    asked = ["--memory", str(options.memory), "--workers", str(options.workers)]
    command = [sys.executable, __file__, "--step", step, str(out), *asked]
    found: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return found


def run_step(step: Step, out: Path, memory: float, workers: int = 1) -> None:
    """Run one step here and print what it took."""
    began = time.monotonic()
    account = run_corpus(out, steps=[step], plan=Plan(memory=int(memory * 1e9), workers=workers))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({
        "cpu": sum(u.ru_utime + u.ru_stime for u in used), "wall": time.monotonic() - began,
        "memory": max(u.ru_maxrss for u in used) / 1024, "rows": account.rows.get(step, 0),
        "frames": len(list((out / "corpus").glob(f"{step}*.done"))),
    }))  # fmt: skip


def told(out: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return, for every article of the stories, the number of the story that it is in and of the one that it tells."""
    table = pa.concat_tables([
        pq.ParquetFile(f).read(columns=["story", "document"]) for f in sorted((out / "stories").rglob("*.parquet"))
    ])  # fmt: skip
    found = pc.rank(table["story"], tiebreaker="dense").to_numpy()
    page = pc.utf8_slice_codeunits(table["document"], 0, 4).cast(pa.int64()).to_numpy()
    number = pc.utf8_slice_codeunits(table["document"], 5, 12).cast(pa.int64()).to_numpy()
    if (out / "truth-0.npy").exists():
        stories = np.stack([np.load(f) for f in sorted(out.glob("truth-*.npy"))])
        return found, page * stories.shape[1] + stories[page % len(stories), number]
    true = {k: v for f in out.glob("truth-*.json") for k, v in json.loads(f.read_text()).items()}
    return found, np.unique([true[d] for d in table["document"].to_pylist()], return_inverse=True)[1]


def quality(out: Path) -> tuple[float, float]:
    """Return B-cubed precision and recall of the stories."""
    found, true = told(out)
    both, at = np.unique(found * (true.max() + 1) + true, return_inverse=True)
    together = np.bincount(at, minlength=len(both))[at]
    return float((together / np.bincount(found)[found]).mean()), float((together / np.bincount(true)[true]).mean())


def measure(size: int, options: argparse.Namespace, out: Path) -> dict[str, float]:
    """Print the steps at one size and return their costs."""
    if not (out / MANIFEST).exists():
        if options.renumbered:
            renumbered.write_crawl(out, size, options.renumbered)
        else:
            write_crawl(out, size)
    costs = {}
    for step in STEPS:
        found = spent(step, out, options)
        costs[step] = found["cpu"]
        figures = (f"{found['cpu']:.1f}", f"{1e3 * found['cpu'] / size:.3f}", f"{found['wall']:.0f}", f"{found['memory']:.0f}")
        print(f"| {' | '.join((str(size), step, *figures))} | {found['frames']:.0f} | {found['rows']:.0f} |", flush=True)
    precision, recall = quality(out)
    print(f"stories of {size}: B-cubed precision {precision:.3f}, recall {recall:.3f}", flush=True)
    return costs


def generated(size: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sketches, shape (size, BINS), and the planted pairs (first, second): one text in ten."""
    chance = np.random.default_rng(seed)
    made = chance.integers(0, 1 << 16, (size, BINS), dtype=np.uint16)
    houses = chance.integers(0, 1 << 16, (240, BINS), dtype=np.uint16)
    count, lot = size // 10, 200_000
    first, second = chance.integers(0, size - count, count), np.arange(size - count, size)
    for at in range(0, (size - count) // 5, lot):
        rows = slice(at, min(at + lot, (size - count) // 5))
        number = rows.stop - rows.start
        kept = chance.random((number, BINS), dtype=np.float32) < 0.3
        made[rows] = np.where(kept, houses[(240 * chance.random(number) ** 3).astype(int)], made[rows])
    for at in range(0, count, lot):
        part = slice(at, at + lot)
        share = chance.beta(12, 1.6, (len(first[part]), 1)).astype(np.float32)
        same = chance.random((len(first[part]), BINS), dtype=np.float32) < share
        made[second[part]] = np.where(same, made[first[part]], made[second[part]])
    return made, first, second


def join(size: int) -> None:
    """Print what joining generated sketches and closing the components takes."""
    made, first, second = generated(size)
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/sketches.npy", made)
        meant = np.concatenate([
            (made[first[at : at + 10**6]] == made[second[at : at + 10**6]]).mean(axis=1) >= MEETS
            for at in range(0, len(first), 10**6)
        ])  # fmt: skip
        del made
        found = json.loads(
            subprocess.run([sys.executable, __file__, "--join-here", folder], stdout=subprocess.PIPE, check=True).stdout
        )
        label = np.load(f"{folder}/labels.npy")
    recall = float((label[first] == label[second])[meant].mean())
    print(
        f"{size} generated sketches joined, components closed: {found['cpu']:.0f} CPU s, {found['wall']:.0f} s wall,"
        f" peak {found['memory']:.0f} MB, recall of planted pairs {recall:.4f}, {found['groups']} groups"
    )


def join_here(folder: str) -> None:
    """Join the sketches of a file in this process."""
    began, cpu = time.monotonic(), time.process_time()
    near = near_duplicates(np.load(f"{folder}/sketches.npy", mmap_mode="r"))
    spent_cpu, wall = time.process_time() - cpu, time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    np.save(f"{folder}/labels.npy", near.labels)
    groups = int((np.bincount(near.labels) > 1).sum())
    print(json.dumps({"cpu": spent_cpu, "wall": wall, "memory": memory, "groups": groups}))


def main() -> None:
    """Measure."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--memory", type=float, default=4.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--renumbered", type=int, default=0, help="days over which the pages of renumbered.py are told")
    parser.add_argument("--join", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the layers, kept and used again")
    parser.add_argument("--shard", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--join-here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.shard:
        write_shard(Path(options.shard[0]), int(options.shard[1]), int(options.shard[2]))
    elif options.step:
        run_step(options.step[0], Path(options.step[1]), options.memory, options.workers)
    elif options.join_here:
        join_here(options.join_here)
    else:
        if options.join:
            join(options.join)
        before: dict[str, float] = {}
        print("| pages | step | CPU s | ms a page | wall s | peak MB | frames | rows |\n|---|---|---|---|---|---|---|---|")
        with tempfile.TemporaryDirectory() as folder:
            for size in options.sizes:
                costs = measure(size, options, (options.keep or Path(folder)) / str(size))
                if before:
                    print("growth: " + ", ".join(f"{s} {costs[s] / before[s]:.1f} x" for s in STEPS))
                before = costs


if __name__ == "__main__":
    main()
