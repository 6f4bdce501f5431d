"""Who said what: direct, indirect and mixed quotations with their speakers, cues, days and settings.

Marks are found first; then the reporting cues outside them; each cue claims the words that it reports; whole sentences
between marks that no cue claims are the words of whoever spoke before. Where there is no syntax, marks and the
reporting verbs of the language decide by position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from tellings.annotate.quote_clauses import Paragraph, Piece, reported
from tellings.annotate.quote_cues import Cue, head_of, verbs
from tellings.annotate.quote_marks import Marked, find_marked
from tellings.annotate.quote_positions import place_quotes
from tellings.annotate.quote_speakers import Speakers
from tellings.model import Quote, QuoteKind, Span
from tellings.stage import Segment, View

APART = re.compile(
    r"^[A-Z][A-Z |]{3,30}: |\([^()]{2,50}/[^()]{2,50}\)\s*$|\s\d{1,2}:\d\d$|[a-z] ?/ ?[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*\s*$"
)
"""Lines that point elsewhere ("READ MORE: …") and captions with a credit or a running time."""
EDGES = "\"“”„«»‘’' ,.!?…\u00a0\u202f"
SPEECH_ROLES = frozenset({"body", "subheading", "subtitle"})


class Quotes:
    """Who said what."""

    name, version = "quotes", 2
    reads = ("parse", "blocks", "sentences", "times", "entities")
    writes = "quotes"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Quote, ...]]:
        """Return the quotations of each document, in text order."""
        return [find_quotes(view) for view in views]


def find_quotes(view: View) -> tuple[Quote, ...]:
    """Return the quotations of one document, in text order."""
    if not view.parse.segments:
        return ()
    syntax = view.parse.has_syntax
    speakers = Speakers(view.entities, _subjects(view) if syntax else None, view.parse.segments[0].doc.vocab.lang)
    found: list[Quote] = []
    part = 0
    for segment in view.parse.segments:
        if segment.part != part:
            part = segment.part
            speakers.forget()
        if not APART.search(segment.doc.text):
            found += _paragraph(view, segment, speakers) if syntax else _by_position(segment, speakers)
    return tuple(_repeated(view.text, found))


def _repeated(text: str, quotes: Sequence[Quote]) -> list[Quote]:
    """Give words without a cue that repeat an attributed quotation (a pull quote) to its speaker."""
    known = [(q.content.of(text).strip(EDGES), q) for q in quotes if q.cue is not None and q.speaker_entity is not None]
    found = []
    for quote in quotes:
        words = quote.content.of(text).strip(EDGES) if quote.cue is None else ""
        same = next((q for own, q in known if len(words) > 20 and (words in own or own in words)), None)
        first = same or next(
            (q for q in found if len(words) > 20 and q.cue is None and q.content.of(text).strip(EDGES) == words), None
        )
        found.append(msgspec.structs.replace(quote, speaker_entity=first.speaker_entity) if first else quote)
    return found


def _by_position(segment: Segment, speakers: Speakers) -> list[Quote]:
    found = []
    text = segment.doc.text
    for placed in place_quotes(text, segment.doc.vocab.lang):
        if placed.cue is None and segment.role not in SPEECH_ROLES:
            continue
        speaker = Span(segment.start + placed.speaker[0], segment.start + placed.speaker[1]) if placed.speaker else None
        start, end = segment.start + placed.start, segment.start + placed.end
        entity = speakers.entity(speaker, speaker, text[slice(*placed.speaker)]) if placed.speaker else speakers.floating(start)
        speakers.note(max(end, speaker.end if speaker else 0), entity)
        cue = Span(segment.start + placed.cue[0], segment.start + placed.cue[1]) if placed.cue else None
        found.append(
            Quote(
                content=Span(start, end), kind=placed.kind, cue=cue, speaker=speaker, speaker_entity=entity, part=segment.part
            )
        )
    return found


def _paragraph(view: View, segment: Segment, speakers: Speakers) -> list[Quote]:
    text = segment.doc.text
    language = segment.doc.vocab.lang
    marks = find_marked(text)
    paragraph = Paragraph(segment.doc, text, marks, verbs(language))
    pieces = reported(paragraph)
    if segment.role in SPEECH_ROLES:
        pieces += [Piece(m.start, m.end, None, "floating") for m in marks if _floats(m, text, pieces)]
    found = []
    for piece in sorted(pieces, key=lambda p: p.start):
        quote = _quote(view, segment, paragraph, piece, speakers)
        found.append(quote)
    return found


def _subjects(view: View) -> frozenset[int]:
    """Return where the subjects of clauses begin, as characters of the text."""
    return frozenset(s.start + t.idx for s in view.parse.segments for t in s.doc if t.dep_ in {"nsubj", "nsubjpass"})


def _floats(mark: Marked, text: str, pieces: Sequence[Piece]) -> bool:
    """Tell whether marked words that no cue claims are speech: whole sentences, not titles or scare quotes."""
    if mark.single or any(p.start < mark.end and mark.start < p.end for p in pieces):
        return False
    words = mark.words(text)
    if len(words.split()) < 3:
        return False
    ended = words[-1:] in ".!?…" or text[mark.end : mark.end + 1] in ".!?"
    begun = words.lstrip("’‘'")[:1].isupper() or words[:1] in "[(…."
    before = text[: mark.start].rstrip()
    return ended and begun and (not before or before[-1] in '.!?”":')


def _quote(view: View, segment: Segment, paragraph: Paragraph, piece: Piece, speakers: Speakers) -> Quote:
    cue = piece.cue
    start, end = segment.start + piece.start, segment.start + piece.end
    speaker = _span(segment, paragraph, cue.speaker) if cue and cue.speaker else None
    if cue and cue.speaker and speaker:
        head = head_of(paragraph.doc, cue.speaker)
        entity = speakers.entity(speaker, segment.span(head), head.text)
    else:
        entity = speakers.floating(start)
    speakers.note(max(end, speaker.end if speaker else 0), entity)
    return Quote(
        content=Span(start, end),
        kind=_kind(paragraph, piece),
        cue=_cue_span(segment, paragraph, cue) if cue else None,
        speaker=speaker,
        speaker_entity=entity,
        part=segment.part,
    )


def _cue_span(segment: Segment, paragraph: Paragraph, cue: Cue) -> Span:
    return Span(segment.start + paragraph.starts[cue.verb], segment.start + paragraph.end_of(cue.verb + cue.phrase - 1))


def _span(segment: Segment, paragraph: Paragraph, tokens: tuple[int, int]) -> Span:
    return Span(segment.start + paragraph.starts[tokens[0]], segment.start + paragraph.end_of(tokens[1] - 1))


def _kind(paragraph: Paragraph, piece: Piece) -> QuoteKind:
    inner = [m for m in paragraph.marks if not m.single and m.start < piece.end and piece.start < m.end]
    if any(m.start <= piece.start and piece.end <= m.end and m.opened and m.closed for m in inner):
        return "direct"
    return "mixed" if inner else "indirect"
