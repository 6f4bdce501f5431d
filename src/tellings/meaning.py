"""Search by meaning: the dense vectors of a library in memory, refreshed by what came in since the last search."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tellings.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 0.3
"""Cosine of a query and an article below which the article is none of its business."""
LEAD = 0.8
"""Share of the best article's cosine below which another is none either."""


class Meaning:
    """Unit vectors of articles, shape (articles, dimensions); safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._rows: NDArray[np.float32] | None = None
        self._articles: NDArray[np.int64] | None = None
        self._size = self._last = 0

    def _refresh(self) -> None:
        import numpy as np

        newer = self._store.vectors(self._last)
        if not newer:
            return
        width = len(newer[0][1]) // 2
        newer = [(seq, vector) for seq, vector in newer if len(vector) == 2 * width]
        fresh = np.frombuffer(b"".join(v for _, v in newer), dtype="<f2").reshape(len(newer), width).astype(np.float32)
        fresh /= np.maximum(np.linalg.norm(fresh, axis=1, keepdims=True), 1e-6)
        self._last = newer[-1][0]
        if self._rows is None or self._articles is None or self._rows.shape[1] != width:
            self._rows, self._articles, self._size = fresh, np.array([seq for seq, _ in newer], dtype=np.int64), len(newer)
            return
        wanted = self._size + len(newer)
        if wanted > len(self._rows):
            room = max(wanted, len(self._rows) * 5 // 4)
            rows = np.zeros((room, width), dtype=np.float32)
            rows[: self._size] = self._rows[: self._size]
            articles = np.zeros(room, dtype=np.int64)
            articles[: self._size] = self._articles[: self._size]
            self._rows, self._articles = rows, articles
        self._rows[self._size : wanted] = fresh
        self._articles[self._size : wanted] = [seq for seq, _ in newer]
        self._size = wanted

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """Return number and cosine of the articles nearest to a unit vector, the nearest first."""
        import numpy as np

        indexed = self._store.nearest(vector.astype("<f2").tobytes(), count)
        if indexed is not None:
            return indexed
        with self._lock:
            self._refresh()
            rows, articles, size = self._rows, self._articles, self._size
        if rows is None or articles is None or rows.shape[1] != len(vector):
            return []
        likeness = rows[:size] @ vector
        count = min(count, size)
        best = np.argpartition(-likeness, count - 1)[:count] if count < size else np.arange(size)
        best = best[np.argsort(-likeness[best], kind="stable")]
        return [(int(articles[k]), float(likeness[k])) for k in best]

    def of_query(self, text: str, count: int) -> list[tuple[int, float]]:
        """Return number and cosine of the articles that mean what a query says, the nearest first."""
        vector = _vector(text)
        if vector is None:
            return []
        found = self.nearest(vector, count)
        least = max(LEAST, LEAD * found[0][1]) if found else LEAST
        return [(seq, likeness) for seq, likeness in found if likeness >= least]


def _vector(text: str) -> NDArray[np.float32] | None:
    from tellings.models.encoder import text_vectors

    found = text_vectors([text])
    return None if found is None else found[0]
