"""An answer, or a feed's own text in its stead, becomes a page; and whether that page says anything new."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec import structs

from tellings.errors import FetchError, TellingsError
from tellings.extract import extract
from tellings.model import MAIN_ROLES, Analysis, Form, Given, Page, Source
from tellings.model.feeds import Telling, Visit
from tellings.read.answers import Answer
from tellings.read.charset import binary_kind, decode
from tellings.read.feeds import digest, form_of, full_text, given
from tellings.read.feeds_markup import length
from tellings.settings import Limits
from tellings.watch.decisions import document_id, key_of

PAGES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})
MORE = 1.2
"""The feed's text stands for a closed page's beginning where it is longer by this factor."""


class Ready(NamedTuple):
    """A page that may be added: its visit, and whose text it is.

    Once it was cleaned, a digest of its readable text, and whether that is only the beginning of it.
    """

    visit: Visit
    page: Page
    told: Telling
    digest: str | None = None
    stub: bool = False


def page_of(visit: Visit, answer: Answer, *, now: float) -> Ready:
    """Return the page that an answer holds, not cleaned yet; what the feed says of it counts where the page says nothing.

    Raises FetchError for an answer that is no page.
    """
    kind = binary_kind(answer.body) if answer.body else "nothing"
    if kind or answer.kind not in PAGES:
        why = f"it is {kind or answer.kind}"
        raise FetchError("this is no page", where=answer.address, why=why, reason="kind", address=answer.address)
    text, notes = decode(answer.body, label=answer.charset)
    form: Form = "text" if answer.kind == "text/plain" and "<html" not in text[:1000].lower() else "html"
    page = Page(
        id=_identity(visit, answer.address), form=form, text=text.replace("\r\n", "\n").replace("\x00", ""),
        source=Source(sha256=hashlib.sha256(answer.body).hexdigest(), url=answer.address), fetched=_iso(now), warnings=notes,
        given=_by_feed(visit), extra=json.dumps({"told_by": "page", "feed": visit.feed}, ensure_ascii=False),
    )  # fmt: skip
    return Ready(visit, page, "page")


def cleaned(ready: Ready, *, now: float, limits: Limits) -> Ready:
    """Return a page with the digest of its readable text; made of the feed's own text where that is all that is open."""
    analysis = _extracted(ready.page, limits)
    if analysis is None:
        return ready._replace(digest=digest(ready.page.text))
    visit, stub = ready.visit, ready.told == "page" and is_stub(analysis)
    own = sum(block.length for block in analysis.blocks if block.role in MAIN_ROLES and block.part == 0)
    if stub and length(full_text(visit.item)) > MORE * own:
        instead = told_by_feed(visit, "only its beginning is open", now=now, address=ready.page.source.url)
        return cleaned(instead, now=now, limits=limits)
    return ready._replace(digest=digest(analysis.text), stub=stub)


def is_stub(analysis: Analysis) -> bool:
    """Tell whether only the beginning of a closed page is there."""
    return analysis.metadata.paywall is not None and analysis.metadata.paywall.stub


def told_by_feed(visit: Visit, why: str, *, now: float, address: str | None = None) -> Ready:
    """Return a page made of the text that the feed carries, marked so; `why` says why the page itself is not read."""
    text = full_text(visit.item) or ""
    form = form_of(visit.item, text)
    extra = {"told_by": "feed", "feed": visit.feed, "because": why}
    page = Page(
        id=_identity(visit, address or visit.address), form=form, text=text, given=given(visit.item), fetched=_iso(now),
        source=Source(sha256=digest(text), url=address or visit.address or None, outlet=visit.item.outlet),
        extra=json.dumps(extra, ensure_ascii=False), warnings=(f"the text is the feed's: {why}",),
    )  # fmt: skip
    return Ready(visit, page, "feed")


def _identity(visit: Visit, address: str) -> str:
    """Return the id of the page at an address: two links that lead to one page lead to one document."""
    key = key_of(structs.replace(visit.item, link=address), visit.feed) if address else visit.key
    return document_id(key or visit.key)


def _extracted(page: Page, limits: Limits) -> Analysis | None:
    try:
        return extract(page, limits=limits)
    except TellingsError:  # the analysis meets it again, and records it as what became of the page
        return None


def _by_feed(visit: Visit) -> Given:
    """Return what the feed says of a page, to count where the page itself says nothing."""
    return structs.replace(given(visit.item), outlet=visit.item.outlet, weak=True)


def _iso(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).replace(microsecond=0).isoformat()
