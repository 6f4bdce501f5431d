"""Extraction of one page, whatever its form."""

from __future__ import annotations

from tellings.model import Analysis, Block, Document, Metadata, Page, Published
from tellings.settings import Limits

VERSION = 1


def extract(page: Page, *, limits: Limits | None = None) -> Analysis:
    """Return the page's document with its metadata, blocks, parts and comments.

    Raises OversizedInput where a limit on depth or length is passed, EmptyInput where no text is left.
    """
    document = Document(
        id=page.id, source=page.source, text=page.text, form=page.form, given=page.given, fetched=page.fetched, extra=page.extra
    )
    given = page.given
    published = Published(value=given.published, precision="day", basis="given") if given.published else None
    return Analysis(
        document=document,
        metadata=Metadata(title=given.title, language=given.language or "en", published=published, outlet=page.source.outlet),
        blocks=(Block(0, len(page.text), role="body"),) if page.text else (),
    )
