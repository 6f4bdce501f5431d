"""Makers of times counted from the publication day or from a time told before: weekdays, yesterday, last week, that day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from tellings.annotate import calendar
from tellings.annotate.phrases import Match
from tellings.annotate.times_dates import date_value, month_of, season_of
from tellings.annotate.times_story import UNKNOWN_DAY, Resolved, Setting, Story, unknown, year_text
from tellings.model import TimeType

WEEKEND = 5
"""Monday is 0."""


def _part(match: Match) -> str:
    return str(match.one("PART") or match.one("TONIGHT") or match.rule.options.get("part", ""))


def _kind(part: str) -> TimeType:
    return "TIME" if part else "DATE"


def weekday(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a weekday: the last one, that day included; the next one where the tense looks ahead; or weeks after that."""
    wanted, part = int(match.one("WEEKDAY") or match.rule.options["day"]), _part(match)
    told = bool(match.rule.options.get("ctx")) or story.narrative
    anchor = story.anchor if told else story.published
    if anchor is None:
        return Resolved(_kind(part), f"XXXX-WXX-{wanted}{part}", "unresolved")
    if match.rule.options.get("ofweek"):
        monday = calendar.shift(anchor, 7 * (match.one("REL") or 0) - anchor.weekday(), "D") or anchor
        day = calendar.shift(monday, wanted - 1, "D")
    else:
        rel = match.rule.options.get("rel") or (match.one("REL") if match.one("REL") is not None else match.one("CTXREL"))
        weeks = match.rule.options.get("weeks", 0)
        day = calendar.shift(_weekday_near(anchor, wanted, rel, setting.future or bool(weeks)), weeks, "W")
    return Resolved(_kind(part), f"{day}{part}", "time told before" if told else "publication day")


def numbered_weekday(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "lunes 26": the nearest such weekday that bears the number, from ten days before to a month after."""
    wanted, number = int(match.one("WEEKDAY")), int(match.one("DAY") or match.one("NTH"))
    if story.published is not None:
        near = sorted(range(-10, 32), key=abs)
        days = [day for count in near if (day := calendar.shift(story.published, count, "D")) is not None]
        day = next((d for d in days if d.isoweekday() == wanted and d.day == number), None)
        if day is not None:
            return Resolved("DATE", f"{day}", "publication day")
    return Resolved("DATE", f"XXXX-WXX-{wanted}", "unresolved")


def _weekday_near(anchor: date, wanted: int, rel: int | None, future: bool | None) -> date:
    back = (anchor.isoweekday() - wanted) % 7
    ahead = (wanted - anchor.isoweekday()) % 7
    count = -back
    if rel is not None and rel < 0:
        count = -(back or 7)
    elif rel is not None and rel > 0:
        count = ahead or 7
    elif future:
        count = ahead
    return calendar.shift(anchor, count, "D") or anchor


def set_of_weekdays(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "every Friday", "Fridays"."""
    days = match.values.get("WEEKDAY") or match.values.get("WEEKDAYS")
    day = days[-1] if days else None
    value = match.rule.options.get("value") or (f"XXXX-WXX-{day}" if day else UNKNOWN_DAY) + _part(match)
    return Resolved("SET", str(value), "stated")


def deictic(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make yesterday, today, tomorrow, tonight, this morning; `count` in the rule adds days."""
    offset, part = (match.one("DEICTIC") or 0) + match.rule.options.get("count", 0), _part(match)
    if story.published is None or story.narrative:
        if part:
            return Resolved("TIME", UNKNOWN_DAY + part, "unresolved")
        return Resolved("DATE", unknown("", max(-1, min(1, offset))), "vague" if story.narrative else "unresolved")
    day = calendar.shift(story.published, offset, "D")
    return Resolved(_kind(part), f"{day}{part}", "publication day") if day else None


def clock(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a time of day, on the day named beside it, else on the story's."""
    hour = _clock(match)
    if hour is None:
        return None
    day, basis = None, "publication day"
    if match.one("MONTH"):
        dated = date_value(match, setting, story)
        day, basis = (dated.value, dated.basis) if dated else (None, "stated")
    elif match.one("WEEKDAY"):
        near = weekday(match, setting, story)
        day, basis = (near.value[:10], near.basis) if near and near.value[:4] != "XXXX" else (None, "unresolved")
    elif match.one("DEICTIC") is not None and story.published and not story.narrative:
        day = str(calendar.shift(story.published, match.one("DEICTIC"), "D"))
    elif story.anchor and not story.finer("D"):
        day = story.anchor.isoformat()
        basis = "time told before" if story.day else basis
    return Resolved("TIME", (day or UNKNOWN_DAY) + hour, basis if day else "unresolved", track=bool(match.one("MONTH")))


def _clock(match: Match) -> str | None:
    said = match.one("OCLOCK") or match.rule.options.get("hour")
    if said:
        return str(said)
    if match.one("HOURAMPM"):
        return _hour_of(str(match.one("HOURAMPM")))
    shown, number = match.one("CLOCK") or match.one("HOURSIGN"), match.one("NUM") or match.one("HOUR")
    options = match.rule.options
    if shown is not None:
        hour, minute = (int(n or 0) for n in str(shown).replace("h", ":").split(":")[:2])
    else:
        hour, minute = _spoken_clock(99 if number is None else number, int(match.one("INT") or 0), options)
    later = match.one("AMPM") if match.one("AMPM") is not None else options.get("later")
    if later is None and match.one("PART") in ("TAF", "TEV", "TNI") and hour < 12:
        later = 12
    if later is not None and hour <= 12:
        hour = hour % 12 + later
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _spoken_clock(hour: float, minute: int, options: Mapping[str, Any]) -> tuple[int, int]:
    """Return hour and minute of "6", "6.15", "0600", "half past six"; hour 99 where it is none."""
    if hour != int(hour):
        return divmod(round(100 * hour), 100)
    hour = int(hour)
    if options.get("minute"):
        return divmod(hour * 60 + int(options["minute"]), 60) if hour <= 12 else (99, 0)
    if hour >= 100 or options.get("military"):
        return divmod(hour, 100) if hour >= 100 else (99, 0)
    return hour, minute


def _hour_of(text: str) -> str:
    """Return the time of "9pm", "9.30pm"."""
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    hour = numbers[0] % 12 + (12 if text.rstrip("mM.").lower().endswith("p") else 0)
    return f"T{hour:02d}:{numbers[1] if len(numbers) > 1 else 0:02d}"


def relative(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make last week, this month, next year, last weekend, last spring, this May."""
    rel = match.one("REL") if match.one("REL") is not None else match.rule.options.get("rel", match.one("CTXREL") or 0)
    unit, trim = match.one("SINGLE") or match.rule.options.get("unit", "WE"), match.rule.options.get("trim", 0)
    told = story.narrative or (match.one("REL") is None and match.one("CTXREL") is not None)
    now = story.anchor if told else story.published
    basis = "time told before" if told else "publication day"
    season, month = season_of(match), month_of(match)
    if season or month:
        return _relative_month(rel, season, month, now, basis)
    if now is None:
        return Resolved("DATE", unknown(unit, rel), "unresolved", trim)
    if unit == "WE" and setting.future and match.one("REL") is None and rel == -1:
        rel = 0
    if unit == "WE" and rel < 0:
        here = now.weekday() >= WEEKEND and match.one("REL") is None and rel == -1
        now = now if here else calendar.shift(now, rel, "W") or now
        return Resolved("DATE", calendar.value_of(now, "WE"), basis, trim)
    moved = calendar.shift(now, rel, "W" if unit == "WE" else unit)
    if moved is None:
        return None
    rolling = match.rule.options.get("rolling") and not told
    began = calendar.shift(moved, 1, "D") if rolling else None
    return Resolved("DATE", calendar.value_of(moved, unit), basis, trim, days=(began, now) if began else None)


def _relative_month(rel: int, season: str | None, month: int | None, now: date | None, basis: str) -> Resolved | None:
    tail = season or f"{month:02d}"
    if now is None:
        return Resolved("DATE", f"XXXX-{tail}", "unresolved")
    wanted, length = month or calendar.SEASONS[season or "SP"], 1 if month else 3
    year = now.year
    if rel < 0 and wanted + length - 1 >= now.month:
        year -= 1
    elif rel > 0 and wanted <= now.month:
        year += 1
    elif rel == 0 and season == "WI" and now.month <= 2:
        year -= 1
    return Resolved("DATE", f"{year:04d}-{tail}", basis)


def told_before(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make that day, the same month, the previous year, the next morning: counted from the time told before."""
    rel, part = match.one("CTXREL") or match.rule.options.get("rel", 0), _part(match)
    unit = match.one("SINGLE") or match.rule.options.get("unit", "D")
    if unit == "Y" and story.year:
        return Resolved("DATE", year_text(story.year + rel), "time told before")
    if unit in ("E", "C") and story.year:
        return Resolved("DATE", _long_text(story.year, rel, 10 if unit == "E" else 100), "time told before", track=False)
    if story.anchor is None:
        return Resolved(_kind(part), unknown(unit, rel) + part, "unresolved")
    if story.day and story.finer(unit):
        value = story.value or ""
        head = f"{value[:7]}-XX" if story.grain == "M" else f"{value[:4]}-{'XX-XX' if unit == 'D' else 'XX'}"
        return Resolved("DATE", head + part, "time told before", track=False)
    moved = calendar.shift(story.anchor, rel, "W" if unit == "WE" else unit)
    if moved is None:
        return None
    return Resolved(_kind(part), calendar.value_of(moved, unit) + part, "time told before" if story.day else "publication day")


def _long_text(year: int, rel: int, years: int) -> str:
    """Return the value of a decade or century that lies `rel` after that of a year; before Christ they count down."""
    number = abs(year) // years + (rel if year > 0 else -rel)
    return f"{'BC' if year < 0 else ''}{number:0{3 if years == 10 else 2}d}"


def the_unit(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "the year", "the quarter" of the story's, else the publication's time; "the Year III" is none."""
    unit = match.one("SINGLE") or match.rule.options.get("unit", "Y")
    if (unit == "D" and not match.one("MOD")) or (setting.after and not setting.after.strip("IVX")):
        return None
    if unit == "Q" and story.last_quarter:
        return Resolved("DATE", story.last_quarter, "time told before")
    if unit == "Y" and story.narrative and story.year:
        return Resolved("DATE", year_text(story.year), "time told before")
    anchor = story.day if story.narrative else story.published
    if anchor is None:
        return Resolved("DATE", unknown(unit), "unresolved")
    return Resolved("DATE", calendar.value_of(anchor, unit), "time told before" if story.narrative else "publication day")


def unit_ended(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "the quarter" that a following date ends; a longer time so bounded is a length."""
    unit = str(match.one("SINGLE"))
    if unit == "Q":
        return the_unit(match, setting, story)
    return Resolved("DURATION", f"P1{unit}", "stated")


def end_of(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "month's end": the month, week or year told last, else the publication's."""
    unit, anchor = str(match.one("SINGLE")), story.anchor if story.narrative else story.published
    if anchor is None:
        return Resolved("DATE", unknown(unit), "unresolved")
    basis = "time told before" if story.narrative else "publication day"
    return Resolved("DATE", calendar.value_of(anchor, unit), basis, track=False)


MAKERS: Mapping[str, object] = {
    "weekday": weekday,
    "numbered weekday": numbered_weekday,
    "setday": set_of_weekdays,
    "deictic": deictic,
    "clock": clock,
    "rel": relative,
    "ctx": told_before,
    "theunit": the_unit,
    "unitended": unit_ended,
    "endof": end_of,
}
