"""A digest of a library: the stories that changed since a moment; and sending it by the user's own mail server."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage
from ipaddress import ip_address
from typing import TYPE_CHECKING

from tellings import shelving
from tellings.errors import SettingsError
from tellings.export.digest import SHOWN, Digest, StoryDigest, fact_line, line, story_days
from tellings.export.naming import Names
from tellings.export.selection import Labels, Selection
from tellings.exporting import options
from tellings.library import Library
from tellings.model import Card, Story
from tellings.telling import news

if TYPE_CHECKING:
    from tellings.settings import Mail

STORIES = 20
"""Stories of one digest."""
SUMMARY = 2
"""Sentences of a story's summary that a digest tells."""
PASSWORD = "TELLINGS_MAIL_PASSWORD"


def make(library: Library, *, since: datetime, until: datetime, base: str | None = None, title: str = "Tellings") -> Digest:
    """Return what is new in the stories that pages came to since a moment; both moments have a zone."""
    begin = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    shelving.refresh(library.store)
    fresh = [c for c in _cards(library) if any(a.at >= begin for a in c.arrived)]
    fresh.sort(key=lambda c: (-c.counts.accounts, -c.counts.pages, c.story))
    told = [_told(library, card, story, since, begin, base) for card in fresh[:STORIES] if (story := library.story(card.story))]
    end = until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Digest(title=title, since=begin, until=end, stories=tuple(told), more=max(0, len(fresh) - STORIES))


def _cards(library: Library) -> Iterable[Card]:
    return (one.card for one in library.store.cards() if one.card)


def _told(library: Library, card: Card, story: Story, since: datetime, begin: str, base: str | None) -> StoryDigest:
    labels = Labels(Selection([], [story], library.analyses, options=options()).of(story))
    new = {a.document for a in card.arrived if a.at >= begin}
    pages = [labels.articles[m.id, m.part] for m in story.documents if m.id in new and (m.id, m.part) in labels.articles]
    names = dict.fromkeys(a.outlet or a.title or a.document for a in pages)
    facts = news(story, labels.analyses.values(), since).facts
    return StoryDigest(
        story=story.id, title=story.title or "Untitled", days=story_days(story.first, story.last), counts=story.counts,
        pages=tuple(names), summary=tuple(line(s.text, s.evidence, labels) for s in story.summary[:SUMMARY]),
        facts=tuple(fact_line(f.kind, f.fact, labels) for f in facts[:SHOWN]),
        link=Names(base).story(story.id) if base else None,
    )  # fmt: skip


def send(message: EmailMessage, settings: Mail) -> None:
    """Hand a message to the user's mail server. Raises SettingsError where it cannot be reached or does not take it.

    The password is read from the environment (TELLINGS_MAIL_PASSWORD). It is never sent without TLS, and certificates are
    verified; without TLS only a server on this machine is spoken to.
    """
    if not settings.host:
        raise SettingsError("no mail server is named", where="mail.host", hint="name it in the settings, or write to a file")
    if settings.security == "none" and not _here(settings.host):
        raise SettingsError("mail is not sent in the clear", where=settings.host, hint="set mail.security to starttls or tls")
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, os.environ.get(PASSWORD, ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as problem:
        why = f"{type(problem).__name__}: {problem}"[:300]
        raise SettingsError("the digest could not be sent", where=f"{settings.host}:{settings.port}", why=why) from problem


def _connected(settings: Mail) -> smtplib.SMTP:
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.seconds, context=ssl.create_default_context())
    server = smtplib.SMTP(settings.host, settings.port, timeout=settings.seconds)
    if settings.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
