"""Between HTTP and the views: who asks, may they, what do they get, and what an error looks like."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tellings import errors
from tellings.library import Library
from tellings.model import AccessRole
from tellings.web import layout
from tellings.web.asked import Asked, NotFound, Visitor
from tellings.web.credentials import basic, bearer
from tellings.web.desk import Desk
from tellings.web.guard import host_of
from tellings.web.kept import Kept
from tellings.web.sessions import COOKIE, NOBODY, SESSION_DAYS, Sessions, Tries, fresh_key
from tellings.web.shelf import Shelf
from tellings.web.site import Site

READERS = 2
"""Threads that answer; a page is mostly computing, so that more would only take turns."""
KEPT = 400
"""Pages, the last that were asked for, that are kept as they were laid out."""
TOLD_HERE = 200
"""Pages that may wait to be put into stories when a correction has them told anew at once."""
READING = frozenset({"GET", "HEAD"})
LARGEST_FORM = 1_000_000
FIELDS = 500
STATUS: tuple[tuple[type[errors.TellingsError], int], ...] = (
    (NotFound, 404), (errors.StoryError, 404), (errors.AccessError, 403), (errors.InputError, 400), (errors.StoreError, 503),
    (errors.SettingsError, 400), (errors.TellingsError, 400),
)  # fmt: skip
"""The one table from errors to HTTP."""
SAID = {
    "recorded": "Recorded. The stories are being told by it.",
    "corrected": "Corrected. The story is being told by it.",
    "undone": "Undone.",
    "saved": "The search is saved.",
    "removed": "Removed.",
    "seen": "Everything up to now counts as seen.",
    "changed": "Changed.",
    "signed-out": "You are signed out.",
}
"""What an action leaves behind for the next page to say."""


class View(NamedTuple):
    """A page of the application: what builds its record, and what lays it out."""

    path: str
    template: str
    build: Callable[[Desk, Asked], Any]
    nav: str = ""
    role: AccessRole = "reader"
    stamp: Callable[[Desk, Asked], str] | None = None
    """What the page is made from, in short: while it is the same, so is the page, and it need not be made again."""


Form = Mapping[str, tuple[str, ...]]


class Done(NamedTuple):
    """What an action ends with: where to go, and which of `SAID` to say there."""

    location: str
    said: str = ""


class Action(NamedTuple):
    """Something that a form does."""

    path: str
    act: Callable[[Desk, Asked, Form], Done]
    role: AccessRole = "editor"


@dataclass(frozen=True)
class Caller:
    """Who sends a request: their cookie's key, whether it is new, and what they may do (None: they must sign in).

    `wait`: so many seconds must pass until credentials are looked at again.
    """

    key: str
    new: bool
    visitor: Visitor | None
    wait: float = 0.0


class Front:
    """Answers requests in a few threads that share one library."""

    def __init__(self, site: Site, library: Library) -> None:
        self.site, self.library = site, library
        self.desk = Desk(library, Shelf(), site.title, site.show_commenters, self.retell)
        self._telling = ThreadPoolExecutor(1, thread_name_prefix="tellings-tell")
        self._asked_to_tell = threading.Event()
        self.sessions = Sessions(site, library.store.secret("sessions", fresh_key()))
        self.tries = Tries()
        self.kept: Kept[bytes] = Kept(KEPT)
        self._mark = fresh_key()
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="tellings-web")

    async def run(self, work: Callable[[], Any]) -> Any:
        """Run what blocks in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def behind(self, work: Callable[[], Any]) -> Any:
        """Run what takes long in a thread of its own, so that no reader waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._telling, work)

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._telling.shutdown(wait=True, cancel_futures=True)

    def retell(self) -> None:
        """Tell the stories that changed anew in the background, unless many pages wait: then the next run does."""
        if self._asked_to_tell.is_set() or len(self.library.store.unplaced()) > TOLD_HERE:
            return
        self._asked_to_tell.set()
        self._telling.submit(self._retell)

    def _retell(self) -> None:
        self._asked_to_tell.clear()
        with suppress(errors.TellingsError):  # a reader is answered from what is kept; the next run says what is wrong
            self.library.group()
            self.desk.shelf.refresh(self.library, eager=None)

    def caller(self, request: Request) -> Caller:
        """Return who sends a request."""
        key = self.sessions.unsealed(request.cookies.get(COOKIE, ""))
        visitor, wait = self.sessions.visitor(self.library, key, bearer(request)), 0.0
        if visitor is None and request.method in READING:
            visitor, wait = basic(request, self.library, self.sessions, self.tries)
        return Caller(key or fresh_key(), not key, visitor, wait)

    def feed_token(self, visitor: Visitor) -> str:
        """Return the token with which a visitor's feed reader may come; nothing where there is none of their own."""
        account = self.library.store.account(visitor.name) if visitor.signed_in else None
        return self.sessions.feed_token(account) if account else ""

    def asked(self, request: Request, visitor: Visitor) -> Asked:
        """Return a request as a view sees it."""
        return Asked(
            path=quote(request.url.path, safe="/~%"), visitor=visitor, turn=self.desk.shelf.turn,
            params=tuple((k, str(v)) for k, v in request.path_params.items()), query=tuple(request.query_params.multi_items()),
        )  # fmt: skip

    def show(self, request: Request, view: View) -> Response:
        """Answer a GET with a page laid out."""
        caller = self.caller(request)
        try:
            if caller.visitor is None:
                return self.sign_in_first(request)
            if not caller.visitor.may(view.role):
                raise errors.AccessError(f"this is for the role {view.role} alone", hint="ask whoever keeps the accounts")
            self.desk.shelf.refresh(self.library)
            asked = self.asked(request, caller.visitor)
            stamp = view.stamp(self.desk, asked) if view.stamp else ""
            key = (view.path, asked.path, asked.query, caller.visitor, stamp)
            body = self.kept.get(key) if stamp else None
            if body is None:
                shown = view.build(self.desk, asked)
                moved = getattr(shown, "moved", "")
                if moved:
                    return RedirectResponse(moved, status_code=301)
                body = self.laid_out(request, caller, view.template, nav=view.nav, shown=shown)
                if stamp:
                    self.kept.put(key, body)
            return self.answer(request, caller, body)
        except errors.TellingsError as problem:
            return self.problem(request, caller, problem)

    def page(
        self, request: Request, caller: Caller, template: str, *, status: int = 200, nav: str = "", **values: Any
    ) -> Response:
        """Return a template as an answer."""
        return self.answer(request, caller, self.laid_out(request, caller, template, nav=nav, **values), status=status)

    def laid_out(self, request: Request, caller: Caller, template: str, *, nav: str = "", **values: Any) -> bytes:
        """Return a template laid out, with a mark where the visitor's own proof must stand."""
        visitor = caller.visitor or NOBODY
        return layout.render(
            template, visitor=visitor, asked=self.asked(request, visitor), nav=nav, site=self.site, title=self.desk.title,
            proof=self._mark, feed_token=lambda: self.feed_token(visitor), open=self.site.open, here=_here(request),
            said=SAID.get(request.query_params.get("said", ""), ""), **values,
        ).encode("utf-8", "replace")  # fmt: skip

    def answer(self, request: Request, caller: Caller, body: bytes, *, status: int = 200) -> Response:
        """Return a page as an answer, with a tag by which an unchanged one need not be sent again."""
        body = body.replace(self._mark.encode(), self.sessions.proof(caller.key).encode())
        tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        if status == 200 and tag in request.headers.get("if-none-match", ""):
            response = Response(status_code=304, headers={"etag": tag})
        else:
            response = Response(body, status_code=status, media_type="text/html", headers={"etag": tag, "vary": "cookie"})
        if caller.new:
            self.set_cookie(response, caller.key)
        return response

    def data(self, request: Request, build: Callable[[Desk, Asked], Any], *, role: AccessRole = "reader") -> Response:
        """Answer a GET with a record as JSON; an error is a record too, and whoever must sign in is told so."""
        caller = self.caller(request)
        try:
            if caller.visitor is None:
                return _json({"error": {"kind": "access", "message": "sign in, or send the token"}}, status=401)
            if not caller.visitor.may(role):
                raise errors.AccessError(f"this is for the role {role} alone")
            self.desk.shelf.refresh(self.library)
            response = _json(build(self.desk, self.asked(request, caller.visitor)))
        except errors.TellingsError as problem:
            return _json({"error": {"kind": problem.kind, "message": problem.message}}, status=status_of(problem))
        if response.headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"etag": response.headers["etag"]})
        return response

    def set_cookie(self, response: Response, key: str) -> None:
        """Put a session's key into the browser: no script can read it, no other site can send it along."""
        response.set_cookie(
            COOKIE, self.sessions.sealed(key), max_age=SESSION_DAYS * 86400, httponly=True, samesite="lax",
            secure=self.site.secure, path="/",
        )  # fmt: skip

    def sign_in_first(self, request: Request) -> Response:
        """Send somebody to the page where one signs in, and back afterwards."""
        return RedirectResponse("/sign-in?next=" + quote(_here(request), safe=""), status_code=303)

    def problem(self, request: Request, caller: Caller, problem: errors.TellingsError) -> Response:
        """Return an error as a page that says what to do."""
        status = status_of(problem)
        return self.page(request, caller, "error.html.j2", status=status, problem=problem, status_code=status)

    def act(self, request: Request, body: bytes, action: Action) -> Response:
        """Answer a form that was sent."""
        caller = self.caller(request)
        try:
            form = read_form(request, body)
            if not self.sent_from_here(request) or caller.new or not self.sessions.proves(caller.key, _one(form, "proof")):
                hint = "go back, load the page again and send it once more"
                raise errors.AccessError("the form did not come from a page of this application", hint=hint)
            if caller.visitor is None:
                return self.sign_in_first(request)
            if not caller.visitor.may(action.role):
                raise errors.AccessError(f"this is for the role {action.role} alone", hint="ask whoever keeps the accounts")
            done = action.act(self.desk, self.asked(request, caller.visitor), form)
        except errors.TellingsError as problem:
            return self.problem(request, caller, problem)
        return RedirectResponse(with_said(local(done.location), done.said), status_code=303)

    def sent_from_here(self, request: Request) -> bool:
        """Tell whether the browser says that a form came from this application; an old one may say nothing."""
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = request.headers.get("origin")
        if origin is None:
            return True
        parts = urlsplit(origin)
        return parts.netloc.lower() == request.headers.get("host", "").lower() and bool(host_of(parts.netloc))


def status_of(problem: errors.TellingsError) -> int:
    """Return the HTTP status of an error."""
    return next(code for kind, code in STATUS if isinstance(problem, kind))


def _json(value: Any, *, status: int = 200) -> Response:
    body = msgspec.json.encode(value)
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return Response(
        body, status_code=status, media_type="application/json", headers={"etag": tag, "vary": "cookie, authorization"}
    )


def read_form(request: Request, body: bytes) -> Form:
    """Return the fields of a form. Raises InputError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded" or len(body) > LARGEST_FORM:
        raise errors.InputError("this is no form that can be read")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except (UnicodeDecodeError, ValueError) as problem:
        raise errors.InputError("this is no form that can be read", why=str(problem)) from problem
    found: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def _one(form: Form, name: str) -> str:
    return form.get(name, ("",))[0]


def local(location: str) -> str:
    """Return an address inside the application: whatever leads elsewhere leads to its first page."""
    if not location.startswith("/") or location[1:2] in {"/", "\\"} or any(ord(c) < 33 for c in location):
        return "/"
    return location


def with_said(location: str, said: str) -> str:
    """Return an address whose page says what was done."""
    if not said:
        return location
    path, hash_sign, fragment = location.partition("#")
    return f"{path}{'&' if '?' in path else '?'}said={said}{hash_sign}{fragment}"


def _here(request: Request) -> str:
    path, query = quote(request.url.path, safe="/~%"), request.url.query
    return f"{path}?{query}" if query else path
