"""Spellings: a person whose first name accounts of one language give differently ("Gerard", "Gerald")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tellings.compare.lexicon import fold
from tellings.compare.statements import Corpus
from tellings.model import Cite, Fact, Value

LEAST = 5
"""Letters of a first name that is compared."""
ALIKE = 80
"""Likeness (0 to 100) of two spellings of one first name ("Gerard" and "Gerald" have 83)."""


def spelling_facts(corpus: Corpus) -> Iterator[Fact]:
    """Yield the persons whose first name stands in two spellings beside one family name."""
    found: dict[str, dict[str, dict[str, Cite]]] = defaultdict(lambda: defaultdict(dict))
    for telling in corpus.tellings:
        if telling.language != corpus.language:
            continue
        for entity in (e for e in telling.article.entities if e.type == "person"):
            for mention in entity.mentions:
                words = fold(mention.form).split()
                if mention.kind == "name" and len(words) == 2 and len(words[0]) >= LEAST:
                    found[words[1]][words[0]].setdefault(telling.article.document, telling.cite(mention))
    for firsts in found.values():
        fact = _fact(firsts, corpus)
        if fact:
            yield fact


def _fact(firsts: dict[str, dict[str, Cite]], corpus: Corpus) -> Fact | None:
    from rapidfuzz.fuzz import ratio

    ranked = sorted(firsts.items(), key=lambda item: -len(item[1]))
    main = ranked[0][0]
    own = [(name, cites) for name, cites in ranked if name == main or (name[0] == main[0] and ratio(name, main) >= ALIKE)]
    documents = [set(cites) for _, cites in own]
    if len(own) < 2 or any(a & b for i, a in enumerate(documents) for b in documents[:i]):
        return None
    values = []
    for _, cites in own:
        evidence = tuple(cites.values())
        values.append(Value(value=evidence[0].text, evidence=evidence, accounts=corpus.count(evidence)))
    name = values[0].value.split()[-1]
    return Fact(about=f"first name of {name}", kind="person", values=tuple(values), relation="wording", confidence=0.7)
