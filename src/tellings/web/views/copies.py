"""Two texts side by side with their shared passages aligned, and the words that differ inside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tellings.export.report_phrases import published_note
from tellings.export.report_words import Piece, differing_words
from tellings.model import Article, Copy, Passage
from tellings.web.addresses import page_link, slug, with_query
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk
from tellings.web.views.kept import Names, found_pages
from tellings.web.views.story import account_of, article_of

SHORT = 240
"""Characters of an unshared stretch that are shown."""


@dataclass(frozen=True)
class Side:
    """One side of a row."""

    pieces: tuple[Piece, ...]
    link: str


@dataclass(frozen=True)
class AlignedRow:
    """A shared passage on both sides, or a stretch of one side's own."""

    shared: bool
    number: int
    sides: tuple[Side | None, Side | None]
    evidence: str


@dataclass(frozen=True)
class CopiesView:
    """Two texts aligned."""

    names: tuple[str, str]
    titles: tuple[str, str]
    links: tuple[str, str]
    days: tuple[str, str]
    shares: tuple[int, int]
    """Percent of each text that also stands in the other."""
    direction: str
    rows: tuple[AlignedRow, ...]
    swap: str
    compare: str
    record: tuple[Copy, ...]


def copies(desk: Desk, asked: Asked) -> CopiesView:
    """Return two texts with what they share. Raises NotFound."""
    from tellings.relate.copies import find_copies

    keys = (article_of(asked.one("a")), article_of(asked.one("b")))
    if not asked.one("a") or not asked.one("b") or keys[0] == keys[1]:
        raise NotFound("two texts are needed", hint="a story's list of copied passages leads here")
    analyses = {a.id: a for a in found_pages(desk.library, [k[0] for k in keys], None)}
    one, other = account_of(analyses, keys[0]), account_of(analyses, keys[1])
    found = find_copies([one, other])
    passages = sorted(_pairs(found, one), key=lambda p: p[0].start)
    names = Names(list(analyses.values()))
    directions = sorted({c.direction for c in found})
    pair = (asked.one("a"), asked.one("b"))
    return CopiesView(
        names=(names.name(one), names.name(other)), titles=(one.title or "Untitled", other.title or "Untitled"),
        links=(page_link(slug(one.document)), page_link(slug(other.document))), days=(_day(one), _day(other)),
        shares=(_share(one, [p[0] for p in passages]), _share(other, [p[1] for p in passages])),
        direction=", ".join(directions), rows=tuple(_rows(one, other, passages)),
        swap=with_query("/copies", [("a", pair[1]), ("b", pair[0])]),
        compare=with_query("/compare", [("a", pair[0]), ("b", pair[1])]), record=tuple(found),
    )  # fmt: skip


def _day(article: Article) -> str:
    return published_note(article.published)[0][:10]


def _pairs(found: Iterable[Copy], one: Article) -> Iterable[tuple[Passage, Passage, Copy]]:
    for copy in found:
        first = copy.origin.document == one.document and _is_in(copy.origin, one)
        yield (copy.origin, copy.target, copy) if first else (copy.target, copy.origin, copy)


def _is_in(passage: Passage, article: Article) -> bool:
    return any(b.start <= passage.start < b.end for b in article.blocks)


def _share(article: Article, passages: Iterable[Passage]) -> int:
    whole = sum(b.length for b in article.main_blocks)
    covered = {i for p in passages for i in range(p.start, p.end)}
    shared = sum(i in covered for b in article.main_blocks for i in range(b.start, b.end))
    return round(100 * shared / whole) if whole else 0


def _rows(one: Article, other: Article, passages: list[tuple[Passage, Passage, Copy]]) -> Iterable[AlignedRow]:
    at, beside = _begin(one), _begin(other)
    for number, (left, right, copy) in enumerate(passages, 1):
        own = _own(one, at, left.start), _own(other, beside, right.start)
        if any(own):
            yield AlignedRow(False, 0, own, "")
        texts = one.text[left.start : left.end], other.text[right.start : right.end]
        sides = (
            Side(differing_words(texts[0], texts[1]), page_link(slug(one.document), left.start, left.end)),
            Side(differing_words(texts[1], texts[0]), page_link(slug(other.document), right.start, right.end)),
        )
        yield AlignedRow(True, number, sides, "; ".join(copy.evidence))
        at, beside = max(at, left.end), max(beside, right.end)
    rest = _own(one, at, _end(one)), _own(other, beside, _end(other))
    if any(rest):
        yield AlignedRow(False, 0, rest, "")


def _begin(article: Article) -> int:
    return min((b.start for b in article.main_blocks), default=0)


def _end(article: Article) -> int:
    return max((b.end for b in article.main_blocks), default=0)


def _own(article: Article, start: int, end: int) -> Side | None:
    """Return a stretch of an article's own, shortened in its middle."""
    text = " ".join(article.text[start:end].split()) if end > start else ""
    if not text:
        return None
    if len(text) > SHORT:
        half = SHORT // 2
        text = f"{text[:half].rsplit(' ', 1)[0]} … {text[-half:].split(' ', 1)[-1]}"
    return Side((Piece(text, False),), page_link(slug(article.document), start, end))
