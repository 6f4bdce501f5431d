"""Webhooks: told once, signed, tried again with growing waits; never to a private address unless it is allowed by name."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from tellings import hooks
from tellings.cli.program import run
from tellings.errors import FetchError, InputError
from tellings.library import Library
from tellings.model import Given, Page, Source
from tellings.settings import Settings, Watching
from tellings.watch import Watch


class Receiver(ThreadingHTTPServer):
    """Takes deliveries; answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.fields: dict[str, str] = {}
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/told"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.server.status)
        for name, value in self.server.fields.items():
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def page(name: str, text: str) -> Page:
    source = Source(sha256=name * 64, outlet=f"Outlet {name}")
    return Page(id=name, source=source, form="clean", text=text, given=Given(published="2031-05-13", title=f"News of {name}"))


TEXTS = (
    "Police in Torvik arrested the editor Anna Berg on Monday 12 May 2031. Nine people were hurt on the square.",
    "The harbour of Kerrow was closed on Monday after a crane fell on a quay, the harbour office said.",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    settings = Settings(watch=Watching(allow=("127.0.0.1",)))
    with Library(tmp_path / "library.db", settings=settings) as found:
        add(found, page("a", TEXTS[0]))
        yield found


def add(library: Library, *pages: Page) -> None:
    for _ in library.add_pages(pages):
        pass
    library.stories()


def tries(library: Library, now: float = 1_000_000.0) -> list[tuple[int, bool]]:
    return [(d.stories, d.problem is not None) for d in hooks.deliver(library, clock=lambda: now)]


def test_what_changes_is_told_once_and_signed(library: Library, receiver: Receiver) -> None:
    hook = hooks.add(library, receiver.url)
    assert tries(library) == []
    add(library, page("b", TEXTS[1]))
    assert [failed for _, failed in tries(library)] == [False]
    assert tries(library) == []
    fields, body = receiver.taken[0]
    message = json.loads(body)
    told = {page: story for story in message["stories"] for page in story["pages"]}
    assert message["type"] == "stories.changed"
    for sentence in told["b"]["summary"]:
        assert all(TEXTS[1][c["start"] : c["end"]] == c["text"] for c in sentence["evidence"])
    assert fields["content-type"] == "application/json"
    assert hooks.verify(hook.secret, fields, body, now=1_000_100.0)
    assert not hooks.verify(hook.secret, fields, body + b" ", now=1_000_100.0)
    assert not hooks.verify(hook.secret, fields, body, now=1_000_400.0)
    assert not hooks.verify(hooks.add(library, receiver.url).secret, fields, body, now=1_000_100.0)
    assert not hooks.verify(hook.secret, {}, body, now=1_000_100.0)
    assert not hooks.verify(hook.secret, {**fields, "webhook-signature": "v1,é"}, body, now=1_000_100.0)
    assert not hooks.verify(hook.secret, {**fields, "webhook-timestamp": "9" * 5000}, body, now=1_000_100.0)


def test_a_failure_is_tried_again_later_and_later_under_the_same_id(library: Library, receiver: Receiver) -> None:
    hooks.add(library, receiver.url)
    add(library, page("b", TEXTS[1]))
    receiver.status, now, waits = 500, 1_000_000.0, []
    for _ in range(4):
        assert tries(library, now) == [(0, True)]
        due = library.store.hooks()[0].due
        assert tries(library, due - 1) == []
        waits.append(due - now)
        now = due
    assert waits == [60, 120, 240, 480]
    receiver.status = 200
    assert [failed for _, failed in tries(library, now)] == [False]
    assert len({fields["webhook-id"] for fields, _ in receiver.taken}) == 1
    assert (library.store.hooks()[0].tries, library.store.hooks()[0].failed) == (0, None)


def test_who_asks_for_time_gets_it_and_who_is_gone_is_left_alone(library: Library, receiver: Receiver) -> None:
    hooks.add(library, receiver.url)
    add(library, page("b", TEXTS[1]))
    receiver.status, receiver.fields = 503, {"retry-after": "5000"}
    tries(library, 1_000_000.0)
    assert library.store.hooks()[0].due == 1_005_000.0
    receiver.status = 410
    tries(library, 1_005_000.0)
    assert "gone" in (library.store.hooks()[0].ended or "")
    assert tries(library, 9_000_000.0) == []


def test_a_watch_tells_the_webhooks_without_being_asked(library: Library, receiver: Receiver) -> None:
    hooks.add(library, receiver.url)
    for _ in library.add_pages([page("b", TEXTS[1])]):
        pass
    receiver.status = 500
    account = Watch(library, after_round=lambda: hooks.after_round(library)).run(once=True)
    assert (account.counts["stories-told"], account.counts["hook-failed"], account.counts["hook-told"]) == (1, 1, 0)
    receiver.status = 204
    library.store.put_hook(structs.replace(library.store.hooks()[0], due=0.0))
    account = Watch(library, after_round=lambda: hooks.after_round(library)).run(once=True)
    assert (account.counts["stories-told"], account.counts["hook-told"]) == (0, 1)
    told = [story for _, body in receiver.taken[-1:] for story in json.loads(body)["stories"]]
    assert [story["pages"] for story in told] == [["b"]]
    assert "1 webhook delivery taken in" in "".join(account.lines())


def test_it_is_given_up_in_the_end(library: Library, receiver: Receiver) -> None:
    hooks.add(library, receiver.url)
    add(library, page("b", TEXTS[1]))
    receiver.status = 500
    for _ in range(hooks.TRIES):
        tries(library, library.store.hooks()[0].due)
    assert "failures in a row" in (library.store.hooks()[0].ended or "")


def test_a_redirect_is_not_followed(library: Library, receiver: Receiver) -> None:
    hooks.add(library, receiver.url)
    add(library, page("b", TEXTS[1]))
    receiver.status, receiver.fields = 302, {"location": f"{receiver.url}/elsewhere"}
    assert tries(library) == [(0, True)]
    assert len(receiver.taken) == 1


def test_a_private_address_is_refused_unless_it_is_allowed(tmp_path: Path, receiver: Receiver) -> None:
    with Library(tmp_path / "library.db") as library:
        add(library, page("a", TEXTS[0]))
        hooks.add(library, receiver.url)
        add(library, page("b", TEXTS[1]))
        assert tries(library) == [(0, True)]
        assert receiver.taken == []
        assert "may not be asked" in (library.store.hooks()[0].ended or "")


@pytest.mark.parametrize("url", ["ftp://a.example/x", "file:///etc/passwd", "nonsense", "http://user:word@a.example/"])
def test_what_is_no_web_address_is_refused(library: Library, url: str) -> None:
    with pytest.raises(FetchError):
        hooks.add(library, url)


def test_a_secret_is_checked(library: Library) -> None:
    with pytest.raises(InputError):
        hooks.sign("whsec_***", "id", 1, b"")
    with pytest.raises(InputError):
        hooks.remove(library, 7)


def test_the_commands(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--library", library.store.path]  # type: ignore[attr-defined]
    assert run(["hooks", "add", "https://told.example/hook", *place]) == 0
    secret = capsys.readouterr().out.strip()
    assert secret.startswith("whsec_")
    assert run(["hooks", "list", "--json", *place]) == 0
    listed = capsys.readouterr().out
    assert "https://told.example/hook" in listed
    assert secret not in listed
    assert run(["hooks", "remove", "1", *place]) == 0
    assert run(["hooks", "remove", "1", *place]) == 1
