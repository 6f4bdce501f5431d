"""What programs send to be let in: a token as Bearer, or, for feed readers that know nothing else, as a password (Basic)."""

from __future__ import annotations

import base64
import binascii
import time
from typing import NamedTuple

from starlette.requests import Request

from tellings import accounts
from tellings.library import Library
from tellings.web.asked import Visitor
from tellings.web.sessions import TOKEN_HOLDER, Sessions, Tries

LONGEST = 2_000
"""Characters of an Authorization field that is looked at."""


class LetIn(NamedTuple):
    """Who the credentials stand for, or how long nobody else may try."""

    visitor: Visitor | None = None
    wait: float = 0.0


def bearer(request: Request) -> str:
    """Return the token that a request sends as Bearer."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def basic(request: Request, library: Library, sessions: Sessions, tries: Tries) -> LetIn:
    """Return who a name and a token sent as Basic stand for; failures are counted as those of signing in are.

    The token is the site's, under any name, or the one that an account has for feed readers. It lets read alone: a form
    needs a session.
    """
    pair = _pair(request.headers.get("authorization", ""))
    if pair is None:
        return LetIn()
    name, token = pair[0].strip().lower(), pair[1]
    address = request.client.host if request.client else "unknown"
    tried = (f"name {name}", f"address {address}")
    wait = tries.wait(tried, time.monotonic())
    if wait:
        return LetIn(wait=wait)
    visitor = _visitor(library, sessions, name, token)
    if visitor is None:
        tries.failed(tried, time.monotonic())
        library.store.put_audit(accounts.now(), name[:64] or TOKEN_HOLDER, "sign-in failed", address)
    else:
        tries.passed(tried)
    return LetIn(visitor)


def _visitor(library: Library, sessions: Sessions, name: str, token: str) -> Visitor | None:
    if sessions.is_token(token):
        return Visitor(name=TOKEN_HOLDER, role=sessions.site.token_role, signed_in=True)
    account = library.store.account(name) if name else None
    if account is None or not sessions.is_feed_token(account, token):
        return None
    return Visitor(name=account.name, role="reader", signed_in=True)


def _pair(field: str) -> tuple[str, str] | None:
    scheme, _, given = field[:LONGEST].partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(given.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None
    name, colon, token = text.partition(":")
    return (name, token) if colon else None
