"""Independent accounts: copies folded, wire origins counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tellings.model import Accounts, Article, ArticleKey, Comparison, Copy, Counts, Fact, Passage, Value
from tellings.relate.copies_direction import agency_of

MOSTLY = 0.5
"""Share of a text that must be another's for the whole to belong to that one's account."""
SAME = 0.9
"""Share of both texts that must be common for the two to be one text."""


class _Joined:
    """Disjoint sets of articles; the first in order gives the set its name."""

    def __init__(self, keys: Iterable[ArticleKey]) -> None:
        self.parent = {key: key for key in keys}
        self.order = {key: i for i, key in enumerate(self.parent)}

    def find(self, key: ArticleKey) -> ArticleKey:
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, one: ArticleKey, other: ArticleKey) -> None:
        a, b = self.find(one), self.find(other)
        low, high = (a, b) if self.order[a] <= self.order[b] else (b, a)
        self.parent[high] = low

    def names(self) -> dict[ArticleKey, str]:
        """Return the name of each article's set."""
        return {key: "/".join(map(str, self.find(key))) for key in self.parent}


def fold_accounts(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Accounts, Counts]:
    """Return who is an independent account, and the story's counts.

    One account: a text and what mostly copies it, the pages of one outlet, the parts of one page unless a part is another
    outlet's, and pages that credit one agency as their author.
    """
    by_key = {a.key: a for a in articles}
    bare = Accounts(copies=tuple(copies), part_at={a.document: _parts(a) for a in articles})
    shared = _shared(by_key, bare)
    texts, accounts = _Joined(by_key), _Joined(by_key)
    for (one, other), (of_one, of_other) in shared.items():
        if min(of_one, of_other) >= SAME:
            texts.join(one, other)
        if max(of_one, of_other) >= MOSTLY:
            accounts.join(one, other)
    agencies = {key: agency_of(a) for key, a in by_key.items()}
    for one, other in _of_one_page(articles):
        texts.join(one, other)
        accounts.join(one, other)
    _join_alike(accounts, by_key, agencies)
    account_of, text_of = accounts.names(), texts.names()
    origins_of = _origins(by_key, agencies, shared, bare)
    found = Accounts(account_of=account_of, copies=bare.copies, part_at=bare.part_at, text_of=text_of, origins_of=origins_of)
    counts = Counts(
        pages=len({a.document for a in articles}), texts=len(set(text_of.values())), accounts=len(set(account_of.values())),
        origins=len(frozenset[str]().union(*origins_of.values())),
    )  # fmt: skip
    return found, counts


def count_facts(comparison: Comparison, accounts: Accounts) -> Comparison:
    """Return the comparison with the counts of every value: pages, texts, accounts and origins of its evidence."""

    def counted(facts: Sequence[Fact]) -> tuple[Fact, ...]:
        return tuple(
            replace(f, values=tuple(replace(v, counts=accounts.counts(_passages(v))) for v in f.values)) for f in facts
        )

    agreed, differing, single = (counted(f) for f in (comparison.agreed, comparison.differing, comparison.single))
    return replace(comparison, agreed=agreed, differing=differing, single=single)


def _passages(value: Value) -> list[Passage]:
    return [Passage(document=c.document, start=c.start, end=c.end) for c in value.evidence]


def _parts(article: Article) -> tuple[tuple[int, int, int], ...]:
    return tuple((b.start, b.end, b.part) for b in article.analysis.blocks)


def _shared(by_key: dict[ArticleKey, Article], accounts: Accounts) -> dict[tuple[ArticleKey, ArticleKey], tuple[float, float]]:
    """Return, for each two articles with copies between them, the share of either's main text that is common."""
    places: dict[tuple[ArticleKey, ArticleKey], list[Copy]] = {}
    for copy in accounts.copies:
        pair = accounts.article_at(copy.origin), accounts.article_at(copy.target)
        if pair[0] in by_key and pair[1] in by_key and pair[0] != pair[1]:
            places.setdefault(pair, []).append(copy)
    return {
        pair: (_covered(by_key[pair[0]], [c.origin for c in own]), _covered(by_key[pair[1]], [c.target for c in own]))
        for pair, own in places.items()
    }


def _covered(article: Article, places: Sequence[Passage]) -> float:
    """Return the share of the article's main text that the places cover together."""
    blocks = article.main_blocks or article.blocks
    total = covered = 0
    for block in blocks:
        total += block.length
        at = block.start
        for place in sorted(places, key=lambda p: p.start):
            low, high = max(at, place.start), min(block.end, place.end)
            if high > low:
                covered += high - low
                at = high
    return covered / max(1, total)


def _of_one_page(articles: Sequence[Article]) -> Iterable[tuple[ArticleKey, ArticleKey]]:
    """Yield the articles that are one page's own, each with the first: a live blog and its entries are one text."""
    first: dict[str, ArticleKey] = {}
    for article in articles:
        if _is_the_page_s(article):
            yield first.setdefault(article.document, article.key), article.key


def _is_the_page_s(article: Article) -> bool:
    """Tell whether a part is the page's own, such as an entry of a live blog, and not another's article pasted in."""
    page = Article(article.analysis)
    if article.part == 0:
        return True
    if article.outlet:
        return article.outlet == page.outlet
    return not article.authors or article.authors == page.authors


def _join_alike(accounts: _Joined, by_key: dict[ArticleKey, Article], agencies: dict[ArticleKey, str | None]) -> None:
    owners: dict[str, ArticleKey] = {}
    for key, article in by_key.items():
        for name in _owners(article, agencies[key]):
            accounts.join(owners.setdefault(name, key), key)


def _owners(article: Article, agency: str | None) -> Iterable[str]:
    """Yield the names whose text the article is: its outlet, and an agency that stands as its author."""
    if article.outlet:
        yield article.outlet.casefold()
    if agency and any(agency.casefold() in author.casefold() for author in article.authors):
        yield agency.casefold()


def _origins(
    by_key: dict[ArticleKey, Article], agencies: dict[ArticleKey, str | None],
    shared: dict[tuple[ArticleKey, ArticleKey], tuple[float, float]], accounts: Accounts,
) -> dict[ArticleKey, frozenset[str]]:  # fmt: skip
    """Return where each text comes from: agencies and outlets that are named, and one for each text shared unowned."""
    found: dict[ArticleKey, set[str]] = {key: set() for key in by_key}
    credited = {author.casefold() for a in by_key.values() for author in a.authors}
    for key, article in by_key.items():
        agency, outlet = agencies[key], (article.outlet or "").casefold()
        if agency:
            found[key].add(agency.casefold())
        elif outlet and outlet in credited:
            found[key].add(outlet)
    unowned = _Joined(by_key)
    for copy in accounts.copies:
        one, other = accounts.article_at(copy.origin), accounts.article_at(copy.target)
        if copy.common_origin and (one, other) in shared and not found[one] and not found[other]:
            unowned.join(one, other)
    joined = unowned.names()
    alone = {name for name, number in Counter(joined.values()).items() if number == 1}
    for key, name in joined.items():
        if name not in alone:
            found[key].add(f"unnamed {name}")
    return {key: frozenset(names) for key, names in found.items()}
