"""From a unit to a coded event: its type, its actors and its recipients, with a confidence; and which of a sentence to keep."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tellings.annotate.event_arguments import Candidate, actor_like, candidates, kind, phrase, role_rows
from tellings.annotate.event_clauses import Clauses, Unit
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.annotate.event_types import NONE, Softmax, leaning, table_types, type_rows
from tellings.annotate.realis import Status

ACTOR, RECIPIENT = "actor", "recipient"
SECOND = 0.75
"""A further recipient is kept when it is this likely beside the best one."""
MOST_RECIPIENTS = 3
LEAST = 0.15
"""A unit whose likeliest type is less likely is not looked at further."""
UNKNOWN = 0.35
"""The same, where no table gives the predicate a type ("said")."""
SETTLED = 0.45
"""How likely a type is at least where one table alone has the verb and somebody does it to somebody."""
AGAINST = -4.0
"""How far below none the best type is by the predicates alone of a unit that is not looked at further (see `_tells`)."""
UNSAID = 0.4
"""In the passive: an actor less likely than this, beside a recipient more likely, is left unsaid."""


class Coded(msgspec.Struct, frozen=True, gc=False):
    """A unit with its type, the heads of its actors and recipients, how likely all of it is.

    Of a happening beyond PLOVER also its realis, and its entry in the table of happenings where it has one.
    """

    unit: Unit
    type: str | None
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    confidence: float
    type_probability: float
    actor_probability: float
    recipient_probability: float
    status: Status | None = None
    entry: str | None = None


def units_of(tree: Tree, words: EventWords) -> list[Unit]:
    """Return the units of a parsed paragraph."""
    return list(Clauses(tree, words).units())


def code(units: Sequence[Unit], words: EventWords, models: tuple[Softmax, Softmax] | None) -> list[Coded]:
    """Return every unit that the models (without them: the tables) give a type, coded, in order."""
    if models is None:
        return [c for c in (_by_rule(u, words) for u in units) if c]
    typing, roles = models
    units = [u for u in units if _tells(u, words, typing)]
    rows = typing.probabilities(type_rows(u, words) for u in units)
    drafts: list[tuple[Unit, str, float, list[Candidate]]] = []
    features: list[set[int]] = []
    rows[:, typing.labels.index(NONE)] = 0
    likeliest, odds = rows.argmax(axis=1).tolist(), rows.max(axis=1).tolist()
    for unit, best, odd in zip(units, likeliest, odds, strict=True):
        k, likely = (best, odd) if odd >= SETTLED else _settled(unit, words, typing, (best, odd))
        if likely < LEAST or (likely < UNKNOWN and not table_types(unit, words)):
            continue
        if found := candidates(unit):
            drafts.append((unit, typing.labels[k], likely, found))
            features.extend(role_rows(unit, found, words, typing.labels[k]))
    rows = roles.probabilities(features)
    actor, recipient = (rows[:, roles.labels.index(name)].tolist() for name in (ACTOR, RECIPIENT))
    coded, at = [], 0
    for unit, kind_of, likely, found in drafts:
        first, at = at, at + len(found)
        coded.append(_code(unit, (kind_of, likely), found, (actor[first:at], recipient[first:at]), words))
    return [c for c in coded if c]


def _settled(unit: Unit, words: EventWords, typing: Softmax, best: tuple[int, float]) -> tuple[int, float]:
    """Return the likeliest type, or the one type that the tables give a verb which somebody does to somebody, if surer."""
    if len(unit.chain) > 1 or not unit.subjects:
        return best
    tree = unit.tree
    agents = [m for k in tree.child(unit.core, "agent") for m in tree.child(k, "pobj")] if unit.passive else []
    others = agents if unit.passive else tree.children(unit.core, "dobj", "dative")
    types = table_types(unit, words) if others else ()
    if len(types) != 1:
        return best
    between = all(any(actor_like(kind(tree, i, words)) for i in side) for side in (unit.subjects, others))
    return (typing.labels.index(types[0]), SETTLED) if between else best


def _tells(unit: Unit, words: EventWords, typing: Softmax) -> bool:
    """Tell whether a unit may have a type: a word under its predicate is in a table of types, if not itself then near it.

    Of those without such a word one in a thousand was an event; of those without one near and with a predicate that speaks
    against any type one in fifteen hundred.
    """
    tree, signs = unit.tree, unit.tree.signs
    if unit.top not in signs.above_telling:
        return False
    if not (signs.telling.isdisjoint(unit.chain) and signs.over_telling.isdisjoint(unit.chain)):
        return True
    own = tuple(map(tree.lemmas.__getitem__, unit.chain))
    return leaning(typing, own, unit.links, passive=unit.passive) >= AGAINST


def _code(
    unit: Unit,
    typed: tuple[str, float],
    found: list[Candidate],
    odds: tuple[Sequence[float], Sequence[float]],
    words: EventWords,
) -> Coded | None:
    best = best_pair(*odds)
    if best is None and unit.passive and max(odds[1]) > UNSAID:
        best = 0, odds[1].index(max(odds[1]))
    if best is None:
        return None
    a, r = best
    p_actor, p_recipient = odds[0][a], odds[1][r] if r is not None else 0.0
    actors: tuple[int, ...] = (bearer_of(unit, found[a].head, words),)
    if unit.passive and p_actor < UNSAID < p_recipient:
        actors, p_actor = (), p_recipient
    recipients = tuple(bearer_of(unit, h, words) for h in _recipients(unit, found, odds[1], best, words))
    recipients = tuple(dict.fromkeys(h for h in recipients if h not in actors))
    return Coded(unit, typed[0], actors, recipients, typed[1] * p_actor, typed[1], p_actor, p_recipient)


def bearer_of(unit: Unit, head: int, words: EventWords) -> int:
    """Return the noun that a name stands with, where that noun is somebody: "Norvian troops", "the mayor of Torvik"."""
    tree, at = unit.tree, head
    while tree.deps[at] in ("amod", "compound", "nmod") and tree.heads[at] not in unit.chain:
        above = tree.heads[at]
        if tree.lemmas[above] not in words.sectors and tree.ents[above] != "PERSON":
            break
        at = above
    link = tree.heads[at]
    if (
        tree.deps[at] == "pobj"
        and tree.lows[link] in words.inner
        and tree.ents[at]
        and tree.lemmas[tree.heads[link]] in words.sectors
    ):
        return tree.heads[link]
    return at


def _recipients(
    unit: Unit, found: Sequence[Candidate], odds: Sequence[float], best: tuple[int, int | None], words: EventWords
) -> tuple[int, ...]:
    """Return the heads of the likeliest recipient and of others about as likely, none of them inside another's phrase."""
    if best[1] is None:
        return ()
    kept = [best[1]]
    others = [k for k, odd in enumerate(odds) if odd > SECOND * odds[best[1]] and k not in best]
    for k in sorted(others, key=lambda k: -odds[k]):
        if len(kept) < MOST_RECIPIENTS and actor_like(kind(unit.tree, found[k].head, words)):
            kept.append(k)
    heads = [found[k].head for k in kept]
    if len(heads) == 1:
        return tuple(heads)
    spans = [phrase(unit.tree, h) for h in heads]
    return tuple(
        h
        for n, h in enumerate(heads)
        if not any(m < n and a <= spans[n][1] and spans[n][0] <= b for m, (a, b) in enumerate(spans))
    )


def best_pair(actor: Sequence[float], recipient: Sequence[float]) -> tuple[int, int | None] | None:
    """Return the likeliest actor and the likeliest recipient beside it; None without a likely actor."""
    top = max(actor)
    if top < 0.05:
        return None
    a = actor.index(top)
    rest = [(odd, k) for k, odd in enumerate(recipient) if k != a]
    if not rest:
        return a, None
    top, r = max(rest)
    return a, (r if top > 0.08 else None)


def _by_rule(unit: Unit, words: EventWords) -> Coded | None:
    """Code a unit by the tables alone: first type, its subject as actor, the first actor-like phrase after it as recipient."""
    types, tree = table_types(unit, words), unit.tree
    found = candidates(unit)
    agents = [m for k in tree.child(unit.core, "agent") for m in tree.child(k, "pobj")]
    actors = agents if unit.passive else list(unit.subjects)
    if not types or not actors:
        return None
    after = [c.head for c in found if c.head > unit.top and c.head not in actors and actor_like(kind(tree, c.head, words))]
    recipients = list(unit.subjects) if unit.passive else after[:1]
    return Coded(unit, types[0], tuple(actors), tuple(recipients), 0.4, 0.5, 0.8, 0.5)
