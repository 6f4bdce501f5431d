"""Parts of speech, features and lemmas by what decides them: word, tag and relation, each combination worked out once.

The trained pipeline's own components (an attribute ruler and a lemmatizer) look at every token anew with hundreds of
patterns, a quarter of the parse's time. Nearly all patterns look at one token alone, so what they say of a (word, tag,
relation) holds wherever it comes again. Paragraphs in which a pattern of two tokens may match go the old way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tellings.annotate.stand_ins import StandIn

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT = "tellings_morphology"
RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
INDEX = "lemma_index"
MOST = 200_000
"""Combinations that are remembered; then all are forgotten, so that memory stays flat."""
EXPLETIVE = "expl"
READ = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
"""What patterns may look at for a token to be decided by its word, tag and relation."""

STOP = (".", ".", "punct")
"""A word, tag and relation that parts tokens."""
Key = tuple[int, int, int, bool]
"""A word, its tag and its relation, and whether an expletive stands before it."""
Known = tuple[int, int, int]
"""Part of speech, features and lemma, as spaCy numbers them."""


class Morphology(StandIn):
    """Sets what a pipeline's attribute ruler and lemmatizer set."""

    name, replaces = COMPONENT, (RULER, LEMMATIZER)

    def __init__(self, nlp: Language) -> None:
        self.nlp: Any = nlp
        ruler: Any = nlp.get_pipe(RULER)
        self.ruler = ruler
        self.lemmatizer: Any = nlp.get_pipe(LEMMATIZER)
        _index(self.lemmatizer)
        self.known: dict[Key, Known] = {}
        patterns = [p for entry in ruler.patterns for p in entry["patterns"]]
        pairs = [p for p in patterns if len(p) > 1]
        self.able = all(READ.issuperset(token) for p in patterns for token in p)
        self.able = self.able and all(_is_readable(pair) for pair in pairs)
        self.opens = re.compile("|".join(f"(?:{_words(p[0]['LOWER'])})" for p in pairs if "LOWER" in p[0]) or r"(?!)")
        self.opening: dict[int, bool] = {}

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Set those of many paragraphs, in order."""
        remaining = iter(docs)
        while batch := list(islice(remaining, batch_size)):
            if len(self.known) > MOST:
                self.known.clear()
            keys = [self._keys(doc) for doc in batch]
            self._learn({key for own in keys if own for key in own if key not in self.known}, batch[0])
            for doc, own in zip(batch, keys, strict=True):
                yield self.lemmatizer(self.ruler(doc)) if own is None else self._set(doc, own)

    def _keys(self, doc: Doc) -> list[Key] | None:
        """Return what decides each token; None where that is not it alone."""
        from spacy import attrs

        if not len(doc):
            return []
        rows = doc.to_array([attrs.ORTH, attrs.TAG, attrs.DEP, attrs.LOWER, attrs.IS_SPACE]).reshape(len(doc), -1)
        if rows[:, 4].any() or self._opens(rows[:, 3].tolist(), doc):
            return None
        expletive = doc.vocab.strings[EXPLETIVE]
        relations = rows[:, 2].tolist()
        after = [False, *(relation == expletive for relation in relations[:-1])]
        return list(zip(rows[:, 0].tolist(), rows[:, 1].tolist(), relations, after, strict=False))

    def _set(self, doc: Doc, keys: Sequence[Key]) -> Doc:
        if not keys:
            return doc
        import numpy as np
        from spacy import attrs

        found: Any = np.array([self.known[key] for key in keys], dtype=np.uint64).reshape(-1, 3)
        done: Doc = doc.from_array([attrs.POS, attrs.MORPH, attrs.LEMMA], found)
        return done

    def _opens(self, lower: list[int], doc: Doc) -> bool:
        """Tell whether a word stands here with which a pattern of two tokens may begin."""
        strings, opening = doc.vocab.strings, self.opening
        found = False
        for word in lower:
            if word not in opening:
                opening[word] = bool(self.opens.fullmatch(strings[word]))
            found = found or opening[word]
        if len(opening) > MOST:
            opening.clear()
        return found

    def _learn(self, keys: Iterable[Key], doc: Doc) -> None:
        """Work out new combinations by the pipeline's own components, each token apart from all others."""
        wanted = sorted(keys)
        if not wanted:
            return
        from spacy.tokens import Doc as Paragraph

        strings = doc.vocab.strings
        told, at = [], []
        for orth, tag, relation, after in wanted:
            told.append(("there", "EX", EXPLETIVE) if after else STOP)
            if not after and told[-2:-1] and told[-2][2] != EXPLETIVE:
                told.pop()
            at.append(len(told))
            told.append((strings[orth], strings[tag], strings[relation] or "dep"))
        words, tags, relations = (list(own) for own in zip(*told, strict=True))
        made = Paragraph(doc.vocab, words=words, tags=tags, deps=relations, heads=list(range(len(words))))
        made = self.lemmatizer(self.ruler(made))
        for key, place in zip(wanted, at, strict=True):
            token = made[place]
            self.known[key] = (token.pos, token.morph.key, token.lemma)


def _index(lemmatizer: Any) -> None:
    """Make sets of the lemmatizer's lists of known forms: it looks through tens of thousands for each new word."""
    if not lemmatizer.lookups.has_table(INDEX):
        return
    known = lemmatizer.lookups.get_table(INDEX)
    for kind, forms in list(known.items()):
        if isinstance(forms, list):
            known[kind] = frozenset(forms)


def _is_readable(pair: list[dict[str, Any]]) -> bool:
    """Tell whether a pattern of several tokens is seen by the word that it begins with, or by an expletive."""
    if len(pair) != 2 or "IS_SPACE" in pair[0] or "IS_SPACE" in pair[1]:
        return False
    return "LOWER" in pair[0] or pair[0] == {"DEP": EXPLETIVE}


def _words(wanted: str | dict[str, Any]) -> str:
    """Return a regular expression of what a pattern's LOWER may be."""
    if isinstance(wanted, str):
        return re.escape(wanted)
    return "|".join([*(re.escape(w) for w in wanted.get("IN", ())), *([wanted["REGEX"]] if "REGEX" in wanted else [])])
