"""Rows of what stands on pages: the articles themselves, quotations, events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tellings.export.naming import web_address
from tellings.export.plover import KINDS, granularity, joined, parties_of, place_of, sides, telling_of
from tellings.export.selection import Place, Selection
from tellings.model import Analysis, Article, Days, Event, Quote, Span, articles_of
from tellings.stage import fingerprint

PASSAGE = {"document": "text", "part": "int", "start": "int", "end": "int", "quote": "text"}
PLACE = {"story": "text", "version_of": "text"}
WHOSE = {"outlet": "text", "published_day": "day"}
PAGES = {
    "id": "text", **PASSAGE, **PLACE, "title": "text", "subtitle": "text", "outlet": "text", "agency": "text",
    "authors": "text", "language": "text", "published": "text", "published_day": "day", "published_basis": "text",
    "published_confidence": "float", "updated": "text", "fetched": "text", "url": "text", "canonical": "text",
    "path": "text", "sha256": "text", "paywalled": "bool", "words": "int", "comments": "int",
}  # fmt: skip
QUOTATIONS = {
    "id": "text", **PASSAGE, **WHOSE, **PLACE, "kind": "text", "speaker": "text", "speaker_name": "text",
    "speaker_start": "int", "speaker_end": "int", "cue": "text", "relay": "text", "said_first_day": "day",
    "said_last_day": "day", "confidence": "float",
}  # fmt: skip
EVENTS: dict[str, str] = {
    "id": "text", **PASSAGE, **WHOSE, **PLACE, "type": "text", "predicate": "text", "mode": "text",
    "contexts": "text", "realis": "text", "first_day": "day", "last_day": "day", "granularity": "text", "actors": "text",
    "actor_countries": "text", "actor_sectors": "text", "recipients": "text", "recipient_countries": "text",
    "recipient_sectors": "text", "place": "text", "place_country": "text", "latitude": "float", "longitude": "float",
    **{str(kind): "text" for kind in KINDS}, "speaker": "text", "trigger": "text", "trigger_start": "int", "trigger_end": "int",
    "confidence": "float",
}  # fmt: skip


def passage(article: Article, span: Span) -> dict[str, Any]:
    """Return the columns of a passage."""
    return {
        "document": article.document,
        "part": article.part,
        "start": span.start,
        "end": span.end,
        "quote": span.of(article.text),
    }


def whose(article: Article) -> dict[str, Any]:
    """Return the columns of the outlet and the day of an article."""
    return {"outlet": article.outlet, "published_day": article.published.day if article.published else None}


def title_span(article: Article) -> Span | None:
    """Return where the article's title stands, else its first words, or None where it has no text."""
    titled = next((b for b in article.blocks if b.role == "title"), None)
    block = titled or next(iter(article.blocks), None)
    if block is None or titled is not None:
        return block
    return next((s for s in article.sentences if s.overlaps(block)), block)


def _articles(selection: Selection) -> Iterator[tuple[Article, dict[str, Any]]]:
    """Yield the articles, each with the columns that say where it stands."""
    for some, places_of in selection.placed_pages():
        places = places_of()
        for article in (a for analysis in some for a in articles_of(analysis)):
            yield article, places.get(article.key, Place())._asdict()


def page_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the articles of the pages."""
    for article, place in _articles(selection):
        analysis, own, span = article.analysis, article.analysis.metadata, title_span(article)
        published, main = article.published, article.part == 0
        yield {
            "id": fingerprint("article", *article.key), "document": article.document, "part": article.part, **place,
            **(passage(article, span) if span else {}), "title": article.title, "subtitle": own.subtitle if main else None,
            "outlet": article.outlet, "agency": own.agency if main else None, "authors": joined(article.authors),
            "language": own.language, "published": published.shown if published else None,
            "published_day": published.day if published else None, "published_basis": published.basis if published else None,
            "published_confidence": published.confidence if published else None,
            "updated": own.updated.shown if own.updated and main else None, "fetched": analysis.document.fetched,
            "url": web_address(analysis), "canonical": own.canonical, "path": analysis.document.source.path,
            "sha256": analysis.document.source.sha256, "paywalled": own.paywalled if main else None,
            "words": sum(len(b.of(article.text).split()) for b in article.main_blocks),
            "comments": len(analysis.comments) if main else None,
        }  # fmt: skip


def quotation_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the quotations on the pages."""
    for article, place in _articles(selection):
        names = {e.id: e.name for e in article.analysis.entities}
        for _, quote in article.quotes:
            yield {**_quotation(article, quote, names), **place}


def quote_id(document: str, quote: Quote) -> str:
    """Return the id of a quotation: its page and place."""
    return fingerprint("quote", document, quote.content.start, quote.content.end)


def _quotation(article: Article, quote: Quote, names: dict[str, str]) -> dict[str, Any]:
    text, speaker = article.text, quote.speaker
    return {
        "id": quote_id(article.document, quote), **passage(article, quote.content), **whose(article), "kind": quote.kind,
        "speaker": speaker.of(text) if speaker else None, "speaker_name": names.get(quote.speaker_entity or ""),
        "speaker_start": speaker.start if speaker else None, "speaker_end": speaker.end if speaker else None,
        "cue": quote.cue.of(text) if quote.cue else None, "relay": quote.relay.of(text) if quote.relay else None,
        "said_first_day": quote.said.first_day if quote.said else None,
        "said_last_day": quote.said.last_day if quote.said else None, "confidence": quote.confidence,
    }  # fmt: skip


def event_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the events as the pages tell them."""
    for article, place in _articles(selection):
        for _, event in article.events:
            yield {**_event(article, event), **place}


def _event(article: Article, event: Event) -> dict[str, Any]:
    analysis, text = article.analysis, article.text
    told, place = telling_of(analysis, event), place_of(analysis, event.where) if event.where else None
    return {
        "id": told.id, **passage(article, event.clause or event.trigger), **whose(article), "type": event.type,
        "predicate": event.predicate, "mode": event.mode, "contexts": joined(event.contexts), "realis": event.realis,
        **_when(event.when), **_both_sides(analysis, event),
        "place": place.name if place else None, "place_country": place.country if place else None,
        "latitude": place.latitude if place else None, "longitude": place.longitude if place else None,
        **{count.kind: count.of(text) for count in reversed(event.counts)}, "speaker": told.speaker,
        "trigger": event.trigger.of(text), "trigger_start": event.trigger.start, "trigger_end": event.trigger.end,
        "confidence": event.confidence,
    }  # fmt: skip


def _when(when: Days | None) -> dict[str, Any]:
    if when is None or (when.first_day is None and when.last_day is None):
        return {}
    grain = granularity(when.first_day, when.last_day)
    return {"first_day": when.first_day, "last_day": when.last_day, "granularity": grain}


def _both_sides(analysis: Analysis, event: Event) -> dict[str, str | None]:
    actors = parties_of([(analysis, a) for a in event.actors], {})
    recipients = parties_of([(analysis, a) for a in event.recipients], {})
    return {**sides("actor", actors), **sides("recipient", recipients)}
