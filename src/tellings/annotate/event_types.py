"""The type of a unit: features of its predicates, objects and modality, weighed by a trained softmax; tables without it.

A feature is a string; what the softmax takes is the row of its table to which the string's hash leads. Strings are made in
small groups that depend on a word or two, so that the rows of a group are worked out once and kept (`event_rows.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from tellings.annotate import event_rows as rows
from tellings.annotate.event_arguments import kind
from tellings.annotate.event_clauses import CONTENT, Unit
from tellings.annotate.event_tables import EventWords
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NONE = "-"
WEIGHTS = "event-types"
OBJECTS = frozenset({"dobj", "attr", "oprd", "nsubjpass", "dative"})
WORDS = frozenset({"NOUN", "VERB", "ADJ", "ADP"})
"""Parts of speech of the words under a predicate that are features by themselves."""
Rows = tuple[int, ...]


@dataclass(frozen=True)
class Softmax:
    """A multinomial logistic regression over hashed binary features: `table` has shape (`event_rows.BUCKETS`, labels)."""

    labels: tuple[str, ...]
    table: NDArray[np.float32]

    def probabilities(self, found: Sequence[Collection[int]]) -> NDArray[np.float32]:
        """Return the probability of each label, one row for each collection of the table's rows."""
        import numpy as np

        if not found:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        starts = list(accumulate(map(len, found), initial=0))
        flat = np.fromiter(chain.from_iterable(found), dtype=np.intp, count=starts[-1])
        scores = np.add.reduceat(self.table[flat], starts[:-1], axis=0)
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
    tree = unit.tree
    found: list[str] = []
    for i, link in zip(reversed(unit.chain), reversed(unit.links), strict=True):
        if link in ("n", "noun"):
            found.extend(words.nouns.get(tree.lemmas[i], ()))
        else:
            found.extend(words.verb_types(tree.lemmas[i], tree.attached(i)))
    return tuple(dict.fromkeys(found))


def type_rows(unit: Unit, words: EventWords) -> set[int]:
    """Return the rows of the features that tell the type of a unit."""
    tree, chained = unit.tree, unit.chain
    modality = _modality(unit, words)
    found = [rows.of_shape(unit.links, unit.passive), rows.of_modality(modality)]
    types: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    for n, i in enumerate(chained):
        types = _predicate(unit, words, i, unit.links[n], found)
        first = types if n == 0 else first
    last = types or ("-",)
    found += (rows.of_last(last, modality), rows.of_first(first))
    if len(chained) > 1:
        found.append(rows.of_chain(tree.lemmas[chained[-2]], tree.lemmas[chained[-1]], tree.lemmas[chained[0]], last[0]))
    _sides(unit, words, last, found)
    if unit.other is not None:
        _other(unit, unit.other, words, found)
    pos, lemmas, nouns, of_word = tree.pos, tree.lemmas, words.nouns, rows.of_word
    under = {lemmas[i] for i in tree.subtree(unit.top) if pos[i] in WORDS and i not in chained}
    found += [of_word(lemma, nouns.get(lemma, ())) for lemma in under]
    return set(chain.from_iterable(found))


def _predicate(unit: Unit, words: EventWords, i: int, link: str, found: list[Rows]) -> tuple[str, ...]:
    """Add the rows of a predicate and of what hangs on it; return its types."""
    tree, nouns = unit.tree, words.nouns
    lemma, noun = tree.lemmas[i], link in ("n", "noun")
    attached = tuple(tree.attached(i))
    types = nouns.get(lemma, ()) if noun else words.verb_types(lemma, attached)
    found.append(rows.of_predicate(lemma, link, "L" if i == unit.core else "F", attached, types))
    for k in tree.kids[i]:
        dep, own = tree.deps[k], tree.lemmas[k]
        if dep in OBJECTS and k not in unit.chain:
            found.append(rows.of_object(lemma, dep, own, nouns.get(own, ()), words.sectors.get(own, ""), types))
        elif dep in ("prep", "agent"):
            low = tree.lows[k]
            found.append(rows.of_preposition(low, types))
            for m in tree.children(k, "pobj", "pcomp"):
                found.append(rows.of_governed(low, tree.lemmas[m], nouns.get(tree.lemmas[m], ())))
        elif dep in ("advcl", "acl") and tree.pos[k] in CONTENT:
            found.append(rows.of_clause(own, words.verbs.get(own, ())))
        if noun and dep in ("compound", "amod"):
            found.append(rows.of_modifier(own, nouns.get(own, ())))
    return types


def _sides(unit: Unit, words: EventWords, types: tuple[str, ...], found: list[Rows]) -> None:
    """Add what kind of thing does it and undergoes it: "the club fired its coach" is not "rebels fired on a village"."""
    tree = unit.tree
    if unit.subjects:
        found.append(rows.of_side("sk", kind(tree, unit.subjects[0], words), types))
    undergoing = next(
        (k for i in reversed(unit.chain) for k in reversed(tree.children(i, "dobj", "dative")) if k not in unit.chain), None
    )
    found.append(rows.of_side("ok", "" if undergoing is None else kind(tree, undergoing, words), types))


def _modality(unit: Unit, words: EventWords) -> tuple[str, ...]:
    tree, found = unit.tree, []
    future, would, negations = (words.realis.get(name, ()) for name in ("future", "would", "negations"))
    for i in unit.chain:
        for k in tree.kids[i]:
            low, dep = tree.lows[k], tree.deps[k]
            if dep == "aux" and low in future:
                found.append("m=will")
            elif dep == "aux" and low in would:
                found += ["m=would", f"m={low}"]
            elif dep == "neg" or low in negations:
                found.append("m=not")
    if any(tree.tags[i] == "VB" for i in unit.chain[1:]):
        found.append("m=inf")
    if unit.speaker is not None:
        found.append("m=said")
    return tuple(dict.fromkeys(found)) or ("m=plain",)


def _other(unit: Unit, other: int, words: EventWords, found: list[Rows]) -> None:
    tree = unit.tree
    lemma, auxiliaries = tree.lemmas[other], tuple(tree.lows[k] for k in tree.children(other, "aux", "neg"))
    found.append(rows.of_complement(lemma, words.verbs.get(lemma, ()), tree.lemmas[unit.core], auxiliaries))
