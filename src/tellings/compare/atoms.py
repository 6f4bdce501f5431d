"""Atoms: a sentence as the comparison sees it: words, names, numbers and days, each with its place in the text.

What is written in several ways becomes one atom with one key: "2,000" and "two thousand", "U.S." and "United States",
"26 March" and the Tuesday that it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from tellings.compare.lexicon import REMEMBERED, Lexicon, fold

Kind = Literal["word", "stop", "name", "number", "day"]
TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+n['’]t\b|[^\W\d_]+|(?<=\w)['’](?:s|re|ve|ll|d|m|t)\b|[^\w\s]"
)
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
YEAR = re.compile(r"(?:19|20)\d\d$")
CURRENCIES = frozenset("$£€¥₹")
LONGEST_NAME = 4
"""Words in the longest name that has other forms ("United States of America")."""
LONGEST_AMOUNT = 5


class Token(NamedTuple):
    """A word, numeral or mark; `fold` is its plain form."""

    start: int
    end: int
    text: str
    fold: str


class Atom(NamedTuple):
    """One unit of a sentence; `key` is equal where two atoms mean the same."""

    start: int
    end: int
    text: str
    key: str
    kind: Kind
    value: float | None = None
    unit: str = ""
    day: str | None = None
    weekday: int | None = None
    hyphened: bool = False


class Reader(NamedTuple):
    """What is needed to read a text's atoms: the words of its language, its day, and its resolved days by place."""

    words: Lexicon
    english: bool
    published: date | None
    days: Mapping[int, str]
    names: frozenset[str]


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words, numerals and marks between two offsets."""
    return [Token(m.start(), m.end(), m.group(), fold(m.group())) for m in TOKEN.finditer(text, start, end)]


@lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """Return a word without its commonest endings; only for finding pairs, never shown."""
    for ending, least in (("ing", 6), ("ied", 5), ("ies", 5), ("ed", 5), ("es", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= least:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def atoms_of(tokens: Sequence[Token], reader: Reader) -> list[Atom]:
    """Return the atoms of one sentence, punctuation left out."""
    found: list[Atom] = []
    opening = next((n for n, t in enumerate(tokens) if t.text[0].isalnum()), 0)
    at = 0
    while at < len(tokens):
        atom, used = _read(tokens, at, reader, first=at <= opening)
        if atom is not None:
            found.append(atom)
        at += used
    return found


def _read(tokens: Sequence[Token], at: int, reader: Reader, *, first: bool) -> tuple[Atom | None, int]:
    token = tokens[at]
    if not token.text[0].isalnum():
        return None, 1
    if token.text[0].isdigit() or token.fold.replace(".", "") in reader.words.special:
        for parse in (_day, _amount, _known_name):
            result = parse(tokens, at, reader)
            if result is not None:
                return result
    following = at + 1 < len(tokens) and tokens[at + 1].text[0].isupper()
    return _word(token, first=first, in_name=following and not first, reader=reader), 1


def _word(token: Token, *, first: bool, in_name: bool, reader: Reader) -> Atom:
    key = token.fold.rstrip(".").replace(".", "")
    in_name = in_name and token.text[0].isupper() and key not in reader.words.titles and len(key) > 1
    if key in reader.words.stop and not in_name and not (len(token.text) > 1 and token.text.isupper()):
        return Atom(token.start, token.end, token.text, key, "stop")
    if token.text[0].isupper() and (not first or key in reader.names):
        return Atom(token.start, token.end, token.text, key, "name")
    return Atom(token.start, token.end, token.text, key, "word")


def _known_name(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[Atom, int] | None:
    if not tokens[at].text[0].isupper() or tokens[at].fold.replace(".", "") not in reader.words.same_first:
        return None
    words: list[str] = []
    best: tuple[str, int, int] | None = None
    for offset, token in enumerate(tokens[at : at + 2 * LONGEST_NAME]):
        if token.text == "-":
            continue
        words.append(token.fold.replace(".", ""))
        named = reader.words.same.get(tuple(words))
        if named and (offset or len(token.text) > 2 or token.text.isupper()):
            best = named, offset + 1, token.end
        if len(words) == LONGEST_NAME:
            break
    if best is None:
        return None
    text = tokens[at].text if best[1] == 1 else " ".join(t.text for t in tokens[at : at + best[1]])
    return Atom(tokens[at].start, best[2], text, "=" + best[0], "name"), best[1]


# Amounts.


def _numeral(text: str, reader: Reader) -> float | None:
    if not text[0].isdigit() or ":" in text or not text[-1].isdigit():
        return None
    if GROUPED.match(text):
        plain = text.replace(",", "")
    elif not reader.english:
        plain = re.sub(r"\.(?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    else:
        plain = text.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _amount(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[Atom, int] | None:
    value, used = _value(tokens, at, reader)
    if value is None:
        return None
    end, unit = tokens[at + used - 1].end, ""
    start = tokens[at].start
    if at and tokens[at - 1].text in CURRENCIES:
        start, unit = tokens[at - 1].start, tokens[at - 1].text
    after = at + used
    percent = _percent(tokens, after, reader)
    if percent:
        used, unit, end = used + percent, "%", tokens[after + percent - 1].end
    text = " ".join(t.text for t in tokens[at : at + used])
    joined = at + used < len(tokens) and tokens[at + used].text in "-–/"
    hyphened = joined or (at > 0 and tokens[at - 1].text == "/")
    return Atom(start, end, text, f"#{value:g}{unit}", "number", value, unit, hyphened=hyphened), used


def _percent(tokens: Sequence[Token], at: int, reader: Reader) -> int:
    if at < len(tokens) and tokens[at].fold in reader.words.percent:
        return 1
    if at + 1 < len(tokens) and (tokens[at].fold, tokens[at + 1].fold) in {
        ("per", "cent"),
        ("pour", "cent"),
        ("por", "ciento"),
    }:
        return 2
    return 0


def _value(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[float | None, int]:
    words = reader.words
    value = _numeral(tokens[at].text, reader)
    used = 1
    if value is None:
        value = words.numbers.get(tokens[at].fold)
        if value is None or (value == 1 and not _counts_one(tokens, at, reader)):
            return None, 0
        if (
            value >= 20
            and at + 2 < len(tokens)
            and tokens[at + 1].text == "-"
            and 0 < words.numbers.get(tokens[at + 2].fold, 0) < 10
        ):
            value, used = value + words.numbers[tokens[at + 2].fold], 3
    while used < LONGEST_AMOUNT and at + used < len(tokens):
        scale = words.scales.get(tokens[at + used].fold)
        if scale is None:
            break
        value, used = value * scale, used + 1
    return value, used


def _counts_one(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return bool(after and after.text[0].islower() and after.fold not in reader.words.stop)


# Days.


def _day(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[Atom, int] | None:
    weekday, used = _weekday(tokens, at, reader), 0
    if weekday is not None:
        used = 1
        if at + 2 < len(tokens) and tokens[at + 1].text == ",":
            more = _date(tokens, at + 2, reader)
            if more:
                return _day_atom(tokens, at, used + 1 + more[1], more[0], weekday, reader)
        more = _date(tokens, at + 1, reader)
        if more:
            return _day_atom(tokens, at, used + more[1], more[0], weekday, reader)
        return _day_atom(tokens, at, 1, None, weekday, reader)
    more = _date(tokens, at, reader)
    if more:
        return _day_atom(tokens, at, more[1], more[0], None, reader)
    if tokens[at].fold in reader.words.relative:
        shift = reader.words.relative[tokens[at].fold]
        day = (reader.published + timedelta(days=shift)).isoformat() if reader.published else None
        return _day_atom(tokens, at, 1, day or "", None, reader)
    if tokens[at].fold == "this" and at + 1 < len(tokens) and tokens[at + 1].fold in reader.words.day_parts:
        return _day_atom(tokens, at, 2, reader.published.isoformat() if reader.published else "", None, reader)
    return None


def _weekday(tokens: Sequence[Token], at: int, reader: Reader) -> int | None:
    if reader.english and not tokens[at].text[0].isupper():
        return None
    return reader.words.weekdays.get(tokens[at].fold)


def _date(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[str, int] | None:
    """Return month and day as ISO text ("--03-26" where the year is open) and the tokens used."""
    if at + 1 >= len(tokens) or not (tokens[at].text[0].isdigit() or tokens[at].fold in reader.words.months):
        return None
    month, used = _month(tokens, at, reader), 1
    if month and at + used < len(tokens) and tokens[at + used].text == ".":
        used += 1
    number = _day_number(tokens[at + used].text) if month and at + used < len(tokens) else None
    if number is None:
        number, used = _day_number(tokens[at].text), 1
        if number and tokens[at + 1].fold in {"de", "of"} and at + 2 < len(tokens):
            used = 2
        month = _month(tokens, at + used, reader) if number and at + used < len(tokens) else None
    if not month or number is None:
        return None
    used += 1
    after = at + used + (1 if at + used < len(tokens) and tokens[at + used].text == "," else 0)
    if after < len(tokens) and YEAR.match(tokens[after].text):
        return f"{tokens[after].text}-{month:02d}-{number:02d}", after + 1 - at
    return f"--{month:02d}-{number:02d}", used


def _month(tokens: Sequence[Token], at: int, reader: Reader) -> int | None:
    if reader.english and not tokens[at].text[0].isupper():
        return None
    return reader.words.months.get(tokens[at].fold)


def _day_number(text: str) -> int | None:
    plain = ORDINAL.sub(r"\1", text)
    return int(plain) if plain.isdecimal() and len(plain) <= 2 and 1 <= int(plain) <= 31 else None


def _day_atom(
    tokens: Sequence[Token], at: int, used: int, day: str | None, weekday: int | None, reader: Reader
) -> tuple[Atom, int]:
    text = " ".join(t.text for t in tokens[at : at + used])
    resolved = next((reader.days[t.start] for t in tokens[at : at + used] if t.start in reader.days), None)
    if resolved is None:
        resolved = _resolve(day, weekday, reader.published)
    key = resolved or day or (f"w{weekday}" if weekday is not None else text.lower())
    return Atom(tokens[at].start, tokens[at + used - 1].end, text, "@" + key, "day", None, "", resolved, weekday), used


def _resolve(day: str | None, weekday: int | None, published: date | None) -> str | None:
    """Return the day that is meant: with an open year the nearest to publication, a bare weekday the last one."""
    try:
        if day and not day.startswith("--"):
            return date.fromisoformat(day).isoformat()
        if day and published:
            years = (date.fromisoformat(f"{published.year + k}{day[1:]}") for k in (-1, 0, 1))
            return min(years, key=lambda d: abs(d - published)).isoformat()
    except ValueError:
        return None
    if day is None and weekday is not None and published:
        return (published - timedelta(days=(published.weekday() - weekday) % 7)).isoformat()
    return None


def names_in(sentences: Iterator[Sequence[Token]], stop: frozenset[str]) -> frozenset[str]:
    """Return the folded words that stand capitalised inside a sentence somewhere: names also where they begin one."""
    found: set[str] = set()
    plain: set[str] = set()
    for tokens in sentences:
        words = [t for t in tokens if t.text[0].isalpha()]
        for token in words[1:]:
            (found if token.text[0].isupper() else plain).add(token.fold.replace(".", ""))
    return frozenset(found - plain - stop)
