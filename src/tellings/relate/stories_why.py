"""Why an article is in its story, in words: shared names, numbers, words, days and copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.model import Article
from tellings.relate.stories_terms import Terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 6


def reasons(
    terms: Terms, articles: Sequence[Article], members: Sequence[int], days: NDArray[np.float32]
) -> list[tuple[str, ...]]:
    """Return, for each member of a story, what it shares with the others."""
    import numpy as np

    rows = np.asarray(members)
    found = []
    sums = {kind: np.asarray(getattr(terms, kind)[rows].sum(axis=0)).ravel() for kind in ("names", "all")}
    for row in members:
        said = []
        names = _shared(terms.names[row], sums["names"], terms)
        if names:
            said.append("names in common: " + ", ".join(_written(n, articles[row].text) for n in names))
        words = [w for w in _shared(terms.all[row], sums["all"], terms) if w not in names]
        if words:
            said.append("words in common: " + ", ".join(words))
        if not np.isnan(days[row]):
            others = days[rows[rows != row]]
            gap = np.nanmin(np.abs(others - days[row])) if np.isfinite(others).any() else np.nan
            if np.isfinite(gap):
                said.append(
                    "published the same day as another page" if gap == 0 else f"published {int(gap)} days from another page"
                )
        found.append(tuple(said))
    return found


def _written(stem: str, text: str) -> str:
    """Return a name as the text writes it, since stems have lost capitals and a final s."""
    found = re.search(rf"\b{re.escape(stem[:1].upper())}(?i:{re.escape(stem[1:])}s?)\b", text)
    return found.group() if found else stem.capitalize()


def _shared(row: object, sums: NDArray[np.float32], terms: Terms) -> list[str]:
    import numpy as np

    weight = row.data * (sums[row.indices] - row.data)  # type: ignore[attr-defined]
    best = np.argsort(-weight)[:MOST]
    return [terms.vocabulary[row.indices[k]] for k in best if weight[k] > 0.005]  # type: ignore[attr-defined]
