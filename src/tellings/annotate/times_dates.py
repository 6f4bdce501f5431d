"""Makers of calendar dates: days, months, seasons, years, decades, centuries, quarters, halves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tellings.annotate import calendar
from tellings.annotate.phrases import Match
from tellings.annotate.times_story import UNKNOWN_DAY, Resolved, Setting, Story, year_before, year_text

FAR_BACK = 7
"""Months: in a narrative a month that lies at least so far before the last one told is the next year's."""
NEAR_AHEAD = 3
"""Months: without a tense, a month that lies at most so far ahead of a publication day is meant."""
LATEST_CENTURY = 30
OLDEST_BARE, LATEST_BARE = 1700, 2050
"""Four digits on their own are a year between these."""


def date_value(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a day, month or season, its year stated or found."""
    month, day = month_of(match), match.one("DAY") or match.one("NTH")
    season = season_of(match)
    day = int(day) if day else None
    around = month if month is not None else calendar.SEASONS.get(season or "")
    if around is None:
        return None
    year, basis = stated_year(match), "stated"
    if year is None:
        year, basis = _year_for(match, setting, story, around, day)
    if season or month is None:
        return Resolved("DATE", f"{year_text(year)}-{season}", basis)
    value = f"{year_text(year)}-{month:02d}"
    if day is None:
        return Resolved("DATE", value, basis)
    if day > 31 or (year and year > 0 and calendar.real_day(year, month, day) is None):
        return None
    exact = calendar.day_of(f"{value}-{day:02d}")
    if match.rule.options.get("grain") and exact:
        return Resolved("DATE", calendar.value_of(exact, match.rule.options["grain"]), basis)
    part = match.one("PART") or ""
    return Resolved("TIME" if part else "DATE", f"{value}-{day:02d}{part}", basis)


def month_of(match: Match) -> int | None:
    """Return the month that a match names."""
    found: int | None = match.one("MONTH") or match.one("SUREMONTH") or match.one("MAYBEMONTH")
    return found


def season_of(match: Match) -> str | None:
    """Return the season that a match names."""
    found: str | None = match.one("SEASON") or match.one("SURESEASON")
    return found


def stated_year(match: Match) -> int | None:
    """Return the year that a match states."""
    year, era = match.one("YEAR"), match.one("ERA")
    if year is None and era is not None:
        year = match.one("NUM")
    if year is None and match.rule.options.get("spoken"):
        year = match.one("NUM") if 1000 <= match.one("NUM") <= 2100 else None
    if year is None and match.one("YY") is not None:
        year = 1900 + int(match.one("YY")) if int(match.one("YY")) > 30 else 2000 + int(match.one("YY"))
    return None if year is None else int(year) * (-1 if era == -1 else 1)


def _year_for(match: Match, setting: Setting, story: Story, month: int, day: int | None) -> tuple[int | None, str]:
    rel = match.one("REL")
    if rel is not None and story.published and not story.narrative:
        return story.published.year + rel, "publication day"
    if match.rule.options.get("ctx") and story.year:
        return story.year + (match.one("CTXREL") or 0), "time told before"
    if story.narrative or (story.published is None and story.year):
        year = story.years.get(match.first) or _story_year(story, month)
        return year, "story's year" if year else "unresolved"
    if story.published is None:
        return None, "unresolved"
    return _news_year(setting, story, month, day), "publication day"


def _story_year(story: Story, month: int) -> int | None:
    if story.year is None:
        return None
    if story.month is not None and story.month - month >= FAR_BACK:
        return story.year + 1 if story.year != -1 else 1
    return story.year


def _news_year(setting: Setting, story: Story, month: int, day: int | None) -> int:
    """Return the year of a month or day near the publication: the nearest, unless the tense says otherwise."""
    now = story.published
    assert now is not None
    ahead = (month - now.month) % 12
    if ahead == 0 and (day is None or abs(day - now.day) <= 31):
        return now.year
    coming = now.year + (month < now.month)
    if setting.future:
        return coming if ahead <= 9 else coming - 1
    if setting.future is False and setting.direct:
        return coming - 1
    return coming if ahead <= (5 if day else NEAR_AHEAD) else coming - 1


def sibling_day(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make the second day of "May 6 and 7": month and year are those of the day before it."""
    base, day = story.value, match.values["DAY"][-1]
    if not base or calendar.unit_of(base) != "D":
        return None
    year = stated_year(match)
    value = f"{year_text(year) if year else base[:4]}-{base[5:7]}-{int(day):02d}"
    return Resolved("DATE", value, "time told before") if calendar.day_of(value) else None


def same_month(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "the 20th" of the month told before."""
    base, day = story.value, int(match.one("NTH"))
    if not base or calendar.unit_of(base) not in ("D", "M"):
        return None
    value = f"{base[:7]}-{day:02d}"
    return Resolved("DATE", value, "time told before") if calendar.day_of(value) else None


def year_value(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a year."""
    year = stated_year(match)
    if year is None or (not match.rule.options.get("sure") and not _a_year(match, setting, year)):
        return None
    return Resolved("DATE", year_text(year), "stated", track=setting.after != ")" or setting.before != "(")


def _a_year(match: Match, setting: Setting, year: int) -> bool:
    """Tell whether four digits on their own are a year."""
    if match.last - match.first > 1:
        return True
    if setting.before in ("$", "£", "€", "#", "+") or setting.after in ("%", "/"):
        return False
    if setting.glued and setting.before in (":", "/", ".", ","):
        return False
    if match.rule.options.get("led"):
        return year <= LATEST_BARE and not (year % 50 == 0 and _plural_follows(setting))
    counted = setting.before_tag[:2] in ("RB", "JJ") or (setting.before_tag in ("IN", "DT") and year % 100 == 0)
    return OLDEST_BARE <= year <= LATEST_BARE and not (_plural_follows(setting) and (counted or year % 50 == 0))


def _plural_follows(setting: Setting) -> bool:
    return setting.after_tag in ("NNS", "CD") and setting.after.islower()


def short_year(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make the second year of "1915-17", or "'89"."""
    number = int(match.one("YY"))
    base = story.year or (story.published.year if story.published else None)
    if base is None or base < 0:
        return None
    year = base // 100 * 100 + number
    if match.rule.options.get("range"):
        return Resolved("DATE", year_text(year), "time told before") if base < year <= base + 60 else None
    if not story.narrative and year > base + 10:
        year -= 100
    return Resolved("DATE", year_text(year), "time told before")


def decade(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a decade; one without a century is the story's, else the last that is over or running."""
    said = (match.one(name) for name in ("DECADE", "DECADEWORD", "YEAR", "YY", "WORD"))
    number = int(next((n for n in said if n is not None), 0))
    if number % 10 or not 20 <= number <= LATEST_BARE:
        return None
    if number < 100:
        base = story.year if story.narrative and story.year and story.year > 0 else None
        latest = base or (story.published.year if story.published else 2000)
        number += latest // 100 * 100
        if base is None and number > latest:
            number -= 100
    return Resolved("DATE", f"{number // 10:03d}", "stated", track=False)


def century(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a century: the 19th is 18."""
    number = int(match.one("ORD") or match.one("ROMAN") or match.one("DAY") or 0)
    if not 1 <= number <= LATEST_CENTURY:
        return None
    return Resolved("DATE", f"{'BC' if match.one('ERA') == -1 else ''}{number - 1:02d}", "stated", track=False)


def quarter(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a quarter; `ago` in the rule takes it a year back."""
    number = int(match.one("ORD") or match.one("DAY") or 0)
    if not 1 <= number <= 4:
        return None
    year, basis = stated_year(match), "stated"
    if year is None:
        year, basis = _quarter_year(match, setting, story, number)
    value = f"{year_text(year)}-Q{number}"
    if match.rule.options.get("ago"):
        return Resolved("DATE", year_before(value), basis)
    ahead = story.quarter_is_ahead(value) and (basis == "stated" or setting.future is not False)
    return Resolved("DATE", value, basis, track=not ahead)


def _quarter_year(match: Match, setting: Setting, story: Story, number: int) -> tuple[int | None, str]:
    if story.narrative:
        return story.year, "story's year"
    now, rel = story.published, match.one("REL")
    if now is None:
        return None, "unresolved"
    if rel is not None:
        return now.year + rel, "publication day"
    behind = (now.month + 2) // 3 - number
    if setting.future and behind >= 2:
        return now.year + 1, "publication day"
    return (now.year if behind >= 0 else now.year - (behind < -1 and not setting.future)), "publication day"


def dated_quarter(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make "the 1988 quarter": the quarter that the report speaks of, in a stated or related year."""
    base, rel = story.last_quarter, match.one("REL")
    year = stated_year(match)
    if year is None and rel is not None and story.published:
        year = story.published.year + rel
    if year is None or base is None:
        return None
    return Resolved("DATE", f"{year_text(year)}{base[4:]}", "time told before", track=False)


def half(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a half year."""
    number, year = int(match.one("ORD") or match.rule.options.get("number", 0)), stated_year(match)
    basis = "stated"
    if year is None and story.published and not story.narrative:
        year, basis = story.published.year + (match.one("REL") or 0), "publication day"
    return Resolved("DATE", f"{year_text(year)}-H{number}", basis) if number in (1, 2) else None


def holiday(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a holiday: a fixed day, the nth weekday of a month, or days from Easter."""
    rule = str(match.rule.options.get("fixed") or match.one("HOLIDAY") or match.one("FEAST") or "12-24")
    near = calendar.feast(story.published.year if story.published else 2000, rule)
    if near is None:
        return None
    year, basis = stated_year(match), "stated"
    if year is None:
        year, basis = _year_for(match, setting, story, near.month, near.day)
    part = match.one("PART") or ""
    day = calendar.feast(year, rule) if year and year > 0 else None
    if day is None:
        fixed = f"{year_text(year)}-{near.month:02d}-{near.day:02d}" if "-" in rule[:3] else UNKNOWN_DAY
        return Resolved("DATE", fixed, basis)
    return Resolved("TIME" if part else "DATE", f"{day}{part}", basis)


def numeric(match: Match, setting: Setting, story: Story) -> Resolved | None:
    """Make a date in digits, in the order that the rule names (`order`: "YMD", "DMY", "MDY"); an impossible one turns round."""
    order = str(match.rule.options["order"])
    numbers = dict(zip(order, [int(n) for n in match.values["INT"]], strict=True))
    year = numbers["Y"] + (0 if numbers["Y"] > 99 else 2000 if numbers["Y"] < 50 else 1900)
    for month, day in ((numbers["M"], numbers["D"]), (numbers["D"], numbers["M"])):
        if 1000 <= year <= 2100 and calendar.real_day(year, month, day) if 1 <= month <= 12 else None:
            return replace(Resolved("DATE", f"{year:04d}-{month:02d}-{day:02d}", "stated"))
    return None


MAKERS: Mapping[str, object] = {
    "date": date_value,
    "sibling": sibling_day,
    "samemonth": same_month,
    "year": year_value,
    "shortyear": short_year,
    "decade": decade,
    "century": century,
    "quarter": quarter,
    "datedquarter": dated_quarter,
    "half": half,
    "holiday": holiday,
    "numeric": numeric,
}
