"""Agreeing: whether two values that can both hold answer one question."""

from __future__ import annotations

from tellings.compare.contexts import asked
from tellings.compare.matching import AMOUNTS, UNCOMMON, Meeting, telling
from tellings.compare.particulars import Particular
from tellings.compare.valued import comparable

AGREED = {
    "count": 2.2,
    "money": 3.0,
    "share": 2.5,
    "measure": 4.0,
    "length": 3.0,
    "clock": 2.5,
    "day": 4.0,
    "age": 3.0,
    "person": 4.0,
}
"""Weight of what two values share from which, where both can hold, they answer one question."""
UNTOLD = 2.5
"""What must be shared on top where no deed or thing is told of both."""
SMALL, FEW = 4, 3.0
"""Counts below the first need so much more: there is always two of something."""
ONE_DAY, SHARED_DEED = 3.0, 1.4
"""The same of one day given to one deed, and the weight of deeds told of both that makes up for it."""
FAR_OFF = 2.2
"""The same of a year to come, or that an age tells, that few things are of."""
RARE = 1.5
"""The same where the equal number has so many digits that it hardly is of two things."""


def one_answer(m: Meeting, deeds: tuple[str | None, str | None]) -> bool:
    """Tell whether two values answer one question; `deeds` are what each is of, where that is known."""
    a, b = m.left, m.right
    if not a.close_to(b) or (a.sort == "count" and (a.mid == 1 or a.high == 0)):
        return False
    if _same_number(a, b):
        return m.score >= RARE
    if None not in deeds and deeds[0] != deeds[1] and {d[1:] for d in deeds if d} <= asked("en", "befalling"):
        return False
    if a.sort == "day" and a.width <= 1 and (a.low, a.high) == (b.low, b.high):
        one = None not in deeds and deeds[0] == deeds[1]
        if m.score >= ONE_DAY and (one or m.told >= SHARED_DEED):
            return True
    if a.sort == "day" and (m.far_off or (bool(a.deed or b.deed) and None not in deeds and deeds[0] == deeds[1])):
        return m.score >= FAR_OFF
    least = AGREED[a.sort] + (0.0 if m.told > 0 or _same_head(a, b) else UNTOLD)
    if a.sort == "count" and max(a.mid, b.mid) < SMALL:
        least += FEW
    bounds = a.sort == "length" or (a.sort not in ("day", "clock") and (a.width or b.width))
    if bounds and None not in deeds and deeds[0] != deeds[1]:
        least += UNTOLD
    return m.score >= least


def _same_number(a: Particular, b: Particular) -> bool:
    return a.sort in AMOUNTS and (a.low, a.high) == (b.low, b.high) and telling(a.low) and comparable(a, b)


def _same_head(a: Particular, b: Particular) -> bool:
    """Tell whether an uncommon number counts what is called by one word."""
    return (
        a.sort == "count"
        and (a.low, a.high) == (b.low, b.high)
        and a.low >= UNCOMMON
        and a.head is not None
        and a.head == b.head
    )
