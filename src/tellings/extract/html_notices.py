"""Texts on cookies, consent and privacy, long enough to look like an article, known by what their elements are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tellings.extract.html_model import MAIN, OTHER
from tellings.extract.html_tree import CUE_BIT, Tree

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST, SHARE = 60, 0.2
"""Words, and share, of what looks like the article that must stand elsewhere: else the names tell of the whole page."""


def without_notices(tree: Tree, said: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities with what stands in elements named after consent taken out of the article."""
    import numpy as np

    inside = np.zeros(len(said), dtype=bool)
    for node in tree.nodes:
        if node.cues & CUE_BIT["consent"]:
            inside[node.first : node.last] = True
    main = words * said[:, MAIN]
    if not inside.any() or float(main[~inside].sum()) < max(LEAST, SHARE * float(main.sum())):
        return said
    said = said.copy()
    said[inside, OTHER] += said[inside, MAIN]
    said[inside, MAIN] = 0
    return said
