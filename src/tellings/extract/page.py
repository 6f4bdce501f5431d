"""Extraction of one page, whatever its form."""

from __future__ import annotations

from tellings.errors import EmptyInput
from tellings.extract.dates import given_day, settle
from tellings.extract.html import extract_html
from tellings.extract.language import detect_language
from tellings.model import Analysis, Block, Document, Metadata, Page
from tellings.settings import Limits

VERSION = 4


def extract(page: Page, *, limits: Limits | None = None) -> Analysis:
    """Return the page's document with its metadata, blocks, parts and comments.

    Raises OversizedInput where a limit on depth or length is passed, EmptyInput where no text is left.
    """
    limits = limits or Limits()
    if not page.text.strip():
        raise EmptyInput("the page holds no text", where=page.source.path or page.source.url or page.id)
    if page.form == "html":
        return extract_html(page, limits=limits)
    if page.form == "text":
        return _extract_text(page, limits)
    return _clean(page)


def document_of(page: Page, text: str) -> Document:
    """Return the document that a page becomes with this text."""
    return Document(
        id=page.id, source=page.source, text=text, form=page.form, given=page.given, fetched=page.fetched, extra=page.extra
    )


def _extract_text(page: Page, limits: Limits) -> Analysis:
    try:
        from tellings.extract.text import extract_text
    except ImportError:
        return _clean(page)
    return extract_text(page, limits=limits)


def _clean(page: Page) -> Analysis:
    given = page.given
    published = settle(given_day(given.published) if given.published else None, given)
    metadata = Metadata(
        title=given.title, authors=given.authors, published=published, outlet=page.source.outlet, url=page.source.url,
        language=given.language or detect_language(page.text),
    )  # fmt: skip
    return Analysis(document=document_of(page, page.text), metadata=metadata, blocks=(Block(0, len(page.text), role="body"),))
