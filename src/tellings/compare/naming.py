"""Names: whether two names can be one person, place or body, and what kind of thing a name names."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians

from tellings.compare.lexicon import Lexicon, fold
from tellings.compare.statements import Corpus, Statement
from tellings.model import Entity, Span

TYPO = 84
"""Likeness (0 to 100) from which two spellings are taken for one name; "Guaido" and "Guiado" have 83 to 92."""
LEAST_TYPO = 5
LEAST_SHORT = 2
NEARBY = 80.0
"""Kilometres within which one place may be a part of the other ("Croydon", "London"): no contradiction."""


def core(key: str, words: Lexicon) -> tuple[str, ...]:
    """Return the words of a folded name without titles and particles."""
    kept = tuple(w for w in key.split() if w not in words.titles and w not in words.particles and len(w) > 1)
    return kept or tuple(key.split())


def same_name(a: str, b: str, words: Lexicon) -> bool:
    """Tell whether two folded names may be one: a part of the other, initials, or another spelling."""
    left, right = core(a, words), core(b, words)
    if set(left) <= set(right) or set(right) <= set(left):
        return True
    if len(set(left) & set(right)) >= 2 and max(len(left), len(right)) <= 3:
        return True
    if "".join(left) == "".join(right) or _abbreviated(left, right) or _abbreviated(right, left):
        return True
    if "".join(w[0] for w in left) == "".join(right) or "".join(w[0] for w in right) == "".join(left):
        return True
    if len(left) != len(right):
        short, long = sorted((left, right), key=len)
        return len(short) == 1 and len(short[0]) >= LEAST_TYPO and _alike(short[0], long[-1])
    return all(x == y or _alike(x, y) for x, y in zip(left, right, strict=True))


def _abbreviated(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(short) == len(full) == 1 and len(short[0]) >= LEAST_SHORT and full[0].startswith(short[0])


def _alike(a: str, b: str) -> bool:
    from rapidfuzz.fuzz import ratio

    if min(len(a), len(b)) >= LEAST_TYPO - 1 and abs(len(a) - len(b)) == 1 and (a.startswith(b) or b.startswith(a)):
        return True
    return min(len(a), len(b)) >= LEAST_TYPO and a[0] == b[0] and ratio(a, b) >= TYPO


def near_places(a: Entity, b: Entity) -> bool:
    """Tell whether two places lie within about 80 km, or one is the country of the other."""
    if a.type == "country" or b.type == "country":
        return a.country is not None and a.country == b.country and a.type != b.type
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return False
    north = 111.0 * ((a.latitude or 0.0) - (b.latitude or 0.0))
    east = 111.0 * ((a.longitude or 0.0) - (b.longitude or 0.0)) * cos(radians(a.latitude or 0.0))
    return hypot(north, east) < NEARBY


def elsewhere(one: Sequence[Entity], other: Sequence[Entity]) -> bool:
    """Tell whether two texts each name towns or lands, and none that may be the other's."""
    pairs = [(x, y) for x in one for y in other]
    return bool(pairs) and not any(fold(x.name) == fold(y.name) or _one_in_other(x, y) for x, y in pairs)


def places_in(statement: Statement, corpus: Corpus) -> list[Entity]:
    """Return the towns and lands that a sentence names."""
    entities = (e for e in corpus.telling(statement).article.entities if e.type in ("place", "country"))
    return [e for e in entities if any(m.kind == "name" and statement.span.contains(m) for m in e.mentions)]


def _one_in_other(a: Entity, b: Entity) -> bool:
    """Tell whether two places lie near each other, or one may lie in the other: nothing is known of where it lies."""
    if a.country and b.country and a.country != b.country:
        return False
    known = all(e.type == "country" or e.latitude is not None for e in (a, b))
    return near_places(a, b) or not known


def name_run(statement: Statement, start: int, end: int) -> tuple[int, int]:
    """Return the range of atoms that are one name with those from start to end, titles included."""
    atoms, titles = statement.atoms, statement.words.titles

    def joined(i: int) -> bool:
        gap = atoms[i + 1].start - atoms[i].end
        return gap <= (2 if atoms[i].key in titles else 1) and atoms[i].text[0].isupper() and atoms[i + 1].text[0].isupper()

    def named(i: int) -> bool:
        return atoms[i].kind == "name" or atoms[i].key in titles

    while start > 0 and joined(start - 1) and named(start - 1):
        start -= 1
    while end < len(atoms) and joined(end - 1) and named(end):
        end += 1
    return start, end


def speaks(statement: Statement, start: int, end: int) -> bool:
    """Tell whether the name at a range of atoms is said to say something."""
    atoms, words = statement.atoms, statement.words
    after = [a.key for a in atoms[end : end + 1]]
    before = [a.key for a in atoms[max(0, start - 2) : start]]
    if before and before[-1] in words.relating:
        return False
    return bool(words.speech & set(after)) or bool(words.speech & set(before[-1:])) or tuple(before) in words.according


def is_place(corpus: Corpus, statement: Statement, start: int, end: int) -> bool:
    """Tell whether the name at a range of atoms stands for a place, by its entity or by the word before it."""
    atoms = statement.atoms
    span = Span(atoms[start].start, atoms[end - 1].end)
    entity = corpus.telling(statement).entity_at(span)
    local = start > 0 and atoms[start - 1].key in statement.words.place_prepositions
    if entity is not None and entity.type in ("place", "country"):
        return True
    return local and end - start == 1 and not (entity is not None and entity.type == "person")
