"""Mail and saved pages in mail's form: `.eml` messages and newsletters, with those that are attached to them, and `.mhtml`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr

from tellings.errors import EmptyInput, InputError, UnreadableInput
from tellings.model import Form, Given, Page, Source
from tellings.read.charset import decode
from tellings.read.rows import published_of
from tellings.read.wrapped import unwrapped

MOST = 200
"""Attached messages that are read."""
LISTED = ("List-Unsubscribe", "List-Id", "List-Post", "Feedback-ID")
"""Header fields of mail that goes to many (RFC 2369, RFC 2919)."""
BROKEN = (IndexError, LookupError, ValueError, AttributeError, TypeError, RecursionError)
"""What the standard library's parser raises on fields that break off or contradict each other."""
SENDER = re.compile(r"\s+(?:via|from|from the|by)\s+.*$|\s*[|•·].*$", re.IGNORECASE)


def read_messages(raw: bytes, name: str, *, saved_page: bool) -> Iterator[Page | InputError]:
    """Yield the page of a message and of each message attached to it, as in a digest."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        attached = [] if saved_page else [m for part in message.walk() if (m := _attached(part))][:MOST]
        contents = [(message, raw), *((m, m.as_bytes()) for m in attached)]
    except BROKEN as problem:
        yield _malformed(name, problem)
        return
    for number, (own, content) in enumerate(contents, 1):
        where = name if number == 1 else f"{name}#{number}"
        try:
            yield _page(own, content, where, saved_page=saved_page)
        except InputError as problem:
            if number > 1 or not attached:
                yield problem
        except BROKEN as problem:
            yield _malformed(where, problem)


def _malformed(where: str, problem: Exception) -> UnreadableInput:
    why = f"{type(problem).__name__}: {problem}"
    return UnreadableInput("the message is malformed", where=where, why=why, hint="save it again from the mail program")


def _field(message: Message, name: str) -> str:
    """Return a field as it reads; as it stands where it breaks off."""
    try:
        return str(message.get(name) or "")
    except BROKEN:
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


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
    moment, odd = published_of(_field(message, "Date"))
    location = _field(message, "Snapshot-Content-Location") or _field(body, "Content-Location")
    outlet = None if saved_page else _sender(message)
    url = location if location.startswith(("http://", "https://")) else None
    return Page(
        id="", source=Source(sha256=hashlib.sha256(raw).hexdigest(), path=name, url=url, outlet=outlet),
        form=form, text=text.replace("\r\n", "\n") if form == "html" else unwrapped(text.replace("\r\n", "\n")),
        given=Given() if saved_page else _given(message, moment),
        fetched=moment if saved_page else None, warnings=(*notes, *odd),
    )  # fmt: skip


def _given(message: Message, moment: str | None) -> Given:
    return Given(title=_field(message, "Subject") or None, published=moment, digest=_to_many(message))


def _to_many(message: Message) -> bool:
    return any(_field(message, name) for name in LISTED) or _field(message, "Precedence").lower() in ("bulk", "list")


def _sender(message: Message) -> str | None:
    """Return the name under which a mail that goes to many was sent: its outlet; a person's mail has none."""
    name = SENDER.sub("", parseaddr(_field(message, "From"))[0]).strip(" \"'")
    return name if name and _to_many(message) else None
