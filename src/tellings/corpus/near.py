"""Near-duplicates over a whole crawl: sketches are joined band by band, whatever the days, and closed by components."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tellings.corpus.catalogue import Catalogue
from tellings.relate.copies import WORTH, near_pairs
from tellings.relate.copies_near import BINS, closer, near_duplicates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = {"document": "text", "part": "int", "outlet": "text", "published_day": "day", "group": "text", "texts": "int"}
"""A row is a text that has near-duplicates; `group` is the page of the first of them, `texts` how many they are."""


def sketched(catalogue: Catalogue, file: Path) -> NDArray[np.uint16]:
    """Return the sketches of all articles, shape (articles, BINS), in a file that the system may drop from memory."""
    import numpy as np

    found = np.lib.format.open_memmap(file, mode="w+", dtype=np.uint16, shape=(len(catalogue), BINS))
    for numbers, own in catalogue.sketches():
        rows = np.empty((len(numbers), BINS), dtype=np.uint16)
        for row, number in enumerate(numbers.tolist()):
            rows[row] = np.frombuffer(own[row], dtype="<u2") if own[row] else _nobody(number)
        found[numbers] = rows
    return found


def _nobody(number: int) -> NDArray[np.uint16]:
    """Return a sketch like no other, for a text without words."""
    import numpy as np

    chance: NDArray[np.uint16] = np.random.default_rng(number).integers(0, 1 << 16, BINS).astype(np.uint16)
    return chance


def joined(
    catalogue: Catalogue, sketches: NDArray[np.uint16]
) -> tuple[Iterator[dict[str, Any]], NDArray[np.int64]]:  # fmt: skip
    """Return the rows of the layer, and the pairs worth aligning (low, high), shape (pairs, 2), by the higher number."""
    import numpy as np

    near = near_duplicates(sketches, alike=WORTH)
    pairs = np.array(sorted(near_pairs(near), key=lambda pair: pair[::-1]), dtype=np.int64).reshape(-1, 2)
    return _rows(catalogue, closer(near, sketches).labels), pairs


def _rows(catalogue: Catalogue, labels: NDArray[np.int64]) -> Iterator[dict[str, Any]]:
    import numpy as np

    size = np.bincount(labels, minlength=len(labels))
    numbers = np.flatnonzero(size[labels] > 1)
    table = catalogue.table.select(["document", "part", "outlet", "published_day"]).take(numbers)
    first = catalogue.table.column("document").take(labels[numbers]).to_pylist()
    for row, group, texts in zip(table.to_pylist(), first, size[labels[numbers]].tolist(), strict=True):
        day = row["published_day"]
        yield {**row, "published_day": day.isoformat() if day else None, "group": group, "texts": texts}
