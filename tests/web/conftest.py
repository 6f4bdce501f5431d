"""A small library that is served on loopback, and a browser-like client for it."""

from __future__ import annotations

import hashlib
import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tellings import shelving
from tellings.library import Library
from tellings.model import Given, Page, Source

ATTACK = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><style>*{display:none}</style>"
FORM = '"><form action=https://evil.example><button formaction=javascript:alert(1)>x</button></form><base href=//evil.example>'

FERRY = {
    "courier": (
        "Ferry sinks off Lisbon, nine dead",
        "2031-05-13",
        "LISBON: Nine people died when the ferry Aurora sank off Lisbon on Monday evening, the coastguard said.\n"
        "“We searched all night,” said Maria Duarte, the commander of the coastguard in Lisbon.\n"
        "About 200 people were aboard when the ferry left for Cascais. Police arrested the captain, Henrik Lund, on Tuesday.\n"
        "The transport minister, Paulo Reis, promised an inquiry. The minister criticised the company Blue Line.",
    ),
    "ledger": (
        "Aurora disaster: 11 killed near Lisbon",
        "2031-05-14",
        "Eleven people were killed when the ferry Aurora went down near Lisbon on Monday, officials said on Wednesday.\n"
        "“We searched all night and found nobody,” said Maria Duarte of the coastguard.\n"
        "Some 240 passengers were aboard the Aurora, which sails between Lisbon and Cascais.\n"
        "Police arrested Henrik Lund, the captain. Paulo Reis accused Blue Line of hiding a fault.",
    ),
    "wire": (
        "Nine die as ferry Aurora sinks off Lisbon",
        "2031-05-13",
        "Nine people died when the ferry Aurora sank off Lisbon on Monday evening, the coastguard said.\n"
        "About 200 people were aboard when the ferry left for Cascais. Rescuers from Madrid and Paris sent help.\n"
        "Blue Line said that the ferry Aurora had passed its inspection in March.",
    ),
}
VOTE = {
    "post": (
        "Parliament in Vienna rejects pension bill",
        "2031-05-20",
        "VIENNA: The parliament in Vienna rejected the pension bill of finance minister Anna Gruber on Tuesday by 93 votes to 90.\n"
        "“This is a bitter day for workers,” Ms Gruber said. The unions called a strike for Friday.\n"
        "Opposition leader Karl Moser welcomed the vote and demanded that Ms Gruber resign.",
    ),
    "herald": (
        "Pension bill fails in Vienna by three votes",
        "2031-05-20",
        "Austria's parliament threw out the pension bill on Tuesday, 93 to 90, in a defeat for Anna Gruber, the finance minister.\n"
        "“A bitter day for workers,” Ms Gruber called it. Karl Moser, who leads the opposition, demanded her resignation.\n"
        "Unions in Vienna want to strike on Friday against the vote on the pension bill.",
    ),
}


def make_page(
    name: str, text: str, *, form: str = "clean", outlet: str | None = None, url: str | None = None, **given: str
) -> Page:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(sha256=digest, path=f"{name}.txt", outlet=outlet, url=url)
    return Page(id=name, source=source, form=form, text=text, given=Given(**given))  # type: ignore[arg-type]


def hostile_pages() -> list[Page]:
    """Return pages that try script, style, link and form injection in every field that a page shows."""
    escaped = (ATTACK + FORM).replace("<", "&lt;").replace('"', "&quot;")
    html = f"""<html><head><title>{escaped}</title><link rel=canonical href="javascript:document.title='owned'">
      <meta name=author content="{escaped}"><meta property=og:site_name content="{escaped}"></head><body><h1>{escaped}</h1>
      <p>The mayor of Lisbon, {escaped}, said on Tuesday that “{escaped}” and 20 people left the ferry Aurora in the rain.</p>
      <p>Nobody was hurt, the harbour office said on Wednesday, and the ferry {escaped} will sail again from Lisbon.</p>
      <div id=comments><div class=comment><b>{escaped}</b> <time>13 May 2031</time><p>{escaped} I was there and saw it.</p></div>
      </div></body></html>"""
    url = "javascript:document.title='owned'"
    return [
        make_page("hostile-html", html, form="html", outlet=ATTACK, url=url, title=ATTACK + FORM, published="2031-05-15"),
        make_page("../../hostile ?#%2e", f"{ATTACK}{FORM}\nThe mayor said “{ATTACK}” on Tuesday.", outlet=FORM, title=FORM),
    ]


def all_pages() -> list[Page]:
    pages = [
        make_page(name, text, outlet=f"The {name.capitalize()}", title=title, published=day)
        for name, (title, day, text) in {**FERRY, **VOTE}.items()
    ]
    comment = make_page(
        "commented",
        "<html><head><title>Aurora: what we know</title></head><body><article><h1>Aurora: what we know</h1>"
        "<p>The ferry Aurora sank off Lisbon on Monday evening and nine people died, the coastguard said on Tuesday.</p>"
        "<p>About 200 people were aboard, and the captain Henrik Lund was arrested by the police in Lisbon.</p></article>"
        "<section id=comments><h2>Comments</h2><div class=comment><span class=author>Zebedee Quill</span> <time>14 May 2031</time>"
        "<p>I sailed on her last week and nobody told us where the rafts were.</p></div></section></body></html>",
        form="html", outlet="The Comment", published="2031-05-14",
    )  # fmt: skip
    return [*pages, comment, *hostile_pages()]


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a library that is made once; tests work on copies of it."""
    file = tmp_path_factory.mktemp("web") / "library.db"
    with Library(file) as library:
        for _ in library.add_pages(all_pages()):
            pass
        library.stories()
        shelving.refresh(library.store)
    return file


@pytest.fixture
def library(made_library: Path, tmp_path: Path) -> Iterator[Library]:
    """A copy of the library for one test."""
    with Library(copied(made_library, tmp_path)) as found:
        yield found


def copied(file: Path, folder: Path) -> Path:
    import sqlite3

    target = folder / "library.db"
    with sqlite3.connect(file) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    return target


@contextmanager
def served(library: Library, **options: object) -> Iterator[Client]:
    """Serve a library on loopback for as long as the block runs."""
    import uvicorn

    from tellings.web.app import create_app
    from tellings.web.site import Site

    config = uvicorn.Config(
        create_app(Site(**options), library), host="127.0.0.1", port=0, log_level="critical", ws="none"  # type: ignore[arg-type]
    )  # fmt: skip
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield Client(bound.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(20)
        bound.close()


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Client:
    """A browser without a window: keeps the cookie, sends forms with their proof."""

    port: int
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"cookie": self.cookie, **self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        connection.request(method, path, body, {k: v for k, v in sent.items() if v})
        answer = connection.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        connection.close()
        given = re.match(r"tellings=([^;]*);", found.headers.get("set-cookie", ""))
        if given:
            self.cookie = f"tellings={given[1]}" if given[1].strip('"') else ""
        return found

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def proof(self, path: str = "/new") -> str:
        found = re.search(r'name="proof" value="([0-9a-f]{64})"', self.get(path).text)
        assert found, "the page has no form"
        return found[1]

    def send(self, path: str, form: dict[str, object], *, proof: str | None = None, **headers: str) -> Answer:
        proof = self.proof() if proof is None else proof
        body = urlencode({**form, "proof": proof}, doseq=True)
        return self.ask("POST", path, body, content_type="application/x-www-form-urlencoded", **headers)


@pytest.fixture
def client(library: Library) -> Iterator[Client]:
    """A client of the library, served as it is to the person at the machine."""
    with served(library) as found:
        yield found


@pytest.fixture
def story_of(library: Library) -> Callable[[str], str]:
    """What says which story a page is in."""
    return lambda page: library.store.stories_of(page)[0]
