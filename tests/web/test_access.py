"""Who gets in: nobody beyond this machine without signing in, nobody else's forms, no more tries than a person makes."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tellings import accounts
from tellings.cli.program import run
from tellings.errors import AccessError
from tellings.library import Library
from tellings.web.guard import Guard
from tellings.web.serving import Options, site_of
from tellings.web.sessions import Tries
from tellings.web.site import Site, check_access, is_loopback
from tests.web.conftest import Client, copied, served

PASSWORD = "a long enough phrase"
TOKEN = "t0ken-" * 6


@pytest.fixture
def guarded(library: Library) -> Iterator[Client]:
    for role in ("reader", "editor", "admin"):
        accounts.add(library.store, role, role=role, password=PASSWORD)
    with served(library, accounts=True, token=TOKEN) as found:
        yield found


def sign_in(client: Client, name: str, password: str = PASSWORD) -> int:
    return client.send("/sign-in", {"name": name, "password": password, "next": "/"}, proof=client.proof("/sign-in")).status


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True),
                                           ("0.0.0.0", False), ("::", False), ("192.168.1.4", False), ("news.example", False)])  # fmt: skip
def test_what_only_this_machine_can_reach(host: str, own: bool) -> None:
    assert is_loopback(host) is own


@pytest.mark.parametrize(
    "options", [{"host": "0.0.0.0"}, {"names": frozenset({"news.example"})}, {"host": "::", "token": "short"}]
)
def test_it_does_not_open_to_others_without_signing_in(options: dict[str, object]) -> None:
    with pytest.raises(AccessError):
        check_access(Site(**options), accounts=0)  # type: ignore[arg-type]


def test_beyond_this_machine_accounts_or_a_token_are_needed(library: Library, tmp_path: Path) -> None:
    with pytest.raises(AccessError):
        site_of(library, Options(host="0.0.0.0"))
    (tmp_path / "token").write_text(TOKEN)
    assert not site_of(library, Options(host="0.0.0.0", token_file=tmp_path / "token")).open
    accounts.add(library.store, "ada", role="admin", password=PASSWORD)
    site = site_of(library, Options(host="0.0.0.0"))
    assert site.accounts
    assert not site.open


def test_the_command_refuses_with_one_line(made_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copied(made_library, tmp_path)
    assert run(["serve", "--library", str(file), "--host", "0.0.0.0", "--port", "0"]) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert "users add" in told[0]


def test_nothing_is_shown_before_signing_in(guarded: Client) -> None:
    for path in ("/", "/stories/x", "/pages/courier", "/search?q=ferry", "/health", "/nothing", "/about"):
        answer = guarded.get(path)
        assert answer.status == 303, path
        assert answer.headers["location"].startswith("/sign-in?next=")
    assert guarded.get("/pages/courier/text").status == 401
    assert "Aurora" not in guarded.get("/sign-in").text


def test_signing_in_and_out(guarded: Client, library: Library) -> None:
    guarded.get("/sign-in")
    before = guarded.cookie
    assert sign_in(guarded, "reader") == 303
    assert guarded.cookie != before
    assert guarded.get("/").status == 200
    held = guarded.cookie
    assert guarded.send("/sign-out", {}).status == 303
    guarded.cookie = held
    assert guarded.get("/").status == 303
    assert [e.what for e in library.store.audit(3)] == ["signed out", "signed in", "account added"]


def test_the_cookie_is_kept_from_scripts_and_other_sites(library: Library) -> None:
    with served(library, secure=True) as client:
        given = client.get("/").headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/"} <= set(given.split("; "))
        assert client.get("/", cookie="tellings=forged.0000").headers["set-cookie"]


def test_roles_bound_what_one_may_do(guarded: Client, library: Library) -> None:
    story = library.store.stories_of("courier")[0]
    sign_in(guarded, "reader")
    assert guarded.get(f"/stories/{story}/correct").status == 403
    assert guarded.get("/users").status == 403
    assert guarded.send(f"/stories/{story}/split", {"article": "courier"}).status == 403
    assert guarded.send("/users", {"name": "eve", "role": "admin", "password": PASSWORD}).status == 403
    assert library.store.account("eve") is None
    guarded.cookie = ""
    sign_in(guarded, "editor")
    assert guarded.get(f"/stories/{story}/correct").status == 200
    assert guarded.get("/audit").status == 403
    guarded.cookie = ""
    sign_in(guarded, "admin")
    assert guarded.get("/audit").status == 200
    assert guarded.send("/users", {"name": "eve", "role": "reader", "password": PASSWORD}).status == 303
    assert guarded.send("/users/eve", {"role": "removed"}).status == 303
    assert guarded.send("/users/admin", {"role": "removed"}).status == 403
    assert [a.name for a in library.store.accounts()] == ["admin", "editor", "reader"]


def test_who_loses_a_role_or_an_account_is_out_at_once(guarded: Client, library: Library) -> None:
    sign_in(guarded, "editor")
    accounts.set_role(library.store, "editor", "reader")
    assert guarded.get("/").status == 303
    sign_in(guarded, "editor")
    accounts.remove(library.store, "editor")
    assert guarded.get("/").status == 303


def test_wrong_passwords_are_slowed_down(guarded: Client) -> None:
    answers = [sign_in(guarded, "reader", "not the password") for _ in range(6)]
    assert answers == [403] * 5 + [429]
    assert sign_in(guarded, "reader") == 429


def test_waiting_grows_and_ends() -> None:
    tries = Tries()
    for _ in range(7):
        tries.failed(("name ada",), 100.0)
    assert tries.wait(("name ada", "address x"), 100.0) == 8.0
    assert tries.wait(("name ada",), 109.0) == 0.0
    tries.passed(("name ada",))
    assert tries.wait(("name ada",), 100.0) == 0.0


def test_a_token_lets_programs_in(guarded: Client) -> None:
    assert guarded.get("/pages/courier/text", authorization=f"Bearer {TOKEN}").status == 200
    assert guarded.get("/pages/courier/text", authorization=f"Bearer {TOKEN}x").status == 401
    assert guarded.get("/users", authorization=f"Bearer {TOKEN}").status == 403
    assert sign_in(guarded, "", TOKEN) == 303
    assert guarded.get("/").status == 200


@pytest.mark.parametrize(
    "after", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nset-cookie:x=y"]
)
def test_signing_in_leads_nowhere_else(guarded: Client, after: str) -> None:
    form = {"name": "reader", "password": PASSWORD, "next": after}
    assert guarded.send("/sign-in", form, proof=guarded.proof("/sign-in")).headers["location"] == "/"


def test_a_form_of_another_site_does_nothing(client: Client, library: Library) -> None:
    proof = client.proof()
    assert client.send("/new/seen", {}, proof="").status == 403
    assert client.send("/new/seen", {}, proof="0" * 64).status == 403
    assert client.send("/new/seen", {}, proof=proof, origin="https://evil.example").status == 403
    assert client.send("/new/seen", {}, proof=proof, sec_fetch_site="cross-site").status == 403
    assert client.ask("POST", "/new/seen", f'{{"proof": "{proof}"}}', content_type="application/json").status == 400
    cookie, client.cookie = client.cookie, ""
    assert client.send("/new/seen", {}, proof=proof).status == 403
    assert library.store.look("local") is None
    client.cookie = cookie
    assert client.send("/new/seen", {}, proof=proof, origin=f"http://127.0.0.1:{client.port}").status == 303
    assert library.store.look("local") is not None


def test_too_much_is_not_taken(client: Client) -> None:
    assert client.ask("POST", "/saved", "x", content_length="99999999").status == 413
    assert client.send("/saved", {"query": "x" * 1_500_000, "kind": "pages", "name": "x"}).status == 400


def test_passwords_are_kept_as_salted_hashes(library: Library) -> None:
    one = accounts.add(library.store, "ada", role="reader", password=PASSWORD)
    other = accounts.add(library.store, "bob", role="reader", password=PASSWORD)
    assert PASSWORD not in one.password
    assert one.password != other.password
    assert accounts.password_fits(one, PASSWORD)
    assert not accounts.password_fits(one, PASSWORD + "x")
    assert not accounts.password_fits(None, PASSWORD)


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("ada", "reader", "short"), ("Ada Lovelace", "reader", PASSWORD), ("ada", "king", PASSWORD), ("", "reader", PASSWORD)],
)
def test_odd_accounts_are_refused(library: Library, name: str, role: str, password: str) -> None:
    with pytest.raises(AccessError):
        accounts.add(library.store, name, role=role, password=password)


def test_the_users_command(
    made_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    file = ["--library", str(copied(made_library, tmp_path))]
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert run(["users", "add", "ada", "--role", "editor", "--password-stdin", *file]) == 0
    assert run(["users", "role", "ada", "admin", *file]) == 0
    assert run(["users", "list", *file]) == 0
    assert "ada" in capsys.readouterr().out
    assert run(["users", "remove", "ada", *file]) == 0
    assert run(["users", "remove", "ada", *file]) == 1


def test_a_length_in_other_digits_is_refused_like_any_that_is_no_number() -> None:
    async def never(*_: object) -> None:
        raise AssertionError

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"host", b"a"), (b"content-length", b"\xb2")]}
    asyncio.run(Guard(never, hosts=None, secure=False)(scope, never, send))
    assert sent[0]["status"] == 413


def basic(name: str, token: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{token}".encode()).decode()


def feed_token(client: Client) -> str:
    found = re.search(r"<code>([0-9a-f]{40})</code>", client.get("/saved").text)
    assert found
    return found[1]


def test_a_feed_reader_comes_with_a_token_as_its_password(guarded: Client, library: Library) -> None:
    asked = ["/follow/stories.atom", "/follow/stories.json", "/stories.json", "/search.csv?q=ferry"]
    for path in asked:
        refused = guarded.get(path)
        assert (refused.status, "Basic realm=" in refused.headers.get("www-authenticate", "")) == (401, True), path
        assert guarded.get(path, authorization=basic("whoever", TOKEN)).status == 200, path
    sign_in(guarded, "editor")
    token, reader = feed_token(guarded), Client(guarded.port)
    for path in asked:
        assert reader.get(path, authorization=basic("editor", token)).status == 200, path
    assert reader.get("/follow/stories.atom", authorization=basic("admin", token)).status == 401
    assert reader.get("/follow/stories.atom", authorization=basic("editor", PASSWORD)).status == 401
    assert reader.get("/audit.json", authorization=basic("editor", token)).status == 403
    accounts.set_password(library.store, "editor", "another long phrase")
    assert reader.get("/follow/stories.atom", authorization=basic("editor", token)).status == 401


def test_the_token_of_a_feed_reader_sends_no_form(guarded: Client) -> None:
    sign_in(guarded, "editor")
    proof, token, reader = guarded.proof(), feed_token(guarded), Client(guarded.port)
    answer = reader.send("/seen", {}, proof=proof, authorization=basic("editor", token))
    assert (answer.status, answer.headers.get("location", "")[:8]) in {(403, ""), (303, "/sign-in")}


def test_guessing_the_token_of_a_feed_reader_is_slowed(guarded: Client) -> None:
    for n in range(5):
        assert guarded.get("/follow/stories.atom", authorization=basic("reader", f"guess {n}")).status == 401
    answer = guarded.get("/follow/stories.atom", authorization=basic("reader", "guess"))
    assert (answer.status, int(answer.headers["retry-after"]) >= 1) == (429, True)
    assert guarded.get("/", authorization=basic("reader", "guess")).status == 303


@pytest.mark.parametrize("field", ["Basic", "Basic !!!", "Basic Zm9v", "Basic " + "A" * 4000, "Digest x"])
def test_odd_credentials_let_nobody_in(guarded: Client, field: str) -> None:
    assert guarded.get("/follow/stories.atom", authorization=field).status == 401
