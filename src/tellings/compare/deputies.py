"""Deputies: what one account has a person say, and another the person who speaks for them.

"The minister said that she had his full confidence", "a spokeswoman for the minister said that she had 'full confidence'": the
second is the finer telling of who said it. Of words that are not quoted the telling ones must be shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.compare.atoms import tokens_of
from tellings.compare.contexts import ACTOR, Contexts
from tellings.compare.gather import between_copies
from tellings.compare.statements import Corpus, Telling
from tellings.model import Cite, Fact, Quote, Value

SHARED = 4.0
"""Weight of the words that both must be given as saying."""
OPENING = 8


@dataclass(frozen=True, eq=False)
class Saying:
    """What an account gives somebody as saying: the actor named as speaker, and whether by somebody who speaks for them."""

    telling: Telling
    quote: Quote
    actor: str
    deputy: bool
    keys: frozenset[str]
    cite: Cite


def deputy_facts(corpus: Corpus, contexts: Contexts) -> Iterator[Fact]:
    """Yield the sayings that one account gives to a person and another to somebody who speaks for that person."""
    sayings = [s for t in corpus.tellings if t.words.speaking_for for s in _sayings(t, corpus, contexts)]
    for deputy in (s for s in sayings if s.deputy):
        own = [s for s in sayings if _given_to_self(s, deputy) and _weight(s, deputy, contexts) >= SHARED]
        if own:
            values = tuple(_value(said, corpus) for said in (own, [deputy]))
            opening = " ".join(own[0].quote.content.of(own[0].telling.article.text).split()[:OPENING])
            yield Fact(
                about=f"who said “{opening} …”", kind="attribution", values=values, relation="refinement", confidence=0.6,
                between_copies=between_copies(values, corpus),
            )  # fmt: skip


def _sayings(telling: Telling, corpus: Corpus, contexts: Contexts) -> Iterator[Saying]:
    for _, quote in telling.article.quotes:
        if quote.speaker is None:
            continue
        words = [t.fold for t in tokens_of(telling.article.text, quote.speaker.start, quote.speaker.end)]
        office = next((i for i, w in enumerate(words) if w in telling.words.speaking_for), None)
        deputy = office is not None and bool(telling.words.relating & set(words[office + 1 : office + 2]))
        if office is not None and not deputy:
            continue
        named = (e for e in telling.article.entities for m in e.mentions if m.kind == "name" and quote.speaker.contains(m))
        actors = {corpus.names.get((telling.article.document, e.id)) for e in named if e.type == "person"} - {None}
        if len(actors) == 1:
            actor = next(iter(actors)) or ""
            yield Saying(telling, quote, actor, deputy, _keys(telling, quote, contexts), telling.cite(quote.speaker.bare()))


def _keys(telling: Telling, quote: Quote, contexts: Contexts) -> frozenset[str]:
    """Return the keys of what is said, names and actors aside."""
    found: set[str] = set()
    for statement in (s for s in telling.statements if s.span.overlaps(quote.content)):
        at = [i for i, a in enumerate(statement.atoms) if quote.content.start <= a.start < quote.content.end]
        if at:
            inside = (k for k in contexts.keys(statement) if at[0] <= k.first <= at[-1])
            found |= {k.name for k in inside if k.name[0] != ACTOR and not contexts.named(statement, k)}
    return frozenset(found)


def _given_to_self(own: Saying, deputy: Saying) -> bool:
    return not own.deputy and own.telling is not deputy.telling and own.actor == deputy.actor


def _weight(a: Saying, b: Saying, contexts: Contexts) -> float:
    return sum(contexts.weight.get(k, 0.0) for k in a.keys & b.keys)


def _value(sayings: list[Saying], corpus: Corpus) -> Value:
    cites = tuple({s.cite.document: s.cite for s in reversed(sayings)}.values())
    return Value(value=cites[0].text, evidence=cites, accounts=corpus.count(cites))
