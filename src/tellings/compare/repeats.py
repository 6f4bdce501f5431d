"""Repeats: one difference may be found in several ways; it is shown once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tellings.compare.lexicon import fold
from tellings.compare.statements import Corpus
from tellings.model import Cite, Fact, Value

Numbers = frozenset[tuple[str, float]]
"""Pages and the numbers that they give."""


def without_repeats(facts: Sequence[Fact], corpus: Corpus) -> list[Fact]:
    """Drop a fact where an earlier one sets the same passages against each other, or the same numbers of the same pages."""
    kept: list[Fact] = []
    numbers: list[list[Numbers]] = []
    for fact in facts:
        own = [_numbers(v, corpus) for v in fact.values] if fact.kind == "number" else []
        earlier = ((o, told) for o, told in zip(kept, numbers, strict=True) if o.kind == fact.kind)
        if not any(covers(o, fact) or _of_same_numbers((o, told), (fact, own)) for o, told in earlier):
            kept.append(fact)
            numbers.append(own)
    return kept


def covers(wide: Fact, narrow: Fact) -> bool:
    """Tell whether a fact sets the passages of another against each other."""

    def home(start: int, end: int, document: str) -> int | None:
        for n, value in enumerate(wide.values):
            if any(c.document == document and c.start < end and start < c.end for c in value.evidence):
                return n
        return None

    homes = [{home(c.start, c.end, c.document) for c in v.evidence} - {None} for v in narrow.values]
    told = wide.relation != "refinement" or narrow.relation == "refinement"
    return all(homes) and len(set().union(*homes)) >= 2 and told


def _of_same_numbers(wide: tuple[Fact, list[Numbers]], narrow: tuple[Fact, list[Numbers]]) -> bool:
    """Tell whether each value of a difference is, page for page, a number that another one sets against the others.

    An altered copy is left alone: changed twice, it is two changes.
    """
    (fact, known), (new, own) = wide, narrow
    if new.kind != "number" or new.between_copies or "refinement" in (fact.relation, new.relation):
        return False
    homes = [next((i for i, numbers in enumerate(known) if numbers & asked), None) for asked in own]
    return None not in homes and len(set(homes)) == len(homes)


def _numbers(value: Value, corpus: Corpus) -> Numbers:
    """Return the pages that give a value, with its number."""
    return frozenset((c.document, n) for c in value.evidence for n in _number(c, corpus))


def _number(cite: Cite, corpus: Corpus) -> Iterator[float]:
    statement = corpus.statement_at(cite)
    for atom in statement.atoms if statement else ():
        if atom.value is not None and cite.start <= atom.start < cite.end:
            yield atom.value


def each_label_once(facts: Iterable[Fact], told: Iterable[Fact] = ()) -> Iterator[Fact]:
    """Yield the facts without those of words of which an earlier fact of words shows every one.

    `told` come before them and are all shown: a word changed twice in an altered copy is two changes.
    """
    shown = [_words(fact) for fact in told]
    for fact in facts:
        own = _words(fact)
        if own and any(own <= words for words in shown):
            continue
        shown.append(own)
        yield fact


def _words(fact: Fact) -> set[str]:
    return {fold(v.value) for v in fact.values} if fact.kind == "label" else set()
