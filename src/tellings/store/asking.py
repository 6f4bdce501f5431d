"""A query as SQL: whatever words can answer goes to the full-text index in one piece, days and the rest become conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tellings.model.queries import Bound, Either, FieldName, Node, Without, Words
from tellings.store.words import words_of

TABLES = {"pages": "page_words", "quotes": "quote_words", "events": "event_words", "comments": "comment_words"}
"""The index that each kind is looked for in."""
COLUMN: dict[FieldName | None, str] = {
    None: "{title body}", "person": "people", "place": "places", "said-by": "speakers", "source": "source",
    "type": "types", "lang": "lang", "title": "title",
}  # fmt: skip


class Condition(NamedTuple):
    """An SQL condition with its values."""

    sql: str
    values: tuple[str, ...]


class Asked(NamedTuple):
    """What is ranked by (an expression of the full-text index, None where no word is wanted), and what must hold besides.

    `root` is the query itself, for a store whose index asks otherwise; `parts` are the expressions that must all be there,
    which `words` puts together with what must not.
    """

    words: str | None
    conditions: tuple[Condition, ...]
    root: Node | None = None
    parts: tuple[str, ...] = ()


def asked(root: Node, kind: str) -> Asked:
    """Return how a query is put to the index of a kind ("pages", "quotes", "events" or "comments")."""
    parts = root.of if not isinstance(root, Words | Bound | Without | Either) else (root,)
    wanted = [(p, _expression(p)) for p in parts if not isinstance(p, Without)]
    unwanted = [(p, _expression(p.of)) for p in parts if isinstance(p, Without)]
    all_wanted = tuple(e for _, e in wanted if e)
    words = all_of(all_wanted)
    conditions = [_condition(p, kind) for p, e in wanted if e is None]
    for part, expression in unwanted:
        if words and expression:
            words = f"({words}) NOT ({expression})"
        else:
            conditions.append(_condition(part, kind))
    return Asked(words, tuple(conditions), root, all_wanted)


def all_of(expressions: Sequence[str]) -> str | None:
    """Return expressions of the full-text index as one that wants them all; None where there are none."""
    return " AND ".join(f"({e})" for e in expressions) if len(expressions) > 1 else expressions[0] if expressions else None


def _expression(node: Node) -> str | None:
    """Return a node as an expression of the full-text index, None where it holds what the index does not know."""
    if isinstance(node, Words):
        return _match(node)
    if isinstance(node, Bound | Without):
        return None
    if any(isinstance(inner, Bound) for inner in node.of):
        return None
    if isinstance(node, Either):
        found = [_expression(inner) for inner in node.of]
        return " OR ".join(f"({e})" for e in found if e) if all(found) else None
    wanted = [_expression(inner) for inner in node.of if not isinstance(inner, Without)]
    unwanted = [_expression(inner.of) for inner in node.of if isinstance(inner, Without)]
    if not wanted or not all(wanted) or not all(unwanted):
        return None
    words = all_of([e for e in wanted if e]) or ""
    for expression in unwanted:
        words = f"({words}) NOT ({expression})"
    return words


def _match(node: Words) -> str:
    folded = words_of(node.text)
    phrase = '"' + " ".join(folded) + '"'
    alone = len(folded) == 1 and len(node.text) == 1 and not node.text.isascii()
    return f"{COLUMN[node.field]} : {phrase}{' *' if node.prefix or alone else ''}"


def _condition(node: Node, kind: str) -> Condition:
    expression = _expression(node)
    if expression:
        table = TABLES[kind]
        row = "a.seq" if kind == "pages" else "p.seq"
        return Condition(f"{row} IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", (expression,))
    if isinstance(node, Bound):
        return Condition(f"a.day {'>=' if node.side == 'from' else '<='} ?", (node.day,))
    if isinstance(node, Words):
        raise AssertionError("words are always an expression")
    if isinstance(node, Without):
        inner = _condition(node.of, kind)
        return Condition(f"NOT coalesce(({inner.sql}), 0)", inner.values)
    own = [_condition(inner, kind) for inner in node.of]
    operator = " OR " if isinstance(node, Either) else " AND "
    return Condition("(" + operator.join(c.sql for c in own) + ")", tuple(v for c in own for v in c.values))
