"""Inputs named on a command line become pages, in order; what cannot be read becomes a failure."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tellings.model import Failure, Given, Page, Source
from tellings.settings import Limits


def read_inputs(inputs: Sequence[str], *, as_is: bool = False, limits: Limits | None = None) -> Iterator[Page | Failure]:
    """Yield a page, or why there is none, for everything that the inputs hold."""
    for name in inputs:
        if name == "-":
            for line in sys.stdin.buffer:
                row = json.loads(line)
                text = row.get("text", row.get("html"))
                yield Page(
                    id=str(row.get("id")),
                    source=Source(sha256=hashlib.sha256(line).hexdigest(), url=row.get("url"), outlet=row.get("outlet")),
                    form="html" if "html" in row else "clean" if as_is else "text",
                    text=text,
                    given=Given(title=row.get("title"), published=row.get("published"), language=row.get("language")),
                )
        else:
            path = Path(name)
            files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
            for file in files:
                raw = file.read_bytes()
                if file.suffix == ".gz":
                    import gzip

                    raw = gzip.decompress(raw)
                form = "html" if ".htm" in file.name else "clean" if as_is else "text"
                digest = hashlib.sha256(raw).hexdigest()
                yield Page(
                    id=digest[:16],
                    source=Source(sha256=digest, path=str(file)),
                    form=form,
                    text=raw.decode("utf-8", "replace"),
                )
