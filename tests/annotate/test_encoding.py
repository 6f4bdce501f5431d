"""Word vectors are those of the trained pipeline's own encoder, whatever else is in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tellings.annotate import encoding
from tellings.annotate.parse import pipeline
from tellings.annotate.stand_ins import install

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

TEXTS = [
    "Ines Valdo of the Harbour Board told the Tideline Gazette on Tuesday that 212 people were on board.",
    "Ferry",
    "",
    "“It isn't over,” she said; they can't  leave — not yet 🌊 … (see p. 4).",
    "no names here at all",
    " ".join(f"Word{n} follows the {n}th one," for n in range(120)),
]


def same(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """Tell whether vectors are one but for the last bits: some processors round a product by the place of its row in a block."""
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=0, atol=4e-6))


def test_vectors_are_those_of_the_encoder(stock: Language) -> None:
    model = stock.get_pipe("tok2vec").model
    docs = [stock.make_doc(text) for text in TEXTS]
    found = encoding.Encoder(model).vectors(docs)
    want = np.concatenate(model.predict(docs))
    assert found.shape == want.shape == (sum(map(len, docs)), 96)
    assert np.allclose(found, want, atol=1e-5)
    assert not np.allclose(found[:-1], want[1:], atol=1e-1)


def test_a_paragraph_has_the_same_vectors_alone_as_among_others(stock: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = encoding.Encoder(stock.get_pipe("tok2vec").model)
    docs = [stock.make_doc(text) for text in TEXTS]
    together = encoder.vectors(docs)
    assert same(together, np.concatenate([encoder.vectors([doc]) for doc in docs]))
    monkeypatch.setattr(encoding, "ROWS", 7)
    assert same(together, encoder.vectors(docs))


def test_forgetting_words_changes_nothing(stock: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [stock.make_doc(text) for text in TEXTS]
    want = encoding.Encoder(stock.get_pipe("tok2vec").model).vectors(docs)
    monkeypatch.setattr(encoding, "MOST", 10)
    encoder = encoding.Encoder(stock.get_pipe("tok2vec").model)
    found = np.concatenate([encoder.vectors([doc]) for doc in docs])
    assert same(found, want)
    assert len(encoder.known) < len({(token.text, token.whitespace_) for doc in docs for token in doc})


def test_another_kind_of_encoder_is_left_alone() -> None:
    import spacy

    assert not encoding.Encoder(None).able
    other = spacy.blank("en")
    other.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 16,
                                                "depth": 2, "embed_size": 200, "window_size": 2, "maxout_pieces": 3,
                                                "subword_features": True}})  # fmt: skip
    other.initialize()
    install(other, (encoding.Encoding,))
    assert other.pipe_names == ["tok2vec"]


def test_the_pipeline_uses_it() -> None:
    fast = pipeline("en")
    if fast.has_pipe("tagger"):
        assert fast.pipe_names[0] == encoding.COMPONENT
