"""An article: one part of one document, the unit that stories, copies and comparisons speak of."""

from __future__ import annotations

from functools import cached_property

from tellings.model.annotations import Entity, Event, Quantity, Quote, Sentence, Time, Vector
from tellings.model.layers import Analysis
from tellings.model.pages import MAIN_ROLES, READABLE_ROLES, Block, Part, Published
from tellings.model.spans import Cite, Span


class Article:
    """A view of one part of an analysis: its own blocks, metadata and annotations; offsets stay those of the document."""

    def __init__(self, analysis: Analysis, part: int = 0) -> None:
        self.analysis, self.part = analysis, part

    def __repr__(self) -> str:
        return f"Article({self.document!r}, part={self.part})"

    @property
    def document(self) -> str:
        """Return the document's id."""
        return self.analysis.document.id

    @property
    def key(self) -> tuple[str, int]:
        """Return what names the article: document id and part."""
        return self.document, self.part

    @property
    def text(self) -> str:
        """Return the whole document's text (not the part's alone)."""
        return self.analysis.document.text

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the part's readable blocks (title, subtitle, caption, body, subheading), in text order."""
        return tuple(b for b in self.analysis.blocks if b.part == self.part and b.role in READABLE_ROLES)

    @cached_property
    def main_blocks(self) -> tuple[Block, ...]:
        """Return the part's main text (body and subheading blocks)."""
        return tuple(b for b in self.blocks if b.role in MAIN_ROLES)

    @cached_property
    def _own(self) -> Part | None:
        return next((p for p in self.analysis.parts if p.part == self.part), None) if self.part else None

    @property
    def title(self) -> str | None:
        """Return the part's title."""
        if self.part:
            return self._own.title if self._own else None
        return self.analysis.metadata.title

    @property
    def outlet(self) -> str | None:
        """Return the part's outlet."""
        if self.part:
            return self._own.outlet if self._own else None
        return self.analysis.metadata.outlet or self.analysis.document.source.outlet

    @property
    def authors(self) -> tuple[str, ...]:
        """Return the part's authors."""
        if self.part:
            return self._own.authors if self._own else ()
        return self.analysis.metadata.authors

    @property
    def published(self) -> Published | None:
        """Return when the part was published, where that is known."""
        if self.part:
            return self._own.published if self._own else None
        return self.analysis.metadata.published

    def holds(self, span: Span) -> bool:
        """Tell whether a span starts inside one of the part's readable blocks."""
        return any(b.start <= span.start < b.end for b in self.blocks)

    def cite(self, span: Span) -> Cite:
        """Return the passage at span, with its words."""
        return Cite(document=self.document, start=span.start, end=span.end, text=span.of(self.text))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the part's sentences."""
        return tuple(s for s in self.analysis.sentences if s.part == self.part)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """Return the part's time expressions."""
        return tuple(t for t in self.analysis.times if self.holds(t))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return the part's quantities."""
        return tuple(q for q in self.analysis.quantities if self.holds(q))

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Return the entities mentioned in the part (with all their mentions in the document)."""
        return tuple(e for e in self.analysis.entities if any(self.holds(m) for m in e.mentions))

    @cached_property
    def quotes(self) -> tuple[tuple[int, Quote], ...]:
        """Return the part's quotes, each with its index in the document."""
        return tuple((i, q) for i, q in enumerate(self.analysis.quotes) if q.part == self.part)

    @cached_property
    def events(self) -> tuple[tuple[int, Event], ...]:
        """Return the part's events, each with its index in the document."""
        return tuple((i, e) for i, e in enumerate(self.analysis.events) if e.part == self.part)

    @property
    def vector(self) -> Vector | None:
        """Return the part's dense vector, where one was made."""
        return next((v for v in self.analysis.vectors if v.part == self.part), None)


def articles_of(analysis: Analysis) -> tuple[Article, ...]:
    """Return the articles on a page: part 0, then every further part that has main text."""
    parts = sorted({0} | {b.part for b in analysis.blocks if b.role in MAIN_ROLES})
    return tuple(Article(analysis, part) for part in parts)
