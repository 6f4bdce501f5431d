"""Stories of articles of which only their keys are at hand: the same rules as for articles, without their texts.

Meaning is not compared across languages (names, numbers and days are), and no reasons in words are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.relate.codes import numbered
from tellings.relate.stories import with_copies, within_languages
from tellings.relate.stories_across import across_languages, languages_of
from tellings.relate.stories_cluster import clusters
from tellings.relate.stories_layers import Worded, worded
from tellings.relate.stories_members import Shares, membership_features
from tellings.relate.stories_page import FOLLOWED, with_page
from tellings.relate.stories_pairs import Material, pairs_from
from tellings.relate.stories_score import fork_chances, membership_chances
from tellings.relate.stories_terms import BUCKETS, rarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Crowd:
    """Articles in order: their pages, languages and days (nan: unknown), and their keys end to end.

    `terms` and `counts`, shape (layers, terms), begin for article n at `starts[n]`; `dense` are unit rows, zero where an
    article has no vector, None where none has.
    """

    documents: Sequence[str]
    languages: Sequence[str | None]
    days: NDArray[np.float32]
    terms: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    starts: NDArray[np.int64]
    lengths: NDArray[np.float32]
    dense: NDArray[np.float32] | None


@dataclass(frozen=True)
class Told:
    """For each article the number of its story's first article, and how sure its place is."""

    labels: NDArray[np.int64]
    confidence: NDArray[np.float64]


def stories_among(crowd: Crowd, shares: Shares) -> Told:
    """Return the stories of the articles; `shares` says how much pairs of them copy of one another."""
    import numpy as np

    if not len(crowd.days):
        return Told(np.zeros(0, dtype=np.int64), np.zeros(0))
    language = languages_of(crowd.languages)
    pairs, chance = within_languages(pairs_from(Material(words_from(crowd), crowd.dense, crowd.days)), language)
    labels = with_copies(clusters(pairs, chance, len(language), fork_chances).tolist(), shares)
    labels, across = across_languages(None, pairs, language, labels)
    labels, follows = with_page(labels, crowd.documents, pairs, chance)
    found = np.asarray(labels, dtype=np.int64)
    _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    found = first[inverse]
    sure = membership_chances(membership_features(pairs, chance, found))
    for number, value in (across | dict.fromkeys(follows, FOLLOWED)).items():
        sure[number] = value
    for (one, other), share in shares.items():
        if found[one] == found[other]:
            sure[one], sure[other] = max(sure[one], share), max(sure[other], share)
    sure = sure.clip(0.01, 0.99)
    sure[np.bincount(found, minlength=len(found))[found] == 1] = 1.0
    return Told(found, sure)


def words_from(crowd: Crowd) -> Worded:
    """Return the words of articles from their keys, which are put in order."""
    import numpy as np

    known, column = numbered(crowd.terms)
    seen = np.bincount(column[crowd.counts[0] > 0], minlength=len(known)).astype(np.float32)
    weights = rarity(seen, float(len(crowd.days)), (known % BUCKETS).astype(np.int64))
    idf: NDArray[np.float32] = np.minimum(weights, _ceiling(crowd, column, len(known))).astype(np.float32)
    return worded(crowd.starts, column, crowd.counts, idf, crowd.lengths)


def _ceiling(crowd: Crowd, column: NDArray[np.int32], size: int) -> NDArray[np.float64]:
    """Return the most that each word may weigh; see `stories_terms`."""
    import numpy as np

    ceiling = np.full(size, np.inf)
    language = languages_of(["en", *crowd.languages])[1:]
    if not language.any():
        return ceiling
    of = np.repeat(language, np.diff(crowd.starts))
    pages = np.log(np.bincount(language) + 1.0)
    other = (of != 0) & (crowd.counts[0] > 0)
    last = np.full(size, -1, dtype=np.int64)
    last[column[other]] = of[other]
    ceiling[last >= 0] = pages[last[last >= 0]]
    english = (of == 0) & (crowd.counts[0] > 0)
    called = (of != 0) & ((crowd.counts[2] > 0) | (crowd.counts[3] > 0))
    ceiling[column[english | called]] = np.inf
    return ceiling
