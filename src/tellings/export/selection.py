"""What an export writes: pages and stories of a library, read a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from tellings.export.commenters import without_commenters
from tellings.export.naming import Names, web_address
from tellings.model import Analysis, Article, ArticleKey, Passage, Record, Story, articles_of

AT_ONCE = 64
"""Pages that are in memory at once."""

Reader = Callable[[Sequence[str]], Iterable[Analysis]]
"""Gives the kept analyses of the ids asked for, in that order, leaving out those that it does not hold."""

Holding = Callable[[Sequence[str]], Iterable[Story]]
"""Gives the stories that hold some pages, older readings among them."""


class Options(Record, frozen=True):
    """How to write: `made` is the moment of the export (ISO 8601, UTC), `base` the address of a served library."""

    made: str
    base: str | None = None
    with_commenters: bool = False


class Place(NamedTuple):
    """The story of an article, and the newest reading of its page where this is an older one."""

    story: str | None = None
    version_of: str | None = None


class Label(NamedTuple):
    """What a line says of the page that it cites."""

    outlet: str | None
    name: str
    title: str | None
    published: str | None
    day: str | None
    url: str | None

    @property
    def shown(self) -> str:
        """Return the day as a reader wants it, "undated" where it is not known."""
        return self.day or self.published or "undated"


class Selection:
    """Pages by id, and the stories that they tell; `read` gives the pages' analyses.

    With `holding`, where pages stand is asked as they are read; without it, all stories are read before the first page.
    """

    def __init__(
        self, documents: Sequence[str], stories: Sequence[Story], read: Reader, *, options: Options,
        holding: Holding | None = None,
    ) -> None:  # fmt: skip
        self.documents, self.stories, self.options = documents, stories, options
        self.names = Names(options.base)
        self._read, self._holding = read, holding

    def pages(self) -> Iterator[Analysis]:
        """Yield the pages in order; few are in memory at once."""
        for some, _ in self.placed_pages():
            yield from some

    def placed_pages(self) -> Iterator[tuple[list[Analysis], Callable[[], Mapping[ArticleKey, Place]]]]:
        """Yield some pages at a time, in order, with what says where their articles stand."""
        remaining = iter(self.documents)
        while ids := list(islice(remaining, AT_ONCE)):
            yield list(self._analyses(ids)), partial(self._places_of, ids)

    def _places_of(self, ids: Sequence[str]) -> Mapping[ArticleKey, Place]:
        return self.places if self._holding is None else places_in(self._holding(ids))

    def of(self, story: Story) -> dict[str, Analysis]:
        """Return the pages of one story, and those beyond it that its copies and evidence cite."""
        cited = [d for c in story.copies for d in (c.origin.document, c.target.document)]
        ids = list(dict.fromkeys([*(m.id for m in story.documents), *cited]))
        return {a.id: a for a in self._analyses(ids)}

    def _analyses(self, ids: Sequence[str]) -> Iterator[Analysis]:
        kept = self._read(ids)
        yield from kept if self.options.with_commenters else map(without_commenters, kept)

    @cached_property
    def places(self) -> Mapping[ArticleKey, Place]:
        """Return where each article stands: its story, and the newest reading of its page where it is an older one."""
        return places_in(self.stories)


def places_in(stories: Iterable[Story]) -> dict[ArticleKey, Place]:
    """Return where the articles of stories stand."""
    return {(m.id, m.part): Place(s.id, m.version_of) for s in stories for m in s.documents}


class Labels:
    """Calls the pages of one story by outlet, title and day; knows which article a passage is in."""

    def __init__(self, analyses: Mapping[str, Analysis]) -> None:
        self.analyses = analyses
        self.articles: dict[ArticleKey, Article] = {a.key: a for x in analyses.values() for a in articles_of(x)}

    def article(self, passage: Passage) -> Article | None:
        """Return the article of a passage, or None where its page is not at hand."""
        analysis = self.analyses.get(passage.document)
        if analysis is None:
            return None
        part = next((b.part for b in analysis.blocks if b.start <= passage.start < b.end), 0)
        return self.articles.get((passage.document, part)) or self.articles[passage.document, 0]

    def of(self, passage: Passage) -> Label:
        """Return what a passage's page is called; unknown things are None."""
        article = self.article(passage)
        return label(article) if article else Label(None, passage.document, None, None, None, None)


def label(article: Article) -> Label:
    """Return what an article is called."""
    source, published = article.analysis.document.source, article.published
    own = PurePath(source.path).name if source.path else source.url or article.document
    return Label(
        outlet=article.outlet, name=article.outlet or own, title=article.title,
        published=published.shown if published else None, day=published.day if published else None,
        url=web_address(article.analysis),
    )  # fmt: skip
