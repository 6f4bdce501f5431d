"""From a matched time expression to its TIMEX3 value, given the publication day and the times told before.

Each rule of a language table names what to `make` of its match; the maker of that name here returns type, value and basis,
or None where the match is no time expression after all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from tellings.annotate import calendar
from tellings.annotate.phrases import Match
from tellings.model import TimeType

UNKNOWN_DAY = "XXXX-XX-XX"
FAR_BACK = 7
"""Months: in a narrative a month that lies at least so far before the last one told is next year's."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a match stands for; `trim` words at its end are no part of the expression."""

    type: TimeType
    value: str
    basis: str
    trim: int = 0
    track: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """What a match is read against: the publication day, the genre, the tense and neighbourhood of its sentence."""

    published: date | None
    narrative: bool
    future: bool | None
    before: str
    after: str
    after_tag: str
    sentence: int


class Story:
    """The running time of a text: what its times stood for so far."""

    def __init__(self, published: date | None, *, narrative: bool) -> None:
        self.published, self.narrative = published, narrative
        self.value: str | None = None
        self.day: date | None = None
        self.year: int | None = None
        self.month: int | None = None
        self.quarter: str | None = None

    def hear(self, resolved: Resolved) -> None:
        """Remember a resolved time."""
        value = resolved.value
        covered = calendar.interval(value)
        if covered is None or resolved.type not in ("DATE", "TIME") or not resolved.track:
            return
        unit = calendar.unit_of(value)
        if unit in ("E", "C"):
            return
        first = covered[0]
        self.value, self.year = value, first.year
        self.month = first.month if unit not in ("Y",) else None
        self.day = first if unit in ("D", "W", "M", "WE") else None
        if unit == "Q":
            self.quarter = value[:7]

    @property
    def anchor(self) -> date | None:
        """Return the day that "the next day" is counted from."""
        if self.day is not None or self.narrative:
            return self.day
        return self.published


def _part(match: Match) -> str:
    return match.one("PART") or match.one("TONIGHT") or ""


def _two(value: float) -> str:
    return f"{int(value):02d}"


class Resolver:
    """Makes values of matches, in text order, and keeps the story's running time."""

    def __init__(self, published: date | None, *, narrative: bool) -> None:
        self.story = Story(published, narrative=narrative)
        self.published = published
        self.narrative = narrative
        self.makers: dict[str, Callable[[Match, Setting], Resolved | None]] = {
            name[6:]: getattr(self, name) for name in dir(self) if name.startswith("_make_")
        }

    def resolve(self, match: Match, setting: Setting) -> Resolved | None:
        """Return what a match stands for, and remember it."""
        resolved = self.makers[match.rule.make](match, setting)
        if resolved is not None:
            self.story.hear(resolved)
        return resolved

    # ------------------------------------------------------------ calendar dates

    def _make_date(self, match: Match, setting: Setting) -> Resolved | None:
        month, day, year = match.one("MONTH") or match.one("SUREMONTH"), match.one("DAY"), match.one("YEAR")
        season = match.one("SEASON") or match.one("SURESEASON")
        if isinstance(day, float):
            day = int(day)
        if day is not None and not 1 <= day <= 31:
            return None
        basis = "stated"
        if year is None:
            found, basis = self._year_for(match, setting, month or calendar.SEASONS[season], day)
            year = found
        if season:
            head = f"{int(year):04d}" if year else "XXXX"
            return Resolved("DATE", f"{head}-{season}", basis)
        head = f"{int(year):04d}-{month:02d}" if year else f"XXXX-{month:02d}"
        if day is None:
            return Resolved("DATE", head, basis)
        if year and calendar.real_day(int(year), month, day) is None:
            return None
        part = _part(match)
        return Resolved("TIME" if part else "DATE", f"{head}-{day:02d}{part}", basis)

    def _year_for(self, match: Match, setting: Setting, month: int, day: int | None) -> tuple[int | None, str]:
        rel = match.one("REL")
        if rel is not None and self.published:
            return self.published.year + rel, "publication day"
        if match.rule.pattern.endswith("year") and self.story.year:
            return self.story.year + (match.one("CTXREL") or 0), "time told before"
        if self.narrative or (self.published is None and self.story.year):
            return self._story_year(month), "story's year"
        if self.published is None:
            return None, "unresolved"
        return self._news_year(setting, month, day), "publication day"

    def _story_year(self, month: int) -> int | None:
        year, last = self.story.year, self.story.month
        if year is None:
            return None
        if last is not None and last - month >= FAR_BACK:
            return year + 1
        return year

    def _news_year(self, setting: Setting, month: int, day: int | None) -> int:
        assert self.published is not None
        year, now = self.published.year, (self.published.month, self.published.day if day else 0)
        wanted = (month, day or 0)
        if setting.future:
            return year if wanted >= now else year + 1
        if setting.future is None:
            ahead = (month - self.published.month) % 12
            if wanted >= now and ahead <= 3:
                return year
            if wanted < now and ahead <= 3:
                return year + 1
        return year if wanted <= now else year - 1

    def _make_sibling(self, match: Match, setting: Setting) -> Resolved | None:
        base, day = self.story.value, match.one("DAY")
        if not base or calendar.unit_of(base) != "D" or len(base) < 10:
            return None
        year = f"{int(match.one('YEAR')):04d}" if match.one("YEAR") else base[:4]
        value = f"{year}-{base[5:7]}-{_two(day)}"
        return Resolved("DATE", value, "time told before") if calendar.day_of(value) else None

    def _make_daybefore(self, match: Match, setting: Setting) -> Resolved | None:
        return None

    def _make_year(self, match: Match, setting: Setting) -> Resolved | None:
        year = match.one("YEAR")
        era = match.one("ERA")
        year = match.one("NUM") if year is None else year
        if era is not None:
            return Resolved("DATE", f"BC{int(year):04d}" if era < 0 else f"{int(year):04d}", "stated", track=era > 0)
        if not match.rule.options.get("sure") and not _a_year(match, setting):
            return None
        return Resolved("DATE", f"{int(year):04d}", "stated")

    def _make_decade(self, match: Match, setting: Setting) -> Resolved | None:
        number = match.one("DECADE") or match.one("DECADEWORD")
        if number is None:
            return None
        number = int(number)
        if number < 100:
            century = 1900 if self.published is None or self.published.year < 2030 else 2000
            century = self.story.year // 100 * 100 if self.narrative and self.story.year else century
            number += century
        return Resolved("DATE", f"{number // 10:03d}", "stated")

    def _make_century(self, match: Match, setting: Setting) -> Resolved | None:
        number = int(match.one("ORD"))
        if match.one("ERA") == -1:
            return Resolved("DATE", f"BC{number - 1:02d}", "stated")
        return Resolved("DATE", f"{number - 1:02d}", "stated") if 1 <= number <= 30 else None

    # ------------------------------------------------------------ quarters and halves

    def _make_quarter(self, match: Match, setting: Setting) -> Resolved | None:
        number = match.one("ORD")
        if number is None or not 1 <= number <= 4:
            return None
        year, basis = match.one("YEAR"), "stated"
        if year is None:
            year, basis = self._quarter_year(match, setting, int(number))
        return Resolved("DATE", f"{int(year):04d}-Q{int(number)}" if year else f"XXXX-Q{int(number)}", basis)

    def _quarter_year(self, match: Match, setting: Setting, quarter: int) -> tuple[int | None, str]:
        now = self.published
        if self.narrative:
            return self.story.year, "story's year"
        if now is None:
            return None, "unresolved"
        rel = match.one("REL")
        if rel is not None:
            return now.year + rel, "publication day"
        current = (now.month + 2) // 3
        if setting.future:
            return (now.year if quarter >= current else now.year + 1), "publication day"
        return (now.year if quarter <= current else now.year - 1), "publication day"

    def _make_half(self, match: Match, setting: Setting) -> Resolved | None:
        number, year = match.one("ORD"), match.one("YEAR")
        return Resolved("DATE", f"{int(year):04d}-H{int(number)}", "stated") if number in (1, 2) else None

    def _make_agoquarter(self, match: Match, setting: Setting) -> Resolved | None:
        found = self._make_quarter(match, setting)
        if found is None or not found.value[:4].isdigit():
            return found
        return replace(found, value=f"{int(found.value[:4]) - 1:04d}{found.value[4:]}")

    # ------------------------------------------------------------ weekdays and days near the publication

    def _make_weekday(self, match: Match, setting: Setting) -> Resolved | None:
        wanted, part = match.one("WEEKDAY"), _part(match)
        kind: TimeType = "TIME" if part else "DATE"
        anchor = self.story.anchor if match.rule.options.get("ctx") else self.published
        if self.narrative and not match.rule.options.get("ctx"):
            anchor = self.story.day
        if anchor is None:
            return Resolved(kind, f"XXXX-WXX-{wanted}{part}", "unresolved")
        rel = match.one("REL") if match.one("REL") is not None else match.one("CTXREL")
        day = _weekday_near(anchor, wanted, rel, setting.future)
        return Resolved(kind, day.isoformat() + part, "story's day" if self.narrative else "publication day")

    def _make_setday(self, match: Match, setting: Setting) -> Resolved | None:
        wanted = match.one("WEEKDAY") or match.one("WEEKDAYS")
        return Resolved("SET", f"XXXX-WXX-{wanted}{_part(match)}", "stated")

    def _make_deictic(self, match: Match, setting: Setting) -> Resolved | None:
        offset, part = match.one("DEICTIC") or 0, _part(match)
        kind: TimeType = "TIME" if part else "DATE"
        if self.narrative and offset == 0:
            return Resolved(kind, "PRESENT_REF", "vague")
        if self.published is None or self.narrative:
            value = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[offset] if not part else UNKNOWN_DAY + part
            return Resolved(kind, value, "unresolved")
        day = calendar.shift(self.published, offset, "D")
        return Resolved(kind, f"{day}{part}", "publication day") if day else None

    def _make_lastnight(self, match: Match, setting: Setting) -> Resolved | None:
        if self.published is None or self.narrative:
            return Resolved("TIME", UNKNOWN_DAY + "TNI", "unresolved")
        return Resolved("TIME", f"{calendar.shift(self.published, -1, 'D')}TNI", "publication day")

    def _make_dayshift(self, match: Match, setting: Setting) -> Resolved | None:
        if self.published is None:
            return Resolved("DATE", UNKNOWN_DAY, "unresolved")
        return Resolved("DATE", f"{calendar.shift(self.published, match.rule.options['count'], 'D')}", "publication day")

    def _make_clock(self, match: Match, setting: Setting) -> Resolved | None:
        clock = _clock(match)
        if clock is None:
            return None
        if match.one("MONTH"):
            dated = self._make_date(match, setting)
            day = dated.value if dated else UNKNOWN_DAY
        elif match.one("WEEKDAY"):
            day = self._make_weekday(match, setting).value[:10]  # type: ignore[union-attr]
        elif match.one("DEICTIC") is not None and self.published and not self.narrative:
            day = str(calendar.shift(self.published, match.one("DEICTIC"), "D"))
        else:
            anchor = self.story.anchor
            day = anchor.isoformat() if anchor else UNKNOWN_DAY
        return Resolved("TIME", day + clock, "publication day" if self.published else "unresolved")

    # ------------------------------------------------------------ last, this, next

    def _make_rel(self, match: Match, setting: Setting) -> Resolved | None:
        rel = match.one("REL")
        if rel is None:
            rel = match.rule.options.get("rel", match.one("CTXREL") or 0)
        unit = match.one("SINGLE") or match.one("UNIT") or ("Y" if match.one("FISCAL") else None)
        season, month = match.one("SEASON"), match.one("MONTH")
        now = self.story.anchor if self.narrative else self.published
        trim = match.rule.options.get("trim", 0)
        basis = "story's day" if self.narrative else "publication day"
        if season or month:
            return self._relative_month(rel, season, month, now, basis)
        unit = unit or "WE"
        if now is None:
            return Resolved("DATE", _relative_value(rel, unit), "unresolved", trim)
        if unit == "D" and rel == 0:
            return Resolved("DATE", now.isoformat(), basis, trim)
        if unit == "WE" and rel < 0:
            now = now if now.weekday() >= 5 and "REL" not in match.values else calendar.shift(now, -1, "W") or now
            return Resolved("DATE", calendar.value_of(now, "WE"), basis, trim)
        moved = calendar.shift(now, rel, "W" if unit == "WE" else unit)
        return Resolved("DATE", calendar.value_of(moved, unit), basis, trim) if moved else None

    def _relative_month(self, rel: int, season: str | None, month: int | None, now: date | None, basis: str) -> Resolved | None:
        tail = season or f"{month:02d}"
        if now is None:
            return Resolved("DATE", f"XXXX-{tail}", "unresolved")
        wanted = month or calendar.SEASONS[season or "SP"]
        length = 1 if month else 3
        year = now.year
        if rel < 0 and wanted + length - 1 >= now.month:
            year -= 1
        if rel > 0 and wanted <= now.month:
            year += 1
        return Resolved("DATE", f"{year:04d}-{tail}", basis)

    def _make_ctx(self, match: Match, setting: Setting) -> Resolved | None:
        rel, unit, part = match.one("CTXREL") or 0, match.one("SINGLE") or "D", _part(match)
        anchor, last = self.story.anchor, self.story.value
        if rel == 0 and "next" in match.rule.pattern:
            rel = 1
        if unit == "Y" and self.story.year:
            return Resolved("DATE", f"{self.story.year + rel:04d}", "time told before")
        if anchor is None:
            return Resolved("DATE", _relative_value(rel, unit), "unresolved")
        moved = calendar.shift(anchor, rel, unit)
        if moved is None:
            return None
        if unit == "D" and last and calendar.unit_of(last) == "M":
            return Resolved("DATE", f"{last[:7]}-XX", "time told before", track=False)
        kind: TimeType = "TIME" if part else "DATE"
        return Resolved(kind, calendar.value_of(moved, unit) + part, "time told before")

    def _make_ctxday(self, match: Match, setting: Setting) -> Resolved | None:
        return Resolved("DATE", UNKNOWN_DAY, "unresolved")

    def _make_theunit(self, match: Match, setting: Setting) -> Resolved | None:
        words = {"quarter": "Q", "year": "Y", "month": "M", "week": "W", "decade": "E", "century": "C", "day": "D"}
        unit = next((u for w, u in words.items() if match.rule.pattern and w in self._last_word), "Y")
        if self.narrative:
            anchor = self.story.day or (date(self.story.year, 1, 1) if self.story.year else None)
        else:
            anchor = self.published
        if unit == "Q" and self.story.quarter:
            return Resolved("DATE", self.story.quarter, "time told before")
        if anchor is None:
            return Resolved("DATE", _relative_value(0, unit), "unresolved")
        return Resolved("DATE", calendar.value_of(anchor, unit), "publication day")

    _last_word = ""

    def _make_latest(self, match: Match, setting: Setting) -> Resolved | None:
        if self.story.quarter:
            return Resolved("DATE", self.story.quarter, "time told before")
        return Resolved("DATE", "PAST_REF", "vague")

    # ------------------------------------------------------------ so long ago, later, earlier

    def _count(self, match: Match) -> float | None:
        """Return how many units, None for an unknown number."""
        few, numbers = match.one("FEW"), match.values.get("NUM", ())
        if numbers:
            return float(numbers[0])
        if few is not None:
            return None if few == "X" else float(few)
        return 1.0

    def _make_ago(self, match: Match, setting: Setting) -> Resolved | None:
        sign = match.rule.options.get("sign", -1)
        unit, count = match.one("UNIT"), self._count(match)
        if count is None:
            return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", "vague")
        if unit in ("TS", "TM", "TH"):
            return Resolved("TIME", "PAST_REF" if self.published is None else f"{self.published}", "vague", track=False)
        anchor = self.published if not self.narrative or self.story.anchor is None else self.published
        if anchor is None:
            return Resolved("DATE", _relative_value(sign * int(count), unit), "unresolved")
        return self._shifted(anchor, sign * count, unit, "publication day")

    def _shifted(self, anchor: date, count: float, unit: str, basis: str) -> Resolved | None:
        if count != int(count):
            count, unit = round(count * {"Y": 12, "E": 10, "W": 7}.get(unit, 1)), {"Y": "M", "E": "Y", "W": "D"}.get(unit, unit)
        moved = calendar.shift(anchor, int(count), unit)
        if moved is None:
            return Resolved("DATE", "PAST_REF" if count < 0 else "FUTURE_REF", "vague")
        grain = "Y" if unit in ("E", "C") else unit
        return Resolved("DATE", calendar.value_of(moved, grain), basis, track=False)

    def _make_yearago(self, match: Match, setting: Setting) -> Resolved | None:
        last = self.story.value
        if last and not self.narrative and calendar.unit_of(last) in ("Q",):
            return Resolved("DATE", f"{int(last[:4]) - 1:04d}{last[4:]}", "time told before", track=False)
        if self.published is None or self.narrative:
            year = self.story.year
            return Resolved("DATE", f"{year - 1:04d}" if year else "PAST_REF", "time told before", track=False)
        return Resolved("DATE", f"{self.published.year - 1:04d}", "publication day", track=False)

    def _make_later(self, match: Match, setting: Setting) -> Resolved | None:
        sign = -1 if match.one("EARLIER") else 1
        unit, count = match.one("UNIT"), self._count(match)
        if count is None:
            return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", "vague")
        if unit in ("TS", "TM", "TH"):
            return Resolved("DURATION", _period(count, unit), "stated")
        if unit == "Y" and self.story.year:
            return Resolved("DATE", f"{self.story.year + sign * int(count):04d}", "time told before")
        anchor = self.story.anchor
        if anchor is None:
            return Resolved("DURATION", _period(count, unit), "stated")
        found = self._shifted(anchor, sign * count, unit, "time told before")
        return replace(found, track=True) if found else None

    # ------------------------------------------------------------ durations, sets, vague references

    def _make_duration(self, match: Match, setting: Setting) -> Resolved | None:
        unit = match.one("UNIT") or match.one("PLURAL") or "D"
        count = self._count(match)
        value = f"P{'T' if unit[0] == 'T' else ''}X{unit[-1]}" if count is None else _period(count, unit)
        return Resolved("DURATION", value, "stated")

    def _make_vague(self, match: Match, setting: Setting) -> Resolved | None:
        unit, few = match.one("PLURAL") or match.one("UNIT"), match.one("FEW")
        if few not in (None, "X"):
            return Resolved("DURATION", _period(float(few), unit), "stated")
        return Resolved("DURATION", f"P{'T' if unit[0] == 'T' else ''}X{'Y' if unit == 'WE' else unit[-1]}", "vague")

    def _make_set(self, match: Match, setting: Setting) -> Resolved | None:
        return Resolved("SET", _period(self._count(match) or 1, match.one("UNIT")), "stated")

    def _make_advset(self, match: Match, setting: Setting) -> Resolved | None:
        return Resolved("SET", match.one("ADVSET"), "stated")

    def _make_ref(self, match: Match, setting: Setting) -> Resolved | None:
        return Resolved("DATE", match.rule.options["value"], "vague")


def _a_year(match: Match, setting: Setting) -> bool:
    """Tell whether four digits on their own are a year."""
    if setting.before in ("$", "£", "€", "#", "+", ":", "/", ".", "No"):
        return False
    year = match.one("YEAR")
    if match.last - match.first > 1:
        return True
    if setting.after in ("%", "/", ":"):
        return False
    plural = setting.after_tag in ("NNS", "CD")
    if setting.before in ("in", "since", "by", "from", "until", "during", "of", "between", "and", "In", "Since", "By"):
        return not plural or 1700 <= year <= 2030
    return 1700 <= year <= 2050 and not plural


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


def _clock(match: Match) -> str | None:
    if match.one("OCLOCK"):
        return str(match.one("OCLOCK"))
    clock, hour = match.one("CLOCK"), match.one("NUM") or match.one("DAY")
    if clock is not None:
        pieces = str(clock).split(":")
        hour, minute = int(pieces[0]), int(pieces[1])
    else:
        hour, minute = int(hour or 99), 0
    later = match.one("AMPM")
    if later is not None and hour <= 12:
        hour = hour % 12 + later
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _period(count: float, unit: str) -> str:
    if unit == "E":
        count, unit = count * 10, "Y"
    elif unit == "C":
        count, unit = count * 100, "Y"
    elif unit == "F":
        count, unit = count * 2, "W"
    elif unit == "WE":
        return f"P{count:g}WE"
    if unit[0] == "T":
        if count != int(count) and unit == "TH":
            return f"PT{int(count)}H{round(count % 1 * 60)}M"
        return f"PT{count:g}{unit[1]}"
    return f"P{count:g}{unit}"


def _relative_value(rel: int, unit: str) -> str:
    if rel == 0:
        return {"W": "XXXX-WXX", "D": UNKNOWN_DAY, "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX"}.get(unit, "PRESENT_REF")
    return {"W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX", "D": UNKNOWN_DAY}.get(
        unit, "PAST_REF" if rel < 0 else "FUTURE_REF"
    )
