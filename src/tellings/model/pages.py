"""What comes in and what it becomes: pages, documents, blocks, metadata, comments, failures."""

from __future__ import annotations

from typing import Literal, TypeVar

from tellings.model.spans import Record, Span

Role = Literal[
    "title", "subtitle", "byline", "date", "caption", "body", "subheading",
    "related", "comment", "comment-meta", "furniture",
]  # fmt: skip
Basis = Literal["given", "markup", "text", "siblings"]
Precision = Literal["second", "minute", "hour", "day", "month", "year"]
Form = Literal["html", "text", "clean"]
Told = TypeVar("Told")

READABLE_ROLES: frozenset[str] = frozenset({"title", "subtitle", "caption", "body", "subheading"})
"""Roles whose text is the outlet's own telling: what the annotators read."""
MAIN_ROLES: frozenset[str] = frozenset({"body", "subheading"})
"""Roles that make up the article's main text."""


class Source(Record, frozen=True):
    """Where a page came from; `sha256` is of its raw bytes."""

    sha256: str
    path: str | None = None
    url: str | None = None
    outlet: str | None = None


class Published(Record, frozen=True):
    """A day or moment of publication, and how it is known."""

    value: str
    precision: Precision
    basis: Basis
    span: Span | None = None
    confidence: float = 1.0
    first_day: str | None = None
    """Of a day that is known to lie between two: the earlier; `value` is then the month or year that both share."""
    last_day: str | None = None
    weekdays_by: str | None = None
    """The day by which the page's weekdays are to be read, where all days between the two give them the same."""

    @property
    def day(self) -> str | None:
        """Return the calendar day, or None where only a month or year is known."""
        return self.value[:10] if len(self.value) >= 10 else None

    @property
    def shown(self) -> str:
        """Return the value as a reader wants it: the two days where it lies between two."""
        return f"{self.first_day} to {self.last_day}" if self.first_day and self.last_day else self.value


class Dating(Record, frozen=True):
    """A publication day worked out for one part of a document from pages of the same story."""

    part: int
    published: Published
    why: str


class Given(Record, frozen=True):
    """What the input said about the page besides its text."""

    title: str | None = None
    published: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    datings: tuple[Dating, ...] = ()
    digest: bool = False
    """It went to many as a newsletter: sections under headings of one kind are articles of their own."""
    outlet: str | None = None
    """Who published it; like all else here, what `source` says counts first."""
    weak: bool = False
    """It is what somebody else says of the page, such as a feed: it counts only where the page itself says nothing."""

    def settled(self, given: Told, own: Told) -> Told:
        """Return what the input says or what the page says of itself, whichever counts."""
        return (own or given) if self.weak else (given or own)


class Page(Record, frozen=True):
    """One page as it was read: decoded, not yet cleaned.

    `form` is "html", "text" (its HTML is gone, furniture may be left) or "clean" (take it unchanged).
    `extra` is a JSON object: fields of the input row that the program does not know, handed through.
    `fetched` is when the page was taken from the web, ISO 8601, where the archive says so; never a publication day.
    `warnings` say what had to be repaired while reading.
    """

    id: str
    source: Source
    form: Form
    text: str
    given: Given = Given()
    fetched: str | None = None
    extra: str = "{}"
    warnings: tuple[str, ...] = ()
    raw: bytes = b""
    """The bytes that were read, where `text` in UTF-8 is not what they were; `source.sha256` is of them."""


class Document(Record, frozen=True):
    """A page's readable text, which never changes; everything said about it lies beside it as layers."""

    id: str
    source: Source
    text: str
    form: Form
    given: Given = Given()
    fetched: str | None = None
    extra: str = "{}"


class Block(Span, frozen=True, kw_only=True):
    """A stretch of text with one role; blocks in page order cover the text but for the newline between two.

    `part` is 0 for the page's own article; further articles on the page are 1, 2, …
    """

    role: Role
    confidence: float = 1.0
    part: int = 0


class Caption(Span, frozen=True, kw_only=True):
    """A picture's caption; `credit` is where it names whose picture it is, null where it does not."""

    credit: Span | None = None
    part: int = 0


class Paywall(Record, frozen=True):
    """That the article is closed to those who do not pay, and how it is known; `stub`: only its beginning is on the page."""

    basis: Basis
    stub: bool
    confidence: float
    notice: str | None = None
    """The words by which the page says so."""


class Metadata(Record, frozen=True):
    """What the page as a whole says of itself."""

    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    updated: Published | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    canonical: str | None = None
    """The address that the page declares as its own, which may be another than the one that it was taken from."""
    agency: str | None = None
    """The wire agency that the page credits, where it credits one."""
    paywalled: bool = False
    paywall: Paywall | None = None
    captions: tuple[Caption, ...] = ()


class Part(Record, frozen=True):
    """A further article on the page, with its own title, authors, outlet and day."""

    part: int
    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: Published | None = None


class Comment(Span, frozen=True, kw_only=True):
    """A reader's comment; `reply_to` is the index of the comment it answers. Names are personal data."""

    author: str | None = None
    posted: str | None = None
    reply_to: int | None = None


class Failure(Record, frozen=True):
    """A recorded result: what failed, on which input, why and what to do."""

    kind: str
    message: str
    source: str
    id: str | None = None
    stage: str | None = None
    sha256: str | None = None
