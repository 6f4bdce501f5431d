"""The printed shape of a document; stories are printed as they are (`model.Story`)."""

from __future__ import annotations

from typing import Any

import msgspec

from tellings.model import (
    Analysis,
    Block,
    Caption,
    Comment,
    Entity,
    Event,
    Failure,
    Part,
    Paywall,
    Published,
    Quantity,
    Quote,
    Record,
    Sentence,
    Source,
    Span,
    Time,
)


class DocumentView(Record, frozen=True):
    """One document as `tellings analyse --json` prints it."""

    id: str
    source: Source
    text: str
    language: str | None
    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    published: Published | None
    updated: Published | None
    outlet: str | None
    url: str | None
    canonical: str | None
    agency: str | None
    paywalled: bool
    paywall: Paywall | None
    captions: tuple[Caption, ...]
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    comments: tuple[Comment, ...]
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    quotes: tuple[Quote, ...]
    quantities: tuple[Quantity, ...]
    events: tuple[Event, ...]
    failures: tuple[Failure, ...] = ()
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


def document_view(analysis: Analysis) -> DocumentView:
    """Return the printed shape of an analysis."""
    document, metadata = analysis.document, analysis.metadata
    sentences: tuple[Sentence, ...] = analysis.sentences
    return DocumentView(
        id=document.id, source=document.source, text=document.text, language=metadata.language, title=metadata.title,
        subtitle=metadata.subtitle, authors=metadata.authors, published=metadata.published, updated=metadata.updated,
        outlet=metadata.outlet, url=metadata.url, canonical=metadata.canonical, agency=metadata.agency,
        paywalled=metadata.paywalled, paywall=metadata.paywall, captions=metadata.captions,
        blocks=analysis.blocks, parts=analysis.parts, comments=analysis.comments,
        sentences=tuple(s.bare() for s in sentences), entities=analysis.entities, times=analysis.times,
        quotes=analysis.quotes, quantities=analysis.quantities, events=analysis.events, failures=analysis.failures,
        extra=msgspec.json.decode(document.extra),
    )  # fmt: skip


class ErrorValue(Record, frozen=True):
    """What went wrong with one input."""

    kind: str
    message: str


class ErrorSource(Record, frozen=True):
    """Where the failed input came from."""

    path: str | None
    sha256: str | None = None


class ErrorView(Record, frozen=True):
    """An input that has no document."""

    id: str | None
    source: ErrorSource
    error: ErrorValue


def error_view(failure: Failure) -> ErrorView:
    """Return the printed shape of a failure."""
    source = ErrorSource(path=failure.source, sha256=failure.sha256)
    return ErrorView(id=failure.id, source=source, error=ErrorValue(kind=failure.kind, message=failure.message))
