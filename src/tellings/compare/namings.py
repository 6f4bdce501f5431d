"""Namings: a person whom one account names and another only calls by a role ("a neighbour", "a neighbour, Ann Lee")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.compare.atoms import stem
from tellings.compare.contexts import Contexts
from tellings.compare.gather import MOST_CITES
from tellings.compare.lexicon import fold
from tellings.compare.naming import core
from tellings.compare.statements import Corpus, Statement
from tellings.model import Cite, Fact, Span, Value

ROLE = 5
"""Words in a role beside a name."""
NAMED = 2
"""Words beside a role among which no name may stand where the person is not named."""
SHARED = 4.5
"""Weight of what both sentences must share apart from the role."""
HOME = 2
"""Sentences before one that say of which body somebody is told to be."""
FEW = 9
"""People told by their number of whom one may be named elsewhere."""
OPENING = 5
"""Sentences of an opening; further down "a gunman" is a new one."""
MOST = 8


@dataclass(frozen=True, eq=False)
class Naming:
    """A role at atoms first to last of a statement, with the name beside it where there is one."""

    statement: Statement
    role: str
    span: Span
    first: int
    last: int
    name: str | None

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.statement.article


def naming_facts(corpus: Corpus, contexts: Contexts) -> list[Fact]:
    """Return the people whom some accounts name and others do not, most accounts first."""
    named: list[Naming] = []
    vague: dict[str, list[Naming]] = defaultdict(list)
    for statement in (s for s in corpus.statements if not s.furniture and s.role != "title"):
        own = list(_appositions(statement, corpus))
        named += own
        taken = {n.first for n in own}
        roles = (n for n in _roles(statement, corpus) if n.first not in taken)
        for naming in roles:
            vague[naming.role].append(naming)
    found: dict[str, Fact] = {}
    for naming in named:
        if naming.name is None or naming.name in found:
            continue
        unnamed = [v for v in vague[naming.role] if _one_person(v, naming, corpus, contexts) and not _any(v)]
        if unnamed:
            found[naming.name] = _fact(unnamed, [n for n in named if n.name == naming.name], corpus)
    return sorted(found.values(), key=lambda f: -sum(v.accounts for v in f.values))[:MOST]


def _appositions(statement: Statement, corpus: Corpus) -> Iterator[Naming]:
    """Yield the persons named beside a role: "a neighbour, Hattie Brole" and "Hattie Brole, a neighbour"."""
    telling, words, atoms = corpus.telling(statement), statement.words, statement.atoms
    text = telling.article.text
    for entity in (e for e in telling.article.entities if e.type == "person" and " " in e.name):
        for mention in (m for m in entity.mentions if m.kind == "name" and statement.span.contains(m)):
            at = [i for i, a in enumerate(atoms) if mention.start <= a.start < mention.end]
            if not at:
                continue
            before, after = text[atoms[at[0] - 1].end : mention.start] if at[0] else "", text[mention.end : mention.end + 2]
            role = None
            if before.strip() == ",":
                role = _role_before(statement, at[0])
            if role is None and after.startswith(", "):
                role = _role_after(statement, at[-1] + 1, text)
            if role is not None and statement.keys[role[1] - 1] in words.persons:
                key = " ".join(core(fold(entity.name), words))
                span = Span(min(atoms[role[0]].start, mention.start), max(atoms[role[1] - 1].end, mention.end))
                yield Naming(statement, stem(atoms[role[1] - 1].key), span, role[0], role[1], key)


def _role_before(statement: Statement, end: int) -> tuple[int, int] | None:
    before = statement.words.articles | statement.words.possessives
    first = next((i for i in range(end - 1, max(-1, end - 1 - ROLE), -1) if statement.keys[i] in before), None)
    return (first, end) if first is not None and first < end - 1 and statement.atoms[end - 1].kind == "word" else None


def _role_after(statement: Statement, start: int, text: str) -> tuple[int, int] | None:
    atoms = statement.atoms
    if start >= len(atoms) or atoms[start].key not in statement.words.articles | statement.words.the:
        return None
    last = start + 1
    while last < min(len(atoms), start + ROLE) and atoms[last].kind == "word" and text[atoms[last - 1].end] in " -":
        last += 1
    return (start, last) if last > start + 1 else None


def _roles(statement: Statement, corpus: Corpus) -> Iterator[Naming]:
    """Yield what may be roles without a name: an article and a word with no name beside it."""
    atoms, words = statement.atoms, statement.words
    for i, atom in enumerate(atoms[:-1]):
        if atom.key not in words.articles | words.the:
            continue
        last = i + 1
        while last < min(len(atoms), i + ROLE) and atoms[last].kind == "word" and atoms[last].start - atoms[last - 1].end == 1:
            last += 1
            near = atoms[max(0, i - NAMED) : i] + atoms[last : last + NAMED]
            if atoms[last - 1].key in words.persons and not any(a.kind == "name" for a in near):
                span = Span(atom.start, atoms[last - 1].end)
                yield Naming(statement, stem(atoms[last - 1].key), span, i, last, None)
    yield from _several(statement)


def _several(statement: Statement) -> Iterator[Naming]:
    """Yield the roles of which a few are told ("two of its managers"), of whom one may be named elsewhere."""
    atoms, words = statement.atoms, statement.words
    for i, atom in enumerate(atoms[:-1]):
        if atom.value is None or not 1 < atom.value <= FEW or atom.unit:
            continue
        last = next((n + 1 for n in range(i + 1, min(len(atoms), i + ROLE)) if atoms[n].kind == "word"), i + 1)
        if (
            last > i + 1
            and stem(atoms[last - 1].key) in _person_stems(words.persons)
            and atoms[last - 1].key not in words.persons
        ):
            yield Naming(statement, stem(atoms[last - 1].key), Span(atom.start, atoms[last - 1].end), i, last, None)


def _one_person(vague: Naming, named: Naming, corpus: Corpus, contexts: Contexts) -> bool:
    """Tell whether an account that does not know a name speaks of the one who bears it."""
    if vague.article == named.article or named.name is None:
        return False
    family = named.name.split()[-1]
    if any(family == a.key for s in corpus.tellings[vague.article].statements for a in s.atoms):
        return False
    if not _definite(vague) and vague.statement.place >= OPENING:
        return False
    if _ordinal(vague):
        return False
    several = vague.statement.atoms[vague.first].value is not None
    keys = [
        {k.name for k in contexts.keys(n.statement)}
        | set(contexts.leaning(n.statement))
        | _behind(n, corpus, contexts)
        | (_before(n, corpus, contexts) if several else set())
        for n in (vague, named)
    ]
    own = {vague.role, *(k.name for k in contexts.keys(vague.statement) if vague.first <= k.first < vague.last)}
    return sum(contexts.weight.get(k, 0.0) for k in (keys[0] & keys[1]) - own) >= SHARED


@cache
def _person_stems(persons: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(w) for w in persons)


def _definite(naming: Naming) -> bool:
    """Tell whether a role is of somebody known already ("the driver", "two of its managers")."""
    words, own = naming.statement.words, naming.statement.keys[naming.first : naming.last]
    return own[0] in words.the or bool(words.possessives & set(own))


def _ordinal(naming: Naming) -> bool:
    """Tell whether a role is one of several ("a third employee", "another driver")."""
    own = naming.statement.atoms[naming.first : naming.last]
    words = naming.statement.words
    return any(a.key in words.adding or a.key in words.ordinals for a in own)


def _any(naming: Naming) -> bool:
    """Tell whether a role is whoever somebody takes for it ("the candidate of their choice")."""
    words, behind = naming.statement.words, naming.statement.keys[naming.last : naming.last + 2]
    return behind[:1] == (words.part_link,) and behind[1:2] != () and behind[1] in words.leaning


def _before(naming: Naming, corpus: Corpus, contexts: Contexts) -> set[str]:
    """Return the keys of the sentences before, which say of whom a person is one."""
    place = naming.statement.place
    statements = corpus.tellings[naming.article].statements[max(0, place - HOME) : place]
    return {k.name for s in statements if not s.furniture for k in contexts.keys(s)}


def _behind(naming: Naming, corpus: Corpus, contexts: Contexts) -> set[str]:
    """Return the keys of the sentence behind, which may go on about a person who was just named."""
    statements = corpus.tellings[naming.article].statements
    if naming.name is None or naming.statement.place + 1 >= len(statements):
        return set()
    after = statements[naming.statement.place + 1]
    return {k.name for k in contexts.keys(after)} if after.keys and after.keys[0] in after.words.leaning else set()


def _fact(vague: Sequence[Naming], named: Sequence[Naming], corpus: Corpus) -> Fact:
    values = (_value(vague, corpus), _value(named, corpus))
    return Fact(about=f"who: {values[0].value}", kind="person", values=values, relation="refinement", confidence=0.6)


def _value(namings: Sequence[Naming], corpus: Corpus) -> Value:
    cites: dict[int, Cite] = {}
    for n in namings:
        cites.setdefault(n.article, corpus.cite(n.statement, n.span))
    kept = tuple(cites.values())[:MOST_CITES]
    return Value(value=kept[0].text, evidence=kept, accounts=corpus.count(kept))
