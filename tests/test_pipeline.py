"""The pipeline: stages that do not fit are refused; a stage that fails costs its own layer of one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tellings.errors import PipelineError
from tellings.model import Analysis, Page
from tellings.pipeline import Pipeline
from tellings.stage import View


class Fake:
    """A stage made for the test."""

    version = 1

    def __init__(
        self,
        writes: str,
        reads: tuple[str, ...],
        *,
        breaks_on: str = "",
        version: int = 1,
        problem: type[Exception] = ZeroDivisionError,
    ) -> None:
        self.name = self.writes = writes  # type: ignore[assignment]
        self.reads, self.breaks_on, self.version, self.problem = reads, breaks_on, version, problem

    def models(self) -> Mapping[str, str]:
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Any, ...]]:
        if self.breaks_on and any(self.breaks_on in view.text for view in views):
            raise self.problem("on purpose")
        return [() for _ in views]


def built(*stages: Fake) -> Pipeline:
    return Pipeline(stages)  # type: ignore[arg-type]


def test_two_makers_of_one_layer_are_refused() -> None:
    with pytest.raises(PipelineError, match="two makers"):
        built(Fake("times", ("blocks",)), Fake("times", ("blocks",)))


def test_a_reader_before_its_maker_is_refused() -> None:
    with pytest.raises(PipelineError, match="before it is made"):
        built(Fake("quotes", ("times",)), Fake("times", ("blocks",)))


def test_a_new_version_changes_the_recipes_of_its_readers_and_no_others() -> None:
    def recipes(version: int) -> Mapping[Any, str]:
        return built(
            Fake("times", ("blocks",), version=version), Fake("quotes", ("times",)), Fake("quantities", ("blocks",))
        ).recipes

    old, new = recipes(1), recipes(2)
    assert {kind for kind in old if old[kind] != new[kind]} == {"times", "quotes"}


def test_a_stage_that_fails_costs_one_layer_of_one_document(page: Callable[..., Page]) -> None:
    pipeline = built(Fake("times", ("blocks",), breaks_on="bad"), Fake("quotes", ("times",)), Fake("quantities", ("blocks",)))
    results = pipeline.run([page("good", id="a"), page("bad", id="b"), page("fine", id="c")])
    failures = {r.id: [(f.stage, f.message) for f in r.failures] for r in results if isinstance(r, Analysis)}
    assert failures["a"] == failures["c"] == []
    assert [stage for stage, _ in failures["b"]] == ["times", "quotes"]
    assert "on purpose" in failures["b"][0][1]
    assert "needs times" in failures["b"][1][1]


def test_a_page_that_needs_too_much_memory_says_so(page: Callable[..., Page]) -> None:
    (found,) = built(Fake("times", ("blocks",), breaks_on="bad", problem=MemoryError)).run([page("A bad page.")])
    assert isinstance(found, Analysis)
    assert [(f.kind, f.stage) for f in found.failures] == [("memory", "times")]
    assert "limits.worker_bytes" in found.failures[0].message


def test_the_default_stages_fit() -> None:
    assert {"blocks", "times", "entities", "quotes", "events", "vectors"} <= set(Pipeline().recipes)
