"""The only module that opens a socket: one GET over HTTP or HTTPS, within limits, to addresses on the public Internet.

A name is resolved once, every address that it has is checked, and the connection goes to the address that was checked,
with the name in the Host field and the TLS handshake: what a name leads to a moment later does not matter. Each redirect is
a new name. No cookies, no credentials, no proxy of the environment, certificates verified.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from tellings.errors import FetchError, ForbiddenAddress
from tellings.read import answers
from tellings.read.addresses import PORTS, Address, join, parse
from tellings.read.answers import Answer, Hop, Request
from tellings.read.networks import first_refusal, refusal
from tellings.read.unpacking import unpacked
from tellings.settings import Watching

Resolve = Callable[[str, int], Sequence[str]]
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
HEAD_BYTES = 256 * 1024
PIECE = 1 << 16
HINTS = 20
OTHER_PORTS = frozenset({
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    11211,
})  # fmt: skip
"""Ports above 1023 where other protocols listen (the list of the WHATWG Fetch Standard, and two databases)."""


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return every address of a name, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Fetcher:
    """Fetches addresses under the settings; safe to use from several threads."""

    def __init__(
        self, settings: Watching, *, resolve: Resolve = system_resolve, tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        """Take the settings; `resolve`, `tls` and `clock` are what the system offers unless given."""
        self.settings = settings
        self.agent = answers.agent(settings.contact)
        self._resolve, self._tls, self._clock = resolve, tls or _default_tls(), clock
        self._allowed = frozenset(name.strip().lower() for name in settings.allow)

    def get(self, request: Request, *, before: Callable[[Address], None] = lambda address: None) -> Answer:
        """Return what an address answers, its redirects followed. Raises FetchError, also for an answer of 4xx or 5xx.

        `before` is called with every address before it is asked; it may wait (the time limit stands still) or raise.
        """
        address = parse(request.url)
        hops: list[Hop] = []
        seen: set[str] = set()
        left = self.settings.fetch_seconds
        while True:
            before(address)
            seen.add(address.url)
            started = time.monotonic()
            found = self._ask(request, address, started + left)
            left -= time.monotonic() - started
            if isinstance(found, Answer):
                return found._replace(asked=request.url, hops=tuple(hops))
            hops.append(Hop(address.url, found[1]))
            address = found[0]
            self._refuse_loop(request.url, address, seen, len(hops))

    def _refuse_loop(self, asked: str, address: Address, seen: set[str], hops: int) -> None:
        if address.url in seen:
            why = f"it comes back to {address.url}"
            raise FetchError("the redirects go in a circle", where=asked, why=why, reason="redirects", address=address.url)
        if hops > self.settings.redirects:
            hint = "raise watch.redirects"
            raise FetchError("too many redirects", where=asked, hint=hint, reason="redirects", address=address.url)

    def _ask(self, request: Request, address: Address, deadline: float) -> Answer | tuple[Address, bool]:
        """Return the answer of one address, or where it redirects to and whether for good."""
        try:
            with self._connected(address, deadline) as wire:
                wire.cap = request.limit + HEAD_BYTES
                wire.send(answers.head(request, authority=address.authority, target=address.target, agent=self.agent))
                return self._read(request, address, _response(wire))
        except TimeoutError as problem:
            hint = "raise watch.fetch_seconds or watch.read_seconds"
            raise _error("no answer in time", address, "", "time", hint=hint) from problem
        except ssl.SSLError as problem:
            why = getattr(problem, "verify_message", "") or problem.reason or str(problem)
            raise _error("the connection is not safe", address, why, "tls") from problem
        except (http.client.HTTPException, ValueError, UnicodeError) as problem:
            why = f"{type(problem).__name__}: {problem}"[:200]
            raise _error("the answer is not proper HTTP", address, why, "protocol") from problem
        except OSError as problem:
            raise _error("no connection", address, problem.strerror or str(problem), "connection") from problem

    def _read(self, request: Request, address: Address, response: http.client.HTTPResponse) -> Answer | tuple[Address, bool]:
        status, fields = response.status, response.headers
        target = fields.get("Location")
        sent = request.body is not None
        if status in REDIRECTS and target and not sent:
            there = join(address.url, answers.location(target))
            if there is None:
                raise ForbiddenAddress("it redirects to what is not fetched", where=address.url, why=target[:200])
            return parse(there), status in FOR_GOOD
        if status not in (200, 203, 304) and not (sent and 200 <= status < 300):
            wait = answers.seconds_to_wait(fields.get("Retry-After"), self._clock())
            raise _error(
                f"the server answered {status}", address, response.reason[:80], "status", status=status, retry_after=wait
            )
        kind, charset = answers.content_type(fields.get("Content-Type"))
        body = b"" if status == 304 else b"".join(self._body(request, address, response))
        return Answer(
            asked=request.url, address=address.url, status=status, body=body, kind=kind, charset=charset,
            etag=answers.kept(fields.get("ETag")), modified=answers.kept(fields.get("Last-Modified")),
            max_age=answers.freshness(fields.get("Cache-Control")),
        )  # fmt: skip

    def _body(self, request: Request, address: Address, response: http.client.HTTPResponse) -> Iterator[bytes]:
        announced = None if response.chunked else response.length
        if announced is not None and announced > request.limit:
            raise _error("the answer is too large", address, f"it announces {announced:,} bytes", "size",
                         hint="raise limits.page_bytes")  # fmt: skip
        coding = response.headers.get("Content-Encoding") or ""
        yield from unpacked(_pieces(response, announced, address), coding, limit=request.limit, where=address.url)

    def _connected(self, address: Address, deadline: float) -> _Wire:
        """Return a connection to the first address of the host that takes one; all of them were checked."""
        problem: OSError | None = None
        for ip in self._checked(address, deadline):
            connection = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM)
            wire = _Wire(connection, address, deadline, self.settings.read_seconds)
            try:
                wire.patience()
                connection.connect((ip, address.port))
                if address.scheme == "https":
                    wire.patience()
                    wire.socket = self._tls.wrap_socket(connection, server_hostname=address.host)
                return wire
            except ssl.SSLError:
                wire.shut()
                raise
            except OSError as found:
                wire.shut()
                problem = found
        raise problem or OSError("the name has no address")

    def _checked(self, address: Address, deadline: float) -> Sequence[str]:
        """Return the addresses that may be connected to. Raises ForbiddenAddress where one is not public."""
        allowed = bool({address.host, f"{address.host}:{address.port}", address.authority} & self._allowed)
        port = address.port
        if not allowed and port not in PORTS.values() and (port < 1024 or port in OTHER_PORTS):
            raise self._refused(address, f"port {port} is not one of the web")
        literal = ":" in address.host or address.host.rpartition(".")[2].isdigit()
        found = [address.host] if literal else self._resolved(address, deadline)
        why = None if allowed else first_refusal(found) if not literal else refusal(address.host)
        if why:
            raise self._refused(address, why)
        return found

    def _refused(self, address: Address, why: str) -> ForbiddenAddress:
        hint = "put the host into watch.allow if you mean it"
        return ForbiddenAddress("the address is not fetched", where=address.url, why=why, hint=hint)

    def _resolved(self, address: Address, deadline: float) -> Sequence[str]:
        """Resolve in a thread of its own, since the system's resolver keeps no time limit."""
        answer: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answer.put(self._resolve(address.host, address.port))
            except (OSError, UnicodeError) as problem:
                answer.put(problem if isinstance(problem, OSError) else OSError(str(problem)))

        threading.Thread(target=look_up, daemon=True, name="resolve").start()
        try:
            found = answer.get(timeout=max(0.001, min(deadline - time.monotonic(), self.settings.read_seconds)))
        except queue.Empty:
            raise _error("the name was not resolved in time", address, "", "time") from None
        if isinstance(found, OSError):
            raise _error("the name has no address", address, found.strerror or str(found), "name") from found
        return found


class _Wire:
    """A connection whose every read and write keeps the deadline; what `http.client` takes for a socket."""

    def __init__(self, connection: socket.socket, address: Address, deadline: float, silence: float) -> None:
        self.socket, self.address, self.deadline, self.silence = connection, address, deadline, silence
        self.cap = HEAD_BYTES
        self.hints: list[http.client.HTTPResponse] = []
        self._reader = io.BufferedReader(_Stream(self), PIECE)

    def __enter__(self) -> _Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()

    def patience(self) -> None:
        """Set how long the next step may take. Raises TimeoutError where no time is left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(min(left, self.silence))

    def send(self, data: bytes) -> None:
        self.patience()
        self.socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedIOBase:
        """Return the one reader: what it has read ahead is not lost when the answer is read in turn."""
        return self._reader

    def shut(self) -> None:
        self.socket.close()
        self.hints.clear()
        del self._reader  # else wire and stream hold one another, with their buffer


class _Stream(io.RawIOBase):
    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        self._wire.patience()
        size = self._wire.socket.recv_into(into)
        self._taken += size
        if self._taken > self._wire.cap:
            why = f"more than {self._wire.cap:,} bytes came over the wire"
            raise _error("the answer is too large", self._wire.address, why, "size", hint="raise limits.page_bytes")
        return size


def _response(wire: _Wire) -> http.client.HTTPResponse:
    """Return the first answer that is final; hints before it (1xx) are passed over."""
    for _ in range(HINTS):
        response = http.client.HTTPResponse(cast(socket.socket, wire), method="GET")
        response.begin()
        if response.status >= 200:
            return response
        wire.hints.append(response)  # one that is let go closes the reader that all share
    raise http.client.HTTPException("hints without an answer")


def _pieces(response: http.client.HTTPResponse, announced: int | None, address: Address) -> Iterator[bytes]:
    size = 0
    try:
        while piece := response.read1(PIECE):
            size += len(piece)
            yield piece
    except http.client.IncompleteRead as problem:
        raise _error("the answer breaks off", address, f"after {size:,} bytes", "truncated") from problem
    if announced is not None and size < announced:
        raise _error("the answer breaks off", address, f"after {size:,} of {announced:,} bytes", "truncated")


def _default_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _error(
    what: str, address: Address, why: str, reason: str, *, hint: str = "", status: int | None = None,
    retry_after: float | None = None,
) -> FetchError:  # fmt: skip
    return FetchError(
        what, where=address.url, why=why, hint=hint, reason=reason, status=status, retry_after=retry_after, address=address.url
    )
