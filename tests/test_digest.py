"""The digest: what is new and nothing else, every line cited, words of pages stay words, sent by a server of the user's own."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tellings import digest
from tellings.cli.program import run
from tellings.errors import SettingsError
from tellings.export import digest as written
from tellings.export.digest import Digest, Line, Source, StoryDigest
from tellings.library import Library
from tellings.model import Counts, Given, Page
from tellings.model import Source as PageSource
from tellings.settings import Mail

NOW = datetime.now(UTC)
HOSTILE = Digest(
    title="News", since="2031-05-12T08:00:00Z", until="2031-05-13T08:00:00Z",
    stories=(
        StoryDigest(
            story="s1", title='Fire\r\nBcc: evil@example.org <script>x</script> "&"', days="2031-05-12", pages=("<b>Post</b>",),
            counts=Counts(pages=2, texts=2, accounts=2, origins=0), link="https://news.example/stories/s1?a=1&b='",
            summary=(Line(text="<img src=x> burned\x1b[2J", sources=(Source(name="Post", day="2031-05-12", words="burned </cite>", document="a", start=3, end=9, url="https://post.example/?a=1&b=2"),), more=2),),
            facts=(),
        ),
    ),
)  # fmt: skip


class Mailbox(socketserver.ThreadingTCPServer):
    """An SMTP server that takes one message."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.recipients: list[str] = []
        super().__init__(("127.0.0.1", 0), Postman)


class Postman(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                self.server.recipients.append(line.decode().split(":", 1)[1].strip().strip("<>"))
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (piece := self.rfile.readline()) != b".\r\n":
                    letter += piece
                self.server.letters.append(letter)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("digest") / "library.db"
    texts = {
        "a": "Police in Torvik arrested the editor Anna Berg on Monday. Nine people were injured on the square, doctors said.",
        "b": "The editor Anna Berg was arrested by police in Torvik on Monday. Twelve people were injured on the square, doctors said.",
    }
    day = NOW.strftime("%Y-%m-%d")
    with Library(made) as library:
        for _ in library.add_pages(
            Page(
                id=k,
                source=PageSource(sha256=k * 64, outlet=f"Outlet {k}"),
                form="clean",
                text=t,
                given=Given(published=day, title="Arrest"),
            )
            for k, t in texts.items()
        ):
            pass
        library.stories()
    return made


def test_it_tells_what_is_new_and_cites_it(file: Path) -> None:
    with Library(file) as library:
        made = digest.make(library, since=NOW - timedelta(days=2), until=NOW, base="https://news.example")
        texts = {a.id: a.text for a in library.analyses()}
    assert {p for s in made.stories for p in s.pages} == {"Outlet a", "Outlet b"}
    lines = [one for s in made.stories for one in (*s.summary, *s.facts)]
    assert lines
    for source in [s for one in lines for s in one.sources]:
        assert texts[source.document][source.start : source.end] == source.words
    assert all((s.link or "").startswith("https://news.example/stories/") for s in made.stories)


def test_nothing_is_new_tomorrow(file: Path) -> None:
    with Library(file) as library:
        made = digest.make(library, since=NOW + timedelta(days=1), until=NOW + timedelta(days=2))
    assert made.stories == ()
    assert "0 stories" in written.text(made)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_words_of_pages_are_no_markup() -> None:
    parser = Tags()
    parser.feed(written.html(HOSTILE))
    assert parser.seen <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "br",
        "cite",
        "a",
        "span",
    }
    assert parser.links == ["https://news.example/stories/s1?a=1&b='", "https://post.example/?a=1&b=2"]
    assert "\x1b" not in written.text(HOSTILE) + written.html(HOSTILE)


def test_a_message_has_both_and_no_field_of_a_page() -> None:
    parsed = email.message_from_bytes(
        bytes(written.message(HOSTILE, sender="news@example.org", to=["a@example.org", "b@example.org"])), policy=default
    )
    assert parsed["bcc"] is None
    assert parsed["to"] == "a@example.org, b@example.org"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        written.message(HOSTILE, sender="news@example.org\nBcc: x@example.org", to=["a@example.org"])


def test_it_is_sent_by_the_users_server(
    file: Path, mailbox: Mailbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {mailbox.server_address[1]}\nsecurity = "none"\nsender = "news@example.org"\nto = ["a@example.org"]\n'
    )
    assert run(["digest", "--library", str(file), "--send", "--config", str(settings)]) == 0
    assert mailbox.recipients == ["a@example.org"]
    parsed = email.message_from_bytes(mailbox.letters[0], policy=default)
    assert "Arrest" in parsed.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "sent to 1" in capsys.readouterr().err
    tomorrow = (NOW + timedelta(days=3)).strftime("%Y-%m-%d")
    assert run(["digest", "--library", str(file), "--send", "--since", tomorrow, "--config", str(settings)]) == 0
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (Mail(), "no mail server"), (Mail(host="mail.example.org", security="none"), "in the clear"),
        (Mail(host="127.0.0.1", port=9, security="none", seconds=2), "could not be sent"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_says_why(mail: Mail, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        digest.send(written.message(HOSTILE, sender="a@example.org", to=["b@example.org"]), mail)


def test_a_server_that_offers_no_tls_is_not_told_a_password(mailbox: Mailbox) -> None:
    mail = Mail(host="127.0.0.1", port=mailbox.server_address[1], security="starttls", user="u")
    with pytest.raises(SettingsError, match="could not be sent"):
        digest.send(written.message(HOSTILE, sender="a@example.org", to=["b@example.org"]), mail)
    assert mailbox.letters == []


def test_files_by_their_endings(file: Path, tmp_path: Path) -> None:
    names = [tmp_path / f"digest.{ending}" for ending in ("html", "txt", "eml")]
    assert run(["digest", "--library", str(file), *(word for n in names for word in ("-o", str(n)))]) == 0
    assert "<h1>" in names[0].read_text()
    assert "Arrest" in names[1].read_text()
    assert email.message_from_bytes(names[2].read_bytes(), policy=default)["subject"].startswith("Tellings: ")
    assert run(["digest", "--library", str(file), "-o", str(tmp_path / "digest.pdf")]) == 2
