"""What the report's page shows, prepared from stories and analyses: names, cells, snippets; no markup.

Commenters' names are personal data: the page text shown beside a line leaves them out unless asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from tellings.export.report_words import WORD, Piece, differing_words, snippet
from tellings.export.versions_view import VersionsView, versions_views
from tellings.model import (
    UNNAMED,
    Analysis,
    Article,
    ArticleKey,
    Chained,
    Cite,
    Counts,
    Days,
    Fact,
    Passage,
    Published,
    Story,
    TimelineEntry,
    Utterance,
    Value,
    Variant,
    articles_of,
)

RELATIONS = {
    "conflict": ("Conflict", "values that cannot both hold"),
    "update": ("Update", "a later figure or a corrected page"),
    "refinement": ("More exact", "the same, told more exactly"),
    "wording": ("Wording", "the same fact in other words"),
}
"""Relation → badge and its explanation, the gravest first."""
VOICES = {"own": "own voice", "quoted": "in quotation only", "both": "own voice and quoted"}
SINGLE_SHOWN = 60
CELL_SHOWN = 4
"""Passages shown in one cell."""


@dataclass(frozen=True)
class SourceView:
    """One article as the source strip shows it."""

    key: ArticleKey
    anchor: str
    name: str
    title: str
    day: str
    day_note: str
    language: str
    authors: str
    url: str | None
    copy_note: str
    readings: int
    closed: bool
    why: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class ColumnView:
    """One outlet as a column of the table of facts: its first page and the days of its pages."""

    name: str
    anchor: str
    days: str


@dataclass(frozen=True)
class CiteView:
    """One passage: whose it is, where it stands, and its words with a little context."""

    anchor: str
    start: int
    end: int
    name: str
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Cell:
    """One outlet's telling of a fact: passages, each with the number of its value."""

    cites: tuple[tuple[CiteView, int], ...]


@dataclass(frozen=True)
class ValueView:
    """One value of a fact; `voice` says whether outlets use it in their own voice."""

    value: str
    accounts: int
    voice: str
    cites: tuple[CiteView, ...]
    counted: str
    pages: int


@dataclass(frozen=True)
class FactRow:
    """One fact over the outlets; `cells` has one entry a column, None where the outlet is silent."""

    about: str
    kind: str
    relation: str
    badge: str
    explanation: str
    values: tuple[ValueView, ...]
    cells: tuple[Cell | None, ...]
    between_copies: bool
    why: str | None


@dataclass(frozen=True)
class VariantView:
    """One wording of an utterance and the pages that give it; changed words marked."""

    cites: tuple[CiteView, ...]
    pieces: tuple[Piece, ...]
    speaker: str
    said: str
    longest: bool


@dataclass(frozen=True)
class UtteranceView:
    """One thing said once."""

    speaker: str
    said: str
    variants: tuple[VariantView, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class TimeView:
    """One line of the timeline."""

    day: str
    text: str
    cites: tuple[CiteView, ...]
    accounts: int
    background: bool


@dataclass(frozen=True)
class LoadedView:
    """A word that judges, where it stands, and who tells the same without it."""

    word: str
    cites: tuple[CiteView, ...]
    beside: tuple[CiteView, ...]


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
    omissions: tuple[tuple[str, str, int], ...]
    utterances: tuple[UtteranceView, ...]
    timeline: tuple[TimeView, ...]
    actors: tuple[tuple[str, str, str, str, int], ...]
    copies: tuple[CopyView, ...]
    versions: tuple[VersionsView, ...]
    chain: tuple[Chained, ...]


@dataclass(frozen=True)
class BlockView:
    """A block of a page's text; `hidden` words are left out for a commenter's sake."""

    role: str
    start: int
    end: int
    text: str
    part: int
    hidden: bool


@dataclass(frozen=True)
class PageView:
    """A page's text as it is shown beside a line."""

    anchor: str
    name: str
    title: str
    day: str
    path: str
    sha256: str
    blocks: tuple[BlockView, ...]


def plural(number: int, noun: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def count_line(counts: Counts) -> str:
    """Return the counts as one line."""
    return " · ".join((
        plural(counts.pages, "page"), plural(counts.texts, "text"), plural(counts.accounts, "independent account"),
        plural(counts.origins, "wire origin"),
    ))  # fmt: skip


def days_text(days: Days | None) -> str:
    """Return an interval of days in words, "day unknown" where nothing is known."""
    if days is None or (days.first_day is None and days.last_day is None):
        return "day unknown"
    if days.first_day is None:
        return f"by {days.last_day}"
    if days.last_day is None:
        return f"from {days.first_day}"
    return days.first_day if days.first_day == days.last_day else f"{days.first_day} to {days.last_day}"


def published_note(published: Published | None) -> tuple[str, str]:
    """Return the day to show and a note that says how it is known."""
    if published is None:
        return "undated", "the page does not tell its day"
    notes = {
        "given": "as given with the input",
        "markup": "from the page's markup",
        "text": "from the page's text",
        "siblings": "worked out from other pages of the story",
    }
    shown = published.shown if published.first_day else published.value[:10]
    return shown, f"{notes[published.basis]}, confidence {published.confidence:.0%}"


class Namer:
    """Knows the anchor, the name and the text of every article of a report."""

    def __init__(self, analyses: Sequence[Analysis]) -> None:
        self.analyses = {a.id: a for a in analyses}
        self.anchors = {a.id: f"page-{n}" for n, a in enumerate(analyses, 1)}
        self.articles: dict[ArticleKey, Article] = {a.key: a for x in analyses for a in articles_of(x)}

    def name(self, article: Article) -> str:
        """Return the outlet, else the file's name, else the id."""
        source = article.analysis.document.source
        if article.outlet:
            return article.outlet
        own = PurePath(source.path).name if source.path else source.url or article.document
        return own if article.part == 0 else f"{own}, article {article.part + 1}"

    def article_at(self, passage: Passage) -> Article:
        """Return the article that a passage belongs to."""
        analysis = self.analyses[passage.document]
        part = next((b.part for b in analysis.blocks if b.start <= passage.start < b.end), 0)
        return self.articles.get((passage.document, part)) or self.articles[passage.document, 0]

    def cite(self, passage: Cite | Variant | Passage) -> CiteView:
        """Return a passage as the report shows it."""
        article = self.article_at(Passage(document=passage.document, start=passage.start, end=passage.end))
        before, words, after = snippet(article.text, passage.start, passage.end)
        return CiteView(
            anchor=self.anchors[passage.document], start=passage.start, end=passage.end, name=self.name(article),
            before=before, words=words, after=after,
        )  # fmt: skip

    def cites(self, passages: Iterable[Cite]) -> tuple[CiteView, ...]:
        """Return passages, one a place."""
        unique = {(p.document, p.start, p.end): p for p in passages}
        return tuple(self.cite(p) for p in unique.values())


def story_view(story: Story, namer: Namer) -> StoryView:
    """Return one story, ready to be laid out."""
    sources = _sources(story, namer)
    differing = [f for f in story.comparison.differing if f.relation != "wording"]
    differing.sort(key=lambda f: list(RELATIONS).index(f.relation or "wording"))
    wording = [f for f in story.comparison.differing if f.relation == "wording"]
    told = {namer.name(namer.article_at(c)) for f in (*differing, *wording) for v in f.values for c in v.evidence}
    columns = _columns([s for s in sources if s.name in told])
    rows = {group: tuple(_row(f, columns, namer) for f in facts) for group, facts in (("d", differing), ("w", wording))}
    agreed = sorted(story.comparison.agreed, key=lambda f: -f.values[0].accounts)
    names = {s.key[0]: s.name for s in sources if s.key[1] == 0}
    return StoryView(
        id=story.id, anchor=f"story-{story.id}", title=story.title or "Untitled", days=_story_days(story), counts=story.counts,
        count_line=count_line(story.counts), sources=sources, columns=columns,
        summary=tuple((s.text, namer.cites(s.evidence)) for s in story.summary), summary_note=story.summary_note,
        differing=rows["d"], wording=rows["w"], agreed=tuple(_row(f, (), namer) for f in agreed),
        single=tuple(_row(f, (), namer) for f in story.comparison.single[:SINGLE_SHOWN]),
        single_left=max(0, len(story.comparison.single) - SINGLE_SHOWN),
        loaded=tuple(LoadedView(w.word, namer.cites(w.evidence), namer.cites(w.beside)) for w in story.comparison.loaded),
        omissions=tuple((names.get(o.document, o.document), o.fact, o.told_by) for o in story.omissions),
        utterances=tuple(_utterance(u, namer) for u in _by_reach(story.utterances)),
        timeline=tuple(_time(t, namer) for t in story.timeline), actors=_actors(story),
        copies=tuple(_copies(story, namer)), versions=versions_views(story, namer), chain=story.chain,
    )  # fmt: skip


def _by_reach(utterances: Sequence[Utterance]) -> list[Utterance]:
    return sorted(utterances, key=lambda u: -len({v.document for v in u.variants}))


def _story_days(story: Story) -> str:
    if story.first is None:
        return "days unknown"
    return story.first if story.first == story.last else f"{story.first} to {story.last}"


def _sources(story: Story, namer: Namer) -> tuple[SourceView, ...]:
    found = []
    for member in story.documents:
        article = namer.articles.get((member.id, member.part))
        if article is None or member.version_of:
            continue
        day, note = published_note(article.published)
        found.append(
            SourceView(
                key=article.key,
                anchor=namer.anchors[article.document],
                name=namer.name(article),
                title=article.title or "Untitled",
                day=day,
                day_note=note,
                language=article.analysis.metadata.language or "",
                authors=", ".join(article.authors),
                url=_safe_url(article),
                copy_note=_copy_note(story, article, namer),
                closed=article.part == 0 and article.analysis.metadata.paywalled,
                readings=1 + sum(m.version_of == article.document for m in story.documents) if article.part == 0 else 1,
                why=member.why,
                confidence=member.confidence,
            )
        )
    return tuple(sorted(found, key=lambda s: (s.day == "undated", s.day, s.name)))


def _safe_url(article: Article) -> str | None:
    url = article.analysis.metadata.url or article.analysis.document.source.url
    return url if url and url.startswith(("http://", "https://")) else None


def _copy_note(story: Story, article: Article, namer: Namer) -> str:
    own = [c for c in story.copies if c.target.document == article.document and namer.article_at(c.target).key == article.key]
    by_origin: dict[str, float] = {}
    for copy in own:
        name = namer.name(namer.article_at(copy.origin)) if copy.origin.document in namer.analyses else "another page"
        by_origin[name] = by_origin.get(name, 0.0) + copy.share
    if not by_origin:
        return ""
    name, share = max(by_origin.items(), key=lambda item: item[1])
    agencies = {c.common_origin for c in own} - {None, UNNAMED, name}
    return f"{min(share, 1.0):.0%} shared with {name}" + (f", text of {agencies.pop()}" if len(agencies) == 1 else "")


def _columns(sources: Sequence[SourceView]) -> tuple[ColumnView, ...]:
    """Return one column an outlet, in the order of its first page."""
    pages: dict[str, list[SourceView]] = {}
    for source in sources:
        pages.setdefault(source.name, []).append(source)
    found = []
    for name, own in pages.items():
        days = sorted({s.day for s in own})
        found.append(ColumnView(name, own[0].anchor, days[0] if len(days) == 1 else f"{days[0]} … {days[-1]}"))
    return tuple(found)


def _row(fact: Fact, columns: Sequence[ColumnView], namer: Namer) -> FactRow:
    badge, explanation = RELATIONS.get(fact.relation or "", ("", ""))
    cells: dict[str, list[tuple[CiteView, int]]] = {}
    for n, value in enumerate(fact.values):
        for cite in value.evidence:
            shown = namer.cite(cite)
            own = cells.setdefault(shown.name, [])
            if not any((c.before, c.words, c.after) == (shown.before, shown.words, shown.after) for c, _ in own):
                own.append((shown, n))
    return FactRow(
        about=fact.about, kind=fact.kind, relation=fact.relation or "", badge=badge, explanation=explanation,
        values=tuple(_value(v, namer) for v in fact.values),
        cells=tuple(Cell(tuple(cells[c.name][:CELL_SHOWN])) if c.name in cells else None for c in columns),
        between_copies=fact.between_copies, why=fact.why,
    )  # fmt: skip


def _value(value: Value, namer: Namer) -> ValueView:
    counts = value.counts
    return ValueView(
        value.value, value.accounts, VOICES.get(value.voice or "", ""), namer.cites(value.evidence),
        count_line(counts) if counts else plural(value.accounts, "independent account"),
        counts.pages if counts else value.accounts,
    )  # fmt: skip


def _utterance(utterance: Utterance, namer: Namer) -> UtteranceView:
    longest = utterance.variants[utterance.longest]
    wordings: dict[tuple[str, str | None, Days | None], list[Variant]] = {}
    for variant in (longest, *utterance.variants):
        wordings.setdefault((_bare_words(variant.text), variant.speaker, variant.said), []).append(variant)
    variants = tuple(
        VariantView(
            cites=tuple(namer.cite(v) for v in dict.fromkeys(own)),
            pieces=differing_words(own[0].text, longest.text),
            speaker=own[0].speaker or "unknown",
            said=days_text(own[0].said),
            longest=own[0] is longest,
        )
        for own in wordings.values()
    )
    return UtteranceView(
        speaker=utterance.speaker or "Speaker unknown", said=days_text(utterance.said), variants=variants,
        differences=utterance.differences,
    )  # fmt: skip


def _bare_words(text: str) -> str:
    return " ".join(w.casefold() for w in WORD.findall(text) if w[0].isalnum())


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


def page_views(analyses: Sequence[Analysis], namer: Namer, *, show_commenters: bool) -> tuple[PageView, ...]:
    """Return the pages' texts, block by block."""
    return tuple(_page(a, namer, show_commenters) for a in analyses)


def _page(analysis: Analysis, namer: Namer, show_commenters: bool) -> PageView:
    article = namer.articles[analysis.id, 0]
    blocks = []
    for block in sorted(analysis.blocks, key=lambda b: b.start):
        hidden = block.role == "comment-meta" and not show_commenters
        words = "" if hidden else block.of(analysis.text)
        blocks.append(BlockView(block.role, block.start, block.end, words, block.part, hidden))
    source = analysis.document.source
    day, _ = published_note(article.published)
    return PageView(
        anchor=namer.anchors[analysis.id], name=namer.name(article), title=article.title or "Untitled", day=day,
        path=source.path or source.url or analysis.id, sha256=source.sha256, blocks=tuple(blocks),
    )  # fmt: skip


def page_index(pages: Sequence[PageView]) -> Mapping[str, str]:
    """Return anchor → name of every page."""
    return {page.anchor: page.name for page in pages}
