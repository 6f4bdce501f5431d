"""Mail and saved pages in mail's form: `.eml` messages and newsletters, with those that are attached to them, and `.mhtml`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr

from tellings.errors import EmptyInput, InputError
from tellings.model import Form, Given, Page, Source
from tellings.read.charset import decode
from tellings.read.rows import published_of

MOST = 200
"""Attached messages that are read."""
LISTED = ("List-Unsubscribe", "List-Id", "List-Post", "Feedback-ID")
"""Header fields of mail that goes to many (RFC 2369, RFC 2919)."""
SENDER = re.compile(r"\s+(?:via|from|from the|by)\s+.*$|\s*[|•·].*$", re.IGNORECASE)


def read_messages(raw: bytes, name: str, *, saved_page: bool) -> Iterator[Page | InputError]:
    """Yield the page of a message and of each message attached to it, as in a digest."""
    message = message_from_bytes(raw, policy=policy.default)
    attached = [] if saved_page else [m for part in message.walk() if (m := _attached(part))][:MOST]
    for number, (own, content) in enumerate([(message, raw), *((m, m.as_bytes()) for m in attached)], 1):
        where = name if number == 1 else f"{name}#{number}"
        try:
            yield _page(own, content, where, saved_page=saved_page)
        except InputError as problem:
            if number > 1 or not attached:
                yield problem


def _attached(part: Message) -> EmailMessage | None:
    if part.get_content_type() != "message/rfc822":
        return None
    inner = part.get_payload(0) if part.is_multipart() else None
    return inner if isinstance(inner, EmailMessage) else None


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a message, those of attached messages left out."""
    yield message
    if message.get_content_type() != "message/rfc822" and message.is_multipart():
        for part in message.iter_parts() if isinstance(message, EmailMessage) else ():
            if part.get_content_type() != "message/rfc822":
                yield from _parts(part)


def _page(message: Message, raw: bytes, name: str, *, saved_page: bool) -> Page:
    parts = list(_parts(message))
    body = next((p for kind in ("text/html", "text/plain") for p in parts if p.get_content_type() == kind), None)
    payload = body.get_payload(decode=True) if body is not None else None
    if body is None or not isinstance(payload, bytes) or not payload.strip():
        raise EmptyInput("the message holds no page", where=name, hint="it should hold a part of HTML or plain text")
    text, notes = decode(payload, label=body.get_content_charset())
    form: Form = "html" if body.get_content_type() == "text/html" else "text"
    moment, odd = published_of(str(message.get("Date") or ""))
    location = str(message.get("Snapshot-Content-Location") or body.get("Content-Location") or "")
    outlet = None if saved_page else _sender(message)
    url = location if location.startswith(("http://", "https://")) else None
    return Page(
        id="", source=Source(sha256=hashlib.sha256(raw).hexdigest(), path=name, url=url, outlet=outlet),
        form=form, text=text.replace("\r\n", "\n"),
        given=Given() if saved_page else _given(message, moment),
        fetched=moment if saved_page else None, warnings=(*notes, *odd),
    )  # fmt: skip


def _given(message: Message, moment: str | None) -> Given:
    return Given(title=str(message.get("Subject") or "") or None, published=moment, digest=_to_many(message))


def _to_many(message: Message) -> bool:
    return any(message.get(field) for field in LISTED) or str(message.get("Precedence") or "").lower() in ("bulk", "list")


def _sender(message: Message) -> str | None:
    """Return the name under which a mail that goes to many was sent: its outlet; a person's mail has none."""
    name = SENDER.sub("", parseaddr(str(message.get("From") or ""))[0]).strip(" \"'")
    return name if name and _to_many(message) else None
