"""Parts of speech, features and lemmas are those of the trained pipeline itself, wherever a token is met again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tellings.annotate import morphology
from tellings.annotate.parse import pipeline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SAMPLE = Path(__file__).parents[2] / "sample" / "pages"
CASES = [
    "There's a man at the quay. There are two of them, and it was they who did it.",
    "I'm gonna go. Let's leave now, y'all. She ain't going, somethin' said so. C'mon!",
    "There  is a  gap here.",
    "It is raining; I saw it. You told me, and I told you. Have you done it? They have.",
    "",
    "The men's boats were lying lower than the others' had lain.",
]


def told(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.pos_, str(t.morph), t.lemma_, t.tag_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_) for t in doc]


def test_it_stands_in_for_the_ruler_and_the_lemmatizer(stock: Language) -> None:
    fast = pipeline("en")
    assert morphology.COMPONENT in fast.pipe_names
    assert not {morphology.RULER, morphology.LEMMATIZER} & set(fast.pipe_names)
    texts = [
        line for f in sorted(SAMPLE.glob("northgate-post-0[45].txt")) for line in f.read_text().split("\n") if line.strip()
    ]
    texts = [*CASES, *texts, *CASES]
    assert [told(d) for d in fast.pipe(texts, batch_size=5)] == [told(d) for d in stock.pipe(texts)]


def test_it_forgets_before_it_fills_the_memory(stock: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(morphology, "MOST", 10)
    own = morphology.Morphology(stock)
    with stock.select_pipes(disable=[morphology.RULER, morphology.LEMMATIZER]):
        docs = list(stock.pipe(CASES))
    assert [told(d) for d in own.pipe(docs, batch_size=1)] == [told(d) for d in stock.pipe(CASES)]
    assert len(own.known) < 60


def test_a_pipeline_with_patterns_of_other_kinds_is_left_as_it_is(stock: Language) -> None:
    assert not morphology._is_readable([{"TAG": "NN"}, {"LOWER": "x"}])
    assert not morphology._is_readable([{"LOWER": "a"}, {"LOWER": "b"}, {"LOWER": "c"}])
    assert morphology._is_readable([{"DEP": "expl"}, {"LOWER": "is"}])
