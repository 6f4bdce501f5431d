"""Sentences of quotations held against each other: when two are one thing said, and what their neighbours tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tellings.model import ArticleKey, Days
from tellings.relate.utterances_words import Likeness, Words, compare, names_differ, same_words

SHORTEST_RUN = 4
"""Words in marks that one speaker is given with by two accounts, though none of them is rare ("has to get out")."""
BESIDE_SHARED, BESIDE_CONTAINED = 3, 0.3
"""What is enough for sentences next to a pair already matched (another translation of the same passage)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of one quotation of an article."""

    article: ArticleKey
    quote: int
    start: int
    end: int
    words: Words
    marked: bool
    speaker: str | None
    name: str | None
    sure: bool
    said: Days | None
    language: str = "en"


def speakers_differ(a: Unit, b: Unit) -> bool:
    """Tell whether two units are given to two people; unnamed speakers and one name's spellings are compatible."""
    if a.speaker is not None and a.speaker == b.speaker:
        return False
    if a.name is None or b.name is None:
        return False
    return names_differ(a.name, b.name)


def same_utterance(a: Unit, b: Unit, like: Likeness) -> bool:
    """Decide whether two units are one thing said; figures found on the sample and on the development pages."""
    differ = speakers_differ(a, b)
    if same_words(a.words, b.words):
        return like.shared >= (1 if not differ else 2)
    if differ:
        return like.run >= 5 and like.run_content >= 3 and like.contained >= 0.6
    if not (a.marked or b.marked):
        return like.shared >= 4 and like.contained >= 0.65 and like.joint >= 0.4
    if like.run_content >= 3 and (like.contained >= 0.5 or (like.run >= 6 and like.contained >= 0.35)):
        return True
    if a.marked and b.marked and _whole_run(a, b, like):
        return True
    if like.ordered > 0.99 and a.marked and b.marked and min(len(a.words.stems), len(b.words.stems)) >= 3:
        return like.shared >= 1
    if like.shared >= 3:
        if like.shared >= 5 and a.marked and b.marked:
            return like.contained >= 0.5
        if a.language != b.language:
            return like.contained >= 0.55
        return like.contained >= 0.6 and like.ordered >= 0.45
    if like.shared >= 2:
        whole = min(len(a.words.stems), len(b.words.stems)) >= 3 or like.joint >= 0.5
        return whole and like.contained >= 0.7
    return like.shared == 1 and like.joint >= 0.6 and like.ordered >= 0.6 and like.run >= 3


def _whole_run(a: Unit, b: Unit, like: Likeness) -> bool:
    """Tell whether one speaker's shorter words stand word for word in the longer."""
    one = a.speaker == b.speaker if a.speaker and b.speaker else a.name is not None and a.name == b.name
    return one and like.run >= SHORTEST_RUN and like.run == min(len(a.words.stems), len(b.words.stems))


def beside_matched(
    units: Sequence[Unit], clusters: Sequence[Sequence[int]], weights: Mapping[str, float]
) -> list[tuple[float, int, int]]:
    """Return pairs of sentences that stand next to matched ones in both accounts and are alike themselves."""
    owner = {i: n for n, cluster in enumerate(clusters) for i in cluster}
    found = []
    for cluster in clusters:
        for a, b in ((a, b) for a in cluster for b in cluster if a < b and units[a].article != units[b].article):
            for one, other in _next_to(units, a, b):
                if owner.get(one, -1) == owner.get(other, -2) or speakers_differ(units[one], units[other]):
                    continue
                like = compare(units[one].words, units[other].words, weights)
                if like.shared >= BESIDE_SHARED and like.contained >= BESIDE_CONTAINED:
                    found.append((like.contained + like.joint, min(one, other), max(one, other)))
    return found


def _next_to(units: Sequence[Unit], a: int, b: int) -> Iterator[tuple[int, int]]:
    for step in (-1, 1):
        one, other = a + step, b + step
        if min(one, other) >= 0 and max(one, other) < len(units):
            near = abs(units[one].quote - units[a].quote) <= 1 and abs(units[other].quote - units[b].quote) <= 1
            if near and units[one].article == units[a].article and units[other].article == units[b].article:
                yield one, other


def widened(units: Sequence[Unit], clusters: Sequence[list[int]], weights: Mapping[str, float]) -> list[list[int]]:
    """Add the next sentence of a quotation where another account has it within the sentence matched."""
    taken = {i for cluster in clusters for i in cluster}
    found = []
    for cluster in clusters:
        wider = list(cluster)
        for i in cluster:
            for j in (i - 1, i + 1):
                if j in taken or not 0 <= j < len(units) or _place(units[j]) != _place(units[i]):
                    continue
                likes = [
                    compare(units[j].words, units[k].words, weights) for k in cluster if units[k].article != units[i].article
                ]
                if any(like.run >= SHORTEST_RUN and like.contained >= 0.5 for like in likes):
                    wider.append(j)
                    taken.add(j)
        found.append(sorted(wider))
    return found


def _place(unit: Unit) -> tuple[ArticleKey, int]:
    return unit.article, unit.quote
