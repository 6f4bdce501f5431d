"""Parts: what failed, told of the whole by one account and of a part of it by another.

"Her steering failed", "a hose in the steering gear had burst".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tellings.compare.contexts import CONCEPT, Contexts, asked
from tellings.compare.gather import between_copies
from tellings.compare.stances import Stance
from tellings.compare.statements import Corpus, Statement
from tellings.model import Cite, Fact, Span, Value

WITHIN = 3
"""Words between a deed and what it befell."""
LINKED = 3
"""Words between a part and its whole."""
LEAST = 1.6
"""Weight of the word for the whole."""
MOST = 3


def part_facts(stances: Sequence[Stance], corpus: Corpus, contexts: Contexts) -> list[Fact]:
    """Return the deeds that one account tells of a thing and another of a part of that thing."""
    wholes: dict[tuple[str, str], list[tuple[Stance, Span]]] = defaultdict(list)
    parts: dict[tuple[str, str], list[tuple[Stance, Span]]] = defaultdict(list)
    for stance in (s for s in stances if s.happened and s.statement.role != "title"):
        if stance.statement.keys[stance.first] not in asked(corpus.telling(stance.statement).language, "parted", "judged"):
            continue
        for key, start, linked in _befallen(stance, contexts):
            statement = stance.statement
            span = Span(statement.atoms[start].start, statement.atoms[stance.last - 1].end)
            (parts if linked else wholes)[stance.deed, key].append((stance, span))
    found = [_fact(wholes[name], own, corpus) for name, own in parts.items() if wholes[name]]
    return [f for f in found if f is not None][:MOST]


def _befallen(stance: Stance, contexts: Contexts) -> Iterator[tuple[str, int, bool]]:
    """Yield the words right before a deed, where what it befell begins, and whether they are told as the home of a part."""
    statement = stance.statement
    for key in contexts.keys(statement):
        near = key.last <= stance.first and stance.first - key.last <= WITHIN
        if not near or key.name[0] == CONCEPT or statement.atoms[key.first].kind != "word":
            continue
        if contexts.weight.get(key.name, 0.0) >= LEAST:
            part = _part_before(statement, key.first)
            yield key.name, key.first if part is None else part, part is not None


def _part_before(statement: Statement, at: int) -> int | None:
    """Return where the part begins that stands before "in the" or "of the" and a word."""
    words, keys = statement.words, statement.keys
    links = {words.part_link, *words.inside}
    link = next((i for i in range(at - 1, max(0, at - LINKED), -1) if keys[i] in links), None)
    if link is None or any(k not in words.the for k in keys[link + 1 : at]) or statement.atoms[link - 1].kind != "word":
        return None
    return next((i for i in range(link - 2, max(-1, link - 2 - LINKED), -1) if keys[i] in words.articles), link - 1)


def _fact(whole: Sequence[tuple[Stance, Span]], part: Sequence[tuple[Stance, Span]], corpus: Corpus) -> Fact | None:
    own = {s.article for s, _ in part}
    apart = [(s, span) for s, span in whole if s.article not in own]
    if not apart:
        return None
    values = tuple(_value(told, corpus) for told in (apart, part))
    if corpus.count([c for v in values for c in v.evidence]) < len(values):
        return None
    return Fact(
        about=f"what it was: {values[0].value}", kind="claim", values=values, relation="refinement", confidence=0.55,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _value(told: Sequence[tuple[Stance, Span]], corpus: Corpus) -> Value:
    cites: dict[int, Cite] = {}
    for stance, span in told:
        cites.setdefault(stance.article, corpus.cite(stance.statement, span))
    kept = tuple(cites.values())
    return Value(value=" ".join(kept[0].text.split()), evidence=kept, accounts=corpus.count(kept))
