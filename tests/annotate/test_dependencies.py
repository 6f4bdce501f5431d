"""Heads, relations and sentence ends are those of the trained parser's own loop, decided for many paragraphs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate import dependencies
from tellings.annotate.parse import pipeline
from tellings.models.weights import weights

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHORT = [
    "Ines Valdo of the Harbour Board told the Tideline Gazette on Tuesday that 212 people were on board. The ferry left late.",
    "Ferry",
    "",
    "“It isn't over,” she said; they can't  leave — not yet 🌊 … (see p. 4).",
    "no names here at all",
    "What the divers found, and whether they had looked for it, was asked by nobody whom the board had invited to speak.",
]
LONG = " ".join(
    f"The {n}th boat that the harbour had kept since 19{n:02d} was sold, said Mr Orlan, to a house in Quenca."
    for n in range(40)
)


def _parsed(doc: Doc) -> list[tuple[int, str, bool]]:
    return [(token.head.i, token.dep_, bool(token.is_sent_start)) for token in doc]


@pytest.mark.parametrize("texts", [SHORT, [*SHORT, LONG], [LONG], [LONG, LONG[:900], "", *SHORT * 3], [""]])
def test_dependencies_are_those_of_the_parser(stock: Language, texts: list[str]) -> None:
    fast = pipeline("en")
    assert dependencies.COMPONENT in fast.pipe_names
    assert dependencies.PARSER not in fast.pipe_names
    want = [_parsed(doc) for doc in stock.pipe(texts)]
    assert [_parsed(doc) for doc in fast.pipe(texts)] == want
    assert [_parsed(fast(text)) for text in texts] == want
    assert [doc.has_annotation("DEP") for doc in fast.pipe(texts)] == [doc.has_annotation("DEP") for doc in stock.pipe(texts)]


WORDS = st.sampled_from(
    ["the", "mayor", "said", "that", ",", ".", "who", "has", "left", "Quenca", "and", "“", "”", "on", "Tuesday", " ", "!"]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=12))
def test_any_words_are_parsed_as_by_the_parser(texts: list[str]) -> None:
    path = weights("spacy-en").path
    if path is None:
        pytest.skip("the English pipeline is not installed")
    stock = _stock(str(path))
    assert [_parsed(doc) for doc in pipeline("en").pipe(texts)] == [_parsed(doc) for doc in stock.pipe(texts)]


_LOADED: dict[str, Language] = {}


def _stock(path: str) -> Language:
    import spacy

    if path not in _LOADED:
        _LOADED[path] = spacy.load(path)
    return _LOADED[path]
