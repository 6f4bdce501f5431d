"""Makers of lengths of time, times counted by them (ago, later, before), sets, and vague references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tellings.annotate import calendar
from tellings.annotate.phrases import Match
from tellings.annotate.times_story import UNKNOWN_DAY, Resolved, Setting, Story, period, unknown, year_before, year_text


def _count(match: Match) -> float | None:
    """Return how many units: the last number of a match, None for an unknown number, 1 where none is said."""
    few, numbers = match.one("FEW"), match.values.get("NUM", ())
    if numbers:
        return float(numbers[0])
    if few is not None:
        return None if few == "X" else float(few)
    return float(match.rule.options.get("number", 1))


def _unit(match: Match) -> str:
    return str(match.one("UNIT") or match.one("PLURAL") or match.one("SINGLE") or "D")


def ago(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a time counted from the publication day: two weeks ago, ten days from now."""
    sign, unit, count = match.rule.options.get("sign", -1), _unit(match), _count(match)
    if count is None or unit[0] == "T" or match.rule.options.get("vague"):
        return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", "vague")
    if story.published is None:
        return Resolved("DATE", unknown(unit, sign), "unresolved")
    return _shifted(story.published, sign * count, unit, "publication day")


def _shifted(anchor: date, count: float, unit: str, basis: str) -> Resolved:
    if count != int(count):
        count, unit = round(count * {"Y": 12, "E": 10, "W": 7}.get(unit, 1)), {"Y": "M", "E": "Y", "W": "D"}.get(unit, unit)
    moved = calendar.shift(anchor, int(count), "W" if unit == "WE" else unit)
    if moved is None:
        return Resolved("DATE", "PAST_REF" if count < 0 else "FUTURE_REF", "vague")
    grain = {"E": "Y", "C": "Y", "F": "W"}.get(unit, unit)
    return Resolved("DATE", calendar.value_of(moved, grain), basis, track=False)


def year_ago(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "a year ago", "a year earlier", "the year-ago period": of the quarter that a report speaks of, else of the year."""
    base = story.last_quarter if match.rule.options.get("quarter") else story.quarter
    if base and not story.narrative and not (story.last_was_span and not match.rule.options.get("quarter")):
        return Resolved("DATE", year_before(base), "time told before", track=False)
    if story.narrative or story.published is None:
        year = story.year - 1 if story.year else None
        return Resolved("DATE", year_text(year) if year else "PAST_REF", "time told before" if year else "vague", track=False)
    return Resolved("DATE", year_text(story.published.year - 1), "publication day", track=False)


def later(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a time counted from the one told before: three days later, two years earlier."""
    sign, unit, count = -1 if match.one("EARLIER") or match.one("EARLIERPREP") else 1, _unit(match), _count(match)
    trim = int(match.rule.options.get("trim", 0))
    if count is None:
        return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", "vague", trim)
    told = story.day is not None and not story.finer(unit)
    if unit[0] == "T" or (match.rule.options.get("object") and not (story.narrative and told)):
        return Resolved("DURATION", period(count, unit), "stated", trim)
    if unit in ("Y", "E", "C") and story.year:
        years = int(count * {"Y": 1, "E": 10, "C": 100}[unit])
        return Resolved("DATE", year_text(story.year + sign * years), "time told before", trim)
    if not told:
        if story.narrative and story.year:
            value = f"{year_text(story.year)}-{'XX-XX' if unit == 'D' else 'WXX' if unit == 'W' else 'XX'}"
            return Resolved("DATE", value, "time told before", trim, track=False)
        return Resolved("DURATION", period(count, unit), "stated", trim)
    assert story.day is not None
    return replace(_shifted(story.day, sign * count, unit, "time told before"), trim=trim, track=True)


def day_beside(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "the day after" an event: unknown, but for a narrative that has just told the day."""
    if story.narrative and story.day and story.grain == "D":
        day = calendar.shift(story.day, int(match.rule.options["sign"]), "D")
        return Resolved("DATE", str(day), "time told before")
    return Resolved("DATE", UNKNOWN_DAY, "unresolved")


def duration(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a length of time; "four flights a week" is a rate and none."""
    if match.rule.options.get("rate") and match.last - match.first == 2 and setting.before_tag[:2] in ("NN", "CD"):
        return None
    count = _count(match)
    if match.one("HALFWORD") and count is not None and match.rule.options.get("plushalf"):
        count += 0.5
    elif match.one("HALFWORD") and count == 1 and not match.values.get("NUM"):
        count = 0.5
    return Resolved("DURATION", period(count, _unit(match)), "stated")


def vague_duration(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "recent months", "a few days", "years"."""
    few = match.one("FEW")
    return Resolved("DURATION", period(None if few in (None, "X") else float(few), _unit(match)), "vague")


def repeated(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "every two years", "each month"."""
    return Resolved("SET", period(_count(match) or 1, _unit(match)), "stated")


def repeated_word(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "daily", "weekly"."""
    return Resolved("SET", str(match.one("ADVSET")), "stated")


def reference(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "now", "recently", "the future": `value` of the rule."""
    return Resolved("DATE", str(match.rule.options["value"]), "vague")


def nothing(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make nothing: the rule only keeps others away from what is no time (an age)."""
    return None


MAKERS: Mapping[str, object] = {
    "ago": ago,
    "yearago": year_ago,
    "later": later,
    "daybeside": day_beside,
    "duration": duration,
    "vague": vague_duration,
    "set": repeated,
    "advset": repeated_word,
    "ref": reference,
    "none": nothing,
}
