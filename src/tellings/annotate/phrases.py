"""Phrases: regular expressions over classes of words, compiled from a language table.

A text becomes one character a token: each set of classes that a word can have ("second" is a unit and an ordinal) has its
own character, and a class in a rule compiles to the set of characters that stand for it. So a rule such as
`the? MONTH DAY ,? YEAR` is one plain regular expression over a short string, and hundreds of rules cost little.
In a rule upper case names a class, lower case a word; `?`, `*`, `+`, `|`, `( )` mean what they mean in regular
expressions, `!X` forbids X next, `ANY` is any word, `{x}` is the table's macro x, and what stands in `[ ]` before or after
must be there but is left out of the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tellings.annotate.numbers import NumberWords

WORDS = r"|(?:[^\W\d_]\.){2,}|[^\W\d_]\.[^\W\d_]\b|['’]s\b|[^\W\d_]+|[^\s]"
TOKEN = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?![\d])|\d{1,2}(?=\.\d{1,2}\.\d{4}\b)|(?<!\d\.)\d+\.\d+[^\W\d_]*(?![\d.]\d)|\d+[^\W\d_]*"
    + WORDS
)
COMMA_TOKEN = re.compile(
    r"\d{1,2}h\d{2}(?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?:,\d+)?(?![\d])|\d+,\d+(?![\d,])|\d+[^\W\d_]*" + WORDS
)
"""For languages that write 1.500,5 or 1 500,5."""
SYNTAX = re.compile(r"[()|\[\]?*+!]|[A-Z][A-Z0-9]*\b|[^\s()|\[\]?*+!]+")
OTHER, BREAK = "\ue000", "\n"
FIRST = 0xE001
MOST_KNOWN = 50_000
"""Words whose code is remembered; bounds memory."""
DASHES = {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'"}


class Token(NamedTuple):
    """A word, number or sign; `number` is its value where it is one."""

    start: int
    end: int
    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts read by a grammar: their tokens and one character a token, an empty token between two texts."""

    tokens: Sequence[Token]
    codes: str


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the tokens `first` to `last` (excluded); `values` holds what its classes captured, in order."""

    rule: Rule
    first: int
    last: int
    start: int
    end: int
    values: Mapping[str, Sequence[Any]]

    def one(self, name: str) -> Any:
        """Return the first value captured for a class, or None."""
        found = self.values.get(name)
        return found[0] if found else None


@dataclass(frozen=True)
class Rule:
    """One line of a language table: what to look for, and what to make of it."""

    pattern: str
    make: str
    options: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 0


class Grammar:
    """The words and rules of one language for one topic."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take a language table: `words` (class → word → value), `rules`, `numbers`."""
        self.words: Mapping[str, Mapping[str, Any]] = table.get("words", {})
        self.numbers = NumberWords(table.get("numbers", {}))
        self._token = COMMA_TOKEN if self.numbers.decimal_comma else TOKEN
        macros = table.get("macros", {})
        self.rules = [_rule(row, rank, macros) for rank, row in enumerate(table.get("rules", ()))]
        self._classes = self._classes_of_words()
        self._codes: dict[frozenset[str], str] = {}
        for classes in sorted(set(self._classes.values()) | set(self.numbers.class_sets()), key=sorted):
            self._codes[classes] = chr(FIRST + len(self._codes))
        self._known: dict[str, str] = {}

    def _classes_of_words(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name, words in self.words.items():
            for word in words:
                found.setdefault(word, set()).add(name)
        for rule in self.rules:
            for piece in SYNTAX.findall(rule.pattern):
                if not re.fullmatch(r"[()|\[\]?*+!]|[A-Z][A-Z0-9]*", piece):
                    found.setdefault(piece, set()).add(f"={piece}")
        return {word: frozenset(classes) for word, classes in self._with_lower(found).items()}

    @staticmethod
    def _with_lower(found: dict[str, set[str]]) -> dict[str, set[str]]:
        """Let a capitalised entry have the classes of its lower-case twin too."""
        for word in list(found):
            if word != word.lower():
                found[word] = found[word] | found.get(word.lower(), set())
        return found

    @cached_property
    def compiled(self) -> list[tuple[Rule, re.Pattern[str], Mapping[str, str], Sequence[frozenset[str]]]]:
        """Return each rule with its regular expression over codes, the class of each capture, and what it cannot do without."""
        return [(rule, *self._compile(rule), self._needed(rule)) for rule in self.rules]

    def _needed(self, rule: Rule) -> Sequence[frozenset[str]]:
        """Return the sets of codes of which a text must hold one each for a rule to fit: its items outside brackets."""
        pieces, depth, needed = SYNTAX.findall(rule.pattern), 0, []
        for i, piece in enumerate(pieces):
            depth += (piece == "(") - (piece == ")")
            following = pieces[i + 1] if i + 1 < len(pieces) else ""
            forbidden = i and pieces[i - 1] == "!"
            if depth or forbidden or piece in "()|[]?*+!" or piece == "ANY" or following in ("?", "*"):
                continue
            needed.append(frozenset(self._set(piece if piece.isupper() and piece.isalnum() else f"={piece}")))
        return [] if "|" in _outside(pieces) else needed

    def _set(self, name: str) -> str:
        codes = "".join(code for classes, code in self._codes.items() if name in classes)
        return f"[{codes}]" if codes else "(?!)"

    def _compile(self, rule: Rule) -> tuple[re.Pattern[str], Mapping[str, str]]:
        pieces = SYNTAX.findall(rule.pattern)
        captures: dict[str, str] = {}
        out = ["" if pieces[0] == "[" else "(?P<span>"]
        opened = out[0] != ""
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            following = pieces[at + 1] if at + 1 < len(pieces) else ""
            if piece == "[":
                out.append(")(?=(?:" if opened else "(?:")
            elif piece == "]":
                out.append("))" if opened else ")(?P<span>")
                opened = True
            elif piece == "!":
                name = following if following.isupper() else f"={following}"
                out.append(f"(?!{self._set(name)})")
                at += 1
            elif piece in "()|?*+":
                out.append("(?:" if piece == "(" else piece)
            elif piece == "ANY":
                out.append(f"[^{BREAK}]")
            elif re.fullmatch(r"[A-Z][A-Z0-9]*", piece):
                name = f"g{len(captures)}"
                captures[name] = piece
                many = following if following in ("*", "+") else ""
                out.append(f"(?P<{name}>{self._set(piece)}{many})")
                at += bool(many)
            else:
                out.append(self._set(f"={piece}"))
            at += 1
        if not rule.pattern.rstrip().endswith("]"):
            out.append(")")
        return re.compile("".join(out)), captures

    def code(self, word: str) -> str:
        """Return the character that stands for the classes of a word that is no number."""
        plain = DASHES.get(word, word)
        classes = self._classes.get(plain) or (self._classes.get(plain.capitalize()) if plain.isupper() else None)
        classes = classes or self._classes.get(plain.lower())
        return self._codes[classes] if classes else OTHER

    def read(self, texts: Iterable[tuple[int, str]]) -> Reading:
        """Return tokens and codes of (offset, text) pairs; the offset is added to every place in its text."""
        tokens: list[Token] = []
        codes: list[str] = []
        for offset, text in texts:
            pieces = [(m.start() + offset, m.end() + offset, m.group()) for m in self._token.finditer(text)]
            self._read_one(pieces, tokens, codes)
            tokens.append(Token(offset + len(text), offset + len(text), ""))
            codes.append(BREAK)
        return Reading(tokens, "".join(codes))

    def _read_one(self, pieces: Sequence[tuple[int, int, str]], tokens: list[Token], codes: list[str]) -> None:
        known, at, stop = self._known, 0, len(pieces)
        while at < stop:
            word = pieces[at][2]
            code = known.get(word)
            if code is None:
                found = self.numbers.at(pieces, at) if self.numbers.starts(word) else None
                if found is not None:
                    token, classes, at = found
                    tokens.append(Token(*token))
                    codes.append(self._codes[classes] if classes else OTHER)
                    continue
                code = self.code(word)
                if len(known) < MOST_KNOWN and not self.numbers.starts(word):
                    known[word] = code
            tokens.append(Token(*pieces[at]))
            codes.append(code)
            at += 1

    def value(self, name: str, token: Token) -> Any:
        """Return what a class says of a token."""
        table = self.words.get(name, {})
        plain = DASHES.get(token.text, token.text)
        for form in (plain, plain.capitalize() if plain.isupper() else plain, plain.lower()):
            if form in table:
                return table[form]
        return token.number if token.number is not None else token.text

    def matches(self, reading: Reading) -> Iterator[Match]:
        """Yield every place where a rule fits."""
        present = frozenset(reading.codes)
        for rule, pattern, captures, needed in self.compiled:
            if any(codes.isdisjoint(present) for codes in needed):
                continue
            for found in pattern.finditer(reading.codes):
                first, last = found.span("span")
                if last > first:
                    yield self._match(rule, found, captures, reading)

    def _match(self, rule: Rule, found: re.Match[str], captures: Mapping[str, str], reading: Reading) -> Match:
        values: dict[str, list[Any]] = {}
        for group, name in captures.items():
            low, high = found.span(group)
            for i in range(low, high):
                values.setdefault(name, []).append(self.value(name, reading.tokens[i]))
        first, last = found.span("span")
        tokens = reading.tokens
        return Match(rule, first, last, tokens[first].start, tokens[last - 1].end, values)

    def find(self, reading: Reading) -> list[Match]:
        """Return matches that do not overlap, in text order: the longest wins, then the earlier rule."""
        taken = bytearray(len(reading.tokens))
        chosen = []
        for match in sorted(self.matches(reading), key=lambda m: (m.first - m.last, m.rule.rank, m.first)):
            if not any(taken[match.first : match.last]):
                taken[match.first : match.last] = b"\x01" * (match.last - match.first)
                chosen.append(match)
        return sorted(chosen, key=lambda m: m.first)


def _outside(pieces: Sequence[str]) -> list[str]:
    """Return the pieces of a pattern that stand in no group."""
    depth, found = 0, []
    for piece in pieces:
        depth += (piece == "(") - (piece == ")")
        if depth == 0:
            found.append(piece)
    return found


def _rule(row: Mapping[str, Any], rank: int, macros: Mapping[str, str]) -> Rule:
    options = {k: v for k, v in row.items() if k not in ("match", "make")}
    pattern = re.sub(r"\{(\w+)\}", lambda m: macros[m.group(1)], row["match"])
    return Rule(pattern=pattern, make=row["make"], options=options, rank=rank)
