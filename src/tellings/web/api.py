"""The interface for programs over HTTP: tags for unchanged answers, problems as records (RFC 9457), streams."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import structs
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tellings.errors import AccessError, TellingsError
from tellings.web.api_endpoints import Endpoint, Moved, Text, endpoints
from tellings.web.api_spec import openapi
from tellings.web.asked import NotFound
from tellings.web.front import Caller, Front, status_of

VARY = "cookie, authorization"
WHOLE = 1_000_000
"""Bytes up to which an answer that is written piece by piece is sent whole, with a tag."""


def api_routes(front: Front) -> list[Route]:
    """Return the routes of the interface; they must stand before those of the application."""
    found = [Route(e.path, _endpoint(front, e), methods=["GET", "HEAD"]) for e in endpoints()]
    return [
        Route("/openapi.json", _spec(front), methods=["GET", "HEAD"]), *found,
        Route("/{rest:path}.json", _nothing(front), methods=["GET", "HEAD"]),
    ]  # fmt: skip


def _endpoint(front: Front, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        found: Response = await front.run(lambda: answered(front, request, endpoint))
        return found

    return answer


def answered(front: Front, request: Request, endpoint: Endpoint) -> Response:
    """Answer one request."""
    try:
        caller = front.caller(request)
        if caller.visitor is None:
            return sign_in(request, caller)
        if not caller.visitor.may(endpoint.role):
            raise AccessError(f"this is for the role {endpoint.role} alone")
        front.desk.shelf.refresh(front.library)
        base = str(request.base_url).rstrip("/")
        asked = structs.replace(front.asked(request, caller.visitor), base=base)
        return respond(request, endpoint.build(front.desk, asked))
    except TellingsError as failed:
        return problem(request, status_of(failed), failed.message, kind=failed.kind)


def respond(request: Request, found: Any) -> Response:
    """Return what was built as an answer."""
    elsewhere = found.location if isinstance(found, Moved) else _moved(found)
    if elsewhere:
        return RedirectResponse(quote(elsewhere, safe="/~.%?&=#"), status_code=301)
    if isinstance(found, Text):
        return _text(request, found)
    return tagged(request, msgspec.json.encode(getattr(found, "record", found)), "application/json")


def _moved(found: object) -> str:
    """Return the address of a view's data where the view says that it has moved."""
    moved = getattr(found, "moved", "")
    return f"{moved}.json" if isinstance(moved, str) and moved else ""


def tagged(request: Request, body: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    """Return an answer with its tag, or that the asker has it already."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    own = {**(headers or {}), "etag": tag, "vary": VARY}
    if matches(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=own)
    return Response(body, media_type=media_type, headers=own)


def matches(tag: str, given: str) -> bool:
    """Tell whether a tag is among those of an If-None-Match field (weak comparison, RFC 9110)."""
    wanted = {one.strip().removeprefix("W/") for one in given.split(",")}
    return given.strip() == "*" or tag in wanted


def _text(request: Request, text: Text) -> Response:
    """Send a short text whole, with a tag; a long one as it is made."""
    headers = {"content-disposition": f"inline; filename*=UTF-8''{quote(text.name)}"} if text.name else {}
    pieces, first, size = iter(text.pieces), [], 0
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > WHOLE:
            return StreamingResponse(_rest(first, pieces), media_type=text.media_type, headers={**headers, "vary": VARY})
    return tagged(request, b"".join(first), text.media_type, headers)


def _rest(first: list[bytes], pieces: Iterable[bytes]) -> Iterable[bytes]:
    yield b"".join(first)
    yield from pieces


def sign_in(request: Request, caller: Caller) -> Response:
    """Return that one must sign in, or wait until one may try again."""
    if caller.wait:
        found = problem(request, 429, f"too many tries; wait {int(caller.wait) + 1} seconds", kind="access")
        found.headers["retry-after"] = str(int(caller.wait) + 1)
        return found
    return problem(
        request, 401, "sign in, or send the token: as `Authorization: Bearer …`, or as a password (Basic)", kind="access"
    )


def problem(request: Request, status: int, detail: str, *, kind: str) -> Response:
    """Return a problem as a record."""
    record = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail,
        "instance": quote(request.url.path, safe="/~%"), "kind": kind,
    }  # fmt: skip
    headers = {"www-authenticate": 'Bearer, Basic realm="Tellings", charset="UTF-8"'} if status == 401 else {}
    return Response(
        msgspec.json.encode(record), status_code=status, media_type="application/problem+json", headers=headers | {"vary": VARY}
    )


def _spec(front: Front) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        def made() -> Response:
            caller = front.caller(request)
            if caller.visitor is None:
                return sign_in(request, caller)
            return tagged(request, msgspec.json.encode(openapi(endpoints())), "application/json")

        found: Response = await front.run(made)
        return found

    return answer


def _nothing(front: Front) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        failed = NotFound("there is nothing at this address", hint="/openapi.json lists what there is")
        caller = front.caller(request)
        if caller.visitor is None:
            return sign_in(request, caller)
        return problem(request, 404, failed.message, kind=failed.kind)

    return answer
