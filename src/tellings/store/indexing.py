"""What of a document is searched: its articles, quotations, events and comments, as rows of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit

from tellings.model import Analysis, Article, Entity, Event, Quote, Span, articles_of
from tellings.store.words import APART, words_of

VERSION = 1
"""Raised when words are written otherwise; older rows are written anew by `update`."""
COLUMNS = ("title", "body", "people", "places", "speakers", "types", "source", "lang")
PEOPLE = frozenset({"person", "organisation", "group", "other"})
PLACES = frozenset({"place", "country"})


class Words(NamedTuple):
    """The words of one row, by column."""

    title: str = ""
    body: str = ""
    people: str = ""
    places: str = ""
    speakers: str = ""
    types: str = ""
    source: str = ""
    lang: str = ""


class PassageRow(NamedTuple):
    """A quotation, event or comment, by its place in its layer."""

    kind: str
    number: int
    span: Span
    speaker: str | None
    type: str | None
    words: Words


class ArticleRow(NamedTuple):
    """An article with what is searched of it."""

    part: int
    title: str | None
    source: str | None
    published: str | None
    day: str | None
    language: str | None
    words: Words
    passages: tuple[PassageRow, ...]
    vector: bytes | None


def rows_of(analysis: Analysis) -> list[ArticleRow]:
    """Return the rows of every article on a page."""
    return [_article(article) for article in articles_of(analysis)]


def source_name(article: Article) -> str:
    """Return what a page is called: its outlet, else the host of its address, else its file or id."""
    source, metadata = article.analysis.document.source, article.analysis.metadata
    host = _host(metadata.url or source.url)
    return article.outlet or host or (PurePath(source.path).name if source.path else article.document)


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _text(value: str | None) -> str:
    return " ".join(words_of(value or ""))


def _names(names: Iterable[str]) -> str:
    return f" {APART} ".join(filter(None, (_text(name) for name in dict.fromkeys(names))))


def _forms(entity: Entity) -> Iterator[str]:
    yield entity.name
    yield from (m.form for m in entity.mentions if m.kind == "name")


def _article(article: Article) -> ArticleRow:
    analysis = article.analysis
    called = {e.id: e.name for e in analysis.entities}
    source, language = source_name(article), analysis.metadata.language
    host = _host(analysis.metadata.url or analysis.document.source.url)
    base = Words(source=_names(filter(None, (source, host))), lang=_text(language))
    body = "\n".join(b.of(article.text) for b in article.blocks if b.role != "title")
    speakers = [name for _, q in article.quotes if (name := _speaker(q, analysis, called))]
    words = base._replace(
        title=_text(article.title), body=_text(body), speakers=_names(speakers),
        people=_names(f for e in article.entities if e.type in PEOPLE for f in _forms(e)),
        places=_names(f for e in article.entities if e.type in PLACES for f in _forms(e)),
        types=_names(e.type for _, e in article.events if e.type),
    )  # fmt: skip
    passages = (*_quotes(article, called, base), *_events(article, called, base), *_comments(article, base))
    vector = article.vector if (language or "en") == "en" else None
    return ArticleRow(
        part=article.part, title=article.title, source=source, language=language,
        published=article.published.value if article.published else None,
        day=article.published.day if article.published else None,
        words=words, passages=passages, vector=vector.values if vector else None,
    )  # fmt: skip


def _speaker(quote: Quote, analysis: Analysis, called: dict[str, str]) -> str | None:
    known = called.get(quote.speaker_entity or "")
    return known or (quote.speaker.of(analysis.text) if quote.speaker else None)


def _inside(analysis: Analysis, span: Span, types: frozenset[str]) -> Iterator[str]:
    for entity in analysis.entities:
        if entity.type in types and any(span.start <= m.start < span.end for m in entity.mentions):
            yield entity.name


def _quotes(article: Article, called: dict[str, str], base: Words) -> Iterator[PassageRow]:
    analysis = article.analysis
    for number, quote in article.quotes:
        speaker, span = _speaker(quote, analysis, called), quote.content.bare()
        words = base._replace(
            body=_text(span.of(analysis.text)), speakers=_text(speaker), types=_text(quote.kind),
            people=_names(_inside(analysis, span, PEOPLE)), places=_names(_inside(analysis, span, PLACES)),
        )  # fmt: skip
        yield PassageRow("quotes", number, span, speaker, quote.kind, words)


def _events(article: Article, called: dict[str, str], base: Words) -> Iterator[PassageRow]:
    analysis = article.analysis
    for number, event in article.events:
        span = _sentence(article, event)
        number_told = -1 if event.reported_by is None else event.reported_by
        told = analysis.quotes[number_told] if 0 <= number_told < len(analysis.quotes) else None
        words = base._replace(
            body=_text(span.of(analysis.text)), types=_text(event.type),
            speakers=_text(_speaker(told, analysis, called) if told else None),
            people=_names(called.get(a.entity or "") or a.of(analysis.text) for a in (*event.actors, *event.recipients)),
            places=_names(called.get(a.entity or "") or a.of(analysis.text) for a in (event.where,) if a),
        )  # fmt: skip
        yield PassageRow("events", number, span, None, event.type, words)


def _sentence(article: Article, event: Event) -> Span:
    """Return the sentence that tells an event, else the words between its first and last."""
    trigger = event.trigger
    held = next((s for s in article.sentences if s.start <= trigger.start < s.end), None)
    return (held or event.clause or trigger).bare()


def _comments(article: Article, base: Words) -> Iterator[PassageRow]:
    if article.part:
        return
    analysis = article.analysis
    for number, comment in enumerate(analysis.comments):
        words = base._replace(body=_text(comment.of(analysis.text)))
        yield PassageRow("comments", number, comment.bare(), None, None, words)
