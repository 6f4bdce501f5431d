"""Reading: the values that an account gives, from its times and quantities and from what it tells in words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from tellings.compare.changes import broken_number
from tellings.compare.lexicon import fold
from tellings.compare.particulars import Particular, Sort
from tellings.compare.statements import Corpus, Statement, Telling
from tellings.compare.uncounted import at_a_point, of_age
from tellings.compare.wordings import back, clocks, lasting, margins, noughts, part_size, reads_clocks, shares
from tellings.model import Quantity, Span, Time

HALF = re.compile(r"\s*and a half\b")
HOURS = {"S": 1 / 3600, "M": 1 / 60, "H": 1.0}
DAYS = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}
SEASONS = ("WI", "SP", "SU", "FA")
"""Ends of the TIMEX3 values of seasons."""
YEARS_OLD = ("year-old", "years-old")
LASTING, MARGIN = "~last", "~majority"
MADE = "~build"
"""The concepts of a length that something lasts, of the gap of two counts of votes, and of which an age tells the year."""
CODE = 3
"""Letters of the code of a currency."""
OLDEST = 120
BARE_MONEY = 100_000
"""A number without a thing counted from which it is rather an amount of money."""
WIDEST = 10
"""Largest ratio of the bounds of an amount told by its size alone ("hundreds")."""
HALF_YEAR = 183
LONGEST_DAY = 366
"""Days of the longest span that is compared as a day, month or year."""


def particulars_of(corpus: Corpus) -> list[Particular]:
    """Return every value that the accounts give in their own text, in text order."""
    found: list[Particular] = []
    for telling in corpus.tellings:
        reader = _Reader(telling)
        own = [p for p in reader.values() if not p.statement.furniture]
        own.sort(key=lambda p: (p.span.start, -p.span.end))
        kept: list[Particular] = []
        for p in own:
            if p.sort == "person":
                found.append(p)
            elif not kept or p.span.start >= kept[-1].span.end:
                kept.append(p)
        found += kept
    return found


class _Reader:
    """Reads the particulars of one account from its time and quantity layers."""

    def __init__(self, telling: Telling) -> None:
        self.telling, self.text, self.words = telling, telling.article.text, telling.words
        self._starts = [s.span.start for s in telling.statements]

    def values(self) -> Iterator[Particular]:
        """Yield the values of the account."""
        for statement in self.telling.statements:
            yield from self._worded(statement)
        for time in self.telling.times:
            found = self._time(time)
            if found:
                yield found
        yield from self._people()
        for quantity in self.telling.article.quantities:
            found = self._quantity(quantity)
            if found:
                yield found

    def _worded(self, statement: Statement) -> Iterator[Particular]:
        """Yield the hours, the shares in words and the counts of nought of a statement."""
        language, atoms = self.telling.language, statement.atoms
        for first, last, value, rough, reach in clocks(statement, language, self.text):
            span, low, high = (
                Span(atoms[first].start, atoms[last - 1].end),
                min(value, value + reach),
                max(value, value + reach),
            )
            yield Particular("clock", low, high, "", statement, first, last, span, rough=rough)
        for first, last, value, rough in shares(statement, language):
            span = Span(atoms[first].start, atoms[last - 1].end)
            yield Particular("share", value, value, "%", statement, first, last, span, rough=rough)
        for first, last, value, rough in margins(statement, language):
            span = Span(atoms[first].start, atoms[last - 1].end)
            yield Particular("count", value, value, "", statement, first, last, span, rough=rough, deed=MARGIN)
        for first, last in noughts(statement, language):
            span = Span(atoms[first].start, atoms[last - 1].end)
            head = atoms[last].key if last < len(atoms) and atoms[last].start - atoms[last - 1].end == 1 else None
            yield Particular("count", 0.0, 0.0, "", statement, first, last, span, head=head)

    def _place(self, span: Span) -> tuple[Statement, int, int] | None:
        at = bisect_right(self._starts, span.start) - 1
        if at < 0:
            return None
        statement = self.telling.statements[at]
        own = [i for i, a in enumerate(statement.atoms) if a.start < span.end and span.start < a.end]
        return (statement, own[0], own[-1] + 1) if own and span.end <= statement.span.end + 1 else None

    def _make(self, sort: Sort, span: Span, low: float, high: float, unit: str = "", **more: object) -> Particular | None:
        place = self._place(span)
        if place is None:
            return None
        statement, first, last = place
        return Particular(sort, low, high, unit, statement, first, last, Span(span.start, span.end), **more)  # type: ignore[arg-type]

    def _time(self, time: Time) -> Particular | None:
        if time.type == "DURATION":
            length = length_of(time.value)
            return self._length(time, *self._halved(time, length)) if length else None
        clock = clock_of(time.value)
        if clock is not None and reads_clocks(self.telling.language):
            return None
        if clock is not None:
            return self._make("clock", time, clock, clock, rough=self._rough(time))
        if time.value[-2:] in SEASONS and self._before_noun(time):
            return None
        if time.type in ("DATE", "TIME") and time.first_day and time.last_day:
            low, high = (date.fromisoformat(d).toordinal() for d in (time.first_day, time.last_day))
            if time.value.isdigit() and back(time.of(self.text), self.telling.language):
                return self._make("day", time, low - HALF_YEAR, high + HALF_YEAR, rough=True)
            weekday = fold(time.of(self.text))
            name = weekday if weekday in self.words.weekdays else ""
            return self._make("day", time, low, high, name=name) if high - low <= LONGEST_DAY else None
        return None

    def _before_noun(self, span: Span) -> bool:
        """Tell whether a word right behind a season makes it a kind of thing ("winter sports")."""
        place = self._place(span)
        if place is None or place[2] >= len(place[0].atoms):
            return False
        after = place[0].atoms[place[2]]
        return place[2] - place[1] == 1 and after.kind == "word" and after.start - span.end == 1

    def _halved(self, time: Time, length: float) -> tuple[Span, float]:
        """Return span and length of "a year and a half", of which the layer may hold the year alone."""
        unit = {"D": 1.0, "M": DAYS["M"], "Y": DAYS["Y"], "W": 7.0, "H": 1 / 24}.get(time.value[-1], 0.0)
        after = HALF.match(fold(self.text[time.end : time.end + 16]))
        if after is None:
            return Span(time.start, time.end), length
        return Span(time.start, time.end + after.end()), length + unit / 2

    def _length(self, time: Time, span: Span, length: float) -> Particular | None:
        """Return a length with the bounds that the words before it say; rough where no number tells it ("a century")."""
        place = self._place(time)
        if place is None or _ranged(*place[:2]):
            return None
        statement, first, last = place
        before = tuple(a.key for a in statement.atoms[max(0, first - 3) : first + 2])
        bounds = {statement.words.bounds.get(before[i : i + n]) for n in (1, 2, 3) for i in range(len(before))}
        low = 0.0 if "up to" in bounds else length
        high = float("inf") if "at least" in bounds else length
        deed = (
            LASTING
            if first
            and statement.keys[first] in lasting(self.telling.language)
            and statement.keys[first - 1] in statement.words.before_verbs
            else ""
        )
        told = any(a.value is not None or a.key in statement.words.numbers for a in statement.atoms[first:last])
        return self._make("length", span, low, high, rough=self._rough(time) or not told, deed=deed)

    def _rough(self, span: Span) -> bool:
        place = self._place(span)
        if place is None:
            return False
        statement, first, last = place
        return any(a.key in statement.words.about for a in statement.atoms[max(0, first - 2) : last])

    def _quantity(self, quantity: Quantity) -> Particular | None:
        low, high = quantity.low, quantity.high
        if quantity.value is None and (low is None or high is None or high > WIDEST * low):
            return None
        place = self._place(Span(quantity.start, quantity.end))
        named = quantity.unit is None and place is not None and _named(*place[:2])
        if place is None or named or _ranged(*place[:2]):
            return None
        if place[0].atoms[place[1]].hyphened and quantity.unit not in YEARS_OLD:
            return None
        if broken_number(self.text, quantity.start, quantity.end):
            return None
        low = low if low is not None else 0.0
        high = high if high is not None else float("inf")
        counted = quantity.counted.of(self.text) if quantity.counted else None
        words = [fold(w) for w in (counted or "").replace("-", " ").split()]
        rough = quantity.modifier in ("about", "nearly", "just over")
        if rough and quantity.value is not None:
            low = high = quantity.value
        span = Span(quantity.start, quantity.end)
        span, part = self._part_of(span)
        low, high = low * part, high * part
        head = self._head(words)
        if quantity.unit in YEARS_OLD:
            return self._aged(span, low, high, head)
        money = next((w for w in (*words, quantity.unit or "") if w in self.words.currencies), None)
        code = quantity.unit or ""
        if (money and not code) or (len(code) == CODE and code.isupper()):
            return self._make("money", span, low, high, code or money or "", head=money, rough=rough)
        if quantity.unit in ("%", "percent"):
            return self._make("share", span, low, high, "%", rough=rough)
        measure = next((w for w in (quantity.unit or "", *words) if w in self.words.measures), None)
        if measure or quantity.unit is not None:
            unit = quantity.unit or measure or ""
            return self._make("measure", span, low, high, unit, head=measure or unit, rough=rough)
        if head is None and at_a_point(*place[:2]):
            return None
        if head is None and low == high <= OLDEST and (self._after_name(span) or of_age(*place[:2])):
            return self._make("age", span, low, high)
        behind = place[0].keys[place[2] : place[2] + 1]
        bare = head is None and low >= BARE_MONEY and not self.words.measures & set(behind)
        return self._make("money" if bare else "count", span, low, high, "", head=head, rough=rough)

    def _people(self) -> Iterator[Particular]:
        """Yield the persons whom the account names."""
        for entity in self.telling.article.entities:
            if entity.type == "person" and " " in entity.name.strip():
                name = fold(entity.name)
                for mention in (m for m in entity.mentions if m.kind == "name"):
                    found = self._make("person", mention, 0.0, 0.0, name=name)
                    if found:
                        yield found

    def _aged(self, span: Span, low: float, high: float, head: str | None) -> Particular | None:
        """Return the age of a thing as the days in which it was made, where the day of the page is known; else as years."""
        published = self.telling.published
        place = self._place(span)
        if published is None or high == float("inf") or low > published.year or place is None or self._of_person(*place):
            return self._make("age", span, low, high, head=head)
        first, last = (date(published.year - int(n), 1, 1).toordinal() for n in (high + 1, low))
        return self._make("day", span, first, last + LONGEST_DAY, rough=True, deed=MADE)

    def _after_name(self, span: Span) -> bool:
        """Tell whether a bare number stands between commas behind a name ("Ann Lee, 57, said")."""
        place = self._place(span)
        if place is None or not place[1] or place[0].atoms[place[1] - 1].kind != "name":
            return False
        before, after = self.text[place[0].atoms[place[1] - 1].end : span.start], self.text[span.end : span.end + 2]
        return before.strip() == "," and after.strip()[:1] in (",", ".", ")", ";")

    def _of_person(self, statement: Statement, first: int, last: int) -> bool:
        """Tell whether an age is a person's: nothing else is named right behind it, or "who" or a name stands before it."""
        atoms, words = statement.atoms, statement.words
        named = not (first and atoms[first - 1].key in words.articles | words.the)
        if any(a.key in words.who or (named and a.kind == "name") for a in atoms[max(0, first - 3) : first]):
            return True
        behind = atoms[last] if last < len(atoms) and atoms[last].start - atoms[last - 1].end == 1 else None
        thing = behind is not None and behind.kind == "word" and not (behind.key in words.persons or words.people(behind.key))
        return not thing and not any(a.key in words.which for a in atoms[max(0, first - 3) : first])

    def _part_of(self, span: Span) -> tuple[Span, float]:
        """Return the span and the share where an amount is a part of a round number ("a quarter of a million")."""
        place = self._place(span)
        if place is not None and place[1] >= 2:
            statement, first, _ = place
            a, b = statement.atoms[first - 2], statement.atoms[first - 1]
            size = part_size(a.key, self.telling.language)
            if (
                size
                and b.key == statement.words.part_link
                and fold(span.of(self.text)).startswith(tuple(statement.words.articles))
            ):
                return Span(a.start, span.end), size
        return span, 1.0

    def _head(self, words: list[str]) -> str | None:
        known = [w for w in words if w in self.words.heads]
        return known[0] if known else words[-1] if words else None


def _ranged(statement: Statement, first: int) -> bool:
    """Tell whether a number stands right before a value, joined to it: the value is one end of a range."""
    atoms = statement.atoms
    if first >= 2 and atoms[first - 2].value is not None and atoms[first - 1].kind == "stop":
        return True
    return any(
        atoms[i].kind == "stop" and atoms[i].key in statement.words.ranging and atoms[i + 1].value is not None
        for i in range(first + 1, min(first + 3, len(atoms) - 1))
    )


def _named(statement: Statement, first: int) -> bool:
    """Tell whether a number is a part of a name ("Game 7", "Boeing 757")."""
    atoms = statement.atoms
    before = atoms[first - 1] if first else None
    named = atoms[first].text[0].isdigit() or atoms[first].text[0].isupper()
    return named and before is not None and before.kind == "name" and atoms[first].start - before.end == 1


def length_of(value: str) -> float | None:
    """Return the days of an ISO 8601 length, None where it is vague."""
    plain, _, clock = value.lstrip("P").partition("T")
    total = 0.0
    for part, units in ((plain, DAYS), (clock, HOURS)):
        number = ""
        for c in part:
            if c.isdigit() or c == ".":
                number += c
            elif c in units and number:
                total += float(number) * units[c] / (24 if units is HOURS else 1)
                number = ""
            else:
                return None
    return total or None


def clock_of(value: str) -> float | None:
    """Return the minutes since midnight of a TIMEX3 value with an hour and minutes."""
    _, _, clock = value.partition("T")
    hours, _, minutes = clock.partition(":")
    if not (hours.isdigit() and minutes[:2].isdigit()):
        return None
    return int(hours) * 60.0 + int(minutes[:2])
