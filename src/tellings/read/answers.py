"""What is sent with a request and what an answer's header fields say, apart from any connection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, NamedTuple

from tellings import __version__
from tellings.read.unpacking import ACCEPTED

AGENT = "Tellings"
"""The name by which a robots.txt speaks of the program."""
Wanted = Literal["page", "feed", "robots"]
ACCEPT: Mapping[Wanted, str] = {
    "page": "text/html,application/xhtml+xml,text/plain;q=0.5,*/*;q=0.1",
    "feed": "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1",
    "robots": "text/plain,*/*;q=0.1",
}
VISIBLE = re.compile(r"[\x20-\x7e]{1,1024}$")
MOST_PATIENT = 30 * 86_400.0
"""A server that asks to be left alone for longer is asked again after this many seconds."""


class Request(NamedTuple):
    """What is asked for; `etag` and `modified` are those of the last answer, `limit` the bytes that are taken.

    With a `body` (JSON) it is sent there, `fields` with it; any success is an answer then, and no redirect is followed.
    """

    url: str
    wanted: Wanted = "page"
    etag: str | None = None
    modified: str | None = None
    limit: int = 20_000_000
    body: bytes | None = None
    fields: tuple[tuple[str, str], ...] = ()


class Hop(NamedTuple):
    """One redirect: where it was found, and whether it is for good."""

    address: str
    permanent: bool


class Answer(NamedTuple):
    """What came back; `address` is the last one asked, `hops` lie before it. A status of 304 has no body."""

    asked: str
    address: str
    status: int
    body: bytes = b""
    kind: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    max_age: float | None = None
    hops: tuple[Hop, ...] = ()

    @property
    def moved_to(self) -> str | None:
        """Return the new address where every redirect on the way was for good, else None."""
        return self.address if self.hops and all(hop.permanent for hop in self.hops) else None


def agent(contact: str) -> str:
    """Return the User-Agent with the version and where its user can be reached."""
    reach = re.sub(r"[^\x21-\x27\x2a-\x7e]", "", contact)[:200]
    return f"{AGENT}/{__version__} (+{reach})" if reach else f"{AGENT}/{__version__}"


def head(request: Request, *, authority: str, target: str, agent: str) -> bytes:
    """Return the request as it is written on the wire; one request a connection, no cookie, no address that led here."""
    fields = [
        ("Host", authority), ("User-Agent", agent), ("Accept", ACCEPT[request.wanted]), ("Accept-Encoding", ACCEPTED),
        ("If-None-Match", _safe(request.etag)), ("If-Modified-Since", _safe(request.modified)), ("Connection", "close"),
    ]  # fmt: skip
    method, body = ("GET", b"") if request.body is None else ("POST", request.body)
    if request.body is not None:
        fields += [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        fields += [(name, _safe(value)) for name, value in request.fields]
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields if value)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body


def _safe(value: str | None) -> str | None:
    return value if value and VISIBLE.match(value) else None


def kept(value: str | None) -> str | None:
    """Return a header value that may be sent back one day, None for one that may not."""
    return _safe(value.strip()) if value else None


def content_type(value: str | None) -> tuple[str, str | None]:
    """Return the media type in lower case and the charset of a Content-Type field."""
    kind, _, rest = (value or "").partition(";")
    found = re.search(r"charset\s*=\s*\"?([\w.:-]{2,40})", rest, re.IGNORECASE)
    return kind.strip().lower()[:100], found.group(1) if found else None


def seconds_to_wait(value: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After field asks for, as a number or until a moment; None where it says neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        return min(float(text), MOST_PATIENT)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        wait = (moment - datetime.fromtimestamp(now, UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(0.0, wait), MOST_PATIENT)


def freshness(value: str | None) -> float | None:
    """Return the seconds for which a Cache-Control field calls the answer fresh."""
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", value or "", re.IGNORECASE)
    return float(found.group(1)) if found else None


def location(value: str) -> str:
    """Return a Location field as text: header fields come as Latin-1, addresses in them are often UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value
