"""Events as rows for analysts: PLOVER records, one a happening (its reports listed) or one a report, dyads on request.

Actors and recipients are lists, as PLOVER has them; `dyads` gives every pair a row of its own. Ids are made from what can
never change: a report's from its document and place, a happening's from its first report, so that they stay when more
reports arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from tellings.export.cells import csv_line
from tellings.export.selection import Selection
from tellings.lang import table
from tellings.model import Actor, Analysis, Argument, CountKind, Event, EventType, Happening, Realis, Record, Report, Story
from tellings.stage import fingerprint

By = Literal["happening", "report"]
Granularity = Literal["day", "month", "year", "interval", "before", "after"]

QUAD: Mapping[str, str] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}
SCORES: Mapping[str, float] = {
    "ASSAULT": -9.3, "COERCE": -7.2, "PROTEST": -6.6, "MOBILIZE": -5.3, "SANCTION": -5.2, "THREATEN": -5.1, "REQUEST": -5.0,
    "REJECT": -4.2, "ACCUSE": -2.0, "CONSULT": 2.1, "AGREE": 4.2, "SUPPORT": 4.6, "CONCEDE": 5.0, "COOPERATE": 6.8, "AID": 7.4,
    "RETREAT": 7.6,
}  # fmt: skip
"""Conflict–cooperation scores of the PLOVER manual (its DEMAND is REQUEST here)."""
NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})
STATUS: Mapping[Realis, str] = {
    "planned": "future", "hypothetical": "hypothetical", "denied": "negation", "past-background": "historical",
}  # fmt: skip
"""What PLOVER calls a realis among its contexts."""


class Party(Record, frozen=True):
    """An actor or recipient: its name, country (ISO 3166-1 alpha-3) and PLOVER sector, null where unknown."""

    name: str
    country: str | None = None
    sector: str | None = None


class Place(Record, frozen=True):
    """Where an event took place; coordinates where the gazetteer has them."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Telling(Record, frozen=True):
    """One report of an event: page, passage, its words, and the speaker where somebody else tells it."""

    id: str
    document: str
    outlet: str | None
    published: str | None
    start: int
    end: int
    text: str
    speaker: str | None = None


class Row(Record, frozen=True):
    """One event; `accounts` counts the independent accounts that tell it, `own_voice` is false where only speakers do."""

    id: str
    story: str
    type: EventType | None
    predicate: str | None
    mode: str | None
    contexts: tuple[str, ...]
    quad: str | None
    score: float | None
    realis: Realis
    first_day: str | None
    last_day: str | None
    granularity: Granularity | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Place | None
    counts: Mapping[CountKind, str]
    own_voice: bool
    confidence: float
    accounts: int
    reports: tuple[Telling, ...]


def rows_of(
    stories: Iterable[Story], analyses: Iterable[Analysis], *, by: By = "happening", plover: bool = False, dyads: bool = False
) -> Iterator[Row]:
    """Yield the rows of stories, one a happening or one a report, in order of stories and days.

    With `plover` only events that PLOVER has: of its types, with a recipient where it asks for one.
    """
    known = {a.id: a for a in analyses}
    for story in stories:
        for happening in story.happenings:
            for row in _rows(story, happening, known, by):
                if not plover or (row.type is not None and (row.recipients or row.type not in NEEDS_RECIPIENT)):
                    yield from _dyads(row) if dyads else (row,)


def _rows(story: Story, happening: Happening, known: Mapping[str, Analysis], by: By) -> Iterator[Row]:
    told = [(r, known[r.document].events[r.event]) for r in happening.reports if r.document in known]
    if by == "report":
        for report, event in told:
            yield _row(story, happening, [(report, event)], known, accounts=1)
    elif told:
        yield _row(story, happening, told, known, accounts=happening.accounts)


def _row(
    story: Story,
    happening: Happening,
    told: Sequence[tuple[Report, Event]],
    known: Mapping[str, Analysis],
    *,
    accounts: int,
) -> Row:
    tellings = tuple(sorted((telling_of(known[r.document], e) for r, e in told), key=lambda t: (t.published or "9", t.id)))
    alone = told[0][1] if len(told) == 1 else None
    names = {(e.document, e.entity): actor for actor in story.actors for e in actor.entities}
    kind = alone.type if alone else happening.type
    realis = alone.realis if alone else happening.realis
    when = alone.when if alone else happening.when
    contexts = [c for _, e in told for c in e.contexts] + ([STATUS[realis]] if realis in STATUS else [])
    counts: dict[CountKind, str] = {}
    for report, event in told:
        for count in event.counts:
            counts.setdefault(count.kind, count.of(known[report.document].text))
    return Row(
        id=tellings[0].id, story=story.id, type=kind, predicate=alone.predicate if alone else happening.predicate,
        mode=next((e.mode for _, e in told if e.mode and e.type == kind), None), contexts=tuple(dict.fromkeys(contexts)),
        quad=QUAD.get(kind or ""), score=SCORES.get(kind or ""), realis=realis,
        first_day=when.first_day if when else None, last_day=when.last_day if when else None,
        granularity=granularity(when.first_day, when.last_day) if when else None,
        actors=parties_of([(known[r.document], a) for r, e in told for a in e.actors], names),
        recipients=parties_of([(known[r.document], a) for r, e in told for a in e.recipients], names),
        place=next((place_of(known[r.document], e.where) for r, e in told if e.where is not None), None),
        counts=counts, own_voice=any(t.speaker is None for t in tellings),
        confidence=round(max(e.confidence for _, e in told), 3), accounts=accounts, reports=tellings,
    )  # fmt: skip


def granularity(first: str | None, last: str | None) -> Granularity:
    """Return how exactly two days (ISO 8601, an open end None) say when: a day, a month, a year, an interval, before, after."""
    if first is None or last is None:
        return "before" if first is None else "after"
    if first == last:
        return "day"
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return "year"
    whole = first[:7] == last[:7] and first.endswith("-01") and int(last[8:]) >= 28
    return "month" if whole else "interval"


def telling_of(analysis: Analysis, event: Event) -> Telling:
    """Return one page's report of an event; its id is made from the page and the place in it."""
    clause, published = event.clause or event.trigger, analysis.metadata.published
    speaker = None
    if event.reported_by is not None:
        quote = analysis.quotes[event.reported_by]
        entity = next((e.name for e in analysis.entities if e.id == quote.speaker_entity), None)
        speaker = entity or (quote.speaker.of(analysis.text) if quote.speaker else "unknown")
    place = (event.trigger.start, event.trigger.end, clause.start)
    return Telling(
        id=fingerprint("event", analysis.id, *place, event.type or event.predicate),
        document=analysis.id, outlet=analysis.metadata.outlet, published=published.day if published else None,
        start=clause.start, end=clause.end, text=clause.of(analysis.text), speaker=speaker,
    )  # fmt: skip


def parties_of(arguments: Iterable[tuple[Analysis, Argument]], actors: Mapping[tuple[str, str], Actor]) -> tuple[Party, ...]:
    """Return the parties, each once: by the story's actor, else by the entity, else by the words of the text; no pronouns."""
    found: dict[str, Party] = {}
    for analysis, argument in arguments:
        actor = actors.get((analysis.id, argument.entity or ""))
        words = " ".join(argument.of(analysis.text).split())
        if actor is None and argument.entity is None and words.lower() in _pronouns(analysis.metadata.language or "en"):
            continue
        entity = next((e for e in analysis.entities if e.id == argument.entity), None)
        name = actor.name if actor else entity.name if entity else words
        party = Party(name=name, country=argument.country, sector=argument.sector)
        if name not in found or (found[name].country is None and party.country is not None):
            found[name] = party
    return tuple(found.values())


def _pronouns(language: str) -> frozenset[str]:
    return frozenset(table("events", language).get("pronouns", {}).get("all", "").split())


def place_of(analysis: Analysis, where: Argument) -> Place:
    """Return where an event took place, by the entity's name where there is one."""
    entity = next((e for e in analysis.entities if e.id == where.entity), None)
    return Place(
        name=entity.name if entity else where.of(analysis.text), country=where.country,
        latitude=entity.latitude if entity else None, longitude=entity.longitude if entity else None,
    )  # fmt: skip


def _dyads(row: Row) -> Iterator[Row]:
    """Yield one row for each actor with each recipient; a row that lacks a side keeps the other."""
    pairs = [(a, r) for a in row.actors or (None,) for r in row.recipients or (None,)]
    for number, (actor, recipient) in enumerate(pairs, start=1):
        yield msgspec.structs.replace(
            row,
            id=f"{row.id}-{number}",
            actors=(actor,) if actor else (),
            recipients=(recipient,) if recipient else (),
        )


KINDS: tuple[CountKind, ...] = ("killed", "injured", "missing", "arrested", "deployed", "money")
COLUMNS = (
    "id", "story", "type", "predicate", "mode", "contexts", "quad", "score", "realis", "first_day", "last_day", "granularity",
    "actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries", "recipient_sectors", "place",
    "place_country", "latitude", "longitude", *KINDS, "own_voice", "speakers", "confidence", "accounts", "reports", "documents",
    "outlets", "published", "text",
)  # fmt: skip
"""Columns of the flat formats, in order; within a cell several values are parted by "; "."""


def flat(row: Row) -> dict[str, Any]:
    """Return a row as one value a column (`COLUMNS`); the text is that of the first report."""
    first, place = row.reports[0], row.place
    return {
        "id": row.id, "story": row.story, "type": row.type, "predicate": row.predicate, "mode": row.mode,
        "contexts": joined(row.contexts), "quad": row.quad, "score": row.score, "realis": row.realis,
        "first_day": row.first_day, "last_day": row.last_day, "granularity": row.granularity,
        **sides("actor", row.actors), **sides("recipient", row.recipients),
        "place": place.name if place else None, "place_country": place.country if place else None,
        "latitude": place.latitude if place else None, "longitude": place.longitude if place else None,
        **{kind: row.counts.get(kind) for kind in KINDS},
        "own_voice": row.own_voice, "speakers": joined(t.speaker for t in row.reports), "confidence": row.confidence,
        "accounts": row.accounts, "reports": len(row.reports), "documents": joined(t.document for t in row.reports),
        "outlets": joined(t.outlet for t in row.reports), "published": first.published, "text": " ".join(first.text.split()),
    }  # fmt: skip


def sides(name: str, parties: Sequence[Party]) -> dict[str, str | None]:
    """Return names, countries and sectors of one side of an event as columns."""
    return {
        f"{name}s": joined(p.name for p in parties),
        f"{name}_countries": joined(p.country for p in parties),
        f"{name}_sectors": joined(p.sector for p in parties),
    }


def joined(values: Iterable[str | None]) -> str | None:
    """Return the known values, each once, parted by "; ", or None where none is known."""
    return "; ".join(dict.fromkeys(v for v in values if v)) or None


def json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield one JSON object a row."""
    for row in rows:
        yield msgspec.json.encode(row) + b"\n"


def exported(selection: Selection) -> Iterator[bytes]:
    """Yield the happenings of each story as PLOVER records, one JSON object a line; of a story the pages are in memory."""
    for story in selection.stories:
        yield from json_lines(rows_of([story], selection.of(story).values(), plover=True))


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield CSV (UTF-8, one header); a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    yield csv_line(COLUMNS)
    for row in rows:
        yield csv_line(flat(row).values())


def write_parquet(rows: Iterable[Row], file: Path) -> int:
    """Write a Parquet table with the columns of the flat formats and return its number of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {"score", "latitude", "longitude", "confidence"}
    whole, flags = {"accounts", "reports"}, {"own_voice"}
    kind = {**dict.fromkeys(numbers, pa.float64()), **dict.fromkeys(whole, pa.int64()), **dict.fromkeys(flags, pa.bool_())}
    schema = pa.schema([(name, kind.get(name, pa.string())) for name in COLUMNS])
    table = pa.Table.from_pylist([flat(row) for row in rows], schema=schema)
    pq.write_table(table, file)
    return int(table.num_rows)
