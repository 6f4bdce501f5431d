"""Happenings that a time is counted from: the day of each one told, and the one named after "two days after"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

FARTHEST = 3
"""Steps up a dependency tree from a date to the verb that it dates."""
SHORTEST = 4
PEOPLE = frozenset(("PERSON", "GPE", "ORG", "NORP", "LOC", "FAC"))


class EventReader:
    """Reads happenings with a language's verbal nouns: endings (`event_endings`: "ing") and others (`event_nouns`)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take a times table."""
        self.endings = tuple(table.get("event_endings", ()))
        self.nouns: Mapping[str, str] = table.get("event_nouns", {})

    def base(self, token: Token) -> str:
        """Return the form under which a verb and its noun are the same happening."""
        lemma = token.lemma_.lower()
        if lemma in self.nouns:
            return self.nouns[lemma]
        for ending in self.endings:
            if lemma.endswith(ending) and len(lemma) - len(ending) >= SHORTEST - 1:
                return lemma[: -len(ending)]
        return lemma

    def dated(self, span: Span) -> Iterator[str]:
        """Yield the happenings that a date dates: the noun or verb that it hangs on, and that verb's subject and object."""
        token = span.root
        for _ in range(FARTHEST):
            if token.head.i == token.i:
                break
            token = token.head
            if token.pos_ == "NOUN":
                yield self.base(token)
            if token.pos_ == "VERB":
                yield self.base(token)
                for child in token.children:
                    if child.dep_ in ("nsubj", "nsubjpass", "dobj") and child.pos_ == "NOUN":
                        yield self.base(child)
                return

    def named_after(self, span: Span) -> str:
        """Return the happening named after "two days after", "" where none is."""
        last = span[-1] if span[-1].pos_ in ("ADP", "SCONJ") else None
        if last is None and span.end < len(span.doc):
            last = span.doc[span.end]
        if last is None or last.pos_ not in ("ADP", "SCONJ"):
            return ""
        if last.dep_ == "mark":
            return self.base(last.head)
        inner = next((c for c in last.children if c.dep_ in ("pobj", "pcomp")), None)
        return self.base(inner) if inner is not None and inner.ent_type_ not in PEOPLE else ""
