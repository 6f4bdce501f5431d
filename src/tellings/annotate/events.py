"""Who did what to whom: PLOVER events and, beyond them, happenings of any kind, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.annotate.event_clauses import Unit
from tellings.annotate.event_coding import Coded, code, units_of
from tellings.annotate.event_forms import events_by_form
from tellings.annotate.event_records import Recorder
from tellings.annotate.event_selection import select
from tellings.annotate.event_statements import statements
from tellings.annotate.event_tables import EventWords, event_words
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
        return [events_of(view) for view in views]


def events_of(view: View) -> tuple[Event, ...]:
    """Return the events that a document tells, in text order."""
    language = view.metadata.language or "en"
    if not view.parse.has_syntax:
        return _with_statements(view, events_by_form(view, language))
    words = event_words(language)
    recorder = Recorder(view, words)
    segments = view.parse.segments
    titles = headlines(segments)
    trees = Tree.of_all([segment.doc for segment in segments])
    parts = [
        (s, n in titles, _units(tree, words, title=n in titles))
        for n, (s, tree) in enumerate(zip(segments, trees, strict=True))
    ]
    by_tree: dict[int, list[Coded]] = {}
    for coded in code([unit for _, _, units in parts for unit in units], words, models()):
        by_tree.setdefault(id(coded.unit.tree), []).append(coded)
    found: list[Event] = []
    for segment, title, units in parts:
        if units:
            own = by_tree.get(id(units[0].tree), [])
            found.extend(recorder.record(segment, c) for c in select(units, own, words, title=title))
    return _with_statements(view, found)


def _units(tree: Tree, words: EventWords, *, title: bool) -> list[Unit]:
    if title:
        reread(tree, words)
    return units_of(tree, words)


def _with_statements(view: View, found: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(sorted((*found, *statements(view, found)), key=lambda e: (e.trigger.start, e.trigger.end)))
