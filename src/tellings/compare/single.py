"""Single facts: what one account alone tells, in sentences that say enough to be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from tellings.compare.align import Alignment
from tellings.compare.shared import ROLES, TELLS, opening_of, telling
from tellings.compare.statements import Corpus, Statement
from tellings.lang.datelines import behind_dateline
from tellings.model import Fact, Value

ALONE = 0.16
"""Likeness below which no other account tells what a sentence tells."""
PARTLY = 0.3
"""Likeness below which a sentence may add a detail of its own to what others tell."""
DETAIL, DETAILED = 2, 4
"""Content words that no other account has in such a sentence, and the smallest share of them (one in so many)."""
FRESH = 5
"""Content words that no other account has, from which a sentence tells something new though parts are told elsewhere."""
SHORT = 3
"""Content words in a sentence that says enough where it gives a number of its own."""
MOST_RICH, MOST_PLAIN = 10, 2
"""Sentences of one account that are shown, with a number or a full name and without: those understood alone first."""


def single_claims(corpus: Corpus, alignment: Alignment) -> list[Fact]:
    """Return what one account alone tells: sentences of its main text with nothing alike elsewhere, earliest first."""
    facts = []
    news = _News(corpus)
    for account in corpus.tellings:
        own = [s for s in account.statements if news.says(s) and news.alone(s, alignment.best[s.index])]
        own.sort(key=_leans)
        rich = [s for s in own if any(a.kind == "number" for a in s.atoms) or _full_name(s) or news.countries(s)]
        chosen = {s.index for s in [*rich[:MOST_RICH], *[s for s in own if s not in rich][:MOST_PLAIN]]}
        for s in (s for s in own if s.index in chosen):
            own_span = behind_dateline(account.article.text, s.span)
            value = Value(value=own_span.of(account.article.text), evidence=(corpus.cite(s, own_span),), accounts=1)
            facts.append((s.place, Fact(about=opening_of(s, corpus), kind="claim", values=(value,), confidence=0.6)))
    facts.sort(key=lambda f: f[0])
    return [f for _, f in facts]


def _leans(statement: Statement) -> bool:
    """Tell whether a sentence begins with a word that leans on the sentence before."""
    return bool(statement.keys) and statement.keys[0] in statement.words.leaning


def _full_name(statement: Statement) -> bool:
    """Tell whether a sentence holds a name of two words or more."""
    atoms = statement.atoms
    return any(a.kind == b.kind == "name" and b.start - a.end == 1 for a, b in pairwise(atoms))


class _News:
    """What stands in one account alone: names and amounts, and whether a sentence's language has company."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.languages = Counter(t.language for t in corpus.tellings)
        self.language = {t.index: t.language for t in corpus.tellings}
        self.holders: dict[str, set[int]] = defaultdict(set)
        self.lands: dict[str, set[int]] = defaultdict(set)
        for s in corpus.statements:
            for key in s.content:
                self.holders[key].add(s.article)
            for atom in s.atoms:
                if atom.kind in ("name", "number"):
                    self.holders[atom.key].add(s.article)
        for t in corpus.tellings:
            for entity in t.article.entities:
                if entity.type == "country" and entity.country:
                    self.lands[entity.country].add(t.index)

    def says(self, statement: Statement) -> bool:
        """Tell whether a sentence of the main text says enough, and is none of the page's own."""
        if statement.furniture:
            return False
        own_number = any(a.kind == "number" and len(self.holders[a.key]) == 1 for a in statement.atoms)
        return telling(statement) or (own_number and statement.role in ROLES and len(statement.content) >= SHORT)

    def countries(self, statement: Statement) -> bool:
        """Tell whether a sentence names a country that no other account names, in whatever language."""
        entities = self.corpus.telling(statement).article.entities
        new = [e for e in entities if e.type == "country" and e.country and len(self.lands[e.country]) == 1]
        return any(statement.span.contains(m) for e in new for m in e.mentions)

    def alone(self, statement: Statement, likeness: float) -> bool:
        """Tell whether a sentence tells what no other account does."""
        new_number = any(a.kind == "number" and len(self.holders[a.key]) == 1 for a in statement.atoms)
        if self.languages[self.language[statement.article]] < 2:
            return new_number or self.countries(statement)
        if likeness < ALONE:
            return any(a.kind in ("name", "number", "day") for a in statement.atoms)
        fresh = sum(len(self.holders[k]) == 1 for k in statement.content)
        new_name = _full_name(statement) and any(a.kind == "name" and len(self.holders[a.key]) == 1 for a in statement.atoms)
        if likeness < TELLS and (new_name or new_number or (fresh >= FRESH and 2 * fresh >= len(statement.content))):
            return True
        told = any(a.kind in ("number", "day") for a in statement.atoms) or _full_name(statement)
        return likeness < PARTLY and told and fresh >= DETAIL and DETAILED * fresh >= len(statement.content)
