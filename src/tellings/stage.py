"""What a stage is: a pure function with a label that reads declared layers of documents and writes one layer.

Also what passes between stages but is never stored (the parse), and the recipe that names how a layer was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tellings.errors import PipelineError
from tellings.model import (
    Analysis,
    Block,
    Comment,
    Document,
    Entity,
    Event,
    Metadata,
    Part,
    Quantity,
    Quote,
    Sentence,
    Span,
    Time,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan


@dataclass(frozen=True, slots=True)
class Segment:
    """One parsed paragraph: `doc` is a spaCy Doc whose characters begin at `start` of the document's text.

    `text` are its words as they were parsed, a blank for each newline: to ask the parse for them takes a step a token.
    """

    start: int
    part: int
    role: str
    doc: Doc
    text: str

    def span(self, piece: Token | SpacySpan) -> Span:
        """Return the place of a token or a run of tokens in the document's text."""
        offset = piece.idx if hasattr(piece, "idx") else piece.start_char
        return Span(self.start + offset, self.start + offset + len(piece.text))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the parse says of each token of a document, one list an attribute, paragraph behind paragraph; not to be changed.

    `starts` and `ends` are places in the document's text, `heads` places in the lists; `lows` and `lemmas` are in lower case.
    `begins` tells where a name begins, `spaced` where a blank follows; `cuts` are the first tokens of the paragraphs and, last,
    the number of tokens; `sents` are the sentences as ranges of tokens.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lows: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    ents: list[str] = field(default_factory=list)
    begins: list[bool] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    cuts: list[int] = field(default_factory=lambda: [0])
    sents: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parse:
    """A document's parsed paragraphs in text order, and the columns of their tokens; transient, never stored."""

    segments: tuple[Segment, ...]
    has_syntax: bool
    columns: Columns


class View:
    """What a stage sees of one document: the text and the layers that it declared; anything else is refused."""

    __slots__ = ("_analysis", "_parse", "_reads")

    def __init__(self, analysis: Analysis, parse: Parse | None, reads: frozenset[str]) -> None:
        self._analysis, self._parse, self._reads = analysis, parse, reads

    def _layer(self, kind: str) -> Any:
        if kind not in self._reads:
            raise PipelineError(f"a stage looked at the layer {kind!r}, which it did not declare")
        return getattr(self._analysis, kind)

    @property
    def document(self) -> Document:
        """Return the document."""
        return self._analysis.document

    @property
    def text(self) -> str:
        """Return the document's text."""
        return self._analysis.document.text

    @property
    def parse(self) -> Parse:
        """Return the parsed paragraphs."""
        if "parse" not in self._reads or self._parse is None:
            raise PipelineError("a stage looked at the parse, which it did not declare")
        return self._parse

    @property
    def metadata(self) -> Metadata:
        """Return what the page says of itself."""
        value: Metadata = self._layer("metadata")
        return value

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks."""
        value: tuple[Block, ...] = self._layer("blocks")
        return value

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the further articles on the page."""
        value: tuple[Part, ...] = self._layer("parts")
        return value

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Return the readers' comments."""
        value: tuple[Comment, ...] = self._layer("comments")
        return value

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences."""
        value: tuple[Sentence, ...] = self._layer("sentences")
        return value

    @property
    def times(self) -> tuple[Time, ...]:
        """Return the time expressions."""
        value: tuple[Time, ...] = self._layer("times")
        return value

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return the quantities."""
        value: tuple[Quantity, ...] = self._layer("quantities")
        return value

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Return the entities."""
        value: tuple[Entity, ...] = self._layer("entities")
        return value

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Return the quotes."""
        value: tuple[Quote, ...] = self._layer("quotes")
        return value

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events."""
        value: tuple[Event, ...] = self._layer("events")
        return value

    def published_day(self, part: int = 0) -> str | None:
        """Return the publication day of a part where it is known (declare `metadata`, and `parts` for parts above 0).

        Where it is known to be one of a few days, that by which weekdays are to be read, if all give them the same.
        """
        dates = (self.metadata.published,) if part == 0 else (p.published for p in self.parts if p.part == part)
        published = next(iter(dates), None)
        return published.day or published.weekdays_by if published else None


class Stage(Protocol):
    """A maker of one layer. State (models) is loaded on first use, once a process; `run` has no I/O, clock or chance."""

    @property
    def name(self) -> str:
        """Return the stage's name."""

    @property
    def version(self) -> int:
        """Return the version; raising it makes the layer, and those that read it, anew."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the layers that the stage may look at (or "parse")."""

    @property
    def writes(self) -> str:
        """Return the layer that the stage makes."""

    def models(self) -> Mapping[str, str]:
        """Return name and SHA-256 of every weight file in use; part of the recipe."""

    def run(self, views: Sequence[View], /) -> Sequence[tuple[Any, ...]]:
        """Return the layer's items for each document, in order."""


def fingerprint(*parts: object) -> str:
    """Return 16 hexadecimal digits that name the parts, the same on every machine."""
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def recipe(stage: Stage, inputs: Mapping[str, str]) -> str:
    """Return the recipe of a stage's layer, given the recipes of the layers that it reads."""
    read = {kind: inputs[kind] for kind in stage.reads}
    return f"{stage.name}@{stage.version}:{fingerprint(dict(stage.models()), read)}"
