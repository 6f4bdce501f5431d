"""Rows of what stories say: the stories, the facts with each passage that gives a value, copies, timelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tellings.export.plover import granularity, joined
from tellings.export.selection import Labels, Selection
from tellings.export.tables_pages import PASSAGE, WHOSE, passage, title_span
from tellings.model import Article, Cite, Copy, Fact, Passage, Story, TimelineEntry, Value
from tellings.stage import fingerprint

STORIES = {
    "id": "text", **PASSAGE, "title": "text", "first_day": "day", "last_day": "day", "pages": "int", "texts": "int",
    "accounts": "int", "origins": "int", "agreed": "int", "differing": "int", "single": "int", "outlets": "text",
    "documents": "text", "summary": "text", "summary_note": "text", "former": "text",
}  # fmt: skip
FACTS = {
    "id": "text", **PASSAGE, **WHOSE, "story": "text", "fact": "text", "told": "text", "about": "text", "kind": "text",
    "relation": "text", "why": "text", "between_copies": "bool", "confidence": "float", "value": "text", "accounts": "int",
    "voice": "text",
}  # fmt: skip
COPIES = {
    "id": "text", **PASSAGE, **WHOSE, "from_document": "text", "from_start": "int", "from_end": "int", "from_quote": "text",
    "from_outlet": "text", "from_published_day": "day", "story": "text", "share": "float", "direction": "text",
    "evidence": "text", "quoted": "float", "common_origin": "text",
}  # fmt: skip
TIMELINE = {
    "id": "text", **PASSAGE, **WHOSE, "story": "text", "entry": "text", "first_day": "day", "last_day": "day",
    "granularity": "text", "text": "text", "accounts": "int", "background": "bool",
}  # fmt: skip


def title_article(story: Story, labels: Labels) -> Article | None:
    """Return the article that the story's title was taken from, else its first page."""
    own = [labels.articles[m.id, m.part] for m in story.documents if (m.id, m.part) in labels.articles and not m.version_of]
    return next((a for a in own if a.title == story.title), next(iter(own), None))


def story_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the stories."""
    for story in selection.stories:
        labels = Labels(selection.of(story))
        article, told = title_article(story, labels), story.comparison
        span = title_span(article) if article else None
        members = [labels.articles[m.id, m.part] for m in story.documents if (m.id, m.part) in labels.articles]
        yield {
            "id": story.id, **(passage(article, span) if article and span else {}), "title": story.title,
            "first_day": story.first, "last_day": story.last, "pages": story.counts.pages, "texts": story.counts.texts,
            "accounts": story.counts.accounts, "origins": story.counts.origins, "agreed": len(told.agreed),
            "differing": len(told.differing), "single": len(told.single), "outlets": joined(a.outlet for a in members),
            "documents": joined(m.id for m in story.documents),
            "summary": " ".join(s.text for s in story.summary) or None, "summary_note": story.summary_note,
            "former": joined(story.former),
        }  # fmt: skip


def fact_id(story: Story, told: str, fact: Fact) -> str:
    """Return the id of a fact: its story, how it is told, kind, what it is about and its first passage."""
    first = fact.values[0].evidence[0] if fact.values and fact.values[0].evidence else None
    place = (first.document, first.start, first.end) if first else ()
    return fingerprint("fact", story.id, told, fact.relation, fact.kind, fact.about, *place)


def grouped_facts(story: Story) -> Iterator[tuple[str, Fact]]:
    """Yield the facts, each with how it is told: agreed, differing or single."""
    for told in ("differing", "agreed", "single"):
        for fact in getattr(story.comparison, told):
            yield told, fact


def fact_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield every passage of every value of every fact."""
    for story in selection.stories:
        labels = Labels(selection.of(story))
        for told, fact in grouped_facts(story):
            key = fact_id(story, told, fact)
            for value in fact.values:
                for cite in value.evidence:
                    yield {"story": story.id, "fact": key, "told": told, **_fact(fact), **_value(key, value, cite, labels)}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "about": fact.about, "kind": fact.kind, "relation": fact.relation, "why": fact.why,
        "between_copies": fact.between_copies, "confidence": fact.confidence,
    }  # fmt: skip


def _value(key: str, value: Value, cite: Cite, labels: Labels) -> dict[str, Any]:
    return {
        "id": fingerprint("value", key, value.value, cite.document, cite.start, cite.end), **cited(cite, labels),
        "value": value.value, "accounts": value.accounts, "voice": value.voice,
    }  # fmt: skip


def cited(cite: Cite, labels: Labels) -> dict[str, Any]:
    """Return the columns of a passage with the outlet and day of its page."""
    article, label = labels.article(cite), labels.of(cite)
    return {
        "document": cite.document, "part": article.part if article else None, "start": cite.start, "end": cite.end,
        "quote": cite.text, "outlet": label.outlet, "published_day": label.day,
    }  # fmt: skip


def words_at(passage: Passage, labels: Labels) -> str | None:
    """Return the words of a passage, or None where its page is not at hand."""
    analysis = labels.analyses.get(passage.document)
    return passage.span.of(analysis.text) if analysis else None


def copy_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the copied passages, each once a story."""
    for story in selection.stories:
        labels = Labels(selection.of(story))
        for copy in story.copies:
            yield {"story": story.id, **_copy(copy, labels)}


def _copy(copy: Copy, labels: Labels) -> dict[str, Any]:
    origin, target = copy.origin, copy.target
    article, label, source = labels.article(target), labels.of(target), labels.of(origin)
    places = (origin.document, origin.start, origin.end, target.document, target.start, target.end)
    return {
        "id": fingerprint("copy", *places), "document": target.document, "part": article.part if article else None,
        "start": target.start, "end": target.end, "quote": words_at(target, labels), "outlet": label.outlet,
        "published_day": label.day, "from_document": origin.document, "from_start": origin.start, "from_end": origin.end,
        "from_quote": words_at(origin, labels), "from_outlet": source.outlet, "from_published_day": source.day,
        "share": copy.share, "direction": copy.direction, "evidence": joined(copy.evidence), "quoted": copy.quoted,
        "common_origin": copy.common_origin,
    }  # fmt: skip


def entry_id(story: Story, entry: TimelineEntry) -> str:
    """Return the id of a line of the timeline: its story and first passage."""
    first = entry.evidence[0]
    return fingerprint("timeline", story.id, first.document, first.start, first.end)


def timeline_rows(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield every passage of every line of the timelines."""
    for story in selection.stories:
        labels = Labels(selection.of(story))
        for entry in story.timeline:
            if entry.evidence:
                yield from _entry_rows(story, entry, labels)


def _entry_rows(story: Story, entry: TimelineEntry, labels: Labels) -> Iterator[dict[str, Any]]:
    key = entry_id(story, entry)
    known = entry.first_day is not None or entry.last_day is not None
    for cite in entry.evidence:
        yield {
            "id": fingerprint("telling", key, cite.document, cite.start, cite.end), "story": story.id, "entry": key,
            **cited(cite, labels), "first_day": entry.first_day, "last_day": entry.last_day,
            "granularity": granularity(entry.first_day, entry.last_day) if known else None, "text": entry.text,
            "accounts": entry.accounts, "background": entry.background,
        }  # fmt: skip
