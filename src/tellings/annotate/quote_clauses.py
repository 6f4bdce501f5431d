"""What a reporting cue reports: the clause or the marked words before it, after it, or on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tellings.annotate.quote_cues import Cue
from tellings.annotate.quote_paragraphs import Paragraph

if TYPE_CHECKING:
    from spacy.tokens import Token

STARTERS = frozenset({"PRON", "DET", "PROPN", "NOUN", "NUM", "ADJ"})
SOFT = frozenset({",", ";", "—", "–", "--", "-", ":"})
CONTINUES = frozenset({"that", "but", "and", "or", "because", "especially", "particularly", "if", "unless", "even"})
ADDITIONS = frozenset({"and", "but", "or", "while", "though", "although", "yet", "so"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of reported words as characters of the paragraph, with its cue (None: no cue in sight)."""

    start: int
    end: int
    cue: Cue | None
    side: str
    relay: Cue | None = None


def reported(paragraph: Paragraph) -> list[Piece]:
    """Return the stretches that the paragraph's cues report, in order, outermost only."""
    pieces: list[Piece] = []
    for start, end in paragraph.sentences:
        own = [c for c in paragraph.cues if start <= c.verb < end]
        found = [piece for cue in own for piece in _pieces(paragraph, cue, own, (start, end))]
        pieces += _relayed(found, paragraph)
    return _outermost(pieces)


def _relayed(pieces: Sequence[Piece], paragraph: Paragraph) -> list[Piece]:
    """Take what an agency passes on ("…," she said, the agency reported) as the inner speaker's, with the agency as relay."""
    kept = list(pieces)
    for outer in pieces:
        if outer.cue is None or paragraph.doc[outer.cue.verb].lemma_.lower() not in paragraph.words.passing:
            continue
        inner = [p for p in kept if p.cue and p is not outer and outer.start <= p.start and _held(paragraph, p.cue, outer)]
        if inner and outer in kept:
            kept.remove(outer)
            kept = [replace(p, relay=outer.cue) if p in inner else p for p in kept]
    return kept


def _held(paragraph: Paragraph, cue: Cue, outer: Piece) -> bool:
    return cue.speaker is not None and outer.start <= paragraph.starts[cue.verb] < outer.end


def _outermost(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.start - p.end, p.start)):
        if piece.end > piece.start and not any(k.start < piece.end and piece.start < k.end for k in kept):
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _pieces(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> list[Piece]:
    if cue.kind == "according":
        return _according(paragraph, cue, sentence)
    if cue.kind == "naming":
        return _named(paragraph, cue, sentence)
    closing = _closed_by(paragraph, cue, sentence[0])
    after = None if closing else _after(paragraph, cue, own, sentence)
    if after is not None:
        return [after] if cue.speaker or _quotes(paragraph, after) else []
    before = _before(paragraph, cue, own, sentence)
    if before is None:
        return []
    rest = _rest(paragraph, cue, own, sentence)
    return [before, rest] if rest else [before]


def _quotes(paragraph: Paragraph, piece: Piece) -> bool:
    return any(m.start < piece.end and piece.start < m.end for m in paragraph.marks)


def _closed_by(paragraph: Paragraph, cue: Cue, start: int) -> bool:
    """Tell whether words in marks that end in a comma stand right before the reporting clause ("…," he said)."""
    opening = _opening(paragraph, cue)
    at = next((i for i, (a, b) in enumerate(paragraph.ranges) if b == opening and a >= start), None)
    return at is not None and paragraph.marks[at].words(paragraph.text)[-1:] == ","


def _skip(paragraph: Paragraph, token: int, end: int, texts: frozenset[str]) -> int:
    while token < end and (paragraph.doc[token].text in texts or paragraph.doc[token].is_space):
        token += 1
    return token


def _clausal(paragraph: Paragraph, start: int, end: int) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} for t in paragraph.doc[start:end])


def _after(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> Piece | None:
    """Find the words reported after the cue."""
    doc, (_, end) = paragraph.doc, sentence
    at = cue.end
    if at >= end:
        return None
    colon = next((i for i in range(at, end - 1) if doc[i].text == ":" and not paragraph.inside[i]), None)
    if colon is not None and (colon == at or paragraph.mark_at(colon + 1) is not None):
        return _to_end(paragraph, cue, own, colon + 1, sentence)
    first = _skip(paragraph, at, end, frozenset({","}))
    mark = paragraph.mark_at(first)
    if mark is None and doc[cue.verb].lemma_.lower() in paragraph.words.charging:
        charged = _charged(paragraph, cue, own, end)
        if charged is not None:
            return charged
    if mark is not None and cue.kind == "marked" and paragraph.ranges[mark][1] < end:
        return Piece(paragraph.marks[mark].start, paragraph.marks[mark].end, cue, "after")
    if mark is not None:
        return _to_end(paragraph, cue, own, first, sentence)
    if first > at or doc[at].is_punct:
        return None
    stop = _stop(paragraph, cue, own, at, sentence)
    that = doc[at].lower_ == "that"
    held = any(a >= at and b <= stop for a, b in paragraph.ranges)
    if cue.kind == "marked" and not (that or held):
        return None
    if not that and not _opens_report(paragraph, cue, at, stop, held=held):
        return None
    gap = doc[at : cue.content] if cue.content is not None and not that else doc[at:at]
    aside = len(gap) > 0 and all(t.ent_type_ in {"DATE", "TIME"} or t.dep_ == "npadvmod" for t in gap)
    return _to_end(paragraph, cue, own, cue.content if aside and cue.content is not None else at, sentence)


def _charged(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], end: int) -> Piece | None:
    """Find the words in marks with which a verb charges somebody ("accused them of trying to “…”", "warned it to “…”")."""
    later = min((c.verb for c in own if c.verb > cue.verb), default=end)
    for mark, (a, b) in zip(paragraph.marks, paragraph.ranges, strict=True):
        if cue.verb < a < min(later, cue.verb + 16) and b <= end and paragraph.doc[a - 1].text != "," and cue.speaker:
            return Piece(mark.start, mark.end, cue, "after")
    return None


def _opens_report(paragraph: Paragraph, cue: Cue, at: int, stop: int, *, held: bool) -> bool:
    """Tell whether the words right behind a cue begin a clause that it reports."""
    doc, first = paragraph.doc, paragraph.doc[at]
    if first.lower_ == "to":
        return doc[cue.verb].lemma_.lower() in paragraph.words.addressed and any(
            c.dep_ == "dobj" for c in doc[cue.verb].children
        )
    if first.tag_ in {"WP", "WRB"} or first.lower_ in {"whether", "if", "as", "so"}:
        comma = any(t.text == "," for t in doc[at:stop])
        return comma and first.lower_ not in {"whether", "what", "so"} and _clausal(paragraph, at, stop)
    if cue.content is None:
        return cue.kind == "speech" and first.pos_ in STARTERS and _finite(paragraph, at, stop)
    return held or _clausal(paragraph, at, stop)


def _finite(paragraph: Paragraph, start: int, end: int) -> bool:
    return any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in paragraph.doc[start:end])


def _stop(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], start: int, sentence: tuple[int, int]) -> int:
    """Return the token where the reported clause ends: the sentence's end, or where the reporting clause goes on."""
    doc, (_, end) = paragraph.doc, sentence
    end = min([end, *(o for o in (_new_report(paragraph, c, start) for c in own if c.verb > max(start, cue.verb)) if o)])
    verb = doc[cue.verb]
    above = {verb.i, *(a.i for a in verb.ancestors if a.i < verb.i)}
    for token in doc[start:end]:
        if paragraph.inside[token.i] or token.head.i not in above or token.i <= start:
            continue
        if _goes_on(token, verb, own):
            left = max(token.left_edge.i, start + 1)
            while (
                left > start + 1
                and (doc[left - 1].text in SOFT or doc[left - 1].lower_ in ADDITIONS)
                and not paragraph.inside[left - 1]
            ):
                left -= 1
            return left
    return end


def _new_report(paragraph: Paragraph, cue: Cue, start: int) -> int | None:
    """Return where a later cue opens a report of its own (", adding that", "but she says"), None where it is subordinate."""
    doc, opening = paragraph.doc, _opening(paragraph, cue)
    if opening <= start + 1 or cue.end >= len(doc) or doc[cue.end].is_punct:
        return None
    before = doc[opening - 1]
    if doc[cue.verb].tag_ == "VBG":
        return opening - 1 if before.text in {",", "—", "–"} else None
    if before.lower_ in {"but", "and"} and doc[cue.verb].dep_ in {"conj", "ROOT"} and cue.speaker:
        return opening - 1
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


def _to_end(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], start: int, sentence: tuple[int, int]) -> Piece | None:
    stop = _stop(paragraph, cue, own, start, sentence)
    span = trim(paragraph, start, stop)
    return Piece(*span, cue, "after") if span else None


def trim(paragraph: Paragraph, start: int, stop: int) -> tuple[int, int] | None:
    """Return the characters of tokens [start, stop) without blanks and punctuation at the ends; marks stay."""
    doc = paragraph.doc
    while start < stop and (
        doc[start].is_space or (doc[start].is_punct and not paragraph.inside[start] and doc[start].text not in "([")
    ):
        start += 1
    while stop > start and (
        doc[stop - 1].is_space
        or (doc[stop - 1].is_punct and not paragraph.inside[stop - 1] and doc[stop - 1].text not in ")]%")
    ):
        stop -= 1
    if start >= stop:
        return None
    return paragraph.starts[start], paragraph.end_of(stop - 1)


def _opening(paragraph: Paragraph, cue: Cue) -> int:
    """Return the token where the reporting clause begins; a speaker taken over from an earlier cue lies outside of it."""
    if cue.speaker is None or cue.speaker[0] > cue.verb or paragraph.participle(cue):
        return min(cue.start, cue.verb)
    if any(cue.speaker[0] < other.verb < cue.verb for other in paragraph.cues if other.kind != "according"):
        return cue.start
    return min(cue.start, cue.speaker[0])


def _before(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> Piece | None:
    """Find the words reported before the cue."""
    doc, (start, _) = paragraph.doc, sentence
    opening = _opening(paragraph, cue)
    if opening <= start:
        return None
    last = opening - 1
    while last > start and doc[last].is_space:
        last -= 1
    marked = next((i for i, (_, b) in enumerate(paragraph.ranges) if b == last + 1), None)
    if marked is None and doc[last].text == ",":
        marked = _described(paragraph, last)
        last = paragraph.ranges[marked][1] - 1 if marked is not None else last
    if marked is None and doc[last].text != ",":
        return None
    for other in own:
        if other.verb < cue.verb and other.kind != "according":
            held = [r for r in paragraph.ranges if r[0] > other.verb and r[1] <= opening]
            start = max(start, held[0][0]) if held and marked is not None else start
    if cue.kind == "marked" and marked is None and not any(a >= start and b <= opening for a, b in paragraph.ranges):
        return None
    if marked is None and not _complete(paragraph, cue, start, last, sentence[1]):
        return None
    if doc[cue.verb].tag_ == "VBG" and doc[cue.verb].head.head.lemma_ not in paragraph.words.relaying:
        return None
    span = trim(paragraph, start, last + 1)
    return Piece(*span, cue, "before") if span else None


def _described(paragraph: Paragraph, comma: int) -> int | None:
    """Return the mark before a description of the speaker (“…,” the attache, Ana Ruiz, said)."""
    for i, (_, b) in enumerate(paragraph.ranges):
        ends = paragraph.marks[i].words(paragraph.text)[-1:]
        if 0 < comma - b <= 6 and ends in {",", "?", "!"} and not any(t.is_punct for t in paragraph.doc[b:comma]):
            return None if _clausal(paragraph, b, comma) else i
    return None


def _complete(paragraph: Paragraph, cue: Cue, start: int, last: int, end: int) -> bool:
    """Tell whether unmarked words before a cue are a clause that it reports, not one that leads up to it."""
    doc = paragraph.doc
    if cue.end < end and not doc[cue.end].is_punct and doc[cue.end].dep_ not in {"advcl", "prep", "npadvmod"}:
        return False
    verbs = [t for t in doc[start:last] if t.pos_ in {"VERB", "AUX"} and not start <= t.head.i < last]
    return any(t.dep_ not in {"advcl", "prep", "acl"} for t in verbs) if verbs else _clausal(paragraph, start, last)


def _rest(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> Piece | None:
    """Find what goes on after a cue that stands in the middle of the words."""
    doc, (_, end) = paragraph.doc, sentence
    first = _skip(paragraph, cue.end, end, frozenset({",", ";", "—", "–", "."}))
    if first == cue.end or first >= end:
        return None
    if paragraph.mark_at(first) is not None:
        return _to_end(paragraph, cue, own, first, sentence)
    if doc[first].lower_ in CONTINUES and (_clausal(paragraph, first, end)):
        if any(c.verb > first for c in own) or end - first < 4:
            return None
        return _to_end(paragraph, cue, own, first, sentence)
    return None


def _according(paragraph: Paragraph, cue: Cue, sentence: tuple[int, int]) -> list[Piece]:
    """Find the words on both sides of "according to …"; a clause that it parts is two pieces."""
    start, end = sentence
    doc, at = paragraph.doc, cue.end
    while at < end and doc[at].text != ",":
        at += 1
    before, after = trim(paragraph, start, cue.start), trim(paragraph, at, end) if at < end else None
    whole = before is not None and _finite(paragraph, start, cue.start)
    parted = before is not None and not whole and cue.start > start + 1 and doc[cue.start - 1].text == ","
    pieces = [Piece(*before, cue, "before")] if before is not None and (whole or parted) else []
    if after is not None and _clausal(paragraph, at, end) and (not whole or doc[min(at + 1, end - 1)].lower_ in CONTINUES):
        pieces.append(Piece(*after, cue, "after"))
    return pieces if whole or len(pieces) == 1 + parted else []


def _named(paragraph: Paragraph, cue: Cue, sentence: tuple[int, int]) -> list[Piece]:
    """Find what a naming verb calls something: words in marks, else the complement of its object."""
    if cue.speaker is None:
        return []
    for i, (a, b) in enumerate(paragraph.ranges):
        if cue.verb < a and b <= sentence[1] and not _clausal(paragraph, cue.verb + 1, a) and a - cue.verb < 14:
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
