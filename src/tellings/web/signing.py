"""Signing in and out: passwords and the token, no more tries than a person makes, a new key each time."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from msgspec import structs
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tellings import accounts, errors
from tellings.web.front import Form, Front, local, read_form
from tellings.web.sessions import COOKIE, TOKEN_HOLDER, key_hash, open_session

WRONG = "The name and the password do not go together."


def sign_in_routes(front: Front) -> list[Route]:
    """Return the routes of signing in and out."""

    def threaded(answer: Callable[[Request, bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            from tellings.web.app import read_body

            body = await read_body(request) if request.method == "POST" else b""
            found: Response = await front.run(lambda: answer(request, body))
            return found

        return endpoint

    return [
        Route("/sign-in", threaded(lambda request, _: _form(front, request)), methods=["GET", "HEAD"]),
        Route("/sign-in", threaded(lambda request, body: _sign_in(front, request, body)), methods=["POST"]),
        Route("/sign-out", threaded(lambda request, body: _sign_out(front, request, body)), methods=["POST"]),
    ]


def _form(front: Front, request: Request, *, wrong: str = "", status: int = 200) -> Response:
    caller = front.caller(request)
    after = local(request.query_params.get("next", "/"))
    if caller.visitor is not None and not wrong:
        return RedirectResponse(after, status_code=303)
    caller = type(caller)(caller.key, caller.new, None)
    return front.page(request, caller, "sign_in.html.j2", status=status, after=after, wrong=wrong)


def _field(form: Form, name: str) -> str:
    return form.get(name, ("",))[0]


def _sign_in(front: Front, request: Request, body: bytes) -> Response:
    caller = front.caller(request)
    try:
        form = read_form(request, body)
        if not front.sent_from_here(request) or caller.new or not front.sessions.proves(caller.key, _field(form, "proof")):
            return _form(front, request, wrong="The page was too old. Send it once more.", status=403)
    except errors.TellingsError as problem:
        return front.problem(request, caller, problem)
    name, password = _field(form, "name").strip().lower(), _field(form, "password")
    address = request.client.host if request.client else "unknown"
    tried = (f"name {name}", f"address {address}")
    wait = front.tries.wait(tried, time.monotonic())
    if wait:
        response = _form(front, request, wrong=f"Too many tries. Wait {int(wait) + 1} seconds.", status=429)
        response.headers["retry-after"] = str(int(wait) + 1)
        return response
    store, at = front.library.store, accounts.now()
    account = store.account(name) if name else None
    by_token = not name and front.sessions.is_token(password)
    if not by_token and not accounts.password_fits(account, password):
        front.tries.failed(tried, time.monotonic())
        store.put_audit(at, name[:64] or TOKEN_HOLDER, "sign-in failed", address)
        return _form(front, request, wrong=WRONG, status=403)
    front.tries.passed(tried)
    who = account.name if account else TOKEN_HOLDER
    if account:
        store.put_account(structs.replace(account, seen=at))
    store.put_audit(at, who, "signed in", address)
    store.drop_sign_ins(key=key_hash(caller.key))
    response = RedirectResponse(local(_field(form, "next")), status_code=303)
    front.set_cookie(response, open_session(front.library, who))
    return response


def _sign_out(front: Front, request: Request, body: bytes) -> Response:
    caller = front.caller(request)
    try:
        form = read_form(request, body)
        if not front.sent_from_here(request) or not front.sessions.proves(caller.key, _field(form, "proof")):
            raise errors.AccessError("the form did not come from a page of this application")
    except errors.TellingsError as problem:
        return front.problem(request, caller, problem)
    if caller.visitor is not None and caller.visitor.signed_in:
        front.library.store.drop_sign_ins(key=key_hash(caller.key))
        front.library.store.put_audit(accounts.now(), caller.visitor.name, "signed out")
    response = RedirectResponse("/" if front.site.open else "/sign-in?said=signed-out", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response
