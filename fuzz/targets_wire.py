"""What comes over the wire or out of an archive, without a connection: answers, packed bodies, header fields, slices, PDF."""

from __future__ import annotations

import io
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.settings import Watching

if TYPE_CHECKING:
    from tellings.read.fetch import Fetcher

MOST = 100_000
"""Bytes of an answer that are taken."""


class Canned:
    """A socket that gives what it was given."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def settimeout(self, _: float) -> None:
        """Take any patience."""

    def sendall(self, _: bytes) -> None:
        """Take any request."""

    def recv_into(self, into: memoryview) -> int:
        """Give what is left."""
        return self._stream.readinto(into)

    def close(self) -> None:
        """Be closed."""


@cache
def fetcher() -> Fetcher:
    """Return the fetcher whose connections are canned."""
    from tellings.read import fetch

    class Offline(fetch.Fetcher):
        data = b""

        def _connected(self, address: Any, deadline: float) -> Any:
            return fetch._Wire(Canned(self.data), address, deadline, 5.0)  # type: ignore[arg-type]

    return Offline(Watching())


def http(data: bytes) -> None:
    """Read an answer as it comes over the wire: status, fields, pieces, coding; never more than the limit."""
    from tellings.read.addresses import parse
    from tellings.read.answers import Answer, Request

    own = fetcher()
    own.data = data  # type: ignore[attr-defined]
    found = own._ask(Request("http://news.example/a", limit=MOST), parse("http://news.example/a"), time.monotonic() + 10)
    if isinstance(found, Answer):
        assert len(found.body) <= MOST
        assert all(value is None or value.isascii() for value in (found.etag, found.modified))


def fields(data: bytes) -> None:
    """Read the header fields of answers one by one."""
    from tellings.read import answers, feeds_dates

    value = data.decode("latin-1")
    kind, charset = answers.content_type(value)
    assert len(kind) <= 100
    assert charset is None or len(charset) <= 40
    for number in (answers.seconds_to_wait(value, 1_936_000_000.0), answers.freshness(value)):
        assert number is None or number >= 0
    answers.location(value)
    feeds_dates.seconds(feeds_dates.moment(data.decode("utf-8", "replace")))


def packed(data: bytes) -> None:
    """Unpack a body piece by piece: the first byte says how it is packed, the second how long the pieces are."""
    from tellings.read.unpacking import unpacked

    coding = ("gzip", "deflate", "identity", "br", "x-gzip, identity", "gzip,gzip")[data[0] % 6] if data else "gzip"
    size = data[1] + 1 if len(data) > 1 else 1
    pieces = [data[n : n + size] for n in range(2, len(data), size)]
    assert sum(len(p) for p in unpacked(pieces, coding, limit=MOST, where="fuzz")) <= MOST


def network(data: bytes) -> None:
    """Judge an address of the network and join an address with where it was found."""
    from tellings.read.addresses import join
    from tellings.read.networks import refusal

    value = data.decode("utf-8", "replace")
    if refusal(value) is None:
        import ipaddress

        assert ipaddress.ip_address(value).is_global
    once = join("http://news.example/a/b?c", value)
    assert once is None or once.startswith(("http://", "https://")), once


def feed_links(data: bytes) -> None:
    """Find the feeds that a page names."""
    from tellings.read.feed_links import MOST as MOST_LINKS
    from tellings.read.feed_links import find_feeds

    found = find_feeds(data, address="http://news.example/")
    assert len(found) <= MOST_LINKS
    assert all(link.address.startswith(("http://", "https://")) for link in found)


def slices(data: bytes) -> None:
    """Find where the first record of a slice begins; it lies inside and behind the place asked."""
    from tellings.read.slices import first_record

    start = data[0] % (len(data) + 1) if data else 0
    at = first_record(io.BytesIO(data), start)
    assert at is None or start <= at < len(data)


def pdf(data: bytes) -> None:
    """Read a PDF document in this process and join its pages."""
    from tellings.read.pdf import joined
    from tellings.read.pdf_child import serve

    found = serve(data, 100_000, 20)
    joined(found.pages).encode("utf-8", "replace")


def pages_of_pdf(data: bytes) -> None:
    """Join the lines of printed pages: running heads out, words parted at line ends together."""
    from tellings.read.pdf import joined

    joined(data.decode("utf-8", "replace").split("\f"))
