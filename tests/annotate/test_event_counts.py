"""Counts that events tell of, on a hundred labelled sentences of our own.

Guideline. Label every number of people killed, injured, missing, arrested or deployed (soldiers, police, their planes and ships)
and every sum of money that the sentence's events tell of: kind and value, and the lemma of the predicate ("-" where
the sentence tells no event or where nothing is asked). A part of a whole counts alone ("ten of the 200 passengers died": 10).

`event_counts.tsv` (50) was read while the rules were made, `event_counts_kept.tsv` (50) was not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tellings.model import Analysis, Page, Source
from tellings.model.pages import Given
from tellings.pipeline import Pipeline, default_stages

HERE = Path(__file__).parent
Rows = list[tuple[set[tuple[str, float]], str, Analysis]]


def analysed(name: str) -> Rows:
    rows = [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]
    given = Given(published="2031-05-14", language="en")
    pages = [
        Page(id=str(n), source=Source(sha256=f"{n:064d}"), form="clean", text=row[2], given=given) for n, row in enumerate(rows)
    ]
    found = Pipeline(default_stages(without=("vectors",))).run(pages)
    return [(wanted(row[0]), row[1], a) for row, a in zip(rows, found, strict=True) if isinstance(a, Analysis)]


def wanted(label: str) -> set[tuple[str, float]]:
    pieces = [piece.split() for piece in label.split("; ") if piece]
    return {(kind, float(value)) for kind, value, *_ in pieces}


def figures(rows: Rows) -> tuple[float, float, float]:
    right = found = labelled = named = 0
    for gold, predicate, analysis in rows:
        told = {(c.kind, c.value) for e in analysis.events for c in e.counts if c.value is not None}
        right, found, labelled = right + len(told & gold), found + len(told), labelled + len(gold)
        named += predicate == "-" or any((e.predicate or "").split()[:1] == predicate.split()[:1] for e in analysis.events)
    return right / found, right / labelled, named / len(rows)


@pytest.mark.parametrize(("name", "least"), [("event_counts.tsv", 0.95), ("event_counts_kept.tsv", 0.82)])
def test_counts_of_labelled_sentences(name: str, least: float) -> None:
    precision, recall, predicates = figures(analysed(name))
    assert precision >= 0.93
    assert recall >= 0.85
    assert predicates >= least
