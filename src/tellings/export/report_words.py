"""Words for the report: a passage with a little context, and which words of a wording differ from the fullest one."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

CONTEXT = 44
LONG = 150
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
    """Return the variant in pieces; a piece is changed where its words are not those of the fullest wording."""
    own, other = WORD.findall(variant), WORD.findall(fullest)
    matcher = SequenceMatcher(None, [w.casefold() for w in own], [w.casefold() for w in other], autojunk=False)
    pieces: list[Piece] = []
    at = 0
    for start, _, size in matcher.get_matching_blocks():
        for lo, hi, changed in ((at, start, True), (start, start + size, False)):
            words = "".join(own[lo:hi])
            if words:
                pieces.append(Piece(words, changed and any(c.isalnum() for c in words)))
        at = start + size
    return tuple(pieces)
