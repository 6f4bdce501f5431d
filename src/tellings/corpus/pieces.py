"""The pieces of a job that do not wait for one another: copies found in a frame, articles of a frame grouped into stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from tellings.corpus import passages, stories
from tellings.corpus.catalogue import Catalogue
from tellings.corpus.frames import Frame, frames_of
from tellings.corpus.ledger import FOLDER, Ledgers
from tellings.model import Record
from tellings.relate.stories_keys import Told

Framed = Literal["copies", "stories"]
PLAN, SKETCHES, PAIRS, CATALOGUE = "plan.json", "sketches.npy", "pairs.npy", "catalogue.arrow"
SHARED = ["document", "part", "from_document", "from_part", "share"]
"""Columns of copies that stories look at."""


class Made(Record, frozen=True):
    """What the layers of a job were made of; where it differs they are made anew."""

    version: int
    crawl: str
    days: int
    frame: int
    """Articles at most of a frame in which they are grouped into stories."""
    copied: int
    """The same where copies are looked for."""


class Pieces:
    """The frames of a job, and what is done in each."""

    def __init__(self, out: Path, catalogue: Catalogue, made: Made) -> None:
        self.out, self.catalogue, self.ledgers = out, catalogue, Ledgers(out)
        days = catalogue.days
        self.frames: dict[Framed, list[Frame]] = {
            "copies": frames_of(days, reach=made.days, most=made.copied, ahead=False),
            "stories": frames_of(days, reach=made.days, most=made.frame),
        }

    @classmethod
    def opened(cls, out: Path) -> Pieces:
        """Return the pieces of a job that was begun."""
        made = msgspec.json.decode((out / FOLDER / PLAN).read_bytes(), type=Made)
        return cls(out, Catalogue.opened(out, out / FOLDER / CATALOGUE), made)

    def left(self, step: Framed) -> Iterator[Frame]:
        """Yield the frames that are still to be done."""
        for frame in self.frames[step]:
            done = self.ledgers.of(name_of(step, frame)) is not None
            if not (done or (step == "stories" and self.grouped(frame))):
                yield frame

    def grouped(self, frame: Frame) -> bool:
        """Tell whether a frame's articles are grouped into stories, to be named."""
        return self._told(frame).exists()

    def do(self, step: Framed, frame: Frame) -> None:
        """Do one piece: write the copies of a frame with their ledger, or what stories its articles tell, to be named."""
        if step == "copies":
            self._copies(frame)
        else:
            self._stories(frame)

    def _copies(self, frame: Frame) -> None:
        import numpy as np

        pairs = np.load(self.out / FOLDER / PAIRS, mmap_mode="r")
        rows = passages.copies_in(self.catalogue, frame, pairs)
        articles = frame.end - frame.start
        self.ledgers.write(name_of("copies", frame), "copies", rows, columns=passages.COLUMNS, articles=articles)

    def _stories(self, frame: Frame) -> None:
        import numpy as np

        touching = [name_of("copies", f) for f in self.frames["copies"] if f.start < frame.high and f.end > frame.low]
        told = stories.grouped(self.catalogue, frame, self.ledgers.rows(touching, SHARED))
        file = self._told(frame)
        aside = file.with_suffix(".part.npz")
        np.savez(aside, labels=told.labels, confidence=told.confidence)
        aside.replace(file)

    def name_stories(self, frame: Frame) -> None:
        """Name the stories of a frame after those of the frames before, and write them with their ledger."""
        import numpy as np

        before = [name_of("stories", f) for f in self.frames["stories"] if f.end > frame.low and f.number < frame.number]
        rows = self.ledgers.rows(before, ["document", "part", "story"])
        named = {(r["document"], r["part"]): r["story"] for r in rows}
        with np.load(self._told(frame)) as held:
            told = Told(held["labels"], held["confidence"])
        found = stories.stories_in(self.catalogue, frame, told, named)
        articles = frame.end - frame.start
        self.ledgers.write(name_of("stories", frame), "stories", found, columns=stories.COLUMNS, articles=articles)
        self._told(frame).unlink()

    def _told(self, frame: Frame) -> Path:
        return self.out / FOLDER / f"told-{frame.number:06d}.npz"

    def shortened(self, days: int) -> bool:
        """Tell whether a frame holds fewer days before what it decides than were asked for."""
        found = self.catalogue.days
        return any(f.low and found[f.low] > found[f.start] - days for own in self.frames.values() for f in own)


def name_of(step: Framed, frame: Frame) -> str:
    """Return the name of a piece of work."""
    return f"{step}-{frame.number:06d}"
