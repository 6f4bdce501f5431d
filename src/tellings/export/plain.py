"""Documents and stories as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from tellings.export.curation_plain import chain_lines
from tellings.export.report_phrases import count_line, days_text
from tellings.export.versions_view import reading_time, told_changes
from tellings.model import Analysis, Cite, Days, Dispute, Edit, Fact, News, Story, Versions
from tellings.relate.utterances_verify import Finding

SHOWN = 12
NAMED = 3
"""Speakers of one side of a dispute that are named."""


def page_names(analyses: Iterable[Analysis]) -> dict[str, str]:
    """Return what each document is called: its outlet, else its file, else its address or id."""
    found = {}
    for analysis in analyses:
        source = analysis.document.source
        own = PurePath(source.path).name if source.path else source.url or analysis.id
        found[analysis.id] = analysis.metadata.outlet or own
    return found


def document_lines(analysis: Analysis) -> Iterator[str]:
    """Yield the lines that tell what one document says."""
    metadata, text = analysis.metadata, analysis.text
    published = f"{metadata.published.shown} ({metadata.published.basis})" if metadata.published else "day unknown"
    yield f"{metadata.title or '(no title)'}"
    where = metadata.outlet or analysis.document.source.path or analysis.id
    closed = " · behind a paywall" if metadata.paywalled else ""
    yield f"  {where} · {published} · {metadata.language or 'language unknown'}{closed}"
    for part in analysis.parts:
        day = part.published.shown if part.published else "day unknown"
        yield f"  also on the page: {part.title or '(no title)'} · {part.outlet or 'outlet unknown'} · {day}"
    people = [e for e in analysis.entities if e.type == "person"][:SHOWN]
    if people:
        yield "  people: " + ", ".join(e.name for e in people)
    names = {e.id: e.name for e in analysis.entities}
    for quote in analysis.quotes[:SHOWN]:
        speaker = names.get(quote.speaker_entity or "") or (quote.speaker.of(text) if quote.speaker else "unknown")
        yield f"  {speaker} ({quote.kind}): {' '.join(quote.content.of(text).split())}"
    if analysis.comments:
        yield f"  {len(analysis.comments)} reader comments (kept apart)"
    yield ""


def story_lines(story: Story, outlets: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that tell one story."""
    counts = story.counts
    yield story.title or "(no title)"
    days = f"{story.first} to {story.last}" if story.first != story.last else story.first or "days unknown"
    yield f"  {count_line(counts)} · {days}"
    yield f"  story {story.id}"
    yield from chain_lines(story.chain)
    for sentence in story.summary:
        yield f"  {sentence.text} [{_outlets(sentence.evidence, outlets)}]"
    if story.summary_note:
        yield f"  summary: {story.summary_note}"
    for heading, facts in (("differ", story.comparison.differing), ("agree", story.comparison.agreed)):
        if facts:
            yield f"  accounts {heading}:"
        for fact in facts[:SHOWN]:
            yield from _fact_lines(fact, outlets)
    if story.comparison.disputes:
        yield "  disputed:"
    for dispute in story.comparison.disputes[:SHOWN]:
        yield from _dispute_lines(dispute, outlets)
    if story.comparison.loaded:
        words = (f"“{w.word}” [{_outlets(w.evidence, outlets)}]" for w in story.comparison.loaded[:SHOWN])
        yield "  judging words used only here: " + ", ".join(words)
    for versions in story.versions:
        name, times = outlets.get(versions.document, versions.document), len(versions.readings)
        yield f"  {name} was read {times} times: {told_changes(versions.revisions[-1])}"
    yield from _timeline_lines(story, outlets)
    yield ""


def _timeline_lines(story: Story, outlets: Mapping[str, str]) -> Iterator[str]:
    """Yield what happened when, the background set apart."""
    for heading, background in (("what happened", False), ("background", True)):
        entries = [e for e in story.timeline if e.background is background][:SHOWN]
        if entries:
            yield f"  {heading}:"
        for entry in entries:
            day = days_text(Days(first_day=entry.first_day, last_day=entry.last_day))
            yield f"    {day}: {entry.text} [{_outlets(entry.evidence, outlets)}]"


def _dispute_lines(dispute: Dispute, outlets: Mapping[str, str]) -> Iterator[str]:
    for name, side in (("claimed", dispute.claimed), ("denied", dispute.denied)):
        by = f" by {', '.join(side.speakers[:NAMED])}" if side.speakers else ""
        yield f"    {name}{by}: “{' '.join(side.evidence[0].text.split())}” [{_outlets(side.evidence, outlets)}]"
    if dispute.silent:
        yield f"    told by neither: {', '.join(sorted({outlets.get(d, d) for d in dispute.silent}))}"


def news_lines(news: News, outlets: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that tell what is new in a story."""
    yield news.title or "(no title)"
    yield f"  new since {news.since.removesuffix('T00:00:00')}"
    for page in news.pages:
        kind = f"the account of {outlets.get(page.account_of, page.account_of)}" if page.account_of else "a new account"
        yield f"  {outlets.get(page.document, page.document)} · {page.moment} · {kind}"
    for item in news.facts[:SHOWN]:
        fact, told = item.fact, {"new": "new", "changed": "new value", "confirmed": "now told by several"}[item.kind]
        yield f"    {told}: {fact.about} ({fact.kind}{f', {fact.relation}' if fact.relation else ''})"
        for n, value in enumerate(fact.values):
            mark = "+ " if n in item.fresh else "  "
            yield f"    {mark}{value.value} [{_outlets(value.evidence, outlets)}]"
    if len(news.facts) > SHOWN:
        yield f"    and {len(news.facts) - SHOWN} more (--json shows all)"
    if news.undated:
        yield f"  undated, old or new: {', '.join(outlets.get(d, d) for d in news.undated)}"
    yield ""


def _fact_lines(fact: Fact, outlets: Mapping[str, str]) -> Iterator[str]:
    if len(fact.values) == 1:
        name = "" if fact.kind == "claim" else f"{fact.about}: "
        yield f"    {name}{_line(fact.values[0].value)} [{_outlets(fact.values[0].evidence, outlets)}]"
        return
    relation = f", {fact.relation}" if fact.relation else ""
    yield f"    {fact.about} ({fact.kind}{relation})"
    for value in fact.values:
        yield f"      {_line(value.value)} [{_outlets(value.evidence, outlets)}]"


def _line(words: str) -> str:
    return " ".join(words.split())


def _outlets(evidence: Iterable[Cite], outlets: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(outlets.get(c.document, c.document) for c in evidence))


def versions_lines(versions: Versions, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that tell how one article changed; removed words stand as [-so-], added ones as {+so+}, as in wdiff."""
    newest = versions.readings[-1]
    yield newest.title or "(no title)"
    yield f"  {names.get(newest.document, newest.document)} · {versions.address}"
    for older, newer, revision in zip(versions.readings, versions.readings[1:], versions.revisions, strict=False):
        yield f"  {reading_time(older)} → {reading_time(newer)}: {told_changes(revision)}"
        for edit in revision.edits:
            if not edit.minor:
                yield f"    {_edit_line(edit)}"
    yield ""


def _edit_line(edit: Edit) -> str:
    if edit.kind == "changed":
        marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
        words = "".join(marks[w.kind].format(w.text) for w in edit.words)
        line = f"~ {' '.join(words.split())}"
    else:
        passage = edit.after or edit.before
        line = f"{'+' if edit.after else '-'} {' '.join(passage.text.split()) if passage else ''}"
    return f"{line} ({', '.join(edit.touches)})" if edit.touches else line


VERDICTS = {
    "exact": "EXACT: the words stand in the pages as a quotation",
    "altered": "ALTERED: the pages have other words",
    "other-speaker": "ANOTHER SPEAKER: the pages give the words to somebody else",
    "not-found": "NOT FOUND in these pages; that is no proof that it was never said",
}


def places(analyses: Iterable[Analysis]) -> dict[str, str]:
    """Return where a reader finds each document: its title, its day, and its file, else its address, else its id."""
    found = {}
    for analysis in analyses:
        metadata, source = analysis.metadata, analysis.document.source
        day = metadata.published.shown[:10] if metadata.published else "day unknown"
        found[analysis.id] = f"{metadata.title or '(no title)'} · {day} · {source.path or source.url or analysis.id}"
    return found


def finding_lines(finding: Finding, names: Mapping[str, str], places: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that tell what became of a checked quotation, each passage with where it stands."""
    yield VERDICTS[finding.verdict]
    for passage in finding.found[:SHOWN]:
        cite = passage.cite
        changes = f" ({'; '.join(passage.changes)})" if passage.changes else ""
        speaker = passage.speaker or "speaker unknown"
        yield f"  {names.get(cite.document, cite.document)}, {speaker}: {' '.join(cite.text.split())}{changes}"
        if cite.document in places:
            yield f"    {places[cite.document]}"
