"""What a search gives back: hits in the order of their worth, each with the passages that answer the query."""

from __future__ import annotations

from typing import Literal

from tellings.model.spans import Cite, Record, Span

SearchKind = Literal["pages", "stories", "quotes", "events"]
FoundBy = Literal["words", "meaning", "both"]


class Hit(Record, frozen=True):
    """One thing that was found; `passages` stand in `document` (of a story: in its documents), the best first.

    `id` names it: a page by its document (`document#part` for a further article on it), a story by its id, a quotation or
    an event by document and number (`document/quotes/3`, `document/events/3`).
    """

    kind: SearchKind
    id: str
    document: str | None
    part: int = 0
    story: str | None = None
    """The story that the article is in."""
    title: str | None = None
    source: str | None = None
    """What the page is called: its outlet, else the host of its address, else its file."""
    published: str | None = None
    passages: tuple[Cite, ...] = ()
    score: float = 0.0
    marks: tuple[Span, ...] = ()
    """The words of the query inside the passages of `document`, in text order."""
    by: FoundBy = "words"
    speaker: str | None = None
    """Of a quotation: who said it."""
    type: str | None = None
    """Of an event: its type."""
    pages: int = 1
    """Of a story: how many of its pages were found."""


class Hits(Record, frozen=True):
    """The hits of a query; `next` is handed back as `after` for those that follow, None at the end.

    `notes` say what the reader must know of the answer: what was not searched, or that some were found by meaning alone.
    """

    query: str
    kind: SearchKind
    hits: tuple[Hit, ...] = ()
    next: str | None = None
    notes: tuple[str, ...] = ()
