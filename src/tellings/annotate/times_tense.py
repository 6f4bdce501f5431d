"""The tense of the clause that a time expression belongs to: does it look ahead or back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

SHORTEST = 4
"""Letters; a shorter word that ends like a future is another word."""
FARTHEST = 12
"""Steps up a dependency tree."""


@dataclass(frozen=True, slots=True)
class Tense:
    """`future` True, False (past) or None (undecided); `direct` when the time hangs on the verb itself."""

    future: bool | None
    direct: bool


class TenseReader:
    """Reads tense with a language's cue words."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take a times table.

        Of it are read `future_cues` (words that look ahead), `forward` and `backward` (words right before), `ends` (words
        before a day on which something ends), `announcing` (forms of "be" that look ahead with an infinitive), `scheduled`
        (verbs that tell a plan in the present: "the fair opens on Friday"), and
        `future_endings` (of verbs, where words alone are read).
        """
        self.cues = frozenset(table.get("future_cues", ()))
        self.helpers = self.cues | frozenset(table.get("future_helpers", ()))
        self.forward = frozenset(table.get("forward", ()))
        self.backward = frozenset(table.get("backward", ()))
        self.endings = tuple(table.get("future_endings", ())) or ("\0",)
        self.ends = frozenset(table.get("ends", ()))
        self.announcing = frozenset(table.get("announcing", ()))
        self.scheduled = frozenset(table.get("scheduled", ()))

    def read(self, span: Span | None, *, syntax: bool) -> Tense:
        """Return the tense around a time expression, from the parse, else from the words of its sentence."""
        if span is None:
            return Tense(None, False)
        before = span.doc[span.start - 1].lower_ if span.start else ""
        pair = f"{span.doc[span.start - 2].lower_} {before}" if span.start > 1 else ""
        if before in self.forward or pair in self.forward:
            return Tense(True, True)
        if before in self.backward:
            return Tense(False, True)
        found = self._parsed(span) if syntax else self._by_words(span)
        return Tense(found.future, False) if before in self.ends else found

    def _by_words(self, span: Span) -> Tense:
        known = span.doc.has_annotation("SENT_START")
        sentence = span.sent if known else span.doc[max(0, span.start - 15) : span.end + 15]
        near = [t for t in sentence if abs(t.i - span.start) <= 8]
        return Tense(True if any(self._ahead(t) for t in near) else None, False)

    def _ahead(self, token: Token) -> bool:
        """Tell whether a word looks ahead: a cue, or a verb form that ends as futures do."""
        word = token.lower_
        return word in self.helpers or (len(word) > SHORTEST and word.endswith(self.endings) and not token.is_title)

    def _parsed(self, span: Span) -> Tense:
        token = span.root
        infinitive = False
        if token.dep_ in ("poss", "compound") and token.head.lower_ not in self.cues:
            return Tense(None, False)
        for step in range(FARTHEST):
            if token.head.i == token.i:
                break
            token = token.head
            if token.lower_ in self.cues and token.pos_ in ("ADJ", "VERB", "NOUN", "AUX", "ADV", "ADP"):
                return Tense(not self._was_ahead(token), step <= 1)
            if token.pos_ in ("VERB", "AUX"):
                verdict = self._of_verb(token, infinitive=infinitive)
                if verdict is not None:
                    return Tense(verdict, step <= 1)
                infinitive = infinitive or (step <= 1 and any(c.tag_ == "TO" for c in token.children))
        return Tense(None, False)

    @staticmethod
    def _was_ahead(token: Token) -> bool:
        """Tell whether a cue looks ahead from the past: "had been due to expire on Friday"."""
        verb = token if token.pos_ in ("VERB", "AUX") else token.head
        return any(c.lower_ == "had" for c in verb.children) or (verb.lower_ == "had" and verb.pos_ == "AUX")

    def _is_to(self, verb: Token) -> bool:
        """Tell whether a form of "be" announces what an infinitive names: "on Monday the panel is to publish"."""
        return verb.lower_ in self.announcing and any(
            c.dep_ == "xcomp" and any(g.tag_ == "TO" for g in c.children) for c in verb.children
        )

    @staticmethod
    def _to_come(verb: Token, helpers: Sequence[Token]) -> bool:
        """Tell whether an infinitive says of a noun what is to befall it: "the prizes, to be awarded on May 10"."""
        return verb.dep_ in ("relcl", "acl") and any(c.tag_ == "TO" for c in helpers)

    def _of_verb(self, verb: Token, *, infinitive: bool) -> bool | None:
        helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
        if any(c.lower_ in self.helpers for c in helpers) or self._is_to(verb) or self._to_come(verb, helpers):
            return True
        forms = [c for c in (verb, *helpers) if "Fin" in c.morph.get("VerbForm", []) or c.tag_ in ("VBD", "VBZ", "VBP")]
        if any("Past" in c.morph.get("Tense", []) for c in forms):
            return False
        if any(c.lemma_ == "have" for c in helpers) or (verb.tag_ == "VBN" and not forms):
            return False
        if infinitive and forms:
            return True
        if verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in self.scheduled and not helpers:
            return True
        return None
