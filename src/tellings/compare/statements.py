"""Statements: every sentence of a story's articles with its atoms, ready to be aligned."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from tellings.compare.atoms import Atom, Reader, Token, atoms_of, names_in, stem, tokens_of
from tellings.compare.lexicon import Lexicon, lexicon
from tellings.model import Article, Cite, Entity, Material, Passage, Span, Time

OWN_LINE = 20
"""Words in the longest line that is the page's own for a phrase inside it; a longer one may have news run into it."""
DATELINE = 12
"""Words in the longest line that only dates the page."""
OPENING, CLOSING = frozenset("“«„"), frozenset("”»")


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence: `article` is the index of its account, `place` its rank in the text (0 for the first)."""

    index: int
    article: int
    place: int
    span: Span
    role: str
    atoms: tuple[Atom, ...]
    words: Lexicon

    @cached_property
    def content(self) -> frozenset[str]:
        """Return the keys by which it can be found: stems of words, names, numbers, days."""
        return frozenset(stem(a.key) if a.kind in ("word", "name") else a.key for a in self.atoms if a.kind != "stop")

    @cached_property
    def furniture(self) -> bool:
        """Tell whether it is the page's own line ("Updated: 9 May, 20:09") and tells nothing of the story."""
        keys = self.keys
        if any(p == keys[: len(p)] for p in self.words.furniture):
            return True
        if len(keys) <= OWN_LINE and any(p in " ".join(keys) for p in self.words.furniture_inside):
            return True
        if len(keys) > DATELINE:
            return False
        marks = [i for i, k in enumerate(keys) if k in self.words.dating]
        return any(a.kind in ("day", "number") for i in marks for a in self.atoms[max(0, i - 1) : i + 2])

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of all atoms, in order."""
        return tuple(a.key for a in self.atoms)


class Telling:
    """One account as the comparison reads it: its statements, quotation marks and entities by place."""

    def __init__(self, index: int, article: Article) -> None:
        self.index, self.article = index, article
        self.language = article.analysis.metadata.language or "en"
        self.words = lexicon(self.language)
        self.statements: tuple[Statement, ...] = ()
        self._cut = tuple(self._sentences())

    def _sentences(self) -> Iterator[tuple[Span, str, list[Token]]]:
        text, blocks = self.article.text, self.article.blocks
        starts = [b.start for b in blocks]
        for sentence in self.article.sentences:
            block = blocks[max(0, bisect_right(starts, sentence.start) - 1)] if blocks else None
            role: str = block.role if block and block.start <= sentence.start < block.end else "body"
            yield sentence.bare(), role, tokens_of(text, sentence.start, sentence.end)

    @property
    def names(self) -> frozenset[str]:
        """Return the words that stand capitalised inside its sentences."""
        return names_in((t for _, role, t in self._cut if role != "title"), self.words.stop)

    def read(self, first: int, names: frozenset[str]) -> None:
        """Make the statements, numbered from first on; names are those of all accounts."""
        reader = Reader(self.words, self.language == "en", self.published, self._days(), names)
        self.statements = tuple(
            Statement(first + place, self.index, place, span, role, tuple(atoms_of(tokens, reader)), self.words)
            for place, (span, role, tokens) in enumerate(self._cut)
        )

    def _days(self) -> dict[int, str]:
        found = {}
        for time in self.times:
            if time.type == "DATE" and time.first_day and time.first_day == time.last_day:
                for token in tokens_of(self.article.text, time.start, time.end):
                    found[token.start] = time.first_day
        return found

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """Return the times that it names, without those that are a part of a body's name ("USA Today")."""
        bodies = (m for e in self.article.entities if e.type == "organisation" for m in e.mentions if m.kind == "name")
        spans = sorted((m.start, m.end) for m in bodies)
        return tuple(t for t in self.article.times if not _inside(t, spans))

    @cached_property
    def published(self) -> date | None:
        """Return the day of publication, where it is known."""
        day = self.article.published.day if self.article.published else None
        try:
            return date.fromisoformat(day) if day else None
        except ValueError:
            return None

    @cached_property
    def moment(self) -> str | None:
        """Return the moment of the page's last change, else of its publication, as far as it is known; for ordering."""
        updated = self.article.analysis.metadata.updated if self.article.part == 0 else None
        told = updated or self.article.published
        return told.value if told else None

    @property
    def outlet(self) -> str | None:
        """Return the outlet's name."""
        return self.article.outlet

    @cached_property
    def _mentions(self) -> dict[int, Entity]:
        return {m.start: e for e in self.article.entities for m in e.mentions if m.kind == "name"}

    def entity_at(self, span: Span) -> Entity | None:
        """Return the entity whose name overlaps the span, the earliest where several do."""
        for start in range(span.start, span.end):
            if start in self._mentions:
                return self._mentions[start]
        return next((e for e in self.article.entities for m in e.mentions if m.kind == "name" and m.overlaps(span)), None)

    @cached_property
    def _quoted(self) -> tuple[Span, ...]:
        own = tuple(q.content.bare() for _, q in self.article.quotes if q.kind in ("direct", "mixed"))
        return own + tuple(_marked(self.article.text, self.article.blocks))

    @cached_property
    def _quoted_up_to(self) -> tuple[list[int], list[int]]:
        """Return where quotations start, in order, and how far those that start there or before reach."""
        own = sorted((q.start, q.end) for q in self._quoted)
        return [start for start, _ in own], list(accumulate((end for _, end in own), max))

    def quoted(self, span: Span) -> bool:
        """Tell whether a span stands inside quotation marks."""
        starts, reach = self._quoted_up_to
        before = bisect_right(starts, span.start)
        return before > 0 and span.end <= reach[before - 1]

    def cite(self, span: Span) -> Cite:
        """Return the passage at a span, with its words."""
        return self.article.cite(span)


def _inside(span: Span, names: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a span is a part of one of some names, which stand in order."""
    at = bisect_right(names, (span.start, span.end)) - 1
    return any(a <= span.start and span.end <= b and (a, b) != (span.start, span.end) for a, b in names[max(0, at) : at + 2])


def _marked(text: str, blocks: Sequence[Span]) -> Iterator[Span]:
    for block in blocks:
        opened: int | None = None
        for at in range(block.start, block.end):
            mark = text[at]
            if mark == "\n":
                opened = None
            elif mark in OPENING or (mark == '"' and opened is None):
                opened = at
            elif (mark in CLOSING or mark == '"') and opened is not None:
                yield Span(opened, at + 1)
                opened = None


def other_days(a: Statement, b: Statement, corpus: Corpus, *, apart: int = 0) -> bool:
    """Tell whether two sentences are each of days, and of none that both name, or that lie up to `apart` days apart."""
    spans = [
        [
            (date.fromisoformat(t.first_day), date.fromisoformat(t.last_day) + timedelta(days=apart))
            for t in corpus.telling(s).article.times
            if t.first_day and t.last_day and s.span.contains(t)
        ]
        for s in (a, b)
    ]
    together = any(x[0] <= y[1] and y[0] <= x[1] for x in spans[0] for y in spans[1])
    return bool(spans[0] and spans[1]) and not together


class Corpus:
    """All accounts of one story with their statements, and what the material says of them."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.tellings = tuple(Telling(index, article) for index, article in enumerate(material.articles))
        names = frozenset[str]().union(*(t.names for t in self.tellings))
        first = 0
        for telling in self.tellings:
            telling.read(first, names)
            first += len(telling.statements)
        self.statements = tuple(s for t in self.tellings for s in t.statements)

    def telling(self, statement: Statement) -> Telling:
        """Return the account that a statement stands in."""
        return self.tellings[statement.article]

    def cite(self, statement: Statement, span: Span) -> Cite:
        """Return a passage of a statement's account."""
        return self.tellings[statement.article].cite(span)

    def holds(self, passage: Passage) -> bool:
        """Tell whether a passage stands in one of the accounts."""
        return passage.document in self._of_document

    def cited(self, passage: Passage) -> Telling:
        """Return the account that a passage stands in: of several on one page, the one whose part holds it."""
        own = self._of_document[passage.document]
        place = Span(passage.start, passage.end)
        return own[0] if len(own) == 1 else next((t for t in own if t.article.holds(place)), own[-1])

    def statement_at(self, passage: Passage) -> Statement | None:
        """Return the statement in which a passage begins."""
        own = self.cited(passage).statements if self.holds(passage) else ()
        return next((s for s in own if s.span.start <= passage.start < s.span.end), None)

    @cached_property
    def _of_document(self) -> dict[str, list[Telling]]:
        found: dict[str, list[Telling]] = defaultdict(list)
        for telling in self.tellings:
            found[telling.article.document].append(telling)
        return found

    def account(self, statement: Statement) -> str:
        """Return the independent account that a statement's article belongs to."""
        article = self.telling(statement).article
        return self.material.accounts.account_of.get(article.key, article.document)

    def count(self, passages: Sequence[Passage]) -> int:
        """Return how many independent accounts passages come from."""
        return self.material.accounts.count(passages)

    @cached_property
    def language(self) -> str:
        """Return the language that most accounts are in."""
        return Counter(t.language for t in self.tellings).most_common(1)[0][0]

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """Return the actor of each (document, entity)."""
        return {(e.document, e.entity): a.id for a in self.material.actors for e in a.entities}

    def actor(self, statement: Statement, span: Span) -> str | None:
        """Return the actor that a name in a statement stands for."""
        telling = self.tellings[statement.article]
        entity = telling.entity_at(span)
        return self.names.get((telling.article.document, entity.id)) if entity else None
