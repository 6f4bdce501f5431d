"""Frames: a moving window of days over articles in order, no larger than fits in memory.

Each article is decided once, in a frame that sees the days before it and, where that matters, after it as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Frame:
    """Articles low..high are seen together, start..end (half-open) are decided."""

    number: int
    low: int
    start: int
    end: int
    high: int


def frames_of(days: NDArray[np.int32], *, reach: int, most: int, ahead: bool = True) -> list[Frame]:
    """Return the frames over articles whose days (sorted) are given: `reach` days to either side, `most` articles in all.

    All articles are one frame where they fit. Where `reach` days do not fit, a quarter of a frame is given to either side.
    Without `ahead` a frame sees nothing after what it decides.
    """
    import numpy as np

    total, found, start = len(days), list[Frame](), 0
    side = most // 4
    while start < total:
        low = max(int(np.searchsorted(days, days[start] - reach)), start - side, 0)
        high = min(total, low + most) if start else min(total, most)
        end = high
        if high < total and ahead:
            end = max(int(np.searchsorted(days, days[high - 1] - reach, side="right")), high - side, start + 1)
        found.append(Frame(len(found), low, start, end, high))
        start = end
    return found
