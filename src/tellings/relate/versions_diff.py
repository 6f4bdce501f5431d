"""What changed between two readings of one article: sentences first, then the words inside a changed sentence.

Sentences that are the same, in order, are found by Ratcliff and Obershelp's matching (difflib); between them the most alike
are paired in order by dynamic programming, and what is left over is added, removed, or found again elsewhere as moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from tellings.lang import languages, table
from tellings.model import READABLE_ROLES, Analysis, Cite, Edit, EditKind, Revision, Span, Touch, Words

TOKEN = re.compile(r"\w+(?:[’'.,-]\w+)*|\s+|[^\w\s]")
LETTERS = re.compile(r"\w+")
PAIRED = 0.4
"""Share of words that two sentences at one place must have in common for one to be the other, changed."""
FOUND_AGAIN = 0.8
"""The same for sentences at different places."""
WIDEST = 40_000
"""Pairs of sentences in one gap above which none are compared: the texts have little to do with one another."""
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
CORRECTED_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a block that is not cut into sentences."""

    span: Span
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of either text: its place in the older and in the newer, None where it is not there."""

    kind: Literal["same", "changed", "moved", "removed", "added"]
    old: int | None = None
    new: int | None = None


def revise(older: Analysis, newer: Analysis) -> Revision:
    """Return what changed from one reading to the next."""
    a, b = units(older), units(newer)
    edits = []
    for step in align([u.text for u in a], [u.text for u in b]):
        if step.kind != "same":
            before = a[step.old] if step.old is not None else None
            after = b[step.new] if step.new is not None else None
            edits.append(_edit(step.kind, _Side(older, before), _Side(newer, after)))
    return Revision(older=older.id, newer=newer.id, edits=tuple(edits))


def units(analysis: Analysis) -> list[Unit]:
    """Return the sentences of an article's readable text in order, all parts of the page together."""
    sentences = sorted(analysis.sentences, key=lambda s: s.start)
    found = []
    for block in sorted(analysis.blocks, key=lambda b: b.start):
        if block.role in READABLE_ROLES:
            own = [s for s in sentences if block.start <= s.start < block.end] if block.role == "body" else []
            spans: Sequence[Span] = own or [block]
            found += [Unit(s.bare(), s.of(analysis.text), block.role) for s in spans]
    return found


def align(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Return what became of every sentence of either text, in the order of the newer; each place occurs once."""
    steps: list[Step] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            steps += [Step("same", i, j) for i, j in zip(range(a, b), range(c, d), strict=True)]
        else:
            steps += _gap(old, new, range(a, b), range(c, d))
    return _found_again(steps, old, new)


def _words(text: str) -> tuple[str, ...]:
    return tuple(LETTERS.findall(text.casefold()))


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return 1.0 if one == other else Indel.normalized_similarity(_words(one), _words(other))


def _gap(old: Sequence[str], new: Sequence[str], a: range, b: range) -> list[Step]:
    """Pair the sentences between two that are the same: in order, the sum of likeness as high as can be."""
    pairs = _best_pairs([old[i] for i in a], [new[j] for j in b]) if 0 < len(a) * len(b) <= WIDEST else []
    steps: list[Step] = []
    i, j = a.start, b.start
    for x, y in [*((a.start + x, b.start + y) for x, y in pairs), (a.stop, b.stop)]:
        steps += [Step("removed", n, None) for n in range(i, x)]
        steps += [Step("added", None, n) for n in range(j, y)]
        if x < a.stop and y < b.stop:
            steps.append(Step("changed", x, y))
        i, j = x + 1, y + 1
    return steps


def _best_pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    likeness = [[s if (s := _likeness(x, y)) >= PAIRED else 0.0 for y in new] for x in old]
    total = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = likeness[i][j] + total[i + 1][j + 1] if likeness[i][j] else 0.0
            total[i][j] = max(paired, total[i + 1][j], total[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and total[i][j] == likeness[i][j] + total[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif total[i][j] == total[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _found_again(steps: Sequence[Step], old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Join what was taken out at one place and put in, the same or nearly so, at another."""
    gone = [s.old for s in steps if s.kind == "removed" and s.old is not None]
    come = [s.new for s in steps if s.kind == "added" and s.new is not None]
    if not gone or not come or len(gone) * len(come) > WIDEST:
        return list(steps)
    scored = sorted(((_likeness(old[i], new[j]), -i, -j) for i in gone for j in come), reverse=True)
    home: dict[int, int] = {}
    for likeness, i, j in scored:
        if likeness < FOUND_AGAIN:
            break
        if -i not in home.values() and -j not in home:
            home[-j] = -i
    taken = set(home.values())
    kept = [s for s in steps if not (s.kind == "removed" and s.old in taken)]
    return [
        Step("moved" if old[home[s.new]] == new[s.new] else "changed", home[s.new], s.new)
        if s.kind == "added" and s.new in home
        else s
        for s in kept
    ]


def differing_runs(old: str, new: str) -> tuple[Words, ...]:
    """Return both texts as runs of characters: same and removed make up the older, same and added the newer."""
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    runs: list[tuple[str, str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        before, after = "".join(a[i:j]), "".join(b[k:m])
        island = tag == "equal" and len(LETTERS.findall(before)) < 1 and bool(runs) and j < len(a) and m < len(b)
        if tag == "equal" and not island:
            runs.append(("same", before, after))
        elif runs and runs[-1][0] == "other":
            runs[-1] = ("other", runs[-1][1] + before, runs[-1][2] + after)
        elif island:
            runs.append(("same", before, after))
        else:
            runs.append(("other", before, after))
    return tuple(_trimmed(runs))


def _trimmed(runs: Iterable[tuple[str, str, str]]) -> Iterator[Words]:
    """Yield the runs; white space that both sides of a change end in stays outside of it."""
    for kind, before, after in runs:
        if kind == "same":
            yield Words(kind="same", text=before)
            continue
        end = 0
        while end < min(len(before), len(after)) and before[-1 - end] == after[-1 - end] and before[-1 - end].isspace():
            end += 1
        for side, text in (("removed", before[: len(before) - end]), ("added", after[: len(after) - end])):
            if text:
                yield Words(kind=side, text=text)  # type: ignore[arg-type]
        if end:
            yield Words(kind="same", text=before[len(before) - end :])


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an edit: the reading, and the sentence in it, None where there is none."""

    analysis: Analysis
    unit: Unit | None

    @property
    def text(self) -> str:
        return self.unit.text if self.unit else ""

    @property
    def cite(self) -> Cite | None:
        if self.unit is None:
            return None
        span = self.unit.span
        return Cite(document=self.analysis.id, start=span.start, end=span.end, text=self.unit.text)

    def inside(self, spans: Iterable[Span]) -> list[Span]:
        return [s for s in spans if self.unit is not None and self.unit.span.overlaps(s)]


def _edit(kind: EditKind, before: _Side, after: _Side) -> Edit:
    words = differing_runs(before.text, after.text) if kind == "changed" else ()
    minor = kind == "moved" or (kind == "changed" and _words(before.text) == _words(after.text))
    touches = () if minor else tuple(_touches(before, after))
    return Edit(kind=kind, before=before.cite, after=after.cite, words=words, touches=touches, minor=minor)


def _touches(before: _Side, after: _Side) -> Iterator[Touch]:
    """Yield what of substance differs: what one side tells and the other does not."""
    if any(side.unit and side.unit.role == "title" for side in (before, after)):
        yield "title"
    if after.unit and _tells_of_correction(after.text) and not _tells_of_correction(before.text):
        yield "correction"
    kinds: tuple[tuple[Touch, Callable[[_Side], set[object]]], ...] = (
        ("number", _numbers), ("day", _days), ("name", _names), ("quotation", _quotations),
    )  # fmt: skip
    for touch, told in kinds:
        if told(before) != told(after):
            yield touch


def _numbers(side: _Side) -> set[object]:
    times = side.inside(side.analysis.times)
    own = {(q.value, q.low, q.high) for q in side.analysis.quantities if side.unit and side.unit.span.overlaps(q)}
    span = side.unit.span if side.unit else Span(0, 0)
    digits = {
        m[0] for m in DIGITS.finditer(side.text)
        if not any(t.start <= span.start + m.start() < t.end for t in times)
    }  # fmt: skip
    return {*own, *digits}


def _days(side: _Side) -> set[object]:
    return {s.of(side.analysis.text).casefold() for s in side.inside(side.analysis.times)}


def _names(side: _Side) -> set[object]:
    mentions = [m for e in side.analysis.entities for m in e.mentions if m.kind == "name"]
    return {m.of(side.analysis.text).casefold().removesuffix("'s").removesuffix("’s") for m in side.inside(mentions)}


def _quotations(side: _Side) -> set[object]:
    quoted = [q.content for q in side.analysis.quotes if q.kind != "indirect"]
    span = side.unit.span if side.unit else Span(0, 0)
    clipped = [Span(max(s.start, span.start), min(s.end, span.end)) for s in side.inside(quoted)]
    return {_words(s.of(side.analysis.text)) for s in clipped}


@cache
def _corrected() -> re.Pattern[str]:
    phrases = {p for code in languages("versions") if code != "any" for p in table("versions", code)["corrected"]}
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})\b", re.IGNORECASE)


def _tells_of_correction(text: str) -> bool:
    return len(text) < CORRECTED_LENGTH and _corrected().match(text) is not None
