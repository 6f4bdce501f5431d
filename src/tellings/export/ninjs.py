"""IPTC ninjs 3.1 (News in JSON): one composite item a story, its pages as associated text items; one object a line.

ninjs has no place for passages, so each fact, summary sentence and quotation stands among the item's `descriptions` as the
JSON of the contract, with its passages; `role` says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tellings.export.json_text import known
from tellings.export.selection import Labels, Selection, label
from tellings.export.tables_stories import grouped_facts
from tellings.model import Actor, Article, Member, Story

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
"""A moment with its zone (RFC 3339); a bare day or a local time is none."""


def items(selection: Selection) -> Iterator[bytes]:
    """Yield one item a story."""
    for story in selection.stories:
        yield msgspec.json.encode(item(story, selection)) + b"\n"


def item(story: Story, selection: Selection) -> dict[str, Any]:
    """Return one story as a composite item."""
    labels = Labels(selection.of(story))
    own = [(m, labels.articles[m.id, m.part]) for m in story.documents if (m.id, m.part) in labels.articles]
    outlets = dict.fromkeys(a.outlet for _, a in own if a.outlet)
    languages = {a.analysis.metadata.language for _, a in own}
    return known(
        uri=selection.names.story(story.id), type="composite", representationType="full", standard=STANDARD,
        versionCreated=moment(selection.options.made), title=story.title,
        headlines=[{"role": "main", "contentType": "text/plain", "value": story.title}] if story.title else None,
        language=languages.pop() if len(languages) == 1 else None,
        descriptions=[*_days(story), *_descriptions(story)],
        bodies=[_body("summary", " ".join(s.text for s in story.summary))] if story.summary else None,
        people=_named(story.actors, {"person"}), organisations=_named(story.actors, {"organisation", "group"}),
        places=_named(story.actors, {"place", "country"}),
        infoSources=[{"name": name, "role": "publisher"} for name in outlets],
        altIds=[{"role": "former", "value": name} for name in story.former],
        associations=[_association(m, a, selection) for m, a in own],
    )  # fmt: skip


def moment(value: str | None) -> str | None:
    """Return a moment as ninjs wants it, or None where only a day or a local time is known."""
    if value is None or not (match := MOMENT.fullmatch(value)):
        return None
    return value if match[1] else f"{value[:16]}:00{match[3]}"


def _days(story: Story) -> list[dict[str, str]]:
    days = {"first-day": story.first, "last-day": story.last}
    return [{"role": role, "contentType": "text/plain", "value": day} for role, day in days.items() if day]


def _descriptions(story: Story) -> Iterator[dict[str, str]]:
    for sentence in story.summary:
        yield _json("summary", sentence)
    for told, fact in grouped_facts(story):
        yield _json(f"fact:{told}", fact)
    for utterance in story.utterances:
        yield _json("utterance", utterance)
    for entry in story.timeline:
        yield _json("timeline", entry)


def _json(role: str, record: Any) -> dict[str, str]:
    return {"role": role, "contentType": "application/json", "value": msgspec.json.encode(record).decode()}


def _body(role: str, text: str) -> dict[str, Any]:
    return {
        "role": role, "contentType": "text/plain", "charCount": len(text), "wordCount": len(text.split()), "value": text
    }  # fmt: skip


def _named(actors: Iterable[Actor], types: set[str]) -> list[dict[str, str]]:
    return [{"name": a.name, "rel": "mentions", "literal": a.id} for a in actors if a.type in types]


def _association(member: Member, article: Article, selection: Selection) -> dict[str, Any]:
    metadata, published, own = article.analysis.metadata, article.published, label(article)
    text = "\n".join(b.of(article.text) for b in article.main_blocks)
    page = selection.names.page(article.document)
    return known(
        name=own.title or own.name, rel="earlier version" if member.version_of else "account",
        uri=page if article.part == 0 else f"{page}#article={article.part}", type="text", language=metadata.language,
        headlines=[{"role": "main", "contentType": "text/plain", "value": article.title}] if article.title else None,
        firstCreated=moment(published.value) if published else None,
        descriptions=[{"role": "published", "contentType": "text/plain", "value": own.published}] if own.published else None,
        bodies=[_body("main", text)] if text else None, by=", ".join(article.authors),
        infoSources=[
            *([{"name": article.outlet, "role": "publisher"}] if article.outlet else []),
            *([{"name": metadata.agency, "role": "agency"}] if metadata.agency and article.part == 0 else []),
        ],
        altIds=_alternatives(article, own.url),
    )  # fmt: skip


def _alternatives(article: Article, url: str | None) -> list[dict[str, str]]:
    source = article.analysis.document.source
    found = [("document", article.document), ("url", url), ("sha256", source.sha256)]
    return [{"role": role, "value": value} for role, value in found if value]
