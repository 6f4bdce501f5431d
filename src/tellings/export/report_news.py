"""What is new in a story as the report shows it: pages, and facts that are new, changed or confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.export.report_cites import Namer
from tellings.export.report_facts import FactRow, fact_row
from tellings.model import NewPage, News

BADGES = {"new": "New", "changed": "New value", "confirmed": "Now told by several"}


@dataclass(frozen=True)
class NewPageView:
    """A page that appeared or changed, and whose account it is."""

    anchor: str
    name: str
    moment: str
    kind: str


@dataclass(frozen=True)
class NewFactView:
    """A fact with what is new about it; `fresh` are the indices of its new values."""

    kind: str
    badge: str
    row: FactRow
    fresh: tuple[int, ...]


@dataclass(frozen=True)
class NewsView:
    """What is new since a time; undated pages by name."""

    since: str
    pages: tuple[NewPageView, ...]
    facts: tuple[NewFactView, ...]
    undated: tuple[str, ...]


def news_view(news: News, namer: Namer) -> NewsView | None:
    """Return what is new in a story; None where no page is."""
    if not news.pages:
        return None
    return NewsView(
        since=news.since.removesuffix("T00:00:00").replace("T", " "),
        pages=tuple(_page(p, namer) for p in news.pages),
        facts=tuple(NewFactView(f.kind, BADGES[f.kind], fact_row(f.fact, (), namer), f.fresh) for f in news.facts),
        undated=tuple(namer.name(namer.articles[d, 0]) for d in news.undated if (d, 0) in namer.articles),
    )


def _page(page: NewPage, namer: Namer) -> NewPageView:
    first = namer.articles.get((page.account_of, 0)) if page.account_of else None
    kind = f"the account of {namer.name(first)} again" if first is not None else "a new account"
    article = namer.articles.get((page.document, page.part)) or namer.articles[page.document, 0]
    return NewPageView(namer.anchors[page.document], namer.name(article), page.moment or "", kind)
