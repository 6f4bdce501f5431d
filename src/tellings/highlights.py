"""Which passages of a text answer a query, and which of their words the query names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tellings.model import Analysis, Article, Span
from tellings.model.queries import Node, Words, leaves
from tellings.store.words import MARKS, fold_text, tokens, words_of

SHOWN = 3
"""Passages shown of a page."""
LONGEST = 320
"""Characters of a passage that is no sentence."""
OTHER_LETTERS = re.compile(rf"[^\W\x00-\x7f]|[{MARKS}]")
"""Letters, digits and signs of letters that are no plain ones: words are read out of them with more care."""
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
    if _is_plain(piece):
        return _apart([(Span(span.start + p.start, span.start + p.end), pattern) for p, pattern in _plain(piece, patterns)])
    folded = fold_text(piece)
    if not any(pattern.words[0] in folded for pattern in patterns):  # most sentences: no need to take them apart
        return []
    own = list(tokens(piece))
    words = [t.word for t in own]
    found: list[tuple[Span, Pattern]] = []
    for at in range(len(words)):
        for pattern in patterns:
            last = at + len(pattern.words) - 1
            if last < len(words) and _stands(words, at, pattern):
                found.append((Span(span.start + own[at].start, span.start + own[last].end), pattern))
    return _apart(found)


def _stands(words: Sequence[str], at: int, pattern: Pattern) -> bool:
    """Tell whether a pattern begins at a word, behind which enough follow."""
    *before, last = pattern.words
    if words[at : at + len(before)] != before:
        return False
    found = words[at + len(before)]
    return found == last or (pattern.prefix and found.startswith(last))


def _is_plain(text: str) -> bool:
    return text.isascii() or not any(sign > "\x7f" and OTHER_LETTERS.match(sign) for sign in set(text))


def _plain(text: str, patterns: Sequence[Pattern]) -> Iterator[tuple[Span, Pattern]]:
    """Yield where patterns stand in a text whose letters and digits are plain ones."""
    folded = text.lower()
    for pattern in patterns:
        if pattern.words[0] in folded:
            for found in _expression(pattern).finditer(folded):
                first, last = found.span()
                if not first or not folded[first - 1].isalnum():
                    yield Span(first, last), pattern


@lru_cache(maxsize=1024)
def _expression(pattern: Pattern) -> re.Pattern[str]:
    words = "[^a-z0-9]+".join(map(re.escape, pattern.words))
    return re.compile(f"{words}{'[a-z0-9]*' if pattern.prefix else ''}(?![a-z0-9])")


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
    marked = _by_piece(analysis.text, pieces, patterns)
    rated = [(-len({p for _, p in marks}), -len(marks), n, pieces[n], [m for m, _ in marks]) for n, marks in marked]
    rated.sort(key=lambda r: r[:3])
    chosen = sorted(rated[:SHOWN], key=lambda r: r[3].start)
    if not chosen:
        first = next((p for p in pieces if any(b.start <= p.start < b.end for b in article.main_blocks)), None)
        return ([first] if first else pieces[:1]), []
    return [r[3] for r in chosen], [m for r in chosen for m in r[4]]


def _by_piece(
    text: str, pieces: Sequence[Span], patterns: Sequence[Pattern]
) -> Iterator[tuple[int, list[tuple[Span, Pattern]]]]:
    """Yield the numbers of pieces (in text order) in which something is marked, with their marks."""
    if not pieces or not _is_plain(text):
        yield from ((n, marks) for n, piece in enumerate(pieces) if (marks := _marked(text, piece, patterns)))
        return
    starts = [piece.start for piece in pieces]
    of: dict[int, list[tuple[Span, Pattern]]] = {}
    for place, pattern in _plain(text, patterns):
        at = bisect_right(starts, place.start) - 1
        if at >= 0 and place.end <= pieces[at].end:
            of.setdefault(at, []).append((place, pattern))
    yield from ((at, _apart(of[at])) for at in sorted(of))


def _pieces(article: Article) -> list[Span]:
    """Return the article's sentences, and its blocks where there are none, in text order."""
    found = sorted((s.bare() for s in article.sentences), key=lambda s: s.start)
    starts = [s.start for s in found]
    for block in article.blocks:
        if bisect_left(starts, block.start) == bisect_left(starts, block.end):
            found.append(Span(block.start, min(block.end, block.start + LONGEST)))
    return sorted(found, key=lambda s: s.start) if len(found) > len(starts) else found
