"""What was compressed on the way is unpacked piece by piece, never beyond a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from tellings.errors import FetchError

PLAIN = frozenset({"", "identity"})
GZIP = frozenset({"gzip", "x-gzip"})
MEMBER = b"\x1f\x8b"
PIECE = 1 << 16
ACCEPTED = "gzip, deflate"
"""What servers are told: the standard library unpacks no other coding."""


def unpacked(pieces: Iterable[bytes], coding: str, *, limit: int, where: str) -> Iterator[bytes]:
    """Yield the plain bytes of a body. Raises FetchError: an unknown coding, broken data, or more bytes than the limit."""
    names = [n for name in coding.split(",") if (n := name.strip().lower()) not in PLAIN]
    if len(names) > 1:
        raise FetchError("the answer is packed more than once", where=where, why=coding[:80], reason="encoding")
    if not names:
        yield from _counted(pieces, limit, where)
    elif names[0] in GZIP or names[0] == "deflate":
        yield from _counted(_inflated(pieces, names[0], where), limit, where)
    else:
        raise FetchError(
            "the answer is packed in a way that was not asked for", where=where, why=coding[:80], reason="encoding"
        )


def _counted(pieces: Iterable[bytes], limit: int, where: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            why = f"it has more than {limit:,} bytes unpacked"
            raise FetchError("the answer is too large", where=where, why=why, hint="raise limits.page_bytes", reason="size")
        yield piece


def _inflated(pieces: Iterable[bytes], name: str, where: str) -> Iterator[bytes]:
    """Inflate without ever holding more than one piece; several gzip members behind one another are one body."""
    packed = _Inflation(name)
    try:
        for piece in pieces:
            yield from packed.feed(piece)
    except zlib.error as problem:
        raise FetchError("the answer is not what it says it is packed as", where=where, why=str(problem),
                         reason="encoding") from problem  # fmt: skip
    if not packed.ended:
        raise FetchError("the packed answer breaks off", where=where, reason="truncated")


class _Inflation:
    def __init__(self, name: str) -> None:
        self.gzip = name != "deflate"
        self.ended = True
        self._inside = zlib.decompressobj(31) if self.gzip else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inside is None and data:
            # Some servers send deflate bare, others (as the standard says) in a zlib wrapper: the first byte tells.
            self._inside = zlib.decompressobj(15 if data[0] & 0x0F == 8 else -15)
        while data and self._inside is not None:
            if self._inside.eof:
                if not self.gzip or not data.startswith(MEMBER):
                    return
                self._inside = zlib.decompressobj(31)
            out = self._inside.decompress(data, PIECE)
            data = self._inside.unconsumed_tail or self._inside.unused_data
            self.ended = self._inside.eof
            if out:
                yield out
            while not data and len(out) == PIECE and not self._inside.eof:
                out = self._inside.decompress(b"", PIECE)
                self.ended = self._inside.eof
                if out:
                    yield out
