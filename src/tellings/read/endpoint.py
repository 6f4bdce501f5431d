"""A language model's endpoint that the user named: one POST over HTTPS (plain HTTP to this machine alone), within limits.

No redirect is followed, no proxy of the environment is used, and nothing is sent to any other host than the one named.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import socket
import threading
import time
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from tellings.errors import FetchError, SettingsError
from tellings.settings import Writer

OK = 200
PIECE = 1 << 14


class _Target(NamedTuple):
    secure: bool
    host: str
    port: int
    path: str


class Endpoint:
    """Asks an OpenAI-compatible interface (`…/v1/chat/completions`) for an answer to instructions and data."""

    def __init__(self, settings: Writer) -> None:
        """Take the settings. Raises SettingsError where the address cannot be used or no model is named."""
        if not settings.model:
            raise SettingsError("no model is named", where="writer.model", hint="name one that the endpoint serves")
        self.settings, self.target = settings, _target(settings.endpoint)

    def __call__(self, instructions: str, data: str) -> str:
        """Return the model's words. Raises FetchError: `connection`, `time`, `size`, `status` or `protocol`."""
        asked = {
            "model": self.settings.model, "temperature": 0, "stream": False,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": data}],
        }  # fmt: skip
        kind = http.client.HTTPSConnection if self.target.secure else http.client.HTTPConnection
        connection = kind(self.target.host, self.target.port, timeout=self.settings.seconds)
        ended = threading.Event()
        clock = threading.Timer(self.settings.seconds, _cut, (connection, ended))
        clock.daemon = True
        clock.start()
        try:
            return _words(self._answer(connection, json.dumps(asked).encode(), ended))
        except (OSError, http.client.HTTPException) as problem:
            late = ended.is_set() or isinstance(problem, TimeoutError)
            raise self._failed("time" if late else "connection", "too late" if late else str(problem)) from problem
        except ValueError as problem:
            raise self._failed("time" if ended.is_set() else "protocol", str(problem)) from problem
        finally:
            clock.cancel()
            connection.close()

    def _answer(self, connection: http.client.HTTPConnection, body: bytes, ended: threading.Event) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        key = os.environ.get(self.settings.key_from, "")
        if key:
            headers["Authorization"] = f"Bearer {key}"
        deadline = time.monotonic() + self.settings.seconds
        connection.request("POST", self.target.path, body=body, headers=headers)
        answer = connection.getresponse()
        if answer.status != OK:
            raise self._failed("status", f"HTTP {answer.status}")
        read = bytearray()
        while piece := answer.read1(PIECE):
            read += piece
            if len(read) > self.settings.answer_bytes:
                raise self._failed("size", f"more than {self.settings.answer_bytes} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError
        if ended.is_set():
            raise TimeoutError
        return bytes(read)

    def _failed(self, reason: str, why: str) -> FetchError:
        return FetchError("the language model gave no answer", where=self.target.host, why=why, reason=reason)


def _cut(connection: http.client.HTTPConnection, ended: threading.Event) -> None:
    """End a connection whose time is over, also one that waits for a byte."""
    ended.set()
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _words(answer: bytes) -> str:
    """Return the text of the first choice. Raises ValueError where the answer is no such thing."""
    found = json.loads(answer)
    try:
        content = found["choices"][0]["message"]["content"]
    except (LookupError, TypeError) as problem:
        raise ValueError("not an answer of such an interface") from problem
    if not isinstance(content, str):
        raise ValueError("an answer without words")
    return content


def _target(endpoint: str) -> _Target:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as problem:
        raise SettingsError("not an address", where="writer.endpoint", why=str(problem)) from problem
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        hint = "an address such as https://host/v1, without a name or a key in it"
        raise SettingsError("not the address of an interface", where="writer.endpoint", hint=hint)
    secure = parts.scheme == "https"
    if not secure and not _loopback(parts.hostname):
        hint = "use https, or an endpoint on this machine"
        raise SettingsError("pages and keys are not sent unencrypted", where="writer.endpoint", hint=hint)
    path = parts.path.rstrip("/") + "/chat/completions"
    return _Target(secure, parts.hostname, port or (443 if secure else 80), path)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
