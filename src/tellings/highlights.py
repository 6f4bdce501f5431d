"""Which passages of a text answer a query, and which of their words the query names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tellings.model import Analysis, Article, Span
from tellings.model.queries import Node, Words, leaves
from tellings.store.words import fold_text, tokens, words_of

SHOWN = 3
"""Passages shown of a page."""
LONGEST = 320
"""Characters of a passage that is no sentence."""
SEEN = frozenset({None, "title", "person", "place", "said-by"})


class Pattern(NamedTuple):
    """Words that follow one another; `prefix`: the last may go on."""

    words: tuple[str, ...]
    prefix: bool


def patterns_of(root: Node) -> list[Pattern]:
    """Return what of a query can be seen in a text: its wanted words and names."""
    found = []
    for leaf, wanted in leaves(root):
        if wanted and isinstance(leaf, Words) and leaf.field in SEEN:
            words = tuple(words_of(leaf.text))
            found.append(Pattern(words, leaf.prefix or (len(words) == 1 and len(leaf.text) == 1 and not leaf.text.isascii())))
    return list(dict.fromkeys(p for p in found if p.words))


def mark(text: str, span: Span, patterns: Sequence[Pattern]) -> list[Span]:
    """Return the places inside a span that the patterns name, in text order."""
    return [place for place, _ in _marked(text, span, patterns)]


def _marked(text: str, span: Span, patterns: Sequence[Pattern]) -> list[tuple[Span, Pattern]]:
    piece = span.of(text)
    plain = piece.lower() if piece.isascii() else fold_text(piece)
    if not any(pattern.words[0] in plain for pattern in patterns):  # most sentences: no need to take them apart
        return []
    own = list(tokens(piece))
    words = [t.word for t in own]
    found: list[tuple[Span, Pattern]] = []
    firsts = {pattern.words[0] for pattern in patterns}
    begun = any(pattern.prefix for pattern in patterns)
    for at, word in enumerate(words):
        if word not in firsts and not begun:
            continue
        for pattern in patterns:
            size = len(pattern.words)
            last = words[at + size - 1] if at + size <= len(words) else None
            if last is None or tuple(words[at : at + size - 1]) != pattern.words[:-1]:
                continue
            if last == pattern.words[-1] or (pattern.prefix and last.startswith(pattern.words[-1])):
                found.append((Span(span.start + own[at].start, span.start + own[at + size - 1].end), pattern))
    return _apart(found)


def _apart(found: list[tuple[Span, Pattern]]) -> list[tuple[Span, Pattern]]:
    """Return marks in text order with those that overlap joined."""
    kept: list[tuple[Span, Pattern]] = []
    for place, pattern in sorted(found, key=lambda m: (m[0].start, m[0].end)):
        if kept and place.start < kept[-1][0].end:
            kept[-1] = (Span(kept[-1][0].start, max(place.end, kept[-1][0].end)), kept[-1][1])
        else:
            kept.append((place, pattern))
    return kept


def highlight(analysis: Analysis, part: int, patterns: Sequence[Pattern]) -> tuple[list[Span], list[Span]]:
    """Return the sentences of an article that answer a query best, in text order, and what is marked in them.

    An article that was found by its meaning is shown by its first sentence.
    """
    article = Article(analysis, part)
    pieces = _pieces(article)
    rated = []
    for number, piece in enumerate(pieces):
        marks = _marked(analysis.text, piece, patterns)
        if marks:
            rated.append((-len({p for _, p in marks}), -len(marks), number, piece, [m for m, _ in marks]))
    rated.sort(key=lambda r: r[:3])
    chosen = sorted(rated[:SHOWN], key=lambda r: r[3].start)
    if not chosen:
        first = next((p for p in pieces if any(b.start <= p.start < b.end for b in article.main_blocks)), None)
        return ([first] if first else pieces[:1]), []
    return [r[3] for r in chosen], [m for r in chosen for m in r[4]]


def _pieces(article: Article) -> list[Span]:
    """Return the article's sentences, and its blocks where there are none, in text order."""
    sentences = [s.bare() for s in article.sentences]
    found = list(sentences)
    for block in article.blocks:
        if not any(block.start <= s.start < block.end for s in sentences):
            found.append(Span(block.start, min(block.end, block.start + LONGEST)))
    return sorted(found, key=lambda s: s.start)
