"""Whether the words of an event's time say when it happened, and not which thing is meant, since when, or beside what.

A day that belongs to another clause or noun of the sentence is worse than none: where the words leave it open, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, partial

from tellings.lang import listed, table
from tellings.model import Article, Days, Event, Span

_listed = partial(listed, "timeline")
WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"(?:the )?\d{4}\s?(?:['’]?\s?s)?", re.IGNORECASE)
"""A time that is nothing but a year or a decade."""
BEHIND = re.compile(r"\s+[^\W\d_]")
SCORE = re.compile(r"\d{1,2}-\d{1,2}-\d{1,2}|(?:the )?(?:[a-z]+ )?\d0s")
"""A record of games or a measure ("the low 50s")."""
OWNED_BY = re.compile(r"['’]s ['’]?$")
QUOTES = tuple("\"“‘'")
OWNING = re.compile(r"\s?['’]s\b")
RANGE = re.compile(r"\s?[-–—]\s?(?:\d|[A-ZÀ-Þ][^\W\d_]*\.?\s\d)")
GLUED = re.compile(r"\w[-–]$|[^\W\d_]\Z")
NAMED = re.compile(r"[a-z]+ [A-ZÀ-Þ]\w+")
"""An article and a capital: the year of a prize ("Player of the Year")."""
BOUND = 72
"""Characters before a time within which "since" still governs it."""
OWNED = 24
"""Characters behind a time's "'s" within which the event that it owns stands."""
FRONTED = 12
"""Characters from the beginning of a clause within which its time opens it."""
FIGURE = 12
"""Characters between a figure and the time that says when it held: "4 a share, last year"."""
BESIDE = 4
"""Characters between two times of which the narrower one says when: "next year on 26 May"."""
WEEK = 7
SPEECH = "say"
REPORTED = 40
"""Characters between a verb of speech and the time that dates it."""
BARE = 3
"""Words of a weekday with a part of the day ("early Tuesday morning")."""
VIOLENT = ("ASSAULT", "COERCE", "PROTEST")
QUARTER = re.compile(r"-Q\d")
LIKELY = 0.7
"""Confidence that a time needs: those counted from a time told before were right in six of 23 lines read."""
OTHER_YEAR = "story's year"
"""The basis of a day whose year is that of other times; on pages without a day right in 18 of 37 lines read."""
DATING = ("DATE", "TIME")


@cache
def _happening_nouns(language: str) -> frozenset[str]:
    """Return the nouns that tell an attack or an arrest, in the singular and with the plainest plural."""
    known = table("events", language).get("nouns", {})
    found = {w for kind in VIOLENT for w in str(known.get(kind, "")).split()}
    return frozenset(found | {w + "s" for w in found})


def dated(event: Event, article: Article) -> bool:
    """Tell whether the words of an event's time say when: not "years ago", nor "a 2013 saloon" or "the April 2012 raid"."""
    language = article.analysis.metadata.language or "en"
    time = own_time(event, article)
    if time is None or not table("timeline", language):
        return True
    if _guessed(time, article) or _tomorrow(time, event, article) or _clock_alone(time, article, language):
        return False
    return _says_when(time, article.text, language) and not _of_another(time, event, article, language)


def own_time(event: Event, article: Article) -> Span | None:
    """Return the words that give an event its day; none where it was taken from the sentences around.

    What somebody says is dated by a time beside its words too: "…, the agency reported on Friday".
    """
    if event.when_span is not None:
        return event.when_span
    clause = event.clause or event.trigger
    times = [t for t in article.times if t.days == event.when]
    inside = next((t for t in times if clause.contains(t)), None)
    if inside is not None or event.predicate != SPEECH:
        return inside
    sentence = next((s for s in article.analysis.sentences if s.contains(event.trigger)), None)
    beside = (t for t in times if sentence is not None and sentence.contains(t))
    return next((t for t in beside if _between(t, event.trigger) <= REPORTED), None)


def _tomorrow(time: Span, event: Event, article: Article) -> bool:
    """Tell whether a weekday told as past is that of the day after its page's.

    A page of Monday that tells what happened on Tuesday was written where Tuesday had come (of 328 weekdays of marked
    news two lie six days back, eleven on the morrow).
    """
    told_on = article.published.day if article.published else None
    when = event.when
    if told_on is None or when is None or when.last_day is None or when.first_day != when.last_day:
        return False
    bare = len(WORD.findall(time.of(article.text))) <= BARE and not any(c.isdigit() for c in time.of(article.text))
    return bare and (date.fromisoformat(told_on) - date.fromisoformat(when.last_day)).days == WEEK - 1


def _clock_alone(time: Span, article: Article, language: str) -> bool:
    """Tell whether a time is one of the clock alone, or "the end of the day": its day is but the page's."""
    words = WORD.findall(time.of(article.text).lower())
    if words[-1:] and words[-1] in _listed("day_itself", language) and not _listed("definite", language).isdisjoint(words):
        return True
    timed = {w.lstrip("0123456789") for w in words} <= _listed("clock", language) | {""}
    return timed and any(c.isdigit() for c in time.of(article.text)) and YEAR.fullmatch(time.of(article.text).strip()) is None


def _guessed(time: Span, article: Article) -> bool:
    """Tell whether a time's day rests on another time of its page, or its year on other years of a page without a day."""
    read = next((t for t in article.times if t.overlaps(time) and t.type in DATING), None)
    if read is None:
        return False
    told_on = article.published.day if article.published else None
    ahead = QUARTER.search(read.value) is not None and told_on is not None and (read.last_day or "") > told_on
    return ahead or read.confidence < LIKELY or (article.published is None and read.basis == OTHER_YEAR)


def _says_when(time: Span, text: str, language: str) -> bool:
    """Tell whether a time is one, and neither says which of several things is meant nor is part of a longer time."""
    words = WORD.findall(time.of(text).lower())
    if not (_listed("told_before", language) | _listed("accounting", language)).isdisjoint(words):
        return False
    if (
        (words[:1] and words[0] in _listed("vague", language))
        or RANGE.match(text, time.end)
        or GLUED.search(text[: time.start][-2:])
    ):
        return False
    if NAMED.fullmatch(time.of(text)) and words[0] in _listed("articles", language):
        return False
    before = text[max(0, time.start - 24) : time.start]
    if SCORE.fullmatch(time.of(text)) or before[-1:] in QUOTES or (OWNED_BY.search(before) and BEHIND.match(text, time.end)):
        return False
    last = set(WORD.findall(before.lower())[-1:])
    if last & _listed("articles", language):
        return BEHIND.match(text, time.end) is None
    behind = WORD.search(text, time.end)
    if behind is not None and behind.start() == time.end + 1 and behind.group().lower() in _listed("ended", language):
        return False
    bare = YEAR.fullmatch(time.of(text).strip()) or set(words) <= _listed("seasons", language)
    if not bare or last & _listed("dating", language):
        return True
    if BEHIND.match(text, time.end) and words[0] in _listed("definite", language):
        return False
    return before.rstrip()[-1:] in ("", *".,:;(–—-") or "\n" in before[-2:]


def _of_another(time: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether a time bounds, measures or owns something else than its event."""
    text, bounds = article.text, _listed("bounds", language)
    before = text[max(0, time.start - BOUND) : time.start].lower()
    near = set(WORD.findall(re.split(r"[,;:.!?\n]", before)[-1]))
    if (
        near & bounds
        or set(WORD.findall(before)[-1:]) & _listed("stops", language)
        or (event.realis != "planned" and set(WORD.findall(before)[-1:]) & _listed("starts", language))
    ):
        return True
    if time.start < event.trigger.start and _inside_relative(time, event.clause or event.trigger, text, language):
        return True
    if OWNING.match(text, time.end) and not 0 <= event.trigger.start - time.end <= OWNED:
        return True
    return (
        _compared(time, article, language)
        or _nearer(time, event, article, language)
        or _of_noun(time, event, article, language)
    )


def _inside_relative(time: Span, clause: Span, text: str, language: str) -> bool:
    """Tell whether a time before its event stands in what is said of a noun: "Berg, who left on Friday, said"."""
    words = WORD.findall(text[clause.start : time.start].lower())
    return not set(words[1:]).isdisjoint(_listed("relative", language) - _listed("that", language))


def _compared(time: Span, article: Article, language: str) -> bool:
    """Tell whether a time says when another figure held: "from 1.4 million a year ago"."""
    text = article.text
    figure = next((q for q in article.quantities if 0 <= time.start - q.end <= FIGURE), None)
    before = WORD.findall(text[: figure.start][-24:].lower())[-2:] if figure is not None else []
    return not _listed("comparing", language).isdisjoint((*before[-1:], "_".join(before)))


def _nearer(time: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether another time of other days stands between an event and its time, or nearer on its other side."""
    clause = event.clause or event.trigger
    if time.start - clause.start <= FRONTED:
        return False
    others = [
        t for t in article.times
        if t.type in DATING and t.days is not None and t.days != event.when and clause.contains(t) and not t.overlaps(time)
    ]  # fmt: skip
    apart = _between(time, event.trigger)
    rivals = (t for t in others if _between(t, event.trigger) < apart or t.start - clause.start <= FRONTED)
    if any(_says_when(rival, article.text, language) for rival in rivals):
        return True
    beside = (t for t in others if _between(t, time) <= BESIDE and _wide(event))
    return any(event.when and _inside(t.first_day, t.last_day, event.when) for t in beside)


def _inside(first: str | None, last: str | None, days: Days) -> bool:
    return bool(first and last and days.first_day and days.last_day and days.first_day <= first and last <= days.last_day)


def _between(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _of_noun(time: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether a far time follows another happening's noun or verb: "arrested over the bombings in Kessel last year"."""
    if time.start < event.trigger.end:
        return False
    between = Span(event.trigger.end, time.start)
    words: Sequence[str] = WORD.findall(between.of(article.text).lower())
    if not set(words[-1:]).isdisjoint(_listed("befalling", language)):
        return True
    nouns = [n for n, word in enumerate(words) if word in _listed("befalling", language)]
    if nouns and not _listed("causes", language).isdisjoint(words[: nouns[0]]):
        return True
    if not _wide(event):
        return False
    if not _happening_nouns(language).isdisjoint(words):
        return True
    related = not _listed("relative", language).isdisjoint(words)
    return related and any(between.contains(e.trigger) for e in article.analysis.events if e is not event)


def _wide(event: Event) -> bool:
    """Tell whether an event's time is wider than a week or open."""
    when = event.when
    if when is None or when.first_day is None or when.last_day is None:
        return True
    return (date.fromisoformat(when.last_day) - date.fromisoformat(when.first_day)).days > WEEK
