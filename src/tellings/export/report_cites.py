"""Passages as the report shows them: whose each is, where it stands, its words with a little context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

import msgspec

from tellings.export.report_words import snippet
from tellings.model import Analysis, Article, ArticleKey, Cite, Passage, Variant, articles_of


class CiteView(msgspec.Struct, frozen=True):
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
        self._divided = {document for document, part in self.articles if part}
        self._cited: dict[tuple[str, int, int], CiteView] = {}

    def name(self, article: Article) -> str:
        """Return the outlet, else the file's name, else the id."""
        source = article.analysis.document.source
        if article.outlet:
            return article.outlet
        own = PurePath(source.path).name if source.path else source.url or article.document
        return own if article.part == 0 else f"{own}, article {article.part + 1}"

    def article_at(self, passage: Cite | Variant | Passage) -> Article:
        """Return the article that a passage belongs to."""
        if passage.document not in self._divided:
            return self.articles[passage.document, 0]
        analysis = self.analyses[passage.document]
        part = next((b.part for b in analysis.blocks if b.start <= passage.start < b.end), 0)
        return self.articles.get((passage.document, part)) or self.articles[passage.document, 0]

    def cite(self, passage: Cite | Variant | Passage) -> CiteView:
        """Return a passage as the report shows it; a story names the same passages again and again."""
        place = (passage.document, passage.start, passage.end)
        found = self._cited.get(place)
        if found is None:
            article = self.article_at(passage)
            before, words, after = snippet(article.text, passage.start, passage.end)
            found = self._cited[place] = CiteView(
                self.anchors[passage.document], passage.start, passage.end, self.name(article), before, words, after
            )
        return found

    def cites(self, passages: Iterable[Cite]) -> tuple[CiteView, ...]:
        """Return passages, one a place."""
        found = {}
        for one in passages:
            place = (one.document, one.start, one.end)
            found[place] = self._cited.get(place) or self.cite(one)
        return tuple(found.values())


def one_a_page(cites: Sequence[CiteView]) -> tuple[CiteView, ...]:
    """Return the first passage of each page."""
    return tuple({c.anchor: c for c in reversed(cites)}[a] for a in dict.fromkeys(c.anchor for c in cites))
