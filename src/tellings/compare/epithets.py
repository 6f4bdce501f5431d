"""Epithets: a thing or person that one account calls by a judging word and others, telling the same, plainly.

"The clapped-out ferry" and "the Corrin ferry": where a word that judges (`loaded`) stands before a noun that the other accounts
use as well, there are two wordings for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tellings.compare.align import Alignment
from tellings.compare.changes import Place
from tellings.compare.gather import between_copies, value_of
from tellings.compare.naming import name_run
from tellings.compare.statements import Corpus, Statement
from tellings.model import Cite, Fact, LoadedWord, Span

BEFORE = 3
"""Words between an article and the noun that it belongs to."""
NOUNS = 3
"""Words behind a judging word among which the noun stands."""


def epithet_facts(loaded: Sequence[LoadedWord], corpus: Corpus, alignment: Alignment) -> Iterator[Fact]:
    """Yield what an account calls by a judging word, with what the accounts beside it call the same."""
    for word in loaded:
        own = next((p for c in word.evidence if (p := _judged(c, corpus))), None)
        if own is None:
            continue
        beside = {s.index: s for c in word.beside for s in _statements(c, corpus)}
        beside |= {
            s.index: s for p in alignment.of(own.statement) for s in (p.left, p.right) if s.article != own.statement.article
        }
        plain = [q for _, s in sorted(beside.items()) if s.role != "title" and (q := _plain(s, own.key))]
        if _name(own) and any(_name(q) == _name(own) for q in plain):
            values = (value_of([own], corpus), value_of(plain, corpus))
            yield Fact(
                about=f"words for the {own.key}", kind="label", values=values, relation="wording",
                confidence=word.confidence, between_copies=between_copies(values, corpus),
            )  # fmt: skip


def _statements(cite: Cite, corpus: Corpus) -> list[Statement]:
    telling = next((t for t in corpus.tellings if t.article.document == cite.document), None)
    own = telling.statements if telling else ()
    return [s for s in own if s.span.start < cite.end and cite.start < s.span.end]


def _judged(cite: Cite, corpus: Corpus) -> Place | None:
    """Return the noun that a judging word stands before, with the word and the name behind it."""
    for statement in _statements(cite, corpus):
        atoms = statement.atoms
        first = next((i for i, a in enumerate(atoms) if cite.start <= a.start < cite.end), None)
        behind = next((i for i in range(first or 0, len(atoms)) if atoms[i].start >= cite.end), None)
        if first is None or behind is None:
            continue
        last = behind
        while last < min(len(atoms), behind + NOUNS) and atoms[last].kind == "word" and _joined(statement, last):
            last += 1
        if last > behind:
            return _named(statement, first, last)
    return None


def _plain(statement: Statement, noun: str) -> Place | None:
    """Return the same noun of another account, with the words between its article and it and the name behind."""
    at = next((i for i, a in enumerate(statement.atoms) if a.key == noun and a.kind == "word"), None)
    if at is None:
        return None
    first = at
    while first and at - first < BEFORE and _joined(statement, first) and statement.atoms[first - 1].kind != "stop":
        first -= 1
    return _named(statement, first, at + 1)


def _name(place: Place) -> str:
    """Return the last name right behind a noun, which says that two nouns are of one thing; "" where there is none."""
    last = place.statement.atoms[place.last - 1]
    return last.key if last.kind == "name" else ""


def _joined(statement: Statement, at: int) -> bool:
    """Tell whether nothing but a space stands before an atom."""
    return at > 0 and statement.atoms[at].start - statement.atoms[at - 1].end == 1


def _named(statement: Statement, first: int, last: int) -> Place:
    atoms, noun = statement.atoms, statement.atoms[last - 1].key
    if last < len(atoms) and atoms[last].kind == "name" and _joined(statement, last):
        last = name_run(statement, last, last + 1)[1]
    return Place(statement, first, last, Span(atoms[first].start, atoms[last - 1].end), noun)
