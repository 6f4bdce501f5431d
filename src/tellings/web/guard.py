"""What stands before every route: the names that may be asked for, the size of what is sent, and headers of every answer."""

from __future__ import annotations

import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
LARGEST_BODY = 2_000_000
"""Bytes that a request may send: a list of feeds is the largest thing."""


def host_of(value: str) -> str:
    """Return the host of a Host header without its port."""
    name = value.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].rstrip(".")


class Guard:
    """Refuse requests that are addressed to another name (DNS rebinding) or too large; put headers on every answer."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str] | None, secure: bool) -> None:
        self.app, self.hosts, self.secure = app, hosts, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        started = time.perf_counter()

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-cache")
                headers["server-timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
                if self.secure:
                    headers["strict-transport-security"] = "max-age=31536000"
            await send(message)

        refused = self._refused(Headers(scope=scope))
        await (refused or self.app)(scope, receive, guarded)

    def _refused(self, headers: Headers) -> PlainTextResponse | None:
        host = host_of(headers.get("host", ""))
        if self.hosts is not None and host not in self.hosts:
            words = "This address is not served here. Name it with `tellings serve --name` if it should be.\n"
            return PlainTextResponse(words, status_code=421)
        length = headers.get("content-length", "0")
        if (
            not (length.isascii() and length.isdigit())
            or len(length) > 12
            or int(length) > LARGEST_BODY
            or "transfer-encoding" in headers
        ):
            return PlainTextResponse("More was sent than is taken.\n", status_code=413)
        return None
