"""Repeats: one difference may be found in several ways; it is shown once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tellings.compare.lexicon import fold
from tellings.compare.statements import Corpus
from tellings.model import Cite, Fact, Value


def without_repeats(facts: Sequence[Fact], corpus: Corpus) -> list[Fact]:
    """Drop a fact where an earlier one sets the same passages against each other, or the same numbers of the same pages."""
    kept: list[Fact] = []
    for fact in facts:
        if not any(covers(o, fact) or _of_same_numbers(o, fact, corpus) for o in kept if o.kind == fact.kind):
            kept.append(fact)
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


def _of_same_numbers(wide: Fact, narrow: Fact, corpus: Corpus) -> bool:
    """Tell whether each value of a difference is, page for page, a number that another one sets against the others.

    An altered copy is left alone: changed twice, it is two changes.
    """
    if narrow.kind != "number" or narrow.between_copies or "refinement" in (wide.relation, narrow.relation):
        return False
    known = [_numbers(v, corpus) for v in wide.values]
    homes = [next((i for i, own in enumerate(known) if own & _numbers(v, corpus)), None) for v in narrow.values]
    return None not in homes and len(set(homes)) == len(homes)


def _numbers(value: Value, corpus: Corpus) -> set[tuple[str, float]]:
    """Return the pages that give a value, with its number."""
    return {(c.document, n) for c in value.evidence for n in _number(c, corpus)}


def _number(cite: Cite, corpus: Corpus) -> Iterator[float]:
    own = next((t for t in corpus.tellings if t.article.document == cite.document), None)
    for statement in own.statements if own else ():
        if statement.span.start <= cite.start < statement.span.end:
            yield from (a.value for a in statement.atoms if a.value is not None and cite.start <= a.start < cite.end)


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
