"""Omissions: what most independent accounts of a story tell and one leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.model import Comparison, Fact, Material, Omission

LEAST_ACCOUNTS = 3
MOST_SHARE = 0.5
"""A fact counts as told by most from this share of the independent accounts."""
SHORT = 600
"""Characters of main text below which an account is too short to be said to leave something out."""


def left_out(material: Material, comparison: Comparison) -> tuple[Omission, ...]:
    """Return each fact that at least half of the accounts tell (three at least) with each account that does not."""
    found: dict[tuple[str, str], Omission] = {}
    for fact in (*comparison.agreed, *comparison.differing):
        for omission in _of(fact, material):
            found.setdefault((omission.document, omission.fact), omission)
    return tuple(found.values())


def _of(fact: Fact, material: Material) -> Iterator[Omission]:
    if fact.relation == "wording":
        return
    passages = [c for v in fact.values for c in v.evidence]
    told_by = material.accounts.count(passages)
    if told_by < max(LEAST_ACCOUNTS, MOST_SHARE * material.counts.accounts):
        return
    telling = {material.accounts.article_at(p) for p in passages}
    languages = {a.analysis.metadata.language for a in material.articles if a.key in telling}
    for article in material.articles:
        size = sum(b.length for b in article.main_blocks)
        comparable = fact.kind == "number" or article.analysis.metadata.language in languages
        if article.key not in telling and size >= SHORT and comparable:
            yield Omission(document=article.document, fact=fact.about, told_by=told_by)
