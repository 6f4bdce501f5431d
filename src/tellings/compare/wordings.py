"""Values told in words: hours of the day ("a quarter past seven"), shares ("nine in ten"), half lengths, counts of nought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from tellings.compare.atoms import Atom
from tellings.compare.lexicon import fold
from tellings.compare.statements import Statement
from tellings.lang import table

TOPIC = "particulars"
HOUR, DAY = 60.0, 24 * 60.0
LAST_HOUR, DAY_HOURS = 12, 24
SOON, OPEN = 60.0, 6 * 60.0
"""Minutes from "shortly after seven", and from "after seven", to the latest that may be meant."""
PART_OF_DAY = 5
"""Words after an hour among which "in the afternoon" stands."""


class Worded(NamedTuple):
    """A value at atoms first to last; `rough` where it is only near ("shortly after seven")."""

    first: int
    last: int
    value: float
    rough: bool


class Hour(NamedTuple):
    """An hour at atoms first to last, in minutes since midnight; `reach`: how much later (below 0: earlier) it may be."""

    first: int
    last: int
    value: float
    rough: bool
    reach: float = 0.0


@cache
def _words(language: str) -> Mapping[str, Mapping[str, Any]]:
    return table(TOPIC, language) or {}


@cache
def _opening_words(language: str) -> frozenset[str]:
    """Return the words that an hour may begin with, numbers aside."""
    named = {p.split("=")[0] for p in _set(language, "clock", "named")}
    return frozenset({*named, "one"}).union(*(_set(language, "clock", n) for n in ("soon", "quarter", "half")))


@cache
def _set(language: str, topic: str, name: str) -> frozenset[str]:
    return frozenset(str(_words(language).get(topic, {}).get(name, "")).split())


def reads_clocks(language: str) -> bool:
    """Tell whether the hours of a language are read here."""
    return bool(_words(language).get("clock"))


def clocks(statement: Statement, language: str, text: str) -> Iterator[Hour]:
    """Yield the hours of the day, in minutes since midnight; the morning where nothing says more."""
    if not reads_clocks(language):
        return
    atoms, at, opening = statement.atoms, 0, _opening_words(language)
    while at < len(atoms):
        may = atoms[at].value is not None or atoms[at].key in opening or ":" in atoms[at].text
        found = _clock(statement, at, language, text) if may else None
        if found:
            yield Hour(*found, _reach(statement, found, language))
            at = found.last
        else:
            at += 1


def _reach(statement: Statement, found: Worded, language: str) -> float:
    """Return the minutes by which the hour may have been later ("shortly after", "past midnight"), or earlier ("by nine")."""
    keys = [a.key for a in statement.atoms[max(0, found.first - 2) : found.last]]
    before = keys[: len(keys) - (found.last - found.first)]
    inside = keys[len(before) : -1]
    soon = _set(language, "clock", "soon")
    most = SOON if soon & {*before[:-1], *inside} else OPEN
    near = {*before[-1:], *(inside if soon & set(inside) else ())}
    later, sooner = (_set(language, "clock", n) & near for n in ("later", "sooner"))
    return most if later else -most if sooner else 0.0


def _clock(statement: Statement, at: int, language: str, text: str) -> Worded | None:
    atoms = statement.atoms
    named = dict(p.split("=") for p in _set(language, "clock", "named"))
    if atoms[at].key in named:
        return Worded(at, at + 1, float(named[atoms[at].key]), _near(statement, at))
    for read in (_digits, _past, _soon, _oclock):
        found = read(statement, at, language, text)
        if found:
            minutes, last, rough = found
            return Worded(at, last, _in_day(statement, minutes, last, language, text), rough or _near(statement, at))
    return None


def _near(statement: Statement, at: int) -> bool:
    return any(a.key in statement.words.about for a in statement.atoms[max(0, at - 2) : at])


def _in_day(statement: Statement, minutes: float, last: int, language: str, text: str) -> float:
    """Return the minutes with the half of the day that the words after them say."""
    if minutes >= (LAST_HOUR + 1) * HOUR:
        return minutes
    later = _set(language, "clock", "afternoon")
    end, own = statement.atoms[last - 1].end, statement.atoms[last - 1].key
    tail = text[end : end + 5].lower().replace(".", "").replace(" ", "")
    behind = statement.atoms[min(last + PART_OF_DAY, len(statement.atoms)) - 1].end
    is_late = tail.startswith("pm") or bool(later & _plain(text[end:behind])) or own.endswith("pm")
    return minutes % (LAST_HOUR * HOUR) + (LAST_HOUR * HOUR if is_late else 0.0)


def halves(sentence: str, language: str) -> frozenset[str]:
    """Return of which halves of the day a sentence speaks: "morning", "afternoon"."""
    words = _plain(sentence)
    return frozenset(half for half in ("morning", "afternoon") if not words.isdisjoint(_set(language, "clock", half)))


def _plain(text: str) -> set[str]:
    """Return the folded words of a text, without marks."""
    return {w.strip(".,;:!?)\"'”’") for w in fold(text).split()}


Found = tuple[float, int, bool] | None


def _hour(atom: Atom) -> float | None:
    if atom.value is None and atom.key == "one":
        return 1.0
    return (
        atom.value
        if atom.value is not None and not atom.unit and 1 <= atom.value <= LAST_HOUR and atom.value % 1 == 0
        else None
    )


def _digits(statement: Statement, at: int, language: str, text: str) -> Found:
    """Read "7.15 p.m.", "7.15pm", "19:15", "7pm"."""
    atom = statement.atoms[at]
    tail = text[atom.end : atom.end + 5].lower().replace(".", "").replace(" ", "").replace("\u00a0", "")
    half = tail[:2] in ("am", "pm")
    hour, mark, minute = atom.text.partition(":" if ":" in atom.text else ".")
    if (
        not hour.isdecimal()
        or int(hour) >= DAY_HOURS
        or (mark and not (minute.isdecimal() and len(minute) == 2 and int(minute) < HOUR))
    ):
        return None
    before = statement.atoms[at - 1].key if at else ""
    if half and not 1 <= int(hour) <= LAST_HOUR:
        return None
    if not half and (mark != ":" or before not in _set(language, "clock", "at")):
        return None
    return int(hour) * HOUR + (int(minute) if mark else 0), at + 1, False


def _past(statement: Statement, at: int, language: str, text: str) -> Found:
    """Read "half past seven", "a quarter to nine", "ten past two"."""
    atoms = statement.atoms
    if at + 2 >= len(atoms):
        return None
    hour = _hour(atoms[at + 2])
    size = {"quarter": 15.0, "half": 30.0}.get(
        next((n for n in ("quarter", "half") if atoms[at].key in _set(language, "clock", n)), "")
    )
    size = size if size is not None else atoms[at].value
    if hour is None or size is None or size >= HOUR:
        return None
    if atoms[at + 1].key in _set(language, "clock", "past"):
        return hour * HOUR + size, at + 3, False
    if atoms[at + 1].key in _set(language, "clock", "before") and size % 5 == 0 and atoms[at].value is None:
        return hour * HOUR - size, at + 3, False
    return None


def _soon(statement: Statement, at: int, language: str, text: str) -> Found:
    """Read "shortly before seven", "a little after seven" with nothing counted behind the hour."""
    atoms = statement.atoms
    if at + 2 >= len(atoms) or atoms[at].key not in _set(language, "clock", "soon"):
        return None
    hour = _hour(atoms[at + 2])
    sides = _set(language, "clock", "soon_after"), _set(language, "clock", "soon_before")
    if hour is None or not any(atoms[at + 1].key in s for s in sides) or not _bare(statement, at + 2, text):
        return None
    return hour * HOUR, at + 3, True


def _oclock(statement: Statement, at: int, language: str, text: str) -> Found:
    """Read "nine o'clock", and "at eight" or "at three in the afternoon" with nothing counted behind the hour."""
    atoms = statement.atoms
    hour = _hour(atoms[at])
    if hour is None:
        return None
    tail = fold(text[atoms[at].end : atoms[at].end + 9]).strip()
    if tail.startswith("o'clock"):
        return hour * HOUR, at + 1, False
    before = atoms[at - 1].key if at else ""
    parts = _set(language, "clock", "morning") | _set(language, "clock", "afternoon")
    near = atoms[max(0, at - 3) : at]
    said = parts & {a.key for a in (*near, *atoms[at + 1 : at + 4])} or any(a.kind == "day" for a in near)
    ready = before in ("at", "after", "before") or (before in statement.words.about)
    return (hour * HOUR, at + 1, False) if ready and said and _bare(statement, at, text) else None


def _bare(statement: Statement, at: int, text: str) -> bool:
    """Tell whether no thing counted stands right behind a number."""
    atoms = statement.atoms
    if at + 1 >= len(atoms):
        return True
    gap = text[atoms[at].end : atoms[at + 1].start]
    return atoms[at + 1].kind in ("stop", "day") or any(c in gap for c in ",.;:!?")


def shares(statement: Statement, language: str) -> Iterator[Worded]:
    """Yield the shares told in words, in percent: "half of", "a third of", "an eighth", "nine in ten"."""
    own = _words(language).get("shares", {})
    parts = {fold(k): float(v) for k, v in own.items() if isinstance(v, int | float)}
    links = [tuple(p.split("_")) for p in str(own.get("in", "")).split()]
    atoms = statement.atoms
    for at, atom in enumerate(atoms):
        if atom.key in parts and _is_share(atoms, at, statement):
            times = atoms[at - 1].value if at else None
            yield Worded(at - 1 if times else at, at + 1, 100 * parts[atom.key] * (times or 1.0), False)
        elif atom.value is not None and not atom.unit:
            yield from _ratio(atoms, at, links)


def giving(language: str) -> frozenset[str]:
    """Return the verbs with which a source gives a number ("put", "spoke of", "counted")."""
    return _set(language, "giving", "words")


def rising_from(language: str) -> frozenset[str]:
    """Return the words before the amount from which another has risen or fallen."""
    return _set(language, "giving", "from")


def lasting(language: str) -> frozenset[str]:
    """Return the words for lasting, which may stand in front of a length as "the last" does."""
    return _set(language, "lengths", "lasting")


def margins(statement: Statement, language: str) -> Iterator[Worded]:
    """Yield the gaps of two counts of votes ("by 154 votes to 148")."""
    atoms, votes, to = statement.atoms, _set(language, "votes", "words"), _set(language, "votes", "to")
    for at in range(len(atoms) - 3):
        more, less = atoms[at].value, atoms[at + 3].value
        if more and less and more > less and atoms[at + 1].key in votes and atoms[at + 2].key in to:
            yield Worded(at, at + 4, more - less, False)


def part_size(word: str, language: str) -> float | None:
    """Return the share that a word tells ("quarter")."""
    size = _words(language).get("shares", {}).get(word)
    return float(size) if isinstance(size, int | float) else None


def zone(statement: Statement, last: int, language: str) -> str:
    """Return the zone that an hour is told in, "" where it is told in none."""
    zones = _set(language, "clock", "zones")
    return next((a.key for a in statement.atoms[last : last + 3] if a.key in zones), "")


def back(text: str, language: str, name: str = "words") -> bool:
    """Tell whether a time is told by how long ago it was, so that it is only near (or by how far from another)."""
    words = str(_words(language).get("back", {}).get(name, "")).split()
    return any(w in words for w in fold(text).split())


def _is_share(atoms: Sequence[Atom], at: int, statement: Statement) -> bool:
    """Tell whether a whole follows ("half of the vote"), or a change goes before ("by an eighth")."""
    if at + 1 < len(atoms) and atoms[at + 1].key in statement.words.share_links:
        return True
    return at >= 2 and atoms[at - 1].key in statement.words.articles and atoms[at - 2].key in statement.words.by


def _ratio(atoms: Sequence[Atom], at: int, links: Sequence[tuple[str, ...]]) -> Iterator[Worded]:
    for link in links:
        end = at + 1 + len(link)
        if end < len(atoms) and tuple(a.key for a in atoms[at + 1 : end]) == link and atoms[end].value in (3, 4, 5, 10, 100):
            own, whole = atoms[at].value or 0.0, atoms[end].value or 1.0
            if own < whole:
                yield Worded(at, end + 1, 100 * own / whole, True)


@cache
def _none(language: str) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the phrases for none by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    phrases = (tuple(p.split("_")) for p in str(_words(language).get("none", {}).get("words", "")).split())
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[0]].append(phrase)
    return dict(found)


def noughts(statement: Statement, language: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of atoms that say that there was none ("no one", "nobody", "no injuries")."""
    phrases, keys, at = _none(language), statement.keys, 0
    while at < len(keys):
        size = next((len(p) for p in phrases.get(keys[at], ()) if keys[at : at + len(p)] == p), 0)
        if size:
            yield at, at + size
        at += size or 1


def of_other_case(statement: Statement, language: str) -> bool:
    """Tell whether a sentence brings in another case of the kind ("in a similar trial", "on that occasion")."""
    other, articles, keys = _set(language, "cases", "words"), statement.words.articles, statement.keys
    then, pointing = _set(language, "cases", "then"), _set(language, "cases", "pointing")
    return any((one in articles and two in other) or (one in pointing and two in then) for one, two in pairwise(keys))
