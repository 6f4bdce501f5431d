"""A folder whose saved pages are taken in as they come: those that are new, or were written again, and no longer grow."""

from __future__ import annotations

from pathlib import Path

from tellings.read.files import READ, suffix_of

SETTLED = 2.0
"""A file that was written to within these seconds may still grow."""
EVERY = 5.0


class Folder:
    """Tells which files of a folder are to be read."""

    def __init__(self, path: Path) -> None:
        """Take the folder."""
        self.path = path
        self._seen: dict[str, tuple[float, int]] = {}
        self._next = 0.0

    def new(self, now: float) -> list[str]:
        """Return the files that came or changed since the last look; at most one look in a few seconds."""
        if now < self._next:
            return []
        self._next = now + EVERY
        found = []
        for file in sorted(p for p in self.path.rglob("*") if suffix_of(p) in READ and not p.name.startswith(".")):
            try:
                state = file.stat()
            except OSError:
                continue
            mark = (state.st_mtime, state.st_size)
            if file.is_file() and self._seen.get(str(file)) != mark and state.st_mtime < now - SETTLED:
                self._seen[str(file)] = mark
                found.append(str(file))
        return found
