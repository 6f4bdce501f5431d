"""Which coded units of each sentence are told as events, and which other clauses as happenings without a PLOVER type."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.annotate.event_clauses import Unit
from tellings.annotate.event_coding import Coded
from tellings.annotate.event_tables import EventWords
from tellings.annotate.realis import status

FIRST = 0.18
"""Confidence from which the surest unit of a sentence is an event, and (below) from which a further one is."""
FURTHER = 0.6
UNREAL = frozenset({"hypothetical", "denied"})


def select(units: Sequence[Unit], coded: Sequence[Coded], words: EventWords) -> list[Coded]:
    """Return the units to tell, in no order: PLOVER events, and other happenings in clauses that have none."""
    chosen: list[Coded] = []
    for start, end in units[0].tree.sents:
        own = sorted((c for c in coded if start <= c.unit.top < end), key=lambda c: -c.confidence)
        kept = [c for n, c in enumerate(own) if c.confidence >= (FURTHER if n else FIRST)]
        chosen.extend(kept)
        used = {i for c in kept for i in c.unit.chain}
        inside = [unit for unit in units if start <= unit.top < end]
        chosen.extend(found for unit in inside if unit.core not in used and (found := happening(unit, words)))
        if not kept:
            chosen.extend(found for unit in inside if (found := statement(unit, words)))
    return chosen


def statement(unit: Unit, words: EventWords) -> Coded | None:
    """Return a clause in which a named speaker says or tells something that follows, or tells it to somebody."""
    tree, top = unit.tree, unit.top
    if tree.lemmas[top] not in words.said or unit.inherited or unit.passive or not unit.subjects:
        return None
    speaker = unit.subjects[0]
    named = tree.ents[speaker] in ("PERSON", "ORG") or any(tree.ents[k] == "PERSON" for k in tree.children(speaker, "appos"))
    told = tree.children(top, "dobj", "dative")
    follows = [k for k in tree.children(top, "ccomp", "dobj") if k > top]
    if not named or speaker > top or not (told or follows):
        return None
    return Coded(unit, None, unit.subjects, tuple(k for k in told if tree.pos[k] in ("NOUN", "PROPN")), 0.5, 0.5, 0.5, 0.5)


def entry(unit: Unit, words: EventWords) -> str | None:
    """Return the entry of the table of happenings that a unit's innermost predicate has ("run_aground"), or None."""
    tree, core = unit.tree, unit.core
    lemma = tree.lemmas[core]
    if unit.links[-1] == "n":
        return lemma if lemma in words.happenings and lemma in words.nouns else None
    beside = tree.attached(core) + [tree.lows[k] for k in tree.children(core, "advmod", "acomp", "advcl", "xcomp")]
    for word in beside:
        if f"{lemma}_{word}" in words.happenings:
            return f"{lemma}_{word}"
    if tree.pos[core] == "AUX":
        nouns = [m for k in tree.children(core, "prep") for m in tree.children(k, "pobj")]
        return next((tree.lemmas[m] for m in nouns if tree.lemmas[m] in words.happening_nouns), None)
    return lemma if lemma in words.happenings else None


def happening(unit: Unit, words: EventWords) -> Coded | None:
    """Return a unit as a happening beyond PLOVER, or None where it tells none."""
    tree = unit.tree
    if unit.nominal or not unit.subjects or entry(unit, words) is None:
        return None
    if status(unit, None, words).realis in UNREAL:
        return None
    verb = unit.chain[-2] if unit.links[-1] == "n" else unit.core
    agents = tuple(m for k in tree.children(verb, "agent") for m in tree.children(k, "pobj"))
    undergoing = tuple(k for k in tree.children(verb, "dobj") if k != unit.core)
    if unit.passive:
        actors, recipients = agents, unit.subjects
    else:
        actors, recipients = unit.subjects, undergoing
    return Coded(unit, None, actors, recipients, 0.5, 0.5, 0.5, 0.5)
