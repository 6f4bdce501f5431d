"""Which coded units of each sentence are told as events, and which other clauses as happenings without a PLOVER type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tellings.annotate.event_arguments import actor_like, kind
from tellings.annotate.event_clauses import NOMINAL, Unit, leader
from tellings.annotate.event_coding import UNKNOWN, Coded
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.annotate.event_types import table_types
from tellings.annotate.realis import condition, status

FIRST = 0.3
"""Confidence from which the surest unit of a sentence is an event of its type, and (below) from which a further one is."""
SOMETHING = 0.15
"""That from which it tells at least that something happened, of no sure type, and from which an event noun, which nothing
else tells, is an event of its type."""
FURTHER = 0.6
THING = 0.35
"""The first, where the actor or recipient is a thing ("lifted the mood", "supports two cards")."""
LIFELESS = 0.7
"""The first, where none but things act, and it is no attack: a flight that returns concedes nothing."""
ASIDE = 0.3
"""A further one that has a clause and subject of its own."""
ONE_DEED = frozenset({"ASSAULT"})
"""Types of which one sentence tells one event of one subject, whatever its verbs."""
UNREAL = frozenset({"hypothetical", "denied"})
KNOWN, OPEN = 0.5, 0.35
"""What a happening is worth whose verb a table names, and one whose verb none does."""
PAST: tuple[str, ...] = ("VBD", "VBN")
PRESENT: tuple[str, ...] = (*PAST, "VBZ", "VBP")
"""Tags of the tenses in which news tells what happened: in the text, and in a title."""
FINITE = frozenset({"ROOT", "conj", "ccomp", "advcl", "relcl"})


def select(
    units: Sequence[Unit], coded: Sequence[Coded], words: EventWords, *, titles: Sequence[tuple[int, int]] = ()
) -> list[Coded]:
    """Return the units of a document to tell: PLOVER events, and other happenings in clauses that have none.

    Units and coded ones are given, and returned, sentence by sentence. In `titles` (ranges of tokens) the present tense tells
    what happened.
    """
    chosen: list[Coded] = []
    at = n = 0
    for start, end in units[0].tree.sents if units else ():
        if at == len(units) or units[at].top >= end:
            continue
        first, typed = at, n
        while at < len(units) and units[at].top < end:
            at += 1
        while n < len(coded) and coded[n].unit.top < end:
            n += 1
        tenses = PRESENT if titles and any(a <= start < b for a, b in titles) else PAST
        chosen += _of_sentence(units[first:at], coded[typed:n], words, tenses)
    return chosen


def _of_sentence(units: Sequence[Unit], coded: Sequence[Coded], words: EventWords, tenses: Sequence[str]) -> Iterator[Coded]:
    """Yield what one sentence tells."""
    sure = sorted((c for c in coded if not _blind(c, words)), key=lambda c: -c.confidence) if coded else []
    kept = _kept(sure, words) if sure else []
    if not kept:
        told = [found for u in units if (found := happening(u, words, tenses=tenses))]
        yield from told or [_untyped(c, words) for c in sure[:1] if c.confidence >= SOMETHING and table_types(c.unit, words)]
        return
    yield from kept
    used = {i for c in kept for i in c.unit.chain}
    for unit in units:
        if used.isdisjoint(unit.chain) and _beside_events(unit, kept, words):
            open_to = tenses if _newly(unit, kept, words) else ()
            if found := happening(unit, words, tenses=open_to):
                yield found


def _beside_events(unit: Unit, kept: Sequence[Coded], words: EventWords) -> bool:
    """Tell whether a clause may be told beside the sentence's events."""
    if (_apart(unit) or _conjoined(unit, kept, words)) and not _reports(unit, kept, words):
        return True
    return _noun_aside(unit, words)


def _kept(own: Sequence[Coded], words: EventWords) -> list[Coded]:
    """Return the typed events of one sentence, given what is coded in it, the surest first."""
    kept: list[Coded] = []
    for coded in own:
        further = (
            ASIDE if _apart(coded.unit) and not condition(coded.unit, words) and table_types(coded.unit, words) else FURTHER
        )
        if any(_purpose(coded, other) or _purpose(other, coded) or _told_by(coded, other) for other in kept):
            continue
        if coded.confidence >= (max(further, _least(coded, words)) if kept else _least(coded, words)):
            kept.append(coded)
    return kept


def _untyped(coded: Coded, words: EventWords) -> Coded:
    """Return a coded unit as a happening beyond PLOVER."""
    found = status(coded.unit, None, words)
    return Coded(coded.unit, None, coded.actors, coded.recipients, OPEN, OPEN, OPEN, OPEN, found, entry(coded.unit, words))


def _least(coded: Coded, words: EventWords) -> float:
    """Return the confidence from which the surest unit of a sentence is an event: more where nobody does it to anybody."""
    tree, unit = coded.unit.tree, coded.unit
    if not table_types(unit, words):
        return UNKNOWN
    if coded.actors and coded.type not in ONE_DEED and all(_thing(tree, i, words) for i in coded.actors):
        return LIFELESS
    sides = (coded.actors, coded.recipients)
    somebody = all(not heads or any(actor_like(kind(tree, i, words)) for i in heads) for heads in sides)
    return THING if not somebody else SOMETHING if unit.nominal else FIRST


def _thing(tree: Tree, i: int, words: EventWords) -> bool:
    """Tell whether who acts is a thing by a common noun: no name, nobody, no force, and of no country."""
    if tree.pos[i] != "NOUN" or kind(tree, i, words) not in ("o", "n"):
        return False
    low = tree.lows[i]
    return (
        words.acting.isdisjoint((low, f"{low}s"))
        and not f"{low}s".endswith(words.acting_ends)
        and not low.endswith(words.acting_ends)
    )


def _blind(coded: Coded, words: EventWords) -> bool:
    """Tell whether an assault is an accident: what struck is a thing that means nothing ("the ferry hit a rock")."""
    tree = coded.unit.tree
    return coded.type == "ASSAULT" and bool(coded.actors) and all(tree.lemmas[i] in words.things for i in coded.actors)


def _apart(unit: Unit) -> bool:
    """Tell whether a unit tells a deed of its own beside the sentence's events: a main or adverbial clause with its subject."""
    own = not unit.nominal and not unit.inherited and not _infinitive(unit)
    return own and unit.tree.deps[unit.top] in ("ROOT", "conj", "advcl")


def _conjoined(unit: Unit, kept: Sequence[Coded], words: EventWords) -> bool:
    """Tell whether a clause is a further deed of an event's subject, done to something: "jailed him and fined his firm".

    What somebody says is none, nor is what else one attack does ("killed one man and wounded two"); a plan is one where a
    table has its verb.
    """
    tree, top = unit.tree, unit.top
    if unit.nominal or not unit.inherited or tree.deps[top] != "conj" or not tree.child(top, "dobj"):
        return False
    known = entry(unit, words) is not None
    if _infinitive(unit) or not (known or (tree.tags[top] in PAST and tree.lemmas[top] not in words.reporting)):
        return False
    first = tree.heads[top]
    while tree.deps[first] == "conj":
        first = tree.heads[first]
    joined = {c.type for c in kept if c.unit.top == first and not c.unit.nominal}
    return bool(joined) and joined.isdisjoint(ONE_DEED & set(table_types(unit, words)))


def _infinitive(unit: Unit) -> bool:
    return any(unit.tree.tags[k] == "TO" for k in unit.tree.child(unit.top, "aux"))


def _purpose(one: Coded, other: Coded) -> bool:
    """Tell whether one event is the purpose of another of its type: "began a strike to protest" is one event."""
    inside = one.unit.top in other.unit.tree.under[other.unit.top]
    return one.type == other.type and inside and _infinitive(one.unit)


def _told_by(one: Coded, other: Coded) -> bool:
    """Tell whether one event is what another of its type says: "the rebels said that their forces had withdrawn" is one."""
    return one.type == other.type and one.unit.speaker == other.unit.top


def _reports(unit: Unit, kept: Sequence[Coded], words: EventWords) -> bool:
    """Tell whether a clause only says who tells one of the events: "…, the ministry announced"."""
    tree = unit.tree
    if tree.lemmas[unit.core] not in words.reporting or tree.child(unit.core, "dobj"):
        return False
    return any(c.unit.top in tree.under[unit.top] for c in kept)


def _newly(unit: Unit, kept: Sequence[Coded], words: EventWords) -> bool:
    """Tell whether a clause beside the sentence's events tells something new: coordinated, behind "after", or the main one.

    A main clause does so where the events stand in clauses of their own ("shares leapt after regulators cleared the drug").
    """
    tree, top = unit.tree, unit.top
    if tree.deps[top] == "ROOT":
        return all(_apart(c.unit) and tree.deps[c.unit.top] in ("advcl", "conj") for c in kept)
    if tree.deps[top] != "advcl":
        return tree.deps[top] == "conj"
    return any(tree.lows[k] in words.aside for k in tree.children(top, "mark", "advmod"))


def _noun_aside(unit: Unit, words: EventWords) -> bool:
    """Tell whether an event noun beside the sentence's events is told for itself: a subject, or behind "after", of somebody."""
    if not unit.nominal:
        return False
    tree, top = unit.tree, unit.top
    head = tree.heads[top]
    subject = tree.deps[top] in ("nsubj", "nsubjpass", "ROOT") and tree.tags[head] != "VB"
    placed = subject or (tree.deps[top] == "pobj" and tree.lows[head] in words.aside)
    return placed and any(
        tree.deps[k] == "poss" or (tree.deps[k] == "prep" and tree.lows[k] in words.inner) for k in tree.kids[top]
    )


def entry(unit: Unit, words: EventWords) -> str | None:
    """Return the entry of the table of happenings that a unit's innermost predicate has ("run_aground"), or None."""
    tree, core, known = unit.tree, unit.core, words.happenings
    lemma = tree.lemmas[core]
    if unit.links[-1] == "n":
        verb = tree.lemmas[unit.chain[-2]]
        if lemma in words.nouns:
            return next((name for name in (f"{verb}_{lemma}", lemma) if name in known), None)
        return next((name for name in (f"{verb}_{lemma}", verb) if name in known), None)
    if unit.nominal:
        return lemma if lemma in words.happening_nouns else None
    if unit.links[-1] == "a" and tree.pos[core] == "ADJ":
        verb = tree.lemmas[unit.chain[-2]]
        return next((name for name in (f"{verb}_{lemma}", verb) if name in known), None)
    auxiliary = tree.pos[core] == "AUX"
    if lemma not in words.happening_heads and not auxiliary:
        return None
    tails = words.happening_tails.get(lemma)
    if tails and tree.known[core]:
        for word in _beside(tree, core):
            if word in tails:
                return f"{lemma}_{word}"
    if auxiliary:
        nouns = [m for k in tree.child(core, "prep") for m in tree.child(k, "pobj")]
        return next((tree.lemmas[m] for m in nouns if tree.lemmas[m] in words.happening_nouns), None)
    return lemma if lemma in known else None


def _beside(tree: Tree, core: int) -> Iterator[str]:
    """Yield the words that may complete a verb's entry: particles, prepositions with and without their noun, objects."""
    own = tree.known[core]
    for k in own.get("prep", ()):
        for m in tree.child(k, "pobj"):
            yield f"{tree.lows[k]}_{tree.lemmas[m]}"
    yield from tree.attached[core]
    for k in tree.children(core, "advmod", "acomp", "oprd", "advcl", "xcomp"):
        yield tree.lows[k]
    for k in tree.children(core, "dobj", "npadvmod"):
        yield tree.lemmas[k]


def happening(unit: Unit, words: EventWords, *, tenses: Sequence[str] = PAST) -> Coded | None:
    """Return a unit as a happening beyond PLOVER, or None where it tells none.

    A verb that no table names counts in one of the `tenses` (tags of the Penn treebank) alone.
    """
    if not unit.subjects and not unit.nominal:
        return None
    name = entry(unit, words)
    likely = OPEN if name is None else KNOWN
    if name is None and (unit.nominal or not eventive(unit, words, tenses)):
        return None
    found = status(unit, None, words)
    if found.realis in UNREAL:
        unit = replace(unit, chain=unit.chain[:1], links=unit.links[:1])
        if not eventive(unit, words, tenses) or (found := status(unit, None, words)).realis in UNREAL:
            return None
        name = entry(unit, words)
    actors, recipients = _participants(unit)
    return Coded(unit, None, actors, recipients, likely, likely, likely, likely, found, name)


def _participants(unit: Unit) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the heads of who does it and of who undergoes it."""
    tree = unit.tree
    if unit.nominal:
        behind = {tree.lows[k]: tuple(tree.child(k, "pobj")) for k in tree.child(unit.top, "prep")}
        owners = tuple(k for k in tree.child(unit.top, "poss") if tree.ents[k] not in ("DATE", "TIME"))
        return behind.get("by", ()), behind.get("of", ()) or owners
    verb = unit.chain[-2] if unit.links[-1] == "n" else unit.core
    if unit.passive:
        return tuple(m for k in tree.child(verb, "agent") for m in tree.child(k, "pobj")), unit.subjects
    undergoing = tree.children(verb, "dobj", "dative")
    return unit.subjects, tuple(k for k in undergoing if k != unit.core and tree.pos[k] in NOMINAL)


def eventive(unit: Unit, words: EventWords, tenses: Sequence[str]) -> bool:
    """Tell whether a clause whose verb no table names tells that something happened: a finished tense, no state, no speech."""
    tree, top = unit.tree, unit.chain[0]
    if tree.pos[top] != "VERB":
        return False
    dep, tag = tree.deps[top], tree.tags[top]
    first = leader(tree, top)
    aux = tree.child(first, "aux")
    to = bool(aux) and "TO" in [tree.tags[k] for k in aux]
    is_to = to and _behind_is(tree, top)
    if dep not in FINITE and not is_to and (dep, tag) != ("acl", "VBD"):
        return False
    present = "VBZ" in tenses
    future = is_to or (to and present) or (bool(aux) and not words.future.isdisjoint([tree.lows[k] for k in aux]))
    if not (future or tag in tenses or _tensed(tree, aux, tag, tenses)):
        return False
    lemma = tree.lemmas[top]
    if unit.links[1:2] == ("x",) and lemma in words.realis.get("completed_verbs", ()):
        lemma = tree.lemmas[unit.core]
    own = tree.known[top]
    if lemma in words.states and "prt" not in own and "auxpass" not in own:
        return False
    if lemma in words.reporting and ("dobj" not in own or unit.other is not None or any(x != "n" for x in unit.links[1:])):
        return False
    return future or tag != "VBN" or present or bool(aux) or "auxpass" in tree.known[first]


def _tensed(tree: Tree, aux: Sequence[int], tag: str, tenses: Sequence[str]) -> bool:
    """Tell whether a verb form tells what goes on ("is closing"), or in a title what is done ("Storm hit coast")."""
    if tag == "VBG":
        return bool(tenses) and any(tree.pos[k] == "AUX" for k in aux)
    return tag == "VB" and "VBZ" in tenses and not aux


def _behind_is(tree: Tree, i: int) -> bool:
    """Tell whether an infinitive stands behind "is": "the doses are to be shipped"."""
    return tree.deps[i] == "xcomp" and tree.pos[tree.heads[i]] == "AUX"
