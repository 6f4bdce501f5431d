"""Products of pairs of rows are the same, however the pairs lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from tellings.relate import stories_products
from tellings.relate.stories_products import Paired

if TYPE_CHECKING:
    import pytest

ROWS = 24


def _matrix(seed: int) -> csr_matrix:
    chance = np.random.default_rng(seed)
    dense = chance.normal(size=(ROWS, 40)) * (chance.random((ROWS, 40)) < 0.3)
    return csr_matrix(dense.astype(np.float32))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)), max_size=120), st.integers(0, 9))
def test_every_pair_has_the_product_of_its_rows(pairs: list[tuple[int, int]], seed: int) -> None:
    chosen = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]})
    i, j = (np.array([p[side] for p in chosen], dtype=np.int64) for side in (0, 1))
    matrix = _matrix(seed)
    meant = (matrix @ matrix.T).toarray()[i, j]
    assert np.allclose(Paired(i, j).dots(matrix), meant, atol=1e-5)


def test_groups_of_which_all_pairs_are_asked_for_are_multiplied_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories_products, "LOT", 10)
    groups = [range(8), range(8, 16), range(16, 24)]
    whole = [(a, b) for g in groups for a in g for b in g if a < b]
    i, j = (np.array(side, dtype=np.int64) for side in zip(*whole, strict=True))
    paired = Paired(i, j)
    assert not len(paired.alone)
    assert sum(map(len, paired.lots)) == len(whole)
    assert len(paired.lots) > 1
    matrix = _matrix(1)
    assert np.allclose(paired.dots(matrix), (matrix @ matrix.T).toarray()[i, j], atol=1e-5)


def test_a_chain_of_rows_is_no_close_group() -> None:
    i = np.arange(ROWS - 1, dtype=np.int64)
    paired = Paired(i, i + 1)
    assert len(paired.alone) == ROWS - 1
    assert not paired.lots
