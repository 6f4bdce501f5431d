"""The layers that score moves: what is known of their shape, and that one state alone is scored as among others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy

from tellings.annotate.transitions import Moves

FEATURES = 8


@pytest.fixture(scope="module")
def parser() -> Any:
    """Return an untrained parser of the known shape."""
    nlp = spacy.blank("en")
    own = nlp.add_pipe("parser")
    for label in ("nsubj", "dobj"):
        own.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    chance = np.random.default_rng(3)
    lower = own.model.get_ref("lower")  # type: ignore[attr-defined]
    lower.set_param("b", chance.normal(size=lower.get_param("b").shape).astype("f"))
    return own


def test_layers_of_another_shape_are_left_to_their_owner(parser: Any) -> None:
    assert Moves(parser, features=FEATURES).able
    assert not Moves(parser, features=3).able


def test_a_search_by_beam_is_left_to_its_owner(parser: Any) -> None:
    parser.cfg["beam_width"] = 4
    try:
        assert not Moves(parser, features=FEATURES).able
    finally:
        parser.cfg["beam_width"] = 1


def test_a_state_scores_alone_as_among_others(parser: Any) -> None:
    moves = Moves(parser, features=FEATURES)
    chance = np.random.default_rng(5)
    totals = chance.normal(size=(6, len(moves.bias))).astype("f")
    together = moves.scores(totals.copy())
    for row, scores in zip(totals, together, strict=True):
        assert np.array_equal(moves.scores(row[None].copy())[0], scores)


def test_the_scores_are_those_of_the_layers_themselves(parser: Any) -> None:
    moves = Moves(parser, features=FEATURES)
    lower, upper = parser.model.get_ref("lower"), parser.model.get_ref("upper")
    vectors = np.random.default_rng(7).normal(size=(FEATURES, moves.places.shape[0])).astype("f")
    added = moves.added(vectors).reshape(FEATURES + 1, FEATURES, -1)
    total = sum(added[n + 1, n] for n in range(FEATURES))
    weights, bias = lower.get_param("W"), lower.get_param("b")
    pieces = np.einsum("fopi,fi->op", weights, vectors)
    meant = (pieces + bias).max(axis=1) @ upper.get_param("W").T + upper.get_param("b")
    assert np.allclose(moves.scores(np.asarray(total)[None])[0], meant, atol=1e-4)


def test_no_token_adds_the_padding(parser: Any) -> None:
    moves = Moves(parser, features=FEATURES)
    assert np.array_equal(moves.added(np.zeros((0, moves.places.shape[0]), dtype="f"))[0], moves.none[0])
