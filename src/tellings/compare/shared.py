"""Shared claims: sentences of several accounts that tell the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.compare.align import Alignment, Pair
from tellings.compare.amounts import amounts_of
from tellings.compare.atoms import stem
from tellings.compare.changes import same_day
from tellings.compare.lexicon import fold, lexicon
from tellings.compare.naming import elsewhere, places_in
from tellings.compare.standalone import leans, of_the_page
from tellings.compare.statements import Corpus, Statement
from tellings.lang.datelines import behind_dateline
from tellings.model import Cite, Fact, Span, Value

TELLS = 0.24
"""Likeness from which two sentences tell the same thing."""
SURELY = 0.38
SAME_PLAIN = 3
"""Words other than names that two sentences less like than that must share."""
OFFICE = 2
"""Words before a name that may tell who bears it."""
LEAST = 5
"""Content words in a sentence that says enough to be shown."""
SAME_WORDS = 4
"""Content words that two sentences must share."""
MOST_AGREED = 30
SHORT, LONGEST = 9, 45
"""Words of a sentence that is read with ease."""
OPENING = 10
"""Words of a sentence that name a claim."""
ROLES = frozenset({"body", "subheading"})


@dataclass(frozen=True)
class Claim:
    """A sentence and those of other accounts that tell the same; `score` is their mean likeness."""

    centre: Statement
    others: tuple[Statement, ...]
    score: float

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return all sentences of the claim, the central one first."""
        return self.centre, *self.others


def claims_of(corpus: Corpus, alignment: Alignment) -> list[Claim]:
    """Return the claims that several accounts tell, each sentence in one claim, best supported first."""
    partners: dict[int, dict[int, tuple[float, Statement]]] = defaultdict(dict)
    for pair in alignment.pairs:
        if pair.score < TELLS or not compatible(pair.left, pair.right) or not _more_than_names(pair):
            continue
        if pair.score < SURELY and of_others(pair.left, pair.right, corpus):
            continue
        for a, b in ((pair.left, pair.right), (pair.right, pair.left)):
            known = partners[a.index].get(b.article)
            if known is None or pair.score > known[0]:
                partners[a.index][b.article] = pair.score, b
    order = sorted(partners, key=lambda i: (-len(partners[i]), -sum(s for s, _ in partners[i].values()), i))
    taken: set[int] = set()
    found = []
    for i in order:
        if i in taken or not telling(corpus.statements[i]):
            continue
        own = {a: p for a, p in partners[i].items() if p[1].index not in taken}
        if own:
            others = tuple(s for _, s in sorted(own.values(), key=lambda p: p[1].article))
            found.append(Claim(corpus.statements[i], others, sum(s for s, _ in own.values()) / len(own)))
            taken.update((i, *(s.index for s in others)))
    return found


def _more_than_names(pair: Pair) -> bool:
    """Tell whether a pair that is not very like shares more than names and a person's office."""
    if pair.score >= SURELY:
        return bool(_plain(pair.left) & _plain(pair.right))
    words = [{stem(a.key) for a in s.atoms if a.kind == "word"} for s in (pair.left, pair.right)]
    return len(words[0] & words[1]) >= SAME_PLAIN


def of_others(a: Statement, b: Statement, corpus: Corpus) -> bool:
    """Tell whether two sentences name persons of whom the other account knows nothing, or other places, or count others."""
    persons = [_persons(s, corpus) for s in (a, b)]
    everybody = [_persons(s, corpus, whole=True) for s in (a, b)]
    if not persons[0] & persons[1] and persons[0] - everybody[1] and persons[1] - everybody[0]:
        return True
    if elsewhere(places_in(a, corpus), places_in(b, corpus)):
        return True
    counted = [[x for x in amounts_of(s) if x.head and s.words.people(x.head)] for s in (a, b)]
    return any(x.head != y.head and x.value != y.value for x in counted[0] for y in counted[1])


def _persons(statement: Statement, corpus: Corpus, *, whole: bool = False) -> set[str]:
    """Return the family names of the persons whom a sentence names, or its `whole` account."""
    own = (e for e in corpus.telling(statement).article.entities if e.type == "person" and e.name.strip())
    named = (e.name for e in own if whole or any(m.kind == "name" and statement.span.contains(m) for m in e.mentions))
    return {fold(name).split()[-1] for name in named}


def _plain(statement: Statement) -> set[str]:
    """Return the stems of the words, and numbers and days, that no name stands right behind ("chief executive Sofia …")."""
    atoms = statement.atoms
    return {
        stem(a.key)
        for i, a in enumerate(atoms)
        if a.kind not in ("stop", "name") and not any(b.kind == "name" for b in atoms[i + 1 : i + 1 + OFFICE])
    }


def telling(statement: Statement) -> bool:
    """Tell whether a sentence of the main text says enough to be shown."""
    return statement.role in ROLES and len(statement.content) >= LEAST


def compatible(a: Statement, b: Statement) -> bool:
    """Tell whether nothing in two sentences speaks against their telling the same."""
    if len(a.content & b.content) < SAME_WORDS or "title" in (a.role, b.role):
        return False
    negated = [bool(s.words.negations & set(s.keys)) for s in (a, b)]
    if negated[0] != negated[1]:
        return False
    for x in amounts_of(a):
        for y in amounts_of(b):
            if x.head == y.head and not x.holds_with(y):
                return False
    days = [[x for x in s.atoms if x.kind == "day"] for s in (a, b)]
    return not (len(days[0]) == len(days[1]) == 1 and not same_day(days[0][0], days[1][0]))


def agreed_claims(claims: Sequence[Claim], corpus: Corpus) -> list[Fact]:
    """Return a fact for each claim that at least two independent accounts tell, most accounts first."""
    facts = []
    for claim in claims:
        cites = tuple(corpus.cite(s, behind_dateline(corpus.telling(s).article.text, s.span)) for s in claim.statements)
        accounts = corpus.count(cites)
        cites = _readable_first(cites, corpus)
        if accounts > 1 and cites:
            value = Value(value=cites[0].text, evidence=cites, accounts=accounts)
            facts.append(Fact(about=opening_of(claim.centre, corpus), kind="claim", values=(value,), confidence=_sure(claim)))
    facts.sort(key=lambda f: -f.values[0].accounts)
    return facts[:MOST_AGREED]


def _readable_first(cites: Sequence[Cite], corpus: Corpus) -> tuple[Cite, ...]:
    """Return passages with one first that is understood alone; none where all are the page's own lines."""
    languages = {t.article.document: t.language for t in corpus.tellings}
    pages = [of_the_page(c.text, languages[c.document]) for c in cites]
    if all(pages):
        return ()

    def worse(at: int) -> tuple[bool, bool, bool, bool, int]:
        cite = cites[at]
        language, opening = languages[cite.document], fold(cite.text.split()[0]).strip("“”\"'‘’")
        leaning = leans(cite.text, language) or opening in lexicon(language).leaning
        size = len(cite.text.split())
        return pages[at], size < SHORT, leaning, size > LONGEST, at

    best = min(range(len(cites)), key=worse)
    return cites[best], *(c for i, c in enumerate(cites) if i != best)


def _sure(claim: Claim) -> float:
    return round(min(0.95, 0.45 + 0.6 * claim.score), 3)


def opening_of(statement: Statement, corpus: Corpus, part: Span | None = None) -> str:
    """Return the opening words of a sentence, or of a part of it."""
    words = (part or statement.span).of(corpus.telling(statement).article.text).split()
    return " ".join(words[:OPENING]) + (" …" if len(words) > OPENING else "")
