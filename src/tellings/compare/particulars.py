"""Particulars: the values that an account gives (an amount, an hour, a length, a day), each with its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tellings.compare.naming import same_name
from tellings.compare.statements import Statement
from tellings.model import Span

Sort = Literal["count", "money", "share", "measure", "length", "clock", "day", "age", "person"]
ROUGH = 0.11
"""A rough amount holds with others within this share."""
POINTS = 3.0
"""Percentage points within which a rough share holds with another."""
CONVERTED = 0.02
"""The same for a length or measure that may be converted from another unit."""
WEEK, SEASON = 7, 100
"""Days of a time that names a day or week, and of one that says too little to agree with it ("Saturday", "this year")."""
SAME_SIZE, BOUND = 1.4, 1.2
"""Largest ratio of two amounts that may tell the same; of "more than" a sum and a sum."""
HALF_DAY = 12 * 60
SOON_ALIKE = 60
"""Minutes by which one of two hours of the day may be wider than the other where they tell the same ("past midnight", 0.40)."""
CLOSE_HOURS = 10
"""Minutes within which two hours of the day are one where neither is said to be rough."""
ROUGH_HOURS = 20


@dataclass(frozen=True, eq=False)
class Particular:
    """A value at atoms first to last of a statement, between `low` and `high`, in one unit for each sort.

    Lengths are in days, hours of the day in minutes, days as ordinals; `head` is the folded noun counted.
    """

    sort: Sort
    low: float
    high: float
    unit: str
    statement: Statement
    first: int
    last: int
    span: Span
    head: str | None = None
    rough: bool = False
    deed: str = ""
    """What the value is of, where its own words say so (an age tells when a thing was made)."""
    name: str = ""
    """The folded name of a person; of a day told by its weekday alone, that: whether it is past or to come may be misread."""

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.statement.article

    @property
    def width(self) -> float:
        """Return how wide its bounds are."""
        return self.high - self.low

    def holds_with(self, other: Particular) -> bool:
        """Tell whether both values can be true of one thing."""
        if self.sort == "person":
            return self.name == other.name or same_name(self.name, other.name, self.statement.words)
        if self.sort == "clock":
            most = ROUGH_HOURS if self.rough or other.rough else CLOSE_HOURS
            return (other.high - self.low + most) % HALF_DAY <= self.width + other.width + 2 * most
        if (
            self.sort == "day"
            and (self.name or other.name)
            and abs(self.low - other.low) == WEEK == abs(self.high - other.high)
        ):
            return True
        share = ROUGH if self.rough or other.rough else CONVERTED if self.sort in ("measure", "length") else 0.0
        slack = share * max(abs(self.mid), abs(other.mid)) if self.sort not in ("day", "clock") else 0.0
        slack = min(slack, POINTS) if self.sort == "share" else slack
        return self.low - slack <= other.high and other.low - slack <= self.high

    def close_to(self, other: Particular) -> bool:
        """Tell whether both can be true of one thing and are of one size ("at least 50" and 59, not 400)."""
        if not self.holds_with(other):
            return False
        if self.sort == "day":
            return min(self.width, other.width) > WEEK or max(self.width, other.width) <= SEASON
        low, high = sorted((abs(self.mid), abs(other.mid)))
        most = BOUND if self.sort in ("money", "measure") and float("inf") in (self.high, other.high) else SAME_SIZE
        if self.sort == "clock":
            return abs(self.width - other.width) <= SOON_ALIKE
        return self.sort == "person" or high <= most * low

    @property
    def mid(self) -> float:
        """Return the middle of its bounds, its finite bound where the other is open."""
        if self.high == float("inf"):
            return self.low
        return (self.low + self.high) / 2
