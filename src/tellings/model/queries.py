"""Queries: words, "phrases", AND, OR, NOT, parentheses, and fields such as `person:` or `from:`.

    query  = either { either }            what stands side by side must all be there
    either = both { "OR" both }
    both   = one { "AND" one }
    one    = "NOT" one | "-" one | "(" query ")" | field ":" value | "phrase" | word | word"*"

Operators are written in capitals; "and" is a word.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Literal, NamedTuple, NoReturn, TypeAlias

from tellings.errors import QueryError
from tellings.model.spans import Record

FieldName = Literal["person", "place", "said-by", "source", "type", "lang", "title"]
FIELDS: tuple[FieldName, ...] = ("person", "place", "said-by", "source", "type", "lang", "title")
BOUNDS = ("from", "to")
WHERE = ("comments", "pages")
KNOWN = (*FIELDS, *BOUNDS, "in")
DEEPEST = 50
LONGEST = 2_000
"""Characters of a query."""


class Words(Record, frozen=True):
    """Words that follow one another (a phrase), or one word; `prefix`: the last may go on."""

    text: str
    phrase: bool = False
    prefix: bool = False
    field: FieldName | None = None


class Bound(Record, frozen=True):
    """Published on this day or later (`side` "from"), or on it or earlier ("to"); the day is ISO 8601."""

    side: Literal["from", "to"]
    day: str


class Both(Record, frozen=True):
    """All of these."""

    of: tuple[Node, ...]


class Either(Record, frozen=True):
    """Any of these."""

    of: tuple[Node, ...]


class Without(Record, frozen=True):
    """Not this."""

    of: Node


Node: TypeAlias = Words | Bound | Both | Either | Without


class Query(Record, frozen=True):
    """A parsed query; `comments` asks for readers' comments in place of pages."""

    root: Node
    comments: bool = False


class _Token(NamedTuple):
    kind: Literal["open", "close", "and", "or", "not", "field", "phrase", "word"]
    text: str
    at: int


PIECE = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<quote>["“”„«»])|(?P<field>[A-Za-z][A-Za-z-]*):(?=\S)|(?P<word>[^\s()"“”„«»]+))"""
)
CLOSES = {'"': '"', "“": '”"', "”": '”"', "„": '“”"', "«": "»", "»": "«»"}
OPERATORS: dict[str, Literal["and", "or", "not"]] = {"AND": "and", "OR": "or", "NOT": "not"}


def _refuse(what: str, at: int, hint: str = "") -> NoReturn:
    problem = QueryError(what, where=f"query, character {at + 1}", hint=hint)
    problem.at = at
    raise problem


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while match := PIECE.match(text, at):
        start, at = match.start(match.lastgroup or 0), match.end()
        if match["open"] or match["close"]:
            yield _Token("open" if match["open"] else "close", match[0], start)
        elif match["quote"]:
            end = next((n for n in range(at, len(text)) if text[n] in CLOSES[match["quote"]]), None)
            if end is None:
                _refuse("a quotation mark is not closed", start, "close it, or leave it out")
            yield _Token("phrase", text[at:end], start)
            at = end + 1
        elif match["field"]:
            yield _Token("field", match["field"], start)
        else:
            yield from _word(match["word"], start)


def _word(word: str, at: int) -> Iterator[_Token]:
    if word in OPERATORS:
        yield _Token(OPERATORS[word], word, at)
        return
    if word.startswith("-") and len(word) > 1:
        yield _Token("not", "-", at)
        word, at = word[1:], at + 1
        name, colon, rest = word.partition(":")
        if colon and rest and re.fullmatch(r"[A-Za-z][A-Za-z-]*", name):
            yield _Token("field", name, at)
            word, at = rest, at + len(name) + 1
    yield _Token("word", word, at)


class _Reader:
    """Reads tokens from left to right; `comments` is set by `in:comments`."""

    def __init__(self, text: str) -> None:
        self.tokens, self.next, self.end = list(_tokens(text)), 0, len(text)
        self.comments = False
        self.depth = 0

    @property
    def kind(self) -> str | None:
        return self.tokens[self.next].kind if self.next < len(self.tokens) else None

    def take(self) -> _Token:
        self.next += 1
        return self.tokens[self.next - 1]

    def query(self) -> Node | None:
        found = [self.either()]
        while self.kind not in (None, "close"):
            found.append(self.either())
        kept = [node for node in found if node is not None]
        return _joined(Both, kept)

    def either(self) -> Node | None:
        found = [self.both()]
        while self.kind == "or":
            found.append(self._after(self.take(), self.both))
        return _joined(Either, [node for node in found if node is not None])

    def both(self) -> Node | None:
        found = [self.one()]
        while self.kind == "and":
            found.append(self._after(self.take(), self.one))
        return _joined(Both, [node for node in found if node is not None])

    def _after(self, operator: _Token, rest: object) -> Node | None:
        if self.kind in (None, "close"):
            _refuse(f"nothing follows {operator.text}", operator.at, "write operators that are words in small letters")
        assert callable(rest)
        found: Node | None = rest()
        return found

    def one(self) -> Node | None:
        if self.kind is None:
            _refuse("the query is empty", 0, "write a word")
        token = self.take()
        self.depth += 1
        if self.depth > DEEPEST:
            _refuse("the query is nested too deeply", token.at)
        try:
            return self._one(token)
        finally:
            self.depth -= 1

    def _one(self, token: _Token) -> Node | None:
        if token.kind == "not":
            inner = self._after(token, self.one)
            return Without(of=inner) if inner is not None else None
        if token.kind == "open":
            return self._nested(token)
        if token.kind == "field":
            return self._field(token)
        if token.kind == "close":
            _refuse("a parenthesis closes that was never opened", token.at)
        if token.kind in ("and", "or"):
            _refuse(f"nothing stands before {token.text}", token.at, "write operators that are words in small letters")
        return _words(token)

    def _nested(self, opened: _Token) -> Node | None:
        if self.kind == "close":
            _refuse("there is nothing in the parentheses", opened.at)
        found = self.query()
        if self.kind != "close":
            _refuse("a parenthesis is not closed", opened.at)
        self.take()
        return found

    def _field(self, name: _Token) -> Node | None:
        if name.text.lower() not in KNOWN:
            hint = f"fields are {', '.join(f'{k}:' for k in KNOWN)}; put words with a colon in quotation marks"
            _refuse(f"there is no field {name.text!r}", name.at, hint)
        if self.kind not in ("word", "phrase", "field", "and", "or", "not"):
            _refuse(f"{name.text}: is followed by no word", name.at, f'write {name.text}:word or {name.text}:"several words"')
        value = self.take()
        field = name.text.lower()
        if field == "in":
            if value.text.lower() not in WHERE:
                _refuse(f"nothing is kept in {value.text!r}", value.at, "write in:comments")
            self.comments = value.text.lower() == "comments"
            return None
        if field in BOUNDS:
            return Bound(side="from" if field == "from" else "to", day=_day(value, last=field == "to"))
        return _words(value, next(f for f in FIELDS if f == field))


def _joined(kind: type[Both] | type[Either], nodes: list[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    flat: list[Node] = []
    for node in nodes:
        flat += node.of if isinstance(node, kind) else (node,)
    return kind(of=tuple(flat))


def _words(token: _Token, field: FieldName | None = None) -> Words:
    text = token.text.rstrip("*") if token.kind != "phrase" else token.text
    prefix = token.kind != "phrase" and len(text) < len(token.text)
    if not re.search(r"[^\W_]", text):
        _refuse(f"there is no word in {token.text!r}", token.at, "leave it out")
    return Words(text=text.strip(), phrase=token.kind == "phrase", prefix=prefix, field=field)


def _day(token: _Token, *, last: bool) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", token.text)
    hint = "write 2031, 2031-05 or 2031-05-13"
    if not match:
        _refuse(f"{token.text!r} is no day, month or year", token.at, hint)
    year, month, day = (int(g) if g else None for g in match.groups())
    assert year is not None
    if not year >= 1 or not 1 <= (month or 1) <= 12:
        _refuse(f"{token.text!r} is no day, month or year", token.at, hint)
    longest = monthrange(year, month or 12)[1]
    if not 1 <= (day or 1) <= longest:
        _refuse(f"there is no day {token.text}", token.at, hint)
    return f"{year:04}-{month or (12 if last else 1):02}-{day or (longest if last else 1):02}"


def parse(text: str) -> Query:
    """Return the query that a text means. Raises QueryError, which says at which character."""
    if len(text) > LONGEST:
        _refuse(f"the query has more than {LONGEST} characters", LONGEST)
    reader = _Reader(text)
    root = reader.query()
    if reader.kind == "close":
        _refuse("a parenthesis closes that was never opened", reader.take().at)
    if root is None:
        _refuse("the query has no words", 0, "write a word beside in:comments")
    return Query(root=root, comments=reader.comments)


def shown(node: Node) -> str:
    """Return a query as text that means the same."""
    if isinstance(node, Words):
        field = f"{node.field}:" if node.field else ""
        return f'{field}"{node.text}"' if node.phrase else f"{field}{node.text}{'*' if node.prefix else ''}"
    if isinstance(node, Bound):
        return f"{node.side}:{node.day}"
    if isinstance(node, Without):
        return f"NOT {shown(node.of)}" if isinstance(node.of, Words | Bound) else f"NOT ({shown(node.of)})"
    operator = " OR " if isinstance(node, Either) else " AND "
    return operator.join(shown(n) if isinstance(n, Words | Bound | Without) else f"({shown(n)})" for n in node.of)


def leaves(node: Node, *, wanted: bool = True) -> Iterator[tuple[Words | Bound, bool]]:
    """Yield the words and days of a query, each with whether it is wanted there or not."""
    if isinstance(node, Words | Bound):
        yield node, wanted
    elif isinstance(node, Without):
        yield from leaves(node.of, wanted=not wanted)
    else:
        for inner in node.of:
            yield from leaves(inner, wanted=wanted)
