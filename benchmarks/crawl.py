"""What a crawl costs on one core and on many, against the stock stack and against its own bare stages, all in one run.

usage: python benchmarks/crawl.py [--data ../shared/data/pages/html] [--pages 48] [--bare] [--engines] [--scaling] [--memory N]
Pages are real HTML (or, without the folder, the sample's), each once. The stock stack is trafilatura with metadata, spaCy's
en_core_web_sm for entities, and MiniLM int8 on 256 word pieces. CPU seconds, models loaded before the clock starts, one
thread. 24 other pages are read first on both sides, and no page that is measured was read before. `--bare` holds a crawl
of one table by one guarded worker, its layers written, against the stages alone;
`--engines` runs crawls of n and of 5 n pages (texts, told again with a changed word) on local, Ray and Dask and compares what
a further page takes, so that starting is no part of it; `--scaling` compares two local processes with one by the clock, models
loaded before (only on a quiet machine); `--memory N` follows a worker over N pages. Ratios travel between machines;
seconds do not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAY_AUTH_MODE", "disabled")

import psutil
import spacy

from tellings.annotate import parse as parsing
from tellings.annotate.vectors import Vectors
from tellings.crawl import prepare, run
from tellings.engine.guard import Guard
from tellings.engine.named import engine_named
from tellings.extract import extract
from tellings.model import Analysis, Page, articles_of
from tellings.models import encoder
from tellings.models.weights import weights
from tellings.pipeline import Pipeline
from tellings.read import read_inputs
from tellings.relate.keys import keys_of
from tellings.settings import Limits, Settings
from tellings.stage import View

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data" / "pages" / "html"
SAMPLE = HERE.parent / "sample" / "pages"
BATCH = 16
STOCK_PIECES, OPENING = 256, 2_000
"""Word pieces that the stock stack embeds, and characters that it gives to the tokenizer."""
BEFORE = 24
"""Other pages that are read first on both sides: a crawl's worker has met the common words."""
SLOW = 10
"""A page that takes trafilatura so many times the median is left out on both sides: a few take it seconds."""
MONTH, CORES, PRICE = 20_000_000, (16, 64, 256), 0.04
"""Pages of a month of CC-NEWS, cores, and dollars assumed for a core and hour."""
OVERHEAD = 0.3e-3
"""Seconds a page assumed for reading archives at 34 kB packed a page."""
BOUNDS = {
    "extract": "parsing HTML alone: 0.3 ms (lexbor)",
    "parse": "dense layers of the trained pipeline: about 1 MFLOP a token, twice",
    "vectors": "bare ONNX session, int8 (below)",
    "keys": "hashing words: 0.04 ms (MinHash in Rust)",
}
"""What a stage cannot be faster than on one core, from measurements of the bare operation."""


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def pages_of(folder: Path, number: int) -> tuple[list[Page], list[Page]]:
    """Return pages, each once, without the slow ones, and others that a worker reads before.

    They are chosen in another process, so that nothing here remembers them.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as apart:
        return apart.submit(_chosen, folder, number).result()


def _chosen(folder: Path, number: int) -> tuple[list[Page], list[Page]]:
    limits = Limits()
    english: list[Page] = []
    for page in read_inputs([str(folder if folder.exists() else SAMPLE)]):
        if len(english) == number + BEFORE:
            break
        try:
            if isinstance(page, Page) and extract(page, limits=limits).metadata.language == "en":
                english.append(page)
        except Exception:  # a page that cannot be read is no part of the measurement
            continue
    return without_slow(english[:number]), english[number:]


def without_slow(pages: Sequence[Page]) -> list[Page]:
    """Return the pages but for those on which trafilatura takes far longer than on others."""
    if importlib.util.find_spec("trafilatura") is None:
        return list(pages)
    import trafilatura

    trafilatura.bare_extraction(pages[0].text, with_metadata=True)
    spent = [cpu(lambda page=page: trafilatura.bare_extraction(page.text, with_metadata=True)) for page in pages]
    kept = [page for page, s in zip(pages, spent, strict=True) if s <= SLOW * statistics.median(spent)]
    left = len(pages) - len(kept)
    print(f"{left} of {len(pages)} pages left out on which trafilatura takes {SLOW} times the median or more", flush=True)
    return kept


def stock(pages: Sequence[Page], texts: Sequence[str], before: Sequence[Page]) -> dict[str, float]:
    """Return the CPU seconds of the stock stack's three parts over pages, each after it has read others."""
    import trafilatura

    spent = {}
    raw = [page.text for page in pages]
    read = [trafilatura.bare_extraction(page.text, with_metadata=True) for page in before]
    others = [found.text for found in read if found is not None and found.text]
    spent["trafilatura"] = cpu(lambda: [trafilatura.bare_extraction(html, with_metadata=True) for html in raw])
    path = weights("spacy-en").path
    entities = spacy.load(path, exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])
    list(entities.pipe(others, batch_size=BATCH))
    spent["spaCy, entities alone"] = cpu(lambda: list(entities.pipe(texts, batch_size=BATCH)))
    whole = spacy.load(path)
    list(whole.pipe(others, batch_size=BATCH))
    spent["spaCy, whole pipeline"] = cpu(lambda: list(whole.pipe(texts, batch_size=BATCH)))
    spent[f"MiniLM int8, {STOCK_PIECES} pieces"] = bare_session([t[:OPENING] for t in texts], STOCK_PIECES)
    return spent


def bare_session(texts: Sequence[str], pieces: int) -> float:
    """Return the CPU seconds of the tokenizer and the ONNX session over texts, in batches sorted by length."""
    import numpy as np

    tokenizer, session = encoder._tokenizer(pieces), encoder._session()
    names = {i.name for i in session.get_inputs()}

    def work() -> None:
        encoded = sorted(tokenizer.encode_batch(list(texts)), key=lambda e: sum(e.attention_mask))
        for at in range(0, len(encoded), BATCH):
            part = encoded[at : at + BATCH]
            longest = max(sum(e.attention_mask) for e in part)
            fed = {
                "input_ids": np.array([e.ids[:longest] for e in part], dtype=np.int64),
                "attention_mask": np.array([e.attention_mask[:longest] for e in part], dtype=np.int64),
                "token_type_ids": np.array([e.type_ids[:longest] for e in part], dtype=np.int64),
            }
            session.run(None, {k: v for k, v in fed.items() if k in names})

    return cpu(work)


def stages(pages: Sequence[Page], before: Sequence[Page]) -> tuple[dict[str, float], list[Analysis], dict[str, float]]:
    """Return the CPU seconds of each bare stage after others were read, the analyses, and the embedding beside its session."""
    pipeline, limits = Pipeline(), Limits()
    pipeline.run(before)
    spent: dict[str, float] = {}

    def clocked(name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        result = work()
        spent[name] = spent.get(name, 0.0) + time.process_time() - began
        return result

    analyses: list[Analysis] = []
    embedding = {"stage": 0.0, "bare session": 0.0}
    for at in range(0, len(pages), BATCH):
        batch = pages[at : at + BATCH]
        found = clocked("extract", lambda batch=batch: [extract(page, limits=limits) for page in batch])
        parses = clocked("parse", lambda found=found: parsing.parse(found))
        for stage in pipeline.stages:
            views = [View(a, p, frozenset(stage.reads)) for a, p in zip(found, parses, strict=True)]
            results = clocked(stage.name, lambda stage=stage, views=views: stage.run(views))
            found = [a.with_layer(stage.writes, items) for a, items in zip(found, results, strict=True)]
        clocked("keys", lambda found=found: [keys_of(article) for a in found for article in articles_of(a)])
        leads = [lead for v in [View(a, None, frozenset(Vectors.reads)) for a in found] for _, lead in _leads(v)]
        embedding["bare session"] += bare_session(leads, encoder.LEAD_PIECES)
        analyses += found
    embedding["stage"] = spent["vectors"]
    return spent, analyses, embedding


def _leads(view: View) -> list[tuple[int, str]]:
    from tellings.annotate.vectors import _leads as leads

    return leads(view)


def through_the_engine(pages: Sequence[Page]) -> float:
    """Return the CPU seconds a page of a crawl of one table by a worker that has seen the pages once: files, ledger and all.

    The pages are dated within three days, as those of an archive are: each day is a file of each layer.
    """
    spent, settings, engine = [], Settings(), engine_named("local", workers=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("seen", "measured"):
            rows = [
                {"id": f"{kind}{n}", "url": f"http://{kind}{n}.example/p", "html": p.text, "published": f"2031-05-{n % 3 + 11}"}
                for n, p in enumerate(pages)
            ]
            file, out = folder / f"{kind}.jsonl", folder / "out"
            file.write_text("".join(json.dumps(row) + "\n" for row in rows))
            made = prepare([str(file)], out, settings=settings)
            began = busy()
            run(out, made, engine=engine, settings=settings)
            spent.append(busy() - began)
        engine.close()
    return spent[1] / len(pages)


def busy() -> float:
    """Return the CPU seconds of this process and of those that it has started and that still run."""
    others = (child.cpu_times() for child in psutil.Process().children(recursive=True))
    return time.process_time() + sum(t.user + t.system for t in others)


def tree_seconds(command: Sequence[str]) -> tuple[float, float]:
    """Return CPU and wall seconds of a command and of all that it starts, by looking ten times a second."""
    began = time.monotonic()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: dict[int, float] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            try:
                for one in (process, *process.children(recursive=True)):
                    times = one.cpu_times()
                    seen[one.pid] = times.user + times.system
            except psutil.Error:
                continue

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    code = process.wait()
    done.set()
    watcher.join()
    if code not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return sum(seen.values()), time.monotonic() - began


def rows_file(folder: Path, pages: Sequence[Page], number: int) -> list[str]:
    """Write pages' texts as tables of a batch each, told again with a changed word until there are enough; return the files."""
    texts = [extract(page, limits=Limits()).text for page in pages]
    files = []
    for at in range(0, number, BATCH):
        lines = []
        for n in range(at, min(at + BATCH, number)):
            text = texts[n % len(texts)].replace(" the ", f" the {chr(97 + n // len(texts))}", 1)
            lines.append(json.dumps({"id": f"p{n}", "url": f"http://{n}.example/p", "text": text}))
        files.append(str(folder / f"{number}-{at}.jsonl"))
        Path(files[-1]).write_text("\n".join(lines) + "\n")
    return files


def engines(pages: Sequence[Page], number: int) -> dict[str, float]:
    """Return CPU seconds that a further page takes on each engine: a crawl of 5 n pages less one of n."""
    found = {}
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        few, many = rows_file(folder, pages, number), rows_file(folder, pages, 5 * number)
        for engine in ("local", "dask", "ray"):
            if engine != "local" and importlib.util.find_spec("distributed" if engine == "dask" else "ray") is None:
                continue
            spent = []
            for k, files in enumerate((few, many)):
                out = str(folder / f"{engine}-{k}")
                command = [sys.executable, "-m", "tellings", "crawl", *files, "-o", out, "--engine", engine, "--workers", "2"]
                spent.append(tree_seconds([*command, "--quiet"])[0])
            found[engine] = (spent[1] - spent[0]) / (4 * number)
    return found


def scaling(pages: Sequence[Page], number: int) -> tuple[float, float]:
    """Return how many times as fast two local processes are as one by the clock, and how much CPU they take against one."""
    walls, spent = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm, files = rows_file(folder, pages, 2 * BATCH), rows_file(folder, pages, number)
        for workers in (1, 2):
            settings, out = Settings(), folder / str(workers)
            engine = engine_named("local", workers=workers)
            run(out, prepare(warm, out, settings=settings), engine=engine, settings=settings)
            made = prepare(files, out, settings=settings)
            began, used = time.monotonic(), busy()
            run(out, made, engine=engine, settings=settings)
            walls.append(time.monotonic() - began)
            spent.append(busy() - used)
            engine.close()
    return walls[0] / walls[1], spent[1] / spent[0]


def memory(pages: Sequence[Page], number: int) -> list[tuple[int, float]]:
    """Return how much memory a worker holds after so many pages, in megabytes."""
    from tellings.crawl import Crawl, task_of
    from tellings.export.layers import Layout

    guard = Guard(task_of(Crawl("", {}, (), 0, Layout(out="")), Settings()))
    found = []
    for at in range(0, number, BATCH):
        batch = []
        for n in range(at, at + BATCH):
            page = pages[n % len(pages)]
            text = page.text.replace(" the ", f" the w{n} ", 40)
            batch.append(Page(id=str(n), source=page.source, form=page.form, text=text, given=page.given))
        guard(batch)
        child = guard._child
        if child is not None and (at // BATCH) % max(1, number // BATCH // 10) == 0:
            found.append((at + BATCH, psutil.Process(child.pid).memory_info().rss / 1e6))
    guard.close()
    return found


def table(rows: Sequence[Sequence[object]], head: Sequence[str]) -> None:
    """Print a table."""
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{c:.3g}" if isinstance(c, float) else str(c) for c in row) + " |", flush=True)
    print()


def month(a_page: float) -> None:
    """Print what a month of CC-NEWS takes."""
    hours = MONTH * (a_page + OVERHEAD) / 3600
    cells = [(c, f"{hours / c:.1f}", f"{hours * PRICE:.0f}") for c in CORES]
    print(f"a month of CC-NEWS, {MONTH:,} pages: {hours:.0f} core-hours ({1e3 * OVERHEAD} ms a page assumed for reading)\n")
    table(cells, ("cores", "hours", f"dollars at {PRICE} a core and hour"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--pages", type=int, default=48)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--engines", action="store_true")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--memory", type=int, default=0)
    options = parser.parse_args()
    pages, before = pages_of(options.data, options.pages)
    if options.engines:
        own = engines(pages, 8 * BATCH)
        table([(k, 1e3 * v, v / own["local"]) for k, v in own.items()], ("engine", "ms of CPU a further page", "against local"))
        return
    if options.scaling:
        faster, dearer = scaling(pages, 10 * BATCH)
        print(f"two local processes against one, {10 * BATCH} texts: {faster:.2f} x as fast, {dearer:.2f} x the CPU seconds")
        return
    if options.bare:
        stages(pages, before)
        whole = sum(stages(pages, before)[0].values()) / len(pages)
        crawled = through_the_engine(pages)
        ratio = f"{crawled / whole:.3f} x"
        print(f"{len(pages)} pages: bare stages {1e3 * whole:.1f} ms, crawl {1e3 * crawled:.1f} ms a page: {ratio}")
        return
    if options.memory:
        table(memory(pages, options.memory), ("pages", "MB of a worker"))
        return
    spent, analyses, embedding = stages(pages, before)
    number, whole = len(pages), sum(spent.values())
    words = sum(len(a.text.split()) for a in analyses) / number
    print(f"{number} pages, {words:.0f} words each with everything on the page\n")
    rows = [(k, 1e3 * v / number, v / whole, BOUNDS.get(k, "")) for k, v in spent.items()]
    table([*rows, ("all", 1e3 * whole / number, 1.0, "")], ("stage", "ms of CPU a page", "share", "bound"))
    texts = ["\n".join(b.of(a.text) for article in articles_of(a) for b in article.blocks) for a in analyses]
    if importlib.util.find_spec("trafilatura") is not None:
        parts = stock(pages, texts, before)
        table([(k, 1e3 * v / number) for k, v in parts.items()], ("stock stack", "ms of CPU a page"))
        base = parts["trafilatura"] + parts[f"MiniLM int8, {STOCK_PIECES} pieces"]
        for name in ("spaCy, entities alone", "spaCy, whole pipeline"):
            print(f"articles a CPU second against the stock stack with {name}: {(base + parts[name]) / whole:.2f} x")
        print(f"parse against {'spaCy, whole pipeline'}: {parts['spaCy, whole pipeline'] / spent['parse']:.2f} x")
    print(f"embedding stage against the bare session: {embedding['bare session'] / embedding['stage']:.2f} x")
    print()
    month(whole / number)


if __name__ == "__main__":
    main()
