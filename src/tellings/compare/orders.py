"""Orders: which of two deeds came first, where accounts tell it the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.contexts import CONCEPT, Contexts, asked
from tellings.compare.gather import MOST_CITES, between_copies
from tellings.compare.statements import Corpus, Statement
from tellings.model import Cite, Fact, Value

REACH = 7
"""Words between a word of order and a deed."""
TELLING = 4.4
"""Weight of both deeds together from which their order is compared."""
MOST = 3


@dataclass(frozen=True, eq=False)
class Order:
    """One account's telling that a deed came before another."""

    statement: Statement
    first: str
    second: str

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.statement.article


def order_facts(corpus: Corpus, contexts: Contexts) -> list[Fact]:
    """Return the pairs of deeds that accounts put in opposite orders."""
    told: dict[tuple[str, str], list[Order]] = defaultdict(list)
    for statement in corpus.statements:
        if not statement.furniture and statement.role != "title":
            for order in _orders(statement, corpus, contexts):
                told[order.first, order.second].append(order)
    facts: list[Fact] = []
    shown: set[int] = set()
    for (a, b), own in told.items():
        other = told.get((b, a), [])
        if a > b or not other or contexts.weight[a] + contexts.weight[b] < TELLING:
            continue
        if {o.article for o in own} & {o.article for o in other} or {o.statement.index for o in (*own, *other)} & shown:
            continue
        shown |= {o.statement.index for o in (*own, *other)}
        facts.append(_fact(own, other, corpus))
    return facts[:MOST]


def _orders(statement: Statement, corpus: Corpus, contexts: Contexts) -> Iterator[Order]:
    language = corpus.telling(statement).language
    words = {name: asked(language, name, "order") for name in ("before", "after", "later")}
    every = frozenset[str]().union(*words.values())
    for at, key in enumerate(statement.keys):
        if key not in every:
            continue
        left, right = _deeds(statement, max(0, at - REACH), at, contexts), _deeds(statement, at + 1, at + 1 + REACH, contexts)
        if key in words["later"]:
            first, second = _earlier(statement, at, corpus, contexts), _clause(statement, at, contexts)
        elif key in words["before"]:
            first, second = left, right
        else:
            first, second = right, left
        yield from (Order(statement, x, y) for x in first for y in second if x != y and x not in second and y not in first)


def _deeds(statement: Statement, low: int, high: int, contexts: Contexts) -> list[str]:
    wanted = asked(contexts.corpus.telling(statement).language)
    names = (k.name for k in contexts.keys(statement) if low <= k.first < high and k.name[0] == CONCEPT)
    return sorted({n for n in names if n[1:] in wanted})


def _clause(statement: Statement, at: int, contexts: Contexts) -> list[str]:
    joint = max((i for i in range(at) if statement.keys[i] in statement.words.joining), default=-1)
    return _deeds(statement, joint + 1, at, contexts)


def _earlier(statement: Statement, at: int, corpus: Corpus, contexts: Contexts) -> list[str]:
    """Return the deeds told before the clause of "later": in the sentence, else in the one before."""
    joint = max((i for i in range(at) if statement.keys[i] in statement.words.joining), default=-1)
    own = _deeds(statement, 0, joint, contexts) if joint > 0 else []
    if own or not statement.place:
        return own
    before = corpus.tellings[statement.article].statements[statement.place - 1]
    return _deeds(before, 0, len(before.atoms), contexts) if before.role != "title" else []


def _fact(own: Sequence[Order], other: Sequence[Order], corpus: Corpus) -> Fact:
    values = tuple(_value(side, corpus) for side in (own, other))
    opening = " ".join(values[0].value.split()[:10])
    return Fact(
        about=f"what came first: {opening} …", kind="order", values=values, relation="conflict", confidence=0.55,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _value(side: Sequence[Order], corpus: Corpus) -> Value:
    cites: dict[int, Cite] = {}
    for order in side:
        cites.setdefault(order.statement.index, corpus.cite(order.statement, order.statement.span))
    kept = tuple(cites.values())[:MOST_CITES]
    return Value(value=" ".join(kept[0].text.split()), evidence=kept, accounts=corpus.count(kept))
