"""The line of a narrative: in which year each month or day lies that is told without one.

A history tells "On 15 July the fleet sailed" and names the year a page before, or only a page later, with other years told in
passing between. So the years are chosen together: the cheapest walk through all dates of the text (dynamic programming), where
going on in time is cheap, going back is dear, and a year told in passing may be left aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from tellings.annotate import calendar
from tellings.annotate.phrases import Match, Reading
from tellings.annotate.times_dates import month_of, season_of, stated_year, year_value
from tellings.annotate.times_story import Setting, Story

ON, BACK, BACK_FAR, OTHER_YEAR = 0.15, 0.8, 0.35, 1.2
"""Cost of going on and of going back in time, for each doubling of the distance; of a change of year that nobody told."""
FARTHER = 1.6
"""A change by more than one year costs so many times as much."""
ASIDE, IN_PASSING, LEADING = 0.7, 0.6, 2.0
"""Cost of leaving a stated year out of the line: usually, told in brackets or as an attribute, opening a sentence."""
WIDTH = 24
"""States kept; each is a month and how it came to be."""


class Moment(NamedTuple):
    """A month of the story, or a whole year (`month` None)."""

    year: int
    month: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A date of the text: its year where it is stated, its month, months gone on since the last, and how it stands."""

    at: int
    year: int | None
    month: int | None
    shift: int | None
    aside: float


@dataclass(frozen=True, slots=True)
class Line:
    """What was chosen: the year of each date told without one, and the stated dates that are left aside, by place."""

    years: Mapping[int, int]
    aside: frozenset[int]


class _Step(NamedTuple):
    cost: float
    before: Moment | None
    year: int | None
    kept: bool


NO_STORY = Story(None, narrative=True)
NO_LINE = Line({}, frozenset())
OPENING = frozenset((".", "!", "?", "", ":", ";", "\u201d", '"'))


def of_article(matches: Sequence[Match], settings: Sequence[Setting], reading: Reading) -> Line:
    """Return the line of a narrative's dates."""
    told = []
    for match, setting in zip(matches, settings, strict=True):
        if match.rule.make == "year" and year_value(match, setting, NO_STORY) is None:
            continue
        found = told_by(match, match.first, _aside(match, setting, reading))
        if found is not None:
            told.append(found)
    return line(told)


def _aside(match: Match, setting: Setting, reading: Reading) -> float:
    """Return what it costs to leave a stated date out of the line."""
    if setting.before == "(" or setting.after == ")" or setting.before.lower() == "since":
        return IN_PASSING
    before = [t.text for t in reading.tokens[max(0, match.first - 2) : match.first]]
    if not before or before[-1] in OPENING or (len(before) > 1 and before[0] in OPENING):
        return LEADING
    return ASIDE


def line(told: Sequence[Told]) -> Line:
    """Return the years of the cheapest walk through the dates of a narrative."""
    steps: list[dict[Moment | None, _Step]] = []
    states: dict[Moment | None, float] = {None: 0.0}
    following = _following(told)
    for date, coming in zip(told, following, strict=True):
        found: dict[Moment | None, _Step] = {}
        for state, cost in states.items():
            for target, price, kept in _ways(state, date, coming):
                total = cost + price
                if target not in found or total < found[target].cost:
                    found[target] = _Step(total, state, target.year if target else None, kept)
        best = sorted(found.items(), key=lambda item: item[1].cost)[:WIDTH]
        steps.append(dict(best))
        states = {target: step.cost for target, step in best}
    return _walked(told, steps, states)


def _walked(
    told: Sequence[Told], steps: Sequence[Mapping[Moment | None, _Step]], states: Mapping[Moment | None, float]
) -> Line:
    years: dict[int, int] = {}
    aside: set[int] = set()
    state = min(states, key=lambda s: states[s])
    for date, step in zip(reversed(told), reversed(steps), strict=True):
        taken = step[state]
        if date.year is None and date.shift is None and taken.year is not None:
            years[date.at] = taken.year
        if not taken.kept:
            aside.add(date.at)
        state = taken.before
    return Line(years, frozenset(aside))


def _following(told: Sequence[Told]) -> list[int | None]:
    """Return for each date the year that is stated next."""
    found: list[int | None] = []
    coming: int | None = None
    for date in reversed(told):
        found.append(coming)
        if date.year is not None:
            coming = date.year
    return found[::-1]


def _ways(state: Moment | None, date: Told, coming: int | None) -> list[tuple[Moment | None, float, bool]]:
    """Return where a date can take the story, what that costs, and whether the date is kept in the line."""
    if date.shift is not None:
        return [(_shifted(state, date.shift), 0.0, True)]
    if date.year is not None:
        target = Moment(date.year, date.month)
        return [(target, _cost(state, target), True), (state, date.aside, False)]
    years = {y for y in (coming, coming and coming - 1) if y}
    if state is not None:
        years = {state.year - 1, state.year, state.year + 1} | (years if coming and abs(coming - state.year) < 30 else set())
    if not years:
        return [(state, 0.0, True)]
    ways: list[tuple[Moment | None, float, bool]] = []
    for year in years:
        target = Moment(year, date.month)
        change = 0.0 if state is None or year == state.year else OTHER_YEAR
        change *= FARTHER if state is not None and abs(year - state.year) > 1 else 1.0
        ways.append((target, _cost(state, target) + change, True))
    return ways


def _cost(state: Moment | None, target: Moment) -> float:
    if state is None:
        return 0.0
    first, last = _months(state)
    low, high = _months(target)
    if low > last:
        return ON * log2(1 + (low - last) / 6)
    if high < first:
        return BACK + BACK_FAR * log2(1 + (first - high) / 6)
    return 0.0


def _months(moment: Moment) -> tuple[int, int]:
    if moment.month is None:
        return moment.year * 12, moment.year * 12 + 11
    return moment.year * 12 + moment.month - 1, moment.year * 12 + moment.month - 1


def _shifted(state: Moment | None, months: int) -> Moment | None:
    if state is None:
        return None
    if state.month is None or abs(months) % 12 == 0:
        return Moment(
            state.year + (months // 12 if months >= 0 else -(-months // 12)), None if abs(months) >= 12 else state.month
        )
    total = state.year * 12 + state.month - 1 + months
    return Moment(total // 12, total % 12 + 1)


def told_by(match: Match, at: int, aside: float) -> Told | None:
    """Return the date that a match tells, None where it tells none that the line could use."""
    season = season_of(match)
    month = month_of(match) or (calendar.SEASONS[season] + 1 if season else None)
    if month is not None and month > 12:
        month = 12
    year = stated_year(match)
    make, rule = match.rule.make, match.rule.options
    if make in ("date", "year", "clock") and (year is not None or month is not None) and not rule.get("ctx"):
        return Told(at, year, month, None, aside)
    if make == "duration" and year is not None:
        return Told(at, year, month, None, aside)
    if make == "ctx" and (match.one("SINGLE") or rule.get("unit")) == "Y":
        return Told(at, None, None, 12 * (match.one("CTXREL") or rule.get("rel", 0)), aside)
    if (
        make == "later"
        and match.one("UNIT") in ("Y", "M")
        and match.one("NUM")
        and not match.one("EARLIERPREP")
        and not rule.get("object")
    ):
        sign = -1 if match.one("EARLIER") else 1
        return Told(at, None, None, sign * int(match.one("NUM") * (12 if match.one("UNIT") == "Y" else 1)), aside)
    return None
