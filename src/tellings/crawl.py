"""A whole crawl: archives and tables in, layers as Parquet out, by any engine; resumed by running it again.

The folder holds `crawl.json` (what was asked, and by what), `shards/` (a slice of an input each, and its ledger when it is
finished) and the layers of `export/layers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from tellings import __version__
from tellings.engine import Engine, Shard, Task
from tellings.engine.claim import offer
from tellings.engine.shard import write_whole
from tellings.errors import EngineError, InputError, StoreError
from tellings.export.layers import Layout, Ledger, unpack
from tellings.model import Analysis, ArticleKey, ArticleRef, Failure, Naming, Page, Record
from tellings.pipeline import Pipeline
from tellings.read.slices import SLICE_BYTES, SLICE_ROWS, slices_of
from tellings.settings import Settings
from tellings.store import Entry, Store

MANIFEST, SHARDS = "crawl.json", "shards"
LOADED_AT_ONCE = 256


class Crawl(Record, frozen=True):
    """What a crawl's folder holds: made by which program and recipes, of which inputs, and inputs that could not be cut."""

    version: str
    recipes: dict[str, str]
    inputs: tuple[str, ...]
    shards: int
    layout: Layout
    failures: tuple[Failure, ...] = ()


class CrawlAccount(Record, frozen=True):
    """What became of a crawl: shards, those that an earlier run had finished, items read, analysed, met again, failed."""

    shards: int
    kept: int
    read: int
    analysed: int
    again: int
    failed: int
    failures: tuple[Failure, ...]


def prepare(inputs: Sequence[str], out: Path, *, settings: Settings, with_documents: bool = True) -> Crawl:
    """Cut the inputs into shards, or take up those of an earlier run; further inputs are added to it.

    Raises StoreError where the folder holds a crawl of other recipes, or none and is not empty.
    """
    recipes = dict(Pipeline(limits=settings.limits).recipes)
    before = read_manifest(out) if (out / MANIFEST).exists() else None
    if before is not None and before.recipes != recipes:
        why = f"by version {before.version}, with other stages or limits"
        raise StoreError("the crawl was made otherwise", where=str(out), why=why, hint="give another folder")
    if before is None and out.exists() and any(out.iterdir()):
        raise StoreError("the folder is not empty and holds no crawl", where=str(out), hint="give another folder")
    (out / SHARDS).mkdir(parents=True, exist_ok=True)
    known = before.inputs if before else ()
    new = [name for name in dict.fromkeys(inputs) if name not in known]
    number, failures = before.shards if before else 0, list(before.failures if before else ())
    for piece in slices_of(new, size=SLICE_BYTES, rows=SLICE_ROWS):
        if isinstance(piece, InputError):
            failures.append(Failure(kind=piece.kind, message=piece.message, source=piece.where))
            continue
        write_whole(out / SHARDS / f"{number:06d}.pages", msgspec.json.encode(piece))
        number += 1
    layout = Layout(out=str(out.resolve()), with_documents=with_documents)
    made = Crawl(__version__, recipes, (*known, *new), number, layout, tuple(failures))
    write_whole(out / MANIFEST, msgspec.json.encode(made))
    return made


def read_manifest(out: Path) -> Crawl:
    """Return what a crawl's folder says of itself. Raises StoreError."""
    try:
        return msgspec.json.decode((out / MANIFEST).read_bytes(), type=Crawl)
    except (OSError, msgspec.DecodeError) as problem:
        hint = "name a folder that `tellings crawl` wrote"
        why = f"its {MANIFEST}: {problem.strerror or problem}" if isinstance(problem, OSError) else f"its {MANIFEST}: {problem}"
        raise StoreError("no crawl can be read here", where=str(out), why=why, hint=hint) from problem


def shards_of(out: Path, crawl: Crawl) -> list[Shard]:
    """Return the shards of a crawl, in order."""
    names = (out / SHARDS / f"{number:06d}" for number in range(crawl.shards))
    return [Shard(pages=f"{name}.pages", results=f"{name}.results") for name in names]


def task_of(crawl: Crawl, settings: Settings) -> Task:
    """Return what a worker runs on each shard of a crawl."""
    options = {"limits": settings.limits, "without": (), "layers": crawl.layout}
    return Task(
        factory="tellings.pipeline:worker", options=msgspec.json.encode(options).decode(),
        reads="tellings.read.slices:read_shard", writes="tellings.export.layers:write_layers",
        page_seconds=settings.limits.page_seconds, worker_bytes=settings.limits.worker_bytes,
    )  # fmt: skip


def offer_shards(out: Path, crawl: Crawl, settings: Settings) -> None:
    """Write what workers that come to the folder are to run."""
    offer(out / SHARDS, task_of(crawl, settings))


def run(
    out: Path,
    crawl: Crawl,
    *,
    engine: Engine,
    settings: Settings,
    progress: Callable[[int, int], None] = lambda done, known: None,
) -> CrawlAccount:
    """Run the unfinished shards of a crawl, check its ledger and return what became of it. Raises EngineError."""
    shards = shards_of(out, crawl)
    kept = sum(shard.done for shard in shards)
    for done, _ in enumerate(engine.run(shards, task_of(crawl, settings)), 1):
        progress(done, len(shards))
    return checked(out, crawl, kept=kept)


def checked(out: Path, crawl: Crawl, *, kept: int = 0) -> CrawlAccount:
    """Return the account of a finished crawl: every shard has its ledger, and every file the rows that its ledger says.

    Raises EngineError where one has not.
    """
    import pyarrow.parquet as pq

    read = analysed = again = failed = 0
    for shard in shards_of(out, crawl):
        if not shard.done:
            raise EngineError("a shard was not finished", where=shard.pages, hint="run again: finished shards are kept")
        ledger = msgspec.json.decode(Path(shard.results).read_bytes(), type=Ledger)
        for name, rows in ledger.files.items():
            file = out / name
            if not file.exists() or pq.read_metadata(file).num_rows != rows:
                hint = f"delete {shard.results} and run again"
                raise EngineError("a layer is not what its ledger says", where=str(file), hint=hint)
        read, analysed = read + ledger.read, analysed + ledger.analysed
        again, failed = again + ledger.again, failed + ledger.failed
    return CrawlAccount(
        shards=crawl.shards, kept=kept, read=read, analysed=analysed, again=again, failed=failed, failures=crawl.failures
    )


def load(out: Path, store: Store) -> Iterator[int]:
    """Put the pages and analyses of a finished crawl into a store, and yield how many each time. Raises StoreError."""
    import pyarrow.parquet as pq

    crawl = read_manifest(out)
    checked(out, crawl)
    if not crawl.layout.with_documents:
        raise StoreError("the crawl kept no documents", where=str(out), hint="run it without --tables-only")
    for shard in shards_of(out, crawl):
        ledger = msgspec.json.decode(Path(shard.results).read_bytes(), type=Ledger)
        for name in sorted(name for name in ledger.files if name.startswith("documents/")):
            for batch in pq.ParquetFile(out / name).iter_batches(batch_size=LOADED_AT_ONCE, columns=["page", "analysis"]):
                entries = [
                    Entry(page=unpack(row["page"], Page), result=unpack(row["analysis"], Analysis)) for row in batch.to_pylist()
                ]
                store.put(entries, crawl.recipes)
                yield len(entries)
    known = {ref.key for naming in store.guidance().namings for ref in naming.articles}
    store.put_names(_namings(out, known))


def _namings(out: Path, known: Collection[ArticleKey]) -> list[Naming]:
    """Return the stories that a corpus job found over the layers, so that they keep their names in a library.

    `known` are articles that have a story already.
    """
    import pyarrow.parquet as pq

    told: dict[str, list[ArticleRef]] = {}
    for file in sorted((out / "stories").rglob("*.parquet")):
        for row in pq.ParquetFile(file).read(columns=["story", "document", "part"]).to_pylist():
            if (row["document"], row["part"]) not in known:
                ref = ArticleRef(document=row["document"], part=row["part"])
                told.setdefault(row["story"], []).append(ref)
    return [Naming(story=story, articles=tuple(own)) for story, own in told.items()]
