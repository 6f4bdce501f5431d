"""Who did what to whom: PLOVER events and, beyond them, happenings of any kind, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.annotate.event_coding import code, units_of
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

    name, version = "events", 5
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
    found = _by_parse(view, event_words(language)) if view.parse.has_syntax else events_by_form(view, language)
    return tuple(sorted((*found, *statements(view, found)), key=lambda e: (e.trigger.start, e.trigger.end)))


def _by_parse(view: View, words: EventWords) -> list[Event]:
    tree = Tree(view.parse.columns)
    titles = [tree.paragraphs()[n] for n in headlines(view.parse.segments)]
    for first, end in titles:
        reread(tree, first, end, words)
    units = units_of(tree, words)
    recorder = Recorder(view, words)
    return [recorder.record(c) for c in select(units, code(units, words, models()), words, titles=titles)]
