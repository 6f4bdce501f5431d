"""Inputs named on a command line become pages, in order; what cannot be read becomes a failure."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from tellings.errors import DuplicateId, InputError, OversizedInput
from tellings.model import Failure, Page
from tellings.read import files, jsonl
from tellings.settings import Limits


def read_inputs(inputs: Sequence[str], *, as_is: bool = False, limits: Limits | None = None) -> Iterator[Page | Failure]:
    """Yield a page, or why there is none, for everything that the inputs hold; lazily, in an order that is always the same.

    An input is a file, a folder or "-" (JSON Lines on standard input). A file named twice is read once.
    `as_is` takes text without HTML unchanged, character for character.
    """
    limits = limits or Limits()
    names = _Names()
    seen: set[str] = set()
    for given in inputs:
        if given == "-":
            found: Iterable[Page | InputError] = jsonl.read_rows(sys.stdin.buffer, "stdin", as_is=as_is, limits=limits)
        else:
            found = files.read_path(given, as_is=as_is, limits=limits, seen=seen)
        for item in found:
            yield names.settle(item, limits)


class _Names:
    """Gives pages without an id of their own one that no other page of the run has, and refuses an id that is taken."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def settle(self, item: Page | InputError, limits: Limits) -> Page | Failure:
        found = settled(item, limits, lambda page, where: self._own(page, where) if page.id else self._made(page, where))
        if isinstance(found, Page):
            self.taken.add(found.id)
        return found

    def _own(self, page: Page, where: str) -> str:
        if page.id in self.taken:
            raise DuplicateId(
                f"the id {page.id!r} is taken by an earlier page",
                where=where,
                why="an id names one page",
                hint="give each row its own id, or leave the id out",
            )
        return page.id

    def _made(self, page: Page, where: str) -> str:
        key, again = page.source.sha256[:16], 0
        while key in self.taken:
            key = hashlib.sha256(f"{page.source.sha256}\n{where}\n{again}".encode()).hexdigest()[:16]
            again += 1
        return key


def settled(item: Page | InputError, limits: Limits, name: Callable[[Page, str], str]) -> Page | Failure:
    """Return the page under the id that `name` gives it, or why there is none: what was read of it, or a limit passed."""
    if isinstance(item, InputError):
        return Failure(kind=item.kind, message=item.message, source=item.where, id=item.key)
    where = item.source.path or item.source.url or item.id
    try:
        _refuse_oversized(item, where, limits)
        return msgspec.structs.replace(item, id=name(item, where))
    except InputError as problem:
        return Failure(
            kind=problem.kind, message=problem.message, source=where, id=item.id or item.source.sha256[:16],
            sha256=item.source.sha256,
        )  # fmt: skip


def _refuse_oversized(page: Page, where: str, limits: Limits) -> None:
    if page.form == "html":
        return
    if len(page.text) > limits.text_characters:
        raise OversizedInput(
            f"the text has {len(page.text):,} characters",
            where=where,
            why=f"the limit is {limits.text_characters:,}",
            hint="split it into pages, or raise limits.text_characters",
        )
    if len(page.text) > limits.line_characters:
        longest = max(map(len, page.text.split("\n")))
        if longest > limits.line_characters:
            raise OversizedInput(
                f"one line has {longest:,} characters",
                where=where,
                why=f"the limit is {limits.line_characters:,}: such a line is data, not prose",
                hint="break it into lines, or raise limits.line_characters",
            )
