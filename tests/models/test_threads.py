"""Matrix products keep to one thread inside the block, and to as many as before behind it."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from tellings.models.threads import one_thread


def _threads() -> list[int]:
    """Return the threads of NumPy's own library; others that tests have loaded before (SciPy's) are no concern of the parse."""
    assert np.ones(1).sum() == 1
    own = [library for library in threadpool_info() if library["user_api"] == "blas" and "numpy" in library["filepath"]]
    return [library["num_threads"] for library in own]


def test_threads_are_limited_and_given_back() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        if not _threads():
            pytest.skip("NumPy's matrix products come from a library that cannot be asked")
        before = _threads()
        with one_thread():
            assert set(_threads()) == {1}
        assert _threads() == before
