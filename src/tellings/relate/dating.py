"""Publication days of undated pages, worked out from pages of the same story.

A page is published on or after the latest day that it tells as past, seldom more than a day after it. "On Wednesday" is one of
many days; a sibling that tells the same in like words and dates it says which. Every day near the story is weighed by what the
page names, what its siblings date, and when they appeared; then the day that stands out is given, else the few days that do,
else nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tellings.model import Article, Comment, Dating, Published
from tellings.relate.dating_words import (
    ANY,
    TODAY,
    WEEKENDS,
    YESTERDAY,
    Anchor,
    Mention,
    alike,
    anchors_of,
    mentions_of,
    read_day,
    source_of,
    tells_of_today,
    weights,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALIKE = 0.4
"""Share of the weight of the shorter sentence's words that the longer must hold for both to tell one thing."""
SURELY_ALIKE = 0.6
"""The same for a sentence that names no day."""
AROUND = 6
"""Days before the first and after the last dated sibling that are weighed."""
WIDEST = 40
"""Days between dated siblings beyond which the story is too long for its weekdays to tell anything."""
LAGS = (0.50, 0.38, 0.055, 0.02, 0.015, 0.015, 0.015)
"""How often the latest weekday that a page tells as past is that of its publication, the day before, … (111 dated articles)."""
FURTHER = (1.0, 0.48, 0.14, 0.13, 0.07, 0.05, 0.13)
"""The same for each further weekday that it names; six days are often a day to come."""
AGAIN = 0.5
"""Power of the number of times that a weekday is named: each time bears it out, but less than the first."""
NEAR = (0.66, 0.14, 0.05, 0.03, 0.02, 0.015, 0.01)
"""How often a page appears on a day of a dated sibling, a day away, …; see docs/pages.md."""
BROKEN = 0.03
"""How likely a page is on a day on which something that it tells would lie ahead, or too far behind."""
EXACTLY = 0.003
"""The same for what a page tells of its own day or the one before."""
LEAST_SURE, TOLD = 0.4, 0.5
"""Confidence below which a sibling's day is none; that of a day which pages without a day of their own tell."""
MATCHES = 6
DAY, SPAN = 0.85, 0.8
"""Chance from which a day, or the shortest run of days, is given."""
LONGEST = 3
"""Days in a run; a longer one says too little."""


Known = tuple[date, float]


@dataclass(frozen=True)
class _Match:
    mention: Mention
    anchor: Anchor
    likeness: float


@dataclass(frozen=True)
class _Witness:
    """All that bears on the day of one article: what it names, what siblings date, their days, and what bounds it."""

    mentions: tuple[Mention, ...]
    matches: tuple[_Match, ...]
    known: tuple[tuple[date, float], ...]
    """The days of the dated siblings, and how sure each is."""
    earliest: date | None
    latest: date | None


def date_by_siblings(story: Sequence[Article]) -> Mapping[str, tuple[Dating, ...]]:
    """Return, by document id, the days (or few days) that the story's dated pages fix for its undated ones."""
    anchors = [anchor for a in story for anchor in anchors_of(a)]
    known = [k for a in story if (k := _day(a)) is not None] or [(a.day, TOLD) for a in anchors]
    if not known or (max(known)[0] - min(known)[0]).days > WIDEST:
        return {}
    weight = weights(story)
    found: dict[str, list[Dating]] = {}
    for article in story:
        if article.published is None:
            dating = _dated(article, anchors, known, weight)
            if dating is not None:
                found.setdefault(article.document, []).append(dating)
    return {document: tuple(own) for document, own in found.items()}


def _day(article: Article) -> tuple[date, float] | None:
    published = article.published
    day = read_day(published.day) if published and published.confidence >= LEAST_SURE else None
    return (day, published.confidence) if day and published else None


def _dated(article: Article, anchors: Sequence[Anchor], known: Sequence[Known], weight: Mapping[str, float]) -> Dating | None:
    witness = _witness(article, anchors, known, weight)
    if not witness.mentions and not witness.matches:
        return None
    chances = _chances(witness)
    days, chance = _answer(chances)
    if not days:
        return None
    published = _published(days, min(0.95, chance), weekdays_read_alike=not tells_of_today(article))
    return Dating(part=article.part, published=published, why=_why(witness, days)) if published else None


def _witness(article: Article, anchors: Sequence[Anchor], known: Sequence[Known], weight: Mapping[str, float]) -> _Witness:
    mentions = mentions_of(article)
    others = [a for a in anchors if a.source != source_of(article)]
    first, last = min(known)[0], max(known)[0]
    near = [a for a in others if first - timedelta(14) <= a.day <= last + timedelta(7)]
    own = [a.day for a in anchors if a.source == source_of(article)]
    bounds = [d for c in _after(article) if (d := read_day((c.posted or "")[:10]))]
    fetched = read_day((article.analysis.document.fetched or "")[:10])
    return _Witness(
        mentions=tuple(m for m in mentions if m.day != ANY),
        matches=tuple(_matches(mentions, near, weight)),
        known=tuple(known),
        earliest=max((d for d in own if d <= last + timedelta(AROUND)), default=None),
        latest=min([*bounds, *([fetched] if fetched else [])], default=None),
    )


def _after(article: Article) -> Sequence[Comment]:
    """Return the comments that were surely written after an article: a pasted one is older than the comment that holds it."""
    comments = article.analysis.comments
    if not article.part or not article.blocks:
        return comments
    return [c for c in comments if c.end <= article.blocks[0].start][-1:]


def _matches(mentions: Sequence[Mention], near: Sequence[Anchor], weight: Mapping[str, float]) -> list[_Match]:
    """Return for each sentence the sibling's that most likely tells the same, where one does; the likest first."""
    found = []
    for mention in mentions:
        least = SURELY_ALIKE if mention.day == ANY else ALIKE
        likely = [_Match(mention, a, alike(mention.words, a.words, weight)) for a in near if _may_be(mention, a.day)]
        best = max(likely, key=lambda m: (m.likeness, m.anchor.day), default=None)
        if best is not None and best.likeness >= least and not mention.future:
            found.append(best)
    return sorted(found, key=lambda m: (m.mention.day == ANY, -m.likeness))[:MATCHES]


def _may_be(mention: Mention, day: date) -> bool:
    if mention.day == WEEKENDS:
        return day.isoweekday() in (6, 7)
    return mention.day > 7 or day.isoweekday() == mention.day


def _falls(mention: Mention, day: date, published: date) -> bool:
    """Tell whether the mention, read on the day of publication, can mean that day."""
    gap = (published - day).days
    if mention.day == WEEKENDS:
        return 0 <= gap <= 8
    exact = {TODAY: 0, YESTERDAY: 1}.get(mention.day)
    if exact is not None:
        return gap == exact
    return gap >= 0 if mention.day == ANY else 0 <= gap <= 6


def _lag(mention: Mention, published: date) -> int:
    return (published.isoweekday() - mention.day) % 7


def _chances(witness: _Witness) -> list[tuple[date, float]]:
    """Return the days near the story, each with the chance that the page appeared on it."""
    first, last = min(witness.known)[0] - timedelta(AROUND), max(witness.known)[0] + timedelta(AROUND)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    scores = [_score(witness, day) for day in days]
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    return [(day, o / sum(odds)) for day, o in zip(days, odds, strict=True)]


def _score(witness: _Witness, day: date) -> float:
    """Return the logarithm of the chance of a day, but for a constant."""
    named = Counter(m.day for m in witness.mentions if 1 <= m.day <= 7 and not m.future)
    lags = sorted(((day.isoweekday() - weekday) % 7, number) for weekday, number in named.items())
    total = math.log(LAGS[lags[0][0]]) if lags else 0.0
    total += sum(math.log(FURTHER[lag]) * math.pow(number, AGAIN) for lag, number in lags[1:])
    nearest, sure = min(witness.known, key=lambda known: (abs((day - known[0]).days), -known[1]))
    total += sure * math.log(NEAR[min(abs((day - nearest).days), len(NEAR) - 1)])
    for match in witness.matches:
        if not _falls(match.mention, match.anchor.day, day):
            total += math.log(EXACTLY if match.mention.day in (TODAY, YESTERDAY) else BROKEN) * match.likeness
    if witness.earliest and day < witness.earliest:
        total += math.log(BROKEN)
    if witness.latest and day > witness.latest:
        total += 3 * math.log(BROKEN)
    return total


def _answer(chances: Sequence[tuple[date, float]]) -> tuple[tuple[date, ...], float]:
    """Return the day that stands out, else the shortest run of days that does, with its chance; no day where none does."""
    for length in range(1, LONGEST + 1):
        runs = [chances[i : i + length] for i in range(len(chances) - length + 1)]
        best = max(runs, key=lambda run: sum(c for _, c in run), default=())
        chance = sum(c for _, c in best)
        if chance >= (DAY if length == 1 else SPAN):
            return tuple(d for d, _ in best), chance
    return (), 0.0


def _published(days: Sequence[date], chance: float, *, weekdays_read_alike: bool) -> Published | None:
    first, last = days[0], days[-1]
    confidence = round(chance, 2)
    if first == last:
        return Published(value=first.isoformat(), precision="day", basis="siblings", confidence=confidence)
    if first.year != last.year:
        return None
    month = first.month == last.month
    return Published(
        value=first.isoformat()[: 7 if month else 4], precision="month" if month else "year", basis="siblings",
        confidence=confidence, first_day=first.isoformat(), last_day=last.isoformat(),
        weekdays_by=last.isoformat() if weekdays_read_alike else None,
    )  # fmt: skip


def _why(witness: _Witness, days: Sequence[date]) -> str:
    last = days[-1]
    past = [m for m in witness.mentions if 1 <= m.day <= 7 and not m.future]
    latest = min(past, key=lambda m: _lag(m, last), default=None)
    reasons = [f"the latest day that it tells is {WEEKDAYS[latest.day - 1]}"] if latest else []
    agreeing = [m for m in witness.matches if _falls(m.mention, m.anchor.day, last)]
    if agreeing:
        best = max(agreeing, key=lambda m: (m.mention.day != ANY, m.likeness))
        shared = ", ".join(sorted(best.mention.words & best.anchor.words, key=lambda w: (-len(w), w))[:5])
        told = _named(best.mention)
        reasons.append(
            f"what it tells{told}, page {best.anchor.source.split('/')[0]} dates {best.anchor.day} in like words ({shared})"
        )
    reasons.append(f"the story's dated pages are of {min(witness.known)[0]} to {max(witness.known)[0]}")
    if len(days) > 1:
        reasons.append("a page may tell of the day before as of its own")
    return "; ".join(reasons)


def _named(mention: Mention) -> str:
    if mention.day == ANY:
        return ""
    names = {WEEKENDS: "the weekend", TODAY: "its own day", YESTERDAY: "the day before"}
    return f" of {names.get(mention.day) or WEEKDAYS[mention.day - 1]}"
