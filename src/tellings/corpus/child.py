"""A worker of a corpus job: it does the frames that are named on standard input, and names each that is done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from tellings.corpus.pieces import Framed, Pieces


def work(out: Path, step: Framed) -> None:
    """Do frames by number until the input ends."""
    pieces = Pieces.opened(out)
    for line in sys.stdin:
        frame = pieces.frames[step][int(line)]
        pieces.do(step, frame)
        sys.stdout.write(f"{frame.number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    work(Path(sys.argv[1]), cast(Framed, sys.argv[2]))
