"""Reports that no clause carries: "according to …", what a naming verb calls something, what somebody is charged with."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.annotate.quote_cues import Cue
from tellings.annotate.quote_paragraphs import Paragraph
from tellings.annotate.quote_pieces import CONTINUES, Piece, clausal, finite, trim
from tellings.annotate.quote_stops import stop_of

LEADS = frozenset({"after", "and", "because", "but", "that", "why", "when", "where", "while"})
"""Words after which "according to …" opens a clause of its own."""


def according_to(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> list[Piece]:
    """Find the words on both sides of "according to …"; a clause that it parts is two pieces."""
    start, end = sentence
    doc, at = paragraph.doc, cue.end
    while at < end and doc[at].text not in {",", "—", "–"}:
        at += 1
    if at < end and doc[at].text != ",":
        at = next((i for i in range(at + 1, end) if doc[i].text in {"—", "–"}), at)
    end = stop_of(paragraph, cue, own, at + 1, sentence) if at + 1 < end else end
    before, after = trim(paragraph, start, cue.start), trim(paragraph, at, end) if at < end else None
    leads = cue.start > start + 1 and doc[cue.start - 1].text == "," and doc[cue.start - 2].lower_ in LEADS
    if leads:
        return [Piece(*after, cue, "after")] if after is not None else []
    whole = before is not None and finite(paragraph, start, cue.start)
    parted = before is not None and not whole and cue.start > start + 1 and doc[cue.start - 1].text == ","
    pieces = [Piece(*before, cue, "before")] if before is not None and (whole or parted) else []
    if after is not None and clausal(paragraph, at, end) and (not whole or doc[min(at + 1, end - 1)].lower_ in CONTINUES):
        pieces.append(Piece(*after, cue, "after"))
    return pieces if whole or len(pieces) == 1 + parted else []


def _parted(paragraph: Paragraph, verb: int, start: int, end: int) -> bool:
    """Tell whether words in marks open a clause of their own behind a comma, out of reach of a naming verb."""
    doc = paragraph.doc
    comma = any(t.text == "," for t in doc[verb:start])
    return comma and end < len(doc) and (doc[end].tag_ in {"VBD", "VBZ", "VBP", "MD"} or doc[end - 2].text == ",")


def called(paragraph: Paragraph, cue: Cue, sentence: tuple[int, int]) -> list[Piece]:
    """Find what a naming verb calls something: words in marks, else the complement of its object."""
    if cue.speaker is None:
        return []
    for i, (a, b) in enumerate(paragraph.ranges):
        if (
            cue.verb < a
            and b <= sentence[1]
            and not _parted(paragraph, cue.verb, a, b)
            and not clausal(paragraph, cue.verb + 1, a)
            and a - cue.verb < 14
        ):
            return [Piece(paragraph.marks[i].start, paragraph.marks[i].end, cue, "after")]
    verb = paragraph.doc[cue.verb]
    if not any(c.dep_ in {"dobj", "nsubj"} and c.i > verb.i for c in verb.subtree):
        return []
    complement = next((c for c in verb.rights if c.dep_ == "oprd"), None)
    as_ = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "as"), None)
    start = as_.i + 1 if as_ is not None else complement.left_edge.i if complement is not None else None
    if start is None or start >= sentence[1]:
        return []
    stop = (as_ if as_ is not None else verb.doc[start].head if complement is None else complement).right_edge.i + 1
    span = trim(paragraph, start, min(stop, sentence[1]))
    return [Piece(*span, cue, "after")] if span else []


def charged(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], end: int) -> Piece | None:
    """Find the words in marks with which a verb charges somebody ("accused them of trying to “…”", "warned it to “…”")."""
    later = min((c.verb for c in own if c.verb > cue.verb), default=end)
    for mark, (a, b) in zip(paragraph.marks, paragraph.ranges, strict=True):
        if cue.verb < a < min(later, cue.verb + 16) and b <= end and paragraph.doc[a - 1].text != "," and cue.speaker:
            return Piece(mark.start, mark.end, cue, "after")
    return None
