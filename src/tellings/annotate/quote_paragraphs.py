"""A parsed paragraph as the search for quotations sees it: marks as token ranges, sentences that respect them, cues."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tellings.annotate.paragraphs import places
from tellings.annotate.quote_cues import RELATIVES, SUBJECTS, Cue, Verbs, find_cues
from tellings.annotate.quote_marks import Marked

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_TITLE, SHORT_WORD = 9, 4
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})
DATELINE = re.compile(
    r"^[A-Z][A-Z.'’\-]{2,}(?:[ ,/]{1,2}[A-Z][A-Z.'’\-]+)*(?:, [A-Z][\w. ]{1,20})?"
    r"(?:\s?\([A-Z][\w .]{1,30}\))?\s?(?:—|–|--|-)\s+(?=[\"“A-Z])"
)
ENDS = frozenset({".", "!", "?", "…", "..."})


@dataclass(slots=True)
class Paragraph:
    """One parsed paragraph with its marks as token ranges, its sentences and its cues."""

    doc: Doc
    text: str
    marks: list[Marked]
    words: Verbs
    starts: list[int] = field(init=False)
    ranges: list[tuple[int, int]] = field(init=False)
    inside: list[bool] = field(init=False)
    cues: list[Cue] = field(init=False)
    sentences: list[tuple[int, int]] = field(init=False)
    body: int = field(init=False)

    def __post_init__(self) -> None:
        self.starts = places(self.doc)
        self.ranges = [(self.token_at(m.start), self.token_after(m.end)) for m in self.marks]
        self.inside = [False] * len(self.doc)
        for a, b in self.ranges:
            self.inside[a:b] = [True] * (b - a)
        self.body = self._behind_dateline()
        self.cues = find_cues(self.doc, [i < self.body or inner for i, inner in enumerate(self.inside)], self.words)
        self.sentences = self._sentences()
        self.cues = [self._with_speaker(cue) for cue in self.cues]

    def _behind_dateline(self) -> int:
        """Return the first token behind a place and agency that open a report ("WESTHAVEN (Meridian) – …")."""
        opening = DATELINE.match(self.text)
        return self.token_after(opening.end()) if opening else 0

    def token_at(self, char: int) -> int:
        """Return the number of the token that holds or follows a character."""
        return max(0, bisect_right(self.starts, char) - 1)

    def token_after(self, char: int) -> int:
        """Return the number of the first token that starts at or after a character."""
        return bisect_left(self.starts, char)

    def end_of(self, token: int) -> int:
        """Return where a token ends, as a character."""
        return self.starts[token] + len(self.doc[token])

    def mark_at(self, token: int) -> int | None:
        """Return the number of the mark whose range starts at a token."""
        return next((i for i, (a, _) in enumerate(self.ranges) if a == token), None)

    def _sentences(self) -> list[tuple[int, int]]:
        cuts = {s.start for s in self.doc.sents if s.start >= self.body} | {self.body}
        for mark, (a, b) in zip(self.marks, self.ranges, strict=True):
            cuts -= set(range(a + 1, b))
            if a and self.doc[a - 1].text in ENDS:
                cuts.add(a)
            if b >= len(self.doc):
                continue
            ended = mark.words(self.text)[-1:] in ENDS
            if ended and not self._attributes(b) and self.doc[b].text[:1] not in ",;:)" and not self.doc[b].text[:1].islower():
                cuts.add(b)
            elif not ended or self._attributes(b):
                cuts.discard(b)
        edges = sorted({0, *cuts, len(self.doc)})
        return [(a, b) for a, b in pairwise(edges) if a < b]

    def _with_speaker(self, cue: Cue) -> Cue:
        """Give a participle behind a report (", adding that …"), or a verb joined to it, the speaker of that report."""
        start = next((a for a, b in self.sentences if a <= cue.verb < b), 0)
        earlier = [c for c in self.cues if start <= c.verb < cue.verb and c.kind != "according" and c.speaker]
        if self.participle(cue) and cue.start and self.doc[cue.start - 1].text == ",":
            outer = next((c for c in earlier if not self.participle(c)), None)
        else:
            outer = next((c for c in reversed(earlier) if self.joined(cue, c)), None)
        return replace(cue, speaker=outer.speaker) if outer else cue

    def shares_subject(self, cue: Cue) -> bool:
        """Tell whether a cue is joined to another verb and has no subject of its own."""
        verb = self.doc[cue.verb]
        return verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children)

    def joined(self, cue: Cue, outer: Cue) -> bool:
        """Tell whether a verb that the parse joins to the words reported goes on with the reporting clause.

        It does where the words reported have another tense ("said he would come and warned …") or a pronoun as their subject.
        """
        verb, said = self.doc[cue.verb], self.doc[outer.verb]
        if verb.tag_ not in {"VBD", "VBZ"} or verb.tag_ != said.tag_ or not self.shares_subject(cue):
            return False
        first = verb.head
        if first.i <= outer.verb:
            return False
        subject = next((c for c in first.children if c.dep_ in SUBJECTS), None)
        again = verb.lemma_ == said.lemma_ == "say"
        return again or first.tag_ == "VB" or (subject is not None and subject.lower_ in PRONOUNS)

    def participle(self, cue: Cue) -> bool:
        """Tell whether a cue is a participle without a subject of its own."""
        verb = self.doc[cue.verb]
        if cue.kind == "according":
            return False
        if verb.head.lower_ == "as" and verb.head.head.lemma_.lower() in self.words.relaying:
            return False
        return verb.tag_ == "VBG" and cue.relay is None and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children)

    def subordinate(self, cue: Cue) -> bool:
        """Tell whether a cue is the verb of a relative clause or of one that "when" or "as" opens."""
        verb = self.doc[cue.verb]
        opened = any(c.lower_ in RELATIVES or c.lower_ in {"when", "as", "while", "after"} for c in verb.lefts)
        return opened and verb.dep_ in {"relcl", "advcl"}

    def names_work(self, token: int) -> bool:
        """Tell whether words in marks from a token on name a book, a film, a programme ("her novel, “The Salt Year”")."""
        at = self.mark_at(token)
        before = token - 2 if token > 1 and self.doc[token - 1].text == "," else token - 1
        if at is None or before < 0 or self.doc[before].lemma_.lower() not in self.words.works:
            return False
        words = [t for t in self.doc[token : self.ranges[at][1]] if t.is_alpha]
        return len(words) < LONGEST_TITLE and all(t.text[0].isupper() or len(t) < SHORT_WORD for t in words)

    def _leads_on(self, token: int, last: int) -> bool:
        """Tell whether a clause behind a full stop leads up to the next words in marks (….” She added, “…”)."""
        at = last + 1 if last < len(self.doc) and self.doc[last].text in {",", ":"} else last
        return self._stopped(token) and self.mark_at(at) is not None

    def _stopped(self, token: int) -> bool:
        """Tell whether a capital word stands behind words in marks that end in a full stop."""
        before = next((m for m, (_, b) in zip(self.marks, self.ranges, strict=True) if b == token), None)
        return before is not None and before.words(self.text)[-1:] == "." and self.doc[token].text[:1].isupper()

    def _attributes(self, token: int) -> bool:
        """Tell whether the words from a token on say who spoke the words before ("…?" she said)."""
        for cue in self.cues:
            first = min(cue.start, cue.speaker[0]) if cue.speaker else cue.start
            if token <= first <= token + 1 and cue.verb < token + 14:
                last = cue.end
                if self._leads_on(token, last) or (cue.kind == "marked" and self._stopped(token)):
                    return False
                return (
                    last >= len(self.doc)
                    or self.doc[last].text[:1] in '.,;:!?—–-("“'
                    or self.doc[last].dep_ in {"advcl", "prep"}
                )
        return False
