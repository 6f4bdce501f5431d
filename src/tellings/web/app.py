"""The application: a Starlette app over a library. `VIEWS` and `ACTIONS` are all that it shows and does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tellings.library import Library
from tellings.web import layout
from tellings.web.api import api_routes
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk
from tellings.web.front import Action, Front, View
from tellings.web.guard import HEADERS, LARGEST_BODY, Guard
from tellings.web.routes import ACTIONS, VIEWS
from tellings.web.signing import sign_in_routes
from tellings.web.site import Site
from tellings.web.views.page import pane

Endpoint = Callable[[Request], Awaitable[Response]]
LOG = logging.getLogger("tellings.web")
SHELF_SECONDS = 2.0
"""How often cards are made that no reader has waited for."""


def create_app(site: Site, library: Library) -> Starlette:
    """Return the application over an open library, which stays the caller's to close."""
    front = Front(site, library)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_keep_shelf(front))
        yield
        task.cancel()
        front.close()

    app = Starlette(
        routes=routes(front), lifespan=lifespan,
        middleware=[Middleware(Guard, hosts=site.hosts, secure=site.secure)],
        exception_handlers={404: _missing(front), 405: _missing(front), 413: _too_much, 500: _fault},
    )  # fmt: skip
    app.state.front = front
    return app


def routes(front: Front) -> list[BaseRoute]:
    """Return every route; those of the interface for programs come first, as their addresses end in what they give."""
    return [
        *sign_in_routes(front),
        *api_routes(front),
        *(Route(a.path, _action(front, a), methods=["POST"]) for a in ACTIONS),
        *(Route(v.path, _view(front, v), methods=["GET", "HEAD"]) for v in VIEWS),
        Route("/pages/{page}/text", _data(front, pane), methods=["GET", "HEAD"]),
        Route("/static/{tag}/{name}", _static, methods=["GET", "HEAD"]),
    ]


def _view(front: Front, view: View) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        found: Response = await front.run(lambda: front.show(request, view))
        return found

    return endpoint


def _data(front: Front, build: Callable[[Desk, Asked], Any]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        found: Response = await front.run(lambda: front.data(request, build))
        return found

    return endpoint


def _action(front: Front, action: Action) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body = await read_body(request)
        found: Response = await front.run(lambda: front.act(request, body, action))
        return found

    return endpoint


async def read_body(request: Request) -> bytes:
    """Return what a request sends, no more than is taken."""
    found = b""
    async for piece in request.stream():
        found += piece
        if len(found) > LARGEST_BODY:
            raise HTTPException(413)
    return found


async def _static(request: Request) -> Response:
    try:
        content, kind, tag = layout.static_bytes(request.path_params["name"])
    except KeyError:
        raise HTTPException(404) from None
    age = "public, max-age=31536000, immutable" if request.path_params["tag"] == tag else "no-cache"
    return Response(content, media_type=kind, headers={"cache-control": age})


def _missing(front: Front) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def endpoint(request: Request, _: Exception) -> Response:
        def answer() -> Response:
            caller = front.caller(request)
            if caller.visitor is None:
                return front.sign_in_first(request)
            hint = "stories, pages and actors are found by searching; an address may have been cut short"
            return front.problem(request, caller, NotFound("there is nothing at this address", hint=hint))

        found: Response = await front.run(answer)
        return found

    return endpoint


async def _too_much(request: Request, _: Exception) -> Response:
    return Response("More was sent than is taken.\n", status_code=413, media_type="text/plain")


async def _fault(request: Request, problem: Exception) -> Response:
    LOG.error("a fault in the program at %s", request.url.path, exc_info=problem)
    body = layout.render("fault.html.j2", title="Tellings")
    return Response(body, status_code=500, media_type="text/html", headers={**HEADERS, "cache-control": "no-store"})


async def _keep_shelf(front: Front) -> None:
    """Make the cards of stories that came or changed, so that no reader waits for them."""
    await front.behind(lambda: front.desk.shelf.refresh(front.library, eager=None))
    await front.behind(front.library.index)
    while True:
        await asyncio.sleep(SHELF_SECONDS)
        await front.behind(lambda: front.desk.shelf.refresh(front.library, eager=None))
