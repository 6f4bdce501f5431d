"""What an amount counts: the noun that it modifies, the subject that rose to it, "the number of people missing"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tellings.model import Span
from tellings.stage import Segment

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

FARTHEST_NOUN = 5
"""Words between a number and the noun that it counts."""
LEFT = frozenset(("amod", "compound", "nmod", "poss", "punct", "case"))
OLDEST = 115


class CountedReader:
    """Reads the thing counted from a parse, with a language's words."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take an amounts table.

        Of `counted` are read: `counters` (nouns that stand for what they count: "number of"), `reach` (verbs of whose subject
        an amount tells how much it is), `to` (prepositions before the amount reached), `estimate` (verbs of whose object it
        does), `states` (words that are themselves counted: "9 dead"), `classifiers` (nouns told in full: "head of cattle"),
        `of`, `in` and `aged` (prepositions, those after money, participles).
        """
        own = table.get("counted", {})
        self.counters, self.reach = frozenset(own.get("counters", ())), frozenset(own.get("reach", ()))
        self.to, self.estimate = frozenset(own.get("to", ())), frozenset(own.get("estimate", ()))
        self.states, self.classifiers = frozenset(own.get("states", ())), frozenset(own.get("classifiers", ()))
        self.aged = frozenset(own.get("aged", ()))
        self.of, self.part_of = frozenset(own.get("of", ())), frozenset(own.get("in", ()))

    def span(self, inside: Tokens, end: int, segment: Segment, *, money: bool) -> Span | None:
        """Return the thing counted by the amount `inside` that ends at character `end` of its paragraph."""
        after = next((t for t in inside.doc[inside.start :] if t.idx >= end), None)
        if after is not None and after.lower_ in self.states and (after.pos_ != "VERB" or after.tag_ == "VBN"):
            return segment.span(after.doc[after.i : after.i + 1])
        noun = self._modified(inside.root, money=money)
        if noun is not None and 0 <= noun.i - inside.end <= FARTHEST_NOUN:
            return self._name(noun, inside.end, segment)
        if inside.root.lower_ in self.aged and inside.root.head.pos_ in ("NOUN", "PROPN") and inside.root.head.i < inside.start:
            return segment.span(inside.doc[inside.root.head.i : inside.root.head.i + 1])
        noun = self._next(after) or self._told_of(inside.root)
        return self._phrase(noun, segment) if noun is not None else None

    @staticmethod
    def _next(after: Token | None) -> Token | None:
        """Return the noun that ends the run of adjectives and nouns right after an amount."""
        noun = None
        while after is not None and after.pos_ in ("ADJ", "NOUN", "PROPN"):
            noun = after if after.pos_ != "ADJ" else noun
            after = after.doc[after.i + 1] if after.i + 1 < len(after.doc) else None
        return noun

    def counts(self, token: Token) -> bool:
        """Tell whether a number modifies a noun."""
        return self._modified(token, money=False) is not None

    def _modified(self, token: Token, *, money: bool) -> Token | None:
        """Return the noun after "of", else the noun that a number modifies."""
        led = self.of | self.part_of if money else self.of
        for child in token.children:
            if child.dep_ == "prep" and child.i == token.i + 1 and child.lower_ in led:
                inner = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN")), None)
                if inner is not None:
                    return inner
        head = token.head
        modifies = token.dep_ in ("nummod", "compound", "amod", "nmod", "quantmod")
        return head if modifies and head.pos_ in ("NOUN", "PROPN") and head.i > token.i else None

    def _told_of(self, token: Token) -> Token | None:
        """Return the noun of which a sentence tells how much it is: "the toll rose to 43", "put the crowd at 900"."""
        head, led = token.head, ""
        while head.dep_ == "prep" or head.pos_ == "ADP":
            led = led or head.lower_
            if head.head.i == head.i:
                return None
            head = head.head
        if head.pos_ not in ("VERB", "AUX"):
            return None
        if led and head.lemma_ in self.estimate:
            return next((c for c in head.children if c.dep_ == "dobj"), None)
        direct = token.dep_ in ("dobj", "attr") and led == ""
        if head.lemma_ not in self.reach or not (led in self.to or (direct and head.lemma_ in self.estimate | self.to)):
            return None
        subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < token.i), None)
        if subject is None:  # "the number of people missing rose": the parse takes "missing" for the verb
            return next((t for t in reversed(head.doc[head.sent.start : head.i]) if t.lemma_ in self.counters), None)
        return subject if subject.pos_ != "PRON" else None

    def _name(self, noun: Token, after: int, segment: Segment) -> Span:
        """Return the counted noun with what stands before it, without number, modifier and article."""
        first = noun.i
        while first > after and noun.doc[first - 1].dep_ in LEFT:
            first -= 1
        while first < noun.i and noun.doc[first].is_punct:
            first += 1
        last = noun.i
        if noun.lower_ in self.classifiers:
            last = max((c.right_edge.i for c in noun.children if c.dep_ == "prep" and c.lower_ in self.of), default=last)
        return segment.span(noun.doc[first : last + 1])

    def _phrase(self, noun: Token, segment: Segment) -> Span:
        """Return a noun told of with its "of", without its article; of "the number of people missing" the people missing."""
        inner = None
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in self.of and child.i > noun.i:
                inner = next((c for c in child.children if c.dep_ == "pobj"), None)
        if noun.lemma_ in self.counters and inner is not None:
            return segment.span(noun.doc[_first(inner) : self._last(noun, inner) + 1])
        last = inner.i if inner is not None else noun.i
        return segment.span(noun.doc[_first(noun) : last + 1])

    def _last(self, noun: Token, inner: Token) -> int:
        """Return where "people still missing" ends: after participles and adjectives that follow at once."""
        last, doc = inner.i, inner.doc
        for token in doc[inner.i + 1 : inner.i + 4]:
            if token.lower_ in self.states:
                last = token.i
            elif token.pos_ != "ADV":
                break
        return last


def _first(noun: Token) -> int:
    """Return where a noun with its modifiers begins, its article left out."""
    first = noun.i
    while (
        first > 0
        and noun.doc[first - 1].head.i <= noun.i
        and noun.doc[first - 1].dep_ in LEFT
        and not noun.doc[first - 1].is_punct
    ):
        first -= 1
    return first
