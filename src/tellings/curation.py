"""A person's corrections of the grouping, and why a page is in its story: what is recorded in a library and read from it.

A correction names articles, not story numbers, so that it holds however the pages are grouped anew; nothing is deleted:
undoing one marks it as undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePath

from msgspec import structs

from tellings.errors import StoryError
from tellings.library import Library
from tellings.model import ArticleRef, Correction, CorrectionKind, Explanation, Member, Source, Story, refs

SHORTEST = 4
"""Characters from which the beginning of an id may stand for it."""

HOLDS = "`tellings stories --json` lists the pages of each story"


def explain(library: Library, stories: Sequence[Story], story: str, document: str) -> Explanation:
    """Return what ties a page (id, file or address) to a story. Raises StoryError where it is not in it."""
    found = find_story(stories, story)
    members = _matching(found, _sources(library, found), document)
    if not members:
        raise StoryError(f"the story does not hold the page {document!r}", where=found.id, hint=HOLDS)
    member = members[0]
    outside = [member.nearest_outside] if member.nearest_outside else []
    spoken = sorted({member.id, *(t.document for t in (*member.ties, *outside))})
    key = (member.id, member.part)
    touching = [c for c in library.store.guidance().standing if key in {r.key for r in (*c.articles, *c.joins, *c.leaves)}]
    return Explanation(
        story=found.id, title=found.title, pages=found.counts.pages, member=member, chain=found.chain,
        corrections=tuple(touching), sources=library.sources(spoken),
    )  # fmt: skip


def merge(library: Library, stories: Sequence[Story], one: str, other: str, *, note: str | None = None) -> Correction:
    """Record that two stories are one. Raises StoryError."""
    a, b = find_story(stories, one), find_story(stories, other)
    if a.id == b.id:
        raise StoryError("both names are of one story", where=a.id, hint="name two stories")
    return _record(library, "merge", (a.id, b.id), _refs(a) + _refs(b), note=note)


def split(
    library: Library, stories: Sequence[Story], story: str, documents: Sequence[str], *, note: str | None = None
) -> Correction:
    """Record that pages of a story tell another one together. Raises StoryError."""
    found = find_story(stories, story)
    own = _picked(library, found, documents)
    rest = tuple(r for r in _refs(found) if r not in own)
    if not rest:
        raise StoryError("nothing would be left of the story", where=found.id, hint="leave at least one page")
    return _record(library, "split", (found.id,), own, leaves=rest, note=note)


def move(library: Library, stories: Sequence[Story], document: str, into: str, *, note: str | None = None) -> Correction:
    """Record that a page tells another story than the one it was put in. Raises StoryError."""
    target = find_story(stories, into)
    holders = [s for s in stories if s.id != target.id and _matching(s, _sources(library, s), document)]
    if not holders:
        raise StoryError(f"no other story holds the page {document!r}", where=target.id, hint=HOLDS)
    if len(holders) > 1:
        raise StoryError(f"{document!r} names pages of {len(holders)} stories", hint="give the page's whole id or file name")
    own = _picked(library, holders[0], [document])
    rest = tuple(r for r in _refs(holders[0]) if r not in own)
    return _record(library, "move", (holders[0].id, target.id), own, joins=_refs(target), leaves=rest, note=note)


def undo(library: Library, number: int) -> Correction:
    """Mark a correction as undone. Raises StoryError where there is none of that number, or it was undone before."""
    found = next((c for c in library.store.guidance().corrections if c.number == number), None)
    if found is None:
        raise StoryError(f"no correction {number}", hint="`tellings corrections` lists them")
    if found.undone is not None:
        raise StoryError(f"correction {number} was undone before", why=found.undone)
    undone = structs.replace(found, undone=_now())
    library.store.put_correction(undone)
    return undone


def find_story(stories: Sequence[Story], name: str) -> Story:
    """Return the story of an id, of a former one, or of the beginning of one. Raises StoryError."""
    exact = [s for s in stories if name == s.id or name in s.former]
    found = exact or [s for s in stories if len(name) >= SHORTEST and any(i.startswith(name) for i in (s.id, *s.former))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise StoryError(f"no story {name!r}", hint="`tellings stories` prints each story's id")
    raise StoryError(f"{name!r} begins the ids of {len(found)} stories", hint="give more of the id")


def kept_story(library: Library, name: str) -> Story:
    """Return a kept story by its id, a former one, or the beginning of one. Raises StoryError."""
    exact = library.story(name)
    if exact is not None:
        return exact
    begun = [i for i in library.store.story_ids() if len(name) >= SHORTEST and i.startswith(name)]
    found = library.story(begun[0]) if len(begun) == 1 else None
    if found is not None:
        return found
    if begun:
        raise StoryError(f"{name!r} begins the ids of {len(begun)} stories", hint="give more of the id")
    raise StoryError(f"no story {name!r}", hint="`tellings stories` prints each story's id")


def _record(
    library: Library, kind: CorrectionKind, stories: tuple[str, ...], articles: tuple[ArticleRef, ...], *,
    joins: tuple[ArticleRef, ...] = (), leaves: tuple[ArticleRef, ...] = (), note: str | None = None,
) -> Correction:  # fmt: skip
    number = max((c.number for c in library.store.guidance().corrections), default=0) + 1
    made = Correction(
        number=number, kind=kind, stories=stories, articles=articles, joins=joins, leaves=leaves, made=_now(), note=note
    )
    library.store.put_correction(made)
    return made


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _refs(story: Story) -> tuple[ArticleRef, ...]:
    return refs([(m.id, m.part) for m in story.documents if m.version_of is None])


def _sources(library: Library, story: Story) -> dict[str, Source]:
    return {a.id: a.document.source for a in library.analyses(list(dict.fromkeys(m.id for m in story.documents)))}


def _matching(story: Story, sources: Mapping[str, Source], name: str) -> list[Member]:
    """Return the story's articles that a name means: a whole id, file or address; else the beginning of an id."""
    own = [m for m in story.documents if m.version_of is None]

    def names(member: Member) -> set[str]:
        source = sources.get(member.id)
        path = source.path if source else None
        given = {member.id, path or "", PurePath(path).name if path else "", (source.url if source else None) or ""}
        return given | {f"{one}#{member.part}" for one in given}

    exact = [m for m in own if name in names(m)]
    return exact or [m for m in own if len(name) >= SHORTEST and m.id.startswith(name)]


def _picked(library: Library, story: Story, documents: Sequence[str]) -> tuple[ArticleRef, ...]:
    sources = _sources(library, story)
    found: list[tuple[str, int]] = []
    for name in documents:
        members = _matching(story, sources, name)
        if not members:
            raise StoryError(f"the story does not hold the page {name!r}", where=story.id, hint=HOLDS)
        if len({m.id for m in members}) > 1:
            raise StoryError(
                f"{name!r} names {len(members)} pages of the story", where=story.id, hint="give the whole id or file name"
            )
        found += [(m.id, m.part) for m in members]
    return refs(list(dict.fromkeys(found)))
