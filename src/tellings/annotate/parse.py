"""The parse: sentence ends, parts of speech, dependencies and raw names of each readable paragraph (spaCy).

The parse is transient: it lives while one batch of documents is annotated. Paragraphs are parsed one by one, so that
no sentence crosses a block, and a hard-wrapped text is joined first (a newline becomes a blank, so offsets hold).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from tellings.annotate.columns import columns_of
from tellings.annotate.dependencies import Dependencies
from tellings.annotate.encoding import Encoding
from tellings.annotate.morphology import Morphology
from tellings.annotate.recognition import Recognition
from tellings.annotate.stand_ins import install
from tellings.model import READABLE_ROLES, Analysis, Block
from tellings.models.threads import one_thread
from tellings.models.weights import weights
from tellings.stage import Parse, Segment

if TYPE_CHECKING:
    from spacy.language import Language

VERSION = 1
TRAINED = {"en": "spacy-en", "fr": "spacy-fr"}
"""Language → pinned pipeline. Only the English syntax is read; the others find names and sentence ends."""
BATCH = 64
"""Paragraphs a batch. A larger one is no faster and costs memory (measured: 16 to 256)."""
LONGEST_PARAGRAPH = 20_000
"""Characters; a longer one is cut at a sentence end or blank, since the parser's memory grows with it."""
PARAGRAPH_END = re.compile(r"\n\s*\n|\n")
BLANK_LINE = re.compile(r"\n\s*\n")


def models() -> Mapping[str, str]:
    """Return the weight files in use with their checksums; where one is missing, rules serve instead."""
    found = [weights(name) for name in TRAINED.values()]
    return {w.pin.name: w.pin.sha256 for w in found if w.state == "ok"}


@cache
def pipeline(language: str) -> Language:
    """Return the spaCy pipeline for a language: a trained one where there is one, else a blank one with sentence rules."""
    import spacy

    trained = weights(TRAINED[language]).path if language in TRAINED else None
    if trained is not None:
        loaded = spacy.load(trained)
        install(loaded, (Encoding, Dependencies, Morphology, Recognition))
        return loaded
    try:
        blank = spacy.blank(language)
    except ImportError:
        blank = spacy.blank("xx")
    blank.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "…", "。"]})
    return blank


def hard_wrapped(text: str) -> bool:
    """Tell whether single newlines only wrap lines: many lines end in mid-sentence and go on in lower case."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    goes_on = sum(
        1 for a, b in itertools.pairwise(lines) if not re.search(r"[.!?:\"”’)\]]\s*$", a) and b.lstrip()[:1].islower()
    )
    return goes_on >= 0.3 * (len(lines) - 1)


def paragraphs(text: str, block: Block) -> Iterator[tuple[int, str]]:
    """Yield (start, words) of each paragraph of a block; the words have the length of the text that they stand for."""
    inside = block.of(text)
    wrapped = hard_wrapped(inside)
    at = 0
    cuts = [(m.start(), m.end()) for m in (BLANK_LINE if wrapped else PARAGRAPH_END).finditer(inside)]
    for start, end in [*cuts, (len(inside), len(inside))]:
        piece = inside[at:start]
        lead = len(piece) - len(piece.lstrip())
        words = piece.strip().replace("\n", " ")
        offset = block.start + at + lead
        while len(words) > LONGEST_PARAGRAPH:
            cut = max(words.rfind(". ", 0, LONGEST_PARAGRAPH) + 1, words.rfind(" ", 0, LONGEST_PARAGRAPH)) or LONGEST_PARAGRAPH
            yield offset, words[:cut]
            rest = words[cut:].lstrip()
            offset += len(words) - len(rest)
            words = rest
        if words:
            yield offset, words
        at = end


def parse(analyses: Sequence[Analysis]) -> list[Parse]:
    """Parse the readable blocks of several documents at once, each in its own language."""
    wanted: dict[str, list[tuple[int, int, Block, str]]] = {}
    for number, analysis in enumerate(analyses):
        language = analysis.metadata.language or "en"
        for block in analysis.blocks:
            if block.role in READABLE_ROLES:
                for start, words in paragraphs(analysis.text, block):
                    wanted.setdefault(language, []).append((number, start, block, words))
    segments: list[list[Segment]] = [[] for _ in analyses]
    for language, pieces in wanted.items():
        with one_thread():
            docs = list(pipeline(language).pipe((words for *_, words in pieces), batch_size=BATCH))
        for (number, start, block, words), doc in zip(pieces, docs, strict=True):
            segments[number].append(Segment(start=start, part=block.part, role=block.role, doc=doc, text=words))
    found = []
    for own in segments:
        own.sort(key=lambda s: s.start)
        syntax = bool(own) and own[0].doc.vocab.lang == "en" and all(s.doc.has_annotation("DEP") for s in own)
        columns = columns_of([s.doc for s in own], [s.start for s in own])
        found.append(Parse(segments=tuple(own), has_syntax=syntax, columns=columns))
    return found
