"""Entries of one page: a live blog's entry that says too little to be placed goes where the rest of its page goes.

A roundup's parts tell different stories, so that no story has most of them, and none is drawn along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.relate.stories_pairs import Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENTRIES = 4
"""Articles from which a page may be a live blog."""
MOST = 0.6
"""Share of a page's other entries that must tell one story for a lone entry to follow them."""
LEAST = 0.1
"""The least chance of a pair with an article of that story."""
FOLLOWED = 0.6
"""Confidence of an entry that follows its page."""


def with_page(
    labels: Sequence[int], documents: Sequence[str], pairs: Pairs, chance: NDArray[np.float64]
) -> tuple[list[int], set[int]]:
    """Return the labels with lone entries put where most of their page is, and which those are.

    `documents` are the ids of the articles' pages.
    """
    size, found, moved = Counter(labels), list(labels), set()
    of: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        of.setdefault(document, []).append(number)
    for own in (own for own in of.values() if len(own) >= ENTRIES):
        told = Counter(labels[n] for n in own if size[labels[n]] > 1)
        if not told:
            continue
        label, count = min(told.items(), key=lambda item: (-item[1], item[0]))
        for number in (n for n in own if size[labels[n]] == 1):
            if count >= MOST * (len(own) - 1) and _nearest(number, label, labels, pairs, chance) >= LEAST:
                found[number] = label
                moved.add(number)
    return found, moved


def _nearest(number: int, label: int, labels: Sequence[int], pairs: Pairs, chance: NDArray[np.float64]) -> float:
    """Return the chance of the surest pair of an article with a story."""
    best = 0.0
    for ends, others in ((pairs.i, pairs.j), (pairs.j, pairs.i)):
        for k in (ends == number).nonzero()[0].tolist():
            if labels[int(others[k])] == label:
                best = max(best, float(chance[k]))
    return best
