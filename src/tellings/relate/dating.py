"""Publication days of undated pages, worked out from pages of the same story.

An undated page says "on Wednesday" of something; a sibling tells the same thing in like words and gives it a day. Each
possible day of publication is weighed: do the weekdays that the page names then fall on its siblings' days, is the
first of them that very day or the one before, do the dated siblings lie near? Nothing is said where no day stands out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tellings.model import Article, Dating, Published, Sentence, Time

WEEKDAY = re.compile(r"XXXX-WXX-([1-7])(?:T.*)?$")
WEEKEND = "XXXX-WXX-WE"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORD = re.compile(r"[^\W\d_]{4,}")
ALIKE = 0.4
"""Share of the weight of the shorter sentence's words that the longer must hold for both to tell one thing."""
MARGIN = 0.35
"""How far the best day must lead the second, in units of evidence."""
AROUND = 6
"""Days before the first and after the last dated sibling that are weighed."""
WIDEST = 40
"""Days between dated siblings beyond which the story is too long for its weekdays to tell anything."""


@dataclass(frozen=True)
class _Mention:
    """A weekday or weekend that an undated article names; `day` is 1 for Monday, 0 for a weekend."""

    day: int
    words: frozenset[str]


@dataclass(frozen=True)
class _Anchor:
    """A happening's day as a sibling tells it."""

    day: date
    words: frozenset[str]
    source: str


@dataclass(frozen=True)
class _Match:
    mention: _Mention
    anchor: _Anchor
    likeness: float


def date_by_siblings(story: Sequence[Article]) -> Mapping[str, tuple[Dating, ...]]:
    """Return, by document id, the days that the story's dated pages fix for its undated ones."""
    dated = [(a, d) for a in story if (d := _day(a)) is not None]
    days = [d for _, d in dated]
    anchors = [anchor for a in story for anchor in _anchors(a)]
    known = days or [a.day for a in anchors]
    if not known or (max(known) - min(known)).days > WIDEST:
        return {}
    weight = _weights(story)
    found: dict[str, list[Dating]] = {}
    for article in story:
        if article.published is None:
            dating = _dated(article, [a for a in anchors if a.source != _source(article)], known, weight)
            if dating is not None:
                found.setdefault(article.document, []).append(dating)
    return {document: tuple(own) for document, own in found.items()}


def _source(article: Article) -> str:
    return f"{article.document}/{article.part}"


def _day(article: Article) -> date | None:
    published = article.published
    return _read(published.day) if published and published.confidence >= 0.4 else None


def _read(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def _words(text: str) -> frozenset[str]:
    return frozenset(w.lower() for w in WORD.findall(text))


def _weights(story: Sequence[Article]) -> Mapping[str, float]:
    """Return the weight of each word: the rarer among the story's sentences, the heavier."""
    sentences = [s for a in story for s in a.sentences]
    texts = {a.document: a.text for a in story}
    seen: Counter[str] = Counter()
    for article in story:
        for sentence in article.sentences:
            seen.update(_words(sentence.of(texts[article.document])))
    return {w: math.log((len(sentences) + 1) / (n + 0.5)) for w, n in seen.items()}


def _timed(article: Article) -> Iterator[tuple[Time, Sentence]]:
    sentences = sorted(article.sentences, key=lambda s: s.start)
    for time in article.times:
        sentence = next((s for s in sentences if s.start <= time.start < s.end), None)
        if sentence is not None:
            yield time, sentence


def _anchors(article: Article) -> Iterator[_Anchor]:
    for time, sentence in _timed(article):
        day = _read(time.first_day)
        if day is not None and time.first_day == time.last_day and time.type in ("DATE", "TIME"):
            yield _Anchor(day, _words(sentence.of(article.text)), _source(article))


def _mentions(article: Article) -> list[_Mention]:
    found = []
    for time, sentence in _timed(article):
        weekday = WEEKDAY.match(time.value)
        if weekday or time.value == WEEKEND:
            found.append(_Mention(int(weekday[1]) if weekday else 0, _words(sentence.of(article.text))))
    return found


def _alike(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    least = min(sum(weight.get(w, 0.0) for w in side) for side in (one, other))
    if len(one & other) < 3 or not least:
        return 0.0
    return sum(weight.get(w, 0.0) for w in one & other) / least


def _dated(article: Article, anchors: Sequence[_Anchor], known: Sequence[date], weight: Mapping[str, float]) -> Dating | None:
    mentions = _mentions(article)
    if not any(m.day for m in mentions):
        return None
    matches = _matches(mentions, anchors, known, weight)
    bound = min((d for c in article.analysis.comments if (d := _read((c.posted or "")[:10]))), default=None)
    first, last = min(known) - timedelta(AROUND), max(known) + timedelta(AROUND)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    evidence = sorted(((_evidence(d, mentions, matches, known, bound), d) for d in days), reverse=True)
    (best, day), second = evidence[0], evidence[1][0]
    agreeing = [m for m in matches if _falls(m.mention, m.anchor.day, day)]
    if best - second < MARGIN or best <= 0 or (not agreeing and (matches or not _plain(mentions, day, known))):
        return None
    confidence = round(min(0.9, (0.5 if agreeing else 0.4) + 0.1 * len(agreeing[:2]) + 0.2 * min(1.0, best - second)), 2)
    published = Published(value=day.isoformat(), precision="day", basis="siblings", confidence=confidence)
    return Dating(part=article.part, published=published, why=_why(mentions, agreeing, day, known))


def _matches(
    mentions: Sequence[_Mention], anchors: Sequence[_Anchor], known: Sequence[date], weight: Mapping[str, float]
) -> list[_Match]:
    """Return for each mention the sibling's sentence that most likely tells the same, where one does."""
    near = [a for a in anchors if min(known) - timedelta(14) <= a.day <= max(known) + timedelta(7)]
    found = []
    for mention in mentions:
        likely = [_Match(mention, a, _alike(mention.words, a.words, weight)) for a in near if _may_be(mention, a.day)]
        best = max(likely, key=lambda m: m.likeness, default=None)
        if best is not None and best.likeness >= ALIKE:
            found.append(best)
    return found


def _may_be(mention: _Mention, day: date) -> bool:
    return day.isoweekday() == mention.day if mention.day else day.isoweekday() in (6, 7)


def _falls(mention: _Mention, day: date, published: date) -> bool:
    """Tell whether the mention, read on the day of publication, means that day."""
    gap = (published - day).days
    return 0 <= gap <= 6 if mention.day else 1 <= gap <= 8


def _lag(mention: _Mention, published: date) -> int:
    return (published.isoweekday() - mention.day) % 7


def _plain(mentions: Sequence[_Mention], day: date, known: Sequence[date]) -> bool:
    """Tell whether the day needs no like words.

    So it is where its weekday is named first and again, and a dated sibling is of that day or the one before; a page
    before all its siblings may as well tell of yesterday.
    """
    weekdays = [m for m in mentions if m.day]
    named = sum(_lag(m, day) == 0 for m in weekdays)
    return _lag(weekdays[0], day) == 0 and named > 1 and any(0 <= (day - k).days <= 1 for k in known)


def _evidence(
    day: date, mentions: Sequence[_Mention], matches: Sequence[_Match], known: Sequence[date], bound: date | None
) -> float:
    total = sum(2 * m.likeness * (1 if _falls(m.mention, m.anchor.day, day) else -1) for m in matches[:6])
    weekdays = [m for m in mentions if m.day]
    total += {0: 1.0, 1: 0.6, 2: 0.0}.get(_lag(weekdays[0], day), -0.7)
    total += 0.5 if any(_lag(m, day) == 0 for m in weekdays) else 0.0
    total -= 0.2 * min(abs((day - k).days) for k in known)
    return total - 5.0 if bound is not None and day > bound else total


def _why(mentions: Sequence[_Mention], agreeing: Sequence[_Match], day: date, known: Sequence[date]) -> str:
    latest = next((m for m in mentions if m.day and _lag(m, day) == 0), None)
    names = f"it speaks of {WEEKDAYS[day.weekday()]}" if latest else "the weekdays that it names fit"
    if not agreeing:
        return f"{names}; the story's dated pages are of {min(known)} to {max(known)}"
    best = max(agreeing, key=lambda m: m.likeness)
    told = WEEKDAYS[best.mention.day - 1] if best.mention.day else "the weekend"
    shared = ", ".join(sorted(best.mention.words & best.anchor.words, key=lambda w: (-len(w), w))[:5])
    source = best.anchor.source.split("/")[0]
    return f"{names}; what it puts on {told}, page {source} dates {best.anchor.day} in like words ({shared})"
