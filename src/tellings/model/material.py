"""A story's material: its articles and what relates them, as the comparison reads it; and the counting of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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

    def article_at(self, passage: Passage) -> ArticleKey:
        """Return the article that a passage belongs to."""
        for start, end, part in self.part_at.get(passage.document, ()):
            if start <= passage.start < end:
                return passage.document, part
        return passage.document, 0

    def count(self, passages: Iterable[Passage]) -> int:
        """Return how many independent accounts the passages come from: a passage and its copies count once."""
        places = list(passages)
        groups: list[set[int]] = [{i} for i in range(len(places))]
        owner = list(range(len(places)))

        def join(a: int, b: int) -> None:
            if owner[a] != owner[b]:
                lost = owner[b]
                groups[owner[a]] |= groups[lost]
                for i in groups[lost]:
                    owner[i] = owner[a]

        account = [self.account_of.get(self.article_at(p), p.document) for p in places]
        for i in range(len(places)):
            for j in range(i + 1, len(places)):
                if account[i] == account[j] or self._copied(places[i], places[j]):
                    join(i, j)
        return len(set(owner))

    def _copied(self, a: Passage, b: Passage) -> bool:
        def over(side: Passage, place: Passage) -> bool:
            return side.document == place.document and side.start < place.end and place.start < side.end

        return any(
            (over(c.origin, a) and over(c.target, b)) or (over(c.origin, b) and over(c.target, a)) for c in self.copies
        )


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
