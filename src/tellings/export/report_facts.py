"""Facts as the report shows them: a row a fact, a column an outlet, a cell what that outlet says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from tellings.export.report_cites import CiteView, Namer
from tellings.export.report_phrases import count_line, plural
from tellings.export.report_sources import OWN, SourceView
from tellings.model import Dispute, Fact, Value

RELATIONS = {
    "conflict": ("Conflict", "values that cannot both hold"),
    "update": ("Update", "a later figure or a corrected page"),
    "refinement": ("More exact", "the same, told more exactly"),
    "wording": ("Wording", "the same fact in other words"),
}
"""Relation → badge and its explanation, the gravest first."""
VOICES = {"own": "own voice", "quoted": "only in others' words", "both": "own voice and others' words"}
NAMED = 3
"""Speakers of one side of a dispute that are named."""
CELL_SHOWN = 4
"""Passages shown in one cell."""


class ColumnView(msgspec.Struct, frozen=True):
    """One outlet as a column of the table of facts: its first page and the days of its pages."""

    name: str
    anchor: str
    days: str
    copy_note: str = ""
    """What its pages are copied from, where each of them is mostly a copy."""


class Cell(msgspec.Struct, frozen=True):
    """One outlet's telling of a fact: passages, each with the number of its value."""

    cites: tuple[tuple[CiteView, int], ...]


class ValueView(msgspec.Struct, frozen=True):
    """One value of a fact; `voice` says whether outlets use it in their own voice."""

    value: str
    accounts: int
    voice: str
    cites: tuple[CiteView, ...]
    counted: str
    pages: int


class FactRow(msgspec.Struct, frozen=True):
    """One fact over the outlets; `cells` has one entry a column, None where the outlet is silent."""

    about: str
    kind: str
    relation: str
    badge: str
    explanation: str
    values: tuple[ValueView, ...]
    cells: tuple[Cell | None, ...]
    among_copies: str
    why: str | None


@dataclass(frozen=True)
class LoadedView:
    """A word that judges, where it stands, and who tells the same without it."""

    word: str
    cites: tuple[CiteView, ...]
    beside: tuple[CiteView, ...]


@dataclass(frozen=True)
class SideView:
    """One side of a dispute: whom the pages name as saying so, in how many accounts, and the passages."""

    speakers: str
    accounts: int
    cites: tuple[CiteView, ...]


@dataclass(frozen=True)
class DisputeView:
    """A claim, what is said against it, and the names of the pages that tell neither."""

    claimed: SideView
    denied: SideView
    silent: tuple[str, ...]


def dispute_view(dispute: Dispute, names: Mapping[str, str], namer: Namer) -> DisputeView:
    """Return a dispute, ready to be laid out; names are those of the pages by document."""
    claimed, denied = (
        SideView(", ".join(s.speakers[:NAMED]), s.accounts, namer.cites(s.evidence)) for s in (dispute.claimed, dispute.denied)
    )
    silent = tuple(dict.fromkeys(names.get(d, d) for d in dispute.silent))
    return DisputeView(claimed, denied, silent)


def fact_columns(sources: Sequence[SourceView]) -> tuple[ColumnView, ...]:
    """Return one column an outlet, in the order of its first page."""
    pages: dict[str, list[SourceView]] = {}
    for source in sources:
        pages.setdefault(source.name, []).append(source)
    found = []
    for name, own in pages.items():
        days = sorted({s.day for s in own})
        shown = days[0] if len(days) == 1 else f"{days[0]} … {days[-1]}"
        notes = [s.copy_note for s in own if OWN not in s.copy_note] if all(s.copied for s in own) else []
        found.append(ColumnView(name, own[0].anchor, shown, notes[0] if notes else ""))
    return tuple(found)


def fact_row(fact: Fact, columns: Sequence[ColumnView], namer: Namer) -> FactRow:
    """Return one fact over the columns."""
    badge, explanation = RELATIONS.get(fact.relation or "", ("", ""))
    cells: dict[str, list[tuple[CiteView, int]]] = {}
    for n, value in enumerate(fact.values if columns else ()):
        for cite in value.evidence:
            shown = namer.cite(cite)
            own = cells.setdefault(shown.name, [])
            if not any((c.before, c.words, c.after) == (shown.before, shown.words, shown.after) for c, _ in own):
                own.append((shown, n))
    return FactRow(
        about=fact.about, kind=fact.kind, relation=fact.relation or "", badge=badge, explanation=explanation,
        values=tuple(_value(v, namer) for v in fact.values),
        cells=tuple(Cell(tuple(cells[c.name][:CELL_SHOWN])) if c.name in cells else None for c in columns),
        among_copies=fact.among_copies, why=fact.why,
    )  # fmt: skip


def _value(value: Value, namer: Namer) -> ValueView:
    counts = value.counts
    return ValueView(
        value.value, value.accounts, VOICES.get(value.voice or "", ""), namer.cites(value.evidence),
        count_line(counts) if counts else plural(value.accounts, "independent account"),
        counts.pages if counts else value.accounts,
    )  # fmt: skip
