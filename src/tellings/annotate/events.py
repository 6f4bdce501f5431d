"""Who did what to whom: PLOVER events and, beyond them, happenings of any kind, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.annotate.event_coding import code, units_of
from tellings.annotate.event_datelines import cut_dateline
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

    name, version = "events", 6
    reads = ("parse", "metadata", "parts", "sentences", "times", "quantities", "entities", "quotes")
    writes = "events"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        found = weights(WEIGHTS)
        return {found.pin.name: found.pin.sha256} if found.state == "ok" else {}

    def run(self, views: Sequence[View], /) -> list[tuple[Event, ...]]:
        """Return the events of each document; one by one, since what is made of a document on the way then dies young."""
        return [_in_order(v, _by_parse(v) if v.parse.has_syntax else events_by_form(v, _language(v))) for v in views]


def events_of(view: View) -> tuple[Event, ...]:
    """Return the events that a document tells, in text order."""
    return Events().run([view])[0]


def _language(view: View) -> str:
    return view.metadata.language or "en"


def _in_order(view: View, found: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events of a document and the statements beside them, in text order."""
    return tuple(sorted((*found, *statements(view, found)), key=lambda e: (e.trigger.start, e.trigger.end)))


def _by_parse(view: View) -> list[Event]:
    """Return the events of a parsed document."""
    words, tree = event_words(_language(view)), Tree(view.parse.columns)
    paragraphs = tree.paragraphs()
    titles = [paragraphs[n] for n in headlines(view.parse.segments)]
    for first, end in titles:
        reread(tree, first, end, words)
    for first, end in paragraphs:
        cut_dateline(tree, first, end, view.text)
    units = units_of(tree, words)
    recorder = Recorder(view, words)
    return [recorder.record(c) for c in select(units, code(units, words, models()), words, titles=titles)]
