"""When and where something was said: the day and the occasion that the reporting clause names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from tellings.lang import table
from tellings.model import Days, Span, Time

NEAR = 70
"""Characters between the cue and a day or occasion; what stands farther off belongs to another clause."""
SAME_OCCASION = 1500
"""Characters (four or five paragraphs) within which undated words are taken to be from the speaker's dated occasion."""
LONGEST_STRETCH = 31
"""Days; a longer stretch of time is not when something was said."""


class Occasions:
    """The last dated occasion on which each speaker spoke: words of the same speaker soon after are from it."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, Days]] = {}

    def note(self, entity: str | None, at: int, days: Days | None) -> None:
        """Remember when a speaker spoke, as the reporting clause at a place gives it."""
        if entity is not None and days is not None and days.first_day == days.last_day:
            self._last[entity] = at, days

    def recall(self, entity: str | None, at: int) -> Days | None:
        """Return when a speaker spoke whose words at a place bear no day of their own."""
        if entity not in self._last:
            return None
        noted, days = self._last[entity]
        return days if 0 <= at - noted < SAME_OCCASION else None

    def forget(self) -> None:
        """Begin another article."""
        self._last.clear()


@cache
def _occasions(language: str) -> re.Pattern[str] | None:
    words = table("reporting", language)
    nouns, before = words.get("settings", ()), words.get("before_settings", ())
    if not nouns or not before:
        return None
    any_noun = "|".join(re.escape(n) for n in sorted(nouns, key=len, reverse=True))
    lead = "|".join(re.escape(w) for w in sorted(before, key=len, reverse=True))
    return re.compile(rf"\b(?:{lead})\s+(?P<setting>(?:[^\W\d_][\w’'\-]*\s+){{0,4}}?(?:{any_noun}))\b", re.IGNORECASE)


def said_when(times: Sequence[Time], sentence: Span, contents: Sequence[Span], cue: Span) -> Days | None:
    """Return the days that the reporting clause gives: a date of the sentence outside the words reported, near the cue."""
    near = [
        (min(abs(t.start - cue.end), abs(cue.start - t.end)), t)
        for t in times
        if sentence.contains(t) and t.type in {"DATE", "TIME"} and not any(c.overlaps(t) for c in contents) and _dated(t)
    ]
    fitting = [(gap, t) for gap, t in near if gap <= NEAR or t.start - sentence.start <= 12]
    best = min(fitting, key=lambda p: (p[0], p[1].start), default=None)
    return best[1].days if best else None


def _dated(time: Time) -> bool:
    if time.first_day is None or time.last_day is None:
        return False
    try:
        return (date.fromisoformat(time.last_day) - date.fromisoformat(time.first_day)).days <= LONGEST_STRETCH
    except ValueError:
        return False


def said_where(text: str, sentence: Span, contents: Sequence[Span], cue: Span, language: str) -> Span | None:
    """Return the occasion that the reporting clause names ("a statement", "Twitter"), nearest to the cue."""
    pattern = _occasions(language)
    if pattern is None:
        return None
    found = [Span(*m.span("setting")) for m in pattern.finditer(text, sentence.start, sentence.end)]
    outside = [s for s in found if not any(c.overlaps(s) for c in contents)]
    near = [s for s in outside if min(abs(s.start - cue.end), abs(cue.start - s.end)) <= NEAR]
    return min(near, key=lambda s: min(abs(s.start - cue.end), abs(cue.start - s.end)), default=None)
