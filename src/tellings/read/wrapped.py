"""Text whose lines were broken at a width, as mails and `pdftotext` leave it: its paragraphs on one line each again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

NARROWEST, WIDEST = 38, 100
"""Characters of a usual long line: a text with longer ones has a paragraph on each line, one with shorter ones is a list."""
FULL, HALF = 0.7, 0.4
"""Share of the usual long line from which a line goes on in the next one, and where that one begins with a small letter."""
BROKEN, FEWEST = 0.3, 2
"""Share of such lines, and their number, that must break off inside a sentence before anything is joined."""
INDENT = 2
"""Spaces by which a line must stand further in than the one before to begin a paragraph."""
ENDS = re.compile(r"[.!?…:;][\"”’'»)\]]*$")
HYPHEN = re.compile(r"(\w{2,})[-\u00ad\u2010]$")
OPENS = re.compile(r"(?:[-–—*•▪‣#>|+=]|\d{1,3}[.)]\s)")
"""How a line begins that goes on no other: an item of a list, a heading, a row, a quoted mail."""
RUN = re.compile(r"\n[^\S\n]*(?:\n|$)|\f")


def unwrapped(text: str) -> str:
    """Return a text with its wrapped lines joined and hyphens at their ends taken back, unchanged where it is not wrapped.

    Paragraphs end at empty lines, at short lines, and before lines that stand further in or open a list.
    """
    runs = [[line.rstrip() for line in run.splitlines() if line.strip()] for run in RUN.split(text)]
    usual = _usual([line for run in runs for line in run])
    if not usual or not _is_wrapped(runs, usual):
        return text
    return "\n\n".join("\n".join(_paragraphs(run, usual)) for run in runs if run)


def _usual(lines: Sequence[str]) -> int:
    """Return the length of a usual long line, 0 where they are not of a width that texts are wrapped at."""
    lengths = sorted(len(line.strip()) for line in lines)
    long = lengths[len(lengths) * 9 // 10] if lengths else 0
    return long if NARROWEST <= long <= WIDEST and lengths[-1] <= WIDEST * 1.5 else 0


def _is_wrapped(runs: Sequence[Sequence[str]], usual: int) -> bool:
    pairs = [(a.strip(), b.strip()) for run in runs for a, b in pairwise(run)]
    full = [(a, b) for a, b in pairs if len(a) >= FULL * usual]
    inside = [a for a, b in full if b[0].islower() and not ENDS.search(a)]
    return len(inside) >= FEWEST and len(inside) >= BROKEN * len(full)


def _paragraphs(run: Sequence[str], usual: int) -> Iterator[str]:
    paragraph, before = "", ""
    for line in run:
        if paragraph and _goes_on(before, line, usual):
            paragraph = _joined(paragraph, line.strip())
        else:
            if paragraph:
                yield paragraph
            paragraph = line.strip()
        before = line
    if paragraph:
        yield paragraph


def _goes_on(line: str, following: str, usual: int) -> bool:
    further = _indent(following) - _indent(line)
    if OPENS.match(following.strip()) or further >= INDENT:
        return False
    return len(line.strip()) >= usual * (HALF if following.strip()[0].islower() else FULL)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(paragraph: str, line: str) -> str:
    broken = HYPHEN.search(paragraph)
    return paragraph[: broken.end(1)] + line if broken and line[0].islower() else f"{paragraph} {line}"
