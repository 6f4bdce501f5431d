"""The type of a unit: features of its predicates, objects and modality, weighed by a trained softmax; tables without it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tellings.annotate.event_arguments import kind
from tellings.annotate.event_clauses import CONTENT, Unit
from tellings.annotate.event_tables import EventWords
from tellings.models.weights import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NONE = "-"
WEIGHTS = "event-types"


@dataclass(frozen=True)
class Softmax:
    """A multinomial logistic regression over hashed binary features: `table` has shape (buckets, labels)."""

    labels: tuple[str, ...]
    table: NDArray[np.float32]

    def rows(self, features: Sequence[str]) -> list[int]:
        """Return the row of each feature."""
        size = len(self.table)
        return list({zlib.crc32(f.encode()) % size for f in features})

    def probabilities(self, features: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Return the probability of each label, one row a list of features."""
        import numpy as np

        if not features:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        rows = [self.rows(row) for row in features]
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        scores = np.add.reduceat(self.table[[i for row in rows for i in row]], starts, axis=0)
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


def type_features(unit: Unit, words: EventWords) -> list[str]:
    """Return the features that tell the type of a unit."""
    tree = unit.tree
    found = ["bias", f"len={len(unit.chain)}", f"links={''.join(x[0] for x in unit.links)}", f"pass={unit.passive}"]
    modality = _modality(unit, words)
    found += modality
    chain_types = []
    for n, (i, link) in enumerate(zip(unit.chain, unit.links, strict=True)):
        own, types = _predicate_features(unit, words, i, link, n)
        found += own
        chain_types.append(types)
    last = chain_types[-1] or ("-",)
    found += [f"T={t}" for t in last] + [f"only={t}" for t in last if len(last) == 1]
    found += [f"tl={t}" for t in last] + [f"tl={t}&{m}" for t in last for m in modality]
    found += [f"tf={t}" for t in chain_types[0]]
    if len(unit.chain) > 1:
        found += [f"ll={tree.lemmas[unit.chain[-2]]}>{tree.lemmas[unit.core]}", f"ft={tree.lemmas[unit.chain[0]]}>{last[0]}"]
    found += _sides(unit, words, last)
    if unit.other is not None:
        found += _other(unit, words)
    for i in tree.subtree(unit.top):
        if tree.pos[i] in ("NOUN", "VERB", "ADJ", "ADP") and i not in unit.chain:
            found.append(f"w={tree.lemmas[i]}")
            found += [f"wt={t}" for t in words.nouns.get(tree.lemmas[i], ())]
    return found


def _sides(unit: Unit, words: EventWords, types: Sequence[str]) -> list[str]:
    """Return what kind of thing does it and undergoes it: "the club fired its coach" is not "rebels fired on a village"."""
    tree, found = unit.tree, []
    for k in unit.subjects[:1]:
        found += [f"sk={(own := kind(tree, k, words))}", *(f"sk={own}&{t}" for t in types)]
    objects = [k for i in unit.chain for k in tree.kids[i] if tree.deps[k] in ("dobj", "dative") and k not in unit.chain]
    for k in objects[-1:]:
        found += [f"ok={(own := kind(tree, k, words))}", *(f"ok={own}&{t}" for t in types)]
    if not objects:
        found += [f"ok=&{t}" for t in types]
    return found


def _predicate_features(unit: Unit, words: EventWords, i: int, link: str, n: int) -> tuple[list[str], tuple[str, ...]]:
    tree = unit.tree
    lemma, noun = tree.lemmas[i], link in ("n", "noun")
    attached = tree.attached(i)
    types = words.nouns.get(lemma, ()) if noun else words.verb_types(lemma, attached)
    where = "L" if i == unit.core else "F"
    found = [f"v={lemma}", f"{where}={lemma}", f"{link}={lemma}"]
    found += [f"v={lemma}_{a}" for a in attached] + [f"t={t}" for t in types] + [f"{link}{where}t={t}" for t in types]
    for k in tree.kids[i]:
        dep = tree.deps[k]
        if dep in ("dobj", "attr", "oprd", "nsubjpass", "dative") and k not in unit.chain:
            found += [f"o={tree.lemmas[k]}", f"vo={lemma}>{tree.lemmas[k]}", f"{dep}"]
            found += [f"ot={t}" for t in words.nouns.get(tree.lemmas[k], ())] + [f"os={words.sectors.get(tree.lemmas[k], '')}"]
            found += [f"ot={t}&{u}" for t in words.nouns.get(tree.lemmas[k], ()) for u in types]
        elif dep in ("prep", "agent"):
            found += [f"p={tree.lows[k]}"] + [f"pt={tree.lows[k]}&{t}" for t in types]
            for m in tree.kids[k]:
                if tree.deps[m] in ("pobj", "pcomp"):
                    found += [f"po={tree.lows[k]}>{tree.lemmas[m]}"] + [f"pot={t}" for t in words.nouns.get(tree.lemmas[m], ())]
        elif dep in ("advcl", "acl") and tree.pos[k] in CONTENT:
            found += [f"adv={tree.lemmas[k]}"] + [f"advt={t}" for t in words.verbs.get(tree.lemmas[k], ())]
    if noun:
        for k in tree.kids[i]:
            if tree.deps[k] in ("compound", "amod"):
                found += [f"nc={tree.lemmas[k]}"] + [f"nct={t}" for t in words.nouns.get(tree.lemmas[k], ())]
    return found, types


def _modality(unit: Unit, words: EventWords) -> list[str]:
    tree, found = unit.tree, []
    for i in unit.chain:
        for k in tree.kids[i]:
            low = tree.lows[k]
            if tree.deps[k] == "aux" and low in words.realis.get("future", ()):
                found.append("m=will")
            elif tree.deps[k] == "aux" and low in words.realis.get("would", ()):
                found += ["m=would", f"m={low}"]
            elif tree.deps[k] == "neg" or low in words.realis.get("negations", ()):
                found.append("m=not")
    if any(tree.tags[i] == "VB" for i in unit.chain[1:]):
        found.append("m=inf")
    if unit.speaker is not None:
        found.append("m=said")
    return list(dict.fromkeys(found)) or ["m=plain"]


def _other(unit: Unit, words: EventWords) -> list[str]:
    tree, other = unit.tree, unit.other
    assert other is not None
    found = [f"c={tree.lemmas[other]}"] + [f"ct={t}" for t in words.verbs.get(tree.lemmas[other], ())]
    found += [f"ca={tree.lows[k]}" for k in tree.kids[other] if tree.deps[k] in ("aux", "neg")]
    found += [f"vca={tree.lemmas[unit.core]}>{tree.lows[k]}" for k in tree.kids[other] if tree.deps[k] in ("aux", "neg")]
    return found
