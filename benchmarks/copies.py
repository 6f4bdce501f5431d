"""Copies beside datasketch, rensa and semhash on one invented stream: what is found, at what cost.

usage: python benchmarks/copies.py [--texts 10000] [--join 1000000] [--rival-join 20000] [--library 0] [--seed 1]
The rivals are installed, pinned, into a throwaway environment. Each way runs in a process of its own and gets one core;
costs are CPU seconds without the loading of libraries. Recall: planted pairs that end up in one group (Tellings: that are
reported as a pair). Wrong: reported pairs that no chain of planted copies joins. `--library N` keeps N pages in a library,
then adds fifty one by one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from stream import KINDS, Stream

HERE = Path(__file__).parent
RIVALS = ("datasketch", "rensa", "semhash")
OURS = ("tellings-near", "tellings")
MEETS = 0.4
"""Likeness from which a planted pair of sketches is one that a join must find."""


def run(way: str, data: Path, python: str) -> dict[str, Any]:
    """Run one way in a process of its own."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [python, str(HERE / "copies_rivals.py"), way, str(data)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **one})
    if result.returncode:
        raise SystemExit(f"{way}: {result.stderr.strip()[-600:]}")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def environment(folder: Path) -> str:
    """Return the Python of a new environment that holds the rivals."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", str(HERE / "requirements-copies.txt")], check=True)
    return python


def sketches(size: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ready sketches, shape (size, 64), and the two ends of the planted pairs.

    One in ten repeats another, most of them nearly whole; one in five bears one of fifty houses' boilerplate, so that
    some bands are in thousands of texts.
    """
    chance = np.random.default_rng(seed)
    made = chance.integers(0, 1 << 16, (size, 64), dtype=np.uint16)
    count, houses = size // 10, chance.integers(0, 1 << 16, (50, 64), dtype=np.uint16)
    first, second = chance.integers(0, size - count, count), np.arange(size - count, size)
    at_home = chance.permutation(size - count)[: size // 5]
    for part in np.array_split(at_home, max(1, len(at_home) // 20_000)):
        kept = chance.random((len(part), 64)) < 0.3
        made[part] = np.where(kept, houses[(50 * chance.random(len(part)) ** 2).astype(int)], made[part])
    for at in range(0, count, 20_000):
        part = slice(at, at + 20_000)
        share = chance.beta(12, 1.6, (len(first[part]), 1))
        made[second[part]] = np.where(chance.random((len(first[part]), 64)) < share, made[first[part]], made[second[part]])
    return made, first, second


def row(*cells: object) -> None:
    """Print a row of a table."""
    print("| " + " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells) + " |", flush=True)


def compare_texts(size: int, seed: int, python: str, folder: Path) -> None:
    """Print what each way finds on whole texts."""
    stream = Stream(size, seed)
    data = folder / "texts.json"
    data.write_text(json.dumps([[p.text, f"outlet-{p.outlet}"] for p in stream.pages]))
    chain = _chains(stream.planted, size)
    print(f"\n{size} pages, {len(stream.planted)} planted copies, seed {seed}\n")
    row("way", *(f"recall {k}" for k in KINDS), "wrong pairs", "of", "pages a CPU second", "peak MB")
    row(*["---"] * (len(KINDS) + 5))
    for way in (*RIVALS, *OURS):
        found = run(way, data, python if way in RIVALS else sys.executable)
        label = found["groups"]
        got = {tuple(sorted(p)) for p in found["pairs"]}
        told = [(k, (i, j) in got if way == "tellings" else label[i] == label[j]) for i, j, k in stream.planted]
        recalls = [sum(good for k, good in told if k == kind) / max(1, sum(k == kind for k, _ in told)) for kind in KINDS]
        wrong = sum(chain[i] != chain[j] for i, j in got)
        row(way, *recalls, wrong, len(got), round(size / found["cpu"]), round(found["memory"]))


def _chains(planted: Sequence[tuple[int, int, str]], size: int) -> list[int]:
    """Return for each page the first page of its chain of copies."""
    first = list(range(size))
    for i, j, _ in sorted(planted, key=lambda p: p[1]):
        low, high = sorted((first[i], first[j]))
        first = [low if f == high else f for f in first] if high != j else [*first[:j], low, *first[j + 1 :]]
    return first


def compare_joins(size: int, rival_size: int, seed: int, python: str, folder: Path) -> None:
    """Print what joining ready sketches costs, components included."""
    print("\nNear-duplicate join and components, from ready sketches of 64 hashes\n")
    row("way", "texts", "recall", "pairs", "texts a CPU second", "times datasketch", "peak MB", "growth")
    row(*["---"] * 8)
    rate, before = 0.0, (0, 0.0)
    steps = [("datasketch-join", rival_size), *(("tellings-join", n) for n in (rival_size, size // 10, size))]
    for way, count in steps:
        made, first, second = sketches(count, seed)
        meant = (made[first] == made[second]).mean(axis=1) >= MEETS
        np.save(folder / "sketches.npy", made)
        found = run(way, folder / "sketches.npy", python if "datasketch" in way else sys.executable)
        label = np.array(found["groups"])
        speed = count / found["cpu"]
        rate = rate or speed
        growth = f"{count // before[0]} x texts: {found['cpu'] / before[1]:.1f} x" if before[0] and way != steps[0][0] else ""
        before = (count, found["cpu"]) if way != steps[0][0] else before
        recall = float((label[first] == label[second])[meant].mean())
        row(way, count, recall, len(found["pairs"]), round(speed), round(speed / rate, 1), round(found["memory"]), growth)


def add_to_library(size: int, seed: int, folder: Path) -> None:
    """Print what it costs to add one page to a library of many, its copies found and written."""
    from tellings import reuse
    from tellings.model import ITEM_TYPES, Page
    from tellings.store import Entry, SqliteStore

    analyses = [a.analysis for a in Stream(size + 50, seed).articles()]
    entries = [Entry(page=Page(id=a.id, source=a.document.source, text=a.text, form="clean"), result=a) for a in analyses]
    recipes = dict.fromkeys(ITEM_TYPES, "given")
    store = SqliteStore(folder / "library.db")
    for at in range(0, size, 500):
        store.put(entries[at : min(at + 500, size)], recipes)
    began = time.monotonic()
    reuse.search(store)
    print(f"\nA library of {size} pages: first search for copies {time.monotonic() - began:.0f} s", flush=True)
    spent = []
    for entry in entries[size:]:
        began = time.monotonic()
        store.put([entry], recipes)
        reuse.search(store)
        spent.append(time.monotonic() - began)
    print(f"one more page, written and searched: median {median(spent):.3f} s, slowest of fifty {max(spent):.3f} s")
    print(f"the file: {(folder / 'library.db').stat().st_size / 1e6:.0f} MB")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--join", type=int, default=1_000_000)
    parser.add_argument("--rival-join", type=int, default=20_000)
    parser.add_argument("--library", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.texts or options.join:
            python = environment(folder / "rivals")
        if options.texts:
            compare_texts(options.texts, options.seed, python, folder)
        if options.join:
            compare_joins(options.join, options.rival_join, options.seed, python, folder)
        if options.library:
            add_to_library(options.library, options.seed, folder)


if __name__ == "__main__":
    main()
