"""What a search found, and lists of stories and quotations, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.export.report_view import count_line
from tellings.model import Cite, Hit, Hits, Span, Story

WIDEST = 300
"""Characters of a passage that are printed."""


def hits_lines(hits: Hits) -> Iterator[str]:
    """Yield the lines that tell what was found; words of the query stand between asterisks."""
    for hit in hits.hits:
        yield from hit_lines(hit)
    for note in hits.notes:
        yield f"note: {note}"
    if not hits.hits:
        yield "nothing was found"


def hit_lines(hit: Hit) -> Iterator[str]:
    """Yield the lines of one hit: what it is, where it stands, its passages."""
    about = [hit.source or "", hit.published or "day unknown"]
    if hit.kind == "quotes":
        yield f"{hit.speaker or 'somebody'}: {_marked(hit.passages[0], hit)}"
        yield f"  {' · '.join(about)} · {hit.title or '(no title)'} · {hit.id}"
        return
    if hit.kind == "stories":
        found = f"{hit.pages} page{'s' if hit.pages > 1 else ''} found"
        yield f"{hit.title or '(no title)'}"
        yield f"  story {hit.id} · {found}"
    elif hit.kind == "events":
        yield f"{hit.type or 'event'}: {_marked(hit.passages[0], hit)}"
        yield f"  {' · '.join(about)} · {hit.id}"
        return
    else:
        yield f"{hit.title or '(no title)'}"
        yield f"  {' · '.join(about)} · {hit.id}{' · by meaning' if hit.by == 'meaning' else ''}"
    for cite in hit.passages:
        yield f"    {_marked(cite, hit)}"
    yield ""


def _marked(cite: Cite, hit: Hit) -> str:
    marks = [m for m in hit.marks if cite.document == hit.document and cite.start <= m.start < m.end <= cite.end]
    text, at = "", cite.start
    for mark in marks:
        text += f"{_piece(cite, Span(at, mark.start))}*{_piece(cite, mark)}*"
        at = mark.end
    text = " ".join((text + _piece(cite, Span(at, cite.end))).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _piece(cite: Cite, span: Span) -> str:
    return cite.text[span.start - cite.start : span.end - cite.start]


def listed_line(story: Story) -> str:
    """Return one line that tells of a story."""
    days = story.first or "day unknown"
    if story.last and story.last != story.first:
        days += f" to {story.last}"
    return f"{story.id}  {days}  {count_line(story.counts)}  {story.title or '(no title)'}"
