"""Evidence: the proof that a sentence says nothing that its cited passages do not hold.

Two readings must agree, and each is enough to refuse a sentence. By shape: every word with a capital or a digit and every
negation stands in a passage as it is written there, and what stands in quotation marks stands in one passage letter for
letter. By meaning: every name, number and day that the comparison reads in the sentence it reads in a passage too, so that
"20" is not proved by "20 million". Phrases that the program adds on purpose (its frame) are taken out whole before both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from tellings.compare.atoms import Atom, Reader, atoms_of, tokens_of
from tellings.compare.lexicon import fold, lexicon
from tellings.model import Cite

QUOTED = re.compile(r"“([^”]*)”|«([^»]*)»|\"([^\"]*)\"")
OPEN = frozenset('“”«»"')
WORD = re.compile(r"\w+")
REMEMBERED = 1024
"""Passages whose reading is remembered: a summary is proved in several versions."""
GAP = " ; "
"""What stands where a phrase of the frame or a quotation was taken out: it joins no words and is none."""


def unproved(text: str, evidence: Sequence[Cite], *, language: str, frame: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names, numbers, days, negations and quoted words of a text that no cited passage holds.

    `frame` holds phrases that the sentence adds on purpose, each as it stands in the text, numbers and all; they are looked
    for outside quotation marks alone.
    """
    passages = [" ".join(c.text.split()) for c in evidence]
    plain, quoted = _parts(text)
    own = _without(plain, frame)
    missing = [*_shapes(own, passages, language), *_meanings(own, evidence, language)]
    missing += [q for q in quoted if not any(_held(q, p) for p in passages)]
    return tuple(dict.fromkeys(missing))


def altered(evidence: Sequence[Cite], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the passages that do not stand, letter for letter, where they are said to stand in the documents' texts."""
    return tuple(c.text for c in evidence if not c.text.strip() or texts.get(c.document, "")[c.start : c.end] != c.text)


def _parts(text: str) -> tuple[str, list[str]]:
    """Return a text without its quotations, and the words of these; a mark without its other half is a word of its own."""
    quoted = [next(q for q in m.groups() if q is not None) for m in QUOTED.finditer(text)]
    plain = QUOTED.sub(GAP, text)
    return plain, [*(" ".join(q.split()) for q in quoted), *(c for c in plain if c in OPEN)]


def _without(plain: str, frame: Collection[str]) -> str:
    for phrase in sorted({p for p in frame if p.strip()}, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", GAP, plain)
    return plain


def _shapes(plain: str, passages: Sequence[str], language: str) -> Iterator[str]:
    """Yield the words with a capital or a digit, and the negations, that stand in no passage."""
    held = {fold(w) for p in passages for w in WORD.findall(p)}
    negations = lexicon(language).negations | lexicon("en").negations
    for word in WORD.findall(plain):
        bears = any(c.isupper() or c.isnumeric() for c in word) or fold(word) in negations
        if bears and fold(word) not in held:
            yield word


def _meanings(plain: str, evidence: Sequence[Cite], language: str) -> Iterator[str]:
    """Yield the names, numbers, days and negations that the comparison reads in no passage."""
    held = [a for cite in evidence for a in _atoms(cite.text, language)]
    keys = {a.key for a in held} | {w for a in held for w in a.key.split()}
    negations = lexicon(language).negations
    for atom in _atoms(plain, language):
        if _bears(atom, negations) and atom.key not in keys:
            yield atom.text


def _held(quoted: str, passage: str) -> bool:
    """Tell whether the words of a quotation stand in a passage, where it leaves some out piece by piece and in order."""
    at = 0
    for part in (p.strip() for p in quoted.split("…")):
        found = passage.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _bears(atom: Atom, negations: frozenset[str]) -> bool:
    plain = atom.kind in ("word", "stop") and not (atom.text[:1].isupper() and atom.kind == "word")
    return not plain or atom.key in negations


@lru_cache(REMEMBERED)
def _atoms(text: str, language: str) -> tuple[Atom, ...]:
    reader = Reader(lexicon(language), language == "en", None, {}, frozenset())
    return tuple(atoms_of(tokens_of(text, 0, len(text)), reader))
