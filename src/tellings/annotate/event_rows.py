"""Features of units and of their noun phrases, as rows of the hashed tables that weigh them (event_types.py).

A group of features depends on few words; its rows are worked out once for each combination and kept, the latest `MOST`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

BUCKETS = 1 << 14
"""Rows of each table."""
MOST = 50_000
"""Combinations of one group that are kept: a few megabytes."""
Rows = tuple[int, ...]
Types = tuple[str, ...]


def hashed(features: Iterable[str]) -> Rows:
    """Return the row of each feature; two features may share one."""
    return tuple({n % BUCKETS for n in map(zlib.crc32, map(str.encode, features))})


def forget() -> None:
    """Forget all rows that were worked out."""
    for group in GROUPS:
        group.cache_clear()


@lru_cache(MOST)
def of_shape(links: Types, passive: bool) -> Rows:
    """Return the rows of how the predicates of a unit hang together."""
    return hashed(("bias", f"len={len(links)}", f"links={''.join(x[0] for x in links)}", f"pass={passive}"))


@lru_cache(MOST)
def of_modality(marks: Types) -> Rows:
    """Return the rows of a unit's auxiliaries and negations."""
    return hashed(marks)


@lru_cache(MOST)
def of_last(types: Types, marks: Types) -> Rows:
    """Return the rows of the types of the innermost predicate ("-" for none)."""
    found = [f"{name}={t}" for t in types for name in ("T", "tl")] + [f"only={t}" for t in types if len(types) == 1]
    return hashed(found + [f"tl={t}&{m}" for t in types for m in marks])


@lru_cache(MOST)
def of_first(types: Types) -> Rows:
    """Return the rows of the types of the outermost predicate."""
    return hashed(f"tf={t}" for t in types)


@lru_cache(MOST)
def of_unit(first: Types, last: Types, marks: Types) -> Rows:
    """Return the rows of a unit's modality and of the types of its outermost and innermost predicates."""
    return (*of_modality(marks), *of_last(last, marks), *of_first(first))


@lru_cache(MOST)
def of_chain(before: str, last: str, first: str, kind: str) -> Rows:
    """Return the rows of predicates beside each other."""
    return hashed((f"ll={before}>{last}", f"ft={first}>{kind}"))


class WordRows(dict[str, Rows]):
    """The rows of a word that stands anywhere under a predicate, by the word; `nouns` are the types of nouns."""

    def __init__(self, nouns: Mapping[str, Types]) -> None:
        self.nouns = nouns

    def __missing__(self, lemma: str) -> Rows:
        if len(self) > MOST:
            self.clear()
        self[lemma] = found = hashed([f"w={lemma}", *(f"wt={t}" for t in self.nouns.get(lemma, ()))])
        return found


@lru_cache(MOST)
def of_predicate(lemma: str, link: str, where: str, attached: Types, types: Types) -> Rows:
    """Return the rows of a predicate and its particles; `where` is L for the innermost one, else F."""
    found = [f"v={lemma}", f"{where}={lemma}", f"{link}={lemma}", *(f"v={lemma}_{a}" for a in attached)]
    return hashed(found + [f"t={t}" for t in types] + [f"{link}{where}t={t}" for t in types])


@lru_cache(MOST)
def of_object(lemma: str, dep: str, noun: str, own: Types, sector: str, types: Types) -> Rows:
    """Return the rows of what a predicate is done to."""
    found = [f"o={noun}", f"vo={lemma}>{noun}", dep, f"os={sector}", *(f"ot={t}" for t in own)]
    return hashed(found + [f"ot={t}&{u}" for t in own for u in types])


@lru_cache(MOST)
def of_preposition(word: str, types: Types) -> Rows:
    """Return the rows of a preposition of a predicate."""
    return hashed([f"p={word}", *(f"pt={word}&{t}" for t in types)])


@lru_cache(MOST)
def of_governed(word: str, noun: str, own: Types) -> Rows:
    """Return the rows of a noun behind a preposition of a predicate."""
    return hashed([f"po={word}>{noun}", *(f"pot={t}" for t in own)])


@lru_cache(MOST)
def of_clause(lemma: str, types: Types) -> Rows:
    """Return the rows of a clause that hangs on a predicate."""
    return hashed([f"adv={lemma}", *(f"advt={t}" for t in types)])


@lru_cache(MOST)
def of_modifier(lemma: str, types: Types) -> Rows:
    """Return the rows of what stands before an event noun."""
    return hashed([f"nc={lemma}", *(f"nct={t}" for t in types)])


@lru_cache(MOST)
def of_side(side: str, kind: str, types: Types) -> Rows:
    """Return the rows of what kind of thing does it ("sk") or undergoes it ("ok"); no `kind`: there is none."""
    return hashed([*([f"{side}={kind}"] if kind else ()), *(f"{side}={kind}&{t}" for t in types)])


@lru_cache(MOST)
def of_complement(lemma: str, types: Types, core: str, auxiliaries: Types) -> Rows:
    """Return the rows of a complement with a subject of its own."""
    found = [f"c={lemma}", *(f"ct={t}" for t in types), *(f"ca={a}" for a in auxiliaries)]
    return hashed(found + [f"vca={core}>{a}" for a in auxiliaries])


@lru_cache(MOST)
def of_path(place: str, path: Types, kind: str, voice: str) -> Rows:
    """Return the rows of the way from a predicate to a noun phrase; `place` says which predicate."""
    full, first, end, short = f"{place}|{'>'.join(path)}", path[0], path[-1], ">".join(path[-2:])
    return hashed((
        "bias", f"k={kind}", f"P={full}", f"P={full}|{kind}", f"p={first}", f"p={first}|{kind}", f"e={end}",
        f"e={end}|{kind}", f"e2={short}|{kind}", f"n={len(path)}", f"n={len(path)}|{kind[0]}", f"v={voice}|{first}",
    ))  # fmt: skip


@lru_cache(MOST)
def of_rank(rank: str, voice: str, first: str, distance: str) -> Rows:
    """Return the rows of where a noun phrase stands among those that act, and how far from the predicate."""
    return hashed((f"r={rank}", f"r={rank}|{voice}", f"r={rank}|{first}", f"d={distance}"))


@lru_cache(MOST)
def of_type(kind_of: str, rank: str, kind: str, first: str, voice: str) -> Rows:
    """Return the rows of a noun phrase beside the likeliest type of its unit."""
    return hashed((f"p={first}|{voice}|{kind_of}", f"t={kind_of}|{rank}", f"t={kind_of}|{kind}"))


@lru_cache(MOST)
def of_head(lemma: str, first: str, name: str) -> Rows:
    """Return the rows of the predicate's word and of the noun's ("name" for a name)."""
    return hashed((f"l={lemma}|{first}", f"h={name}"))


GROUPS = (
    of_shape, of_modality, of_last, of_first, of_unit, of_chain, of_predicate, of_object, of_preposition, of_governed,
    of_clause, of_modifier, of_side, of_complement, of_path, of_rank, of_type, of_head,
)  # fmt: skip
