"""Alignment of two articles: the passages that both hold, word by word, tolerant of light edits.

Greedy string tiling (Wise 1993) over runs of words, tiles joined across small gaps, ends carried to the character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tellings.relate.copies_words import SEED, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDEST_GAP = 6
"""Words that may differ between two tiles of one passage."""
SNAP = 4
"""Words at most between a passage's end and the sentence's for the rest of the sentence to be taken along."""
SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]»]*\s|\n")
SAME_MARK = str.maketrans("“”„«»‘’—–", '"""""\'\'--')


@dataclass(frozen=True, slots=True)
class Tile:
    """A run of words that stands in both texts: from word a of one and word b of the other."""

    a: int
    b: int
    size: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage in both texts: word ranges (ends excluded), matching words, and those of them outside of quotations."""

    a: tuple[int, int]
    b: tuple[int, int]
    matched: int
    own: int
    longest: int
    """Words outside of quotations in the longest tile."""
    second: int
    """Words outside of quotations in the next longest tile, 0 where there is but one."""
    quoted: int
    """Matching words that stand inside quotation marks."""

    @property
    def density(self) -> float:
        """Return the share of the passage's words that match, on the side where it is lower."""
        return self.matched / max(1, self.a[1] - self.a[0], self.b[1] - self.b[0])


def tiles(one: Words, other: Words) -> list[Tile]:
    """Return the longest runs that both texts hold, none overlapping another in either text, in the other's order."""
    import numpy as np

    (_, held, order), (asked, _, _) = one.seeds, other.seeds
    if not len(held) or not len(asked):
        return []
    low = held.searchsorted(asked)
    b = (held[np.minimum(low, len(held) - 1)] == asked).nonzero()[0]
    low = low[b]
    count = np.minimum(held.searchsorted(asked[b], "right") - low, 8)
    if count.sum() > len(b):
        first = np.cumsum(count) - count
        b = np.repeat(b, count)
        low = np.repeat(low - first, count) + np.arange(len(b))
    a = order[low]
    by = (a - b).argsort(kind="stable")
    a, b = a[by], b[by]
    if not len(a):
        return []
    breaks = ((a[1:] - a[:-1] != 1) | (b[1:] - b[:-1] != 1)).nonzero()[0] + 1
    firsts = [0, *breaks.tolist()]
    begun = zip(a[firsts].tolist(), b[firsts].tolist(), firsts, [*firsts[1:], len(a)], strict=True)
    runs = [Tile(x, y, after - at + SEED - 1) for x, y, at, after in begun]
    return _without_overlap(runs, len(one.ids), len(other.ids))


def _without_overlap(runs: list[Tile], length_a: int, length_b: int) -> list[Tile]:
    import numpy as np

    taken_a, taken_b = np.zeros(length_a, dtype=bool), np.zeros(length_b, dtype=bool)
    kept = []
    for run in sorted(runs, key=lambda t: (-t.size, t.b, t.a)):
        free = ~(taken_a[run.a : run.a + run.size] | taken_b[run.b : run.b + run.size])
        if not free.all():
            run = _longest_free(run, free)
        if run.size >= SEED:
            taken_a[run.a : run.a + run.size] = taken_b[run.b : run.b + run.size] = True
            kept.append(run)
    return sorted(kept, key=lambda t: t.b)


def _longest_free(run: Tile, free: object) -> Tile:
    best, at = Tile(run.a, run.b, 0), 0
    for i, is_free in enumerate([*free, False]):  # type: ignore[misc]
        if not is_free:
            if i - at > best.size:
                best = Tile(run.a + at, run.b + at, i - at)
            at = i + 1
    return best


def passages(one: Words, other: Words, plain: NDArray[np.bool_] | None = None) -> list[Shared]:
    """Return the passages that both texts hold, in the other's order.

    `plain` marks words of the other that prove nothing, such as its outlet's boilerplate.
    """
    chains: list[list[Tile]] = []
    for tile in tiles(one, other):
        if chains and _joins(chains[-1][-1], tile, one, other):
            chains[-1].append(tile)
        else:
            chains.append([tile])
    return [_shared(chain, one, other, other.weak if plain is None else other.weak | plain) for chain in chains]


def _joins(left: Tile, right: Tile, one: Words, other: Words) -> bool:
    gap_a = (left.a + left.size, right.a)
    gap_b = (left.b + left.size, right.b)
    wide = max(gap_a[1] - gap_a[0], gap_b[1] - gap_b[0])
    if gap_a[1] < gap_a[0] or wide > min(WIDEST_GAP, max(2, left.size, right.size)):
        return False
    alone_a, alone_b = _whole_sentence(one, *gap_a), _whole_sentence(other, *gap_b)
    return not ((alone_a and gap_b[0] == gap_b[1]) or (alone_b and gap_a[0] == gap_a[1]))


def _whole_sentence(words: Words, start: int, end: int) -> bool:
    """Tell whether words start to end are a line or sentence of their own: something put in or left out whole."""
    if not 0 < start < end < len(words.ids):
        return False
    before = words.text[words.ends[start - 1] : words.starts[start]]
    after = words.text[words.ends[end - 1] : words.starts[end]]
    return bool(("\n" in before and "\n" in after) or (SENTENCE_END.search(before) and SENTENCE_END.search(after)))


def _shared(chain: list[Tile], one: Words, other: Words, weak: NDArray[np.bool_]) -> Shared:
    own = sorted((t.size - int((one.weak[t.a : t.a + t.size] | weak[t.b : t.b + t.size]).sum()) for t in chain), reverse=True)
    quoted = sum(int((one.quoted[t.a : t.a + t.size] & other.quoted[t.b : t.b + t.size]).sum()) for t in chain)
    first, last = chain[0], chain[-1]
    return Shared(
        a=(first.a, last.a + last.size), b=(first.b, last.b + last.size),
        matched=sum(t.size for t in chain), own=sum(own), longest=own[0], second=own[1] if own[1:] else 0,
        quoted=quoted,
    )  # fmt: skip


def snapped(shared: Shared, one: Words, other: Words) -> Shared:
    """Return the passage carried to the sentence's ends where few words part it from them on both sides."""
    left_a, left_b = _to_start(one, shared.a[0]), _to_start(other, shared.b[0])
    if left_a is not None and left_b is not None:
        shared = replace(shared, a=(shared.a[0] - left_a, shared.a[1]), b=(shared.b[0] - left_b, shared.b[1]))
    right_a, right_b = _to_end(one, shared.a[1]), _to_end(other, shared.b[1])
    if right_a is not None and right_b is not None:
        shared = replace(shared, a=(shared.a[0], shared.a[1] + right_a), b=(shared.b[0], shared.b[1] + right_b))
    return shared


def _to_start(words: Words, at: int) -> int | None:
    for back in range(SNAP + 1):
        i = at - back
        if i == 0:
            return back
        if i < 0:
            return None
        if SENTENCE_END.search(words.text, words.ends[i - 1], words.starts[i]):
            return back
    return None


def _to_end(words: Words, at: int) -> int | None:
    for ahead in range(SNAP + 1):
        i = at + ahead
        if i == len(words.ids):
            return ahead
        if i > len(words.ids):
            return None
        if SENTENCE_END.search(words.text, words.ends[i - 1], words.starts[i]):
            return ahead
    return None


def characters(shared: Shared, one: Words, other: Words) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the passage's places in both texts, punctuation that both have at its ends included."""
    a, a_end = int(one.starts[shared.a[0]]), int(one.ends[shared.a[1] - 1])
    b, b_end = int(other.starts[shared.b[0]]), int(other.ends[shared.b[1] - 1])
    low_a = int(one.ends[shared.a[0] - 1]) if shared.a[0] else 0
    low_b = int(other.ends[shared.b[0] - 1]) if shared.b[0] else 0
    left = _common(one.text[low_a:a][::-1], other.text[low_b:b][::-1])
    high_a = int(one.starts[shared.a[1]]) if shared.a[1] < len(one.ids) else len(one.text)
    high_b = int(other.starts[shared.b[1]]) if shared.b[1] < len(other.ids) else len(other.text)
    right = _common(one.text[a_end:high_a], other.text[b_end:high_b])
    return (a - left, a_end + right), (b - left, b_end + right)


def _common(one: str, other: str) -> int:
    count = 0
    for x, y in zip(one.translate(SAME_MARK), other.translate(SAME_MARK), strict=False):
        if x != y or x.isspace():
            break
        count += 1
    return count
