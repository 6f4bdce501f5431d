"""Search over pages, stories, quotations and events, every hit with its passages; and the check of a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from tellings.errors import TellingsError
from tellings.export.report_cites import CiteView
from tellings.library import Library
from tellings.model import Analysis, Cite, Hit, Hits, SavedSearch, SearchKind, Span
from tellings.web.addresses import page_link, slug, story_link, with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.kept import Names, found_pages
from tellings.web.views.stories import facet_words

KINDS: tuple[SearchKind, ...] = get_args(SearchKind)
NAMED: dict[str, SearchKind] = {kind: kind for kind in KINDS}
PER_PAGE = 20
PASSAGES = 3
WORD = re.compile(r"[^\W\d_]{4,}|\d+")
TELLING = 8
"""Words of a quotation, the longest, by which pages are looked for."""
CANDIDATES = 200
"""Pages that a quotation is looked for on, those that share its words first."""
SYNTAX = (
    ('"exact words"', "a phrase"), ("ferry AND fog", "both words (so do two words side by side)"),
    ("ferry OR dredger", "either"), ("ferry NOT fog", "the one without the other"), ("source:Courier", "of one outlet"),
    ("lang:fr", "in one language"), ("from:2031-05-12 to:2031-05-14", "published then"), ("person:Halloran", "naming somebody"),
    ("place:Westhaven", "naming a place"), ("said-by:Halloran", "quoting somebody"), ("type:PROTEST", "telling of an event"),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """A run of a passage; `marked` where it answers the query."""

    text: str
    marked: bool


@dataclass(frozen=True)
class PassageView:
    """A passage with its address."""

    link: str
    pieces: tuple[Words, ...]


@dataclass(frozen=True)
class HitView:
    """One hit."""

    kind: str
    title: str
    link: str
    anchor: str
    source: str
    day: str
    story_link: str
    passages: tuple[PassageView, ...]
    remark: str


@dataclass(frozen=True)
class SearchView:
    """A page of results."""

    query: str
    kind: SearchKind
    kinds: tuple[tuple[str, str, bool], ...]
    hits: tuple[HitView, ...]
    notes: tuple[str, ...]
    wrong: str
    following: str
    first: str
    syntax: tuple[tuple[str, str], ...]
    saved: tuple[SavedSearch, ...]
    record: Hits | None


def kind_of(asked: Asked) -> SearchKind:
    """Return the kind of things that are searched."""
    return NAMED.get(asked.one("kind"), "pages")


def search(desk: Desk, asked: Asked) -> SearchView:
    """Return a page of what answers a query."""
    query, kind = asked.one("q").strip(), kind_of(asked)
    hits, wrong = None, ""
    if query:
        try:
            hits = desk.library.search(query, kind=kind, limit=PER_PAGE, after=asked.one("after") or None)
        except TellingsError as problem:
            wrong = problem.message
    pairs = [("q", query), ("kind", kind)]
    return SearchView(
        query=query, kind=kind, kinds=tuple((k, with_query("/search", [("q", query), ("kind", k)]), k == kind) for k in KINDS),
        hits=tuple(_once(map(hit_view, hits.hits))) if hits else (), notes=hits.notes if hits else (), wrong=wrong,
        following=with_query("/search", [*pairs, ("after", hits.next)]) if hits and hits.next else "",
        first=with_query("/search", pairs) if asked.one("after") else "", syntax=SYNTAX,
        saved=tuple(desk.library.store.saved(asked.visitor.name)), record=hits,
    )  # fmt: skip


def hit_view(hit: Hit) -> HitView:
    """Return a hit ready to be laid out."""
    passages = tuple(_passage(c, hit) for c in hit.passages[:PASSAGES])
    link = story_link(hit.id) if hit.kind == "stories" else passages[0].link if passages else _page(hit)
    remark = []
    if hit.kind == "quotes":
        remark.append(f"said by {hit.speaker}" if hit.speaker else "speaker unknown")
    if hit.type:
        remark.append(facet_words("type", hit.type))
    if hit.kind == "stories":
        remark.append(f"{hit.pages} {'page' if hit.pages == 1 else 'pages'} found")
    if hit.by == "meaning":
        remark.append("by meaning: the words need not stand there")
    return HitView(
        kind=hit.kind, title=hit.title or "Untitled", link=link, anchor=slug(hit.document) if hit.document else "",
        source=hit.source or "", day=(hit.published or "")[:10], story_link=story_link(hit.story) if hit.story else "",
        passages=passages, remark=" · ".join(remark),
    )  # fmt: skip


def _once(hits: Iterable[HitView]) -> Iterable[HitView]:
    """Return hits, those of one passage (two events of a clause) as one."""
    found: dict[str, HitView] = {}
    for hit in hits:
        before = found.get(hit.link)
        remarks = dict.fromkeys(r for h in (before, hit) if h for r in [h.remark] if r)
        found[hit.link] = hit if before is None else replace(before, remark=" · ".join(remarks))
    return found.values()


def _page(hit: Hit) -> str:
    return page_link(slug(hit.document)) if hit.document else "/"


def _passage(cite: Cite, hit: Hit) -> PassageView:
    marks = [m for m in hit.marks if cite.document == hit.document and cite.start <= m.start and m.end <= cite.end]
    return PassageView(page_link(slug(cite.document), cite.start, cite.end), tuple(_pieces(cite, marks)))


def _pieces(cite: Cite, marks: Sequence[Span]) -> Iterable[Words]:
    at = cite.start
    for mark in sorted(marks, key=lambda m: m.start):
        if mark.start < at:
            continue
        if mark.start > at:
            yield Words(cite.text[at - cite.start : mark.start - cite.start], False)
        yield Words(cite.text[mark.start - cite.start : mark.end - cite.start], True)
        at = mark.end
    if at < cite.end:
        yield Words(cite.text[at - cite.start :], False)


@dataclass(frozen=True)
class FoundView:
    """A passage that holds the words that were checked."""

    cite: CiteView
    day: str
    title: str
    speaker: str
    exact: bool
    changes: tuple[str, ...]
    outside: bool


@dataclass(frozen=True)
class CheckView:
    """What became of a check."""

    words: str
    speaker: str
    verdict: str
    told: str
    found: tuple[FoundView, ...]
    looked: int
    kept: int = 0
    record: object = None


TOLD = {
    "exact": "Found, word for word.",
    "altered": "Not in these words: something near them was found.",
    "other-speaker": "Found, but given to somebody else.",
    "not-found": "Not found on the pages of this library.",
}


def check(desk: Desk, asked: Asked) -> CheckView:
    """Return whether somebody is quoted with these words."""
    words, speaker = asked.one("words").strip()[:2000], asked.one("speaker").strip()[:200]
    if not words:
        return CheckView(words, speaker, "", "", (), 0)
    from tellings.telling import check_quote

    kept = sum(card.counts.pages for card in desk.shelf.cards())
    analyses = quote_pages(desk.library, words, kept=kept)
    finding = check_quote(words, analyses, speaker=speaker or None)
    names = Names(analyses)
    found = []
    for one in finding.found:
        article = names.article_at(one.cite)
        day = article.published.shown[:10] if article.published else "undated"
        found.append(
            FoundView(
                names.cite(one.cite),
                day,
                article.title or "Untitled",
                one.speaker or "",
                one.exact,
                one.changes,
                one.quote is None,
            )
        )
    return CheckView(words, speaker, finding.verdict, TOLD[finding.verdict], tuple(found), len(analyses), kept, finding)


def quote_pages(library: Library, words: str, *, kept: int) -> list[Analysis]:
    """Return the pages that may hold the words: all of a library of few (`kept`) pages, else those that share most of them."""
    kinds = ("metadata", "blocks", "parts", "sentences", "entities", "quotes")
    if kept <= CANDIDATES:
        return list(library.store.analyses(None, kinds))
    telling = sorted(dict.fromkeys(WORD.findall(words.casefold())), key=lambda w: -len(w))[:TELLING]
    found: dict[str, None] = {}
    for query in (" ".join(telling), " OR ".join(telling)):
        hits = library.search(query, limit=CANDIDATES - len(found)).hits if len(found) < CANDIDATES and query else ()
        found.update((h.document, None) for h in hits if h.document)
    return found_pages(library, found, kinds)
