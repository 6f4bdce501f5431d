"""Turns of a transcript or an interview: paragraphs that open with the name of who speaks ("MARSH: The wall is sound.")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tellings.model import Entity, Span
from tellings.stage import Segment

CAPITALS = r"[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3}"
NAME = r"(?:[A-Z][\w.'’\-]+ ){1,3}[A-Z][\w.'’\-]+"
TURN = re.compile(rf"^(?P<name>{CAPITALS}|[QA]|{NAME})\s?:\s+(?P<words>\S.+)$", re.DOTALL)
FEWEST = 3
"""Turns; fewer lines with a name and a colon are headings, lists of facts or credits."""

MOST_OF = 0.6
"""Share of the paragraphs that are turns."""


def turns(segments: Sequence[Segment]) -> dict[int, tuple[Span, Span]]:
    """Return (name, words) of each segment that is a turn, by its start; empty where the text is no transcript.

    A transcript has at least three turns of at least two speakers, one of whom speaks twice, and hardly anything else:
    an article with some lines such as "WATCH: …" is none.
    """
    body = sum(s.role == "body" for s in segments)
    found = [(s, m) for s in segments if s.role == "body" and (m := TURN.match(s.text)) is not None]
    names = [m["name"] for _, m in found]
    if len(found) < max(FEWEST, MOST_OF * body) or len(set(names)) < 2 or len(set(names)) == len(names):
        return {}
    return {
        s.start: (
            Span(s.start + m.start("name"), s.start + m.end("name")),
            Span(s.start + m.start("words"), s.start + len(s.text.rstrip())),
        )
        for s, m in found
    }


def speaker_of(label: str, entities: Sequence[Entity]) -> str | None:
    """Return the one person whose name a label is or ends ("MARSH"), None for a role ("PRESENTER") or a doubt."""
    wanted = label.casefold().split()
    people = [e for e in entities if e.type == "person"]
    fitting = [e.id for e in people if e.name.casefold().split()[-len(wanted) :] == wanted]
    return fitting[0] if len(fitting) == 1 else None
