"""What is new in a story since a given time."""

from __future__ import annotations

from typing import Literal

from tellings.model.spans import Record
from tellings.model.stories import Fact

NewsKind = Literal["new", "changed", "confirmed"]


class NewPage(Record, frozen=True):
    """A page that appeared since; `account_of` is the first page of its account, null where it is a new independent one."""

    document: str
    part: int = 0
    moment: str | None = None
    account_of: str | None = None


class NewFact(Record, frozen=True):
    """A fact that is new, has values that are new (`fresh`: their indices), or that a further account now tells."""

    kind: NewsKind
    fact: Fact
    fresh: tuple[int, ...] = ()


class News(Record, frozen=True):
    """What is new in a story since a time; `undated` pages may be old or new."""

    story: str
    title: str | None
    since: str
    pages: tuple[NewPage, ...] = ()
    facts: tuple[NewFact, ...] = ()
    undated: tuple[str, ...] = ()
