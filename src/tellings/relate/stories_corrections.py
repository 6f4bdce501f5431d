"""A person's corrections applied to stories: what was merged stays one, what was split or moved stays apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from tellings.model import Article, Correction

FOLLOW = 0.5
"""Share of a story's articles that must have been merged for the rest of it, later arrivals, to come along."""

Between = Callable[[int, Sequence[int]], float]
"""How likely an article (by number) tells one story with others, on average."""


def corrected(
    labels: Sequence[int], articles: Sequence[Article], corrections: Sequence[Correction], between: Between
) -> tuple[list[int], dict[int, Correction]]:
    """Return the labels after the corrections, applied in order, and which correction put each article where it is."""
    number = {a.key: n for n, a in enumerate(articles)}
    found, by = list(labels), {}
    for correction in corrections:
        own, joins, leaves = (
            [number[ref.key] for ref in refs if ref.key in number]
            for refs in (correction.articles, correction.joins, correction.leaves)
        )
        if not own:
            continue
        if correction.kind == "merge":
            moved = _merge(found, own)
        else:
            moved = _part(found, own, leaves, between)
            if correction.kind == "move" and joins:
                _put(found, own, _most(found, joins))
        by.update(dict.fromkeys([*moved, *own], correction))
    return found, by


def _most(labels: Sequence[int], members: Sequence[int]) -> int:
    """Return the label of most of the members; of those that tie, the one of the first."""
    seen = Counter(labels[n] for n in members)
    return max(seen, key=lambda label: (seen[label], -next(k for k, n in enumerate(members) if labels[n] == label)))


def _put(labels: list[int], members: Sequence[int], label: int) -> None:
    for n in members:
        labels[n] = label


def _merge(labels: list[int], own: Sequence[int]) -> list[int]:
    """Put the articles into one story, with the rest of each story that they mostly make up; return who moved."""
    into, size, held = _most(labels, own), Counter(labels), Counter(labels[n] for n in own)
    whole = {label for label, count in held.items() if label != into and count >= FOLLOW * size[label]}
    moved = [n for n, label in enumerate(labels) if label in whole]
    moved += [n for n in own if labels[n] != into and labels[n] not in whole]
    _put(labels, moved, into)
    return moved


def _part(labels: list[int], own: Sequence[int], leaves: Sequence[int], between: Between) -> list[int]:
    """Part the articles from those that they must leave; others in between go to the likelier side; return who moved."""
    left = {labels[n] for n in leaves}
    if not left & {labels[n] for n in own}:
        return []
    fresh, mine, theirs = max(labels) + 1, set(own), set(leaves)
    moved = list(own)
    for n, label in enumerate(labels):
        if label in left and n not in mine and n not in theirs:
            stay = [m for m in leaves if labels[m] == label]
            if any(labels[m] == label for m in own) and between(n, own) > between(n, stay):
                moved.append(n)
    _put(labels, moved, fresh)
    return moved
