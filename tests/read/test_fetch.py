"""Fetching from a server that misbehaves in every way; and addresses that are never asked."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tellings.errors import FetchError, ForbiddenAddress
from tellings.read.answers import Answer, Request, seconds_to_wait
from tellings.read.fetch import Fetcher
from tellings.settings import Watching
from tests.misbehaving import Server, answer, bomb, drip, endless, redirect

QUICK = Watching(allow=("127.0.0.1",), fetch_seconds=1.2, read_seconds=0.5, contact="desk@paper.example")
LIMIT = 100_000


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


def get(server: Server, path: str, settings: Watching = QUICK) -> Answer:
    return Fetcher(settings).get(Request(server.url + path, limit=LIMIT))


def refused(server: Server, path: str, reason: str, settings: Watching = QUICK) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(server, path, settings)
    assert caught.value.reason == reason
    assert server.url in caught.value.where
    return caught.value


def test_a_page_comes_with_what_is_said_of_it(server: Server) -> None:
    server.pages["/a"] = answer(
        b"<p>hello", ETag='"1"', Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT", Cache_Control="max-age=60"
    )
    found = get(server, "/a")
    assert (found.body, found.kind, found.charset, found.etag, found.max_age) == (
        b"<p>hello",
        "text/html",
        "utf-8",
        '"1"',
        60.0,
    )
    fields = server.asked[0].fields
    assert fields["host"] == f"127.0.0.1:{server.port}"
    assert "desk@paper.example" in fields["user-agent"]
    assert fields["user-agent"].startswith("Tellings/")
    assert not {"cookie", "authorization", "referer"} & set(fields)


def test_what_was_seen_is_asked_for_only_where_it_changed(server: Server) -> None:
    server.pages["/a"] = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    found = Fetcher(QUICK).get(Request(server.url + "/a", etag='"1"', modified="Sun, 22 Nov 2026 10:00:00 GMT"))
    assert (found.status, found.body) == (304, b"")
    assert server.asked[0].fields["if-none-match"] == '"1"'
    assert server.asked[0].fields["if-modified-since"].startswith("Sun")


def test_a_stored_field_cannot_write_another(server: Server) -> None:
    server.pages["/a"] = answer(b"x")
    Fetcher(QUICK).get(Request(server.url + "/a", etag='"1"\r\nX-Evil: 1'))
    assert "x-evil" not in server.asked[0].fields
    assert "if-none-match" not in server.asked[0].fields


def test_redirects_are_followed_and_those_for_good_are_told(server: Server) -> None:
    server.pages |= {"/a": redirect("/b", "301 Moved"), "/b": redirect("c?x=ä", "308 Moved"), "/c?x=%C3%A4": answer(b"x")}
    found = get(server, "/a")
    assert found.address == server.url + "/c?x=%C3%A4"
    assert found.moved_to == found.address
    server.pages["/b"] = redirect("/c?x=%C3%A4", "302 Found")
    assert get(server, "/a").moved_to is None


@pytest.mark.parametrize(
    "pages",
    [{"/a": redirect("/b"), "/b": redirect("/a")}, {f"/{c}": redirect(f"/{chr(ord(c) + 1)}") for c in "abcdefghijk"}],
)
def test_circles_and_long_chains_of_redirects_end(server: Server, pages: dict[str, bytes]) -> None:
    server.pages |= pages
    refused(server, "/a", "redirects")
    assert len(server.asked) <= QUICK.redirects + 1


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://user:pw@127.0.0.1/", "javascript:1", "http://2130706433/"]
)
def test_a_redirect_leads_to_nothing_that_would_not_be_asked(server: Server, to: str) -> None:
    server.pages["/a"] = redirect(to)
    with pytest.raises(ForbiddenAddress):
        get(server, "/a")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (answer(b"x" * (LIMIT + 1)), "size"),
        (answer(b"short", length=500), "truncated"),
        (answer(b"short", length=10**12), "size"),
        (answer(bomb(50_000_000), Content_Encoding="gzip"), "size"),
        (answer(zlib.compress(b"\0" * 50_000_000), Content_Encoding="deflate"), "size"),
        (answer(bomb(1000)[:20], Content_Encoding="gzip"), "truncated"),
        (answer(b"not gzip at all", Content_Encoding="gzip"), "encoding"),
        (answer(b"\x0b\x02\x80hello\x03", Content_Encoding="br"), "encoding"),
        (answer(bomb(1000), Content_Encoding="gzip, gzip"), "encoding"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nhello\r\n", "truncated"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "truncated"),
        (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(500)) + b"\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000 + b"\r\n\r\n", "protocol"),
        (b"hello, I am no server\r\n\r\n", "protocol"),
        (b"", "protocol"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 200_000, "size"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100, "protocol"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536), "size"),
        (endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n" * 1000), "size"),
        (drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: y\r\n" * 500, 0.05), "time"),
        (drip(answer(b"x" * 500), 0.05), "time"),
        (lambda asked, connection: time.sleep(3), "time"),
        (answer(b"", status="204 No Content"), "status"),
        (answer(b"", status="302 Found"), "status"),
    ],
)  # fmt: skip
def test_what_a_server_does_wrong_is_told_and_ends_in_time(server: Server, page: bytes, reason: str) -> None:
    server.pages["/a"] = page
    started = time.monotonic()
    refused(server, "/a", reason)
    assert time.monotonic() - started < 3


def test_hints_before_the_answer_are_passed_over(server: Server) -> None:
    server.pages["/a"] = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + answer(b"there")
    assert get(server, "/a").body == b"there"


@pytest.mark.parametrize("pack", [lambda b: ("gzip", bomb(0) + __import__("gzip").compress(b)), lambda b: ("deflate", zlib.compress(b)),
                                  lambda b: ("deflate", zlib.compress(b)[2:-4]), lambda b: ("identity", b)])  # fmt: skip
def test_packed_pages_are_unpacked(server: Server, pack: object) -> None:
    coding, body = pack(b"hello " * 1000)  # type: ignore[operator]
    server.pages["/a"] = answer(body, Content_Encoding=coding)
    assert get(server, "/a").body == b"hello " * 1000


def test_a_server_that_asks_for_a_rest_is_heard(server: Server) -> None:
    server.pages["/a"] = answer(b"", status="429 Too Many Requests", Retry_After="120")
    problem = refused(server, "/a", "status")
    assert (problem.status, problem.retry_after) == (429, 120.0)
    assert seconds_to_wait("Sun, 22 Nov 2026 10:00:00 GMT", 1795341540.0) == 60.0
    assert seconds_to_wait("soon", 0.0) is None
    assert seconds_to_wait("²", 0.0) is None
    assert seconds_to_wait("Tue, 99999999999913 May 2031 10:00:00", 0.0) is None


def test_private_addresses_are_not_asked_unless_allowed(server: Server) -> None:
    server.pages["/a"] = answer(b"x")
    for settings in (Watching(), Watching(allow=("localhost", "127.0.0.1:1", "127.0.0"))):
        with pytest.raises(ForbiddenAddress, match="not on the public Internet"):
            get(server, "/a", settings)
    assert server.asked == []
    assert get(server, "/a", Watching(allow=(f"127.0.0.1:{server.port}",))).body == b"x"


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
                                     ["2002:7f00:1::"], ["169.254.169.254"], ["fe80::1%eth0"], ["nonsense"]])  # fmt: skip
def test_a_name_that_leads_to_a_private_network_is_not_asked(server: Server, answers: Sequence[str]) -> None:
    fetcher = Fetcher(QUICK, resolve=lambda host, port: answers)
    with pytest.raises(ForbiddenAddress):
        fetcher.get(Request(f"http://paper.example:{server.port}/a"))
    assert server.asked == []


def test_a_name_is_resolved_once_so_that_it_cannot_be_bound_anew(server: Server) -> None:
    server.pages["/a"] = answer(b"x")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["203.0.114.1"] if len(asked) == 1 else ["127.0.0.1"]

    with pytest.raises(FetchError) as caught:
        Fetcher(QUICK, resolve=rebinding).get(Request(f"http://paper.example:{server.port}/a"))
    assert caught.value.reason in ("time", "connection")
    assert asked == ["paper.example"]
    assert server.asked == []


def test_a_redirect_to_a_private_network_is_not_followed(server: Server) -> None:
    server.pages["/a"] = redirect(f"http://inner.example:{server.port}/b")
    server.pages["/b"] = answer(b"secret")
    fetcher = Fetcher(QUICK, resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(ForbiddenAddress):
        fetcher.get(Request(server.url + "/a"))
    assert server.paths() == ["/a"]


def test_an_allowed_name_is_asked_by_its_name(server: Server) -> None:
    server.pages["/a"] = answer(b"x")
    settings = Watching(allow=("paper.example",))
    Fetcher(settings, resolve=lambda host, port: ["127.0.0.1"]).get(Request(f"http://paper.example:{server.port}/a"))
    assert server.asked[0].fields["host"] == f"paper.example:{server.port}"


@pytest.mark.parametrize("port", [22, 25, 6379, 6667])
def test_ports_of_other_services_are_not_asked(port: int) -> None:
    with pytest.raises(ForbiddenAddress, match="port"):
        Fetcher(QUICK, resolve=lambda host, port: ["8.8.8.8"]).get(Request(f"http://paper.example:{port}/"))


def test_a_resolver_that_hangs_is_given_up() -> None:
    def hang(host: str, port: int) -> Sequence[str]:
        time.sleep(5)
        return []

    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        Fetcher(QUICK, resolve=hang).get(Request("http://paper.example/"))
    assert caught.value.reason == "time"
    assert time.monotonic() - started < 2


def test_a_name_that_does_not_exist_is_told() -> None:
    def none(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(FetchError) as caught:
        Fetcher(QUICK, resolve=none).get(Request("http://paper.example/"))
    assert caught.value.reason == "name"


def test_the_time_limit_covers_all_redirects_but_not_the_wait_for_a_turn(server: Server) -> None:
    server.pages |= {"/a": redirect("/b"), "/b": answer(b"x")}
    found = Fetcher(QUICK).get(Request(server.url + "/a"), before=lambda address: time.sleep(0.8))
    assert found.body == b"x"
    server.pages |= {f"/{i}": drip(redirect(f"/{i + 1}"), 0.008) for i in range(9)}
    refused(server, "/0", "time")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate of this test")
    folder = tmp_path_factory.mktemp("tls")
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=paper.example", "-addext",
               "subjectAltName=DNS:paper.example", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_certificates_are_verified_by_name(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server = Server(tls=context)
    server.pages["/"] = answer(b"safe")
    settings = Watching(allow=("paper.example", "other.example"), fetch_seconds=3)
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))

    def fetch(host: str, tls: ssl.SSLContext | None) -> bytes:
        fetcher = Fetcher(settings, resolve=lambda host, port: ["127.0.0.1"], tls=tls)
        return fetcher.get(Request(f"https://{host}:{server.port}/")).body

    assert fetch("paper.example", trusting) == b"safe"
    for host, tls in (("other.example", trusting), ("paper.example", None)):
        with pytest.raises(FetchError) as caught:
            fetch(host, tls)
        assert caught.value.reason == "tls"
    server.close()
