"""Reading amounts: from a matched number to value, bounds, unit and the thing counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tellings.annotate.paragraphs import place
from tellings.annotate.phrases import Grammar, Match, Reading
from tellings.model import Quantity, Span
from tellings.stage import Segment

if TYPE_CHECKING:
    from spacy.tokens import Token

ABOUT = 0.12
"""Share of a value that "about" leaves open on either side."""
NEARLY = 0.12
JUST_OVER = 0.1
LONGEST_MODIFIER = 3
WIDEST_RANGE = 20
"""A range whose ends lie farther apart than this factor is two amounts ("fell $2 to $108"), or a telephone number."""
LONGEST_NAME = 4
FARTHEST_NOUN = 5
"""Words between a number and the noun that it counts."""
NAME_BEFORE = re.compile(r"[\w@#/.]$|[^\W_]-$")
"""What stands right before a number that is part of a name, an address or another number."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Value, bounds and unit before a modifier is applied."""

    value: float | None
    low: float | None
    high: float | None
    unit: str | None = None
    modifier: str = "exact"


def bounds(value: float, modifier: str) -> tuple[float | None, float | None]:
    """Return the lowest and highest amount that a modified value can mean; None is open."""
    spread = max(abs(value) * ABOUT, 0.5) if value < 10 else abs(value) * ABOUT
    return {
        "about": (value - spread, value + spread),
        "nearly": (value - abs(value) * NEARLY, value),
        "just over": (value, value + abs(value) * JUST_OVER),
        "at least": (value, None),
        "more than": (value, None),
        "up to": (None, value),
        "less than": (None, value),
    }.get(modifier, (value, value))


class Amounts:
    """The reader of amounts of one language."""

    def __init__(self, grammar: Grammar, table: Mapping[str, Any]) -> None:
        """Take the grammar and the table's modifiers and word lists."""
        self.grammar = grammar
        self.modifiers: Mapping[str, str] = table.get("modifiers", {})
        self.trailing: Mapping[str, str] = table.get("trailing", {})
        self.of_words = frozenset(table.get("of", {}).get("words", ()))
        self.articles = frozenset(table.get("of", {}).get("article", ()))
        self.stop = frozenset(table.get("stop", {}).get("words", ()))
        self.numbered = frozenset(table.get("numbered", {}).get("words", ()))

    def read(self, segment: Segment, text: str, times: Sequence[Span], *, syntax: bool) -> Iterator[Quantity]:
        """Yield the amounts of a paragraph that lie in no time expression."""
        reading = self.grammar.read([(segment.start, text)])
        for match in self.grammar.find(reading):
            span = Span(match.start, match.end)
            if any(span.overlaps(t) for t in times) or self._is_name(match, reading, segment, text, syntax=syntax):
                continue
            for first, last, amount in self._amounts(match, reading):
                yield self._quantity((first, last), amount, reading, segment, syntax=syntax)

    # ------------------------------------------------------------ what a match means

    def _amounts(self, match: Match, reading: Reading) -> Iterator[tuple[int, int, Amount]]:
        numbers = [*match.values.get("NUM", ()), *match.values.get("SHORT", ())]
        unit = self._unit(match)
        make = match.rule.make
        if make == "range" and len(numbers) == 2:
            low, high = self._ends(match, reading, numbers)
            if low < high <= WIDEST_RANGE * low or (low == 0 < high):
                yield match.first, match.last, Amount(None, low, high, unit, "range")
        elif make == "change":
            places = [i for i in range(match.first, match.last) if reading.tokens[i].number is not None]
            for i in places:
                value = reading.tokens[i].number
                yield i, i + 1, Amount(value, value, value, unit)
        elif make == "vague":
            low, high = self._vague(match)
            yield match.first, match.last, Amount(None, low, high, unit, "vague")
        else:
            value = self._value(match, numbers)
            if value is not None:
                yield match.first, match.last, Amount(value, value, value, self._unit_of(make, unit, match))

    @staticmethod
    def _unit_of(make: str, unit: str | None, match: Match) -> str | None:
        return {"age": "year-old", "percent": "%", "fraction": "%"}.get(make, unit)

    @staticmethod
    def _value(match: Match, numbers: Sequence[float]) -> float | None:
        make = match.rule.make
        if make == "scale":
            return float(match.one("SCALE"))
        if make == "collective":
            return float(match.one("COLLECTIVE"))
        if make == "dozen":
            return float(match.one("DOZEN")) * float(numbers[0] if numbers else match.rule.options.get("factor", 1))
        if make == "fraction":
            return round(100 * float(match.one("FRACTION") or 0.5) * float(numbers[0] if numbers else 1), 1)
        return round(float(numbers[0]), 6) if numbers else None

    @staticmethod
    def _ends(match: Match, reading: Reading, numbers: Sequence[float]) -> tuple[float, float]:
        in_order = [t.number for t in reading.tokens[match.first : match.last] if t.number is not None]
        low, high = float(in_order[0] or 0), float(in_order[-1] or 0)
        second = reading.tokens[match.last - 1] if reading.tokens[match.last - 1].number is not None else None
        spoken = next((t for t in reversed(reading.tokens[match.first : match.last]) if t.number is not None), second)
        if spoken is not None and spoken.text == "#" and low < 1000 <= high:
            scale = 10 ** (3 * (len(str(int(high))) - 1) // 3 * 1) if high < 1000 else _scale_of(high)
            low = low * scale if low * scale < high else low
        return low, high

    @staticmethod
    def _vague(match: Match) -> tuple[float, float]:
        found = match.values["VAGUE"]
        low, high = found[-1] if len(found) == 1 else (found[0][0] * found[-1][0] / 2, (found[0][1] + 1) * found[-1][0] / 2 - 1)
        return float(low), float(high)

    @staticmethod
    def _unit(match: Match) -> str | None:
        if match.one("PERCENT"):
            return "%"
        sign, code = match.one("CURSIGN"), match.one("CURCODE")
        if code and sign in (None, "USD"):
            return str(code)
        unit = sign or match.one("CURRENCY") or match.one("MEASURE")
        return f"{unit}{match.one('SQUARE') or ''}" if unit else None

    # ------------------------------------------------------------ what is no amount

    def _is_name(self, match: Match, reading: Reading, segment: Segment, text: str, *, syntax: bool) -> bool:
        """Tell whether a number is (part of) a name, an address, a list mark or a year."""
        at = match.start - segment.start
        end = match.end - segment.start
        if NAME_BEFORE.search(text[max(0, at - 2) : at]) or text[end : end + 1] in ("/", ":", "_", "@"):
            return True
        if at == 0 and text[end : end + 1] in (".", ")"):
            return True
        if match.rule.make == "range":
            return text[end : end + 2].startswith("-") and text[end + 1 : end + 2].isdigit()
        if match.rule.make != "amount" or self._unit(match):
            return False
        before = reading.tokens[match.first - 1].text.lower() if match.first else ""
        token = place(segment.doc, at, end)
        return (
            before in self.numbered or _like_a_year(match, reading, token) or self._lone(match, reading, token, syntax=syntax)
        )

    def _lone(self, match: Match, reading: Reading, token: Any, *, syntax: bool) -> bool:
        """Tell whether a bare number counts nothing: "one" as a pronoun, a number after a name."""
        root = token.root if token is not None else None
        if match.one("NUM") == 1 and reading.tokens[match.first].text != "1":
            return root is None or not syntax or root.dep_ != "nummod" or root.head.i < root.i
        counts = not syntax or root is None or _counted(root) is not None
        previous = token.doc[token.start - 1] if token is not None and token.start else None
        named = previous is not None and previous.text[:1].isupper() and previous.i > previous.sent.start
        return bool(named and not counts)

    # ------------------------------------------------------------ modifiers and the thing counted

    def _quantity(
        self, place: tuple[int, int], amount: Amount, reading: Reading, segment: Segment, *, syntax: bool
    ) -> Quantity:
        first, last = place
        modifier, value = amount.modifier, amount.value
        low, high = amount.low, amount.high
        word, start = self._before(first, reading)
        end, after = self._after(last, reading)
        given = word or after
        if given and value is not None:
            modifier = given
            low, high = (None if b is None else round(b, 4) for b in bounds(value, given))
        span = Span(reading.tokens[start].start, reading.tokens[end - 1].end)
        counted = Span(reading.tokens[first].start, reading.tokens[last - 1].end)
        return Quantity(
            span.start,
            span.end,
            value=value,
            low=low,
            high=high,
            unit=amount.unit,
            counted=self._of(counted, end, reading, segment, syntax=syntax),
            modifier=modifier,
        )

    def _before(self, first: int, reading: Reading) -> tuple[str | None, int]:
        for length in range(min(LONGEST_MODIFIER, first), 0, -1):
            words = " ".join(t.text.lower() for t in reading.tokens[first - length : first])
            if words in self.modifiers:
                return self.modifiers[words], first - length
        return None, first

    def _after(self, last: int, reading: Reading) -> tuple[int, str | None]:
        for length in (2, 1):
            words = " ".join(t.text.lower() for t in reading.tokens[last : last + length])
            if words in self.trailing:
                return min(last + length, len(reading.tokens)), self.trailing[words]
        return last, None

    def _of(self, counted: Span, after: int, reading: Reading, segment: Segment, *, syntax: bool) -> Span | None:
        led = after < len(reading.tokens) and reading.tokens[after].text.lower() in self.of_words
        if not syntax:
            return self._following(after, reading)
        inside = place(segment.doc, counted.start - segment.start, counted.end - segment.start)
        noun = _counted(inside.root) if inside is not None else None
        if noun is None or inside is None or not 0 <= noun.i - inside.end <= FARTHEST_NOUN:
            return self._following(after, reading) if led else None
        return self._name(noun, inside, segment)

    def _name(self, noun: Token, inside: Any, segment: Segment) -> Span:
        """Return the counted noun with what stands before it, without number, modifier and article."""
        first = noun.i
        while first - 1 > inside.end - 1 and noun.doc[first - 1].dep_ in ("amod", "compound", "nmod", "poss", "punct", "case"):
            first -= 1
        while first < noun.i and noun.doc[first].is_punct:
            first += 1
        return segment.span(noun.doc[first : noun.i + 1])

    def _following(self, after: int, reading: Reading) -> Span | None:
        tokens = reading.tokens
        if after < len(tokens) and tokens[after].text.lower() in self.of_words:
            after += 1
            if after < len(tokens) and tokens[after].text.lower() in self.articles:
                after += 1
        stop = after
        while stop < len(tokens) and stop - after < LONGEST_NAME:
            word = tokens[stop].text
            if not word[:1].isalpha() or word.lower() in self.stop:
                break
            stop += 1
        return Span(tokens[after].start, tokens[stop - 1].end) if stop > after else None


def _scale_of(value: float) -> float:
    return next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s), 1.0)


def _like_a_year(match: Match, reading: Reading, token: Any) -> bool:
    word = reading.tokens[match.first]
    if match.last - match.first > 1 or len(word.text) != 4 or not word.text.isdigit() or not 1800 <= int(word.text) <= 2100:
        return False
    following = token.doc[token.end] if token is not None and token.end < len(token.doc) else None
    return following is None or following.tag_ != "NNS"


def _counted(token: Token) -> Token | None:
    """Return the noun that a number counts: its head, or the noun after "of"."""
    for child in token.children:
        if child.dep_ == "prep" and child.i > token.i:
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None and child.i == token.i + 1:
                return inner
    head = token.head
    if token.dep_ in ("nummod", "compound", "amod", "nmod", "quantmod") and head.pos_ in ("NOUN", "PROPN") and head.i > token.i:
        return head
    if token.pos_ in ("NOUN",) and token.dep_ != "nummod" and not token.like_num and token.is_alpha:
        return None
    return None
