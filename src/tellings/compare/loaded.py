"""Loaded words: where one account's own wording judges and the others, telling the same, do without the word.

A word is shown as "used only here", never as a verdict on the outlet. English only: the classifier has seen no other language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from tellings.compare.align import Alignment
from tellings.compare.atoms import Atom, stem
from tellings.compare.statements import Corpus, Statement
from tellings.model import Cite, LoadedWord, Span
from tellings.models.encoder import word_vectors
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "loaded-words"
LANGUAGE = "en"
SURE = 0.9
"""Probability from which a word is shown: in unseen outlets seven of ten such words are marked by annotators, who mark few."""
TELLS = 0.16
"""Likeness from which another account's sentence tells of the same."""
MOST_SENTENCES = 300
"""Sentences of one story that are read."""
MOST_BESIDE = 3
MOST_SHOWN = 30
SHORTEST = 4
"""Letters of the shortest word that is read."""
ROLES = frozenset({"title", "subheading", "body", "caption"})

Word = tuple[Statement, Atom]


def loaded_words(corpus: Corpus, alignment: Alignment) -> tuple[LoadedWord, ...]:
    """Return the words that judge and that only one independent account uses itself, the surest first.

    Source of the classifier: BABE (Spinde et al. 2021), words marked by trained annotators; see `training/loaded.md`.
    """
    used = _accounts_by_stem(corpus)
    words = list(_candidates(corpus, alignment, used))
    groups: dict[tuple[str, str], list[tuple[float, Word]]] = defaultdict(list)
    for (statement, atom), sure in zip(words, _probabilities(words, corpus), strict=True):
        if sure >= SURE:
            groups[next(iter(used[stem(atom.key)])), stem(atom.key)].append((sure, (statement, atom)))
    found = [_shown(own, corpus, alignment) for own in groups.values()]
    found.sort(key=lambda w: -w.confidence)
    return tuple(found[:MOST_SHOWN])


def _accounts_by_stem(corpus: Corpus) -> dict[str, set[str]]:
    """Return for each word the independent accounts that use it, in their own voice or quoting."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in corpus.statements:
        for atom in statement.atoms:
            found[stem(atom.key)].add(corpus.account(statement))
    return found


def _candidates(corpus: Corpus, alignment: Alignment, used: dict[str, set[str]]) -> Iterator[Word]:
    """Yield the plain words, in an account's own voice, that no other account uses though it tells of the same."""
    read = 0
    for statement in corpus.statements:
        telling = corpus.telling(statement)
        if telling.language != LANGUAGE or statement.role not in ROLES or not _beside(statement, corpus, alignment):
            continue
        spoken = [q.content for _, q in telling.article.quotes if q.content.overlaps(statement.span)]
        own = [
            (statement, a)
            for a in statement.atoms
            if a.kind == "word" and len(a.key) >= SHORTEST and len(used[stem(a.key)]) == 1
            and not a.text[0].isupper()
            and not any(q.overlaps(Span(a.start, a.end)) for q in spoken) and not telling.quoted(Span(a.start, a.end))
        ]  # fmt: skip
        if own:
            read += 1
            yield from own
        if read >= MOST_SENTENCES:
            return


def _beside(statement: Statement, corpus: Corpus, alignment: Alignment) -> list[Statement]:
    """Return the sentences of other independent accounts that tell of the same, one an account, the likest first."""
    found: dict[str, tuple[float, Statement]] = {}
    own = corpus.account(statement)
    for pair in alignment.of(statement):
        other = pair.right if pair.left is statement else pair.left
        account = corpus.account(other)
        if pair.score >= TELLS and account != own and pair.score > found.get(account, (0.0, other))[0]:
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


def _probabilities(words: Sequence[Word], corpus: Corpus) -> list[float]:
    """Return how likely an annotator is to mark each word; nothing is likely without the weights."""
    model = _model()
    if model is None or not words:
        return [0.0] * len(words)
    import numpy as np

    statements = list({s.index: s for s, _ in words}.values())
    texts = [s.span.of(corpus.telling(s).article.text) for s in statements]
    places = [[(a.start - s.span.start, a.end - s.span.start) for w, a in words if w is s] for s in statements]
    vectors = word_vectors(texts, places)
    if vectors is None:
        return [0.0] * len(words)
    said = 1 / (1 + np.exp(-(np.concatenate(vectors) @ model[0] + model[1])))
    return [float(p) for p in said]


def _shown(own: Sequence[tuple[float, Word]], corpus: Corpus, alignment: Alignment) -> LoadedWord:
    places = [(s, a) for _, (s, a) in own]
    beside: dict[str, Cite] = {}
    for statement, _ in places:
        for other in _beside(statement, corpus, alignment):
            beside.setdefault(corpus.account(other), corpus.cite(other, other.span))
    return LoadedWord(
        word=places[0][1].text,
        evidence=tuple(corpus.cite(s, Span(a.start, a.end)) for s, a in places),
        beside=tuple(beside.values())[:MOST_BESIDE],
        confidence=round(max(p for p, _ in own), 2),
    )
