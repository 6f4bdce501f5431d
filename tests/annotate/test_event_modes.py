"""Modes and contexts on our own sentences: type, mode, contexts, text a row; odd rows were kept back while the tables were made."""

from __future__ import annotations

from pathlib import Path

from tellings.model import Analysis, Page, Source
from tellings.model.pages import Given
from tests.annotate.test_events import PIPELINE

ROWS = [line.split("\t") for line in (Path(__file__).parent / "event_modes.tsv").read_text(encoding="utf-8").splitlines()]


def test_modes_and_contexts_of_our_own_sentences() -> None:
    pages = [
        Page(id=str(n), source=Source(sha256=f"{n:064d}"), form="clean", text=row[3], given=Given(language="en"))
        for n, row in enumerate(ROWS)
    ]
    right = typed = told = wanted = both = 0
    for row, analysis in zip(ROWS, PIPELINE.run(pages), strict=True):
        assert isinstance(analysis, Analysis)
        events = [e for e in analysis.events if e.type == row[0]][:1]
        for event in events:
            typed += 1
            right += (event.mode or "") == row[1]
            told, wanted = told + len(event.contexts), wanted + len(row[2].split())
            both += len(set(event.contexts) & set(row[2].split()))
    assert typed >= 0.82 * len(ROWS)
    assert right >= 0.95 * typed
    assert both >= 0.85 * told
    assert both >= 0.9 * wanted
