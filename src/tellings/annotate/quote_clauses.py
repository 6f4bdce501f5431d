"""What a reporting cue reports: the clause or the marked words before it, after it, or on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tellings.annotate.quote_cues import SUBJECTS, Cue
from tellings.annotate.quote_paragraphs import Paragraph
from tellings.annotate.quote_pieces import CONTINUES, FINITE, Piece, clausal, finite, trim
from tellings.annotate.quote_sources import according_to, called, charged
from tellings.annotate.quote_stops import opening_of, stop_of

if TYPE_CHECKING:
    pass


PARTING = frozenset({",", "—", "–", "--"})
FARTHEST = 14
"""Tokens between words in marks and the verb of their reporting clause; a longer description is a clause of its own."""
EXAMPLES = frozenset({"including", "such", "namely"})
WHOLE = frozenset({"that", "if", "whether"})
ANSWERS = frozenset({"yes", "no"})
STARTERS = frozenset({"PRON", "DET", "PROPN", "NOUN", "NUM", "ADJ"})


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
        return according_to(paragraph, cue, own, sentence)
    if cue.kind == "naming":
        return called(paragraph, cue, sentence)
    closing = _closed_by(paragraph, cue, sentence[0])
    after = None if closing else _after(paragraph, cue, own, sentence)
    if after is not None:
        return [after] if cue.speaker or _quotes(paragraph, after) else []
    before = _before(paragraph, cue, own, sentence)
    if before is None:
        return _parted(paragraph, cue, own, sentence) or _aside(paragraph, cue, own, sentence)
    direct = any(m.end == before.end for m in paragraph.marks)
    rest = _rest(paragraph, cue, own, sentence, direct=direct)
    return [before, rest] if rest else [before]


def _parted(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> list[Piece]:
    """Find both halves of a clause into which the cue is put ("The museum, she said, would open in May")."""
    doc, (start, end) = paragraph.doc, sentence
    opening = opening_of(paragraph, cue)
    own_clause = cue.speaker is not None and doc[cue.verb].tag_ in FINITE and not paragraph.subordinate(cue)
    if not own_clause or opening < start + 2 or cue.end + 2 > end or paragraph.inside[opening - 1]:
        return []
    if doc[opening - 1].text not in PARTING or doc[cue.end].text not in PARTING:
        return []
    start = max([start, *(c.end for c in own if c.verb < cue.verb)])
    rest = _to_end(paragraph, cue, own, cue.end + 1, sentence)
    if rest is None or not (finite(paragraph, cue.end + 1, end) or paragraph.mark_at(cue.end + 1) is not None):
        return []
    lead = trim(paragraph, start, opening)
    if lead is None or _circumstantial(paragraph, start, opening):
        return [rest]
    return [Piece(*lead, cue, "before"), rest]


def _circumstantial(paragraph: Paragraph, start: int, end: int) -> bool:
    """Tell whether words before a cue only lead up to it: a conjunction, a day, an occasion."""
    words = [t for t in paragraph.doc[start:end] if not t.is_punct]
    if all(t.pos_ in {"CCONJ", "ADV", "SCONJ"} or t.ent_type_ == "DATE" for t in words):
        return True
    return words[0].pos_ == "ADP" and any(t.lower_ in paragraph.words.settings for t in words)


def _aside(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> list[Piece]:
    """Find words reported behind an aside ("She said, without evidence, that …"; "He said on air, of the storm, “…”")."""
    doc, end = paragraph.doc, sentence[1]
    if cue.speaker is None or cue.speaker[0] > cue.verb or cue.end >= end or doc[cue.verb].tag_ not in FINITE:
        return []
    last = min([end, *(c.verb for c in own if c.verb > cue.verb)])
    start = None
    if doc[cue.end].text in PARTING:
        start = next((i for i in range(cue.end + 1, min(last, cue.end + FARTHEST)) if _opens_that(paragraph, i)), None)
        if start is None and cue.kind == "speech" and cue.content is not None and cue.content <= cue.end + 1 < last:
            start = cue.end + 1 if finite(paragraph, cue.end + 1, end) else None
    if start is None:
        start = next((a for a, b in paragraph.ranges if cue.end < a < last and _led_in(paragraph, a, b)), None)
    piece = _to_end(paragraph, cue, own, start, sentence) if start is not None else None
    return [piece] if piece is not None else []


def _opens_that(paragraph: Paragraph, at: int) -> bool:
    return paragraph.doc[at].lower_ == "that" and paragraph.doc[at - 1].text in PARTING and not paragraph.inside[at]


def _led_in(paragraph: Paragraph, start: int, end: int) -> bool:
    """Tell whether a whole sentence in marks stands behind a comma or colon."""
    mark = paragraph.marks[next(i for i, (a, _) in enumerate(paragraph.ranges) if a == start)]
    words = mark.words(paragraph.text)
    if paragraph.names_work(start):
        return False
    return paragraph.doc[start - 1].text in {",", ":"} and words[-1:] in ".!?…" and len(words.split()) >= 4 and end > start


def _quotes(paragraph: Paragraph, piece: Piece) -> bool:
    return any(m.start < piece.end and piece.start < m.end for m in paragraph.marks)


def _closed_by(paragraph: Paragraph, cue: Cue, start: int) -> bool:
    """Tell whether words in marks that end in a comma stand right before the reporting clause ("…," he said)."""
    opening = opening_of(paragraph, cue)
    at = next((i for i, (a, b) in enumerate(paragraph.ranges) if b == opening and a >= start), None)
    if at is None or paragraph.marks[at].words(paragraph.text)[-1:] != ",":
        return False
    return not _title_of_work(paragraph, at, start)


def _title_of_work(paragraph: Paragraph, mark: int, start: int) -> bool:
    """Tell whether words in marks name a work or a programme in a phrase that leads up ("On Friday's “Estuary Tonight,” …")."""
    a, b = paragraph.ranges[mark]
    words = [t for t in paragraph.doc[a:b] if t.is_alpha]
    capital = all(t.text[0].isupper() or len(t) < 4 for t in words)
    led = a > start and not finite(paragraph, start, a) and paragraph.doc[a - 1].text not in {",", ":", "—"}
    first = paragraph.doc[start]
    return capital and len(words) < 9 and led and (first.pos_ in {"ADP", "SCONJ", "VERB", "ADV"} or first.ent_type_ == "DATE")


def _skip(paragraph: Paragraph, token: int, end: int, texts: frozenset[str]) -> int:
    while token < end and (paragraph.doc[token].text in texts or paragraph.doc[token].is_space):
        token += 1
    return token


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
    if mark is None and doc[cue.verb].lemma_.lower() in paragraph.words.charging and doc[first].lower_ not in WHOLE:
        charge = charged(paragraph, cue, own, end)
        if charge is not None:
            return charge
    if mark is not None and cue.kind == "marked" and paragraph.ranges[mark][1] < end:
        return Piece(paragraph.marks[mark].start, paragraph.marks[mark].end, cue, "after")
    if mark is not None:
        return _spoken(paragraph, cue, own, mark, sentence)
    if first > at or doc[at].is_punct:
        return None
    stop = stop_of(paragraph, cue, own, at, sentence)
    that = doc[at].lower_ == "that"
    held = any(a >= at and b <= stop for a, b in paragraph.ranges)
    if cue.kind == "marked" and not (that or held):
        return None
    if that and _relative_that(paragraph, at):
        return None
    if not that and not _opens_report(paragraph, cue, at, stop, held=held):
        return None
    return _to_end(paragraph, cue, own, at if that else _behind_aside(paragraph, cue, at), sentence)


def _relative_that(paragraph: Paragraph, at: int) -> bool:
    """Tell whether "that" is the subject of a relative clause behind a noun that looks like a verb ("reports that show")."""
    doc = paragraph.doc
    if at + 1 >= len(doc) or doc[at - 1].tag_ != "VBZ" or doc[at].dep_ == "mark":
        return False
    return doc[at + 1].pos_ == "VERB" and doc[at + 1].tag_ in FINITE


def _spoken(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], mark: int, sentence: tuple[int, int]) -> Piece | None:
    """Find the words that begin with a mark right after a cue; a clause that tells when they were said is not of them."""
    doc, (a, b) = paragraph.doc, paragraph.ranges[mark]
    whole = paragraph.marks[mark].words(paragraph.text)
    later = any(c > b and d <= sentence[1] for c, d in paragraph.ranges)
    told = doc[a - 1].text in {",", ":"} and (whole[-1:] in ",.?!" or len(whole.split()) >= 4)
    if told and b < sentence[1] and not later and doc[b].lower_ in paragraph.words.circumstances:
        return Piece(paragraph.marks[mark].start, paragraph.marks[mark].end, cue, "after")
    return _to_end(paragraph, cue, own, a, sentence)


def _behind_aside(paragraph: Paragraph, cue: Cue, at: int) -> int:
    """Return where the clause reported begins: behind a day, place or hearer that stands between the verb and it."""
    doc = paragraph.doc
    day = at + (doc[at].lower_ == "on")
    while day < len(doc) and doc[day].ent_type_ == "DATE":
        day += 1
    if day > at + (doc[at].lower_ == "on") and day + 1 < len(doc) and doc[day].pos_ in STARTERS and doc[day].dep_ != "pobj":
        return day
    if cue.content is None or cue.content <= at or any(paragraph.inside[at : cue.content]):
        return at
    if doc[cue.content - 1].text == ",":
        return at
    verb, gap = doc[cue.verb], doc[at : cue.content]
    if all(t.ent_type_ in {"DATE", "TIME"} or t.dep_ == "npadvmod" for t in gap):
        return cue.content
    tops = [t for t in gap if t.head.i < at or t.head.i >= cue.content]
    return cue.content if all(t.head.i == verb.i and t.dep_ in {"prep", "npadvmod", "advmod"} for t in tops) else at


def _opens_report(paragraph: Paragraph, cue: Cue, at: int, stop: int, *, held: bool) -> bool:
    """Tell whether the words right behind a cue begin a clause that it reports."""
    doc, first = paragraph.doc, paragraph.doc[at]
    if first.lower_ == "to":
        return doc[cue.verb].lemma_.lower() in paragraph.words.addressed and any(
            c.dep_ == "dobj" for c in doc[cue.verb].children
        )
    if first.lower_ in ANSWERS:
        return cue.kind == "speech"
    if first.lower_ == "if" and cue.kind == "speech" and _conditional(paragraph, at, stop):
        return True
    if first.tag_ in {"WP", "WRB"} or first.lower_ in {"whether", "if", "as", "so"}:
        comma = any(t.text == "," for t in doc[at:stop])
        return comma and first.lower_ not in {"whether", "what", "so"} and clausal(paragraph, at, stop)
    if cue.content is None:
        return cue.kind == "speech" and first.pos_ in STARTERS and _clause_of_its_own(paragraph, cue, at, stop)
    own_subject = _begins_with_subject(paragraph, at, stop)
    return held or (clausal(paragraph, at, stop) and (own_subject or doc[cue.verb].lemma_ not in paragraph.words.things))


def _begins_with_subject(paragraph: Paragraph, at: int, stop: int) -> bool:
    """Tell whether a clause without "that" opens with its subject, or with a phrase that a comma sets off.

    "Added a goal, and the crowd roared" reports nothing.
    """
    doc = paragraph.doc
    if any((t.dep_ in SUBJECTS or t.dep_ == "expl") and t.left_edge.i <= at + 1 for t in doc[at:stop]):
        return True
    return doc[at].pos_ in {"ADP", "ADV", "SCONJ"} and any(t.text == "," for t in doc[at:stop])


def _conditional(paragraph: Paragraph, at: int, stop: int) -> bool:
    """Tell whether "if" opens a condition within the words reported (two clauses), not a question that was asked."""
    return sum(t.tag_ in FINITE for t in paragraph.doc[at:stop]) > 1


def _clause_of_its_own(paragraph: Paragraph, cue: Cue, at: int, stop: int) -> bool:
    """Tell whether words that the parse does not hang on the cue hold a main verb, not only one in a relative clause."""
    verbs = [t for t in paragraph.doc[at:stop] if t.tag_ in FINITE]
    return any(t.dep_ not in {"relcl", "advcl", "acl"} and not (t.dep_ == "conj" and t.head.i == cue.verb) for t in verbs)


def _to_end(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], start: int, sentence: tuple[int, int]) -> Piece | None:
    stop = stop_of(paragraph, cue, own, start, sentence)
    span = trim(paragraph, start, stop)
    return Piece(*span, cue, "after") if span else None


def _before(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int]) -> Piece | None:
    """Find the words reported before the cue."""
    doc, (start, _) = paragraph.doc, sentence
    opening = opening_of(paragraph, cue)
    if opening <= start:
        return None
    last = opening - 1
    while last > start and doc[last].is_space:
        last -= 1
    marked = next((i for i, (_, b) in enumerate(paragraph.ranges) if b == last + 1), None)
    if marked is not None and _title_of_work(paragraph, marked, start):
        return None
    if marked is None and cue.kind != "according" and (cue.speaker is None or cue.speaker[0] < cue.verb):
        marked = _described(paragraph, last + 1)
        if marked is not None and _title_of_work(paragraph, marked, start):
            return None
        if marked is not None:
            last = paragraph.ranges[marked][1] - 1
            cue = replace(cue, speaker=(last + 1, cue.speaker[1])) if cue.speaker else cue
    if marked is None and doc[last].text != ",":
        return None
    if marked is not None and doc[paragraph.ranges[marked][0] - 1].text == ":" and start < paragraph.ranges[marked][0]:
        start = paragraph.ranges[marked][0]
    start = _behind_reports(paragraph, cue, own, (start, opening), marked=marked is not None)
    if cue.kind == "marked" and marked is None and not any(a >= start and b <= opening for a, b in paragraph.ranges):
        return None
    if marked is None and not _complete(paragraph, cue, start, last, sentence[1]):
        return None
    if doc[cue.verb].tag_ == "VBG" and doc[cue.verb].head.head.lemma_ not in paragraph.words.relaying:
        return None
    span = trim(paragraph, start, last + 1)
    return Piece(*span, cue, "before") if span else None


def _behind_reports(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], reach: tuple[int, int], *, marked: bool) -> int:
    """Return where words before a cue begin: at the first marks behind an earlier cue, where there is one."""
    start, opening = reach
    for other in own:
        if other.verb < cue.verb and other.kind != "according" and marked:
            held = [r for r in paragraph.ranges if r[0] > other.verb and r[1] <= opening]
            start = max(start, held[0][0]) if held else start
    return start


def _described(paragraph: Paragraph, opening: int) -> int | None:
    """Return the mark before a description of the speaker (“…,” the attache, Ana Ruiz, said; “…,” Police Chief Hale said)."""
    for i, (_, b) in reversed(list(enumerate(paragraph.ranges))):
        if b <= opening and opening - b <= FARTHEST:
            between = paragraph.doc[b:opening]
            apart = any(t.tag_ in FINITE or t.text in ".;:—–" for t in between)
            ended = paragraph.marks[i].words(paragraph.text)[-1:] in {",", "?", "!"}
            return i if ended and not apart else None
    return None


def _complete(paragraph: Paragraph, cue: Cue, start: int, last: int, end: int) -> bool:
    """Tell whether unmarked words before a cue are a clause that it reports, not one that leads up to it."""
    doc = paragraph.doc
    if cue.end < end and not doc[cue.end].is_punct and doc[cue.end].dep_ not in {"advcl", "prep", "npadvmod"}:
        return False
    verbs = [t for t in doc[start:last] if t.pos_ in {"VERB", "AUX"} and not start <= t.head.i < last]
    return any(t.dep_ not in {"advcl", "prep", "acl"} for t in verbs) if verbs else clausal(paragraph, start, last)


def _rest(paragraph: Paragraph, cue: Cue, own: Sequence[Cue], sentence: tuple[int, int], *, direct: bool) -> Piece | None:
    """Find what goes on after a cue that stands in the middle of the words.

    Behind direct words only words in marks or with "that" go on: “…,” she said, and the boats left.
    """
    doc, (_, end) = paragraph.doc, sentence
    first = _skip(paragraph, cue.end, end, frozenset({",", ";", "—", "–", "."}))
    mark = next((a for a, _ in paragraph.ranges if cue.end < a < end and not paragraph.names_work(a)), None)
    if direct and mark is not None and not any(cue.verb < c.verb < mark for c in own):
        joined = doc[mark - 1].lower_ in CONTINUES
        if doc[mark - 1 - joined].text in PARTING:
            return _to_end(paragraph, cue, own, mark - joined, sentence)
    if first == cue.end or first >= end:
        return None
    if paragraph.mark_at(first) is not None and not paragraph.names_work(first):
        return _to_end(paragraph, cue, own, first, sentence)
    that = "that" in {t.lower_ for t in doc[first : first + 2]}
    if doc[first].lower_ in EXAMPLES and not direct:
        return _to_end(paragraph, cue, own, first, sentence)
    if doc[first].lower_ in CONTINUES and (that or not direct) and clausal(paragraph, first, end):
        if any(c.verb > first for c in own) or end - first < 4:
            return None
        return _to_end(paragraph, cue, own, first, sentence)
    return None
