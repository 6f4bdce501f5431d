"""What bears on the day of an undated page: the weekdays that it names, and what pages of its story date in like words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tellings.lang import languages, table
from tellings.model import Article, Sentence, Span, Time

WEEKDAY = re.compile(r"XXXX-WXX-([1-7])(?:T.*)?$")
WEEKEND = "XXXX-WXX-WE"
WORD = re.compile(r"[^\W\d_]{4,}")
CLAUSE = re.compile(r"[,;:–—“”\"]|\s-\s")
LONGEST_CLAUSE = 60
"""Characters before a day within which a word can put it ahead."""
TODAY, YESTERDAY, ANY, WEEKENDS = 8, 9, 10, 0
"""Kinds of mentions beside the seven weekdays; ANY is a sentence that names no day."""


@dataclass(frozen=True)
class Mention:
    """A sentence of an undated article and the day that it names: 1 for Monday to 7, or one of the kinds above."""

    day: int
    words: frozenset[str]
    future: bool = False


@dataclass(frozen=True)
class Anchor:
    """A happening's day as a sibling tells it."""

    day: date
    words: frozenset[str]
    source: str


def source_of(article: Article) -> str:
    """Return the name by which an article's anchors are known."""
    return f"{article.document}/{article.part}"


def read_day(day: str | None) -> date | None:
    """Return a day written as ISO 8601, None where it is none."""
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def words_of(text: str) -> frozenset[str]:
    """Return the words that may tell two sentences to be of one thing."""
    return frozenset(w.lower() for w in WORD.findall(text))


def weights(story: Sequence[Article]) -> Mapping[str, float]:
    """Return the weight of each word: the rarer among the story's sentences, the heavier."""
    seen: Counter[str] = Counter()
    number = 0
    for article in story:
        for sentence in article.sentences:
            number += 1
            seen.update(words_of(sentence.of(article.text)))
    return {w: math.log((number + 1) / (n + 0.5)) for w, n in seen.items()}


def alike(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """Return the share of the weight of the shorter sentence's words that the longer one holds; 0 below three words."""
    shared = one & other
    if len(shared) < 3:
        return 0.0
    least = min(sum(weight.get(w, 0.0) for w in side) for side in (one, other))
    return sum(weight.get(w, 0.0) for w in shared) / least if least > 0 else 0.0


def anchors_of(article: Article) -> Iterator[Anchor]:
    """Yield the single days that an article tells as past: none that is planned, or later than the article itself."""
    own = read_day(article.published.day) if article.published else None
    for time, sentence in _timed(article):
        day = read_day(time.first_day)
        single = time.first_day == time.last_day and time.type in ("DATE", "TIME")
        if day is not None and single and (own is None or day <= own) and not _planned(article, sentence):
            yield Anchor(day, words_of(sentence.of(article.text)), source_of(article))


def mentions_of(article: Article) -> list[Mention]:
    """Return the days that an undated article names without a date, in text order, then its sentences that name none."""
    found, placed = [], set()
    for time, sentence in _timed(article):
        kind = _kind(time, article)
        if kind is not None:
            placed.add(sentence.start)
            ahead = _planned(article, sentence) or _is_ahead(article.text[sentence.start : time.start])
            found.append(Mention(kind, words_of(sentence.of(article.text)), ahead))
    bare = [s for s in article.sentences if s.start not in placed and not _planned(article, s)]
    return [*found, *(Mention(ANY, words_of(s.of(article.text))) for s in bare)]


def tells_of_today(article: Article) -> bool:
    """Tell whether an article counts days from its own in its own words ("today", "yesterday")."""
    spoken = [q.content for _, q in article.quotes if q.kind != "indirect"]
    for kind in ("today", "yesterday"):
        for m in _deictic(kind).finditer(article.text):
            place = Span(m.start(), m.end())
            if article.holds(place) and not any(q.contains(place) for q in spoken):
                return True
    return False


@cache
def _deictic(kind: str) -> re.Pattern[str]:
    words = {w for code in languages("days") for w in table("days", code)[kind]}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)", re.IGNORECASE)


def _kind(time: Time, article: Article) -> int | None:
    weekday = WEEKDAY.match(time.value)
    if weekday:
        return int(weekday[1])
    if time.value == WEEKEND:
        return WEEKENDS
    words = time.of(article.text)
    spoken = any(q.content.contains(time) for _, q in article.quotes if q.kind != "indirect")
    if not spoken and _deictic("yesterday").fullmatch(words):
        return YESTERDAY
    return TODAY if not spoken and _deictic("today").fullmatch(words) else None


def _timed(article: Article) -> Iterator[tuple[Time, Sentence]]:
    sentences = sorted(article.sentences, key=lambda s: s.start)
    for time in article.times:
        sentence = next((s for s in sentences if s.start <= time.start < s.end), None)
        if sentence is not None:
            yield time, sentence


def _is_ahead(before: str) -> bool:
    """Tell whether the clause that leads up to a day puts it ahead ("will meet on")."""
    clause = CLAUSE.split(before)[-1][-LONGEST_CLAUSE:]
    return _deictic("ahead").search(clause) is not None


def _planned(article: Article, sentence: Sentence) -> bool:
    """Tell whether all that a sentence tells lies ahead of its writer."""
    own = [e.realis for _, e in article.events if sentence.start <= e.trigger.start < sentence.end]
    return bool(own) and all(r in ("planned", "hypothetical") for r in own)
