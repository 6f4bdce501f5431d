"""Clause deeds: what is told to have happened on the day or at the hour that a passage gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tellings.compare.contexts import Contexts
from tellings.compare.statements import Telling
from tellings.lang import listed
from tellings.model import Event, Span

_listed = partial(listed, "clauses")
ADJOINING = 4
"""Letters between a word of speech and its day."""
NEAR = 6
"""Words before a time among which stands that something may be or will be then."""
SPEECH = "say"


def deeds_of(telling: Telling, value: Span) -> Iterator[Event]:
    """Yield the deeds that a time may be of: those whose time it is, else those of the clauses around it; closest first."""
    around = [e for _, e in telling.article.events if e.clause and not e.trigger.overlaps(value)]
    near = [e for e in around if (e.clause and e.clause.contains(value)) or _opened(telling, e, value)]
    own = [e for e in near if e.when_span is not None and e.when_span.overlaps(value)]
    own = own or [
        e
        for e in near
        if not _parted(telling, e.trigger, value) and (e.predicate != SPEECH or _beside(e, value) or _opened(telling, e, value))
    ]
    yield from sorted(own, key=lambda e: (e.predicate == SPEECH, e.clause.end - e.clause.start if e.clause else 0))


def keys_of(telling: Telling, value: Span, contexts: Contexts) -> frozenset[str]:
    """Return the keys of the words that tell what happened at a time: stems and concepts; none where that is not known."""
    found = set[str]()
    for event in deeds_of(telling, value):
        home = next((s for s in telling.statements if s.span.contains(event.trigger)), None)
        for key in contexts.keys(home) if home else ():
            span = Span(home.atoms[key.first].start, home.atoms[key.last - 1].end) if home else value
            if span.overlaps(event.trigger):
                found.add(key.name)
    return frozenset(found)


def of_other_deeds(a: tuple[Telling, Span], b: tuple[Telling, Span], contexts: Contexts) -> bool:
    """Tell whether two times are of deeds in words that are neither the same nor of one meaning.

    Where it is not known what one of them is of, its whole sentence is asked.
    """
    keys = [keys_of(telling, value, contexts) for telling, value in (a, b)]
    if not any(keys):
        return False
    one, other = (own or _around(telling, value, contexts) for own, (telling, value) in zip(keys, (a, b), strict=True))
    return not one & other


def planned_and_done(a: tuple[Telling, Span], b: tuple[Telling, Span]) -> bool:
    """Tell whether one of two times is of what was planned, the other of what was done ("due to sail at 4", "sailed at 5")."""
    told = [{e.realis == "planned" for e in deeds_of(telling, value) if e.predicate != SPEECH} for telling, value in (a, b)]
    planned = [own == {True} or (not own and _yet_to_be(*place)) for own, place in zip(told, (a, b), strict=True)]
    return any(planned[i] and told[1 - i] == {False} for i in (0, 1))


def _yet_to_be(telling: Telling, value: Span) -> bool:
    """Tell whether a word before a value says that it may be or will be ("could be open by noon")."""
    return not _listed("yet_to_be", telling.language).isdisjoint(_before(telling, value))


def _before(telling: Telling, value: Span) -> list[str]:
    """Return the words right before a value."""
    home = next((s for s in telling.statements if s.span.contains(value)), None)
    return [a.key for a in home.atoms if a.end <= value.start][-NEAR:] if home else []


def foreseen_and_done(a: tuple[Telling, Span], b: tuple[Telling, Span]) -> bool:
    """Tell whether somebody foresees one of two numbers ("is expected to reach 35 per cent"), and the other is of what was."""
    told = [not _listed("foreseen", t.language).isdisjoint(_before(t, value)) for t, value in (a, b)]
    return any(told[i] and not (told[1 - i] or _yet_to_be(*place)) for i, place in ((0, b), (1, a)))


def _around(telling: Telling, value: Span, contexts: Contexts) -> frozenset[str]:
    """Return the keys of the sentence of a time."""
    home = next((s for s in telling.statements if s.span.contains(value)), None)
    return frozenset(key.name for key in contexts.keys(home)) if home else frozenset()


def _beside(event: Event, value: Span) -> bool:
    """Tell whether a value stands right behind a verb ("said on Monday")."""
    return 0 <= value.start - event.trigger.end <= ADJOINING


def _opened(telling: Telling, event: Event, value: Span) -> bool:
    """Tell whether a value opens the clause of a deed ("On Monday, Ann Penn said")."""
    first = min((a.start for a in event.actors), default=event.trigger.start)
    return value.end <= first <= event.trigger.start and telling.article.text[value.end : first].strip() == ","


def _parted(telling: Telling, deed: Span, value: Span) -> bool:
    """Tell whether a word that joins another clause stands between a deed and a value."""
    home = next((s for s in telling.statements if s.span.contains(deed)), None)
    low, high = (deed.end, value.start) if deed.end <= value.start else (value.end, deed.start)
    between = {a.key for a in home.atoms if low <= a.start < high} if home else set[str]()
    return not between.isdisjoint(_listed("breaks", telling.language))
