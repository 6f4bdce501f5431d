"""The default stages in order (the one list of them), and how they run over pages and over stories."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec

from tellings.annotate import parse as parsing
from tellings.annotate.entities import Entities
from tellings.annotate.events import Events
from tellings.annotate.quantities import Quantities
from tellings.annotate.quotes import Quotes
from tellings.annotate.sentences import Sentences
from tellings.annotate.times import Times
from tellings.annotate.vectors import Vectors
from tellings.errors import PipelineError, TellingsError
from tellings.extract import VERSION as EXTRACT_VERSION
from tellings.extract import extract
from tellings.model import EXTRACTED, Analysis, Failure, Page
from tellings.settings import Limits
from tellings.stage import Parse, Stage, View, fingerprint, recipe


def default_stages(*, without: Collection[str] = ()) -> tuple[Stage, ...]:
    """Return the stages that annotate a document, in order, but for those named in `without`."""
    stages: tuple[Stage, ...] = (Sentences(), Times(), Entities(), Quotes(), Quantities(), Events(), Vectors())
    return tuple(stage for stage in stages if stage.name not in without)


def worker(options: Mapping[str, Any]) -> Callable[[Sequence[Page]], list[Analysis | Failure]]:
    """Return the function that an engine's worker runs, made from JSON options (`limits`, `without`); models load at once."""
    limits = msgspec.convert(options.get("limits", {}), Limits)
    made = Pipeline(default_stages(without=options.get("without", ())), limits=limits)
    parsing.pipeline("en")
    gc.collect()
    gc.freeze()  # the models stay as long as the worker: no collection need walk them
    return made.run


class Pipeline:
    """Stages that fit together: each reads only what extraction or an earlier stage wrote."""

    def __init__(self, stages: Sequence[Stage] | None = None, *, limits: Limits | None = None) -> None:
        """Take the stages in order (default: all). Raises PipelineError where they do not fit."""
        self.stages = tuple(default_stages() if stages is None else stages)
        self.limits = limits or Limits()
        self.recipes = self._recipes()

    def _recipes(self) -> Mapping[str, str]:
        extraction = f"extract@{EXTRACT_VERSION}:{fingerprint(repr(self.limits))}"
        made: dict[str, str] = dict.fromkeys(EXTRACTED, extraction)
        made["parse"] = f"parse@{parsing.VERSION}:{fingerprint(dict(parsing.models()))}"
        for stage in self.stages:
            if stage.writes in made:
                raise PipelineError(f"two makers of the layer {stage.writes!r}", where=stage.name)
            missing = [kind for kind in stage.reads if kind not in made]
            if missing:
                raise PipelineError(f"the layer {missing[0]!r} is read before it is made", where=stage.name)
            made[stage.writes] = recipe(stage, made)
        return {kind: made[kind] for kind in made if kind != "parse"}

    def run(self, pages: Sequence[Page]) -> list[Analysis | Failure]:
        """Return, for each page in order, its analysis, or why there is none."""
        extracted = [self._extract(page) for page in pages]
        analyses = [a for a in extracted if isinstance(a, Analysis)]
        annotated = iter(self.annotate(analyses))
        return [next(annotated) if isinstance(a, Analysis) else a for a in extracted]

    def _extract(self, page: Page) -> Analysis | Failure:
        try:
            return extract(page, limits=self.limits)
        except Exception as problem:  # a page must never stop a run: whatever it breaks becomes a recorded result
            return _failure(problem, page.source.path or page.source.url or page.id, page.id, "extract", page.source.sha256)

    def annotate(self, analyses: Sequence[Analysis]) -> list[Analysis]:
        """Run every stage over documents that have been extracted."""
        found = list(analyses)
        parses: list[Parse | None] = list(_guarded(parsing.parse, found, lambda i, p: None))
        for stage in self.stages:
            found = _run_stage(stage, found, parses)
        return found


def _guarded(
    run: Callable[[Sequence[Any]], Sequence[Any]], items: Sequence[Any], failed: Callable[[int, Exception], Any]
) -> list[Any]:
    """Run a batch; when it fails, run it one by one, so that only the culprit is lost."""
    try:
        return list(run(items))
    except Exception:  # the culprit is found below, and its own error recorded
        results = []
        for i, item in enumerate(items):
            try:
                results.append(run([item])[0])
            except Exception as problem:  # see Pipeline._extract
                results.append(failed(i, problem))
        return results


def _run_stage(stage: Stage, analyses: list[Analysis], parses: Sequence[Parse | None]) -> list[Analysis]:
    reads = frozenset(stage.reads)
    lost: dict[int, Failure] = {}
    for i, analysis in enumerate(analyses):
        broken = next((f for f in analysis.failures if f.stage in reads), None)
        if "parse" in reads and parses[i] is None:
            lost[i] = Failure(
                kind="stage", message="the parse failed", source=_name(analysis), id=analysis.id, stage=stage.writes
            )
        elif broken is not None:
            lost[i] = Failure(
                kind="stage",
                message=f"needs {broken.stage}, which failed",
                source=_name(analysis),
                id=analysis.id,
                stage=stage.writes,
            )
    todo = [i for i in range(len(analyses)) if i not in lost]
    views = [View(analyses[i], parses[i], reads) for i in todo]
    results = _guarded(stage.run, views, lambda i, p: _failure(p, _name(analyses[todo[i]]), analyses[todo[i]].id, stage.writes))
    found = list(analyses)
    for i, items in [*zip(todo, results, strict=True), *lost.items()]:
        if isinstance(items, Failure):
            found[i] = found[i].with_failure(items)
        else:
            found[i] = found[i].with_layer(stage.writes, items)
    return found


def _name(analysis: Analysis) -> str:
    source = analysis.document.source
    return source.path or source.url or analysis.id


def _failure(problem: Exception, source: str, key: str | None, stage: str, sha256: str | None = None) -> Failure:
    if isinstance(problem, TellingsError):
        return Failure(kind=problem.kind, message=problem.message, source=source, id=key, stage=stage, sha256=sha256)
    if isinstance(problem, MemoryError):
        message = f"{stage} needs more memory for this page than a worker may have (limits.worker_bytes); the rest went on"
        return Failure(kind="memory", message=message, source=source, id=key, stage=stage, sha256=sha256)
    message = f"{stage} failed on this page ({type(problem).__name__}: {problem}); the rest went on"
    return Failure(kind="stage", message=message, source=source, id=key, stage=stage, sha256=sha256)
