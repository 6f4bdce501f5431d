"""Datelines: the place, day and agency before the first words of a report ("HOUSTON (AP) — …"), never told as news."""

from __future__ import annotations

import re

from tellings.model import Span

TOWN = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{2,}(?:[ ,/]{1,2}[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+)*"
DATELINE = re.compile(
    rf"(?:{TOWN}(?:,\s[A-Z][\w. ]{{1,20}})?(?:\s?\([A-Z][\w .]{{1,30}}\))?|[A-ZÀ-Þ][^a-z\n]{{2,}}[^\n]{{0,60}}?(?:\)|\d{{4}}))"
    r"(?:\s?(?:—|–|--)\s?|\s-\s?|-\s)(?=\S)"
)
AGENCY = re.compile(r"\([A-Z][\w.]{1,10}(?: [A-Z]\w{1,10}){0,2}\)\s?(?:—|–|--?)?\s?(?=\S)")
"""An agency alone ("(CNN) …")."""


def behind_dateline(text: str, span: Span) -> Span:
    """Return a span of a text without the dateline that it opens with."""
    found = DATELINE.match(text, span.start, span.end) or AGENCY.match(text, span.start, span.end)
    return Span(found.end(), span.end) if found else span
