"""A server on loopback that says byte for byte what a test wants, also what no server should."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import NamedTuple


class Asked(NamedTuple):
    """One request as it came in."""

    path: str
    fields: dict[str, str]
    at: float


Talk = Callable[[Asked, socket.socket], None]


class Server:
    """Answers with what `pages` holds for a path: bytes as they are, or a function that talks to the connection."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, bytes | Talk] = {}
        self.asked: list[Asked] = []
        self.tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._listener.close()

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            lines = head.decode("latin-1").split("\r\n")
            fields = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
            asked = Asked(lines[0].split(" ")[1], fields, time.monotonic())
            self.asked.append(asked)
            page = self.pages.get(asked.path, answer(b"nothing here", status="404 Not Found"))
            if callable(page):
                page(asked, connection)
            else:
                connection.sendall(page)
        connection.close()


def answer(body: bytes = b"", status: str = "200 OK", length: int | None = None, **fields: str) -> bytes:
    """Return an answer with its head; `length` is what it claims, where that is not the truth."""
    named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body) if length is None else length)}
    named |= {k.replace("_", "-"): v for k, v in fields.items()}
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in named.items()).encode() + b"\r\n" + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(b"", status=status, Location=to)


def drip(data: bytes, pause: float) -> Talk:
    """Return a page that comes byte by byte."""

    def talk(asked: Asked, connection: socket.socket) -> None:
        for i in range(len(data)):
            connection.sendall(data[i : i + 1])
            time.sleep(pause)

    return talk


def endless(head: bytes, piece: bytes) -> Talk:
    """Return a page that never ends."""

    def talk(asked: Asked, connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return talk


def bomb(size: int) -> bytes:
    return gzip.compress(b"\0" * size, 9)
