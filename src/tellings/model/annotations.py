"""What the annotators say about a document's text: the values that layers hold."""

from __future__ import annotations

from typing import Literal

import msgspec

from tellings.model.spans import Days, Record, Span

EntityType = Literal["person", "organisation", "place", "country", "group", "other"]
PlaceLevel = Literal["country", "region", "city", "area"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
QuoteKind = Literal["direct", "indirect", "mixed"]
Realis = Literal["actual", "planned", "hypothetical", "denied", "past-background"]
CountKind = Literal["killed", "injured", "missing", "arrested", "deployed", "money"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip


class Sentence(Span, frozen=True, kw_only=True):
    """A sentence of the readable text; `part` is that of its block."""

    part: int = 0


class Mention(Span, frozen=True, kw_only=True):
    """One place where an entity is named or referred to."""

    form: str
    kind: Literal["name", "role", "pronoun"] = "name"


Standing = Literal["current", "former", "acting", "elect"]


class Office(Span, frozen=True, kw_only=True):
    """A role as one passage words it, and when it is held; `since` and `until` are ISO 8601 years, months or days."""

    title: str
    standing: Standing = "current"
    since: str | None = None
    until: str | None = None


class Entity(Record, frozen=True):
    """A person, organisation, place … of one document, with every mention of it in text order."""

    id: str
    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    roles: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None
    """Of a place: the region of the first level (state, province) that it lies in or is."""
    level: PlaceLevel | None = None
    offices: tuple[Office, ...] = ()


class Time(Span, frozen=True, kw_only=True):
    """A TIMEX3 time expression; the two days bound the calendar days it covers (ISO-TimeML)."""

    type: TimeType
    value: str
    first_day: str | None = None
    last_day: str | None = None
    basis: str = "text"
    confidence: float = 1.0

    @property
    def days(self) -> Days | None:
        """Return the interval of days, or None where it is not known."""
        if self.first_day is None and self.last_day is None:
            return None
        return Days(first_day=self.first_day, last_day=self.last_day)


class Quantity(Span, frozen=True, kw_only=True):
    """An amount with its bounds; `counted` (printed as `of`): the thing counted, `given_by`: who gives the figure."""

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    counted: Span | None = msgspec.field(default=None, name="of")
    modifier: str = "exact"
    given_by: Span | None = None


class Quote(Record, frozen=True):
    """Somebody's words, direct, indirect or mixed; `relay` is who passed them on ("Interfax quoted him")."""

    content: Span
    kind: QuoteKind
    cue: Span | None = None
    speaker: Span | None = None
    speaker_entity: str | None = None
    relay: Span | None = None
    said: Days | None = None
    setting: Span | None = None
    confidence: float = 1.0
    part: int = 0


class Argument(Span, frozen=True, kw_only=True):
    """An actor, recipient or place of an event; `country` is ISO 3166-1 alpha-3, `sector` as PLOVER has it."""

    entity: str | None = None
    country: str | None = None
    sector: str | None = None


class EventCount(Span, frozen=True, kw_only=True):
    """How many people or how much money an event tells of; `kind` says of what."""

    kind: CountKind
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None


class Event(Record, frozen=True):
    """Who did what to whom, when and where, as one clause tells it (PLOVER types; None beyond them)."""

    type: EventType | None
    trigger: Span
    predicate: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    realis: Realis = "actual"
    realis_cue: Span | None = None
    actors: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    when: Days | None = None
    when_span: Span | None = None
    where: Argument | None = None
    reported_by: int | None = None
    clause: Span | None = None
    confidence: float = 1.0
    part: int = 0
    counts: tuple[EventCount, ...] = ()


class Vector(Record, frozen=True):
    """A dense vector of one part, unit length, as little-endian float16 bytes; `model` names its maker."""

    model: str
    dimensions: int
    values: bytes
    part: int = 0
