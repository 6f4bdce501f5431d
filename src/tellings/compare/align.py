"""Alignment: which sentences of different accounts tell the same, found through the rare words that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from tellings.compare.statements import Corpus, Statement

NEAR = 0.36
"""Share of weighted content at which two sentences may be versions of one; a word by word comparison then decides."""
RELATED = 0.12
COMMON = 40
"""A word in more sentences than this finds no pairs (it still counts in the score)."""
LEAST_TOTAL = 40
"""Sentences that a story is taken to have at least, so that words of a tiny one are not all common."""
KEPT = 4
"""Partners kept for each sentence in each other account."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences of different accounts, `left` in the earlier article; score between 0 and 1."""

    left: Statement
    right: Statement
    score: float


class Alignment:
    """Pairs of sentences by likeness; `near` holds the one-to-one pairs that are versions of one sentence."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.weight = _weights(corpus.statements)
        self.mass = [sum(self.weight[k] for k in s.content) for s in corpus.statements]
        self.pairs = tuple(self._pairs())

    def _pairs(self) -> list[Pair]:
        statements = self.corpus.statements
        postings: dict[str, list[int]] = defaultdict(list)
        found: list[Pair] = []
        for s in (s for s in statements if not s.furniture):
            shared: dict[int, float] = defaultdict(float)
            common: list[str] = []
            for key in s.content:
                if len(postings[key]) > COMMON:
                    common.append(key)
                    continue
                weight = self.weight[key]
                for other in postings[key]:
                    shared[other] += weight
            best: dict[int, list[Pair]] = defaultdict(list)
            least = RELATED * self.mass[s.index]
            for other, rough in sorted(shared.items()):
                if rough > least or rough > RELATED * self.mass[other]:
                    left = statements[other]
                    score = self._share(rough + sum([self.weight[k] for k in common if k in left.content]), left, s)
                    if score >= RELATED and left.article != s.article:
                        best[left.article].append(Pair(left, s, score))
            for own in best.values():
                own.sort(key=lambda p: (-p.score, abs(p.left.place - p.right.place), p.left.index))
                found.extend(own[:KEPT])
            for key in s.content:
                postings[key].append(s.index)
        return found

    def score(self, a: Statement, b: Statement) -> float:
        """Return the weighted share of content words that two sentences have in common (weighted Jaccard)."""
        return self._share(sum(self.weight[k] for k in a.content & b.content), a, b)

    def _share(self, shared: float, a: Statement, b: Statement) -> float:
        union = self.mass[a.index] + self.mass[b.index] - shared
        return round(shared / union, 9) if union else 0.0

    @cached_property
    def near(self) -> tuple[Pair, ...]:
        """Return the pairs that are versions of one sentence, each sentence once in each other account."""
        taken: set[tuple[int, int]] = set()
        found = []
        for pair in sorted(self.pairs, key=lambda p: (-p.score, abs(p.left.place - p.right.place), p.left.index)):
            if pair.score < NEAR:
                break
            sides = (pair.left.index, pair.right.article), (pair.right.index, pair.left.article)
            if taken.isdisjoint(sides):
                taken.update(sides)
                found.append(pair)
        return tuple(found)

    @cached_property
    def _by_statement(self) -> dict[int, list[Pair]]:
        found: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.left.index].append(pair)
            found[pair.right.index].append(pair)
        return found

    def of(self, statement: Statement) -> list[Pair]:
        """Return the pairs that a statement is in."""
        return self._by_statement[statement.index]

    @cached_property
    def best(self) -> dict[int, float]:
        """Return, for each statement, its highest score with any other account."""
        found: dict[int, float] = defaultdict(float)
        for pair in self.pairs:
            for s in (pair.left, pair.right):
                found[s.index] = max(found[s.index], pair.score)
        return found


def _weights(statements: Sequence[Statement]) -> dict[str, float]:
    frequency: dict[str, int] = defaultdict(int)
    for s in statements:
        for key in s.content:
            frequency[key] += 1
    total = max(len(statements), LEAST_TOTAL) + 1
    return {key: 0.2 + log(total / n) for key, n in frequency.items()}
