"""Words for the report: a passage with a little context, and which words of a wording differ from the fullest one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

CONTEXT = 44
LONG = 150
SHARED = 0.2
"""A wording with a smaller share of the fullest one's words is another text, not a change of it."""
WORD = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]|\s+")


class Piece(NamedTuple):
    """A stretch of words; `changed` where the fullest wording has others."""

    text: str
    changed: bool


def snippet(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return (before, words, after) of a passage: context inside its paragraph, long words cut in their middle."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    words = " ".join(text[start:end].split())
    if len(words) > LONG:
        return "", f"{words[: LONG * 2 // 3].rsplit(' ', 1)[0]} … {words[-LONG // 3 :].split(' ', 1)[-1]}", ""
    room = max(0, min(CONTEXT, (LONG - len(words)) // 2))
    before, after = text[line_start:start], text[end:line_end]
    if len(before) > room:
        before = "…" + before[len(before) - room :].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + "…"
    return before, words, after


def differing_words(variant: str, fullest: str) -> tuple[Piece, ...]:
    """Return the variant in pieces; a piece is changed where its words are not those of the fullest wording.

    A wording that shares next to nothing with it, such as one in another language, is returned unmarked.
    """
    if variant == fullest:
        return (Piece(variant, False),)
    own, other = WORD.findall(variant), WORD.findall(fullest)
    kept = _alike([w.casefold() for w in own], [w.casefold() for w in other])
    words = [i for i, w in enumerate(own) if w[0].isalnum()]
    if sum(i in kept for i in words) < SHARED * len(words):
        return (Piece(variant, False),)
    changed = {i for i in words if i not in kept}
    changed |= {i for i in range(1, len(own) - 1) if own[i].isspace() and {i - 1, i + 1} <= changed}
    return tuple(
        Piece("".join(own[i] for i in run), flag) for flag, run in groupby(range(len(own)), key=lambda i: i in changed)
    )


def _alike(own: Sequence[str], other: Sequence[str]) -> set[int]:
    """Return the places of the words that both have in the same order; most begin and end alike, which is quick to see."""
    least = min(len(own), len(other))
    begin = next((i for i in range(least) if own[i] != other[i]), least)
    end = next((i for i in range(least - begin) if own[-1 - i] != other[-1 - i]), least - begin)
    kept = {*range(begin), *range(len(own) - end, len(own))}
    matcher = SequenceMatcher(None, own[begin : len(own) - end], other[begin : len(other) - end], autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        kept.update(range(begin + start, begin + start + size))
    return kept
