"""W3C Web Annotation (JSON-LD): what is said about the pages, one annotation a passage.

A passage is selected twice: by its words with those around them (TextQuoteSelector, which also finds it on the page as
published) and by its characters in the page's readable text as `tellings analyse` gives it (TextPositionSelector).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tellings import __version__
from tellings.export.json_text import known, with_list
from tellings.export.naming import identifier, web_address
from tellings.export.plover import parties_of
from tellings.export.selection import Labels, Selection
from tellings.export.tables_stories import grouped_facts
from tellings.model import Analysis, Article, Copy, Days, Event, Fact, Passage, Quote, Span, Story, Value, articles_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after a passage that help to find it."""
REALIS = {"planned": "planned", "hypothetical": "possible", "denied": "denied", "past-background": "of earlier days"}


def annotation_page(selection: Selection) -> Iterator[bytes]:
    """Yield an annotation page with every annotation: of the pages first, then of the stories."""
    names = selection.names
    documents, stories = "\x1f".join(selection.documents), "\x1f".join(s.id for s in selection.stories)
    head = {
        "@context": CONTEXT, "id": names.thing("annotations", documents, stories), "type": "AnnotationPage",
        "partOf": {"id": names.thing("collection", documents, stories), "type": "AnnotationCollection", "label": "Tellings"},
        "startIndex": 0,
    }  # fmt: skip
    yield from with_list(head, "items", _all(selection))


def _all(selection: Selection) -> Iterator[dict[str, Any]]:
    for analysis in selection.pages():
        for article in articles_of(analysis):
            yield from _of_page(article, selection)
    for story in selection.stories:
        yield from _of_story(story, selection)


def _of_page(article: Article, selection: Selection) -> Iterator[dict[str, Any]]:
    for entity in article.entities:
        tags = [_tag(entity.type), _body("identifying", entity.name)]
        for mention in entity.mentions:
            if mention.kind == "name" and article.holds(mention):
                yield _annotation(article.analysis, mention, "identifying", tags, selection)
    for _, quote in article.quotes:
        bodies = [_tag("quotation"), _tag(quote.kind), _body("describing", _speaker(article, quote))]
        yield _annotation(article.analysis, quote.content, "describing", bodies, selection)
    for _, event in article.events:
        if event.type is not None:
            bodies = [_tag(event.type), _body("classifying", _event(article.analysis, event))]
            yield _annotation(article.analysis, event.clause or event.trigger, "classifying", bodies, selection)


def _of_story(story: Story, selection: Selection) -> Iterator[dict[str, Any]]:
    labels = Labels(selection.of(story))
    for told, fact in grouped_facts(story):
        for value in fact.values:
            bodies = [_tag(fact.kind), _tag(told), _body("commenting", _fact(fact, value))]
            for cite in value.evidence:
                if analysis := labels.analyses.get(cite.document):
                    yield _annotation(analysis, Span(cite.start, cite.end), "commenting", bodies, selection, part_of=story.id)
    for copy in story.copies:
        yield from _copy(copy, labels, selection, story)


def _copy(copy: Copy, labels: Labels, selection: Selection, story: Story) -> Iterator[dict[str, Any]]:
    target, origin = labels.analyses.get(copy.target.document), labels.analyses.get(copy.origin.document)
    if target is None or origin is None:
        return
    words = {"known": "copied from", "likely": "likely copied from", "unknown": "the same words as in"}[copy.direction]
    name = labels.of(copy.origin).name
    linked = _specific(origin, copy.origin.span, selection) | {"purpose": "linking"}
    bodies = [_tag("copy"), _body("describing", f"{words} {name}"), linked]
    yield _annotation(target, copy.target.span, "linking", bodies, selection, part_of=story.id)


def _annotation(
    analysis: Analysis, span: Span, motivation: str, bodies: list[dict[str, Any]], selection: Selection,
    *, part_of: str = "",
) -> dict[str, Any]:  # fmt: skip
    words = [body.get("value") or body.get("source") for body in bodies]
    return {
        "id": f"urn:uuid:{identifier('annotation', part_of, analysis.id, span.start, span.end, motivation, *words)}",
        "type": "Annotation", "motivation": motivation, "body": bodies, "target": _specific(analysis, span, selection),
        "generator": {"type": "Software", "name": f"Tellings {__version__}"},
    }  # fmt: skip


def _specific(analysis: Analysis, span: Span, selection: Selection) -> dict[str, Any]:
    text, passage = analysis.text, Passage(document=analysis.id, start=span.start, end=span.end)
    quote = known(prefix=text[max(0, span.start - AROUND) : span.start], suffix=text[span.end : span.end + AROUND])
    state = {"type": "TimeState", "sourceDate": analysis.document.fetched} if analysis.document.fetched else None
    return {
        "type": "SpecificResource", "id": selection.names.passage(passage),
        "source": web_address(analysis) or selection.names.page(analysis.id),
        "selector": [
            {"type": "TextQuoteSelector", "exact": span.of(text), **quote},
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
        **({"state": state} if state else {}),
    }  # fmt: skip


def _tag(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": "en"}


def _speaker(article: Article, quote: Quote) -> str:
    entity = next((e.name for e in article.analysis.entities if e.id == quote.speaker_entity), None)
    name = entity or (" ".join(quote.speaker.of(article.text).split()) if quote.speaker else None)
    return f"said by {name}{_days(quote.said)}" if name else f"speaker unknown{_days(quote.said)}"


def _days(days: Days | None) -> str:
    if days is None or days.first_day is None or days.last_day is None:
        return ""
    return f" on {days.first_day}" if days.first_day == days.last_day else f" between {days.first_day} and {days.last_day}"


def _event(analysis: Analysis, event: Event) -> str:
    def named(arguments: Iterable[Any]) -> str:
        return ", ".join(p.name for p in parties_of([(analysis, a) for a in arguments], {})) or "not told"

    sure = REALIS.get(event.realis)
    about = f"who: {named(event.actors)}; to whom: {named(event.recipients)}"
    return f"{event.type}{f' ({sure})' if sure else ''}{_days(event.when)}; {about}"


def _fact(fact: Fact, value: Value) -> str:
    told = f"{value.accounts} independent account{'' if value.accounts == 1 else 's'}"
    line = f"{fact.about}: {value.value} ({told})"
    others = "; ".join(f"{v.value} ({v.accounts})" for v in fact.values if v is not value)
    return f"{line}; {fact.relation}, elsewhere: {others}" if others else line
