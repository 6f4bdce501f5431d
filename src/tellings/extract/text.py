"""A page that has lost its HTML becomes a document: its lines, their roles, its comments, its parts and its metadata."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.errors import EmptyInput, OversizedInput
from tellings.extract.comments import find_comments, spans
from tellings.extract.glue import cut_glue, split_lines
from tellings.extract.lines import Labelled, label
from tellings.extract.mastheads import page_metadata
from tellings.extract.parts import find_parts, with_days
from tellings.extract.supplement import supplemented
from tellings.model import Analysis, Block, Document, Page
from tellings.settings import Limits


def extract_text(page: Page, *, limits: Limits) -> Analysis:
    """Return the document of a text page with its metadata, blocks, parts and comments.

    A text whose white space is already plain comes back unchanged but for a newline where a glued piece is cut off.
    Raises OversizedInput where the text or one of its lines is too long, EmptyInput where nothing is left.
    """
    where = page.source.path or page.source.url or page.id
    if len(page.text) > limits.text_characters:
        raise OversizedInput("the text is too long", where=where, why=f"{len(page.text)} characters")
    lines = cut_glue(split_lines(page.text))
    if not lines:
        raise EmptyInput("no text is left", where=where)
    longest = max(len(line.text) for line in lines)
    if longest > limits.line_characters:
        raise OversizedInput("a line is too long to be prose", where=where, why=f"{longest} characters")
    labelled = label(lines, title=page.given.title)
    text, starts = _lay_out(labelled)
    labelled, remarks = find_comments(labelled, page)
    labelled, numbers, parts = find_parts(labelled, remarks, starts)
    comments = spans(remarks, labelled, starts)
    document = Document(
        id=page.id, source=page.source, text=text, form=page.form, given=page.given, fetched=page.fetched, extra=page.extra
    )
    blocks = tuple(
        Block(at, at + len(own.line.text), role=own.role, confidence=own.confidence, part=number)
        for own, at, number in zip(labelled, starts, numbers, strict=True)
    )
    metadata = supplemented(page_metadata(page, labelled, starts, numbers, comments), text, blocks)
    parts = with_days(parts, labelled, numbers, metadata, page.given)
    return Analysis(document=document, metadata=metadata, blocks=blocks, parts=parts, comments=comments)


def _lay_out(labelled: Sequence[Labelled]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for own in labelled:
        starts.append(at)
        at += len(own.line.text) + 1
    return "\n".join(own.line.text for own in labelled), starts
