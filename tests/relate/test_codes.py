"""Numbers in order, each once, as NumPy's own slower way gives them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.relate.codes import distinct, numbered

NUMBERS = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 5), max_size=60)


@settings(deadline=None)
@given(NUMBERS)
def test_each_number_stands_once_and_in_order(values: list[int]) -> None:
    codes = np.array(values, dtype=np.int64)
    assert distinct(codes).tolist() == sorted(set(values))


@settings(deadline=None)
@given(NUMBERS)
def test_numbers_are_found_again_at_their_places(values: list[int]) -> None:
    codes = np.array(values, dtype=np.uint32)
    known, places = numbered(codes)
    assert known.tolist() == sorted(set(values))
    assert known[places].tolist() == values
