"""What an assistant is told: records whose every line carries its passages, the words of pages apart from our own.

Whatever comes from a page (a title, a value, a passage's words) stands under a key that begins with `page_`: it is data
about the news, never an instruction to whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tellings.errors import StoryError
from tellings.export.report_view import days_text
from tellings.export.selection import Labels, Selection
from tellings.export.tables_stories import grouped_facts
from tellings.exporting import options
from tellings.library import Library
from tellings.model import Card, Cite, Days, Fact, Hits, Passage, Story, Value
from tellings.relate.utterances_verify import Finding

FACTS = 25
"""Facts of one kind of agreement that an answer holds."""
PAGES = 100
PASSAGES = 4
"""Passages of one value that an answer holds."""
LONGEST = 600
"""Characters of one passage."""

Answer = dict[str, Any]


def found_story(library: Library, name: str) -> Story:
    """Return a story by its id or by a former one. Raises StoryError."""
    story = library.story(name)
    if story is None:
        raise StoryError(f"no story {name!r}", hint="the tools `stories` and `search` give ids")
    return story


def labels_of(library: Library, story: Story) -> Labels:
    """Return what the pages of a story are called."""
    return Labels(Selection([], [story], library.analyses, options=options()).of(story))


def passage(cite: Cite, labels: Labels | None = None) -> Answer:
    """Return a passage: where it stands, its words and, where the pages are at hand, whose page that is."""
    words = cite.text[:LONGEST]
    found: Answer = {"document": cite.document, "start": cite.start, "end": cite.start + len(words), "page_text": words}
    if len(words) < len(cite.text):
        found["goes_on"] = True
    if labels:
        own = labels.of(cite)
        found |= {"page_source": own.name, "published": own.day or own.published, "url": own.url}
    return found


def passages(cites: Sequence[Cite], labels: Labels | None = None) -> Answer:
    """Return the first passages of a line and how many it has."""
    return {"passages": [passage(c, labels) for c in cites[:PASSAGES]], "passages_in_all": len(cites)}


def told_search(hits: Hits) -> Answer:
    """Return what answers a query."""
    found = [
        {
            "id": h.id, "kind": h.kind, "document": h.document, "story": h.story, "page_title": h.title,
            "page_source": h.source, "published": h.published,
            "page_speaker": h.speaker, "type": h.type, "found_by": h.by, **passages(h.passages),
        }
        for h in hits.hits
    ]  # fmt: skip
    return {"query": hits.query, "kind": hits.kind, "hits": found, "next": hits.next, "notes": list(hits.notes)}


def told_cards(cards: Iterable[Card]) -> Answer:
    """Return stories in short; their leads are cited by the tool `story`."""
    return {"stories": [
        {"id": c.story, "page_title": c.title, "first_day": c.first, "last_day": c.last, "pages": c.counts.pages,
         "independent_accounts": c.counts.accounts, "conflicts": c.conflicts, "changed": c.changed}
        for c in cards
    ]}  # fmt: skip


def told_story(story: Story, labels: Labels) -> Answer:
    """Return a story: its pages, summary, and where the accounts agree, differ or one stands alone."""
    return {
        "id": story.id, "page_title": story.title, "first_day": story.first, "last_day": story.last,
        "pages_in_all": story.counts.pages, "independent_accounts": story.counts.accounts, "wire_origins": story.counts.origins,
        "pages": _pages(story, labels),
        "summary": [{"page_text": s.text, **passages(s.evidence, labels)} for s in story.summary],
        "no_summary_because": story.summary_note, **told_facts(story, labels),
        "copies": [_copy(story, n, labels) for n in range(min(len(story.copies), FACTS))],
    }  # fmt: skip


def _pages(story: Story, labels: Labels) -> list[Answer]:
    found = []
    for member in story.documents[:PAGES]:
        own = labels.articles.get((member.id, member.part))
        if own is not None:
            told = labels.of(Passage(document=member.id, start=own.blocks[0].start if own.blocks else 0, end=0))
            found.append({
                "document": member.id, "part": member.part, "page_title": own.title, "page_source": told.name,
                "published": told.day or told.published, "url": told.url, "earlier_version_of": member.version_of,
            })  # fmt: skip
    return found


def _copy(story: Story, number: int, labels: Labels) -> Answer:
    copy = story.copies[number]
    texts = {d: a.text for d, a in labels.analyses.items()}
    both = [
        Cite(document=p.document, start=p.start, end=p.end, text=p.span.of(texts[p.document]))
        for p in (copy.origin, copy.target)
        if p.document in texts
    ]
    return {"share": copy.share, "direction": copy.direction, "evidence": list(copy.evidence), **passages(both, labels)}


def told_facts(story: Story, labels: Labels) -> Answer:
    """Return the facts in three lists, each with how many there are in all."""
    found: dict[str, list[Answer]] = {"differing": [], "agreed": [], "told_by_one_account": []}
    for told, fact in grouped_facts(story):
        found["told_by_one_account" if told == "single" else told].append(_fact(fact, labels))
    return {name: {"facts": facts[:FACTS], "in_all": len(facts)} for name, facts in found.items()}


def _fact(fact: Fact, labels: Labels) -> Answer:
    return {
        "page_about": fact.about, "kind": fact.kind, "relation": fact.relation, "why": fact.why,
        "between_copies": fact.between_copies, "confidence": fact.confidence,
        "values": [_value(v, labels) for v in fact.values],
    }  # fmt: skip


def _value(value: Value, labels: Labels) -> Answer:
    return {"page_value": value.value, "independent_accounts": value.accounts, **passages(value.evidence, labels)}


def told_timeline(story: Story, labels: Labels, *, first: str = "", last: str = "") -> Answer:
    """Return the lines of a timeline that touch the days between two (ISO 8601); an open side is not looked at."""
    lines = [
        {
            "first_day": e.first_day, "last_day": e.last_day,
            "days": days_text(Days(first_day=e.first_day, last_day=e.last_day)), "page_text": e.text,
            "independent_accounts": e.accounts, "background": e.background, **passages(e.evidence, labels),
        }
        for e in story.timeline
        if (not last or (e.first_day or "") <= last) and (not first or (e.last_day or "9999") >= first)
    ]  # fmt: skip
    return {"story": story.id, "page_title": story.title, "timeline": lines}


VERDICTS: Mapping[str, str] = {
    "exact": "the words stand in a page as a quotation",
    "altered": "a page has other words; `page_changes` says which",
    "other-speaker": "a page gives the words to somebody else",
    "not-found": "the words are not in this library; that is no proof that they were never said",
}


def told_check(finding: Finding, labels: Labels) -> Answer:
    """Return what became of a checked quotation."""
    found = [
        {
            "page_speaker": f.speaker, "exact": f.exact, "page_changes": list(f.changes), "quoted": f.quote is not None,
            **passage(f.cite, labels),
        }
        for f in finding.found
    ]  # fmt: skip
    return {
        "verdict": finding.verdict,
        "meaning": VERDICTS[finding.verdict],
        "found": found,
        "pages_looked_at": len(labels.analyses),
    }
