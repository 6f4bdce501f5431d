"""Sides: what one part of the accounts claims and another denies, who is given as saying it, and who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tellings.compare.statements import Corpus
from tellings.model import Cite, Dispute, DisputeSide, Fact, Span, Value

SHORT = 600
"""Characters of main text below which an account is too short to be said to be silent."""
MOST = 8


def disputes_of(facts: Iterable[Fact], corpus: Corpus) -> tuple[Dispute, ...]:
    """Return the claims that are contradicted, each side with its speakers, and the documents that tell neither."""
    claims = [f for f in facts if f.kind == "claim" and f.relation == "conflict" and len(f.values) == 2]
    return tuple(_dispute(f, corpus) for f in claims[:MOST])


def _dispute(fact: Fact, corpus: Corpus) -> Dispute:
    claimed, denied = (_side(v, corpus) for v in fact.values)
    heard = {c.document for c in (*claimed.evidence, *denied.evidence)}
    languages = {t.language for t in corpus.tellings if t.article.document in heard}
    silent = dict.fromkeys(
        t.article.document
        for t in corpus.tellings
        if t.article.document not in heard and t.language in languages and sum(b.length for b in t.article.main_blocks) >= SHORT
    )
    return Dispute(about=fact.about, claimed=claimed, denied=denied, silent=tuple(silent), confidence=fact.confidence)


def _side(value: Value, corpus: Corpus) -> DisputeSide:
    speakers = dict.fromkeys(s for c in value.evidence for s in _speakers(c, corpus))
    return DisputeSide(evidence=value.evidence, accounts=value.accounts, speakers=tuple(speakers))


def _speakers(cite: Cite, corpus: Corpus) -> Sequence[str]:
    """Return the names or words for those whom an account gives a passage to."""
    telling = next((t for t in corpus.tellings if t.article.document == cite.document), None)
    if telling is None:
        return ()
    passage, found = Span(cite.start, cite.end), []
    names = {e.id: e.name for e in telling.article.analysis.entities}
    for _, quote in telling.article.quotes:
        if quote.content.overlaps(passage) and quote.speaker is not None:
            found.append(names.get(quote.speaker_entity or "") or quote.speaker.of(telling.article.text))
    return found
