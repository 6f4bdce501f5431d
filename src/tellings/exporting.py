"""What an export takes from a library: its pages and stories, those of one story, or those since a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import overload

from msgspec import structs

from tellings.curation import find_story
from tellings.export.commenters import without_commenters
from tellings.export.selection import Options, Selection
from tellings.library import Library
from tellings.model import Cite, Hits, Story
from tellings.telling import news


class KeptStories(Sequence[Story]):
    """Stories of a library by id, read one at a time; those that are no more are passed over."""

    def __init__(self, ids: Sequence[str], read: Callable[[str], Story | None]) -> None:
        self._ids, self._read = ids, read

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Story]:
        return (story for name in self._ids if (story := self._read(name)) is not None)

    @overload
    def __getitem__(self, index: int) -> Story: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Story]: ...
    def __getitem__(self, index: int | slice) -> Story | Sequence[Story]:
        if isinstance(index, slice):
            return KeptStories(self._ids[index], self._read)
        story = self._read(self._ids[index])
        if story is None:
            raise IndexError(index)
        return story


def stories_holding(library: Library, documents: Sequence[str]) -> Iterator[Story]:
    """Yield the stories that hold some pages, or the pages that took their places."""
    store = library.store
    held = dict.fromkeys([*documents, *store.newer_of(documents).values()])
    for name in dict.fromkeys(story for document in held for story in store.stories_of(document)):
        story = library.story(name)
        if story is not None:
            yield story


def options(*, with_commenters: bool = False, base: str | None = None, made: str | None = None) -> Options:
    """Return the options of an export that is made now, or of what last changed at a known moment."""
    made = made or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Options(made=made, base=base, with_commenters=with_commenters)


def nameless(library: Library, hits: Hits) -> Hits:
    """Return hits whose passages hold no names of commenters; a search inside comments may find some."""
    if "in:" not in hits.query.casefold():
        return hits
    cited = list(dict.fromkeys(c.document for h in hits.hits for c in h.passages))
    texts = {a.id: without_commenters(a).text for a in library.analyses(cited)}
    return structs.replace(hits, hits=tuple(structs.replace(h, passages=_bare(h.passages, texts)) for h in hits.hits))


def _bare(passages: Sequence[Cite], texts: Mapping[str, str]) -> tuple[Cite, ...]:
    return tuple(structs.replace(c, text=c.span.of(texts[c.document])) for c in passages if c.document in texts)


def select(
    library: Library, stories: Sequence[Story], documents: Sequence[str], *, story: str | None = None,
    since: datetime | None = None, how: Options | None = None,
) -> Selection:  # fmt: skip
    """Return what is to be written: all, one story with its pages, or the stories that have pages since a time.

    Of stories since a time all pages are taken, so that they are told whole. Raises StoryError where there is no such story.
    """
    chosen: Sequence[Story] = (find_story(stories, story),) if story else stories
    if since is not None:
        chosen = [s for s in chosen if news(s, library.analyses([m.id for m in s.documents]), since).pages]
    if story or since is not None:
        documents = list(dict.fromkeys(m.id for s in chosen for m in s.documents))
    return Selection(documents, chosen, library.analyses, options=how or options())
