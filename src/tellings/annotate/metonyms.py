"""Capitals that stand for their governments: "Oslo rejected the offer", "ties between Oslo and Madrid".

A capital is taken for its country only where the document names that country, and only as the subject of a verb of
will or speech, as the owner of a policy, or beside another country or capital after "between"; elsewhere it is the city.
"""

from __future__ import annotations

from collections.abc import Sequence

from tellings.annotate.coreference import Chain
from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries


def resolve_metonyms(words: Sequence[Word], chains: list[Chain]) -> None:
    """Move every capital that acts for its government to the chain of its country; a city left without mentions goes."""
    lands = {c.country: c for c in chains if c.type == "country"}
    for chain in list(chains):
        if chain.type != "place":
            continue
        land = lands.get(countries().capitals.get(chain.names[0].text))
        if land is None:
            continue
        acting = [n for n in chain.names if _acts(words, n)]
        if not acting:
            continue
        land.names = sorted([*land.names, *acting], key=lambda n: n.start)
        land.seen = sorted(n.first for n in land.names)
        chain.names = [n for n in chain.names if n not in acting]
        chain.seen = [n.first for n in chain.names]
        if not chain.names:
            chains.remove(chain)


def _acts(words: Sequence[Word], name: Name) -> bool:
    table = lists()
    word = words[name.last - 1]
    head = words[word.head]
    if word.subject and head.lemma in table.agentive_verbs:
        return True
    owned = word.dep == "poss" or (name.last < len(words) and words[name.last].tag == "POS")
    if owned and head.lemma in table.agentive_nouns:
        return True
    between = head if word.dep != "conj" else words[head.head]
    return between.lower == "between" and word.dep in ("pobj", "conj")
