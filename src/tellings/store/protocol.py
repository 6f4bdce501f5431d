"""What a store is: few, idempotent methods. It knows records and recipes, never a stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from tellings.model import Analysis, Copy, Correction, Failure, Guidance, Layer, Metadata, Naming, Page, Record, Story
from tellings.model.copying import Arrival, Posting
from tellings.store.asking import Asked
from tellings.store.feeds import FeedStore
from tellings.store.hooks import HookStore
from tellings.store.protocol_access import AccessStore, AmendmentStore, ShelfStore
from tellings.store.protocol_grouping import GroupingStore


class Entry(Record, frozen=True):
    """One page with what became of it."""

    page: Page
    result: Analysis | Failure


class Found(Record, frozen=True):
    """What answers a query: an article, or the quote, event or comment of that number in it."""

    article: int
    kind: str
    document: str
    part: int
    title: str | None
    source: str | None
    published: str | None
    story: str | None
    number: int | None
    first: int | None
    last: int | None
    speaker: str | None
    type: str | None
    score: float


class Store(GroupingStore, ShelfStore, AccessStore, AmendmentStore, FeedStore, HookStore, Protocol):
    """Keeps pages, layers, failures and stories. Writing twice is writing once; a `put` is whole or not at all."""

    def put(self, entries: Sequence[Entry], recipes: Mapping[str, str], /) -> None:
        """Keep pages with their layers or failures; layers with a `human:` recipe are never overwritten."""

    def put_layer(self, document: str, layer: Layer, /) -> None:
        """Replace one layer, such as a person's correction."""

    def rename(self, document: str, name: str, /) -> None:
        """Give a kept page another id, its layers with it; where the name is taken, what it named is replaced."""

    def finished(self, pages: Iterable[Page], recipes: Mapping[str, str], /) -> set[str]:
        """Return the ids of those pages that are unchanged and whose every layer (or failure) has the given recipes."""

    def pages(self, ids: Sequence[str] | None = None, /) -> Iterator[Page]:
        """Yield the kept pages, all in order of arrival or those asked for in the order asked."""

    def analyses(self, ids: Sequence[str] | None = None, kinds: Collection[str] | None = None, /) -> Iterator[Analysis]:
        """Yield the kept analyses, all in order of arrival or those asked for in the order asked.

        Where `kinds` are named, the other layers are left empty: they are not read.
        """

    def metadata(self) -> Iterator[tuple[str, Metadata]]:
        """Yield id and metadata of every kept document, in order of arrival, without reading anything else."""

    def are_all(self, ids: Collection[str], /) -> bool:
        """Tell whether some documents are all that are kept, but for older readings of pages under a name that says so."""

    def document_ids(self) -> list[str]:
        """Return the ids of all kept documents, in order of arrival."""

    def failures(self, ids: Sequence[str] | None = None, /) -> Iterator[Failure]:
        """Yield the failures of pages that have no analysis, likewise."""

    def put_stories(self, stories: Sequence[Story], key: str, /) -> None:
        """Replace all stories; `key` names what they were made from."""

    def stories(self, key: str | None = None, /) -> tuple[Story, ...] | None:
        """Return the stories, or None where a key is given and they were made from something else."""

    def story(self, name: str, /) -> Story | None:
        """Return the story of an id, or the one that took it in; None where there is none."""

    def remove(self, ids: Sequence[str], /) -> list[str]:
        """Take pages out with all that was said about them; return the ids of those that were there."""

    def backup(self, path: Path, /) -> None:
        """Write the whole library, as it is at one moment, to a new file; others may write meanwhile. Raises StoreError."""

    def guidance(self) -> Guidance:
        """Return a person's corrections in order, and the stories of earlier runs, the oldest first."""

    def put_correction(self, correction: Correction, /) -> None:
        """Keep a correction, or replace the one of that number."""

    def put_names(self, namings: Sequence[Naming], /) -> None:
        """Keep what stories are called; an article of an earlier run that is not named keeps its story."""

    def unsearched(self, recipe: str, /) -> list[str]:
        """Return the documents whose copies have not been looked for under the recipe, in order of arrival."""

    def postings(self, keys: Iterable[int], /) -> list[Posting]:
        """Return the articles under each key, the first to arrive first, of a crowd the first alone."""

    def put_arrivals(self, arrivals: Sequence[Arrival], /) -> None:
        """Keep what came in with pages, in place of what was kept of them; the pages are searched then."""

    def transaction(self) -> AbstractContextManager[object]:
        """Run a block whole or not at all; one inside another is part of the outer one."""

    def copies(self, touching: Sequence[str] | None = None, /) -> Iterator[Copy]:
        """Yield every copy that was found (or those that touch some documents), by the pages' order of arrival."""

    def unindexed(self, limit: int, /) -> list[str]:
        """Return documents that searches do not find yet, or not as they should; at most so many."""

    def index(self, analyses: Iterable[Analysis], /) -> None:
        """Write what searches find of documents; a `put` does so by itself."""

    def find(self, asked: Asked, kind: str, limit: int, /) -> list[Found]:
        """Return the pages, quotes, events or comments that answer a query, the best first; without words, the newest."""

    def those(self, asked: Asked | None, articles: Sequence[int], /) -> list[Found]:
        """Return, of articles by number, those that answer a query, in the order given."""

    def titles(self, stories: Sequence[str], /) -> dict[str, tuple[str | None, str | None, str | None]]:
        """Return title, first and last day of stories."""

    def vectors(self, after: int = 0, /) -> list[tuple[int, bytes]]:
        """Return number and dense vector (float16) of the articles that came after the one of a number, in order."""

    def nearest(self, vector: bytes, count: int, /) -> list[tuple[int, float]] | None:
        """Return number and cosine of the articles nearest to a vector (float16); None where the store has no index of them."""

    def close(self) -> None:
        """Release files; the store must not be used afterwards."""
