"""Deeds: different words for one thing done or one place ("collided", "struck"), where the words around it are shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.atoms import stem
from tellings.compare.changes import Place
from tellings.compare.contexts import Contexts
from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import LabelGroup
from tellings.compare.naming import elsewhere, places_in
from tellings.compare.statements import Corpus, Statement
from tellings.lang import table
from tellings.model import Fact, Span

THOSE = "those "
"""How the name of a group of words begins that takes no article."""
WINDOW = 8
"""Words on either side that say who did it, to whom and where."""
ALIKE = 5.0
"""Weight of words around two deeds that must be shared."""
NEW, OPENING = 3, 5
"""Words before a deed among which "a" makes it a new one; sentences of an opening, where the story's own deed is new."""
HEAD, HEAD_ALIKE = 2, 3.5
"""Sentences at the head of an account, where a deed told is the story's own, and the weight that two such must share."""
TOPIC = 8
"""Sentences of an opening in which a word makes the deed the story's own."""
OBJECT = 3
"""Words behind a verb among which the person stands to whom it is done."""
MOST_USES = 80
MOST_VALUES = 6


@dataclass(frozen=True)
class _Use:
    place: Place
    sign: str
    around: frozenset[str]
    weak: bool = False
    """Whether the word is a plain one: beside plain ones alone it tells nothing ("hit" and "struck")."""


def deed_facts(corpus: Corpus, contexts: Contexts) -> Iterator[Fact]:
    """Yield who uses which word for one deed or one place."""
    uses: dict[str, list[_Use]] = defaultdict(list)
    ones: set[str] = set()
    for statement in corpus.statements:
        for group, use in _uses(statement, contexts):
            ones |= {group.name} if group.one else set()
            if len(uses[group.name]) < MOST_USES:
                uses[group.name].append(use)
    for name, own in uses.items():
        whole = _own_deed(own, corpus) if name in ones else []
        apart = [] if whole else sorted(_runs(own, contexts), key=lambda run: -len({u.place.statement.article for u in run}))
        runs = [whole] if whole else apart
        found = (_fact(name, run if whole else _across(run, contexts), corpus) for run in runs)
        fact = next((f for f in found if f), None)
        if fact:
            yield fact


def _uses(statement: Statement, contexts: Contexts) -> Iterator[tuple[LabelGroup, _Use]]:
    keys, atoms, at = statement.keys, statement.atoms, 0
    while at < len(keys):
        found = next((p for p in statement.words.deed_index.get(keys[at], ()) if keys[at : at + len(p[0])] == p[0]), None)
        size = len(found[0]) if found else 1
        told = found and atoms[at].kind != "name" and not _aimed(statement, at, size) and not _another(statement, at)
        if found and told and not _of_a_thing(statement, at, size, contexts):
            span = Span(atoms[at].start, atoms[at + size - 1].end)
            near = (k for k in contexts.keys(statement) if at - WINDOW <= k.first < at + size + WINDOW)
            around = frozenset(k.name for k in near if k.last <= at or at + size <= k.first)
            sign = " ".join(stem(k)[:6] for k in found[0])
            weak = " ".join(found[0]) in found[1].weak
            yield found[1], _Use(Place(statement, at, at + size, span, sign), sign, around, weak)
        at += size


def _aimed(statement: Statement, at: int, size: int) -> bool:
    """Tell whether what is done is only aimed at or meant ("shot at", "to strike")."""
    words, keys = statement.words, statement.keys
    aiming = bool(words.aiming & set(keys[at + size : at + size + 1])) and not _noun(statement, at)
    return aiming or bool(words.before_verbs & set(keys[max(0, at - 1) : at]))


def _of_a_thing(statement: Statement, at: int, size: int, contexts: Contexts) -> bool:
    """Tell whether a verb for what is done to persons has no person for its object ("dismissed the claim as absurd")."""
    language = contexts.corpus.telling(statement).language
    listed = table("compare", language)
    if statement.keys[at] not in listed.get("of_persons", "").split():
        return False
    after = statement.atoms[at + size : at + size + OBJECT]
    if statement.keys[at - 1] in listed["passives"].split() if at else False:
        return any(a.key == "as" for a in after)
    words = statement.words
    return not any(
        a.kind == "name" or a.key in words.persons or a.key in listed["objects"].split() or words.people(a.key) for a in after
    )


def _noun(statement: Statement, at: int) -> bool:
    """Tell whether an article stands before a word with no verb between ("the two-day stoppage")."""
    before = statement.keys[max(0, at - NEW) : at]
    return bool((statement.words.articles | statement.words.the) & set(before))


def _another(statement: Statement, at: int) -> bool:
    """Tell whether a deed is brought in as a new one far down in a text ("a raid"): not the one that the story is of."""
    before = statement.keys[max(0, at - NEW) : at]
    return statement.place > OPENING and bool((statement.words.articles - statement.words.the) & set(before))


def _own_deed(uses: Sequence[_Use], corpus: Corpus) -> list[_Use]:
    """Return the uses of a deed with which at least two independent accounts open, and half of those that tell of it."""
    accounts = {corpus.account(u.place.statement) for u in uses}
    opening = {corpus.account(u.place.statement) for u in uses if u.place.statement.place < TOPIC}
    return list(uses) if len(opening) > 1 and 2 * len(opening) >= len(accounts) else []


def _runs(uses: Sequence[_Use], contexts: Contexts) -> Iterator[list[_Use]]:
    """Yield the uses that speak of one deed: each shares enough with one that is the centre of its run."""
    left = list(uses)
    while left:
        near = {id(u): [v for v in left if v is u or _near(u, v, contexts)] for u in left}
        run = max(near.values(), key=lambda own: len({(v.place.statement.article, v.sign) for v in own}))
        yield run
        taken = {id(u) for u in run}
        left = [u for u in left if id(u) not in taken]


def _across(run: Sequence[_Use], contexts: Contexts) -> list[_Use]:
    """Return the uses of those words of a run that speak of one deed with another word in another account."""

    def other(a: _Use, b: _Use) -> bool:
        return a.sign != b.sign and a.place.statement.article != b.place.statement.article

    met = {u.sign for u in run if any(other(u, v) and _near(u, v, contexts) for v in run)}
    return [u for u in run if u.sign in met]


def _near(a: _Use, b: _Use, contexts: Contexts) -> bool:
    if elsewhere(*(places_in(u.place.statement, contexts.corpus) for u in (a, b))):
        return False
    heads = (
        all(u.place.statement.place < HEAD and not u.weak for u in (a, b))
        and a.place.statement.article != b.place.statement.article
    )
    return sum(contexts.weight.get(k, 0.0) for k in a.around & b.around) >= (HEAD_ALIKE if heads else ALIKE)


def _fact(name: str, run: Sequence[_Use], corpus: Corpus) -> Fact | None:
    kinds: dict[str, list[_Use]] = defaultdict(list)
    for use in run:
        kinds[use.sign].append(use)
    articles = [{u.place.statement.article for u in own} for own in kinds.values()]
    if len(kinds) < 2 or len(set().union(*articles)) < 2 or all(a == articles[0] for a in articles):
        return None
    if all(own[0].weak for own in kinds.values()):
        return None
    ranked = sorted(kinds.values(), key=lambda own: -len({u.place.statement.article for u in own}))[:MOST_VALUES]
    values = tuple(value_of([u.place for u in own], corpus) for own in ranked)
    return Fact(
        about=f"words for {'' if name.startswith(THOSE) else 'the '}{name}", kind="label", values=values,
        relation="wording", confidence=0.6,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip
