"""Words that are given end to end are weighed as the words of articles are, in order of columns."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from tellings.relate import stories_layers
from tellings.relate.stories_blocking import KEYS, _heaviest, _keys
from tellings.relate.stories_layers import worded
from tellings.relate.stories_products import Paired
from tellings.relate.stories_terms import LAYERS, RARE, rare_weight, unit_rows

ARTICLES, WORDS = 23, 90


def _given(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    sizes = chance.integers(0, 40, ARTICLES)
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *(chance.permutation(WORDS)[:n] for n in sizes)])
    counts = chance.integers(0, 4, (len(LAYERS), len(columns))).astype(np.uint8)
    counts[0] = np.maximum(counts.max(axis=0), 1)
    idf = chance.random(WORDS).astype(np.float32)
    return np.concatenate(([0], np.cumsum(sizes))), columns.astype(np.int32), counts, idf, sizes.astype(np.float32)


@pytest.mark.parametrize("at_once", [4, 4_096])
def test_every_layer_has_the_weights_of_its_own_counts(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories_layers, "AT_ONCE", at_once)
    starts, columns, counts, idf, lengths = _given(at_once)
    found = worded(starts, columns, counts, idf, lengths)
    for number, layer in enumerate(LAYERS):
        held = np.flatnonzero(counts[number])
        want = unit_rows(np.searchsorted(held, starts), columns[held], counts[number][held].astype(np.float32), idf)
        own = found.matrix(layer, slice(None))
        assert own.indptr.tolist() == want.indptr.tolist()
        assert own.indices.tolist() == want.indices.tolist()
        assert own.data.tolist() == want.data.tolist()
    rare = (found.terms.all.toarray() > 0) & (idf >= rare_weight(idf))
    assert (found.matrix(RARE, slice(None)).toarray() == rare).all()
    assert found.rare().tolist() == rare.sum(axis=1).tolist()
    assert found.seen().tolist() == np.bincount(columns, minlength=WORDS).tolist()


def test_products_of_several_layers_are_those_of_each() -> None:
    found = worded(*_given(3))
    i, j = np.triu_indices(ARTICLES, 1)
    products = found.products(Paired(i.astype(np.int64), j.astype(np.int64)), ("all", RARE))
    for layer, own in zip(("all", RARE), products, strict=True):
        matrix = found.matrix(layer, slice(None))
        assert np.allclose(own, (matrix @ matrix.T).toarray()[i, j], atol=1e-5)


def test_the_heaviest_words_of_a_row_are_its_keys() -> None:
    starts = np.array([0, 60, 60, 75])
    columns = np.concatenate((np.arange(60), np.arange(15))).astype(np.int32)
    counts = np.ones((len(LAYERS), 75), dtype=np.uint8)
    idf = np.random.default_rng(1).random(WORDS).astype(np.float32)
    keys: csr_matrix = _keys(worded(starts, columns, counts, idf, np.ones(3, dtype=np.float32)))
    assert set(keys[0].indices.tolist()) == set(np.argsort(-idf[:60])[:KEYS].tolist())
    assert keys[1].nnz == 0
    assert keys[2].indices.tolist() == list(range(15))


def test_of_equal_words_the_first_are_keys() -> None:
    rows = np.repeat(np.array([0, 2]), [KEYS + 5, 3])
    weights = np.concatenate((np.full(KEYS + 5, 0.5), [0.1, 0.3, 0.2])).astype(np.float32)
    weights[KEYS + 4] = 0.75
    assert _heaviest(rows, weights).tolist() == [*range(KEYS - 1), KEYS + 4, *range(KEYS + 5, KEYS + 8)]
