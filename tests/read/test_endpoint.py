from __future__ import annotations

import ast
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import tellings
from tellings.errors import FetchError, SettingsError
from tellings.read.endpoint import Endpoint
from tellings.settings import Writer

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(answer: Answer) -> Iterator[tuple[str, list[tuple[str, str | None, bytes]]]]:
    """Serve on loopback; yield the endpoint and what was asked: path, authorization, body."""
    seen: list[tuple[str, str | None, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.asked = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers["Authorization"], body))
            with suppress(OSError):
                answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(content: object, status: int = 200) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        handler.send_response(status)
        handler.send_header("Location", "http://127.0.0.1:9/elsewhere")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def trickles(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def trickles_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-")
    for _ in range(400):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.02)


def is_silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def goes_on(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b"x" * 4096)


def settings(endpoint: str, *, seconds: float = 5.0) -> Writer:
    return Writer(endpoint=endpoint, model="small", seconds=seconds, answer_bytes=50_000)


def test_the_words_of_the_first_choice_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELLINGS_WRITER_KEY", "s3cret")
    with served(says({"choices": [{"message": {"content": "hello"}}]})) as (endpoint, seen):
        assert Endpoint(settings(endpoint))("do", "this") == "hello"
    path, authorization, body = seen[0]
    assert (path, authorization) == ("/v1/chat/completions", "Bearer s3cret")
    assert [m["content"] for m in json.loads(body)["messages"]] == ["do", "this"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says({}, 500), "status"),
        (says({}, 307), "status"),
        (says(b"<html>"), "protocol"),
        (says({"choices": []}), "protocol"),
        (says({"choices": [{"message": {"content": None}}]}), "protocol"),
        (says(b"\xff\xfe"), "protocol"),
        (goes_on, "size"),
    ],
)
def test_an_answer_that_is_none_is_an_error(answer: Answer, reason: str) -> None:
    with served(answer) as (endpoint, seen), pytest.raises(FetchError) as raised:
        Endpoint(settings(endpoint))("do", "this")
    assert raised.value.reason == reason
    assert len(seen) == 1


@pytest.mark.parametrize("answer", [trickles, trickles_headers, is_silent])
def test_an_answer_that_never_ends_is_given_up_in_time(answer: Answer) -> None:
    with served(answer) as (endpoint, _):
        started = time.monotonic()
        with pytest.raises(FetchError) as raised:
            Endpoint(settings(endpoint, seconds=0.4))("do", "this")
        assert time.monotonic() - started < 3.0
    assert raised.value.reason == "time"


def test_nobody_at_home_is_an_error() -> None:
    with pytest.raises(FetchError) as raised:
        Endpoint(settings("http://127.0.0.1:1/v1"))("do", "this")
    assert raised.value.reason == "connection"


@pytest.mark.parametrize(
    "endpoint",
    ["http://models.example/v1", "ftp://127.0.0.1/v1", "file:///etc/passwd", "https://me:pw@models.example/v1", "models", ""],
)
def test_an_address_that_is_unsafe_or_none_is_refused_before_anything_is_sent(endpoint: str) -> None:
    with pytest.raises(SettingsError):
        Endpoint(settings(endpoint))


def test_a_model_must_be_named() -> None:
    with pytest.raises(SettingsError):
        Endpoint(Writer(endpoint="https://models.example/v1"))


def test_two_modules_of_this_room_open_connections_and_nothing_below_does() -> None:
    root = Path(tellings.__file__).parent
    wires = {"socket", "http.client", "urllib.request", "ssl"}
    found = set()
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {file.relative_to(root).as_posix() for name in names if name in wires}
    rooms = ("read/", "extract/", "annotate/", "relate/", "compare/", "export/", "lang/", "models/", "model/")
    assert {f for f in found if f.startswith(rooms)} == {"read/fetch.py", "read/endpoint.py"}
