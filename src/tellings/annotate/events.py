"""Who did what to whom: PLOVER events and, beyond them, happenings of any kind, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from tellings.annotate.event_coding import Coded, code, units_of
from tellings.annotate.event_forms import events_by_form
from tellings.annotate.event_records import Recorder
from tellings.annotate.event_selection import select
from tellings.annotate.event_statements import statements
from tellings.annotate.event_tables import event_words
from tellings.annotate.event_titles import headlines, reread
from tellings.annotate.event_tree import Tree
from tellings.annotate.event_types import WEIGHTS, models
from tellings.model import Event
from tellings.models.weights import weights
from tellings.stage import View


class Events:
    """Events with actors, recipients, time, place and realis, in text order; none where the language has no parse."""

    name, version = "events", 4
    reads = ("parse", "metadata", "parts", "sentences", "times", "quantities", "entities", "quotes")
    writes = "events"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        found = weights(WEIGHTS)
        return {found.pin.name: found.pin.sha256} if found.state == "ok" else {}

    def run(self, views: Sequence[View], /) -> list[tuple[Event, ...]]:
        """Return the events of each document."""
        readings = [Reading(view) if view.parse.has_syntax else None for view in views]
        by_tree: dict[int, list[Coded]] = {}
        for words, own in groupby((r for r in readings if r), key=lambda r: r.words):
            for coded in code([unit for reading in own for unit in reading.units], words, models()):
                by_tree.setdefault(id(coded.unit.tree), []).append(coded)
        return [
            _with_statements(view, reading.events(by_tree.get(id(reading.tree), ())) if reading else _by_form(view))
            for view, reading in zip(views, readings, strict=True)
        ]


class Reading:
    """One parsed document: its tree, its clauses, and the events that they tell."""

    def __init__(self, view: View) -> None:
        self.view, self.words = view, event_words(view.metadata.language or "en")
        self.tree = Tree(view.parse.columns)
        self.titles = [self.tree.paragraphs()[n] for n in headlines(view.parse.segments)]
        for first, end in self.titles:
            reread(self.tree, first, end, self.words)
        self.units = units_of(self.tree, self.words)

    def events(self, coded: Sequence[Coded]) -> list[Event]:
        """Return the events, given those of its clauses that have a type."""
        recorder = Recorder(self.view, self.words)
        return [recorder.record(c) for c in select(self.units, coded, self.words, titles=self.titles)]


def events_of(view: View) -> tuple[Event, ...]:
    """Return the events that a document tells, in text order."""
    return Events().run([view])[0]


def _by_form(view: View) -> Sequence[Event]:
    return events_by_form(view, view.metadata.language or "en")


def _with_statements(view: View, found: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(sorted((*found, *statements(view, found)), key=lambda e: (e.trigger.start, e.trigger.end)))
