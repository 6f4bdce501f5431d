"""Sources as the report shows them: one line an article, with its day, its copies and why it is in the story."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.export.report_cites import Namer
from tellings.export.report_phrases import published_note
from tellings.model import UNNAMED, Article, ArticleKey, Story

OWN = "another of its own pages"
MOSTLY = 0.6
"""Share of an article from which it is marked as a copy."""


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
    copied: bool = False
    """Whether most of it stands in another page."""


def source_views(story: Story, namer: Namer) -> tuple[SourceView, ...]:
    """Return one line an article, in the order of their days; older readings of a page are not listed."""
    found = []
    for member in story.documents:
        article = namer.articles.get((member.id, member.part))
        if article is None or member.version_of:
            continue
        day, note = published_note(article.published)
        copy_note, share = _copied(story, article, namer)
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
                copy_note=copy_note,
                closed=article.part == 0 and article.analysis.metadata.paywalled,
                readings=1 + sum(m.version_of == article.document for m in story.documents) if article.part == 0 else 1,
                why=member.why,
                confidence=member.confidence,
                copied=share >= MOSTLY,
            )
        )
    return tuple(sorted(found, key=lambda s: (s.day == "undated", s.day, s.name)))


def _safe_url(article: Article) -> str | None:
    url = article.analysis.metadata.url or article.analysis.document.source.url
    return url if url and url.startswith(("http://", "https://")) else None


def _copied(story: Story, article: Article, namer: Namer) -> tuple[str, float]:
    """Return what an article shares most with, in words, and the share of it."""
    own = [c for c in story.copies if c.target.document == article.document and namer.article_at(c.target).key == article.key]
    by_origin: dict[str, float] = {}
    for copy in own:
        name = namer.name(namer.article_at(copy.origin)) if copy.origin.document in namer.analyses else "another page"
        by_origin[name] = by_origin.get(name, 0.0) + copy.share
    if not by_origin:
        return "", 0.0
    name, share = max(by_origin.items(), key=lambda item: item[1])
    agencies = {c.common_origin for c in own} - {None, UNNAMED, name}
    origin = OWN if name == namer.name(article) else name
    words = f"{min(share, 1.0):.0%} shared with {origin}" + (f", text of {agencies.pop()}" if len(agencies) == 1 else "")
    return words, share
