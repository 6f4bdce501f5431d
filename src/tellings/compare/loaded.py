"""Loaded words: where one account's own wording judges and the others, telling the same, do without the word.

A lexicon and a classifier of words in their sentence decide together. A word is shown as "used only here", never as a
verdict on the outlet. Languages without a lexicon are not read: the classifier has seen English alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tellings.compare.align import Alignment
from tellings.compare.atoms import stem
from tellings.compare.statements import Corpus, Statement
from tellings.lang import table
from tellings.model import Cite, LoadedWord, Span
from tellings.models.encoder import word_vectors
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "loaded-words"
SURE = 0.9
"""Probability from which any word is shown: in unseen outlets annotators marked seven of ten such words, and they mark few."""
LISTED, TRUSTED = 0.05, 0.7
"""Probability from which a word of the lexicon is shown, and its least confidence (of 21 read by hand 19 were right)."""
BARE = 0.1
"""Probability of a word alone from which it is read in its sentence: of 7,836 words the 19 sure there had .48 or more."""
TELLS, RELATES = 0.16, 0.12
"""Likeness from which another account's sentence tells of the same; the lower one is enough for a word of the lexicon."""
MOST_SENTENCES = 300
"""Sentences of one story that are read."""
REMEMBERED = 8192
"""Words and sentences whose probabilities are remembered at most, beside those of one story."""
MOST_BESIDE = 3
MOST_SHOWN = 30
LEAST = 5
"""Words of content in a sentence that tells enough to be set beside another."""
DENIED = 3
"""Words before one within which a "not" takes it back ("it wasn't majestic")."""
SHORTEST = 4
"""Letters of the shortest word that is read."""
Asked = tuple[str, tuple[tuple[int, int], ...]]
"""A text and the places of the words in it that are asked about."""
_READ: dict[Asked, tuple[float, ...]] = {}
ROLES = frozenset({"title", "subheading", "body", "caption"})


class Word(NamedTuple):
    """A word of a sentence, hyphened ones whole; `key` is its stem."""

    statement: Statement
    span: Span
    text: str
    key: str


def loaded_words(corpus: Corpus, alignment: Alignment) -> tuple[LoadedWord, ...]:
    """Return the words that judge and that only one independent account uses itself, the surest first.

    Source of the classifier: BABE (Spinde et al. 2021), words marked by trained annotators; see `training/loaded.md`.
    """
    own_words = [_own_words(s, corpus) for s in corpus.statements]
    used: dict[str, set[str]] = defaultdict(set)
    for statement, words in zip(corpus.statements, own_words, strict=True):
        for word in words:
            used[word.key].add(corpus.account(statement))
    wanted = _judging(_eligible(_alone(own_words, used, corpus, alignment), corpus, alignment), corpus)
    groups: dict[str, list[tuple[float, Word]]] = defaultdict(list)
    for word, sure in zip(wanted, _probabilities(wanted, corpus), strict=True):
        if sure >= (LISTED if _listed(word, corpus) else SURE):
            groups[word.key].append((max(sure, TRUSTED), word))
    found = [_shown(own, corpus, alignment) for own in groups.values()]
    found.sort(key=lambda w: -w.confidence)
    return tuple(found[:MOST_SHOWN])


@cache
def _lexicon(language: str) -> frozenset[str]:
    return frozenset(word for words in table("loaded", language).values() for word in words.split())


def _own_words(statement: Statement, corpus: Corpus) -> list[Word]:
    """Return the plain words that an account uses in its own voice: no names, nothing quoted or told as said."""
    telling = corpus.telling(statement)
    if statement.role not in ROLES or not _lexicon(telling.language):
        return []
    text = telling.article.text
    spoken = [q.content for _, q in telling.article.quotes if q.content.overlaps(statement.span)]
    found: list[Word] = []
    for index, atom in enumerate(statement.atoms):
        span = Span(atom.start, atom.end)
        if atom.kind not in ("word", "stop") or any(q.overlaps(span) for q in spoken) or telling.quoted(span):
            continue
        last = found[-1] if found else None
        if last and last.span.end + 1 == atom.start and text[last.span.end] == "-":
            whole = Span(last.span.start, atom.end)
            found[-1] = Word(statement, whole, whole.of(text), whole.of(text).lower())
        elif atom.kind == "word" and not atom.text.isupper() and not _denied(statement, index):
            found.append(Word(statement, span, atom.text, stem(atom.key)))
    return found


def _denied(statement: Statement, index: int) -> bool:
    return not statement.words.negations.isdisjoint(statement.keys[max(0, index - DENIED) : index])


def _alone(
    own_words: Sequence[Sequence[Word]], used: dict[str, set[str]], corpus: Corpus, alignment: Alignment
) -> Iterator[Word]:
    """Yield the words that no other account uses though it tells of the same."""
    read = 0
    for statement, words in zip(corpus.statements, own_words, strict=True):
        alone = [w for w in words if len(w.text) >= SHORTEST and len(used[w.key]) == 1]
        if alone and read < MOST_SENTENCES and _beside(statement, corpus, alignment):
            read += 1
            yield from alone


def _eligible(words: Iterable[Word], corpus: Corpus, alignment: Alignment) -> list[Word]:
    """Return the words of the lexicon, and others where another account surely tells of the same."""
    closely = cache(lambda index: bool(_beside(corpus.statements[index], corpus, alignment, TELLS)))
    return [w for w in words if _listed(w, corpus) or closely(w.statement.index)]


def _listed(word: Word, corpus: Corpus) -> bool:
    return word.text.lower() in _lexicon(corpus.telling(word.statement).language)


def _beside(statement: Statement, corpus: Corpus, alignment: Alignment, least: float = RELATES) -> list[Statement]:
    """Return the sentences of other independent accounts that tell of the same, one an account, the likest first."""
    found: dict[str, tuple[float, Statement]] = {}
    own = corpus.account(statement)
    for pair in alignment.of(statement):
        other = pair.right if pair.left is statement else pair.left
        account = corpus.account(other)
        told = other.role in ROLES and not other.furniture and len(other.content) >= LEAST
        if told and pair.score >= least and account != own and pair.score > found.get(account, (0.0, other))[0]:
            found[account] = pair.score, other
    return [s for _, s in sorted(found.values(), key=lambda f: -f[0])]


@cache
def _model() -> tuple[NDArray[np.float32], float] | None:
    path = weights(MODEL).path
    if path is None:
        return None
    import numpy as np

    with np.load(path) as file:
        return file["weights"], float(file["constant"])


def _judging(words: Sequence[Word], corpus: Corpus) -> list[Word]:
    """Return the words that may judge at all: reading one alone costs a tenth of reading its sentence."""
    listed = [_listed(w, corpus) for w in words]
    plain = [(w.text.lower(), ((0, len(w.text.lower())),)) for w, known in zip(words, listed, strict=True) if not known]
    sure = dict(zip(plain, _marked(plain), strict=True))
    bare = {text: own[0] for (text, _), own in sure.items()}
    return [w for w, known in zip(words, listed, strict=True) if known or bare[w.text.lower()] >= BARE]


def _probabilities(words: Sequence[Word], corpus: Corpus) -> list[float]:
    """Return how likely an annotator is to mark each word in its sentence."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for word in words:
        first = word.statement.span.start
        places[word.statement.index].append((word.span.start - first, word.span.end - first))
    texts = {w.statement.index: w.statement.span.of(corpus.telling(w.statement).article.text) for w in words}
    read = _marked([(texts[index], tuple(own)) for index, own in places.items()])
    found = {index: iter(own) for index, own in zip(places, read, strict=True)}
    return [next(found[w.statement.index]) for w in words]


def _marked(asked: Sequence[Asked]) -> list[tuple[float, ...]]:
    """Return how likely each word of each text is to be marked, nothing without the weights.

    What was read is kept: a story is told again whenever a page joins it.
    """
    new = [a for a in dict.fromkeys(asked) if a not in _READ]
    known = {a: _READ[a] for a in asked if a in _READ}
    model, vectors = _model(), word_vectors([text for text, _ in new], [places for _, places in new])
    if model is None or vectors is None:
        return [(0.0,) * len(places) for _, places in asked]
    import numpy as np

    for own, read in zip(new, vectors, strict=True):
        known[own] = tuple(float(p) for p in 1 / (1 + np.exp(-(read @ model[0] + model[1]))))
    if len(_READ) > REMEMBERED:
        _READ.clear()
    _READ.update(known)
    return [known[a] for a in asked]


def _shown(own: Sequence[tuple[float, Word]], corpus: Corpus, alignment: Alignment) -> LoadedWord:
    words = [w for _, w in own]
    beside: dict[str, Cite] = {}
    for word in words:
        for other in _beside(word.statement, corpus, alignment):
            beside.setdefault(corpus.account(other), corpus.cite(other, other.span))
    return LoadedWord(
        word=words[0].text,
        evidence=tuple(corpus.cite(w.statement, w.span) for w in words),
        beside=tuple(beside.values())[:MOST_BESIDE],
        confidence=round(max(p for p, _ in own), 2),
    )
