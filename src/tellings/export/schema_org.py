"""schema.org (JSON-LD): articles with what they are based on, claims with where they appear, quotations with who is quoted.

Passages are parts of articles: their address ends in their characters (RFC 5147) and they hold their words. A first
appearance is given only where every page that makes the claim is dated and one of them alone is the earliest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tellings.export.json_text import known, with_list
from tellings.export.selection import Labels, Selection, label
from tellings.export.tables_pages import quote_id
from tellings.export.tables_stories import fact_id, grouped_facts, words_at
from tellings.model import UNNAMED, Article, Cite, Copy, Fact, Passage, Quote, Story, Value, articles_of

CONTEXT = "https://schema.org"
SPEAKERS = {"person": "Person", "organisation": "Organization", "group": "Organization"}


def graph(selection: Selection) -> Iterator[bytes]:
    """Yield one JSON-LD document with a graph: articles and their quotations, then stories and their claims."""
    yield from with_list({"@context": CONTEXT}, "@graph", _nodes(selection))


def _nodes(selection: Selection) -> Iterator[dict[str, Any]]:
    for analysis in selection.pages():
        for article in articles_of(analysis):
            yield article_node(article, selection)
            yield from _quotations(article, selection)
    for story in selection.stories:
        labels = Labels(selection.of(story))
        yield _story(story, labels, selection)
        yield from _copies(story, labels, selection)
        for told, fact in grouped_facts(story):
            yield from _claims(story, told, fact, labels, selection)


def _address(article: Article, selection: Selection) -> str:
    page = selection.names.page(article.document)
    return page if article.part == 0 else f"{page}#article={article.part}"


def article_node(article: Article, selection: Selection) -> dict[str, Any]:
    """Return an article of a page."""
    metadata, own, main = article.analysis.metadata, label(article), article.part == 0
    published, updated = article.published, metadata.updated if main else None
    return known(
        **{"@id": _address(article, selection), "@type": "NewsArticle"},
        headline=article.title, url=own.url, inLanguage=metadata.language,
        datePublished=published.value if published else None, dateModified=updated.value if updated else None,
        author=[{"@type": "Person", "name": name} for name in article.authors],
        publisher={"@type": "NewsMediaOrganization", "name": article.outlet} if article.outlet else None,
        creditText=metadata.agency if main else None, isAccessibleForFree=False if metadata.paywalled and main else None,
        isPartOf=None if main else {"@id": selection.names.page(article.document)},
    )  # fmt: skip


def _quotations(article: Article, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield what is quoted in so many words; what is told indirectly is not the speaker's wording."""
    for _, quote in article.quotes:
        if quote.kind != "indirect":
            yield _quotation(article, quote, selection)


def _quotation(article: Article, quote: Quote, selection: Selection) -> dict[str, Any]:
    entity = next((e for e in article.analysis.entities if e.id == quote.speaker_entity), None)
    name = entity.name if entity else quote.speaker.of(article.text) if quote.speaker else None
    kind = SPEAKERS.get(entity.type if entity else "person", "Person")
    said = quote.said.first_day if quote.said and quote.said.first_day == quote.said.last_day else None
    passage = Passage(document=article.document, start=quote.content.start, end=quote.content.end)
    return known(
        **{"@id": selection.names.thing("quotation", quote_id(article.document, quote)), "@type": "Quotation"},
        text=quote.content.of(article.text), spokenByCharacter={"@type": kind, "name": name} if name else None,
        dateCreated=said, isPartOf={"@id": _address(article, selection)},
        citation=_passage(passage, quote.content.of(article.text), selection),
    )  # fmt: skip


def _passage(passage: Passage, words: str | None, selection: Selection) -> dict[str, Any]:
    return known(
        **{"@id": selection.names.passage(passage), "@type": "CreativeWork"}, text=words,
        identifier=f"char={passage.start},{passage.end}", isPartOf={"@id": selection.names.page(passage.document)},
    )  # fmt: skip


def _story(story: Story, labels: Labels, selection: Selection) -> dict[str, Any]:
    own = [labels.articles[m.id, m.part] for m in story.documents if (m.id, m.part) in labels.articles]
    return known(
        **{"@id": selection.names.story(story.id), "@type": "Collection"}, name=story.title, identifier=story.id,
        hasPart=[{"@id": _address(a, selection)} for a in own],
        abstract=" ".join(s.text for s in story.summary),
        citation=[_passage(c, c.text, selection) for s in story.summary for c in s.evidence],
    )  # fmt: skip


def _copies(story: Story, labels: Labels, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the copied passages with what they are based on, where it is known or likely which came first."""
    for copy in story.copies:
        article, origin = labels.article(copy.target), labels.article(copy.origin)
        if article and origin and copy.direction != "unknown":
            yield {"@id": _address(article, selection), "isBasedOn": {"@id": _address(origin, selection)}}
            yield _copied(copy, labels, selection)


def _copied(copy: Copy, labels: Labels, selection: Selection) -> dict[str, Any]:
    credit = None if copy.common_origin == UNNAMED else copy.common_origin
    node = _passage(copy.target, words_at(copy.target, labels), selection)
    return node | known(isBasedOn=_passage(copy.origin, words_at(copy.origin, labels), selection), creditText=credit)


def _claims(story: Story, told: str, fact: Fact, labels: Labels, selection: Selection) -> Iterator[dict[str, Any]]:
    key = fact_id(story, told, fact)
    for value in fact.values:
        first = _first(value, labels)
        text = value.value if fact.kind == "claim" else f"{fact.about}: {value.value}"
        yield known(
            **{"@id": selection.names.thing("claim", key, value.value), "@type": "Claim"}, text=text,
            about={"@type": "Thing", "name": fact.about}, isPartOf={"@id": selection.names.story(story.id)},
            appearance=[_passage(c, c.text, selection) for c in value.evidence],
            firstAppearance=_passage(first, first.text, selection) if first else None,
        )  # fmt: skip


def _first(value: Value, labels: Labels) -> Cite | None:
    """Return the passage of the one page that was published first, or None where that is not known."""
    dated = sorted((labels.of(c).day or "", n) for n, c in enumerate(value.evidence))
    if not dated or not dated[0][0]:
        return None
    earliest = [value.evidence[n] for day, n in dated if day == dated[0][0]]
    return min(earliest, key=lambda c: c.start) if len({c.document for c in earliest}) == 1 else None
