"""Names are those of the trained recogniser's own walk, decided for many paragraphs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tellings.annotate import recognition
from tellings.annotate.parse import pipeline

if TYPE_CHECKING:
    from spacy.language import Language

CASES = [
    "Ines Valdo of the Harbour Board told the Tideline Gazette on Tuesday 12 May 2031 that 212 people were on board.",
    "London",
    "",
    "The United Nations Security Council met in New York. In New York City, nobody from the United Kingdom spoke.",
    "In  the   Republic of Korvania  , President Oreth Baltan Vey paid $3.5 million, or 12 per cent, at 7.15 p.m.",
    "no names here at all",
    "Brack Ores Ltd, Teller Bank and Sons, and the Duke of Almagra and San Aurelio signed the Treaty of Quenca in 1998",
]


@pytest.mark.parametrize("batch", [1, 3, 64])
def test_names_are_those_of_the_recogniser(stock: Language, batch: int) -> None:
    fast = pipeline("en")
    assert recognition.COMPONENT in fast.pipe_names
    assert recognition.RECOGNISER not in fast.pipe_names
    want = [[(e.start, e.end, e.label_) for e in d.ents] for d in stock.pipe(CASES)]
    assert [[(e.start, e.end, e.label_) for e in d.ents] for d in fast.pipe(CASES, batch_size=batch)] == want
    assert sum(map(len, want)) > 12
    assert [[t.ent_iob_ for t in d] for d in fast.pipe(CASES)] == [[t.ent_iob_ for t in d] for d in stock.pipe(CASES)]


def test_names_that_were_set_before_are_left_to_the_recogniser(stock: Language) -> None:
    from spacy.tokens import Span

    own = recognition.Recognition(stock)
    found = []
    for walk in (own.pipe, stock.get_pipe("ner").pipe):
        with stock.select_pipes(disable=["ner"]):
            doc = stock(CASES[0])
        doc.set_ents([Span(doc, 3, 6, label="PRODUCT")], default="unmodified")
        found.append([(e.start, e.end, e.label_) for e in next(iter(walk([doc]))).ents])
    assert found[0] == found[1]
    assert (3, 6, "PRODUCT") in found[0]
