"""What serves when the trained classifier's weights are missing: full sentences with few links, told apart by their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tellings.extract.html_tree import CUE_BIT, Tree

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_WORDS = 8
AWAY = CUE_BIT["navigation"] | CUE_BIT["footer"] | CUE_BIT["related"] | CUE_BIT["form"]


def by_rule(tree: Tree) -> NDArray[np.float32]:
    """Return probabilities of other, article and comment for each stretch, judged by rule."""
    import numpy as np

    rows = []
    for stretch in tree.stretches:
        line = tree.lineage(stretch.node)
        cues = 0
        for node in line[:3]:
            cues |= tree.nodes[node].cues
        comment = any(tree.nodes[node].cues & CUE_BIT["comment"] for node in line[:6])
        words = len(stretch.text.split())
        prose = words >= LEAST_WORDS and stretch.link < len(stretch.text) * 0.4 and not tree.nodes[line[0]].hidden
        prose = prose and not (cues & AWAY and not cues & CUE_BIT["body"]) and stretch.text[-1] in '.!?…"”’»:)'
        rows.append((0.3, 0.0, 0.7) if prose and comment else (0.2, 0.8, 0.0) if prose else (0.8, 0.2, 0.0))
    return np.array(rows, dtype=np.float32).reshape(len(rows), 3)
