"""Numbers that stand for pairs or keys, in order and each once, by sorting: a hash table, NumPy's way, is slower on many."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = TypeVar("Codes", NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint32])


def distinct(codes: Codes) -> Codes:
    """Return numbers in ascending order, each once."""
    import numpy as np

    found = np.sort(codes)
    if len(found):
        found = found[np.concatenate(([True], found[1:] != found[:-1]))]
    return found


def numbered(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Return the distinct numbers in ascending order, and for each number given its place among them."""
    import numpy as np

    bits = np.uint64(32)
    both = np.sort(codes.astype(np.uint64) << bits | np.arange(len(codes), dtype=np.uint64))
    values, at = (both >> bits).astype(np.uint32), both.astype(np.uint32)
    del both
    new = np.concatenate(([True], values[1:] != values[:-1])) if len(values) else np.zeros(0, dtype=bool)
    places = np.empty(len(codes), dtype=np.int32)
    places[at] = np.cumsum(new, dtype=np.int32) - 1
    return values[new], places
