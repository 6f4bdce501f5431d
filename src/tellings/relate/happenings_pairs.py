"""Pairs of reports that may tell one happening, and what is measured of each pair.

Likeness of words is that of vectors of single words (`models/pieces.py`) by office: predicates with predicates, who does it
with who does it. Pairs are the nearest neighbours of each report; nothing is computed for all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tellings.models.pieces import single_vectors
from tellings.relate.happenings_reports import NOUN, SPEECH, Told, kinds_of
from tellings.relate.happenings_words import OFFICES, Wording, wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

NEAREST = 30
"""Nearest reports of each that are asked further."""
LEAST = 0.6
"""Likeness under which no pair is asked further; of 1,087 labelled pairs one in two hundred lies below .68."""
BLOCK = 512
LEAD = 3
"""Sentences at the head of an article that tell its main happening."""
RARITY = ("agent", "patient", "rest")
"""Offices whose words weigh by their rarity in the story."""


class Field:
    """The reports of a story as arrays: word vectors by office, bags of words, participants, and what each report is."""

    def __init__(self, told: Sequence[Told], vectors: bool = True) -> None:
        import numpy as np

        self.told = told
        self.words: list[Wording] = [wording(t) for t in told]
        self.vectors = self._vectors()
        self.bags = {
            "words": _incidence([t.weights for t in told]),
            "around": _incidence([t.around for t in told]),
            "alike": _incidence([_ones(w.alike) for w in self.words]),
            **_participants(told),
            "amounts": _incidence([_ones(t.amounts) for t in told]),
            "said": _incidence([_ones(t.said) for t in told]),
            **{name: _incidence([_ones(w.words[name]) for w in self.words]) for name in ("agent", "patient")},
            "window": _incidence([_ones(w for name in RARITY for w in x.words[name]) for x in self.words]),
        }
        numbers: dict[tuple[str, int], int] = {}
        self.article = np.array([numbers.setdefault(t.article.key, len(numbers)) for t in told], dtype=np.int64)
        self.own = self._own()
        self.kinds, self.compatible = self._kinds()

    def _vectors(self) -> dict[str, Floats]:
        """Return unit vectors of each office, shape (reports, 64); "window" takes those of `RARITY` together."""
        import numpy as np
        from scipy.sparse import csr_matrix

        known: dict[str, int] = {}
        rows = {name: [[known.setdefault(w, len(known)) for w in x.words[name]] for x in self.words] for name in OFFICES}
        single = single_vectors(list(known))
        if single is None:
            return {}
        shape, counted = (len(self.words), len(known)), np.zeros(len(known), dtype=np.float32)
        for n in range(len(self.words)):
            counted[list({w for name in RARITY for w in rows[name][n]})] += 1
        rarity = np.log1p(len(self.words) / np.maximum(counted, 1))
        sums = {}
        for name in OFFICES:
            at = [w for row in rows[name] for w in row]
            ends = np.cumsum([0, *map(len, rows[name])])
            weight = rarity[at] if name in RARITY else np.ones(len(at), dtype=np.float32)
            sums[name] = csr_matrix((weight, np.array(at, dtype=np.int64), ends), shape=shape) @ single
        sums["window"] = sum(_unit(sums[name]) for name in RARITY)
        return {name: _unit(own) for name, own in sums.items()}

    def _own(self) -> dict[str, NDArray[Any]]:
        """Return what each report is by itself."""
        import numpy as np

        days = [(t.days.first_day, t.days.last_day) if t.days else (None, None) for t in self.told]
        rows = {
            "speech": [t.kind == SPEECH for t in self.told],
            "typed": [t.event.type is not None for t in self.told],
            "quoted": [t.event.reported_by is not None for t in self.told],
            "loose": [t.loose for t in self.told],
            "planned": [t.event.realis == "planned" for t in self.told],
            "dated": [t.days is not None for t in self.told],
            "place": [t.place for t in self.told],
            "rivals": [t.rivals for t in self.told],
            "confidence": [t.event.confidence for t in self.told],
            "length": [np.log1p(len(t.weights)) for t in self.told],
            "bare": [w.bare for w in self.words],
            "first": [w.span[0] if w.span else np.nan for w in self.words],
            "last": [w.span[1] if w.span else np.nan for w in self.words],
        }
        found = {name: np.array(values, dtype=np.float64) for name, values in rows.items()}
        codes = (
            ("language", [t.language for t in self.told]),
            ("trigger", [t.trigger for t in self.told]),
            ("families", [t.families for t in self.told]),
            ("kind", [t.kind for t in self.told]),
            ("realis", [t.event.realis for t in self.told]),
            ("where", [t.actors.get((t.event.where.entity if t.event.where else None) or "") for t in self.told]),
            ("exact", [first if first == last else None for first, last in days]),
        )
        return found | {name: _codes(values) for name, values in codes}

    def _kinds(self) -> tuple[Ints, NDArray[Any]]:
        """Return the number of each report's kind, and which kinds are compatible, shape (kinds, kinds)."""
        import numpy as np

        known: dict[tuple[str, str], int] = {}
        numbers = np.array([known.setdefault((t.kind, t.language), len(known)) for t in self.told], dtype=np.int64)
        names = list(known)
        table = np.array([[a in kinds_of(b, lb) or b in kinds_of(a, la) for b, lb in names] for a, la in names], dtype=bool)
        return numbers, table.reshape(len(names), len(names))

    def nearest(self) -> tuple[Ints, Ints]:
        """Return the pairs of reports of which one is among the other's nearest, and which quote one utterance."""
        import numpy as np

        count, found = len(self.told), []
        for start in range(0, count, BLOCK):
            rows = np.arange(start, min(count, start + BLOCK))
            likeness = self._base_block(rows)
            likeness[np.arange(len(rows)), rows] = -1
            keep = min(NEAREST, count - 1)
            near = np.argpartition(-likeness, keep - 1, axis=1)[:, :keep] if keep else np.zeros((len(rows), 0), dtype=np.int64)
            good = np.take_along_axis(likeness, near, axis=1) >= LEAST
            found.append(np.column_stack([np.repeat(rows, good.sum(axis=1)), near[good]]))
        said = (self.bags["said"] @ self.bags["said"].T).tocoo()
        found.append(np.column_stack([said.row, said.col]).astype(np.int64))
        pairs = np.sort(np.vstack(found), axis=1)
        pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
        return pairs[:, 0], pairs[:, 1]

    def _base_block(self, rows: Ints) -> Floats:

        def like(name: str) -> Floats:
            own = self.vectors[name]
            dense: Floats = own[rows] @ own.T
            return dense

        alike = (self.bags["alike"][rows] @ self.bags["alike"].T).toarray() > 0
        words = (self.bags["words"][rows] @ self.bags["words"].T).toarray()
        return _base(like("clause"), words, like("predicate"), alike, like("window"))

    def signs(self, one: Ints, other: Ints) -> dict[str, Floats]:
        """Return what is measured of pairs of reports, each sign shape (pairs,); the order within a pair counts nothing."""
        import numpy as np

        found = self._likeness(one, other) | self._shared(one, other) | self._participants(one, other)
        found |= self._circumstances(one, other)
        base = _base(found["clause"], found["words"], found["predicate"], found["alike"], found["window"])
        ratios = self._ratios(one, other, base)
        return found | {"base": base, "best_of_both": np.minimum(*ratios), "best_of_one": np.maximum(*ratios)}

    def _ratios(self, one: Ints, other: Ints, base: Floats) -> tuple[Floats, Floats]:
        """Return how near each report's likeness comes to that of its nearest report in the other's article."""
        import numpy as np

        articles = int(self.article.max()) + 1 if len(self.article) else 1
        best = np.zeros(len(self.told) * articles, dtype=np.float32)
        keys = (one * articles + self.article[other], other * articles + self.article[one])
        for key in keys:
            np.maximum.at(best, key, base)
        return base / (best[keys[0]] + 1e-6), base / (best[keys[1]] + 1e-6)

    def _likeness(self, one: Ints, other: Ints) -> dict[str, Floats]:
        import numpy as np

        def like(a: str, b: str) -> Floats:
            products: Floats = np.einsum("ij,ij->i", self.vectors[a][one], self.vectors[b][other])
            return products

        found = {name: like(name, name) for name in (*OFFICES, "window") if name != "rest"}
        found["crossed"] = np.maximum(like("doers", "others"), like("others", "doers"))
        found["turned"] = np.maximum(like("agent", "patient"), like("patient", "agent"))
        return found

    def _shared(self, one: Ints, other: Ints) -> dict[str, Floats]:
        """Return what words, numbers and utterances two reports share."""
        import numpy as np

        both = self.bags["words"][one].multiply(self.bags["words"][other]).tocsr()
        found = {name: self._common(name, one, other) for name in ("agent", "patient", "window", "amounts", "said")}
        found = {f"shared_{name}": values for name, values in found.items()}
        has = {name: _counts(self.bags[name]) for name in ("alike", "amounts", "said")}
        found |= {
            "words": _sums(both),
            "rarest_word": np.asarray(both.max(axis=1).todense(), dtype=np.float32).ravel() if both.shape[1] else _sums(both),
            "shared_words": np.diff(both.indptr).astype(np.float32),
            "around": self._common("around", one, other),
            "alike": (self._common("alike", one, other) > 0).astype(np.float32),
            "alike_known": _flag(has["alike"][one]) + _flag(has["alike"][other]),
            "amounts_clash": _flag((has["amounts"][one] > 0) & (has["amounts"][other] > 0) & (found["shared_amounts"] == 0)),
            "said_apart": _flag((has["said"][one] > 0) & (has["said"][other] > 0) & (found["shared_said"] == 0)),
        }
        return found

    def _participants(self, one: Ints, other: Ints) -> dict[str, Floats]:
        import numpy as np

        found: dict[str, Floats] = {}
        sizes = {name: _counts(self.bags[name]) for name in ("doers", "others", "doer_nouns", "other_nouns", "named")}
        for side, nouns in (("doers", "doer_nouns"), ("others", "other_nouns")):
            shared, common = self._common(side, one, other), self._common(nouns, one, other)
            both_named = (sizes[side][one] > 0) & (sizes[side][other] > 0)
            filled = (sizes[side] + sizes[nouns]) > 0
            beside = self._common(side, one, other, "named") + self._common(side, other, one, "named")
            found |= {
                f"{side}_named": _flag(shared > 0),
                f"{side}_noun": _flag((shared == 0) & (common > 0)),
                f"{side}_filled": _flag(filled[one]) + _flag(filled[other]),
                f"{side}_against": _flag(both_named & (shared == 0) & (beside == 0)),
                f"{side}_beside": _flag(beside > 0),
            }
        crossed = self._common("doers", one, other, "others") + self._common("others", one, other, "doers")
        named = self._common("named", one, other)
        product = sizes["named"][one] * sizes["named"][other]
        return found | {
            "swapped": _flag(crossed > 0),
            "shared_named": named,
            "named": named / np.sqrt(np.maximum(product, 1)),
            "strangers": _flag((product > 0) & (named == 0)),
            "rare_participants": _flag(self._common("rare", one, other) > 0),
        }

    def _circumstances(self, one: Ints, other: Ints) -> dict[str, Floats]:
        """Return how kind, day, place in the text and manner of two reports compare."""
        import numpy as np

        own = self.own

        def equal(name: str) -> Floats:
            return _flag((own[name][one] == own[name][other]) & (own[name][one] >= 0))

        def total(name: str) -> Floats:
            added: Floats = (own[name][one] + own[name][other]).astype(np.float32)
            return added

        def most(name: str) -> Floats:
            found: Floats = np.maximum(own[name][one], own[name][other]).astype(np.float32)
            return found

        def least(name: str) -> Floats:
            found: Floats = np.minimum(own[name][one], own[name][other]).astype(np.float32)
            return found

        within = self.article[one] == self.article[other]
        gap = np.abs(own["place"][one] - own["place"][other])
        where = (own["where"][one] >= 0) & (own["where"][other] >= 0)
        found = {name: equal(name) for name in ("trigger", "families", "kind", "realis", "where", "exact")}
        return {f"same_{name}": values for name, values in found.items()} | {
            "foreign": _flag(own["language"][one] != own["language"][other]),
            "compatible": _flag(self.compatible[self.kinds[one], self.kinds[other]]),
            "speech": total("speech"), "typed": total("typed"), "quoted": total("quoted"), "loose": total("loose"),
            "planned": _flag(total("planned") == 1), "dated": total("dated"),
            "rivals": most("rivals"), "confidence": least("confidence"), "length": least("length"),
            "first_place": least("place"), "last_place": most("place"),
            "lead": _flag((own["place"][one] <= LEAD) & (own["place"][other] <= LEAD)),
            "within": _flag(within), "gap": np.where(within, gap, -1).astype(np.float32),
            "bare": total("bare"), "time_gap": self._gap(one, other),
            "where_clash": _flag(where & (own["where"][one] != own["where"][other])),
        }  # fmt: skip

    def _gap(self, one: Ints, other: Ints) -> Floats:
        """Return the days between the times of two reports as a logarithm; 0 where they meet, -1 where one has none."""
        import numpy as np

        first, last = self.own["first"], self.own["last"]
        apart = np.maximum(first[one] - last[other], first[other] - last[one])
        return np.where(np.isnan(apart), -1, np.log1p(np.maximum(apart, 0))).astype(np.float32)

    def _common(self, name: str, one: Ints, other: Ints, against: str = "") -> Floats:
        """Return the weight that two reports share in a bag, or a bag of one with another bag of the other."""
        return _sums(self.bags[name][one].multiply(self.bags[against or name][other]))


def _base(clause: Floats, words: Floats, predicate: Floats, alike: Any, window: Floats) -> Floats:
    """Return one likeness of reports, by which the nearest are chosen."""
    import numpy as np

    found: Floats = clause + words + np.maximum(predicate, 0.6 * alike) + 0.5 * window
    return found


def _named(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key for key in keys if not key.startswith(NOUN))


def _ones(keys: Iterable[Any]) -> dict[Any, float]:
    return dict.fromkeys(keys, 1.0)


def _participants(told: Sequence[Told]) -> dict[str, Any]:
    """Return who takes part in each report as bags over the same keys."""
    rows = {
        "doers": [_named(t.doers) for t in told],
        "others": [_named(t.others) for t in told],
        "doer_nouns": [t.doers - _named(t.doers) for t in told],
        "other_nouns": [t.others - _named(t.others) for t in told],
        "named": [t.named for t in told],
        "rare": [(t.doers | t.others) - t.common for t in told],
    }
    keys = {key: n for n, key in enumerate(sorted({key for own in rows.values() for row in own for key in row}))}
    return {name: _incidence([_ones(row) for row in own], keys) for name, own in rows.items()}


def _incidence(rows: Sequence[Mapping[Any, float]], known: dict[Any, int] | None = None) -> Any:
    """Return rows of weighted keys as a sparse matrix, shape (rows, keys)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    known = {} if known is None else known
    at = [known.setdefault(key, len(known)) for row in rows for key in row]
    values = np.array([value for row in rows for value in row.values()], dtype=np.float32)
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((values, np.array(at, dtype=np.int64), ends), shape=(len(rows), max(1, len(known))))


def _counts(bag: Any) -> NDArray[Any]:
    import numpy as np

    return np.diff(bag.indptr)


def _sums(matrix: Any) -> Floats:
    import numpy as np

    return np.asarray(matrix.sum(axis=1), dtype=np.float32).ravel()


def _flag(values: Any) -> Floats:
    import numpy as np

    return np.asarray(values, dtype=bool).astype(np.float32)


def _unit(rows: Any) -> Floats:
    import numpy as np

    found: Floats = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)
    return found


def _codes(values: Sequence[Any]) -> Ints:
    """Return equal values as equal numbers; None is -1."""
    import numpy as np

    known: dict[Any, int] = {}
    return np.array([-1 if v is None else known.setdefault(v, len(known)) for v in values], dtype=np.int64)
