"""A story's material: its articles and what relates them, as the comparison reads it; and the counting of accounts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from tellings.model.articles import Article
from tellings.model.spans import Passage
from tellings.model.stories import Actor, Copy, Counts, Happening, Utterance

ArticleKey = tuple[str, int]


@dataclass(frozen=True)
class Accounts:
    """Who is an independent account of what, after copies are folded.

    `account_of` names, for each article, the account that its text as a whole belongs to (itself, or the article that it
    copies). Single passages may be copied between articles that are otherwise independent: `count` looks at both.
    """

    account_of: Mapping[ArticleKey, str] = field(default_factory=dict)
    copies: tuple[Copy, ...] = ()
    part_at: Mapping[str, tuple[tuple[int, int, int], ...]] = field(default_factory=dict)
    """For each document (start, end, part) of its blocks, in text order; tells which article a passage is of."""
    text_of: Mapping[ArticleKey, str] = field(default_factory=dict)
    """For each article the text that it prints: articles of one text have one name."""
    origins_of: Mapping[ArticleKey, frozenset[str]] = field(default_factory=dict)
    """For each article the agencies or unnamed common origins that its text as a whole comes from."""

    @cached_property
    def _starts(self) -> Mapping[str, list[int]]:
        return {document: [start for start, _, _ in blocks] for document, blocks in self.part_at.items()}

    @cached_property
    def _taken(self) -> Mapping[str, tuple[list[int], list[int], list[Copy]]]:
        """For each document the copies into it by start: their starts, the furthest end so far, and themselves."""
        into: dict[str, list[Copy]] = {}
        for copy in self.copies:
            if copy.origin.document != copy.target.document:
                into.setdefault(copy.target.document, []).append(copy)
        found = {}
        for document, own in into.items():
            own.sort(key=lambda c: (c.target.start, c.target.end))
            found[document] = ([c.target.start for c in own], list(accumulate((c.target.end for c in own), max)), own)
        return found

    def article_at(self, passage: Passage) -> ArticleKey:
        """Return the article that a passage belongs to."""
        at = bisect_right(self._starts.get(passage.document, []), passage.start) - 1
        if at >= 0:
            _, end, part = self.part_at[passage.document][at]
            if passage.start < end:
                return passage.document, part
        return passage.document, 0

    def account_at(self, passage: Passage) -> str:
        """Return the account that a passage's words come from: its article's, or that of the text it was copied from."""
        seen: list[Passage] = []
        place = passage
        while (source := self._source(place)) is not None:
            if any(p.document == source.document for p in (*seen, place)):
                return min(self._own(p) for p in (*seen, place))
            seen.append(place)
            place = source
        return self._own(place)

    def count(self, passages: Iterable[Passage]) -> int:
        """Return how many independent accounts the passages come from: a passage and its copies count once.

        Never more than the accounts whose pages hold them: a page that copies a line and repeats it is one account.
        """
        places = list(passages)
        return min(len({self.account_at(p) for p in places}), len({self._own(p) for p in places}))

    def counts(self, passages: Iterable[Passage]) -> Counts:
        """Return how many pages, different texts, independent accounts and origins the passages come from."""
        places = list(passages)
        keys = {self.article_at(p) for p in places}
        origins = frozenset[str]().union(*(self.origins_of.get(k, ()) for k in keys), *(self._borrowed(p) for p in places))
        return Counts(
            pages=len({p.document for p in places}), texts=len({self.text_of.get(k, f"{k[0]}/{k[1]}") for k in keys}),
            accounts=self.count(places), origins=len(origins),
        )  # fmt: skip

    def _borrowed(self, passage: Passage) -> frozenset[str]:
        """Return the common origin of the copy that the passage stands in, where it has one, and its source's origins."""
        source = self._source(passage)
        return self.origins_of.get(self.article_at(source), frozenset()) if source is not None else frozenset()

    def _own(self, passage: Passage) -> str:
        key = self.article_at(passage)
        return self.account_of.get(key, f"{key[0]}/{key[1]}")

    def _source(self, passage: Passage) -> Passage | None:
        """Return where the passage was copied from, None where at least half of it is the article's own."""
        starts, furthest, own = self._taken.get(passage.document, ([], [], []))
        best, most = None, (passage.end - passage.start) / 2
        at = bisect_left(starts, max(passage.end, passage.start + 1)) - 1
        while at >= 0 and furthest[at] > passage.start:
            copy = own[at]
            shared = min(copy.target.end, passage.end) - max(copy.target.start, passage.start)
            if shared > most:
                best, most = copy, shared
            at -= 1
        return _mapped(best, passage) if best is not None else None


def _mapped(copy: Copy, passage: Passage) -> Passage:
    """Return the stretch of the copy's origin that answers to a passage of its target, by proportion."""
    scale = (copy.origin.end - copy.origin.start) / max(1, copy.target.end - copy.target.start)
    low, high = max(passage.start, copy.target.start), min(passage.end, copy.target.end)
    start = copy.origin.start + round((low - copy.target.start) * scale)
    end = copy.origin.start + round((high - copy.target.start) * scale)
    return Passage(document=copy.origin.document, start=start, end=max(start + 1, end))


@dataclass(frozen=True)
class Material:
    """All that the comparison of one story reads."""

    id: str
    articles: tuple[Article, ...]
    copies: tuple[Copy, ...]
    accounts: Accounts
    counts: Counts
    actors: tuple[Actor, ...]
    utterances: tuple[Utterance, ...]
    happenings: tuple[Happening, ...]
