"""Why an article is in its story, in words: the people, places, numbers, words and days that it shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tellings.model import Article
from tellings.relate.stories_terms import Terms, stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 6
"""Names, numbers or words told of a membership."""
FEW = 3
"""Names, numbers or words told of a tie to one other article."""
LEAST = 0.005
"""Product of two weights from which a word in common is worth telling."""
CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]*(?:['’][^\W\d_]+)?")
KINDS = {"person": "people", "place": "places", "country": "places", "organisation": "organisations"}


class Shared:
    """What articles have in common, in words that can be read."""

    def __init__(self, articles: Sequence[Article], terms: Terms) -> None:
        self.articles, self.terms = articles, terms
        self._called: dict[int, dict[str, tuple[str, str]]] = {}
        self._written: dict[int, dict[str, str]] = {}

    @cached_property
    def _numeric(self) -> NDArray[np.bool_]:
        import numpy as np

        return np.array([w[:1].isdigit() for w in self.terms.vocabulary], dtype=bool)

    def called(self, number: int) -> dict[str, tuple[str, str]]:
        """Return, for the stem of each word of an article's names, the whole name and its kind."""
        if number not in self._called:
            found: dict[str, tuple[str, str]] = {}
            for entity in self.articles[number].entities:
                kind = KINDS.get(entity.type, "names")
                for word in re.findall(r"[^\W\d_]+", entity.name):
                    if word[0].isupper():
                        found.setdefault(stem(word), (entity.name, kind))
            self._called[number] = found
        return self._called[number]

    def name(self, number: int, word: str) -> tuple[str, str]:
        """Return a stem as the article writes it, as part of a name that it knows, and the name's kind."""
        if word in self.called(number):
            return self.called(number)[word]
        if number not in self._written:
            capitals = CAPITAL.findall(self.articles[number].text)
            self._written[number] = {stem(form): form for form in reversed(capitals)}
        return self._written[number].get(word, word.capitalize()), "names"

    def names(self, one: int, other: int) -> tuple[str, ...]:
        """Return the weightiest names that two articles share."""
        return tuple(dict.fromkeys(self.name(one, w)[0] for w in self._common(self.terms.names, one, other)))

    def numbers(self, one: int, other: int) -> tuple[str, ...]:
        """Return the weightiest numbers that two articles share."""
        return tuple(w for w in self._common(self.terms.numbers, one, other) if len(w) > 1)

    def words(self, one: int, other: int) -> tuple[str, ...]:
        """Return the weightiest other words that two articles share."""
        named = set(self.called(one)) | set(self._common(self.terms.names, one, other))
        return tuple(w for w in self._common(self.terms.all, one, other, 2 * FEW) if w not in named)[:FEW]

    def _common(self, matrix: Any, one: int, other: int, most: int = FEW) -> list[str]:
        import numpy as np

        a, b = (slice(matrix.indptr[n], matrix.indptr[n + 1]) for n in (one, other))
        both, left, right = np.intersect1d(matrix.indices[a], matrix.indices[b], assume_unique=True, return_indices=True)
        weight = matrix.data[a][left] * matrix.data[b][right]
        return [self.terms.vocabulary[both[k]] for k in np.argsort(-weight, kind="stable")[:most] if weight[k] > LEAST]

    def with_story(self, kind: str, number: int, sums: NDArray[np.float32]) -> list[str]:
        """Return the weightiest words of a kind that an article shares with a story, given the story's sums."""
        import numpy as np

        matrix = getattr(self.terms, kind)
        own = slice(matrix.indptr[number], matrix.indptr[number + 1])
        columns, values = matrix.indices[own], matrix.data[own]
        weight = values * (sums[columns] - values)
        best = np.argsort(-weight, kind="stable")[:MOST]
        return [self.terms.vocabulary[columns[k]] for k in best if weight[k] > LEAST]


def reasons(shared: Shared, members: Sequence[int], days: NDArray[np.float32]) -> list[tuple[str, ...]]:
    """Return, for each member of a story, what it shares with the others."""
    sums = {kind: _sums(getattr(shared.terms, kind), members) for kind in ("names", "numbers", "all")}
    told = [_days_told(shared.articles[m]) for m in members]
    on = Counter(day for own in told for day in own)
    found = []
    for member, own in zip(members, told, strict=True):
        said = _names(shared, member, sums["names"])
        numbers = [w for w in shared.with_story("numbers", member, sums["numbers"]) if len(w) > 1]
        if numbers:
            said.append("numbers in common: " + ", ".join(numbers))
        known = {*shared.called(member), *shared.with_story("names", member, sums["names"]), *numbers}
        words = [w for w in shared.with_story("all", member, sums["all"]) if w not in known]
        if words:
            said.append("words in common: " + ", ".join(words))
        days_shared = sorted((d for d in own if on[d] > 1), key=lambda d: (-on[d], d))[:2]
        if days_shared:
            said.append("days told in common: " + ", ".join(days_shared))
        found.append((*said, *_published(member, members, days)))
    return found


def _sums(matrix: Any, members: Sequence[int]) -> NDArray[np.float32]:
    import numpy as np

    sums: NDArray[np.float32] = np.asarray(matrix[np.asarray(members)].sum(axis=0)).ravel()
    return sums


def _names(shared: Shared, member: int, sums: NDArray[np.float32]) -> list[str]:
    by_kind: dict[str, list[str]] = {}
    for word in shared.with_story("names", member, sums):
        name, kind = shared.name(member, word)
        by_kind.setdefault(kind, []).append(name)
    order = [k for k in ("people", "places", "organisations", "names") if k in by_kind]
    return [f"{kind} in common: " + ", ".join(dict.fromkeys(by_kind[kind])) for kind in order]


def _days_told(article: Article) -> set[str]:
    """Return the single days that an article tells of."""
    return {t.first_day for t in article.times if t.type == "DATE" and t.first_day and t.first_day == t.last_day}


def _published(member: int, members: Sequence[int], days: NDArray[np.float32]) -> list[str]:
    import numpy as np

    others = np.array([days[m] for m in members if m != member], dtype=np.float32)
    if np.isnan(days[member]) or np.isnan(others).all():
        return []
    gap = int(np.nanmin(np.abs(others - days[member])))
    near = "the same day as" if gap == 0 else "one day from" if gap == 1 else f"{gap} days from"
    return [f"published {near} another page"]
