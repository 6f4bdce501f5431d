"""Stories and pages as several views need them: found by name, with only the layers that are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tellings.export.report_cites import Namer
from tellings.library import Library
from tellings.model import Analysis, Story
from tellings.web.addresses import slug
from tellings.web.asked import NotFound

READING: tuple[str, ...] = ("metadata", "blocks", "parts")
"""The layers that naming a passage needs."""


def found_story(library: Library, name: str) -> Story:
    """Return the story of an id, former ones included. Raises NotFound."""
    story = library.story(name)
    if story is None:
        raise NotFound(f"there is no story {name!r}", hint="it may have been taken out; the list of stories has them all")
    return story


def found_pages(library: Library, ids: Iterable[str], kinds: Collection[str] | None = READING) -> list[Analysis]:
    """Return the analyses of pages, each once, with the layers named."""
    return list(library.store.analyses(list(dict.fromkeys(ids)), kinds))


def found_page(library: Library, name: str, kinds: Collection[str] | None = None) -> Analysis:
    """Return the analysis of a page. Raises NotFound."""
    found = found_pages(library, [name], kinds)
    if not found:
        raise NotFound(f"there is no page {name!r}", hint="it may have been taken out; search for its title")
    return found[0]


class Names(Namer):
    """A namer whose anchors are addresses: the slug of the page's id."""

    def __init__(self, analyses: Iterable[Analysis]) -> None:
        super().__init__(list(analyses))
        self.anchors = {key: slug(key) for key in self.analyses}
