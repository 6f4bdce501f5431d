"""Ages: how old accounts say that a person is who is named in full, where they differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import fold
from tellings.compare.naming import same_name
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus, Telling
from tellings.compare.valued import place_of
from tellings.model import Fact

AGE_OF = "age of "
"""What the fact of an age begins with: its person is known by name, wherever else the accounts are."""
FULL = 2
"""Words of a full name: father and son share a surname."""
CONFIDENCE = 0.85
APPOSED = re.compile(r",\s*(?:(?:[^\W\d_]+[ -]){1,5}of\s*|aged\s*)?")
"""Between a name and an age ("Ann Lee, 57", "Ann Lee, a retired teacher of 57")."""
BEFORE = re.compile(r"(?:[ -](?:years?[ -]old)?)?(?:\s[^\W\d_]+){0,3}\s")
"""Between an age and a name ("57-year-old", "the 57-year-old developer Ann Lee")."""


def age_facts(particulars: Sequence[Particular], corpus: Corpus) -> list[Fact]:
    """Return one contradiction for each person, named in full, to whom accounts give ages that differ."""
    told: list[tuple[str, str, Particular]] = []
    for p in particulars:
        if p.sort == "age" and p.low == p.high and (name := _whose(p, corpus.telling(p.statement))):
            told.append((fold(name), name, p))
    people: list[list[tuple[str, str, Particular]]] = []
    for item in told:
        home = next((own for own in people if all(same_name(item[0], o[0], corpus.tellings[0].words) for o in own)), None)
        if home is None:
            people.append([item])
        else:
            home.append(item)
    return [fact for own in people if (fact := _fact(own, corpus))]


def _whose(p: Particular, telling: Telling) -> str | None:
    """Return the full name of whom an age is of: right before it, or right behind it."""
    text = telling.article.text
    for entity in telling.article.entities:
        if entity.type != "person" or len(entity.name.split()) < FULL:
            continue
        for m in (m for m in entity.mentions if m.kind == "name" and p.statement.span.contains(m)):
            if m.end <= p.span.start and APPOSED.fullmatch(text, m.end, p.span.start):
                return entity.name
            if p.span.end <= m.start and BEFORE.fullmatch(text, p.span.end, m.start):
                return entity.name
    return None


def _fact(told: Sequence[tuple[str, str, Particular]], corpus: Corpus) -> Fact | None:
    by_age: dict[float, list[Particular]] = defaultdict(list)
    for _, _, p in told:
        by_age[p.low].append(p)
    accounts = [{p.article for p in own} for own in by_age.values()]
    if len(by_age) < FULL or any(a & b for i, a in enumerate(accounts) for b in accounts[:i]):
        return None
    groups = sorted(by_age.values(), key=lambda own: (-len({p.article for p in own}), own[0].span.start))
    values = tuple(value_of([place_of(p) for p in own], corpus) for own in groups)
    name = max((n for _, n, _ in told), key=len)
    return Fact(
        about=f"{AGE_OF}{name}", kind="number", values=values, relation="conflict", confidence=CONFIDENCE,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip
