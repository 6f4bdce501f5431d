"""Kinds: what one account names more finely than another ("another vessel", "a dredger"; "a man of 44", "a plumber of 44").

A general word and a finer one of its kind are one thing where both stand beside one deed and share what is told around it; of
persons an age that both give is enough. "Two managers" may be told finely by naming one of them in the same part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.compare.changes import Place
from tellings.compare.contexts import ACTOR, CONCEPT, Contexts, asked
from tellings.compare.gather import between_copies, value_of
from tellings.compare.naming import name_run
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus, Statement
from tellings.lang import table
from tellings.model import Fact, Span

BEFORE = 3
"""Words between an article and the noun that it belongs to."""
REACH = 5
"""Words between a deed and who or what takes part in it."""
SHARED = 5.0
"""Weight of what two tellings of one deed must share, the deed with it."""
OPENING = 6
"""Sentences of an opening; further down "a man" is another."""
AGED = 6
"""Words between an age and the person that it is told of."""
MOST = 6


@dataclass(frozen=True, eq=False)
class Noun:
    """A noun with an article: `general` where it is a word for the whole kind."""

    place: Place
    kind: str
    word: str
    general: bool
    indefinite: bool

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.place.statement.article


@cache
def _kinds(language: str) -> dict[str, tuple[str, bool]]:
    """Return the kind of each noun, and whether it is a word for the whole kind."""
    found: dict[str, tuple[str, bool]] = {}
    for kind, own in table("kinds", language).items():
        for general in (True, False):
            found.update(dict.fromkeys(str(own["general" if general else "finer"]).split(), (kind, general)))
    return found


def kind_facts(corpus: Corpus, contexts: Contexts) -> list[Fact]:
    """Return the things and persons that one account calls by a general word and another by a finer one."""
    general: list[Noun] = []
    finer: dict[str, list[Noun]] = defaultdict(list)
    for statement in (s for s in corpus.statements if not s.furniture and s.role != "title"):
        for noun in _nouns(statement, corpus):
            if not noun.general:
                finer[noun.kind].append(noun)
            elif noun.indefinite and statement.place < OPENING:
                general.append(noun)
    found = []
    for noun in general:
        own = [(w, f) for f in finer[noun.kind] if f.article != noun.article and (w := _one(noun, f, contexts))]
        words = {f.word for _, f in own}
        if own and len(words) == 1 and not _told_too(noun, next(iter(words)), corpus):
            found.append((max(w for w, _ in own), _fact([[noun.place], [f.place for _, f in own]], corpus)))
    ranked = sorted(found, key=lambda f: -f[0])
    return [fact for _, fact in ranked if sum(v.accounts for v in fact.values) > 1][:MOST]


def _nouns(statement: Statement, corpus: Corpus) -> Iterator[Noun]:
    known = _kinds(corpus.telling(statement).language)
    words, atoms = statement.words, statement.atoms
    for at, atom in enumerate(atoms):
        if atom.key not in known or atom.kind != "word":
            continue
        first = next((i for i in range(at - 1, max(-1, at - 2 - BEFORE), -1) if atoms[i].kind == "stop"), None)
        if first is None or atoms[first].key not in words.articles | words.the:
            continue
        last = at + 1
        if last < len(atoms) and atoms[last].kind == "name" and atoms[last].start - atoms[at].end == 1:
            last = name_run(statement, last, last + 1)[1]
        elif (
            last < len(atoms)
            and atoms[last].kind == "word"
            and atoms[last].start - atoms[at].end == 1
            and _noun(atoms[last].key)
        ):
            continue
        kind, general = known[atom.key]
        span = Span(atoms[first].start, atoms[last - 1].end)
        plain = general and last == at + 1 and not any(a.kind == "name" for a in atoms[first:at])
        if general and not plain:
            continue
        new = atoms[first].key in words.articles - words.the and first == at - 1
        yield Noun(Place(statement, first, last, span, atom.key), kind, atom.key, general, new)


def _noun(word: str) -> bool:
    """Tell whether a word right behind a noun goes on with it ("a car park", not "a car crashed")."""
    return not word.endswith(("ed", "ing"))


def _one(general: Noun, finer: Noun, contexts: Contexts) -> float:
    """Return how surely two nouns are of one thing, 0 where they may be of two."""
    one, other = general.place.statement, finer.place.statement
    if finer.word in one.keys or general.word in other.keys:
        return 0.0
    near = [_near(n, contexts) for n in (general, finer)]
    deeds = asked(contexts.corpus.telling(one).language)
    shared = near[0] & near[1]
    if not any(k[0] == CONCEPT and k[1:] in deeds for k in shared):
        return 0.0
    both = {k.name for k in contexts.keys(one)} & {k.name for k in contexts.keys(other)}
    weight = sum(contexts.weight.get(k, 0.0) for k in both if k[0] != ACTOR)
    return weight if weight >= SHARED else 0.0


def _near(noun: Noun, contexts: Contexts) -> set[str]:
    place = noun.place
    return {
        k.name
        for k in contexts.keys(place.statement)
        if (k.last <= place.first and place.first - k.last <= REACH)
        or (place.last <= k.first and k.first - place.last <= REACH)
    }


def _told_too(noun: Noun, word: str, corpus: Corpus) -> bool:
    """Tell whether the account with the general word tells the finer one itself, before it."""
    return any(word in s.keys for s in corpus.tellings[noun.article].statements[: noun.place.statement.place])


def aged_facts(groups: Sequence[Sequence[Particular]], corpus: Corpus) -> Iterator[Fact]:
    """Yield the persons of one age whom accounts call by a general word, by what they do, or by name."""
    for own in groups:
        levels: dict[int, list[Place]] = defaultdict(list)
        for p in (p for p in own if p.sort == "age"):
            told = _person(p, corpus)
            if told:
                levels[told[0]].append(told[1])
        if len(levels) < 2:
            continue
        low, high = min(levels), max(levels)
        vague = [q for q in levels[low] if not _known_too(q, levels[high], corpus)]
        if vague:
            yield _fact([vague, levels[high]], corpus)


def _known_too(vague: Place, finer: Sequence[Place], corpus: Corpus) -> bool:
    """Tell whether the account that calls somebody by a general word gives the name or the role itself."""
    own = {k for s in corpus.tellings[vague.statement.article].statements for k in s.keys}
    return any(q.statement.article == vague.statement.article for q in finer) or any(
        a.kind == "name" and a.key in own for q in finer for a in q.statement.atoms[q.first : q.last]
    )


def _person(p: Particular, corpus: Corpus) -> tuple[int, Place] | None:
    """Return how finely a person of an age is told (2 by name, 1 by a role, 0 by a general word), and where."""
    statement, atoms, words = p.statement, p.statement.atoms, p.statement.words
    known = _kinds(corpus.telling(statement).language)
    before = atoms[p.first - 1] if p.first else None
    text = corpus.telling(statement).article.text
    if before is not None and before.kind == "name" and text[before.end : p.span.start].strip() == ",":
        first, _ = name_run(statement, p.first - 1, p.first)
        return 2, _place(statement, first, p.last)
    linked = p.first > 0 and atoms[p.first - 1].key in {words.part_link, *words.aged}
    around = [*(range(p.first - 1, max(-1, p.first - 1 - AGED), -1) if linked else ()), *_behind(statement, p.last)]
    for i in around:
        role = 0 if known.get(atoms[i].key, ("", False))[1] else 1 if atoms[i].key in words.persons else None
        if role is None:
            continue
        low, high = min(i, p.first), max(i + 1, p.last)
        first = next((k for k in range(low - 1, max(-1, low - 2 - BEFORE), -1) if atoms[k].key in words.articles), low)
        return role, _place(statement, first, high)
    return None


def _behind(statement: Statement, at: int) -> Iterator[int]:
    """Yield the atoms right behind an age that may say of whom it is ("a 42-year-old Dutch driver")."""
    atoms = statement.atoms
    for i in range(at, min(len(atoms), at + BEFORE)):
        if atoms[i].start - atoms[i - 1].end > 1:
            return
        yield i


def _place(statement: Statement, first: int, last: int) -> Place:
    span = Span(statement.atoms[first].start, statement.atoms[last - 1].end)
    return Place(statement, first, last, span, " ".join(a.key for a in statement.atoms[first:last]))


def _fact(levels: Sequence[Sequence[Place]], corpus: Corpus) -> Fact:
    values = tuple(value_of(own, corpus) for own in levels)
    return Fact(
        about=f"who or what: {values[0].value}", kind="label", values=values, relation="refinement", confidence=0.6,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip
