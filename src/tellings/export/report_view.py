"""What the report's page shows of a story, prepared from stories and analyses: names, cells, snippets; no markup.

Each kind of view has its module beside this one; this one puts a story together, and names what other faces use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.export.report_cites import CiteView, Namer, one_a_page
from tellings.export.report_facts import (
    RELATIONS,
    Cell,
    ColumnView,
    DisputeView,
    FactRow,
    LoadedView,
    ValueView,
    dispute_view,
    fact_columns,
    fact_row,
)
from tellings.export.report_news import NewsView, news_view
from tellings.export.report_pages import BlockView, PageView, page_index, page_views
from tellings.export.report_phrases import count_line, days_text, plural, published_note
from tellings.export.report_sources import SourceView, source_views
from tellings.export.report_speech import UtteranceView, VariantView, by_reach, utterance_view
from tellings.export.versions_view import VersionsView, versions_views
from tellings.model import Chained, Counts, Days, Fact, News, Story, TimelineEntry, Writing

__all__ = [
    "BlockView", "Cell", "CiteView", "ColumnView", "CopyView", "FactRow", "LoadedView", "Namer", "PageView", "SourceView",
    "StoryView", "TimeView", "UtteranceView", "ValueView", "VariantView", "count_line", "days_text", "page_index", "page_views",
    "plural", "published_note", "story_view",
]  # fmt: skip
SINGLE_SHOWN = 60
WIDE = 5
"""Columns that stand side by side at a desk; beyond them a table must be scrolled."""


@dataclass(frozen=True)
class TimeView:
    """One line of the timeline."""

    day: str
    text: str
    cites: tuple[CiteView, ...]
    accounts: int
    background: bool


@dataclass(frozen=True)
class CopyView:
    """One shared passage."""

    origin: CiteView
    target: CiteView
    share: int
    direction: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class StoryView:
    """One story, ready to be laid out."""

    id: str
    anchor: str
    title: str
    days: str
    counts: Counts
    count_line: str
    sources: tuple[SourceView, ...]
    columns: tuple[ColumnView, ...]
    summary: tuple[tuple[str, tuple[CiteView, ...]], ...]
    summary_note: str | None
    differing: tuple[FactRow, ...]
    wording: tuple[FactRow, ...]
    agreed: tuple[FactRow, ...]
    single: tuple[FactRow, ...]
    single_left: int
    loaded: tuple[LoadedView, ...]
    disputes: tuple[DisputeView, ...]
    omissions: tuple[tuple[str, str, int], ...]
    utterances: tuple[UtteranceView, ...]
    timeline: tuple[TimeView, ...]
    actors: tuple[tuple[str, str, str, str, int], ...]
    copies: tuple[CopyView, ...]
    versions: tuple[VersionsView, ...]
    chain: tuple[Chained, ...]
    word_columns: tuple[ColumnView, ...] = ()
    """The columns of the table of words; `columns` are those of the table of differences."""
    legend: tuple[tuple[str, str, str], ...] = ()
    """The relations that the table of differences shows: name, badge, meaning."""
    written: str = ""
    """What a language model did for the summary, nothing where none was asked."""
    news: NewsView | None = None


def story_view(story: Story, namer: Namer, *, news: News | None = None) -> StoryView:
    """Return one story, ready to be laid out."""
    sources = source_views(story, namer)
    differing = [f for f in story.comparison.differing if f.relation != "wording"]
    differing.sort(key=lambda f: list(RELATIONS).index(f.relation or "wording"))
    wording = [f for f in story.comparison.differing if f.relation == "wording"]
    columns, rows = _table(differing, sources, namer)
    word_columns, word_rows = _table(wording, sources, namer)
    shown = dict.fromkeys(f.relation for f in differing)
    agreed = sorted(story.comparison.agreed, key=lambda f: -f.values[0].accounts)
    names = {s.key[0]: s.name for s in sources if s.key[1] == 0}
    return StoryView(
        id=story.id, anchor=f"story-{story.id}", title=story.title or "Untitled", days=_story_days(story), counts=story.counts,
        count_line=count_line(story.counts), sources=sources, columns=columns,
        summary=tuple((s.text, one_a_page(namer.cites(s.evidence))) for s in story.summary), summary_note=story.summary_note,
        differing=rows, wording=word_rows, word_columns=word_columns, agreed=tuple(fact_row(f, (), namer) for f in agreed),
        single=tuple(fact_row(f, (), namer) for f in story.comparison.single[:SINGLE_SHOWN]),
        single_left=max(0, len(story.comparison.single) - SINGLE_SHOWN),
        loaded=tuple(LoadedView(w.word, namer.cites(w.evidence), namer.cites(w.beside)) for w in story.comparison.loaded),
        disputes=tuple(dispute_view(d, names, namer) for d in story.comparison.disputes),
        omissions=tuple((names.get(o.document, o.document), o.fact, o.told_by) for o in story.omissions),
        utterances=tuple(utterance_view(u, namer) for u in by_reach(story.utterances)),
        timeline=tuple(_time(t, namer) for t in story.timeline), actors=_actors(story),
        copies=tuple(_copies(story, namer)), versions=versions_views(story, namer), chain=story.chain,
        legend=tuple((r, *RELATIONS[r]) for r in RELATIONS if r in shown), written=_written(story.writing),
        news=news_view(news, namer) if news is not None else None,
    )  # fmt: skip


def _table(
    facts: Sequence[Fact], sources: Sequence[SourceView], namer: Namer
) -> tuple[tuple[ColumnView, ...], tuple[FactRow, ...]]:
    """Return a column an outlet that tells one of the facts, and a row a fact; of many columns the fullest come first."""
    told = Counter(name for f in facts for name in {namer.name(namer.article_at(c)) for v in f.values for c in v.evidence})
    columns = fact_columns([s for s in sources if s.name in told])
    if len(columns) > WIDE:
        columns = tuple(sorted(columns, key=lambda c: -told[c.name]))
    return columns, tuple(fact_row(f, columns, namer) for f in facts)


def _written(writing: Writing | None) -> str:
    """Return in words what a language model did for a summary."""
    if writing is None:
        return ""
    if writing.failure is not None:
        return f"The language model {writing.model} gave no answer ({writing.failure}); the summary is made without it."
    dropped = "; ".join(f"{n} because {why}" for why, n in Counter(writing.dropped).most_common())
    worded = f"The language model {writing.model} worded {plural(writing.kept, 'sentence')}, each checked against its passages"
    left = f"; {len(writing.dropped)} were dropped: {dropped}" if writing.dropped else ""
    return f"{worded}{left}. What differs and what one alone tells is worded without it."


def _story_days(story: Story) -> str:
    if story.first is None:
        return "days unknown"
    return story.first if story.first == story.last else f"{story.first} to {story.last}"


def _time(entry: TimelineEntry, namer: Namer) -> TimeView:
    day = days_text(Days(first_day=entry.first_day, last_day=entry.last_day))
    return TimeView(day, entry.text, namer.cites(entry.evidence), entry.accounts, entry.background)


def _actors(story: Story) -> tuple[tuple[str, str, str, str, int], ...]:
    found = []
    for actor in story.actors:
        forms = ", ".join(f for f in actor.forms if f != actor.name)
        pages = len({e.document for e in actor.entities})
        found.append((actor.name, actor.type, ", ".join(actor.roles), forms, pages))
    return tuple(found)


def _copies(story: Story, namer: Namer) -> Iterable[CopyView]:
    for copy in story.copies:
        if copy.origin.document in namer.analyses and copy.target.document in namer.analyses:
            origin, target = namer.cite(copy.origin), namer.cite(copy.target)
            yield CopyView(origin, target, round(copy.share * 100), copy.direction, copy.evidence)
