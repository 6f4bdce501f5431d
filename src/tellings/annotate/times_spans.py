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
    if few is None and match.one("HALFWORD") and match.rule.make == "later":
        return 0.5
    said = match.rule.options.get("number", 1) if few is None else few
    return None if said == "X" else float(said)


def _unit(match: Match) -> str:
    return str(match.one("UNIT") or match.one("PLURAL") or match.one("SINGLE") or "D")


def ago(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a time counted from the publication day: two weeks ago, ten days from now."""
    sign, unit, count = match.rule.options.get("sign", -1), _unit(match), _halved(match, _count(match))
    if count is None or unit[0] == "T" or match.rule.options.get("vague"):
        return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", "vague")
    if story.narrative:
        return _ago_in_narrative(sign * count, unit, story)
    if story.published is None:
        return Resolved("DATE", unknown(unit, sign), "unresolved")
    resolved = _shifted(story.published, sign * count, unit, "publication day")
    return _bounded(resolved, match.rule.options.get("bound"), story.published, count, unit) if sign < 0 else resolved


def _bounded(resolved: Resolved, bound: str | None, published: date, count: float, unit: str) -> Resolved:
    """Return "more than two weeks ago" as days that end two weeks before, "less than two weeks ago" as those since then."""
    factor, step = {"F": (2, "W"), "WE": (1, "W")}.get(unit, (1, unit))
    whole = count * factor == int(count * factor)
    limit = calendar.shift(published, -int(count * factor), step) if bound and whole else None
    if limit is None:
        return resolved
    return replace(resolved, days=(None, limit) if bound == "before" else (limit, published))


def _ago_in_narrative(count: float, unit: str, story: Story) -> Resolved:
    """Make "two years ago" of a text that counts from its own dates: within a quotation, mostly."""
    years = {"Y": 1, "E": 10, "C": 100}.get(unit)
    if years and story.year:
        return Resolved("DATE", year_text(int(story.year + count * years)), "time told before", track=False)
    if story.day is None or story.finer(unit):
        return Resolved("DATE", unknown(unit), "unresolved")
    return _shifted(story.day, count, unit, "time told before")


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
    beside = story.narrative and story.beside
    if match.rule.options.get("object") and (beside or (setting.event in story.events and count is not None)):
        return _beside_event(sign * (count or 0), unit, setting, story, trim)
    if count is None:
        return _some_later(unit, match, story, trim)
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


def _beside_event(count: float, unit: str, setting: Setting, story: Story, trim: int) -> Resolved:
    """Make "two days after the attack": the day named beside it, else counted from the day on which the attack was told."""
    if story.narrative and story.beside:
        return Resolved("DATE", story.beside, "stated", trim, track=False)
    if unit[0] == "T":
        return Resolved("DURATION", period(abs(count), unit), "stated", trim)
    return replace(_shifted(story.events[setting.event], count, unit, "event's day"), trim=trim)


def _some_later(unit: str, match: Match, story: Story, trim: int) -> Resolved:
    """Make "weeks later", "a few days before"."""
    if match.rule.options.get("object"):
        return Resolved("DURATION", period(None, unit), "vague", trim)
    if not story.narrative:
        return Resolved("DURATION", period(None, unit), "vague", trim)
    value = {"W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(unit, UNKNOWN_DAY)
    return Resolved("DATE", value, "vague", trim)


def day_beside(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "the day after" an event: told beside it, or counted from it; else unknown, but in a narrative just told the day."""
    if story.beside:
        return Resolved("DATE", story.beside, "stated", track=False)
    if match.rule.options.get("narrative") and not story.narrative:
        return None
    if setting.event in story.events:
        return _shifted(story.events[setting.event], int(match.rule.options["sign"]), "D", "event's day")
    if match.rule.options["sign"] and story.narrative and story.day and story.grain == "D":
        day = calendar.shift(story.day, int(match.rule.options["sign"]), "D")
        return Resolved("DATE", str(day), "time told before")
    return Resolved("DATE", UNKNOWN_DAY, "unresolved")


def duration(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a length of time; "four flights a week" is a rate and none."""
    if match.rule.options.get("rate") and match.last - match.first == 2 and setting.before_tag[:2] in ("NN", "CD"):
        return None
    count = _count(match)
    if match.rule.options.get("mixed"):
        above, below = match.values["INT"][-2:]
        count = (count or 0) + (above / below if below else 0)
    return Resolved("DURATION", period(_halved(match, count), _unit(match)), "stated")


def _halved(match: Match, count: float | None) -> float | None:
    """Return a count with the half that is told of it: "a year and a half", "half a year"."""
    if match.one("HALFWORD") is None or count is None:
        return count
    if match.rule.options.get("plushalf"):
        return count + 0.5
    return 0.5 if count == 1 and not match.values.get("NUM") else count


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
    if match.rule.options.get("narrative") and not story.narrative:
        return None
    return Resolved(
        "TIME" if "T" in str(match.rule.options["value"])[8:] else "DATE", str(match.rule.options["value"]), "vague"
    )


def time_told(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "that time", "this period" of a narrative: the last time told."""
    if not story.narrative and (not match.rule.options.get("any") or story.value is None):
        return None
    if match.rule.options.get("vague") or story.value is None:
        return Resolved("DATE", UNKNOWN_DAY[:4], "vague", track=False)
    return Resolved("DATE", story.value, "time told before", track=False)


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
    "timetold": time_told,
    "none": nothing,
}
