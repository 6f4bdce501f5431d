"""Passages as the report shows them: whose each is, where it stands, its words with a little context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from tellings.export.report_words import snippet
from tellings.model import Analysis, Article, ArticleKey, Cite, Passage, Variant, articles_of


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


def one_a_page(cites: Sequence[CiteView]) -> tuple[CiteView, ...]:
    """Return the first passage of each page."""
    return tuple({c.anchor: c for c in reversed(cites)}[a] for a in dict.fromkeys(c.anchor for c in cites))
