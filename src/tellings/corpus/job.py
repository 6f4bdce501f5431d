"""A corpus job: its steps over the layers of a finished crawl, each piece with its ledger, resumed by running it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from tellings.corpus import actors, near, passages, stories
from tellings.corpus.catalogue import Catalogue, catalogue_of
from tellings.corpus.frames import Frame, frames_of
from tellings.corpus.ledger import FOLDER, Ledgers
from tellings.crawl import MANIFEST, checked, read_manifest
from tellings.engine.shard import write_whole
from tellings.errors import EngineError, StoreError
from tellings.model import Record
from tellings.stage import fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Step = Literal["near", "copies", "stories", "actors"]
STEPS: tuple[Step, ...] = get_args(Step)
VERSION = 1
"""Raised when layers of an earlier version must be made anew."""
PLAN, SKETCHES, PAIRS = "plan.json", "sketches.npy", "pairs.npy"
BASE, LISTED, FRAMED = 400_000_000, 160, 26_000
"""Bytes that the program itself takes, an article in the catalogue, and one in a frame."""
FEWEST = 1_000
"""Articles of the smallest frame."""


class Plan(Record, frozen=True):
    """How a job is run: bytes of memory, and days to either side of an article among which its story is looked for."""

    memory: int = 4_000_000_000
    days: int = 7


class Made(Record, frozen=True):
    """What the layers of a job were made of; where it differs they are made anew."""

    version: int
    crawl: str
    days: int
    frame: int
    """Articles of a frame at most."""


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
        self.catalogue: Catalogue = catalogue_of(out, crawl)
        self.ledgers, self.plan = Ledgers(out), plan
        most = max(FEWEST, (plan.memory - BASE - LISTED * len(self.catalogue)) // FRAMED)
        made = Made(version=VERSION, crawl=fingerprint((out / MANIFEST).read_text("utf-8")), days=plan.days, frame=most)
        self._take_up(made)
        self.frames = frames_of(self.catalogue.days, reach=plan.days, most=self.most)
        self.kept = len(list((out / FOLDER).glob("*.done")))

    def _take_up(self, made: Made) -> None:
        """Go on with the layers of an earlier run, with its frames; make them anew where the crawl has grown since."""
        file = self.out / FOLDER / PLAN
        before = msgspec.json.decode(file.read_bytes(), type=Made) if file.exists() else None
        if before is None or msgspec.structs.replace(before, frame=made.frame) != made:
            self.ledgers.forget(STEPS)
            write_whole(file, msgspec.json.encode(made))
            before = made
        self.most = before.frame

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
        pairs: NDArray[np.int64] | None = None
        for frame, name in self._pieces("copies"):
            if pairs is None:
                import numpy as np

                pairs = np.load(self.out / FOLDER / PAIRS)
            rows = passages.copies_in(self.catalogue, frame, pairs)
            self.ledgers.write(name, "copies", rows, columns=passages.COLUMNS, articles=frame.end - frame.start)

    def stories(self) -> None:
        """Group articles into stories, frame after frame."""
        self.copies()
        for frame, name in self._pieces("stories"):
            touching = [f"copies-{f.number:06d}" for f in self.frames if f.start < frame.high and f.end > frame.low]
            before = [f"stories-{f.number:06d}" for f in self.frames if f.end > frame.low and f.number < frame.number]
            columns = ["document", "part", "from_document", "from_part", "share"]
            named = {(r["document"], r["part"]): r["story"] for r in self.ledgers.rows(before, ["document", "part", "story"])}
            rows = stories.stories_in(self.catalogue, frame, self.ledgers.rows(touching, columns), named)
            self.ledgers.write(name, "stories", rows, columns=stories.COLUMNS, articles=frame.end - frame.start)

    def actors(self) -> None:
        """Bring names together over all pages."""
        turns = actors.turns_of(self.catalogue, memory=self.plan.memory)
        for turn in range(turns):
            name = f"actors-{turn:03d}-of-{turns:03d}"
            if not self._finished(name):
                rows = actors.actors_in(self.catalogue, turn=turn, turns=turns)
                self.ledgers.write(name, "actors", rows, columns=actors.COLUMNS, articles=len(self.catalogue))

    def _pieces(self, step: Step) -> Iterator[tuple[Frame, str]]:
        """Yield the frames that a step has not finished, with the name of the piece of work."""
        for frame in self.frames:
            name = f"{step}-{frame.number:06d}"
            if not self._finished(name):
                yield frame, name
            self.progress(frame.number + 1, len(self.frames))

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
        days, reach = self.catalogue.days, self.plan.days
        short = any(f.low and days[f.low] > days[f.start] - reach for f in self.frames)
        return CorpusAccount(len(self.catalogue), len(self.frames), self.kept, rows, bool(short))


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
