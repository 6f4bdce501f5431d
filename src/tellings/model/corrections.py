"""What a person corrected in the grouping, and how stories are called from one run to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import structs

from tellings.model.spans import Record
from tellings.model.stories import Chained, Group, Member

CorrectionKind = Literal["merge", "split", "move"]


class ArticleRef(Record, frozen=True):
    """An article by its document's id and its part."""

    document: str
    part: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """Return what names the article."""
        return self.document, self.part


class Correction(Record, frozen=True):
    """One decision of a person about which articles tell one story; it holds however the pages are grouped anew.

    `articles` are what was handled. They are put with the story that holds most of `joins` (for a merge: with one
    another) and never left with `leaves`. `stories` are the ids as they were called then; `undone` is when it was undone.
    """

    number: int
    kind: CorrectionKind
    stories: tuple[str, ...]
    articles: tuple[ArticleRef, ...]
    joins: tuple[ArticleRef, ...] = ()
    leaves: tuple[ArticleRef, ...] = ()
    made: str | None = None
    note: str | None = None
    undone: str | None = None


class Naming(Record, frozen=True):
    """A story as an earlier run called it, with its articles; `became` is the story that took it in, where one did."""

    story: str
    articles: tuple[ArticleRef, ...] = ()
    became: str | None = None


class Guidance(Record, frozen=True):
    """What grouping must respect: a person's corrections in order, and the stories of earlier runs, the oldest first."""

    corrections: tuple[Correction, ...] = ()
    namings: tuple[Naming, ...] = ()

    @property
    def standing(self) -> tuple[Correction, ...]:
        """Return the corrections that were not undone."""
        return tuple(c for c in self.corrections if c.undone is None)

    def renamed(self, documents: Mapping[str, str]) -> Guidance:
        """Return the same of documents called otherwise, such as the newest reading of a page in place of an older one."""
        if not documents:
            return self

        def new(old: tuple[ArticleRef, ...]) -> tuple[ArticleRef, ...]:
            return tuple(structs.replace(r, document=documents.get(r.document, r.document)) for r in old)

        return Guidance(
            corrections=tuple(
                structs.replace(c, articles=new(c.articles), joins=new(c.joins), leaves=new(c.leaves)) for c in self.corrections
            ),
            namings=tuple(structs.replace(n, articles=new(n.articles)) for n in self.namings),
        )


class Explanation(Record, frozen=True):
    """Why an article is in its story; `sources` says what the pages that it speaks of are called."""

    story: str
    title: str | None
    pages: int
    member: Member
    sources: dict[str, str]
    chain: tuple[Chained, ...] = ()
    corrections: tuple[Correction, ...] = ()


def refs(keys: Sequence[tuple[str, int]]) -> tuple[ArticleRef, ...]:
    """Return article names as records, in order."""
    return tuple(ArticleRef(document=document, part=part) for document, part in sorted(keys))


def namings(groups: Sequence[Group]) -> tuple[Naming, ...]:
    """Return what the groups are called, with the former names that lead to them."""
    found = []
    for group in groups:
        found.append(Naming(story=group.id, articles=tuple(ArticleRef(document=m.id, part=m.part) for m in group.members)))
        found += [Naming(story=name, became=group.id) for name in group.former]
    return tuple(found)
