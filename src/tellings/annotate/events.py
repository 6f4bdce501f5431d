"""Who did what to whom: PLOVER events and, beyond them, happenings of any kind, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from tellings.annotate.event_clauses import Unit
from tellings.annotate.event_coding import code, units_of
from tellings.annotate.event_datelines import cut_dateline
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

    name, version = "events", 6
    reads = ("parse", "metadata", "parts", "sentences", "times", "quantities", "entities", "quotes")
    writes = "events"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        found = weights(WEIGHTS)
        return {found.pin.name: found.pin.sha256} if found.state == "ok" else {}

    def run(self, views: Sequence[View], /) -> list[tuple[Event, ...]]:
        """Return the events of each document; a batch is coded at once, since the models' fixed cost is that of a few units."""
        parsed: dict[str, list[View]] = {}
        for view in views:
            if view.parse.has_syntax:
                parsed.setdefault(_language(view), []).append(view)
        coded = [_by_parse(group, event_words(language)) for language, group in parsed.items()]
        told = {language: iter(found) for language, found in zip(parsed, coded, strict=True)}
        return [
            _in_order(v, next(told[_language(v)]) if v.parse.has_syntax else events_by_form(v, _language(v))) for v in views
        ]


def events_of(view: View) -> tuple[Event, ...]:
    """Return the events that a document tells, in text order."""
    return Events().run([view])[0]


def _language(view: View) -> str:
    return view.metadata.language or "en"


def _in_order(view: View, found: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events of a document and the statements beside them, in text order."""
    return tuple(sorted((*found, *statements(view, found)), key=lambda e: (e.trigger.start, e.trigger.end)))


def _by_parse(views: Sequence[View], words: EventWords) -> list[list[Event]]:
    """Return the events of parsed documents of one language."""
    units: list[list[Unit]] = []
    titles: list[list[tuple[int, int]]] = []
    for view in views:
        tree = Tree(view.parse.columns)
        titles.append([tree.paragraphs()[n] for n in headlines(view.parse.segments)])
        for first, end in titles[-1]:
            reread(tree, first, end, words)
        for first, end in tree.paragraphs():
            cut_dateline(tree, first, end, view.text)
        units.append(units_of(tree, words))
    coded = code(list(chain.from_iterable(units)), words, models())
    found, at = [], 0
    for view, own, heads in zip(views, units, titles, strict=True):
        first = at
        while own and at < len(coded) and coded[at].unit.tree is own[0].tree:
            at += 1
        recorder = Recorder(view, words)
        found.append([recorder.record(c) for c in select(own, coded[first:at], words, titles=heads)])
    return found
