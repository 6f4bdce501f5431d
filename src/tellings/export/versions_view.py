"""Versions of an article as the report and the terminal tell them: what of substance changed first, trifles counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from tellings.model import Edit, Reading, Revision, Story, Versions

if TYPE_CHECKING:
    from tellings.export.report_view import CiteView, Namer

ORDERED = {
    "fetched": "fetched",
    "updated": "by the page’s own time of its last change",
    "published": "by the page’s own day",
    "arrival": "in the order in which they were read; the pages do not tell their time",
}
KINDS = {"added": "added", "removed": "taken out", "changed": "changed", "moved": "moved"}


@dataclass(frozen=True)
class EditView:
    """One changed sentence: its words, each run same, removed or added, and where it stands in either reading."""

    kind: str
    runs: tuple[tuple[str, str], ...]
    touches: tuple[str, ...]
    cites: tuple[CiteView, ...]


@dataclass(frozen=True)
class RevisionView:
    """What changed from one reading to the next, what touches substance first; `minor` counts trifles."""

    older: str
    newer: str
    line: str
    edits: tuple[EditView, ...]
    minor: int


@dataclass(frozen=True)
class VersionsView:
    """One article that was seen more than once."""

    name: str
    title: str
    address: str
    order: str
    readings: tuple[tuple[str, str | None], ...]
    revisions: tuple[RevisionView, ...]


def reading_time(reading: Reading) -> str:
    """Return when a page was so, in words."""
    if reading.moment is None:
        return "time unknown"
    return reading.moment[:16].replace("T", " ")


def told_changes(revision: Revision) -> str:
    """Return one line that counts what changed: "2 sentences changed, 1 added (number, name)"."""
    kinds: Counter[str] = Counter(e.kind for e in revision.edits if not e.minor)
    trifles = sum(e.minor for e in revision.edits)
    if not revision.edits:
        return "the same text"
    touched = dict.fromkeys(t for e in revision.edits for t in e.touches)
    parts = [f"{kinds[k]} {word}" for k, word in KINDS.items() if kinds[k]]
    if parts:
        first, *rest = parts
        number, _, word = first.partition(" ")
        noun = "sentence" if number == "1" else "sentences"
        line = ", ".join([f"{number} {noun} {word}", *rest]) + (f" ({', '.join(touched)})" if touched else "")
        return line + (f", and {trifles} in punctuation, capitals or place alone" if trifles else "")
    return f"nothing but punctuation, capitals or place ({trifles})"


def versions_views(story: Story, namer: Namer) -> tuple[VersionsView, ...]:
    """Return the articles of a story that were seen more than once, ready to be laid out."""
    return tuple(versions_view(v, namer) for v in story.versions if v.document in namer.analyses)


def versions_view(versions: Versions, namer: Namer) -> VersionsView:
    """Return the versions of one article, ready to be laid out; its newest reading must be known to the namer."""
    newest = namer.articles[versions.document, 0]
    return VersionsView(
        name=namer.name(newest),
        title=newest.title or "Untitled",
        address=versions.address,
        order=ORDERED[versions.readings[-1].ordered_by],
        readings=tuple((reading_time(r), namer.anchors.get(r.document)) for r in versions.readings),
        revisions=tuple(
            _revision(a, b, r, namer)
            for a, b, r in zip(versions.readings, versions.readings[1:], versions.revisions, strict=False)
        ),
    )


def _revision(older: Reading, newer: Reading, revision: Revision, namer: Namer) -> RevisionView:
    shown = sorted((e for e in revision.edits if not e.minor), key=lambda e: not e.touches)
    return RevisionView(
        older=reading_time(older), newer=reading_time(newer), line=told_changes(revision),
        edits=tuple(_edit(e, namer) for e in shown), minor=sum(e.minor for e in revision.edits),
    )  # fmt: skip


def _edit(edit: Edit, namer: Namer) -> EditView:
    if edit.kind == "changed":
        runs = tuple((w.kind, w.text) for w in edit.words)
    else:
        passage = edit.after or edit.before
        runs = (("added" if edit.after else "removed", passage.text),) if passage else ()
    places = [(n, c) for n, c in (("before", edit.before), ("now", edit.after)) if c and c.document in namer.analyses]
    cites = tuple(structs.replace(namer.cite(c), name=name) for name, c in places)
    return EditView(KINDS[edit.kind], runs, edit.touches, cites)
