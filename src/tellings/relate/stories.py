"""Stories: which articles tell of the same happening.

Articles are compared by words, names, numbers, dense vectors and days; a pair's chance of telling one story comes from a
trained score; a tree of average links over those chances is cut where its branches cease to be one story. What a person
corrected stands, and a story of an earlier run keeps its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from tellings.model import Accounts, Article, Copy, Group, Guidance
from tellings.model.grouping import Known
from tellings.relate.stories_across import across_languages, languages_of
from tellings.relate.stories_chain import chains_of
from tellings.relate.stories_cluster import clusters, scored
from tellings.relate.stories_corrections import Between, corrected
from tellings.relate.stories_members import Placed, Shares, members_of, shares_of
from tellings.relate.stories_names import former_names, names_of
from tellings.relate.stories_page import with_page
from tellings.relate.stories_pairs import Pairs, pairs_of
from tellings.relate.stories_score import fork_chances, pair_chances
from tellings.relate.stories_terms import terms_of
from tellings.relate.stories_why import Shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COPIED = 0.5
"""Share of a text that must be copied for the copy to tie it to its origin's story."""


def group_stories(articles: Sequence[Article], copies: Sequence[Copy], guidance: Guidance | None = None) -> tuple[Group, ...]:
    """Return the stories, in order of arrival; an article in no company is a story of one."""
    return groups_of(place(articles, copies, guidance), guidance)


def groups_of(placed: Placed | None, guidance: Guidance | None = None) -> tuple[Group, ...]:
    """Return the stories of articles that have their places; none where there are no articles."""
    if placed is None:
        return ()
    given, articles = guidance or Guidance(), placed.articles
    members = members_of(placed)
    of: dict[int, list[Article]] = {}
    for article, label in zip(articles, placed.labels, strict=True):
        of.setdefault(label, []).append(article)
    ids, became = names_of(list(of.values()), given.namings)
    former = former_names(given.namings, became, ids)
    chains = chains_of(placed.pairs, placed.labels, Shared(articles, placed.pairs.material.terms), ids)
    return tuple(
        Group(id=name, members=tuple(own), former=former.get(name, ()), chain=chain)
        for name, own, chain in zip(ids, members, chains, strict=True)
    )


def place(
    articles: Sequence[Article], copies: Sequence[Copy], guidance: Guidance | None = None, known: Known | None = None
) -> Placed | None:  # fmt: skip
    """Return the articles with the numbers of their stories, None without articles; `known` is the library they are from."""
    if not articles:
        return None
    language = languages_of([a.analysis.metadata.language for a in articles])
    pairs, chance = within_languages(pairs_of(articles, terms_of(articles, known), known), language)
    shares = _shares(articles, copies)
    labels = with_copies(clusters(pairs, chance, len(articles), fork_chances).tolist(), shares)
    labels, across = across_languages(articles, pairs, language, labels)
    labels, follows = with_page(labels, [a.document for a in articles], pairs, chance)
    labels, by = corrected(labels, articles, (guidance or Guidance()).standing, _nearness(pairs, chance))
    return Placed(articles, labels, pairs, chance, across=across, follows=follows, shares=shares, by=by)


def within_languages(pairs: Pairs, language: NDArray[np.int64]) -> tuple[Pairs, NDArray[np.float64]]:
    """Return the pairs, with all inside their components, and the chance of each to tell one story; none across languages."""
    import numpy as np

    def chances(pairs: Pairs) -> NDArray[np.float64]:
        return np.where(language[pairs.i] == language[pairs.j], pair_chances(pairs.features), 0.0)

    return scored(pairs, chances, len(language))


def _nearness(pairs: Pairs, chance: NDArray[np.float64]) -> Between:
    """Return how likely an article tells one story with others, on average."""

    @cache
    def known() -> Mapping[tuple[int, int], float]:
        ends = zip(pairs.i.tolist(), pairs.j.tolist(), strict=True)
        return dict(zip(ends, chance.tolist(), strict=True))

    def between(number: int, others: Sequence[int]) -> float:
        return sum(known().get((min(number, o), max(number, o)), 0.0) for o in others) / max(1, len(others))

    return between


def _shares(articles: Sequence[Article], copies: Sequence[Copy]) -> Shares:
    blocks = {a.document: tuple((b.start, b.end, b.part) for b in a.analysis.blocks) for a in articles}
    place = Accounts(part_at=blocks)
    return shares_of(articles, copies, [(place.article_at(c.origin), place.article_at(c.target)) for c in copies])


def with_copies(labels: list[int], shares: Shares) -> list[int]:
    """Return the labels with an article that stood alone put where the text that it mostly repeats is, and the reverse."""
    members: dict[int, list[int]] = {}
    for number, label in enumerate(labels):
        members.setdefault(label, []).append(number)
    found = list(labels)
    for (one, other), share in sorted(shares.items()):
        a, b = sorted((found[one], found[other]))
        if share >= COPIED and a != b and 1 in (len(members[a]), len(members[b])):
            for number in members[b]:
                found[number] = a
            members[a] += members.pop(b)
    return found
