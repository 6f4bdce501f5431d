"""The chance that two reports tell one happening: boosted trees over what `happenings_pairs` measures.

Trained by training/happenings.py. Reports in languages without a table of words, and all where the weights are missing, go
by the likeness of equal words (`happenings_score.likeness`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from tellings.models.pieces import has_pieces
from tellings.models.weights import weights
from tellings.relate.happenings_pairs import Field
from tellings.relate.happenings_reports import Told, kinds_of
from tellings.relate.happenings_score import excluded, likeness
from tellings.relate.happenings_words import has_words
from tellings.relate.stories_score import Trees

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOT = 60
"""Reports that may share a key; a key with more tells nothing."""
RARE = 4
"""How many of a clause's rarest words serve as keys."""
LEAST = 0.02
"""Chance under which a pair counts as none."""
SAID_ALIKE, DEED_ALIKE = 0.4, 0.2
"""Share of words from which two statements, or a statement and a deed, may be one where no utterance ties them."""
FIRST, UNLIKELY = 40, 0.02
"""Trees (of the first model) that are asked of every pair, and the chance by them under which the others are not asked."""

POSSIBLE = 0.1
"""Chance by the first model under which the others are not asked."""

Chances = dict[tuple[int, int], float]


@cache
def trained() -> tuple[tuple[str, ...], Trees, int] | None:
    """Return the names of the signs that the trees read, the trees, and of how many models; None without their file."""
    found = weights("happening-pairs")
    if found.path is None:
        return None
    stored = json.loads(found.path.read_text(encoding="utf-8"))
    return tuple(stored["features"]), Trees.of(stored), int(stored.get("models", 1))


def chances(told: Sequence[Told]) -> Chances:
    """Return the chance of each pair of reports (by index, the lower first) that may tell one happening."""
    model = trained() if has_pieces() else None
    part = [i for i, one in enumerate(told) if model is not None and has_words(one.language)]
    found = by_words(told, frozenset(part))
    if model is not None and len(part) > 1:
        found |= _by_trees([told[i] for i in part], part, model)
    return found


def _by_trees(told: Sequence[Told], number: Sequence[int], model: tuple[tuple[str, ...], Trees, int]) -> Chances:
    import numpy as np

    one, other, table = measured(told, model[0])
    kept = np.zeros(len(table))
    open_to = may_be_one(table, model[0])
    kept[open_to] = staged(model[1], table[open_to], model[2])
    found: Chances = {}
    for row in (kept >= LEAST).nonzero()[0].tolist():
        a, b = int(one[row]), int(other[row])
        if not excluded(told[a], told[b]):
            found[number[a], number[b]] = float(kept[row])
    return found


def may_be_one(table: NDArray[np.float32], names: Sequence[str]) -> NDArray[np.bool_]:
    """Return which pairs may be one happening at all, given what is measured of them, shape (pairs,).

    A speaker says many things on one day: where no utterance ties two statements in one language, their words must be alike
    and their speaker one; less so where one of the two is a deed.
    """
    speech, said, words, foreign, named, noun = (
        table[:, names.index(name)] for name in ("speech", "shared_said", "words", "foreign", "doers_named", "doers_noun")
    )
    untied = (said == 0) & (foreign == 0)
    both = (speech == 2) & ((words < SAID_ALIKE) | ((named == 0) & (noun == 0)))
    open_to: NDArray[np.bool_] = ~(untied & (both | ((speech == 1) & (words < DEED_ALIKE))))
    return open_to


def staged(trees: Trees, table: NDArray[np.float32], models: int = 1) -> NDArray[np.float64]:
    """Return the chance of each pair; nought for those that the first trees hold unlikely.

    Every tree is worth its model's share, so that those of the first model alone count `models` times; the other models are
    asked of the pairs that the first holds possible.
    """
    import numpy as np

    found = np.zeros(len(table))
    rows = np.arange(len(table))
    for size, least in ((FIRST, UNLIKELY), (len(trees.feature) // models, POSSIBLE)):
        chance = _by_first(trees, size, models).chances(table[rows])
        found[rows] = chance if size > FIRST else 0.0
        rows = rows[chance >= least]
    found[rows] = trees.chances(table[rows])
    return found


def _by_first(trees: Trees, size: int, models: int) -> Trees:
    """Return the first trees alone, each worth what it is in its own model."""
    parts = {name: getattr(trees, name)[:size] for name in ("feature", "threshold", "left", "right")}
    return replace(trees, **parts, value=trees.value[:size] * models)


def measured(
    told: Sequence[Told], names: Sequence[str] = ()
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Return pairs of reports and what is measured of them, shape (pairs, signs), in the order of `names` or as they come."""
    import numpy as np

    field = Field(told)
    one, other = field.nearest()
    signs = field.signs(one, other)
    return one, other, np.column_stack([signs[name] for name in names or signs]).astype(np.float32)


def by_words(told: Sequence[Told], known: frozenset[int] = frozenset()) -> Chances:
    """Return the chances by equal words of the pairs of which one at least is not known otherwise."""
    found: Chances = {}
    if len(known) == len(told):
        return found
    for a, b in _keyed(told):
        if not (a in known and b in known):
            found[a, b] = likeness(told[a], told[b])
    return {pair: chance for pair, chance in found.items() if chance >= LEAST}


def _keyed(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Yield pairs of reports that share a participant or rare word, an utterance, or kind and day; none twice."""
    keys: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, one in enumerate(told):
        for key in _keys(one):
            keys[key].append(i)
    seen: set[tuple[int, int]] = set()
    for own in keys.values():
        for pair in combinations(own, 2) if len(own) <= HOT else ():
            if pair[0] != pair[1] and pair not in seen:
                seen.add(pair)
                yield pair


def _keys(one: Told) -> Iterator[tuple[str, str]]:
    """Yield the keys under which a report meets others."""
    rare = sorted(one.weights, key=lambda w: (-one.weights[w], w))[:RARE]
    marks = {*one.doers, *one.others, *one.named, *(f"r:{w}" for w in rare), f"t:{one.trigger}", "k"}
    if one.days and one.days.first_day and one.days.first_day == one.days.last_day:
        marks.add(f"d:{one.days.first_day}")
    for kind in {k for own in (one.kind, *one.families) for k in kinds_of(own, one.language)}:
        yield from ((kind, mark) for mark in marks)
    yield from (("", word) for word in rare)
    yield from (("said", str(utterance)) for utterance in one.said)
