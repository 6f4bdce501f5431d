"""Numbers in digits and words, from a language's number words.

The table: `units` ("two" = 2, "twelve" = 12), `tens` ("twenty" = 20), `scales` ("hundred" = 100, "million" = 1e6), `ordinals`
("third" = 3), `joiners` ("and", "-"), `ordinal_suffixes` ("th"), `decade_suffixes` ("s"), `decimal_comma`.
Classes: NUM any number; YEAR four digits or two spoken halves ("nineteen ninety-six"); DAY 1 to 31; YY two digits; ORD an
ordinal, NTH one in digits; DECADE "1990s", "90s"; CLOCK "9:30", "9h30"; HOURSIGN "9h"; HOURAMPM "9pm", "9.30pm"
(`meridiems`); INT a number in digits; WORD a number in words; SHORT "2m".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Piece = tuple[int, int, str]
Numbered = tuple[int, int, str, float | None]
DIGITS = re.compile(r"(\d+)([^\W\d_]*)")
CLOCK_SIGN = re.compile(r"\d{1,2}h(?:\d\d)?")
HOUR = re.compile(r"\d{1,2}(?:[.:]\d\d)?([^\W\d_]+)")
OLDEST_YEAR, LATEST_YEAR = 1000, 2100
NO_CLASSES: frozenset[str] = frozenset()


class NumberWords:
    """The number words of one language."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take the `numbers` of a language table."""
        self.units: Mapping[str, int] = table.get("units", {})
        self.tens: Mapping[str, int] = table.get("tens", {})
        self.scales: Mapping[str, float] = table.get("scales", {})
        self.ordinals: Mapping[str, int] = table.get("ordinals", {})
        self.joiners = frozenset(table.get("joiners", ()))
        self.ordinal_suffixes = frozenset(table.get("ordinal_suffixes", ()))
        self.decade_suffixes = frozenset(table.get("decade_suffixes", ()))
        self.decimal_comma = bool(table.get("decimal_comma", False))
        self.skip = frozenset(table.get("not_alone", ()))
        self.scale_suffixes: Mapping[str, float] = table.get("scale_suffixes", {})
        self.meridiems = frozenset(table.get("meridiems", ()))
        self.words = {**self.units, **self.tens, **self.scales}

    def class_sets(self) -> set[frozenset[str]]:
        """Return every set of classes that a number can have."""
        samples = ["7", "07", "45", "450", "1945", "12345", "9:30", "9h", "1.5", "1,500", "0"]
        samples += [f"2{s}" for s in (*self.scale_suffixes, *self.meridiems)]
        samples += [n + s for n in ("9", "45", "90", "145", "1990") for s in (*self.ordinal_suffixes, *self.decade_suffixes)]
        found = {self.digits(s)[1] for s in samples} | {self._word_classes(n) for n in (7, 45, 450, 1945, 1e6)}
        found |= {self._ordinal_classes(n) for n in (2, 45)} | {frozenset({"YEAR", "WORD"})}
        return found - {NO_CLASSES}

    def digits(self, word: str) -> tuple[float | None, frozenset[str]]:
        """Return value and classes of a token that begins with a digit."""
        if ":" in word or CLOCK_SIGN.fullmatch(word):
            return None, frozenset({"CLOCK" if word[-1].isdigit() else "HOURSIGN"})
        if self.meridiems and word[-1].isalpha() and (hour := HOUR.fullmatch(word)) and hour[1].lower() in self.meridiems:
            return None, frozenset({"HOURAMPM"})
        plain = re.sub(r"[. \u00a0\u202f]" if self.decimal_comma else r"[,\u00a0\u202f]", "", word)
        plain = plain.replace(",", ".")
        found = DIGITS.fullmatch(plain)
        if found is None:
            return self._decimal(word, plain)
        value, suffix = int(found[1][:18]), found[2].lower()
        if not suffix:
            return float(value), self._digit_classes(value, word)
        if suffix in self.decade_suffixes and value % 10 == 0 and (len(found[1]) == 4 or len(found[1]) == 2):
            return float(value), frozenset({"DECADE"})
        if suffix in self.ordinal_suffixes:
            return float(value), self._ordinal_classes(value) | {"NTH"}
        if suffix in self.scale_suffixes:
            return value * self.scale_suffixes[suffix], frozenset({"SHORT"})
        return None, NO_CLASSES

    def _decimal(self, word: str, plain: str) -> tuple[float | None, frozenset[str]]:
        short = re.fullmatch(r"(\d+(?:\.\d+)?)([^\W\d_]+)", plain)
        if short and short[2].lower() in self.scale_suffixes:
            return float(short[1]) * self.scale_suffixes[short[2].lower()], frozenset({"SHORT"})
        try:
            return float(plain), frozenset({"NUM", "INT"})
        except ValueError:
            return None, NO_CLASSES

    @staticmethod
    def _digit_classes(value: int, word: str) -> frozenset[str]:
        classes = {"NUM", "INT"}
        if len(word) <= 2 and 1 <= value <= 31:
            classes.add("DAY")
        if len(word) == 2:
            classes.add("YY")
        if len(word) == 4 and OLDEST_YEAR <= value <= LATEST_YEAR:
            classes.add("YEAR")
        return frozenset(classes)

    @staticmethod
    def _ordinal_classes(value: float) -> frozenset[str]:
        return frozenset({"ORD", "DAY"} if 1 <= value <= 31 else {"ORD"})

    @staticmethod
    def _word_classes(value: float) -> frozenset[str]:
        return frozenset({"NUM", "WORD"})

    def starts(self, word: str) -> bool:
        """Tell whether a token can begin a number."""
        if word[0].isdigit():
            return True
        low = word.lower()
        return low in self.words or low in self.ordinals

    def at(self, pieces: Sequence[Piece], at: int) -> tuple[Numbered, frozenset[str], int] | None:
        """Return the number that begins at a token as one token, its classes, and the index after it; None for none."""
        start, end, word = pieces[at]
        if not word[0].isdigit():
            stop, value, classes = self._spoken(pieces, at)
            if stop == at:
                return None
            return (start, pieces[stop - 1][1], word if stop == at + 1 else "#", value), classes, stop
        value, classes = self.digits(word)
        stop = at + 1
        while "INT" in classes and value is not None and stop < len(pieces) and pieces[stop][2].lower() in self.scales:
            value *= self.scales[pieces[stop][2].lower()]
            stop += 1
        if stop > at + 1:
            word, end, classes = "#", pieces[stop - 1][1], frozenset({"NUM", "INT"})
        return (start, end, word, value), classes, stop

    def _run(self, pieces: Sequence[Piece], at: int) -> tuple[int, list[str], bool]:
        """Return where a run of number words ends, its words, and whether it ends in an ordinal."""
        words: list[str] = []
        stop = at
        while stop < len(pieces):
            low = pieces[stop][2].lower()
            if low in self.words and not (words and low in self.units and words[-1] in self.units):
                words.append(low)
                stop += 1
            elif words and low in self.ordinals and words[-1] in self.tens:
                return stop + 1, [*words, low], True
            elif (
                words
                and low in self.joiners
                and stop + 1 < len(pieces)
                and self._joins(words, pieces[stop + 1][2].lower(), low)
            ):
                stop += 1
            else:
                break
        return stop, words, False

    def _joins(self, words: list[str], following: str, joiner: str) -> bool:
        if joiner == "-":
            return words[-1] in self.tens and (following in self.units or following in self.ordinals)
        return words[-1] in self.scales and following in self.words and following not in self.scales

    def _spoken(self, pieces: Sequence[Piece], at: int) -> tuple[int, float | None, frozenset[str]]:
        low = pieces[at][2].lower()
        if low in self.ordinals:
            return at + 1 if low not in self.skip else at, self.ordinals[low], self._ordinal_classes(self.ordinals[low])
        stop, words, ordinal = self._run(pieces, at)
        if len(words) == 1 and words[0] in self.skip:
            return at, None, NO_CLASSES
        year = self._spoken_year(words)
        if year is not None:
            return stop, float(year), frozenset({"YEAR", "WORD"})
        value = self.total(words[:-1]) + self.ordinals[words[-1]] if ordinal else self.total(words)
        return stop, value, self._ordinal_classes(value) if ordinal else self._word_classes(value)

    def _spoken_year(self, words: Sequence[str]) -> int | None:
        if len(words) not in (2, 3) or not 13 <= self.words[words[0]] <= 20 or words[1] not in {**self.tens, **self.units}:
            return None
        rest = sum(int(self.words.get(w, 0)) for w in words[1:])
        return int(self.words[words[0]]) * 100 + rest if 10 <= rest <= 99 else None

    def total(self, words: Sequence[str]) -> float:
        """Return the value of number words, such as two, hundred, fifty."""
        total = part = 0.0
        for word in words:
            if word in self.scales:
                scale = self.scales[word]
                if scale == 100:
                    part = (part or 1) * 100
                else:
                    total, part = total + (part or 1) * scale, 0.0
            else:
                part += self.words[word]
        return total + part
