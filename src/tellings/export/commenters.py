"""Commenters' names left out of a page: they are personal data of people who did not ask to be quoted.

The text keeps its length, so that every passage stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import structs

from tellings.model import Analysis, Span

BLANK = "·"
"""Stands for each character that is left out."""
NOT_BLANKED = re.compile(r"[^\n]")
COMMENT_ROLES = frozenset({"comment", "comment-meta"})
SHORTEST = 3
"""A name shorter than this is left out where the page prints it as the author, not searched for in other comments."""


def without_commenters(analysis: Analysis) -> Analysis:
    """Return the analysis without the names of commenters: in the heads of comments, and where a comment calls another by name.

    Words of the article itself are never touched, also where somebody there bears the same name.
    """
    names = {c.author for c in analysis.comments if c.author}
    heads = [b for b in analysis.blocks if b.role == "comment-meta"]
    if not names and not heads:
        return analysis
    spans = [*(b.bare() for b in heads), *_called(analysis, names)]
    document = structs.replace(analysis.document, text=_blanked(analysis.text, spans))
    comments = tuple(structs.replace(c, author=None) for c in analysis.comments)
    return structs.replace(analysis, document=document, comments=comments)


def _called(analysis: Analysis, names: Iterable[str]) -> list[Span]:
    """Return where comments name a commenter, whole or by the first word of the name behind an @."""
    known = sorted({n for n in names if len(n) >= SHORTEST}, key=len, reverse=True)
    if not known:
        return []
    handles = {n.split()[0] for n in known}
    forms = [*known, *(f"@{h}" for h in sorted(handles, key=len, reverse=True))]
    pattern = re.compile(rf"(?<!\w)(?:{_either(forms)})(?!\w)", re.IGNORECASE)
    areas = [b for b in analysis.blocks if b.role in COMMENT_ROLES and b.part == 0]
    return [Span(*m.span()) for b in areas for m in pattern.finditer(analysis.text, b.start, b.end)]


def _either(forms: Iterable[str]) -> str:
    """Return a pattern of any of several forms, by their first letters: all at each word take ten times as long."""
    found: dict[str, list[str]] = {}
    for form in forms:
        found.setdefault(form[0].lower(), []).append(re.escape(form[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in found.items())


def _blanked(text: str, spans: Iterable[Span]) -> str:
    pieces, at = [], 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        start = max(span.start, at)
        if span.end > start:
            pieces += [text[at:start], NOT_BLANKED.sub(BLANK, text[start : span.end])]
            at = span.end
    return "".join([*pieces, text[at:]])
