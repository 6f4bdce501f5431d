"""Mail and saved pages in mail's form: `.eml` newsletters and `.mhtml`."""

from __future__ import annotations

import hashlib
from email import message_from_bytes, policy

from tellings.errors import EmptyInput
from tellings.model import Form, Given, Page, Source
from tellings.read.charset import decode
from tellings.read.rows import published_of


def read_message(raw: bytes, name: str, *, saved_page: bool) -> Page:
    """Return the page that a message holds: its HTML, else its plain text. Raises EmptyInput."""
    message = message_from_bytes(raw, policy=policy.default)
    body = next((p for kind in ("text/html", "text/plain") for p in message.walk() if p.get_content_type() == kind), None)
    payload = body.get_payload(decode=True) if body is not None else None
    if body is None or not isinstance(payload, bytes) or not payload.strip():
        raise EmptyInput("the message holds no page", where=name, hint="it should hold a part of HTML or plain text")
    text, notes = decode(payload, label=body.get_content_charset())
    form: Form = "html" if body.get_content_type() == "text/html" else "text"
    moment, odd = published_of(str(message.get("Date") or ""))
    location = message.get("Snapshot-Content-Location") or body.get("Content-Location")
    return Page(
        id="", source=Source(sha256=hashlib.sha256(raw).hexdigest(), path=name, url=str(location) if location else None),
        form=form, text=text.replace("\r\n", "\n"),
        given=Given() if saved_page else Given(title=str(message.get("Subject") or "") or None, published=moment),
        fetched=moment if saved_page else None, warnings=(*notes, *odd),
    )  # fmt: skip
