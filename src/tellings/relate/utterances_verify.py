"""Whether words that somebody is said to have said stand in the articles: exact, altered, given to another, or not found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from tellings.model import Article, Cite, Quote, Record
from tellings.relate.utterances_words import (
    MARKED,
    Words,
    changes,
    compare,
    joined,
    names_differ,
    rarity,
    said_by,
    words_of,
)

Verdict = Literal["exact", "altered", "other-speaker", "not-found"]
ALIKE = 0.6
"""Share of the words' weight that a quotation must hold to count as an altered form."""
NEAR = 0.4
"""Share from which a quotation is shown as the nearest one, though the words are not found."""
NEAREST = 3
LEFT_OUT = re.compile(
    r"\s*(?:\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\s?\.\s?\.)\s*|(?<!\w)\[[^\]]{2,60}\](?!\w)"
)
"""What an editor marks as left out or put in: “…”, “[...]”, “[the minister]” (but not “[T]he”)."""
SPLIT = 160
"""Characters between two quotations of one speaker that are read as one: a reporting clause (“…,” she said, “…”)."""


class FoundPassage(Record, frozen=True):
    """One passage that holds the words: where it stands, who is given as its speaker, how its words differ.

    `quote` is None where the words stand in the text outside of any quotation.
    """

    cite: Cite
    part: int
    quote: int | None
    speaker: str | None
    exact: bool
    changes: tuple[str, ...] = ()


class Finding(Record, frozen=True):
    """What became of a check: `found` holds the passages, the best first; of words not found, the nearest ones."""

    verdict: Verdict
    words: str
    speaker: str | None
    found: tuple[FoundPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words of one quotation, or of several that one speaker goes on with."""

    article: Article
    quote: int | None
    part: int
    words: Words
    speaker: str | None
    verbatim: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words asked for; `pieces` are what stands between gaps that their editor marked."""

    text: str
    words: Words
    pieces: tuple[Words, ...]


def verify_quote(words: str, articles: Sequence[Article], *, speaker: str | None = None) -> Finding:
    """Say whether somebody is quoted with these words: exact, altered (and how), given to somebody else, or not found.

    Gaps and brackets in `words` (“…”, “[the minister]”) stand for any words. Where nothing is found, `found` holds words
    of the text outside of quotations, else the nearest quotations.
    """
    wanted = _wanted(words)
    if not wanted.words.stems:
        return Finding(verdict="not-found", words=words, speaker=speaker)
    stretches = [s for article in articles for s in _stretches(article)]
    weights = rarity(s.words for s in stretches)
    passages = [p for s in stretches if (p := _passage(s, wanted, weights)) is not None]
    passages = _distinct(passages)
    fitting = [p for p in passages if speaker is None or _is_speaker(p.speaker, speaker)]
    order = sorted(passages, key=lambda p: (p not in fitting, not p.exact, len(p.changes), p.cite.document, p.cite.start))
    if not passages:
        outside = [p for article in articles if (p := _outside(article, wanted)) is not None]
        return Finding(
            verdict="not-found", words=words, speaker=speaker, found=tuple(outside or _nearest(stretches, wanted, weights))
        )
    if any(p.exact for p in fitting):
        verdict: Verdict = "exact"
    elif not fitting or any(p.exact for p in passages):
        verdict = "other-speaker"
    else:
        verdict = "altered"
    return Finding(verdict=verdict, words=words, speaker=speaker, found=tuple(order))


def _wanted(text: str) -> Wanted:
    cuts = [0, *(i for m in LEFT_OUT.finditer(text) for i in m.span()), len(text)]
    pieces = [words_of(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    pieces = [p for p in pieces if p.stems] or [words_of(text, 0, len(text))]
    return Wanted(text, joined(pieces), tuple(pieces))


def _is_speaker(given: str | None, wanted: str) -> bool:
    if given is None:
        return False
    name = wanted if any(c.isupper() for c in wanted) else wanted.title()
    return not names_differ(given, name) and given[:1].isupper()


def _stretches(article: Article) -> Iterator[Stretch]:
    """Yield the quotations of an article, and those that one speaker goes on with as one."""
    names = {e.id: e.name for e in article.entities}
    run: list[Stretch] = []
    last: Quote | None = None
    for index, quote in article.quotes:
        own = words_of(article.text, quote.content.start, quote.content.end)
        who = names.get(quote.speaker_entity or "") or (quote.speaker.of(article.text) if quote.speaker else None)
        stretch = Stretch(article, index, quote.part, own, who, _verbatim(article.text, quote))
        yield stretch
        near = last is not None and 0 <= quote.content.start - last.content.end <= SPLIT
        run = [*run, stretch] if near and who is not None and who == run[-1].speaker else [stretch]
        if len(run) > 1:
            yield replace(
                stretch,
                quote=run[0].quote,
                words=joined([s.words for s in run]),
                verbatim=tuple(v for s in run for v in s.verbatim),
            )
        last = quote


def _verbatim(text: str, quote: Quote) -> tuple[tuple[int, int], ...]:
    """Return where the words are given as spoken: all of a direct quotation, what stands in marks of a mixed one."""
    if quote.kind == "indirect":
        return ()
    inner = tuple(m.span() for m in MARKED.finditer(text, quote.content.start, quote.content.end))
    return inner if quote.kind == "mixed" and inner else ((quote.content.start, quote.content.end),)


def _passage(stretch: Stretch, wanted: Wanted, weights: Mapping[str, float], least: float = ALIKE) -> FoundPassage | None:
    runs = _runs(stretch.words, wanted.pieces)
    if runs is not None:
        gaps = [(one[1], other[0]) for one, other in pairwise(runs)]
        return _found(stretch, wanted, (runs[0][0], runs[-1][1]), gaps=gaps)
    like = compare(wanted.words, stretch.words, weights)
    if like.contained < least or like.ordered < least or like.shared < 2:
        return None
    return _found(stretch, wanted, _closest(stretch.words, wanted.words), gaps=None)


def _runs(own: Words, pieces: Sequence[Words]) -> list[tuple[int, int]] | None:
    """Return where the pieces stand in a stretch, in order; None where one is not there word for word."""
    found: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        size = len(piece.folded)
        place = next((i for i in range(at, len(own.folded) - size + 1) if own.folded[i : i + size] == piece.folded), None)
        if place is None:
            return None
        found.append((place, place + size))
        at = place + size
    return found


def _closest(own: Words, wanted: Words) -> tuple[int, int]:
    """Return the words of a quotation from the first to the last run that it shares with the words asked for."""
    blocks = SequenceMatcher(None, own.stems, wanted.stems, autojunk=False).get_matching_blocks()
    shared = [(m.a, m.a + m.size) for m in blocks if any(own.content[m.a : m.a + m.size])]
    return (min(a for a, _ in shared), max(b for _, b in shared)) if shared else (0, len(own.stems))


def _found(stretch: Stretch, wanted: Wanted, run: tuple[int, int], *, gaps: Sequence[tuple[int, int]] | None) -> FoundPassage:
    text, own = stretch.article.text, stretch.words
    start, end = own.spans[run[0]][0], own.spans[run[1] - 1][1]
    spoken = all(any(a <= s and e <= b for a, b in stretch.verbatim) for s, e in own.spans[run[0] : run[1]])
    if gaps is not None:
        told = [f"“…” stands for “{said_by(text, own, gap)}”" for gap in gaps if gap[0] < gap[1]]
    else:
        told = list(_told(text, own.between(*run), wanted))
    partly = any(a <= own.spans[run[0]][0] < b or a < own.spans[run[1] - 1][1] <= b for a, b in stretch.verbatim)
    told += [] if spoken else ["partly told in indirect speech" if partly else "told in indirect speech"]
    return FoundPassage(
        cite=Cite(document=stretch.article.document, start=start, end=end, text=text[start:end]), part=stretch.part,
        quote=stretch.quote, speaker=stretch.speaker, exact=gaps is not None and spoken, changes=tuple(told),
    )  # fmt: skip


def _told(text: str, piece: Words, wanted: Wanted) -> Iterator[str]:
    for tag, a, b in changes(wanted.words, piece):
        asked, put = said_by(wanted.text, wanted.words, a), said_by(text, piece, b)
        if tag == "replace":
            yield f"“{asked}” stands as “{put}”"
        else:
            yield f"“{asked}” is not there" if tag == "delete" else f"“{put}” stands there too"


def _distinct(passages: Sequence[FoundPassage]) -> list[FoundPassage]:
    """Keep the best of passages that overlap in one document: the exact one, else the one with the fewest changes."""
    kept: list[FoundPassage] = []
    for passage in sorted(passages, key=lambda p: (not p.exact, len(p.changes), p.cite.end - p.cite.start)):
        cite = passage.cite
        if not any(k.cite.document == cite.document and k.cite.start < cite.end and cite.start < k.cite.end for k in kept):
            kept.append(passage)
    return kept


def _outside(article: Article, wanted: Wanted) -> FoundPassage | None:
    """Return where the words stand in an article's own voice."""
    spans = [(b.start, b.end) for b in article.blocks]
    for start, end in spans:
        own = words_of(article.text, start, end)
        runs = _runs(own, wanted.pieces)
        if runs is not None and len(wanted.words.stems) > NEAREST:
            stretch = Stretch(article, None, 0, own, None, ((start, end),))
            found = _found(stretch, wanted, (runs[0][0], runs[-1][1]), gaps=[])
            return FoundPassage(
                cite=found.cite, part=0, quote=None, speaker=None, exact=False, changes=("not given as a quotation",)
            )
    return None


def _nearest(stretches: Sequence[Stretch], wanted: Wanted, weights: Mapping[str, float]) -> list[FoundPassage]:
    found = [p for s in stretches if (p := _passage(s, wanted, weights, NEAR)) is not None]
    return sorted(_distinct(found), key=lambda p: len(p.changes))[:NEAREST]
