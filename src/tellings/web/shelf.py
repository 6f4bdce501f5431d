"""The shelf in memory: every story's card, kept up to date from the store, filtered, ranked and counted."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tellings import shelving
from tellings.library import Library
from tellings.model import Card, FacetKind

FACETS: tuple[tuple[FacetKind, str], ...] = (
    ("source", "Source"), ("language", "Language"), ("place", "Place"), ("person", "Person"),
    ("organisation", "Organisation"), ("type", "What happened"),
)  # fmt: skip
Order = Literal["ranked", "accounts", "newest", "changed"]
ORDERS: tuple[tuple[Order, str], ...] = (
    ("ranked", "accounts and freshness"), ("accounts", "most accounts"), ("newest", "newest"), ("changed", "last changed"),
)  # fmt: skip
HALF_LIFE = 3.0
"""Days after which a story with the same accounts ranks half as high."""
UNDATED_AGE = 30.0
EAGER = 4
"""Cards that a reader waits for; more are made in the background."""


@dataclass(frozen=True)
class Wanted:
    """Which stories are wanted: a day (ISO 8601) on which a page of theirs was published, and values by facet."""

    day: str = ""
    facets: tuple[tuple[FacetKind, tuple[str, ...]], ...] = ()
    order: Order = "ranked"
    since: str = ""
    """Only stories that changed after this time."""


@dataclass
class _State:
    turn: int = 0
    cards: dict[str, Card] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    chosen: dict[Wanted, tuple[Card, ...]] = field(default_factory=dict)
    counted: dict[Wanted, dict[FacetKind, list[tuple[str, int]]]] = field(default_factory=dict)
    days: dict[str, int] | None = None


class Shelf:
    """All cards; safe for several threads. Answers are kept until the shelf turns."""

    def __init__(self) -> None:
        self._state = _State()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    @property
    def turn(self) -> int:
        """Return the number of the last change."""
        return self._state.turn

    def __len__(self) -> int:
        return len(self._state.cards)

    def refresh(self, library: Library, *, eager: int | None = EAGER) -> int:
        """Make what cards are missing (at most `eager`), take in what changed, and return the turn."""
        if self._making.acquire(blocking=eager is None):
            try:
                shelving.refresh(library.store, limit=eager)
            finally:
                self._making.release()
        changed = library.store.cards(self._state.turn)
        if changed:
            with self._lock:
                cards, turns = dict(self._state.cards), dict(self._state.turns)
                for one in changed:
                    turns[one.story] = one.turn
                    if one.card is None:
                        cards.pop(one.story, None)
                    else:
                        cards[one.story] = one.card
                self._state = _State(turn=max(self._state.turn, changed[-1].turn), cards=cards, turns=turns)
        return self._state.turn

    def turn_of(self, story: str) -> int:
        """Return the turn at which a story last changed; 0 where the shelf does not know it."""
        return self._state.turns.get(story, 0)

    def card(self, story: str) -> Card | None:
        """Return the card of a story."""
        return self._state.cards.get(story)

    def cards(self) -> Iterable[Card]:
        """Return every card, in no order."""
        return self._state.cards.values()

    def choose(self, wanted: Wanted) -> tuple[Card, ...]:
        """Return the stories that are wanted, the first to be shown first."""
        state = self._state
        if wanted not in state.chosen:
            found = [c for c in state.cards.values() if _fits(c, wanted)]
            newest = wanted.day or max((c.last for c in found if c.last), default="")
            state.chosen[wanted] = tuple(sorted(found, key=lambda c: _key(c, wanted.order, newest)))
        return state.chosen[wanted]

    def facets(self, wanted: Wanted) -> Mapping[FacetKind, Sequence[tuple[str, int]]]:
        """Return, for each facet, its values among the wanted stories with how many hold each, the most first."""
        state = self._state
        if wanted not in state.counted:
            found: dict[FacetKind, list[tuple[str, int]]] = {}
            own = dict(wanted.facets)
            for facet, _ in FACETS:
                others = Wanted(wanted.day, tuple((k, v) for k, v in wanted.facets if k != facet), since=wanted.since)
                cards = self.choose(others if facet in own else Wanted(wanted.day, wanted.facets, since=wanted.since))
                counted = Counter(value for card in cards for value in card.values(facet))
                found[facet] = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
            state.counted[wanted] = found
        return state.counted[wanted]

    def days(self) -> Mapping[str, int]:
        """Return how many stories go on over each day on which one begins or ends, the newest day first."""
        state = self._state
        if state.days is None:
            spans = [(c.first, c.last) for c in state.cards.values() if c.first and c.last]
            begun, ended = sorted(first for first, _ in spans), sorted(last for _, last in spans)
            known = sorted({day for span in spans for day in span}, reverse=True)
            state.days = {day: bisect_right(begun, day) - bisect_left(ended, day) for day in known}
        return state.days


def _fits(card: Card, wanted: Wanted) -> bool:
    if wanted.day and not (card.first and card.last and card.first <= wanted.day <= card.last):
        return False
    if wanted.since and card.changed <= wanted.since:
        return False
    return all(not set(values).isdisjoint(card.values(facet)) for facet, values in wanted.facets)


def _key(card: Card, order: Order, newest: str) -> tuple[object, ...]:
    accounts, pages = card.counts.accounts, card.counts.pages
    if order == "accounts":
        return (-accounts, -pages, _late(card.last), card.story)
    if order == "newest":
        return (_late(card.last), -accounts, -pages, card.story)
    if order == "changed":
        return (_late(card.changed), -accounts, -pages, card.story)
    weight = accounts * 0.5 ** (_age(card.last, newest) / HALF_LIFE)
    return (-round(weight, 6), -accounts, -pages, _late(card.last), card.story)


def _late(value: str | None) -> tuple[int, ...]:
    """Return a key that sorts later times first and unknown ones last."""
    return tuple(-ord(c) for c in value) if value else (0,)


def _age(last: str | None, newest: str) -> float:
    if not last or not newest:
        return UNDATED_AGE
    try:
        return max(0.0, float((date.fromisoformat(newest) - date.fromisoformat(last)).days))
    except ValueError:
        return UNDATED_AGE
