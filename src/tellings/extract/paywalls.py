"""Whether an article is closed to those who do not pay: as its markup says, or as a notice does where the text breaks off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from tellings.extract.cues import tokens
from tellings.lang import languages, table
from tellings.model import Paywall

if TYPE_CHECKING:
    from lxml.etree import _Element

TIERS = frozenset({"article:content_tier", "content_tier", "article.content_tier"})
LOCKED = frozenset({"locked", "metered", "paid", "premium"})
STUB = 220
"""Words; an article this short above a notice is the beginning of one."""
LONGEST_NOTICE = 60
"""Words; a longer line is prose that speaks of subscribers."""


@cache
def _phrases(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases of a kind by the longest word of each, which a line must hold before any is looked for."""
    found: dict[str, list[str]] = {}
    for phrase in sorted({p for code in languages("paywalls") for p in table("paywalls", code).get(kind, ())}):
        words = tokens(phrase)
        found.setdefault(max(words, key=len), []).append(f" {' '.join(words)} ")
    return {word: tuple(phrases) for word, phrases in found.items()}


def tier_of(root: _Element) -> bool | None:
    """Return whether a page's meta elements call the article free; None where they do not say."""
    for element in root.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() in TIERS:
            tier = (element.get("content") or "").strip().lower()
            return False if tier in LOCKED else True if tier == "free" else None
    return None


def find_paywall(free: bool | None, notices: Sequence[str], body: Sequence[str]) -> Paywall | None:
    """Return the paywall that the markup (`free`) or a notice tells of, None where neither does or the markup says free.

    `notices` are the lines of the page that are no article, `body` the article's paragraphs. What a page offers to anybody
    ("Already a subscriber?") counts where the article is a stub alone.
    """
    words = sum(len(paragraph.split()) for paragraph in body)
    broken = bool(body) and body[-1].rstrip().endswith(("…", "..."))
    stub = words < STUB or broken
    notice = next((n for n in notices if _holds(n, "locked")), None)
    if free is False:
        return Paywall(basis="markup", stub=stub and notice is not None, confidence=0.95, notice=notice)
    if free or not body:
        return None
    if notice is not None:
        return Paywall(basis="text", stub=stub, confidence=0.85 if stub else 0.5, notice=notice)
    offer = next((n for n in notices if _holds(n, "offer")), None) if broken and words < STUB else None
    return None if offer is None else Paywall(basis="text", stub=True, confidence=0.6, notice=offer)


def _holds(text: str, kind: str) -> bool:
    words, known = tokens(text[:600]), _phrases(kind)
    if len(words) > LONGEST_NOTICE or known.keys().isdisjoint(words):
        return False
    line = f" {' '.join(words)} "
    return any(phrase in line for word in known.keys() & set(words) for phrase in known[word])
