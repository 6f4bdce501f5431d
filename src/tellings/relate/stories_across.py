"""Stories across languages: names, numbers and vectors tie a page to a story told in another language.

Words say little there, so stories are first made within each language; a story of another language is then tied to the
one that it shares most names and numbers with, where that one stands clear of all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tellings.model import Article
from tellings.relate.stories_pairs import FEATURES, Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = {"names": 1.0, "numbers": 0.25, "dense": 0.2}
LEAST = 0.37
"""Likeness (weighted as above, mean of the two likeliest pairs) from which two stories may be one."""
LEAD = 0.1
"""How far the likeliest story must lead the next."""


def languages_of(articles: Sequence[Article]) -> NDArray[np.int64]:
    """Return a number for each article's language."""
    import numpy as np

    known: dict[str, int] = {}
    names = (a.analysis.metadata.language or "en" for a in articles)
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def across_languages(pairs: Pairs, language: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the labels with stories of different languages joined where they are surely one."""
    import numpy as np

    likeness = sum(weight * pairs.features[:, FEATURES.index(name)].clip(0) for name, weight in WEIGHTS.items())
    cross = (language[pairs.i] != language[pairs.j]).nonzero()[0]
    between: dict[tuple[int, int], list[float]] = {}
    for k in cross:
        one, other = int(labels[pairs.i[k]]), int(labels[pairs.j[k]])
        between.setdefault((min(one, other), max(one, other)), []).append(float(likeness[k]))  # type: ignore[index]
    best = {key: sum(sorted(values)[-2:]) / len(values[-2:]) for key, values in between.items()}
    spoken = {int(c): int(n) for c, n in zip(labels, language, strict=True)}
    into = _joins(best, spoken, Counter(labels.tolist()))
    return np.array([into[int(label)] for label in labels], dtype=np.int64)


def _joins(best: Mapping[tuple[int, int], float], spoken: Mapping[int, int], size: Mapping[int, int]) -> dict[int, int]:
    """Return which story each goes into: the likeliest joins first, the smaller story choosing.

    Its choice must lead every other story of that language; two stories of one language, held apart already, are never
    brought together by a third.
    """
    of: dict[int, dict[int, float]] = {}
    for (one, other), value in best.items():
        of.setdefault(one, {})[other] = value
        of.setdefault(other, {})[one] = value
    into = {label: label for label in spoken}
    members = {label: [label] for label in spoken}
    for (one, other), value in sorted(best.items(), key=lambda item: (-item[1], item[0])):
        small, large = sorted((one, other), key=lambda label: (size[label], label))
        clear = _rival(of[small], large, spoken) <= value - LEAD
        if size[small] == size[large]:
            clear = clear and _rival(of[large], small, spoken) <= value - LEAD
        low, high = sorted((into[one], into[other]))
        apart = {spoken[m] for m in members[low] if size[m] > 1} & {spoken[m] for m in members[high] if size[m] > 1}
        if value >= LEAST and clear and low != high and not apart:
            for label in members[high]:
                into[label] = low
            members[low] += members.pop(high)
    return into


def _rival(values: Mapping[int, float], chosen: int, spoken: Mapping[int, int]) -> float:
    """Return the likeness of the likeliest other story in the chosen one's language."""
    return max((v for k, v in values.items() if k != chosen and spoken[k] == spoken[chosen]), default=0.0)
