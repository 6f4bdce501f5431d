"""What each article is about, as weighted words: all words, names, numbers, the rest, in sparse matrices of unit rows.

Weights are TF-IDF (Spärck Jones 1972) with logarithmic counts. The document frequencies are those of the corpus at hand
added to those of a background of general news, so that six pages weigh their words as sensibly as six thousand.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from tellings.lang import table
from tellings.model import Article
from tellings.model.grouping import Known
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
OPENS = re.compile(r"(?:^|[.!?…:\n]['\"”’)\]]*\s*)['\"“‘(\[]*\s*$")
MAY_END = frozenset(".!?…:\n'\"”’)]*‘“([ ")
"""What may stand before the blank before a word that opens a sentence."""
BUCKETS = 1 << 16
LEAD = 90
"""Words of title and text that make the lead."""
TITLE_WEIGHT = 2
LONGEST = 1500
"""Words read of an article; what comes later is background."""
CORPUS_WEIGHT = 1.0
BACKGROUND_WEIGHT = 0.35
"""How much a background document counts beside one at hand."""
LAYERS = ("all", "lead", "names", "numbers", "plain")
"""The matrices of `Terms`."""
RARE = "rare"
"""The layer of rare words, each counting one."""


@dataclass(frozen=True)
class Terms:
    """Sparse unit rows, one an article, shape (articles, words); `idf` and `vocabulary` go with the columns."""

    all: csr_matrix
    lead: csr_matrix
    names: csr_matrix
    numbers: csr_matrix
    plain: csr_matrix
    idf: NDArray[np.float32]
    vocabulary: tuple[str, ...]
    lengths: NDArray[np.float32]


@lru_cache(maxsize=1 << 17)
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


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the stems of a language's closed-class words and calendar; none for English, whose frequencies are known."""
    if language == "en":
        return frozenset()
    known = str(table("stories", language).get("function_words", "")).split()
    return calendar_words(language) | {stem(w) for w in known}


@cache
def calendar_words(language: str) -> frozenset[str]:
    """Return the stems of a language's months and weekdays: written with a capital, but no names; May is left out."""
    known = table("dates", language)
    forms = [str(own[0]) for kind in ("months", "weekdays") for own in known.get(kind, ())]
    return frozenset(stem(word) for form in forms for word in WORD.findall(form) if len(word) > 3)


def words_in(text: str) -> tuple[list[str], list[str]]:
    """Return the stems in text order, and those that are written as names (a capital within a sentence)."""
    found = list(islice(WORD.finditer(text), LONGEST))
    words = [match.group() for match in found]
    stems, names = [stem(word) for word in words], []
    for number, word in enumerate(words):
        if word[0].isupper():
            at = found[number].start()
            inside = text[at - 1 : at] == " " and text[at - 2 : at - 1] not in MAY_END
            if inside or not OPENS.search(text, max(0, at - 6), at):
                names.append(stems[number])
    return stems, names


@dataclass(frozen=True)
class _Counts:
    """Words as columns, and how often each stands there; arrays, since a hundred thousand dictionaries fill the memory."""

    columns: NDArray[np.int32]
    counts: NDArray[np.float32]

    @classmethod
    def of(cls, columns: Iterable[int]) -> _Counts:
        import numpy as np

        found = Counter(columns)
        size = len(found)
        return cls(np.fromiter(found, np.int32, size), np.fromiter(found.values(), np.float32, size))

    def without(self, columns: Sequence[int]) -> _Counts:
        """Return the counts of the other columns."""
        import numpy as np

        left = ~np.isin(self.columns, columns)
        return _Counts(self.columns[left], self.counts[left])


@dataclass(frozen=True)
class Counted:
    """One article's words, by layer."""

    all: _Counts
    lead: _Counts
    names: _Counts
    numbers: _Counts
    plain: _Counts
    language: str
    length: int


def terms_of(articles: Sequence[Article], known: Known | None = None) -> Terms:
    """Return the weighted words of the articles, by the frequencies of the library that they are from where it is known."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    bags = [counted(article, vocabulary) for article in articles]
    words = tuple(vocabulary)
    idf = _idf(bags, words, known)
    every, lead = _matrix([b.all for b in bags], idf), _matrix([b.lead for b in bags], idf)
    names, numbers = _matrix([b.names for b in bags], idf), _matrix([b.numbers for b in bags], idf)
    plain = _matrix([b.plain for b in bags], idf)
    return Terms(every, lead, names, numbers, plain, idf, words, np.array([b.length for b in bags], dtype=np.float32))


def counted(article: Article, vocabulary: dict[str, int]) -> Counted:
    """Return an article's words as columns of a vocabulary, which grows by those that it does not hold yet."""
    language = article.analysis.metadata.language or "en"
    body = "\n".join(b.of(article.text) for b in article.blocks if b.role != "title")
    empty = function_words(language)
    stems, names = words_in(body)
    title = words_in(article.title or "")[0]
    if empty:
        stems, names, title = ([w for w in found if w not in empty] for found in (stems, names, title))
    ids = [vocabulary.setdefault(w, len(vocabulary)) for w in stems]
    heads = [vocabulary.setdefault(w, len(vocabulary)) for w in title] * TITLE_WEIGHT
    names = [w for w in names if w not in calendar_words(language)]
    known = set(names)
    called = [vocabulary[n] for n in names] + [vocabulary[w] for w in title if w in known]
    digits = [i for i, w in zip(ids, stems, strict=True) if w[0].isdigit()]
    count = _Counts.of
    every = count(ids + heads)
    return Counted(
        all=every, lead=count(ids[:LEAD] + heads), names=count(called), numbers=count(digits),
        plain=every.without(called + digits), language=language, length=len(ids),
    )  # fmt: skip


def words_held(article: Article) -> frozenset[str]:
    """Return the stems that stand in an article, each once: what the frequencies of a library count."""
    vocabulary: dict[str, int] = {}
    counted(article, vocabulary)
    return frozenset(vocabulary)


def _idf(bags: Sequence[Counted], vocabulary: Sequence[str], known: Known | None = None) -> NDArray[np.float32]:
    import numpy as np

    seen = np.zeros(len(vocabulary), dtype=np.float32)
    for bag in bags:
        seen[bag.all.columns] += 1
    total = float(len(bags))
    if known is not None:
        seen = np.maximum(seen, np.asarray(known.seen(vocabulary), dtype=np.float32))
        total = max(total, float(known.documents))
    idf = rarity(seen, total, np.array([bucket(w) for w in vocabulary], dtype=np.int64))
    result: NDArray[np.float32] = np.minimum(idf, _ceiling(bags, len(vocabulary), known)).astype(np.float32)
    return result


def rarity(seen: NDArray[np.float32], total: float, buckets: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how much words weigh that `seen` of `total` articles at hand hold, and the background as their buckets say."""
    import numpy as np

    general = background()
    if general is not None:
        frequencies, documents = general
        seen = CORPUS_WEIGHT * seen + BACKGROUND_WEIGHT * frequencies[buckets]
        total = CORPUS_WEIGHT * total + BACKGROUND_WEIGHT * documents
    result: NDArray[np.float64] = np.log((total + 1.0) / (seen + 0.5)).clip(min=0.0)
    return result


def _ceiling(bags: Sequence[Counted], size: int, known: Known | None = None) -> NDArray[np.float32]:
    """Return the most that each word may weigh: an ordinary word of a language of which few pages are at hand, little."""
    import numpy as np

    pages = Counter(bag.language for bag in bags)
    if known is not None:
        pages |= Counter(known.languages)
    ceiling = np.full(size, np.inf, dtype=np.float32)
    if {bag.language for bag in bags} <= {"en"}:
        return ceiling
    for bag in bags:
        if bag.language != "en":
            ceiling[bag.all.columns] = np.log(pages[bag.language] + 1.0)
    for bag in bags:
        for own in (bag.all,) if bag.language == "en" else (bag.names, bag.numbers):
            ceiling[own.columns] = np.inf
    return ceiling


def _matrix(bags: Sequence[_Counts], idf: NDArray[np.float32]) -> csr_matrix:
    import numpy as np

    indptr = np.cumsum([0] + [len(b.columns) for b in bags])
    indices = np.concatenate([b.columns for b in bags])
    return unit_rows(indptr, indices, np.concatenate([b.counts for b in bags]), idf)


def unit_rows(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], counts: NDArray[np.float32], idf: NDArray[np.float32]
) -> csr_matrix:  # fmt: skip
    """Return counts as weights, rows of unit length; `indptr` and `indices` are those of a sparse matrix of rows."""
    import numpy as np
    from scipy.sparse import csr_matrix

    size = len(indptr) - 1
    values = (1.0 + np.log(counts)) * idf[indices]
    rows = np.repeat(np.arange(size), np.diff(indptr))
    norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=size))
    values = (values / np.maximum(norms, 1e-9)[rows]).astype(np.float32)
    made = csr_matrix((values, indices, indptr), shape=(size, len(idf)))
    made.sort_indices()  # rows in order are multiplied in half the time
    return made


def rare_weight(idf: NDArray[np.float32]) -> float:
    """Return the weight from which a word is rare."""
    import numpy as np

    return float(np.quantile(idf, 0.5) * 0.8) if idf.size else 0.0
