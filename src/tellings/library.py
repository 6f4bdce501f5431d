"""The library: pages in, analyses and stories out. Every face talks to it; it alone holds a store and an engine."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec

from tellings import reuse
from tellings.arriving import arrive
from tellings.engine import Engine, LocalEngine, Task, check_ledger, read_results, write_pages
from tellings.export.manifest import RunAccount
from tellings.meaning import Meaning
from tellings.model import (
    Analysis,
    Copy,
    Dating,
    Failure,
    Hits,
    Page,
    SearchKind,
    Story,
    Versions,
    namings,
    with_relations,
)
from tellings.pipeline import Pipeline, default_stages
from tellings.read import read_inputs
from tellings.settings import Settings
from tellings.store import Entry, Store, open_store

FEW_PAGES = 24
"""Up to this many pages one worker is quicker than two, since each loads its models first."""
INDEXED = 200
"""Pages whose words are written at a time."""
WINDOW_SHARDS = 4
"""Shards a worker that are in hand at once."""


class Tally:
    """What a run did: how many pages were read, analysed anew, taken from the store, and failed."""

    def __init__(self) -> None:
        self.read = self.analysed = self.reused = 0
        self.failures: list[Failure] = []
        self.warnings: list[tuple[str, str]] = []
        self.order: list[str] = []
        self.seconds: dict[str, float] = {}

    @property
    def failed(self) -> int:
        """Return how many inputs or stages failed."""
        return len(self.failures)


class _Window(NamedTuple):
    items: list[Page | Failure]

    @property
    def pages(self) -> list[Page]:
        return [item for item in self.items if isinstance(item, Page)]


class Library:
    """Pages with everything said about them, on disk or (without a path) for as long as the object lives."""

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        settings: Settings | None = None,
        engine: Engine | None = None,
        store: Store | None = None,
        without: Collection[str] = (),
        read_only: bool = False,
    ) -> None:
        """Open or create a library. Raises StoreError where the file cannot be used.

        Stages named in `without` are not run: what only lists pages needs no vectors. `read_only` opens a file that is there
        for reading alone: any number of processes may read while one writes.
        """
        self.settings = settings or Settings()
        self.without = tuple(without)
        self.pipeline = Pipeline(default_stages(without=self.without), limits=self.settings.limits)
        self._scratch = Path(tempfile.mkdtemp(prefix="tellings-"))
        self.store: Store = store or open_store(path or self._scratch / "library.db", read_only=read_only)
        self._engine = engine
        self.meaning = Meaning(self.store)
        self.tally = Tally()
        self.replaced: dict[str, str] = {}
        self.on_progress: Callable[[int, int], None] = lambda done, known: None

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers and close the store."""
        if isinstance(self._engine, LocalEngine):
            self._engine.close()
        self.store.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def task(self) -> Task:
        """Return what the workers run."""
        options = msgspec.json.encode({"limits": self.settings.limits, "without": self.without}).decode()
        limits = self.settings.limits
        return Task(
            factory="tellings.pipeline:worker",
            options=options,
            page_seconds=limits.page_seconds,
            worker_bytes=limits.worker_bytes,
        )

    def _workers(self, pages: int) -> int:
        if self.settings.workers:
            return self.settings.workers
        return 1 if pages <= FEW_PAGES else min(8, os.cpu_count() or 1)

    def _engine_for(self, pages: int) -> Engine:
        wanted = self._workers(pages)
        if isinstance(self._engine, LocalEngine) and self._engine.workers < wanted:
            self._engine.workers = wanted
        if self._engine is None:
            self._engine = LocalEngine(workers=wanted)
        return self._engine

    def add(self, inputs: Sequence[str | Path], *, as_is: bool = False) -> Iterator[Analysis | Failure]:
        """Read files, folders or "-" (JSON Lines on standard input); see `add_pages`."""
        names = [str(name) for name in inputs]
        return self.add_pages(read_inputs(names, as_is=as_is, limits=self.settings.limits))

    def add_all(self, inputs: Sequence[str | Path], *, as_is: bool = False) -> Tally:
        """Add everything that the inputs hold and return what was done; see `add_pages`."""
        for _ in self.add(inputs, as_is=as_is):
            pass
        return self.tally

    def add_pages(self, pages: Iterable[Page | Failure]) -> Iterator[Analysis | Failure]:
        """Analyse pages and yield, in order, what became of each; unchanged pages are taken from the store.

        What has been yielded is kept even when the run is interrupted; failures that came in are handed through.
        """
        started = time.monotonic()
        for window in self._windows(pages):
            yield from self._run_window(window)
            self.tally.seconds["analyse"] = time.monotonic() - started

    def _windows(self, pages: Iterable[Page | Failure]) -> Iterator[_Window]:
        size = self.settings.shard_pages * WINDOW_SHARDS * self._workers(FEW_PAGES + 1)
        items: list[Page | Failure] = []
        for item in pages:
            items.append(item)
            if len(items) >= size:
                yield _Window(items)
                items = []
        if items:
            yield _Window(items)

    def _run_window(self, window: _Window) -> Iterator[Analysis | Failure]:
        recipes = self.pipeline.recipes
        pages = window.pages
        done = self.store.finished(pages, recipes) - self.replaced.keys()
        todo = [page for page in pages if page.id not in done]
        before = self.tally.analysed + self.tally.reused
        self.tally.reused += len(done)
        self.on_progress(before + len(done), before + len(pages))
        if todo:
            self._analyse(todo)
        for item in window.items:
            self.tally.read += 1
            result = self._kept(item) if isinstance(item, Page) else item
            self._count(item, result)
            yield result

    def _analyse(self, pages: Sequence[Page]) -> None:
        engine = self._engine_for(len(pages))
        folder = Path(tempfile.mkdtemp(dir=self._scratch))
        size = self._shard_size(len(pages))
        pieces = [pages[i : i + size] for i in range(0, len(pages), size)]
        shards = [write_pages(folder, number, piece) for number, piece in enumerate(pieces)]
        by_path = {shard.pages: piece for shard, piece in zip(shards, pieces, strict=True)}
        known = self.tally.analysed + self.tally.reused + len(pages)
        for shard in engine.run(shards, self.task):
            own = by_path[shard.pages]
            results = read_results(shard)
            entries = [Entry(page=p, result=r) for p, r in zip(own, results, strict=True)]
            for lost in arrive(self.store, self.pipeline, entries, replaced=self.replaced):
                what = f"correction {lost.number}, the {lost.kind} of {lost.words}, finds its words no more"
                self.tally.warnings.append((lost.document or "", what))
            self.tally.analysed += len(own)
            self.on_progress(self.tally.analysed + self.tally.reused, known)
        check_ledger(shards)
        shutil.rmtree(folder, ignore_errors=True)

    def _shard_size(self, pages: int) -> int:
        """Return pages a shard: small enough that every worker gets some."""
        return max(1, min(self.settings.shard_pages, -(-pages // self._workers(pages))))

    def _kept(self, page: Page) -> Analysis | Failure:
        analysis = next(self.store.analyses([page.id]), None)
        return analysis if analysis is not None else next(self.store.failures([page.id]))

    def _count(self, item: Page | Failure, result: Analysis | Failure) -> None:
        if isinstance(item, Page):
            name = item.source.path or item.source.url or item.id
            self.tally.warnings.extend((name, warning) for warning in item.warnings)
        if isinstance(result, Failure):
            self.tally.failures.append(result)
        else:
            self.tally.order.append(result.id)
            self.tally.failures.extend(result.failures)

    def analyses(self, ids: Sequence[str] | None = None) -> Iterator[Analysis]:
        """Yield the kept analyses: all, or those asked for."""
        return self.store.analyses(ids)

    def group(self, *, anew: bool = False) -> list[str]:
        """Bring the stories up to date; return the ids of those that came, changed or went.

        Pages that came in cost themselves and their stories; with `anew` all pages are grouped again.
        """
        from tellings.retelling import Retelling

        started = time.monotonic()
        self.index()
        work = Retelling(self.store, self.meaning, self._redate)
        changed = work.run(anew=anew)
        self.tally.failures.extend(work.failures)
        self.tally.seconds["stories"] = time.monotonic() - started
        return changed

    def stories(self, ids: Sequence[str] | None = None) -> tuple[Story, ...]:
        """Return the stories that the kept pages tell, made anew only where something changed.

        With `ids` those of some pages alone, as if there were no others; unless these are all, nothing of that is kept.
        """
        if ids is None or self.store.are_all(ids):
            self._note_languages({m.language for _, m in self.store.metadata()})
            self.group()
            return self.store.stories() or ()
        return self._stories_of(ids)

    def _stories_of(self, ids: Sequence[str]) -> tuple[Story, ...]:
        from tellings import telling

        started = time.monotonic()
        analyses = list(self.store.analyses(ids))
        newest = {a.id for a in analyses}
        analyses = [*self._earlier(analyses), *analyses]
        self._note_languages({a.metadata.language for a in analyses})
        corpus = telling.relate(analyses, newest=newest, guidance=self.store.guidance())
        self.store.put_names(namings(corpus.groups))
        analyses = self._redate(analyses, telling.datings(corpus))
        stories, failures = telling.tell(corpus, analyses)
        self.tally.failures.extend(failures)
        self.tally.seconds["stories"] = time.monotonic() - started
        return tuple(stories)

    def reworded(self, stories: Sequence[Story]) -> tuple[Story, ...]:
        """Return stories whose summaries the language model of the settings words; as they are where none is named.

        One that gives no answer in time is not asked again in this call. Nothing of it is kept. Raises SettingsError.
        """
        from tellings import telling
        from tellings.read.endpoint import Endpoint

        settings = self.settings.writer
        if not settings.endpoint:
            return tuple(stories)
        endpoint = Endpoint(settings)
        found = {s.id: s for s in stories}
        wanted = sorted((s for s in stories if len(s.documents) > 1), key=lambda s: -len(s.documents))[: settings.most_stories]
        for story in wanted:
            told = telling.reword(story, self.analyses([m.id for m in story.documents]), endpoint, model=settings.model)
            found[story.id] = told
            if told.writing is not None and told.writing.failure is not None:
                self.tally.warnings.append(("summaries", told.writing.failure))
                break
        return tuple(found[s.id] for s in stories)

    def story(self, name: str) -> Story | None:
        """Return a kept story by its id, or by that of a story that it took in; None where there is none."""
        found = self.store.story(name)
        return with_relations(found, self.store.amendments(story=found.id)) if found else None

    def search(self, text: str, *, kind: SearchKind = "pages", limit: int = 20, after: str | None = None) -> Hits:
        """Return what answers a query, the best first, `limit` at a time; see docs/library.md for the words of a query.

        `after` is the `next` of an earlier answer. Raises QueryError where the query is badly formed.
        """
        from tellings import searching

        return searching.search(self.store, self.meaning, text, kind=kind, limit=limit, after=after)

    def index(self) -> int:
        """Write what searches find of pages that an earlier version kept; return how many those were."""
        done = 0
        while waiting := self.store.unindexed(INDEXED):
            self.store.index(self.store.analyses(waiting))
            done += len(waiting)
        return done

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Take pages out with all that was said about them; stories are told without them. Return those that were there."""
        from tellings.retelling import Retelling

        there = Retelling(self.store, self.meaning, self._redate).drop(list(dict.fromkeys(ids)))
        if there:
            self.group()
        return there

    def backup(self, path: str | Path) -> None:
        """Write the whole library, as it is now, to a new file; others may write meanwhile. Raises StoreError."""
        self.store.backup(Path(path))

    def sources(self, ids: Sequence[str] | None = None) -> dict[str, str]:
        """Return what each kept page is called: its file, else its address, else its id."""
        return {p.id: Path(p.source.path).name if p.source.path else p.source.url or p.id for p in self.store.pages(ids)}

    def copies(self) -> tuple[Copy, ...]:
        """Return the copies among all kept pages; those of pages that came in since the last time are looked for first."""
        reuse.search(self.store)
        return tuple(self.store.copies())

    def versions(self, ids: Sequence[str] | None = None) -> tuple[Versions, ...]:
        """Return the articles (of all kept pages, or of `ids`) that were seen more than once, with what changed."""
        from tellings.relate.versions import find_versions

        analyses = list(self.store.analyses(ids))
        newest = None if ids is None else {a.id for a in analyses}
        return find_versions([*self._earlier(analyses), *analyses], newest=newest)

    def _earlier(self, analyses: Sequence[Analysis]) -> list[Analysis]:
        """Return what earlier runs kept of the addresses of these pages."""
        asked = {a.id for a in analyses}
        kept = self.store.in_order(self.store.same_addresses(asked) - asked)
        return list(self.store.analyses(kept)) if kept else []

    def _note_languages(self, languages: Collection[str | None]) -> None:
        """Say so where pages of several languages are not compared by meaning."""
        from tellings.models.multilingual import has_languages

        spoken = sorted({language for language in languages if language})
        if len(spoken) > 1 and not has_languages():
            told = "were compared across languages by names, numbers and days alone; what they mean was not"
            hint = "pip install 'tellings[multilingual]' adds that"
            self.tally.warnings.append(("stories", f"pages in {', '.join(spoken)} {told} ({hint})"))

    def _redate(self, analyses: list[Analysis], datings: dict[str, tuple[Dating, ...]]) -> list[Analysis]:
        """Analyse again the pages whose day their siblings gave: their weekdays are days now."""
        pages = []
        for page in self.store.pages(sorted(datings)):
            if page.given.datings != datings[page.id]:
                given = msgspec.structs.replace(page.given, datings=datings[page.id])
                pages.append(msgspec.structs.replace(page, given=given))
        if not pages:
            return analyses
        before = self.tally.analysed
        self._analyse(pages)
        self.tally.analysed = before
        newer = {a.id: a for a in self.store.analyses([p.id for p in pages])}
        return [newer.get(a.id, a) for a in analyses]

    def run_account(self, inputs: Sequence[str | Path]) -> RunAccount:
        """Return what this run read and did, for a manifest."""
        tally = self.tally
        return RunAccount(
            inputs=tuple(str(name) for name in inputs), read=tally.read, analysed=tally.analysed, reused=tally.reused,
            failures=tuple(tally.failures), warnings=tuple(tally.warnings),
            seconds={k: round(v, 3) for k, v in tally.seconds.items()}, recipes=dict(self.pipeline.recipes),
        )  # fmt: skip

    def warm(self, pages: int) -> None:
        """Start the workers before the pages are read, so that models load meanwhile."""
        engine = self._engine_for(pages)
        if isinstance(engine, LocalEngine):
            with suppress(OSError):
                engine.warm(self.task)
