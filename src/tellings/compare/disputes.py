"""Disputes: who claims something and who denies it, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.compare.align import Alignment
from tellings.compare.contexts import ACTOR, Contexts
from tellings.compare.gather import MOST_CITES
from tellings.compare.statements import Corpus, Statement
from tellings.model import Fact, Value

LIKENESS = 0.16
REACH = 3
"""Words between a verb of denial and the word that points back to what is denied."""
MOST = 5
CLAUSE, BEFORE = 10, 2
"""Words behind a verb of denial that say what is denied; sentences before it in which the claim may stand."""
LEAST = 5
"""Words of content in a sentence that says enough to be a claim."""
NEAR_BY, CONTESTED = 3.0, 10.0
"""Weight of what a claim shares with what is denied, where it stands just before, and elsewhere."""
MOST_OF_IT = 0.6
"""Share of what is denied that a claim told elsewhere must tell."""
POINTS = 4.0
"""Weight of words that a denial of "the claim" must share with the sentence before it; "it" needs none."""


def dispute_facts(corpus: Corpus, alignment: Alignment, contexts: Contexts) -> Iterator[Fact]:
    """Yield claims that somebody denies, each with the accounts of the claim and of the denial."""
    shown = 0
    taken: set[int] = set()
    for denial in corpus.statements:
        if shown == MOST or denial.index in taken or denial.role == "title":
            continue
        claims = _claims(denial, corpus, alignment) if _denies(denial) else []
        claims = claims or _contested(denial, corpus, contexts)
        if not claims:
            continue
        denials = [denial, *(_partners(denial, alignment, denying=True))]
        if len({s.article for s in (*claims, *denials)}) < 2:
            continue
        shown += 1
        taken |= {s.index for s in (*claims, *denials)}
        values = (_value("claimed", claims, corpus), _value("denied", denials, corpus))
        opening = " ".join(values[0].evidence[0].text.split()[:10])
        yield Fact(about=f"claimed and denied: {opening} …", kind="claim", values=values, relation="conflict", confidence=0.6)


def _denies(statement: Statement) -> bool:
    """Tell whether a sentence denies what was said before: a verb of denial with a word that points back, or "no such"."""
    words, keys = statement.words, statement.keys
    for i, key in enumerate(keys):
        if key not in words.denials:
            continue
        near = keys[max(0, i - REACH) : _stop_behind(statement, i)]
        if words.pointing & set(near) and not words.negations & set(keys[max(0, i - 2) : i]):
            return True
    phrases = [p for p in words.no_knowledge if p[0] in keys and p[-1] in keys]
    return any(p == keys[i : i + len(p)] for p in phrases for i in range(len(keys)))


def _stop_behind(statement: Statement, at: int) -> int:
    """Return where the first stop behind a word stands, within reach ("rejected criticism: it had warned" denies nothing)."""
    atoms = statement.atoms
    last = min(len(atoms), at + REACH + 1)
    stops = (j for j in range(at + 1, last) if atoms[j].start - atoms[j - 1].end > 1 and len(atoms[j].key) > 1)
    return next(stops, last)


def _claims(denial: Statement, corpus: Corpus, alignment: Alignment) -> list[Statement]:
    """Return the sentence just before the denial, where somebody says it, and those of other accounts told alike."""
    own = corpus.tellings[denial.article].statements
    before = own[denial.place - 1] if denial.place else None
    if before is None or before.role == "title" or _denies(before) or not before.words.speech & set(before.keys):
        return []
    pronoun = any(k in before.words.pronouns for k in denial.keys)
    if not pronoun and sum(alignment.weight[k] for k in before.content & denial.content) < POINTS:
        return []
    return [before, *_partners(before, alignment, denying=False)]


def _contested(denial: Statement, corpus: Corpus, contexts: Contexts) -> list[Statement]:
    """Return the sentences that tell what a sentence denies in its own words ("deny that they received any report")."""
    words = denial.words
    at = next((i for i, k in enumerate(denial.keys) if k in words.denials), None)
    if at is None or words.negations & set(denial.keys[max(0, at - 2) : at]) or not _of_claim(denial, at):
        return []
    denied = {k.name for k in contexts.keys(denial) if at < k.first <= at + CLAUSE and not contexts.named(denial, k)}
    whole = sum(contexts.weight.get(k, 0.0) for k in denied if k[0] != ACTOR)
    best: dict[int, tuple[float, Statement]] = {}
    for other in corpus.statements:
        if (
            other is denial
            or other.role == "title"
            or len(other.content) < LEAST
            or other.words.denials & set(other.keys)
            or other.furniture
        ):
            continue
        near = other.article == denial.article and 0 < denial.place - other.place <= BEFORE
        told = {k.name for k in contexts.keys(other)} & denied
        shared = [contexts.weight.get(k, 0.0) for k in told if k[0] != ACTOR]
        weight = sum(shared)
        least = NEAR_BY if near else max(CONTESTED, MOST_OF_IT * whole)
        enough = weight >= least and len(shared) > 1 and not other.words.negations & set(other.keys)
        if enough and weight > best.get(other.article, (0.0, other))[0]:
            best[other.article] = weight, other
    return [s for _, s in sorted(best.values(), key=lambda p: -p[0])]


def _of_claim(denial: Statement, at: int) -> bool:
    """Tell whether a verb of denial is of something said ("denied that …", "denies any …"), not of a request turned down."""
    behind = denial.keys[at + 1 : at + 3]
    return bool(behind) and (bool(denial.words.denied & set(behind)) or behind[0].endswith(denial.words.doing))


def _partners(statement: Statement, alignment: Alignment, *, denying: bool) -> list[Statement]:
    best: dict[int, tuple[float, Statement]] = {}
    for pair in alignment.of(statement):
        other = pair.right if pair.left is statement else pair.left
        denies = _denies(other) or (denying and bool(other.words.denials & set(other.keys)))
        usable = pair.score >= LIKENESS and denies == denying and other.role != "title"
        if usable and pair.score > best.get(other.article, (0.0, other))[0]:
            best[other.article] = pair.score, other
    return [s for _, s in best.values()]


def _value(name: str, statements: list[Statement], corpus: Corpus) -> Value:
    cites = tuple(corpus.cite(s, s.span) for s in statements[:MOST_CITES])
    return Value(value=name, evidence=cites, accounts=corpus.count(cites))
