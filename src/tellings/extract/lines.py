"""The role of every line of a page that has lost its HTML: trained classifier, else rules, then the finer roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.extract.cues import CATEGORIES
from tellings.extract.glue import Line
from tellings.extract.lines_features import LOCAL, Reading, read_line
from tellings.extract.lines_rules import SUBHEADING_WORDS, classify
from tellings.model import Role

RULE_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its role, how sure that is, and what was read of it."""

    line: Line
    role: Role
    confidence: float
    reading: Reading


def label(lines: Sequence[Line], *, title: str | None = None) -> list[Labelled]:
    """Return each line with its role; `title` is the page's title where the input tells it."""
    readings = [read_line(line.text) for line in lines]
    classes = classify(readings, title=title)
    return [
        Labelled(line, _role(readings, classes, i, line), RULE_CONFIDENCE, reading)
        for i, (line, reading) in enumerate(zip(lines, readings, strict=True))
    ]


def _role(readings: Sequence[Reading], classes: Sequence[str], i: int, line: Line) -> Role:
    own, found = readings[i], classes[i]
    if line.glued in ("ad", "more"):
        return "furniture"
    if line.glued in ("caption", "date"):
        return line.glued  # type: ignore[return-value]
    if found == "supplement":
        return _supplement(own, readings, classes, i)
    if found == "comment":
        return "comment-meta" if _comment_meta(own) else "comment"
    if found == "body":
        short = len(own.words) <= SUBHEADING_WORDS and not own.local[LOCAL.index("closed")] and own.text[0] not in '"“•*-–—'
        follows = i + 1 < len(readings) and classes[i + 1] == "body" and readings[i + 1].prose
        return "subheading" if short and follows and i and not own.stamped else "body"
    return found  # type: ignore[return-value]


def _supplement(own: Reading, readings: Sequence[Reading], classes: Sequence[str], i: int) -> Role:
    byline, posted, credit = (CATEGORIES.index(c) for c in ("byline", "posted", "credit"))
    if own.local[LOCAL.index("said_by")] or own.cues[3 * byline + 1]:
        return "byline"
    if own.stamped and len(own.words) <= 15:
        return "date"
    if own.cues[3 * credit] > 0 or len(own.words) > 12:
        return "caption"
    if own.cues[3 * posted + 1]:
        return "date"
    after_title = i > 0 and classes[i - 1] == "title"
    return "subtitle" if after_title and len(own.words) > 4 else "byline" if after_title and len(own.words) > 1 else "caption"


def _comment_meta(own: Reading) -> bool:
    tool = CATEGORIES.index("comment_tool")
    return len(own.words) <= 18 and not own.prose and (own.stamped or own.heading or own.cues[3 * tool] >= 0.5)
