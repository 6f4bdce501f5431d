"""The manifest of a run: versions, models, inputs, counts, timings, failures."""

from __future__ import annotations

from tellings.model import Failure, Record


class ModelUsed(Record, frozen=True):
    """One weight file and whether it was in use."""

    name: str
    state: str
    sha256: str


class InputSeen(Record, frozen=True):
    """One page that was read."""

    id: str
    path: str | None
    url: str | None
    sha256: str


class RunAccount(Record, frozen=True):
    """What a run read and did."""

    inputs: tuple[str, ...]
    read: int
    analysed: int
    reused: int
    failures: tuple[Failure, ...]
    warnings: tuple[tuple[str, str], ...]
    seconds: dict[str, float]
    recipes: dict[str, str]


class Manifest(Record, frozen=True):
    """What made a report, so that it can be made again and checked."""

    program: str
    version: str
    python: str
    models: tuple[ModelUsed, ...]
    run: RunAccount
    pages: tuple[InputSeen, ...]
    documents: int
    stories: int
