"""Realis: labelled clauses of our own (guideline below), and the cue that gives each status away.

Guideline. Label the clause of the given predicate, as an analyst would who must say what has happened.
actual: it has happened or is going on, in the telling of whoever tells it; a promise, threat, request or refusal that was
uttered is actual itself. planned: somebody is to do it, wants, promises or is expected to. hypothetical: wished of another,
conditional, possible, alleged, attempted. denied: said not to have happened or not to be going to. past-background: it
happened, but so long before publication that it is not the news.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tellings.model import Event, Page, Source
from tellings.model.pages import Given
from tellings.pipeline import Pipeline

CLAUSES = [line.split("\t") for line in (Path(__file__).parent / "realis_clauses.tsv").read_text("utf-8").splitlines()]
FLOOR = 0.90
DAY = "2031-05-14"


@pytest.fixture(scope="module")
def found() -> list[tuple[str, str, str]]:
    """Return (label, status, sentence) of every labelled clause."""
    from tellings.annotate.event_clauses import Clauses
    from tellings.annotate.event_tables import event_words
    from tellings.annotate.event_tree import Tree
    from tellings.annotate.event_types import table_types
    from tellings.annotate.parse import pipeline
    from tellings.annotate.realis import status

    words, rows = event_words("en"), []
    for (label, trigger, sentence), doc in zip(CLAUSES, pipeline("en").pipe([c[2] for c in CLAUSES]), strict=True):
        tree = Tree(doc)
        units = list(Clauses(tree, words).units())
        target = trigger.split()[-1]
        unit = next((u for u in units if any(tree.texts[i] == target for i in u.chain)), None)
        if unit is None:
            rows.append((label, "not found", sentence))
            continue
        at = next(n for n, i in enumerate(unit.chain) if tree.texts[i] == target)
        types = [t for t in table_types(unit, words) if t in words.verbs.get(tree.lemmas[unit.chain[at]], ())]
        kind = types[0] if types and at < len(unit.chain) - 1 else None
        rows.append((label, status(unit, kind, words, at=at).realis, sentence))
    return rows


def test_the_labelled_clauses_reach_the_floor(found: list[tuple[str, str, str]]) -> None:
    rows = [row for row in found if row[0] != "past-background"]
    right = sum(label == status for label, status, _ in rows)
    wrong = [row for row in rows if row[0] != row[1]]
    assert right >= FLOOR * len(rows), (right / len(rows), wrong)


def test_no_label_is_always_missed(found: list[tuple[str, str, str]]) -> None:
    right = Counter(label for label, status, _ in found if label == status)
    assert all(right[label] >= 10 for label in ("actual", "planned", "hypothetical", "denied")), right


def analyse(text: str, published: str | None = DAY) -> tuple[str, tuple[Event, ...]]:
    page = Page(
        id="p", source=Source(sha256="0" * 64), form="clean", text=text, given=Given(published=published, language="en")
    )
    (analysis,) = Pipeline().run([page])
    return analysis.text, analysis.events  # type: ignore[union-attr]


def test_a_dated_event_long_before_publication_is_background() -> None:
    rows = [c for c in CLAUSES if c[0] == "past-background"]
    right = 0
    for _, _, sentence in rows:
        _, events = analyse(sentence)
        right += any(e.realis == "past-background" and e.realis_cue is not None for e in events)
    assert right >= 0.6 * len(rows), right


def test_without_a_publication_day_nothing_is_far_back() -> None:
    _, events = analyse("The two countries signed a treaty in 1975.", published=None)
    assert events
    assert all(e.realis == "actual" for e in events)


def test_the_cue_is_the_word_that_decides() -> None:
    text, events = analyse("Norvia will send troops to Kellia.")
    assert [e.realis_cue.of(text) for e in events if e.realis == "planned" and e.realis_cue] == ["will"]
