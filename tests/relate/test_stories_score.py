"""Boosted trees say of each row what a walk down every tree says of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.relate.stories_score import Trees, trained

TREES = {
    "base": -0.25,
    "trees": [
        {"feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [0.125]},
        {
            "feature": [0, 1, -1, -1, 1, -1, -1], "threshold": [0.5, 0.2, 0, 0, 0.8, 0, 0], "left": [1, 2, 0, 0, 5, 0, 0],
            "right": [4, 3, 0, 0, 6, 0, 0], "value": [0, 0, 1.1, -0.3, 0, 0.7, 2.3],
        },
        {
            "feature": [1, -1, 1, -1, -1], "threshold": [0.2, 0, 0.5, 0, 0], "left": [1, 0, 3, 0, 0], "right": [2, 0, 4, 0, 0],
            "value": [0, 0.01, 0, -5.0, 0.4],
        },
    ],
}  # fmt: skip


def _walked(trees: Trees, row: np.ndarray) -> float:
    total = trees.base
    for tree in range(len(trees.feature)):
        node = 0
        while trees.feature[tree, node] >= 0:
            low = row[trees.feature[tree, node]] <= trees.threshold[tree, node]
            node = int((trees.left if low else trees.right)[tree, node])
        total += trees.value[tree, node]
    return float(1.0 / (1.0 + np.exp(-total)))


VALUE = st.floats(-1, 2, width=32) | st.sampled_from([float(np.float32(t)) for t in (0.2, 0.5, 0.8)])


@settings(deadline=None)
@given(st.lists(st.tuples(VALUE, VALUE), max_size=30))
def test_rows_have_the_chances_of_a_walk(rows: list[tuple[float, float]]) -> None:
    trees = Trees.of(TREES)
    features = np.array(rows, dtype=np.float32).reshape(-1, 2)
    assert trees.chances(features).tolist() == [_walked(trees, row) for row in features]


def test_so_have_the_trained_trees_on_their_thresholds() -> None:
    known = trained()
    assert known is not None
    trees, chance = known.pairs, np.random.default_rng(4)
    asked = [np.append(trees.threshold[trees.feature == k], np.float32(0.3)) for k in range(16)]
    rows = np.stack([chance.choice(own, 200) for own in asked], axis=1).astype(np.float32)
    assert trees.chances(rows).tolist() == [_walked(trees, row) for row in rows]
