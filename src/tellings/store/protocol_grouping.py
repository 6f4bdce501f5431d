"""The part of the store's protocol that puts pages into stories as they come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from tellings.model import ArticleKey, Correction, Guidance, Story
from tellings.model.grouping import Near, Trace


class GroupingStore(Protocol):
    """Knows which pages are not in stories yet, and what is needed to put them there."""

    def unplaced(self) -> list[str]:
        """Return the documents that are in no story yet, or must be put into one anew, in order of arrival."""

    def misplace(self, documents: Collection[str], /) -> None:
        """Have documents put into stories anew."""

    def settled(self, documents: Collection[str] | None = None, /) -> None:
        """Take documents (default: all) out of those that wait."""

    def placed_articles(self) -> int:
        """Return how many articles have a trace."""

    def note(self, name: str, value: str | None = None, /) -> str | None:
        """Return what is noted under a name; with a value, note that."""

    def clear_traces(self) -> None:
        """Forget all traces and frequencies, before all articles are grouped anew."""

    def put_traces(self, traces: Iterable[Trace], days: Mapping[ArticleKey, str | None], crowd: int, /) -> None:
        """Keep traces in place of what was kept of the articles; a word in more than `crowd` articles is no key."""

    def count_words(self, held: Iterable[tuple[frozenset[str], str | None]], /, *, sign: int = 1) -> None:
        """Count articles, given the words and the language of each, into the frequencies; out of them where sign is -1."""

    def frequencies(self, words: Collection[str], /) -> dict[str, int]:
        """Return how many grouped articles hold each of some words."""

    def language_counts(self) -> dict[str, int]:
        """Return how many grouped articles there are of each language."""

    def near(self, keys: Mapping[str, float], /) -> list[Near]:
        """Return the grouped articles that have words of the keys among their own, with the sum of the weights' products."""

    def standing(self, documents: Collection[str], /) -> dict[ArticleKey, tuple[float, float]]:
        """Return the standing of the articles of documents, as their traces have it."""

    def linked(self, keys: Collection[ArticleKey], least: float, /) -> set[ArticleKey]:
        """Return the articles that may tell one story with some, with at least a chance."""

    def mates(self, keys: Collection[ArticleKey], /) -> tuple[set[str], set[ArticleKey]]:
        """Return the stories that articles are in, and all articles of those stories."""

    def guidance_of(self, stories: Collection[str], corrections: Sequence[Correction], /) -> Guidance:
        """Return the corrections with the names of some stories alone."""

    def hand_down(self, document: str, name: str, /) -> None:
        """Let the articles of a document have the stories of one that it takes the place of."""

    def names_taken(self, names: Collection[str], /) -> set[str]:
        """Return those names that a story bears or bore."""

    def supersede(self, newer: Mapping[str, str | None], /) -> None:
        """Note which documents have a newer reading; None for one that has none any more."""

    def newer_of(self, documents: Collection[str], /) -> dict[str, str]:
        """Return the newest reading of those documents that have a newer one."""

    def in_order(self, documents: Collection[str], /) -> list[str]:
        """Return documents in order of arrival."""

    def corrections(self) -> tuple[Correction, ...]:
        """Return a person's corrections in order."""

    def same_addresses(self, documents: Collection[str], /) -> set[str]:
        """Return all documents that answer to an address of some documents, these among them."""

    def shared_addresses(self) -> set[str]:
        """Return all documents that answer to an address of another one."""

    def states(self, documents: Sequence[str], /) -> dict[str, str]:
        """Return what names the present state of documents: their pages and every layer."""

    def arrivals(self, numbers: Sequence[int], /) -> dict[int, ArticleKey]:
        """Return the articles of some numbers, by number."""

    def put_some(self, stories: Mapping[str, tuple[Story, str]], gone: Sequence[str], /) -> None:
        """Keep stories, each with what names what it was made from, and take out those that are no more."""

    def made(self, name: str, /) -> tuple[Story, str | None] | None:
        """Return a kept story and what names what it was made from."""

    def latest(self) -> list[str]:
        """Return the ids of all kept stories, the one with the latest page first; those without a day last."""

    def story_ids(self) -> list[str]:
        """Return the ids of all kept stories."""
