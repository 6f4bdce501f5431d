"""Where a reporting clause opens, and where the words that it reports end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.annotate.quote_cues import Cue
from tellings.annotate.quote_paragraphs import Paragraph

if TYPE_CHECKING:
    from spacy.tokens import Token

SOFT = frozenset({",", ";", "—", "–", "--", "-", ":"})
ADDITIONS = frozenset({"and", "but", "or", "while", "though", "although", "yet", "so"})
CONTRASTS = frozenset({"though", "although", "while"})
SUBORDINATE = frozenset({"advcl", "relcl", "csubj", "nsubj", "nsubjpass", "acl", "prep", "pcomp", "pobj", "dobj"})


def opening_of(paragraph: Paragraph, cue: Cue) -> int:
    """Return the token where the reporting clause begins; a speaker taken over from an earlier cue lies outside of it."""
    if cue.speaker is None or cue.speaker[0] > cue.verb or paragraph.participle(cue) or paragraph.shares_subject(cue):
        return min(cue.start, cue.verb)
    if any(cue.speaker[0] < other.verb < cue.verb for other in paragraph.cues if other.kind != "according"):
        return cue.start
    return min(cue.start, cue.speaker[0])


def stop_of(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], start: int, sentence: tuple[int, int]) -> int:
    """Return the token where the reported clause ends: the sentence's end, or where the reporting clause goes on."""
    doc, (_, end) = paragraph.doc, sentence
    verb = doc[cue.verb]
    later = (_new_report(paragraph, c, start, cue) for c in own if c.verb > max(start, cue.verb))
    parted = doc[start - 1].text == "," and start - 1 == cue.end
    bound = end if parted else _clause_end(paragraph, cue, start, end)
    end = min([bound, *(o for o in later if o)])
    above = {verb.i, *(a.i for a in verb.ancestors if a.i < verb.i)}
    for token in doc[start + 1 : end]:
        if paragraph.inside[token.i]:
            continue
        if token.lower_ in paragraph.words.supporting and doc[token.i - 1].text == ",":
            return token.i - 1
        if token.head.i in above and _goes_on(token, verb, own):
            return _behind_soft(paragraph, max(token.left_edge.i, start + 1), start + 1)
    return end


def _behind_soft(paragraph: Paragraph, left: int, least: int) -> int:
    """Return where the comma and the conjunction before a clause begin."""
    doc = paragraph.doc
    while left > least and not paragraph.inside[left - 1] and (doc[left - 1].text in SOFT or doc[left - 1].lower_ in ADDITIONS):
        left -= 1
    return left


def _clause_end(paragraph: Paragraph, cue: Cue, start: int, end: int) -> int:
    """Return where a subordinate reporting clause ends before the main one goes on ("When he said that …, she left")."""
    top = paragraph.doc[cue.verb]
    while top.head.i != top.i and top.head.i < cue.verb:
        top = top.head
    if top.head.i == top.i or top.dep_ not in SUBORDINATE:
        return end
    last = top.right_edge.i + 1
    while last < end and paragraph.inside[last - 1] and paragraph.inside[last]:
        last += 1
    return last if start + 2 < last <= end else end


def _new_report(paragraph: Paragraph, cue: Cue, start: int, outer: Cue) -> int | None:
    """Return where a later cue opens a report of its own (", adding that", "but she says"), None where it is subordinate."""
    doc, opening = paragraph.doc, opening_of(paragraph, cue)
    if opening <= start + 1:
        return None
    before, verb = doc[opening - 1], doc[cue.verb]
    if cue.speaker and paragraph.inside[opening - 1] and not paragraph.inside[opening] and cue.end < len(doc):
        return opening if doc[opening].text[:1].isupper() and not doc[cue.end].is_punct else None
    if cue.speaker and verb.dep_ == "conj" and before.lower_ in {"and", "but"} and paragraph.joined(cue, outer):
        return opening - 1
    if cue.end >= len(doc) or doc[cue.end].is_punct:
        closes = cue.kind == "speech" and cue.speaker is not None and before.text == "," and cue.speaker[0] == opening
        return opening - 1 if closes and (cue.end >= len(doc) or doc[cue.end].text == ".") else None
    if verb.tag_ == "VBG":
        first = opening - 1 if before.lower_ == "with" else opening
        return first - 1 if first > start + 1 and doc[first - 1].text in {",", "—", "–"} else None
    if before.lower_ in {"but", "and"} and verb.dep_ in {"conj", "ROOT"} and cue.speaker and not paragraph.shares_subject(cue):
        return opening - 1
    if before.lower_ in CONTRASTS and cue.speaker and doc[opening - 2].text in SOFT:
        return opening - 2
    return opening - 1 if before.text in {":", ";"} and cue.speaker else None


def _goes_on(token: Token, verb: Token, own: Sequence[Cue]) -> bool:
    if token.dep_ == "conj":
        return any(c.verb == token.i for c in own)
    return (
        token.dep_ == "advcl"
        and token.tag_ == "VBG"
        and token.head.i == verb.i
        and not any(c.dep_ == "mark" for c in token.children)
    )
