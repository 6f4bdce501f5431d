"""Layers, and a document together with all of its layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from tellings.model.annotations import Entity, Event, Quantity, Quote, Sentence, Time, Vector
from tellings.model.pages import Block, Comment, Document, Failure, Metadata, Part
from tellings.model.spans import Record

LayerKind = Literal[
    "metadata", "blocks", "parts", "comments", "sentences", "times", "quantities",
    "entities", "quotes", "events", "vectors",
]  # fmt: skip
"""The kinds of stored layers, in the order in which they are made."""

ITEM_TYPES: Mapping[LayerKind, Any] = {
    "metadata": tuple[Metadata, ...],
    "blocks": tuple[Block, ...],
    "parts": tuple[Part, ...],
    "comments": tuple[Comment, ...],
    "sentences": tuple[Sentence, ...],
    "times": tuple[Time, ...],
    "quantities": tuple[Quantity, ...],
    "entities": tuple[Entity, ...],
    "quotes": tuple[Quote, ...],
    "events": tuple[Event, ...],
    "vectors": tuple[Vector, ...],
}
"""What each kind of layer holds; serves to read a layer back with its types."""

EXTRACTED: tuple[LayerKind, ...] = ("metadata", "blocks", "parts", "comments")
"""Layers that extraction makes together with the document."""


class Layer(Record, frozen=True):
    """All annotations of one kind on one document, made by one recipe; replaced whole, never edited.

    `recipe` is the fingerprint of stage, version, options, models and input recipes, or "human:…" for a correction.
    """

    kind: LayerKind
    recipe: str
    items: tuple[Any, ...]


class Analysis(Record, frozen=True):
    """A document with its layers; an empty tuple where a layer holds nothing, `failures` where one could not be made."""

    document: Document
    metadata: Metadata = Metadata()
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    comments: tuple[Comment, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    vectors: tuple[Vector, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def id(self) -> str:
        """Return the document's id."""
        return self.document.id

    @property
    def text(self) -> str:
        """Return the document's text."""
        return self.document.text

    def with_layer(self, kind: str, items: tuple[Any, ...]) -> Analysis:
        """Return a copy in which one layer is replaced."""
        value: Any = (items[0] if items else Metadata()) if kind == "metadata" else items
        return msgspec.structs.replace(self, **{kind: value})

    def with_failure(self, failure: Failure) -> Analysis:
        """Return a copy in which one more failure is recorded."""
        return msgspec.structs.replace(self, failures=(*self.failures, failure))

    def layer(self, kind: str) -> tuple[Any, ...]:
        """Return the items of one layer."""
        value: Any = getattr(self, kind)
        return (value,) if kind == "metadata" else value
