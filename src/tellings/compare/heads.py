"""Heads: what accounts call the people that they count, where the number shows that they mean the same ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from tellings.compare.amounts import one_of_several
from tellings.compare.atoms import stem
from tellings.compare.changes import Place
from tellings.compare.gather import between_copies, value_of
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus
from tellings.compare.valued import of_other_trades
from tellings.lang import listed
from tellings.model import Fact, Span

REACH = 5
"""Words after a number among which what is counted stands."""
MOST_VALUES = 8
FEW = 3
"""A number up to which "men" and "women" only take up who was named before."""

Same = Callable[[Particular, Particular], bool]


def head_facts(answers: Sequence[Sequence[Particular]], corpus: Corpus, same: Same) -> Iterator[Fact]:
    """Yield the words for the people of whom accounts give a number ("nine rebels", "nine dissidents").

    `same` tells whether two numbers surely are of the same people.
    """
    for own in answers:
        told = [p for p in own if p.high > FEW or p.head not in listed("compare", "plain_people", corpus.language)]
        kinds = _linked(told, same) if told else {}
        articles = [{q.statement.article for q in places} for places in kinds.values()]
        if len(kinds) < 2 or len(set().union(*articles)) < 2 or _synonyms(kinds, own[0]):
            continue
        ranked = sorted(kinds.values(), key=lambda places: -len({q.statement.article for q in places}))[:MOST_VALUES]
        values = tuple(value_of(places, corpus) for places in ranked)
        yield Fact(
            about=f"words for the {values[0].value}", kind="label", values=values, relation="wording", confidence=0.65,
            between_copies=between_copies(values, corpus),
        )  # fmt: skip


def _linked(values: Sequence[Particular], same: Same) -> dict[str, list[Place]]:
    """Return the words for those counted, the commonest and those whose numbers surely are of the same people."""
    found: dict[str, list[tuple[Particular, Place]]] = defaultdict(list)
    for p in values:
        place = _head(p) if p.sort == "count" else None
        if place is not None:
            found[place.key].append((p, place))
    ranked = sorted(found.values(), key=lambda own: -len({p.article for p, _ in own}))
    near = [p for p, _ in ranked[0]] if ranked else []

    def one(p: Particular) -> bool:
        return any(same(p, q) and not of_other_trades(p, q) for q in near)

    kept = [own for own in ranked if own is ranked[0] or any(one(p) for p, _ in own)]
    return {own[0][1].key: [place for _, place in own] for own in kept}


def _head(p: Particular) -> Place | None:
    """Return the place of the word for the people counted, none where it is a word for people in general."""
    words, atoms = p.statement.words, p.statement.atoms
    if p.head is None or p.head in words.generic:
        return None
    person = words.people(p.head)
    at = next((i for i in range(p.last, min(len(atoms), p.last + REACH)) if atoms[i].key == p.head), None)
    if not person or at is None or one_of_several(p.statement, at):
        return None
    return Place(p.statement, at, at + 1, Span(atoms[at].start, atoms[at].end), stem(p.head))


def _synonyms(kinds: dict[str, list[Place]], p: Particular) -> bool:
    """Tell whether the words are plain synonyms, of which none says more."""
    words = [
        {n for places in (own,) for n in p.statement.words.synonyms.get(places[0].statement.atoms[places[0].first].key, ())}
        for own in kinds.values()
    ]
    return bool(set.intersection(*words)) if words else False
