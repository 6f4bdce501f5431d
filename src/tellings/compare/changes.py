"""Changes: where two versions of one sentence differ, word by word, and what kind of difference that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tellings.compare.align import Alignment, Pair
from tellings.compare.amounts import Amount, amount_at
from tellings.compare.atoms import Atom, stem
from tellings.compare.naming import core, is_place, name_run, near_places, same_name, speaks
from tellings.compare.statements import Corpus, Statement
from tellings.model import Entity, FactKind, Span

BROKEN_AFTER = re.compile(r" ?: ?\d|,\d| , ?\d{3}\b| \. ?\d")
BROKEN_BEFORE = re.compile(r"\d ?: ?$|\d , ?$|\d \. ?$")
CLOSE = 0.6
"""Share of atoms in common from which two sentences count as versions of one (difflib ratio)."""
SURE = 0.8
"""The same for differing words, which are style more often than substance in sentences that share less."""
SURE_NAME = 0.7
ONE_WORD = 0.94
"""The same from which one word alone was put in another's place, so that any word tells something."""
ALTERED = 0.85
"""The same from which a sentence is an altered copy, so that another place is an alteration even if it is not located."""
SPELLING = 78
"""Likeness (0 to 100) of two spellings of one word ("pedophiles" and "paedophiles" have 95)."""
MOST_CHANGES = 2
"""Differences in one sentence; with more of them the sentences speak of other people or things."""
LONGEST_LABEL = 3
LONGEST_NAME = 6
LONGEST_SWAP = 8


@dataclass(frozen=True)
class Place:
    """A range of atoms of a statement that holds a value; `key` is equal for equal values."""

    statement: Statement
    first: int
    last: int
    span: Span
    key: str


@dataclass(frozen=True)
class Change:
    """A value in one version and what stands for it in the other."""

    kind: FactKind
    left: Place
    right: Place
    score: float


@dataclass(frozen=True)
class Version:
    """Two versions of a sentence with the map of atoms that they share, and how much of them that is."""

    pair: Pair
    shared: dict[int, int]
    swaps: tuple[tuple[int, int, int, int], ...]
    ratio: float


def versions_of(alignment: Alignment) -> list[Version]:
    """Return the near pairs that are close enough to be compared word by word; equal sentences too."""
    found = []
    for pair in alignment.near:
        if pair.left.keys == pair.right.keys:
            found.append(Version(pair, {i: i for i in range(len(pair.left.keys))}, (), 1.0))
            continue
        matcher = SequenceMatcher(None, pair.left.keys, pair.right.keys, autojunk=False)
        ratio = matcher.ratio()
        if ratio < CLOSE:
            continue
        shared: dict[int, int] = {}
        swaps: list[tuple[int, int, int, int]] = []
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                shared.update(zip(range(i1, i2), range(j1, j2), strict=True))
            elif max(i2 - i1, j2 - j1) <= LONGEST_SWAP:
                swaps.append((i1, i2, j1, j2))
        found.append(Version(pair, shared, tuple(swaps), ratio))
    return found


def changes_of(version: Version, corpus: Corpus) -> Iterator[Change]:
    """Yield the differences of content in two versions of a sentence."""
    pair = version.pair
    found = []
    for i1, i2, j1, j2 in version.swaps:
        left, right = _trim(pair.left, i1, i2), _trim(pair.right, j1, j2)
        change = _change(pair, left, right, corpus, version)
        if change:
            found.append(change)
    if len(found) <= MOST_CHANGES:
        yield from found


def _trim(statement: Statement, start: int, end: int) -> tuple[int, int]:
    """Drop function words and words of exactness at both ends of a range."""
    words, atoms = statement.words, statement.atoms

    def empty(atom: Atom) -> bool:
        return (atom.kind == "stop" and atom.key not in words.negations) or atom.key in words.modifiers

    while start < end and empty(atoms[start]):
        start += 1
    while end > start and empty(atoms[end - 1]):
        end -= 1
    return start, end


def _change(pair: Pair, left: tuple[int, int], right: tuple[int, int], corpus: Corpus, version: Version) -> Change | None:
    a, b = pair.left.atoms[slice(*left)], pair.right.atoms[slice(*right)]
    if not a or not b:
        return None
    for kind in ("number", "day"):
        if any(x.kind == kind for x in a) and any(x.kind == kind for x in b):
            return _valued(pair, left, right, kind, version, corpus)
    if any(x.kind in ("number", "day") for x in (*a, *b)):
        return None
    if _capital(a) and _capital(b):
        return _named(pair, left, right, corpus, version)
    if any(x.kind == "name" for x in (*a, *b)):
        return None
    return _label(pair, left, right, version)


def _capital(atoms: Sequence[Atom]) -> bool:
    return all(x.text[0].isupper() or x.kind == "stop" for x in atoms) and any(x.text[0].isupper() for x in atoms)


def _valued(
    pair: Pair, left: tuple[int, int], right: tuple[int, int], kind: str, version: Version, corpus: Corpus
) -> Change | None:
    """Compare the first number or day on each side; differing counts of them are not a difference of value."""
    i = [n for n in range(*left) if pair.left.atoms[n].kind == kind]
    j = [n for n in range(*right) if pair.right.atoms[n].kind == kind]
    if len(i) != len(j) or not _same_rest(pair, left, right) or (kind == "number" and _other_things(pair, left, right)):
        return None
    for m, n in zip(i, j, strict=True):
        if kind == "number":
            x, y = amount_at(pair.left, m), amount_at(pair.right, n)
            if any(a.head is not None and (len(a.head) < 2 or a.head in a.statement.words.not_counted) for a in (x, y)):
                return None
            if any(broken(a, corpus) for a in (x, y)):
                return None
            if x.head != y.head and {x.head, y.head} & (pair.left.words.measures | pair.right.words.measures):
                return None
            if (not x.holds_with(y) or _restated(x, y)) and (x.head == y.head or version.ratio > SURE):
                left_place, right_place = (Place(a.statement, a.at, a.at + 1, a.span, f"{a.value:g}{a.unit}") for a in (x, y))
                return Change("number", left_place, right_place, version.ratio)
        elif not same_day(pair.left.atoms[m], pair.right.atoms[n]) and one_time(pair.left, m, pair.right, n):
            return Change("day", _place(pair.left, m, m + 1), _place(pair.right, n, n + 1), version.ratio)
    return None


def broken(amount: Amount, corpus: Corpus) -> bool:
    """Tell whether a number is a part of a clock time or of a longer number ("20 : 09", "15 , 800")."""
    atom = amount.statement.atoms[amount.at]
    text = corpus.telling(amount.statement).article.text
    return broken_number(text, atom.start, atom.end)


def broken_number(text: str, start: int, end: int) -> bool:
    """Tell whether what stands at a range of a text is a part of a clock time or of a longer number."""
    return bool(BROKEN_AFTER.match(text, end) or BROKEN_BEFORE.search(text[max(0, start - 4) : start]))


def _same_rest(pair: Pair, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether no names stand in two ranges beside their numbers or days, or the same ones."""
    names = [{a.key for a in s.atoms[slice(*r)] if a.kind == "name"} for s, r in ((pair.left, left), (pair.right, right))]
    return names[0] == names[1]


def _other_things(pair: Pair, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether other words stand beside two numbers: they count two things ("two long-range", "three short-range")."""
    words = [{stem(a.key) for a in s.atoms[slice(*r)] if a.kind == "word"} for s, r in ((pair.left, left), (pair.right, right))]
    return bool(words[0] and words[1]) and not words[0] & words[1]


def _restated(a: Amount, b: Amount) -> bool:
    """Tell whether one bound was put in another's place ("at least 5" and "at least 7" in one sentence)."""
    return a.modifier == b.modifier and a.modifier in ("at least", "up to") and a.value != b.value


def one_time(left: Statement, i: int, right: Statement, j: int) -> bool:
    """Tell whether two days can be of one thing: both of what was said or neither, and no sentence tells one more of a kind."""
    said = [bool(s.words.speech & set(s.keys[max(0, n - 2) : n])) for s, n in ((left, i), (right, j))]
    more = [bool(s.words.adding & set(s.keys)) for s in (left, right)]
    return said[0] == said[1] and more[0] == more[1]


def same_day(a: Atom, b: Atom) -> bool:
    """Tell whether two day expressions may be one day: the same date, or a weekday and a date that falls on it."""
    if a.key == b.key:
        return True
    if a.weekday is not None and b.weekday is not None:
        return a.weekday == b.weekday
    if a.day is None or b.day is None:
        return True
    if a.day == b.day:
        return True
    from datetime import date

    for x, y in ((a, b), (b, a)):
        if x.weekday is not None and y.day is not None and date.fromisoformat(y.day).weekday() == x.weekday:
            return True
    return False


def _place(statement: Statement, start: int, end: int) -> Place:
    atoms = statement.atoms[start:end]
    return Place(statement, start, end, Span(atoms[0].start, atoms[-1].end), " ".join(a.key for a in atoms))


def _named(pair: Pair, left: tuple[int, int], right: tuple[int, int], corpus: Corpus, version: Version) -> Change | None:
    a, b = (_place(s, *name_run(s, *span)) for s, span in ((pair.left, left), (pair.right, right)))
    if version.ratio < SURE_NAME or max(a.last - a.first, b.last - b.first) > LONGEST_NAME:
        return None
    if any(all(k in p.statement.words.titles for k in p.key.split()) for p in (a, b)):
        return None
    if not _framed(a, b, version) or same_name(a.key, b.key, a.statement.words) or _one_thing(a, b, corpus, version):
        return None
    if all(speaks(p.statement, p.first, p.last) for p in (a, b)):
        return Change("attribution", a, b, version.ratio)
    if all(is_place(corpus, p.statement, p.first, p.last) for p in (a, b)):
        return Change("place", a, b, version.ratio)
    return Change("person", a, b, version.ratio)


def _framed(a: Place, b: Place, version: Version) -> bool:
    """Tell whether the words around two ranges are the same on both sides, or the sentence ends on both."""
    before = a.first == b.first == 0 or version.shared.get(a.first - 1) == b.first - 1
    ended = a.last == len(a.statement.atoms) and b.last == len(b.statement.atoms)
    return before and (ended or version.shared.get(a.last) == b.last)


def _one_thing(a: Place, b: Place, corpus: Corpus, version: Version) -> bool:
    """Tell whether two names stand for one actor, or for places so near that one may hold the other."""
    actors = {corpus.actor(p.statement, p.span) for p in (a, b)}
    words = [set(core(p.key, p.statement.words)) for p in (a, b)]
    full = min(len(w) for w in words) > 1 and not words[0] & words[1]
    if len(actors) == 1 and None not in actors and not full:
        return True
    x, y = (corpus.telling(p.statement).entity_at(p.span) for p in (a, b))
    if x is not None and y is not None and (near_places(x, y) or (version.ratio < ALTERED and _one_unknown(x, y))):
        return True
    names = [" ".join(p.span.of(corpus.telling(p.statement).article.text).split()) for p in (a, b)]
    return any(_one_in_other(names, corpus.telling(p.statement).article.text) for p in (a, b))


def _one_unknown(x: Entity, y: Entity) -> bool:
    """Tell whether only one of two places is located: whether it holds the other is not known."""
    return x.type == y.type == "place" and (x.latitude is None) != (y.latitude is None)


def _one_in_other(names: Sequence[str], text: str) -> bool:
    """Tell whether a text says that one place lies in the other ("Millhaven, Cumbria", "Millhaven in Cumbria")."""
    pairs = (tuple(names), tuple(reversed(names)))
    return any(re.search(rf"\b{re.escape(x)}(?: ?, (?:\w+ )?| in )(?:\w+ )?{re.escape(y)}\b", text) for x, y in pairs)


def _label(pair: Pair, left: tuple[int, int], right: tuple[int, int], version: Version) -> Change | None:
    a, b = pair.left.atoms[slice(*left)], pair.right.atoms[slice(*right)]
    if max(len(a), len(b)) > LONGEST_LABEL or any(x.kind == "stop" for x in (*a, *b)):
        return None
    if version.ratio < SURE or any(c.isdigit() for x in (*a, *b) for c in x.text):
        return None
    if _rewording(pair.left, a, b) or _verbal(pair.left, left, a) or _verbal(pair.right, right, b):
        return None
    x, y = _place(pair.left, *left), _place(pair.right, *right)
    if (
        not _framed(x, y, version)
        or _speaker_word(x)
        or _speaker_word(y)
        or not (version.ratio >= ONE_WORD or _telling(x) or _telling(y) or _opposite(x, y))
    ):
        return None
    return Change("place" if _opposite(x, y) else "label", x, y, version.ratio)


def _opposite(a: Place, b: Place) -> bool:
    """Tell whether two words name opposite sides ("north", "south"), which is no choice of words."""
    words = a.statement.words
    keys = [frozenset(p.statement.keys[p.first : p.last]) for p in (a, b)]
    return any((one in keys[0] and other in keys[1]) or (other in keys[0] and one in keys[1]) for one, other in words.opposites)


def _telling(place: Place) -> bool:
    """Tell whether a word is one for people, for what was done, or one that judges: others are a writer's style."""
    words, keys = place.statement.words, place.statement.keys[place.first : place.last]
    listed = (p for i, k in enumerate(keys) for index in (words.label_index, words.deed_index) for p in _at(index, keys, i, k))
    people = (k in words.heads or k in words.persons or words.people(k) for k in keys)
    return any(listed) or any(people) or any(k in words.judging for k in keys)


def _at(
    index: Mapping[str, Sequence[tuple[tuple[str, ...], object]]], keys: Sequence[str], at: int, key: str
) -> Iterator[bool]:
    return (tuple(keys[at : at + len(phrase)]) == phrase for phrase, _ in index.get(key, ()))


def _speaker_word(place: Place) -> bool:
    """Tell whether the word names something said ("the statement said"), which stands for whoever said it."""
    return any(a.key in place.statement.words.speech_nouns for a in place.statement.atoms[place.first : place.last])


def _rewording(statement: Statement, a: Sequence[Atom], b: Sequence[Atom]) -> bool:
    """Tell whether two runs of words are a light rewording: synonyms, or forms of one word."""
    words = statement.words
    left, right = tuple(x.key for x in a), tuple(x.key for x in b)
    if left in words.phrases and words.phrases.get(right) == words.phrases[left]:
        return True
    if [stem(k) for k in left] == [stem(k) for k in right] or _spelling("".join(left), "".join(right)):
        return True
    if len(left) == len(right) == 1:
        return bool(words.synonyms.get(left[0], frozenset()) & words.synonyms.get(right[0], frozenset()))
    return False


def _spelling(a: str, b: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return a[:1] == b[:1] and ratio(a, b) >= SPELLING


def _verbal(statement: Statement, span: tuple[int, int], run: Sequence[Atom]) -> bool:
    """Tell whether a single word looks like an adverb or a verb: those are style, not a name for a thing."""
    if len(run) > 1:
        return False
    before = statement.atoms[span[0] - 1].key if span[0] else ""
    return run[0].key.endswith(("ly", "ed")) or before in {
        "to",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "not",
    }
