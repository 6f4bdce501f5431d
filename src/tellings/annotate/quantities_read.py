"""Reading amounts in a paragraph: which numbers are amounts, their modifiers, and the thing counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tellings.annotate.paragraphs import place
from tellings.annotate.phrases import Grammar, Match, Reading
from tellings.annotate.quantities_amounts import Amount, amounts_of, bounds, unit_of
from tellings.annotate.quantities_counted import OLDEST, CountedReader
from tellings.model import Quantity, Span
from tellings.stage import Segment

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

LONGEST_MODIFIER = 3
NO_BOUND = "none"
"""What words before a number tell that look like a bound and are none."""
LONGEST_NAME = 4
NAME_BEFORE = re.compile(r"[\w@#/.]$|[^\W_]-$")
"""What stands right before a number that is part of a name, an address or another number."""
SHARES = frozenset(("fraction", "percent", "ratio"))


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
        self.counted = CountedReader(table)

    def read(self, segment: Segment, text: str, times: Sequence[Span], *, syntax: bool) -> Iterator[Quantity]:
        """Yield the amounts of a paragraph that lie in no time expression."""
        reading = self.grammar.read([(segment.start, text)])
        for match in self.grammar.find(reading):
            if match.rule.make == "none" or self._in_time(match, reading, times):
                continue
            where = place(segment.doc, match.start - segment.start, match.end - segment.start)
            if self._is_name(match, reading, segment, text, where, syntax=syntax):
                continue
            counts = where is not None and where.end < len(where.doc) and where.doc[where.end].pos_ in ("NOUN", "ADJ")
            for first, last, amount in amounts_of(match, reading, counts=syntax and counts, reached=self._after_change(where)):
                yield self._quantity((first, last), amount, reading, segment, match, syntax=syntax)

    @staticmethod
    def _in_time(match: Match, reading: Reading, times: Sequence[Span]) -> bool:
        """Tell whether the number of a match lies in a time expression."""
        if not times:
            return False
        tokens = [t for t in reading.tokens[match.first : match.last] if t.number is not None]
        spans = [Span(t.start, t.end) for t in tokens] or [Span(match.start, match.end)]
        return any(span.overlaps(t) for span in spans for t in times)

    def _after_change(self, where: Tokens | None) -> bool:
        """Tell whether an amount follows a verb of change at once: "rose $2 to $3"."""
        return where is not None and where.start > 0 and where.doc[where.start - 1].lemma_ in self.counted.reach

    # ------------------------------------------------------------ what is no amount

    def _is_name(
        self, match: Match, reading: Reading, segment: Segment, text: str, where: Tokens | None, *, syntax: bool
    ) -> bool:
        """Tell whether a number is (part of) a name, an address, a list mark or a year."""
        at = match.start - segment.start
        end = match.end - segment.start
        if NAME_BEFORE.search(text[max(0, at - 2) : at]) or text[end : end + 1] in ("/", ":", "_", "@"):
            return True
        if at == 0 and text[:end].isdigit() and text[end : end + 1] in (".", ")"):
            return True
        if match.rule.make == "range":
            return text[end : end + 2].startswith("-") and text[end + 1 : end + 2].isdigit()
        if match.rule.make != "amount" or unit_of(match):
            return False
        before = reading.tokens[match.first - 1].text.lower() if match.first else ""
        return (
            before in self.numbered or _like_a_year(match, reading, where) or self._lone(match, reading, where, syntax=syntax)
        )

    def _lone(self, match: Match, reading: Reading, where: Tokens | None, *, syntax: bool) -> bool:
        """Tell whether a bare number counts nothing: "one" as a pronoun, a number after a name."""
        root = where.root if where is not None else None
        if match.one("NUM") == 1 and reading.tokens[match.first].text != "1":
            return root is None or not syntax or root.dep_ != "nummod" or root.head.i < root.i
        counts = not syntax or root is None or self.counted.counts(root)
        previous = where.doc[where.start - 1] if where is not None and where.start else None
        named = previous is not None and previous.text[:1].isupper() and previous.i > previous.sent.start
        return bool(named and not counts)

    # ------------------------------------------------------------ modifiers and the thing counted

    def _quantity(
        self, at: tuple[int, int], amount: Amount, reading: Reading, segment: Segment, match: Match, *, syntax: bool
    ) -> Quantity:
        first, last = at
        modifier, value = amount.modifier, amount.value
        low, high = amount.low, amount.high
        word, start = self._before(first, reading)
        end, after = self._after(last, reading)
        given = word or after
        if given and value is not None:
            modifier = given
            low, high = (None if b is None else round(b, 4) for b in bounds(value, given))
            if given == "several":
                modifier, value = "vague", None
        span = Span(reading.tokens[start].start, reading.tokens[end - 1].end)
        inside = place(segment.doc, reading.tokens[first].start - segment.start, reading.tokens[last - 1].end - segment.start)
        holder = _aged(inside, value) if syntax and amount.unit is None and match.rule.make == "amount" else None
        if holder is not None and not given:
            counted: Span | None = segment.span(inside.doc[holder : holder + 1]) if inside is not None else None
        else:
            counted = self._of(inside, span.end, end, reading, segment, amount, syntax=syntax)
        unit = "year-old" if holder is not None and not given else amount.unit
        return Quantity(span.start, span.end, value=value, low=low, high=high, unit=unit, counted=counted, modifier=modifier)

    def _before(self, first: int, reading: Reading) -> tuple[str | None, int]:
        for length in range(min(LONGEST_MODIFIER, first), 0, -1):
            words = " ".join(t.text.lower() for t in reading.tokens[first - length : first])
            if self.modifiers.get(words) == NO_BOUND:
                return None, first
            if words in self.modifiers:
                return self.modifiers[words], first - length
        return None, first

    def _after(self, last: int, reading: Reading) -> tuple[int, str | None]:
        for length in (2, 1):
            words = " ".join(t.text.lower() for t in reading.tokens[last : last + length])
            if words in self.trailing:
                return min(last + length, len(reading.tokens)), self.trailing[words]
        return last, None

    def _of(
        self, inside: Tokens | None, end: int, after: int, reading: Reading, segment: Segment, amount: Amount, *, syntax: bool
    ) -> Span | None:
        if not syntax:
            return self._following(after, reading)
        led = after < len(reading.tokens) and reading.tokens[after].text.lower() in self.of_words
        money = amount.unit is not None and len(amount.unit) == 3 and amount.unit.isupper()
        found = self.counted.span(inside, end - segment.start, segment, money=money) if inside is not None else None
        if found is not None and found.start < end < found.end:
            found = Span(reading.tokens[after].start, found.end) if after < len(reading.tokens) else None
        return found or (self._following(after, reading) if led and reading.tokens[after + 1].text[:1].islower() else None)

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


def _aged(inside: Tokens | None, value: float | None) -> int | None:
    """Return the place of the person whose age stands between commas ("the mayor, 61, resigned"), None where it is no age."""
    if inside is None or value is None or len(inside) != 1 or not inside.text.isdigit() or not 1 <= value <= OLDEST:
        return None
    doc, at = inside.doc, inside.start
    parted = at > 1 and doc[at - 1].text == "," and at + 1 < len(doc) and doc[at + 1].text in (",", ".", ";")
    person = doc[at - 2] if parted else None
    if (
        person is None
        or person.pos_ not in ("NOUN", "PROPN")
        or inside.root.head.i >= at
        or person.ent_type_ in ("DATE", "GPE")
    ):
        return None
    return at - 2


def _like_a_year(match: Match, reading: Reading, where: Tokens | None) -> bool:
    word = reading.tokens[match.first]
    if match.last - match.first > 1 or len(word.text) != 4 or not word.text.isdigit() or not 1800 <= int(word.text) <= 2100:
        return False
    following = where.doc[where.end] if where is not None and where.end < len(where.doc) else None
    return following is None or following.tag_ != "NNS"
