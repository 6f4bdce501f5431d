"""Pages as the report shows them beside a line; commenters' names are left out unless asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.export.report_cites import Namer
from tellings.export.report_phrases import published_note
from tellings.model import Analysis


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
