"""What a corpus job needs of an article, as flat arrays: so that twenty million articles need not be read again as text.

Its words for copies with the places of their fingerprints, its near-duplicate sketch, its weighed words for stories, its
dense vector. All are bytes of little-endian arrays.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from tellings.model import Article, Record
from tellings.relate.copies_near import sketch
from tellings.relate.copies_prints import prints_of
from tellings.relate.copies_words import words_of
from tellings.relate.stories_terms import LAYERS, counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 255
"""Times that a word is counted in one article."""


class Keys(Record, frozen=True):
    """An article's keys: `words` uint32 (identities in text order), `places` uint32 (words at which fingerprints begin).

    `sketch` uint16 (empty where there are no words); `terms` uint32 (CRC-32 of each stem) with `counts` uint8, shape
    (layers, terms); `length` in words, `vector` float16.
    """

    words: bytes
    places: bytes
    sketch: bytes
    terms: bytes
    counts: bytes
    length: int
    vector: bytes | None


def keys_of(article: Article) -> Keys:
    """Return the keys of an article."""
    words = words_of(article)
    terms, counts, length = terms_and_counts(article)
    return Keys(
        words=words.ids.astype("<u4").tobytes(),
        places=prints_of(words).places.astype("<u4").tobytes(),
        sketch=sketch(words.ids).astype("<u2").tobytes(),
        terms=terms.astype("<u4").tobytes(),
        counts=counts.tobytes(),
        length=length,
        vector=article.vector.values if article.vector is not None else None,
    )


def terms_and_counts(article: Article) -> tuple[NDArray[np.uint32], NDArray[np.uint8], int]:
    """Return the CRC-32 of each stem of an article, how often each stands in each layer, and how many words were read."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    bag = counted(article, vocabulary)
    counts = np.zeros((len(LAYERS), len(vocabulary)), dtype=np.uint8)
    for row, name in enumerate(LAYERS):
        own = getattr(bag, name)
        counts[row, own.columns] = np.minimum(own.counts, MOST)
    return np.array([zlib.crc32(w.encode()) for w in vocabulary], dtype=np.uint32), counts, bag.length
