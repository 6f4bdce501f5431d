"""Evidence: the proof that a sentence says nothing that its cited passages do not hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tellings.compare.atoms import Atom, Reader, atoms_of, tokens_of
from tellings.compare.lexicon import fold, lexicon
from tellings.model import Cite

QUOTED = re.compile(r"“([^”]*)”")


def unproved(text: str, evidence: Sequence[Cite], *, language: str, frame: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names, numbers, days, negations and quoted words of a text that no cited passage holds.

    `frame` holds words that the sentence adds on purpose: outlets' names and the words around values.
    """
    held = [a for cite in evidence for a in _atoms(cite.text, language)]
    keys = {a.key for a in held} | {w for a in held for w in a.key.split()}
    allowed = {w for phrase in frame for w in _words(phrase)}
    negations = lexicon(language).negations
    missing = [
        a.text for a in _atoms(text, language) if _bears(a, negations) and a.key not in keys and not _words(a.text) <= allowed
    ]
    passages = [" ".join(c.text.split()) for c in evidence]
    missing += [q for q in QUOTED.findall(text) if not any(_held(q, p) for p in passages)]
    return tuple(missing)


def _words(text: str) -> set[str]:
    return {fold(w) for w in re.findall(r"\w+", text)}


def _held(quoted: str, passage: str) -> bool:
    words = [part for part in (" ".join(p.split()) for p in quoted.split("…")) if part]
    return all(part in passage for part in words)


def _bears(atom: Atom, negations: frozenset[str]) -> bool:
    plain = atom.kind in ("word", "stop") and not (atom.text[:1].isupper() and atom.kind == "word")
    return not plain or atom.key in negations


def _atoms(text: str, language: str) -> list[Atom]:
    reader = Reader(lexicon(language), language == "en", None, {}, frozenset())
    return atoms_of(tokens_of(text, 0, len(text)), reader)
