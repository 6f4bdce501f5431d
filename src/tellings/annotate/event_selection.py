"""Which coded units of each sentence are told as events, and which other clauses as happenings without a PLOVER type."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.annotate.event_clauses import Unit
from tellings.annotate.event_coding import Coded
from tellings.annotate.event_tables import EventWords

FIRST = 0.15
"""Confidence from which the surest unit of a sentence is an event, and (below) from which a further one is."""
FURTHER = 0.35


def select(units: Sequence[Unit], coded: Sequence[Coded], words: EventWords) -> list[Coded]:
    """Return the units to tell, in no order: PLOVER events first, then other happenings in sentences without them."""
    chosen: list[Coded] = []
    tree = units[0].tree
    for start, end in tree.sents:
        own = sorted((c for c in coded if start <= c.unit.top < end), key=lambda c: -c.confidence)
        kept = [c for n, c in enumerate(own) if c.confidence >= (FURTHER if n else FIRST)]
        chosen.extend(kept)
        used = {i for c in kept for i in c.unit.chain}
        for unit in units:
            if start <= unit.top < end and unit.core not in used:
                found = happening(unit, words)
                if found:
                    chosen.append(found)
    return chosen


def family(unit: Unit, words: EventWords) -> str | None:
    """Return the family of happenings that a unit's innermost predicate belongs to."""
    tree, core = unit.tree, unit.core
    lemma = tree.lemmas[core]
    for word in tree.attached(core):
        if f"{lemma}_{word}" in words.happenings:
            return words.happenings[f"{lemma}_{word}"]
    for k in tree.children(core, "advmod", "acomp", "advcl", "xcomp"):
        if f"{lemma}_{tree.lows[k]}" in words.happenings:
            return words.happenings[f"{lemma}_{tree.lows[k]}"]
    return words.happenings.get(lemma)


def happening(unit: Unit, words: EventWords) -> Coded | None:
    """Return a unit as a happening beyond PLOVER, or None where it tells none."""
    tree = unit.tree
    if unit.nominal or tree.pos[unit.core] != "VERB" or not unit.subjects or family(unit, words) is None:
        return None
    agents = tuple(m for k in tree.children(unit.core, "agent") for m in tree.children(k, "pobj"))
    undergoing = tuple(tree.children(unit.core, "dobj"))
    if unit.passive:
        actors, recipients = agents, unit.subjects
    else:
        actors, recipients = unit.subjects, undergoing
    return Coded(unit, None, actors, recipients, 0.5, 0.5, 0.5, 0.5)
