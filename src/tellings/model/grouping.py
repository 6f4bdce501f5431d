"""What is kept of articles so that those that come in later are put into stories without grouping all anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.model.material import ArticleKey
from tellings.model.spans import Record


class Trace(Record, frozen=True):
    """One grouped article: its blocking keys (words by weight), and how near its nearest candidate and its candidates are.

    `pairs` are the articles that it may tell one story with, each with the chance of that.
    """

    document: str
    part: int
    keys: tuple[tuple[str, float], ...]
    best: float
    usual: float
    pairs: tuple[tuple[str, int, float], ...] = ()


class Near(Record, frozen=True):
    """A kept article that shares blocking keys with one that came in: what both weigh together, and its day."""

    document: str
    part: int
    likeness: float
    day: str | None


@dataclass(frozen=True)
class Known:
    """A library as the grouping of a few of its articles must know it.

    `documents` counts its articles and `seen` those that hold each of some words, the articles at hand among them;
    `languages` counts articles by language, `rare_from` is the weight from which a word is rare; `standing` gives the
    likeness of an article's nearest candidate, and the mean over its candidates.
    """

    documents: int
    seen: Callable[[Sequence[str]], Sequence[int]]
    languages: Mapping[str, int] = field(default_factory=dict)
    rare_from: float | None = None
    standing: Mapping[ArticleKey, tuple[float, float]] = field(default_factory=dict)
