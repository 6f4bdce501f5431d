"""What each article is about, as weighted words: all words, names, numbers, in sparse matrices of unit rows.

Weights are TF-IDF (Spärck Jones 1972) with logarithmic counts. The document frequencies are those of the corpus at hand
added to those of a background of general news, so that six pages weigh their words as sensibly as six thousand.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tellings.model import Article
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
OPENS = re.compile(r"(?:^|[.!?…:\n]['\"”’)\]]*\s*)['\"“‘(\[]*\s*$")
BUCKETS = 1 << 16
LEAD = 90
"""Words of title and text that make the lead."""
TITLE_WEIGHT = 2
LONGEST = 1500
"""Words read of an article; what comes later is background."""
CORPUS_WEIGHT = 1.0
BACKGROUND_WEIGHT = 0.35
"""How much a background document counts beside one at hand."""


@dataclass(frozen=True)
class Terms:
    """Sparse unit rows, one an article, shape (articles, words); `idf` and `vocabulary` go with the columns."""

    all: csr_matrix
    lead: csr_matrix
    names: csr_matrix
    numbers: csr_matrix
    idf: NDArray[np.float32]
    vocabulary: tuple[str, ...]
    lengths: NDArray[np.float32]


def stem(word: str) -> str:
    """Return the word in lower case without possessive or plural ending."""
    word = re.sub(r"['’](?:s|S)?$", "", word).lower()
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def bucket(word: str) -> int:
    """Return the background's bucket of a word."""
    return zlib.crc32(word.encode()) % BUCKETS


@cache
def background() -> tuple[NDArray[np.float32], float] | None:
    """Return how many background documents hold each bucket's words, and how many there are; None without the file."""
    import numpy as np

    found = weights("story-words")
    if found.path is None:
        return None
    with np.load(found.path) as data:
        return data["frequencies"].astype(np.float32), float(data["documents"])


def words_in(text: str) -> tuple[list[str], list[str]]:
    """Return the stems in text order, and those that are written as names (a capital within a sentence)."""
    stems, names = [], []
    for match in list(WORD.finditer(text))[:LONGEST]:
        word = match.group()
        key = stem(word)
        stems.append(key)
        if word[0].isupper() and not OPENS.search(text, max(0, match.start() - 6), match.start()):
            names.append(key)
    return stems, names


def terms_of(articles: Sequence[Article]) -> Terms:
    """Return the weighted words of the articles."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    bags: list[tuple[Counter[int], Counter[int], Counter[int], Counter[int]]] = []
    lengths = []
    for article in articles:
        body = "\n".join(b.of(article.text) for b in article.blocks if b.role != "title")
        stems, names = words_in(body)
        title = words_in(article.title or "")[0]
        ids = [vocabulary.setdefault(w, len(vocabulary)) for w in stems]
        heads = [vocabulary.setdefault(w, len(vocabulary)) for w in title] * TITLE_WEIGHT
        known = set(names)
        called = [vocabulary[n] for n in names] + [vocabulary[w] for w in title if w in known]
        digits = [i for i, w in zip(ids, stems, strict=True) if w[0].isdigit()]
        bags.append((Counter(ids + heads), Counter(ids[:LEAD] + heads), Counter(called), Counter(digits)))
        lengths.append(len(ids))
    names_of = tuple(vocabulary)
    idf = _idf(bags, names_of)
    every, lead, called, figures = (_matrix([bag[k] for bag in bags], idf) for k in range(4))
    return Terms(every, lead, called, figures, idf, names_of, np.array(lengths, dtype=np.float32))


def _idf(bags: Sequence[tuple[Counter[int], ...]], vocabulary: Sequence[str]) -> NDArray[np.float32]:
    import numpy as np

    seen = np.zeros(len(vocabulary), dtype=np.float32)
    for bag in bags:
        seen[list(bag[0])] += 1
    total = float(len(bags))
    known = background()
    if known is not None:
        frequencies, documents = known
        buckets = np.array([bucket(w) for w in vocabulary], dtype=np.int64)
        seen = CORPUS_WEIGHT * seen + BACKGROUND_WEIGHT * frequencies[buckets]
        total = CORPUS_WEIGHT * total + BACKGROUND_WEIGHT * documents
    result: NDArray[np.float32] = np.log((total + 1.0) / (seen + 0.5)).clip(min=0.0).astype(np.float32)
    return result


def _matrix(bags: Sequence[Counter[int]], idf: NDArray[np.float32]) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    indptr = np.cumsum([0] + [len(b) for b in bags])
    indices = np.fromiter((k for b in bags for k in b), dtype=np.int32, count=int(indptr[-1]))
    counts = np.fromiter((c for b in bags for c in b.values()), dtype=np.float32, count=int(indptr[-1]))
    values = (1.0 + np.log(counts)) * idf[indices]
    rows = np.repeat(np.arange(len(bags)), np.diff(indptr))
    norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(bags)))
    values = (values / np.maximum(norms, 1e-9)[rows]).astype(np.float32)
    return csr_matrix((values, indices, indptr), shape=(len(bags), len(idf)))
