"""What a grouping leaves behind of each article, so that later articles are put beside it without grouping all anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tellings.model import Article
from tellings.model.grouping import Trace
from tellings.relate.stories_blocking import CROWD, KEYS, NEIGHBOURS
from tellings.relate.stories_members import Placed
from tellings.relate.stories_pairs import rare_from
from tellings.relate.stories_terms import Terms

KEPT = 0.05
"""Chance from which a pair is kept; below the edge that links components, since weights shift as a library grows."""

__all__ = ["CROWD", "KEPT", "NEIGHBOURS", "keys_of", "rare_from", "traces_of"]


def traces_of(placed: Placed) -> Iterator[Trace]:
    """Yield the trace of every article, in order."""
    pairs, standing = placed.pairs, placed.pairs.standing
    near: dict[int, list[tuple[int, float]]] = {}
    for k in (placed.chance >= KEPT).nonzero()[0].tolist():
        one, other, chance = int(pairs.i[k]), int(pairs.j[k]), float(placed.chance[k])
        near.setdefault(one, []).append((other, chance))
        near.setdefault(other, []).append((one, chance))
    for number, (article, keys) in enumerate(zip(placed.articles, keys_of(pairs.material.terms), strict=True)):
        others = [(placed.articles[n].key, chance) for n, chance in near.get(number, ())]
        yield Trace(
            document=article.document, part=article.part, keys=keys, best=float(standing.best[number]),
            usual=float(standing.usual[number]), pairs=tuple((d, p, round(chance, 4)) for (d, p), chance in others),
        )  # fmt: skip


def keys_of(terms: Terms, most: int = KEYS) -> Iterator[tuple[tuple[str, float], ...]]:
    """Yield each article's heaviest words with their weights, the heaviest first."""
    import numpy as np

    matrix = terms.all
    for row in range(matrix.shape[0]):
        own = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns, values = matrix.indices[own], matrix.data[own]
        best = np.argsort(-values, kind="stable")[:most]
        yield tuple((terms.vocabulary[columns[k]], round(float(values[k]), 5)) for k in best if values[k] > 0)


def days_between(one: Article, day: str | None) -> float:
    """Return the days between an article and a day, 0 where either is not known."""
    from datetime import date

    own = one.published.day if one.published else None
    try:
        return abs((date.fromisoformat(own) - date.fromisoformat(day)).days) if own and day else 0.0
    except ValueError:
        return 0.0


def named(articles: Sequence[Article]) -> set[str]:
    """Return the documents that articles are of."""
    return {a.document for a in articles}
