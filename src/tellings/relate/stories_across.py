"""Stories across languages: names, numbers, days and (with the extra) meaning tie a page to a story told in another.

Words say little there, so stories are first made within each language; a story of another language is then tied to the
one that it is likest to, where that one stands clear of all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tellings.model import Article
from tellings.models.multilingual import embed_languages, has_languages
from tellings.relate.stories_pairs import Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMES, NUMBERS, MEANING = 1.0, 0.25, 0.5
"""Weights of likeness in names, in numbers and, where the extra is installed, in meaning."""
LEVEL, SPREAD = 0.82, 0.1
"""Cosine of the multilingual vectors that says nothing, and how much more says all."""
LATE, AGEING, MOST_AGED = 2.0, 0.03, 0.2
"""Days between two pages that cost nothing, what each further one takes from their likeness, and the most."""
FEW, WINDOW = 300, 7.0
"""Up to this many articles, all pairs of two languages this many days apart are compared in meaning; else candidates alone."""
LEAST, LEAST_MEANING = 0.37, 0.5
"""Likeness (weighted as above, mean of the two likeliest pairs) from which two stories may be one, without meaning and with."""
LEAD = 0.1
"""How far the likeliest story must lead the next."""
SURE = 3.0
"""Slope of the confidence above the least likeness."""


def languages_of(languages: Sequence[str | None]) -> NDArray[np.int64]:
    """Return a number for each article's language; an unknown one is taken for English."""
    import numpy as np

    known: dict[str, int] = {}
    return np.array([known.setdefault(name or "en", len(known)) for name in languages], dtype=np.int64)


def across_languages(
    articles: Sequence[Article] | None, pairs: Pairs, language: NDArray[np.int64], labels: Sequence[int]
) -> tuple[list[int], dict[int, float]]:
    """Return the labels with stories of different languages joined where they are surely one, and how sure each join is.

    The articles of the larger side of a join, tied among themselves, are not among those. Without `articles` their meaning
    is not compared.
    """
    pairs = _with_all_across(pairs, language) if articles and has_languages() and len(labels) <= FEW else pairs
    cross = (language[pairs.i] != language[pairs.j]).nonzero()[0]
    if not len(cross):
        return list(labels), {}
    likeness, least = _likeness(articles, pairs, cross)
    between: dict[tuple[int, int], list[float]] = {}
    for k, value in zip(cross.tolist(), likeness.tolist(), strict=True):
        one, other = labels[int(pairs.i[k])], labels[int(pairs.j[k])]
        between.setdefault((min(one, other), max(one, other)), []).append(value)
    best = {key: sum(sorted(values)[-2:]) / len(values[-2:]) for key, values in between.items()}
    spoken = {label: int(n) for label, n in zip(labels, language.tolist(), strict=True)}
    into, sure = _joins(best, spoken, Counter(labels), least)
    found = [into[label] for label in labels]
    return found, {n: sure[label] for n, label in enumerate(labels) if label in sure}


def _with_all_across(pairs: Pairs, language: NDArray[np.int64]) -> Pairs:
    """Return the pairs and all of two languages that are not far apart in time: what shares no word may share its meaning."""
    import numpy as np

    one, other = np.triu_indices(len(language), 1)
    gap = np.nan_to_num(np.abs(pairs.material.days[one] - pairs.material.days[other]))
    near = (language[one] != language[other]) & (gap <= WINDOW)
    others = pairs.others(one[near].astype(np.int64), other[near].astype(np.int64))
    return pairs if others is None else pairs.joined(others)[0]


def _likeness(articles: Sequence[Article] | None, pairs: Pairs, cross: NDArray[np.int64]) -> tuple[NDArray[np.float64], float]:
    """Return how like the pairs of two languages are, and from which likeness on they may be of one story."""
    import numpy as np

    names, numbers = (pairs.column(c)[cross].astype(np.float64).clip(0) for c in ("names", "numbers"))
    late = (np.expm1(pairs.column("days")[cross].astype(np.float64)) - LATE).clip(0) * AGEING
    likeness = NAMES * names + NUMBERS * numbers - late.clip(max=MOST_AGED)
    one, other = pairs.i[cross], pairs.j[cross]
    asked = np.unique(np.concatenate((one, other)))
    meaning = embed_languages([_opening(articles[n]) for n in asked.tolist()]) if articles else None
    if articles is None or meaning is None:
        return likeness, LEAST
    place = np.zeros(len(articles), dtype=np.int64)
    place[asked] = np.arange(len(asked))
    alike = np.einsum("nd,nd->n", meaning[place[one]], meaning[place[other]]).astype(np.float64)
    return likeness + MEANING * ((alike - LEVEL) / SPREAD).clip(-0.5, 1.0), LEAST_MEANING


def _opening(article: Article) -> str:
    body = " ".join(b.of(article.text) for b in article.main_blocks[:4])
    return f"{article.title}. {body}" if article.title else body


def _joins(
    best: Mapping[tuple[int, int], float], spoken: Mapping[int, int], size: Mapping[int, int], least: float
) -> tuple[dict[int, int], dict[int, float]]:
    """Return which story each goes into, and how sure that is: the likeliest joins first, the smaller story choosing.

    Its choice must lead every other story of that language; two stories of one language, held apart already, are never
    brought together by a third.
    """
    import math

    of: dict[int, dict[int, float]] = {}
    for (one, other), value in best.items():
        of.setdefault(one, {})[other] = value
        of.setdefault(other, {})[one] = value
    into = {label: label for label in spoken}
    members = {label: [label] for label in spoken}
    sure: dict[int, float] = {}
    for (one, other), value in sorted(best.items(), key=lambda item: (-item[1], item[0])):
        small, large = sorted((one, other), key=lambda label: (size[label], label))
        clear = _rival(of[small], large, spoken) <= value - LEAD
        if size[small] == size[large]:
            clear = clear and _rival(of[large], small, spoken) <= value - LEAD
        low, high = sorted((into[one], into[other]))
        apart = {spoken[m] for m in members[low] if size[m] > 1} & {spoken[m] for m in members[high] if size[m] > 1}
        if value >= least and clear and low != high and not apart:
            for label in members[high]:
                into[label] = low
            members[low] += members.pop(high)
            for label in {small, large} if size[large] == 1 else {small}:
                sure.setdefault(label, round(1.0 / (1.0 + math.exp(-SURE * (value - least) - 1.0)), 3))
    return into, sure


def _rival(values: Mapping[int, float], chosen: int, spoken: Mapping[int, int]) -> float:
    """Return the likeness of the likeliest other story in the chosen one's language."""
    return max((v for k, v in values.items() if k != chosen and spoken[k] == spoken[chosen]), default=0.0)
