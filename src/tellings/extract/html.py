"""HTML pages: readable text in blocks, metadata, comments."""

from __future__ import annotations

from tellings.errors import EmptyInput
from tellings.extract.language import detect_language
from tellings.model import Analysis, Block, Document, Metadata, Page, Published
from tellings.model.pages import Role
from tellings.settings import Limits


def extract_html(page: Page, *, limits: Limits) -> Analysis:
    """Return the document of an HTML page. Raises OversizedInput, EmptyInput."""
    import trafilatura

    found = trafilatura.bare_extraction(page.text, url=page.source.url, favor_precision=True, include_comments=True)
    pieces: list[tuple[Role, str]] = []
    if found is not None:
        pieces += [("title", found.title)] if found.title else []
        pieces += [("body", line) for line in (found.text or "").split("\n") if line.strip()]
        pieces += [("comment", line) for line in (found.comments or "").split("\n") if line.strip()]
    if not pieces:
        raise EmptyInput("the page holds no readable text", where=page.source.path or page.id)
    blocks, start = [], 0
    for role, piece in pieces:
        blocks.append(Block(start, start + len(piece), role=role))
        start += len(piece) + 1
    text = "\n".join(piece for _, piece in pieces)
    given = page.given
    published = Published(value=given.published, precision="day", basis="given") if given.published else None
    if published is None and found is not None and found.date:
        published = Published(value=found.date, precision="day", basis="markup", confidence=0.8)
    return Analysis(
        document=Document(id=page.id, source=page.source, text=text, form=page.form, given=given, fetched=page.fetched,
                          extra=page.extra),
        metadata=Metadata(
            title=given.title or (found.title if found else None), published=published,
            authors=given.authors or tuple(a.strip() for a in ((found.author if found else "") or "").split(";") if a.strip()),
            language=detect_language(text, hint=given.language), outlet=page.source.outlet or (found.sitename if found else None),
            url=page.source.url or (found.url if found else None),
        ),
        blocks=tuple(blocks),
    )  # fmt: skip
