"""A corpus job: its steps over the layers of a finished crawl, each piece with its ledger, resumed by running it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from tellings.corpus import actors, near
from tellings.corpus.catalogue import Catalogue, catalogue_of
from tellings.corpus.ledger import FOLDER, Ledgers
from tellings.corpus.pieces import CATALOGUE, PAIRS, PLAN, SKETCHES, Framed, Made, Pieces, name_of
from tellings.corpus.workers import done_by
from tellings.crawl import MANIFEST, Crawl, checked, read_manifest
from tellings.engine.shard import write_whole
from tellings.errors import EngineError, StoreError
from tellings.model import Record
from tellings.stage import fingerprint

Step = Literal["near", "copies", "stories", "actors"]
STEPS: tuple[Step, ...] = get_args(Step)
VERSION = 2
"""Raised when layers of an earlier version must be made anew."""
BASE, LISTED = 400_000_000, 60
"""Bytes that the program itself takes, and an article in the catalogue."""
COPIED, COPIED_WORD = 1_000, 18
"""Bytes of an article in a frame where copies are looked for, and of each of its words."""
FRAMED, FRAMED_WORD = 7_000, 28
"""The same where stories are."""
FEWEST = 1_000
"""Articles of the smallest frame."""


class Plan(Record, frozen=True):
    """How a job is run: bytes of memory, days to either side of an article among which its story is looked for, processes."""

    memory: int = 4_000_000_000
    days: int = 7
    workers: int = 1


class CorpusAccount(Record, frozen=True):
    """What became of a job: articles, frames, pieces that an earlier run had finished, and rows by layer."""

    articles: int
    frames: int
    kept: int
    rows: dict[str, int]
    shortened: bool
    """Frames hold fewer days than were asked for, since memory holds no more."""


class _Job:
    """A job under way."""

    def __init__(self, out: Path, plan: Plan, progress: Callable[[int, int], None]) -> None:
        self.out, self.progress = out, progress
        crawl = read_manifest(out)
        checked(out, crawl)
        if not crawl.layout.with_documents:
            raise StoreError("the crawl kept no documents", where=str(out), hint="run it without --tables-only")
        self.ledgers, self.plan = Ledgers(out), plan
        made = self._take_up(crawl)
        self.pieces = Pieces(out, self.catalogue, made)
        self.kept = len(list((out / FOLDER).glob("*.done")))

    def _take_up(self, crawl: Crawl) -> Made:
        """Go on with the layers of an earlier run, with its frames; make them anew where the crawl has grown since."""
        file, listed = self.out / FOLDER / PLAN, self.out / FOLDER / CATALOGUE
        manifest = fingerprint((self.out / MANIFEST).read_text("utf-8"))
        made = Made(version=VERSION, crawl=manifest, days=self.plan.days, frame=0, copied=0)
        before = _made(file)
        same = before is not None and msgspec.structs.replace(before, frame=0, copied=0) == made
        if not same:
            self.ledgers.forget(STEPS)
        if not listed.exists():
            catalogue_of(self.out, crawl).save(listed)
        self.catalogue = Catalogue.opened(self.out, listed)
        if before is not None and same:
            return before
        made = msgspec.structs.replace(made, frame=self._most(FRAMED, FRAMED_WORD), copied=self._most(COPIED, COPIED_WORD))
        write_whole(file, msgspec.json.encode(made))
        return made

    def _most(self, bytes_of_one: int, bytes_of_word: int) -> int:
        """Return how many articles a frame may hold."""
        free = (self.plan.memory - LISTED * len(self.catalogue)) // self.plan.workers - BASE
        return max(FEWEST, int(free // (bytes_of_one + bytes_of_word * self.catalogue.words)))

    def near(self) -> None:
        """Join near-duplicates over all articles."""
        pairs = self.out / FOLDER / PAIRS
        if self._finished("near") and pairs.exists():
            return
        import numpy as np

        file = self.out / FOLDER / SKETCHES
        rows, found = near.joined(self.catalogue, near.sketched(self.catalogue, file))
        np.save(pairs, found)
        self.ledgers.write("near", "near", rows, columns=near.COLUMNS, articles=len(self.catalogue))
        file.unlink()

    def copies(self) -> None:
        """Find the passages that articles share."""
        self.near()
        for _ in self._done("copies"):
            pass

    def stories(self) -> None:
        """Group articles into stories, frame by frame, and name those of a frame when the frames before it are named."""
        self.copies()
        self._name()
        for _ in self._done("stories"):
            self._name()

    def _done(self, step: Framed) -> Iterator[int]:
        """Do the frames that are left, here or by several processes; yield the number of each when it is done."""
        frames = self.pieces.frames[step]
        left = [frame.number for frame in self.pieces.left(step)]
        done = len(frames) - len(left)
        self.progress(done, len(frames))
        several = self.plan.workers > 1 and len(left) > 1
        for number in done_by(self.plan.workers, self.out, step, left) if several else self._here(step, left):
            done += 1
            self.progress(done, len(frames))
            yield number

    def _here(self, step: Framed, numbers: Sequence[int]) -> Iterator[int]:
        for number in numbers:
            self.pieces.do(step, self.pieces.frames[step][number])
            yield number

    def _name(self) -> None:
        for frame in self.pieces.frames["stories"]:
            if not self._finished(name_of("stories", frame)):
                if not self.pieces.grouped(frame):
                    break
                self.pieces.name_stories(frame)

    def actors(self) -> None:
        """Bring names together over all pages."""
        turns = actors.turns_of(self.catalogue, memory=self.plan.memory)
        for turn in range(turns):
            name = f"actors-{turn:03d}-of-{turns:03d}"
            if not self._finished(name):
                rows = actors.actors_in(self.catalogue, turn=turn, turns=turns)
                self.ledgers.write(name, "actors", rows, columns=actors.COLUMNS, articles=len(self.catalogue))

    def _finished(self, name: str) -> bool:
        return self.ledgers.of(name) is not None

    def checked(self, steps: Sequence[Step]) -> CorpusAccount:
        """Return the account: every file has the rows of its ledger, every article was decided once."""
        rows: dict[str, int] = {}
        for step in steps:
            names = sorted(f.name.removesuffix(".done") for f in (self.out / FOLDER).glob(f"{step}*.done"))
            done = [self.ledgers.check(name) for name in names]
            rows[step] = sum(sum(d.files.values()) for d in done)
            decided = sum(d.articles for d in done)
            if step in ("copies", "stories") and decided != len(self.catalogue):
                raise EngineError(f"{decided} of {len(self.catalogue)} articles were decided", where=step, hint="run it again")
        if "stories" in rows and rows["stories"] != len(self.catalogue):
            raise EngineError(f"{len(self.catalogue)} articles, {rows['stories']} in stories", where=str(self.out))
        short, frames = self.pieces.shortened(self.plan.days), len(self.pieces.frames["stories"])
        return CorpusAccount(len(self.catalogue), frames, self.kept, rows, short)


def _made(file: Path) -> Made | None:
    """Return what an earlier run noted of its layers; None where there was none, or one of another version."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Made)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def run_corpus(
    out: Path, *, steps: Sequence[Step] = STEPS, plan: Plan | None = None,
    progress: Callable[[int, int], None] = lambda done, known: None,
) -> CorpusAccount:  # fmt: skip
    """Run steps of a job over a finished crawl's layers and check its ledgers. Raises EngineError, StoreError.

    A step runs those that it needs: copies need near-duplicates, stories need copies.
    """
    job = _Job(out, plan or Plan(), progress)
    asked: dict[Step, Callable[[], Any]] = {
        "near": job.near,
        "copies": job.copies,
        "stories": job.stories,
        "actors": job.actors,
    }
    for step in STEPS:
        if step in steps:
            asked[step]()
    made: list[Step] = [step for step in STEPS if any((out / FOLDER).glob(f"{step}*.done"))]
    return job.checked(made)
