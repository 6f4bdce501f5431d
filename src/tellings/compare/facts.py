"""Facts: what the accounts of a story tell, aligned, with each account's value and passage."""

from __future__ import annotations

from tellings.compare.align import Alignment
from tellings.compare.changes import changes_of, versions_of
from tellings.compare.count_facts import agreed_counts, differing_counts
from tellings.compare.counting import counts_of, tallies
from tellings.compare.gather import facts_from_changes
from tellings.compare.statements import Corpus
from tellings.model import Comparison, Material, Omission


def compare_accounts(material: Material) -> Comparison:
    """Return where the accounts agree, differ, or one stands alone."""
    if len(material.articles) < 2:
        return Comparison()
    corpus = Corpus(material)
    alignment = Alignment(corpus)
    versions = versions_of(alignment)
    changes = [c for v in versions for c in changes_of(v, corpus)]
    differing = facts_from_changes(changes, versions, corpus)
    agreed = []
    for tally in tallies(counts_of(corpus), alignment):
        agreed += agreed_counts(tally, corpus)
        differing += differing_counts(tally, corpus)
    return Comparison(agreed=tuple(agreed), differing=tuple(differing))


def find_omissions(material: Material, comparison: Comparison) -> tuple[Omission, ...]:
    """Return what most accounts tell and one does not."""
    return ()
