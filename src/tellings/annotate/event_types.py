"""The type of a unit: features of its predicates, objects and modality, weighed by a trained softmax; tables without it.

A feature is a string; what the softmax takes is the row of its table to which the string's hash leads. Strings are made in
small groups that depend on a word or two, so that the rows of a group are worked out once and kept (`event_rows.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from tellings.annotate import event_rows as rows
from tellings.annotate.event_arguments import kind
from tellings.annotate.event_clauses import CONTENT, Unit
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NONE = "-"
WEIGHTS = "event-types"
MOST = 20_000
"""Predicates whose leaning is remembered."""
OBJECTS = frozenset({"dobj", "attr", "oprd", "nsubjpass", "dative"})
NOUNS = frozenset({"n", "noun"})
"""Links of predicates that are nouns."""
GOVERNING, CLAUSAL, MODIFYING = frozenset({"prep", "agent"}), frozenset({"advcl", "acl"}), frozenset({"compound", "amod"})
TELLING = OBJECTS | GOVERNING | CLAUSAL | MODIFYING | {"aux"}
UNDERGOING = frozenset({"dobj", "dative"})
PLAIN, UNTYPED = ("m=plain",), ("-",)
Rows = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Softmax:
    """A multinomial logistic regression over hashed binary features: `table` has shape (`event_rows.BUCKETS`, labels)."""

    labels: tuple[str, ...]
    table: NDArray[np.float32]

    def probabilities(self, found: Iterable[Collection[int]]) -> NDArray[np.float32]:
        """Return the probability of each label, one row for each collection of the table's rows."""
        import numpy as np

        starts: list[int] = []
        flat: list[int] = []
        for own in found:
            starts.append(len(flat))
            flat += own
        if not starts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        scores = np.add.reduceat(self.table.take(np.fromiter(flat, dtype=np.intp, count=len(flat)), axis=0), starts, axis=0)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: NDArray[np.float32] = scores / scores.sum(axis=1, keepdims=True)
        return result


@cache
def models() -> tuple[Softmax, Softmax] | None:
    """Return the models of type and of role, or None where their file is missing."""
    import numpy as np

    found = weights(WEIGHTS)
    if found.path is None:
        return None
    with np.load(found.path) as data:
        labels = json.loads(bytes(data["labels"]).decode())
        return tuple(Softmax(tuple(labels[n]), data[n].astype(np.float32)) for n in ("type", "role"))  # type: ignore[return-value]


def table_types(unit: Unit, words: EventWords) -> tuple[str, ...]:
    """Return the types that the tables give the unit, the surest first."""
    if len(unit.chain) == 1:
        return _types(unit, 0, words)
    return tuple(dict.fromkeys(chain.from_iterable(_types(unit, n, words) for n in reversed(range(len(unit.chain))))))


def _types(unit: Unit, n: int, words: EventWords) -> tuple[str, ...]:
    """Return the types of a predicate of the unit's chain."""
    tree, i = unit.tree, unit.chain[n]
    if unit.links[n] in NOUNS:
        return words.nouns.get(tree.lemmas[i], ())
    return words.verb_types(tree.lemmas[i], tree.attached[i])


def type_rows(unit: Unit, words: EventWords) -> set[int]:
    """Return the rows of the features that tell the type of a unit."""
    tree, chained, links = unit.tree, unit.chain, unit.links
    found = [rows.of_shape(links, unit.passive)]
    marks: list[str] = []
    first = types = _predicate(unit, words, 0, found, marks)
    for n in range(1, len(chained)):
        types = _predicate(unit, words, n, found, marks)
    last = types or UNTYPED
    if len(chained) > 1:
        lemmas = tree.lemmas
        if "VB" in [tree.tags[i] for i in chained[1:]]:
            marks.append("m=inf")
        found.append(rows.of_chain(lemmas[chained[-2]], lemmas[chained[-1]], lemmas[chained[0]], last[0]))
    if unit.speaker is not None:
        marks.append("m=said")
    found.append(rows.of_unit(first, last, tuple(dict.fromkeys(marks)) if marks else PLAIN))
    _sides(unit, words, last, found)
    if unit.other is not None:
        _other(unit, unit.other, words, found)
    return set().union(*found, *_under(unit))


@lru_cache(MOST)
def leaning(typing: Softmax, lemmas: tuple[str, ...], links: tuple[str, ...], *, passive: bool) -> float:
    """Return by how much predicates that no table has speak for their likeliest type, against none (log odds)."""
    found = [rows.of_shape(links, passive), rows.of_last(UNTYPED, PLAIN)]
    for n, (lemma, link) in enumerate(zip(lemmas, links, strict=True), start=1):
        found.append(rows.of_predicate(lemma, link, "L" if n == len(lemmas) else "F", (), ()))
    scores = typing.table[sorted(set().union(*found))].sum(axis=0).tolist()
    none = scores.pop(typing.labels.index(NONE))
    return float(max(scores) - none)


def _under(unit: Unit) -> list[Rows]:
    """Return the rows of the words under a unit's predicate."""
    tree = unit.tree
    under, known = tree.under[unit.top], tree.signs.rows
    first = under[0]
    if under[-1] - first + 1 > len(under):
        return [known[i] for i in under if i not in unit.chain]
    found = known[first : under[-1] + 1]
    for i in unit.chain:
        if first <= i <= under[-1]:
            found[i - first] = ()
    return found


def _predicate(unit: Unit, words: EventWords, n: int, found: list[Rows], marks: list[str]) -> tuple[str, ...]:
    """Add the rows of a predicate and of what hangs on it, and the marks of its modality; return its types."""
    tree, nouns, chained, link = unit.tree, words.nouns, unit.chain, unit.links[n]
    i, lemmas = chained[n], tree.lemmas
    lemma, attached = lemmas[i], tree.attached[i]
    types = nouns.get(lemma, ()) if link in NOUNS else words.verb_types(lemma, attached)
    found.append(rows.of_predicate(lemma, link, "L" if n == len(chained) - 1 else "F", attached, types))
    for dep, own in tree.known[i].items():
        if dep not in TELLING:
            continue
        if dep in OBJECTS:
            for k in own:
                if k not in chained:
                    noun = lemmas[k]
                    found.append(rows.of_object(lemma, dep, noun, nouns.get(noun, ()), words.sectors.get(noun, ""), types))
        elif dep in GOVERNING:
            _governed(tree, own, words, types, found)
        elif dep in CLAUSAL:
            found += [rows.of_clause(lemmas[k], words.verbs.get(lemmas[k], ())) for k in own if tree.pos[k] in CONTENT]
        elif dep == "aux":
            marks += [mark for k in own for mark in words.modal_marks.get(tree.lows[k], ())]
        elif link in NOUNS:
            found += [rows.of_modifier(lemmas[k], nouns.get(lemmas[k], ())) for k in own]
    if i in tree.signs.denied:
        marks.append("m=not")
    return types


def _governed(tree: Tree, own: Sequence[int], words: EventWords, types: tuple[str, ...], found: list[Rows]) -> None:
    """Add the rows of prepositions and of what they govern."""
    for k in own:
        low = tree.lows[k]
        found.append(rows.of_preposition(low, types))
        for m in tree.children(k, "pobj", "pcomp"):
            found.append(rows.of_governed(low, tree.lemmas[m], words.nouns.get(tree.lemmas[m], ())))


def _sides(unit: Unit, words: EventWords, types: tuple[str, ...], found: list[Rows]) -> None:
    """Add what kind of thing does it and undergoes it: "the club fired its coach" is not "rebels fired on a village"."""
    tree = unit.tree
    if unit.subjects:
        found.append(rows.of_side("sk", kind(tree, unit.subjects[0], words), types))
    undergoing = None
    for i in reversed(unit.chain):
        if not UNDERGOING.isdisjoint(tree.known[i]):
            own = [k for k in tree.children(i, "dobj", "dative") if k not in unit.chain]
            if own:
                undergoing = own[-1]
                break
    found.append(rows.of_side("ok", "" if undergoing is None else kind(tree, undergoing, words), types))


def _other(unit: Unit, other: int, words: EventWords, found: list[Rows]) -> None:
    tree = unit.tree
    lemma, auxiliaries = tree.lemmas[other], tuple(tree.lows[k] for k in tree.children(other, "aux", "neg"))
    found.append(rows.of_complement(lemma, words.verbs.get(lemma, ()), tree.lemmas[unit.core], auxiliaries))
