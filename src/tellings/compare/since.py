"""New since: the pages of a story that appeared after a time, and what they tell that nobody told before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tellings.model import Accounts, Article, Fact, NewFact, NewPage, News, Passage, Story, Value

DAY = 10
"""Characters of a moment that is known to the day."""


def new_since(story: Story, articles: Sequence[Article], accounts: Accounts, since: datetime) -> News:
    """Return the pages that appeared since a time and the facts that are new, changed, or told by a further account.

    A page's moment is that of its last change, else of its publication; one that is known to the day counts as new where
    the day is that of `since` or later. A moment without a zone is taken as UTC, and so is `since` itself.
    """
    moments = {a.key: moment_of(a) for a in articles}
    fresh = {key for key, moment in moments.items() if moment is not None and _later(moment, since)}
    undated = tuple(dict.fromkeys(a.document for a in articles if moments[a.key] is None))

    def new(passage: Passage) -> bool:
        return accounts.article_at(passage) in fresh

    facts = [f for f in (_fact(fact, new) for fact in _all(story)) if f is not None]
    ordered = sorted(articles, key=lambda a: (a.key in fresh, moments[a.key] or ""))
    return News(
        story=story.id, title=story.title, since=since.isoformat(), undated=undated,
        pages=tuple(_page(a, ordered, accounts, moments[a.key]) for a in ordered if a.key in fresh), facts=tuple(facts),
    )  # fmt: skip


def moment_of(article: Article) -> str | None:
    """Return the moment of an article's last change, else of its publication, where at least the day is known."""
    updated = article.analysis.metadata.updated if article.part == 0 else None
    told = updated or article.published
    return told.value if told and told.day else None


def _later(moment: str, since: datetime) -> bool:
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        found = datetime.fromisoformat(moment[:DAY])
        moment = moment[:DAY]
    if len(moment) == DAY:
        return found.date() >= since.date()
    return _zoned(found) >= _zoned(since)


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _page(article: Article, ordered: Sequence[Article], accounts: Accounts, moment: str | None) -> NewPage:
    """Return a page with the first one of its account, where that is another."""
    own = accounts.account_of.get(article.key)
    first = next(a for a in ordered if a is article or accounts.account_of.get(a.key) == own)
    known = first.document if first is not article else None
    return NewPage(document=article.document, part=article.part, moment=moment, account_of=known)


def _all(story: Story) -> tuple[Fact, ...]:
    return story.comparison.differing + story.comparison.agreed + story.comparison.single


def _fact(fact: Fact, new: Callable[[Passage], bool]) -> NewFact | None:
    """Return what is new about a fact: all of it, some of its values, or a further account of one value."""
    told = [[new(c) for c in v.evidence] for v in fact.values]
    if all(all(own) for own in told):
        return NewFact(kind="new", fact=fact)
    fresh = tuple(n for n, own in enumerate(told) if all(own))
    if fresh:
        return NewFact(kind="changed", fact=fact, fresh=fresh)
    confirmed = len(fact.values) == 1 and fact.values[0].accounts > 1 and _one_before(fact.values[0], told[0])
    return NewFact(kind="confirmed", fact=fact) if confirmed else None


def _one_before(value: Value, fresh: Sequence[bool]) -> bool:
    """Tell whether one page alone gave the value before."""
    before = {c.document for c, is_new in zip(value.evidence, fresh, strict=True) if not is_new}
    return len(before) == 1 and any(fresh)
