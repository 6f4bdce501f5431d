"""One document read for quotations, paragraph by paragraph: pieces found, attributed, dated and graded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tellings.annotate.quote_clauses import reported
from tellings.annotate.quote_confidence import Traits, confidence
from tellings.annotate.quote_context import Occasions, said_when, said_where
from tellings.annotate.quote_cues import Cue, head_of, verbs
from tellings.annotate.quote_marks import Marked, find_marked
from tellings.annotate.quote_paragraphs import Paragraph
from tellings.annotate.quote_pieces import Piece
from tellings.annotate.quote_positions import Placed, place_quotes, sentence_around
from tellings.annotate.quote_speakers import Speakers
from tellings.annotate.quote_transcripts import speaker_of, turns
from tellings.model import Days, Quote, QuoteKind, Span
from tellings.stage import Segment, View

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SPEECH_ROLES = frozenset({"body", "subheading", "subtitle"})
"""Roles in which words between marks may be speech without a cue; in a title they are often a label."""
APART = re.compile(
    r"^[A-Z][A-Z |]{3,30}: |\([^()]{2,50}/[^()]{2,50}\)\s*$|\s\d{1,2}:\d\d$|[a-z] ?/ ?[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*\s*$"
)
"""Lines that point elsewhere ("READ MORE: …") and captions with a credit or a running time."""
LONG_MARKED = 20
"""Characters; shorter words in marks do not tell with which marks a document quotes."""
POSTED = re.compile(
    r"^(?P<words>\S.+?)(?:\s*(?:#\w+|https?://\S+|\S*pic\.twitter\.com/\S+))*\s*[—–-]\s*(?P<name>[^()\n—–]{2,60}?)\s\(@\w{1,20}\)"
    r"\s+(?P<day>[A-Z][a-z]+\.? \d{1,2}, \d{4})\s*$"
)
"""A post of a social network set into a page: its words, its author's name and handle, its day. It bears no marks, so it
is no direct quotation in the sense of the contract."""


class Reader:
    """The state of reading one document: who spoke last, and on which occasion."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.language = view.parse.segments[0].doc.vocab.lang if view.parse.segments else ""
        syntax = view.parse.has_syntax
        self.speakers = Speakers(view.entities, _subjects(view) if syntax else None, view.text, self.language)
        self.occasions = Occasions()
        self.marks = {s.start: find_marked(s.text) for s in view.parse.segments}
        self.single = _single_style(self.marks.values())
        self.turns = turns(view.parse.segments)

    def read(self) -> list[Quote]:
        """Return the quotations of the document in text order."""
        found: list[Quote] = []
        part = 0
        for segment in self.view.parse.segments:
            if segment.part != part:
                part = segment.part
                self.speakers.forget()
                self.occasions.forget()
            if segment.start in self.turns:
                found.append(self._turn(segment))
                continue
            if APART.search(segment.text):
                continue
            post = POSTED.match(segment.text)
            if post is not None:
                found.append(self._posted(segment, post))
            elif self.view.parse.has_syntax:
                found += self._paragraph(segment)
            else:
                places = self._places(segment)
                contents = [Span(segment.start + p.start, segment.start + p.end) for p in places]
                found += [self._placed(segment, p, contents) for p in places]
        return found

    def _turn(self, segment: Segment) -> Quote:
        """Read a turn of a transcript: it bears no marks, so it is no direct quotation in the sense of the contract."""
        name, words = self.turns[segment.start]
        form = name.of(self.view.text)
        entity = self.speakers.named(name) or speaker_of(form, self.view.entities)
        self.speakers.note(words.end, entity)
        grade = confidence(Traits(kind="mixed", way="turn", speaker="name" if entity else "unknown"))
        return Quote(content=words, kind="mixed", speaker=name, speaker_entity=entity, confidence=grade, part=segment.part)

    def _posted(self, segment: Segment, post: re.Match[str]) -> Quote:
        speaker = Span(segment.start + post.start("name"), segment.start + post.end("name"))
        day = Span(segment.start + post.start("day"), segment.start + post.end("day"))
        when = next((t.days for t in self.view.times if t.overlaps(day)), None)
        content = Span(segment.start + post.start("words"), segment.start + post.end("words"))
        entity = self.speakers.entity(speaker, speaker, post["name"])
        grade = confidence(Traits(kind="mixed", way="post", speaker="name" if entity else "unknown"))
        return Quote(
            content=content,
            kind="mixed",
            speaker=speaker,
            speaker_entity=entity,
            said=when,
            confidence=grade,
            part=segment.part,
        )

    def _places(self, segment: Segment) -> list[Placed]:
        found = place_quotes(segment.text, self.language)
        return [p for p in found if p.cue is not None or segment.role in SPEECH_ROLES]

    def _placed(self, segment: Segment, placed: Placed, contents: Sequence[Span]) -> Quote:
        text = segment.text
        content = Span(segment.start + placed.start, segment.start + placed.end)
        speaker = Span(segment.start + placed.speaker[0], segment.start + placed.speaker[1]) if placed.speaker else None
        form = text[slice(*placed.speaker)] if placed.speaker else ""
        entity = self.speakers.entity(speaker, speaker, form) if speaker else self.speakers.floating(content.start)
        self.speakers.note(max(content.end, speaker.end if speaker else 0), entity)
        cue = Span(segment.start + placed.cue[0], segment.start + placed.cue[1]) if placed.cue else None
        when, where = None, None
        if cue is not None:
            first, last = sentence_around(text, cue.start - segment.start)
            when, where = self._dated(contents, Span(segment.start + first, segment.start + last), cue, entity)
        traits = Traits(kind=placed.kind, way="position" if cue else "floating", speaker=self._known(speaker, entity, form))
        return Quote(
            content=content, kind=placed.kind, cue=cue, speaker=speaker, speaker_entity=entity, said=when, setting=where,
            confidence=confidence(traits), part=segment.part,
        )  # fmt: skip

    def _known(self, speaker: Span | None, entity: str | None, form: str) -> str:
        if entity is None:
            return "unknown"
        if speaker is None:
            return "carried"
        return "pronoun" if self.speakers.is_pronoun(form) else "name"

    def _paragraph(self, segment: Segment) -> list[Quote]:
        text = segment.text
        marks = self.marks[segment.start]
        paragraph = Paragraph(segment.doc, text, marks, verbs(self.language))
        pieces = reported(paragraph)
        if segment.role in SPEECH_ROLES:
            pieces += [Piece(m.start, m.end, None, "floating") for m in marks if _floats(m, text, pieces, single=self.single)]
        pieces.sort(key=lambda p: p.start)
        contents = [Span(segment.start + p.start, segment.start + p.end) for p in pieces]
        used = {p.cue.verb for p in pieces if p.cue}
        for cue in paragraph.cues:
            if cue.verb not in used and cue.speaker:
                self._occasion(segment, paragraph, cue, contents)
        return [self._quote(segment, paragraph, piece, pieces, contents) for piece in pieces]

    def _occasion(self, segment: Segment, paragraph: Paragraph, cue: Cue, contents: Sequence[Span]) -> None:
        """Remember a dated occasion on which somebody spoke, though none of the words are given there."""
        if cue.speaker is None or cue.kind == "according":
            return
        head = segment.span(head_of(paragraph.doc, cue.speaker))
        entity = self.speakers.named(head)
        if entity is not None:
            self._dated(contents, _sentence(segment, paragraph, cue), _cue_span(segment, paragraph, cue), entity)

    def _dated(
        self, contents: Sequence[Span], sentence: Span, cue: Span, entity: str | None
    ) -> tuple[Days | None, Span | None]:
        when = said_when(self.view.times, sentence, contents, cue)
        self.occasions.note(entity, cue.start, when)
        where = said_where(self.view.text, sentence, contents, cue, self.language)
        return when or self.occasions.recall(entity, cue.start), where

    def _quote(
        self, segment: Segment, paragraph: Paragraph, piece: Piece, pieces: Sequence[Piece], contents: Sequence[Span]
    ) -> Quote:
        cue = piece.cue
        content = Span(segment.start + piece.start, segment.start + piece.end)
        speaker = _span(segment, paragraph, cue.speaker) if cue and cue.speaker else None
        entity, form = self._entity(segment, paragraph, cue, speaker, content)
        self.speakers.note(max(content.end, speaker.end if speaker else 0), entity)
        nearest = cue or next((p.cue for p in reversed(pieces) if p.cue and p.end <= piece.start), None)
        when, where = self.occasions.recall(entity, content.start), None
        if nearest is not None:
            place = _cue_span(segment, paragraph, nearest)
            when, where = self._dated(contents, _sentence(segment, paragraph, nearest), place, entity)
        relay = piece.relay.speaker if piece.relay else cue.relay if cue else None
        kind = _kind(paragraph, piece, single=self.single)
        traits = Traits(
            kind=kind, way=_way(paragraph, piece), speaker=self._known(speaker, entity, form),
            common=cue is not None and paragraph.doc[cue.verb].lemma_ in {"say", "tell"}, long=piece.end - piece.start >= 60,
        )  # fmt: skip
        return Quote(
            content=content, kind=kind, cue=_cue_span(segment, paragraph, cue) if cue else None, speaker=speaker,
            speaker_entity=entity, relay=_span(segment, paragraph, relay) if relay else None, said=when, setting=where,
            confidence=confidence(traits), part=segment.part,
        )  # fmt: skip

    def _entity(
        self, segment: Segment, paragraph: Paragraph, cue: Cue | None, speaker: Span | None, content: Span
    ) -> tuple[str | None, str]:
        if cue is None or cue.speaker is None or speaker is None:
            return self.speakers.floating(content.start), ""
        head = head_of(paragraph.doc, cue.speaker)
        verb = segment.start + paragraph.starts[cue.verb]
        whole = Span(speaker.start, max(speaker.end, verb)) if speaker.start < verb else speaker
        return self.speakers.entity(speaker, segment.span(head), head.text, before=content.start, whole=whole), head.text


def _subjects(view: View) -> frozenset[int]:
    """Return where the subjects of clauses begin, as characters of the text."""
    columns = view.parse.columns
    return frozenset(at for at, dep in zip(columns.starts, columns.deps, strict=True) if dep in SUBJECTS)


def _single_style(marks: Iterable[Sequence[Marked]]) -> bool:
    """Tell whether the document marks speech with single marks, as much of the British press does."""
    spoken = [m for own in marks for m in own if m.end - m.start > LONG_MARKED]
    return 2 * sum(m.single for m in spoken) > len(spoken)


def _floats(mark: Marked, text: str, pieces: Sequence[Piece], *, single: bool) -> bool:
    """Tell whether marked words that no cue claims are speech: whole sentences, not titles or scare quotes."""
    if (mark.single and not single) or any(p.start < mark.end and mark.start < p.end for p in pieces):
        return False
    words = mark.words(text)
    if len(words.split()) < 3:
        return False
    ended = words[-1:] in ".!?…" or text[mark.end : mark.end + 1] in ".!?"
    begun = words.lstrip("’‘'")[:1].isupper() or words[:1] in "[(…."
    before = text[: mark.start].rstrip()
    return ended and begun and (not before or before[-1] in '.!?”":')


def _way(paragraph: Paragraph, piece: Piece) -> str:
    """Return how a piece was found: the kind of its cue and its side, "inherited" for a verb without its own subject."""
    if piece.cue is None:
        return "floating"
    if piece.cue.kind == "speech" and paragraph.doc[piece.cue.verb].tag_ == "VBG":
        return "participle"
    return piece.cue.kind if piece.cue.kind in {"according", "naming", "marked"} else piece.side


def _sentence(segment: Segment, paragraph: Paragraph, cue: Cue) -> Span:
    first, last = next(((a, b) for a, b in paragraph.sentences if a <= cue.verb < b), (0, len(paragraph.doc)))
    return Span(segment.start + paragraph.starts[first], segment.start + paragraph.end_of(last - 1))


def _cue_span(segment: Segment, paragraph: Paragraph, cue: Cue) -> Span:
    return Span(segment.start + paragraph.starts[cue.verb], segment.start + paragraph.end_of(cue.verb + cue.phrase - 1))


def _span(segment: Segment, paragraph: Paragraph, tokens: tuple[int, int]) -> Span:
    return Span(segment.start + paragraph.starts[tokens[0]], segment.start + paragraph.end_of(tokens[1] - 1))


def _kind(paragraph: Paragraph, piece: Piece, *, single: bool) -> QuoteKind:
    inner = [m for m in paragraph.marks if (single or not m.single) and m.start < piece.end and piece.start < m.end]
    if any(m.start <= piece.start and piece.end <= m.end and m.opened and m.closed for m in inner):
        return "direct"
    return "mixed" if inner else "indirect"
