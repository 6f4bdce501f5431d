"""Whether a line of the timeline can be read by itself: its first clause tells what its day dates, and it is whole.

A reader takes the day of a line for that of its main clause. A report told in a relative clause ("…, who died in 2006"), as an
aim or by a noun behind another verb is therefore no line, whatever the rest of its sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tellings.lang import table
from tellings.model import Article, Event, Span

WORD = re.compile(r"[^\W_]+")
INITIAL = re.compile(r"(?:^|\s)[A-Z]\s?\.\s*$")
SHOUTED = re.compile(r"(?:(?:[A-Z]{3,}\W+){2,}|(?:[A-Z]{2,}\W+){3,})[A-Z][a-z]")
"""A heading in capitals that was run into the sentence below it."""
NEAR = 3
"""Characters before a clause (quotation marks, dashes) within which it still opens its line."""
SPEECH = "say"
FEWEST = 3
"""Words beside its times that a line has at least; a clock and a day alone are the page's own."""
SOON = 4
"""Words behind an event among which a verb in the present says what it is."""
FRONTED = 8
"""Words of a phrase before the main clause."""
FOLLOWS = 4
"""Words between a verb of speech and the clause that it contains."""
OWNED = re.compile(r"['’]s?\s")
"""Between a time and the noun that it says which of several is meant: "Friday's launch"."""
PAIRS = ("()", "“”", "«»", "[]")


@cache
def _words(language: str, name: str) -> frozenset[str]:
    found = table("timeline", language).get(name, "")
    return frozenset(found.split() if isinstance(found, str) else found)


def by_itself(span: Span, event: Event, article: Article) -> bool:
    """Tell whether a line, of whose report this is the event, can be read without its page."""
    language = article.analysis.metadata.language or "en"
    if not table("timeline", language):
        return True
    if _of_the_page(span, article, language) or not _whole(span, article, language):
        return False
    if _half(span, event, article, language) or _beside(span, event, article, language):
        return False
    return _leads(span, event, article, language) and not _lasting(span, event, article, language)


def comes(span: Span, event: Event, article: Article) -> bool:
    """Tell whether a line says, in a word of its own, that what was planned is to come: it lies ahead, and is no mere wish."""
    language, cue = article.analysis.metadata.language or "en", event.realis_cue
    if cue is None or not span.contains(cue):
        return False
    told_on = article.published.day if article.published else None
    if told_on and event.when is not None and (event.when.last_day or event.when.first_day or told_on) < told_on:
        return False
    before = WORD.findall(article.text[span.start : cue.start].lower())[-SOON:]
    wished = cue.of(article.text).lower() in _words(language, "wishes")
    return not wished and _words(language, "formerly").isdisjoint(before)


def _half(span: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether a line is the clause before its sentence's main one: "A day after the paper asked | , the firm warned"."""
    if article.text[span.end : span.end + 1] != ",":
        return False
    before = WORD.findall(article.text[span.start : event.trigger.start].lower())[:SOON]
    return not _words(language, "subordinating").isdisjoint(before)


def _beside(span: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether the deed of a line stands beside what the line tells: in a relative clause, a noun or a participle."""
    text = article.text
    before = text[span.start : event.trigger.start]
    relative = _words(language, "relative") - _words(language, "that")
    _, comma_before, inserted = before.lower().rpartition(",")
    if (set(WORD.findall(before.lower())[-1:]) | set(WORD.findall(inserted)[:1] if comma_before else ())) & relative:
        return True
    comma = span.start + before.find(",")
    apposed = before.rstrip().endswith(",") and before.count(",") == 1 and event.predicate != SPEECH
    time = event.when_span
    fronted = (time is not None and time.end == comma) or any(t.end == comma for t in article.times)
    if apposed and not fronted:
        return True
    if time is not None and OWNED.fullmatch(text, time.end, event.trigger.start):
        return True
    return _loose(span, event, article, language)


def _loose(span: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether a participle opens a line whose main clause has another day: "Opening the fair Monday, Berg said today"."""
    opening = WORD.search(article.text, span.start, span.end)
    ending = tuple(_words(language, "participle"))
    if opening is None or event.trigger.start > span.start + NEAR or not opening.group().lower().endswith(ending):
        return False
    clause = event.clause or event.trigger
    days = (t for t in article.times if t.type in ("DATE", "TIME") and t.days not in (None, event.when))
    return any(span.contains(t) and not clause.contains(t) for t in days)


def _lasting(span: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether a line says what is so every day, was planned, or what a happening is: "Monday's crash is the worst"."""
    if event.realis == "planned" or event.predicate == SPEECH:
        return False
    if event.trigger.of(article.text).lower() in _words(language, "planning"):
        return True
    if event.when is None and any(t.type == "SET" and span.contains(t) for t in article.times):
        return True
    going = event.trigger.of(article.text).lower().split()[0].endswith(tuple(_words(language, "participle")) or ("\0",))
    before = WORD.findall(article.text[span.start : event.trigger.start].lower())[-2:]
    if not going and set(before) & _words(language, "present"):
        return True
    behind = WORD.findall(article.text[event.trigger.end : span.end].lower())[:SOON]
    if behind[:1] and behind[0] in _words(language, "was") and set(behind[1:2]) & _words(language, "articles"):
        return True
    return bool(set(behind) & _words(language, "present"))


def _of_the_page(span: Span, article: Article, language: str) -> bool:
    """Tell whether a line speaks of the page, or stands below one of its pictures."""
    text = span.of(article.text).lower()
    times = [t for t in article.times if span.contains(t)]
    if len(WORD.findall(text)) - sum(len(WORD.findall(t.of(article.text))) for t in times) < FEWEST:
        return True
    captions = (b for b in article.blocks if b.role == "caption")
    return any(phrase in text for phrase in _words(language, "furniture")) or any(b.overlaps(span) for b in captions)


def _whole(span: Span, article: Article, language: str) -> bool:
    """Tell whether a line has its beginning and end: no half bracket, no cut behind "Mr.", no clause without its main one."""
    text = span.of(article.text)
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in PAIRS) or text.count('"') % 2:
        return False
    last = WORD.findall(text)[-1:]
    if SHOUTED.match(text) or INITIAL.search(text) or (text.endswith(".") and set(last) & _words(language, "titles")):
        return False
    if INITIAL.search(article.text[max(0, span.start - 8) : span.start]):
        return False
    first = WORD.search(text)
    if _cut_off(span, article) and first is not None and first.group().lower() in _words(language, "opening"):
        return False
    if _reduced(span, article, language):
        return False
    stops = article.text[span.end : span.end + 2].strip()[:1] or text[-1:]
    if stops == ":" or text.endswith((":", "...", "…")):
        return False
    loose = first is not None and first.group().lower() in _words(language, "opening") and "," not in text
    return not (loose and stops not in ".!?…")


def _opener(before: Sequence[str], inside: Span, text: str, language: str) -> bool:
    """Tell whether nothing but a word like "yet" or "meanwhile" stands before a clause."""
    known = _words(language, "openers")
    plain = not known or set(before) <= known or inside.of(text).rstrip().endswith(",")
    return len(before) <= 1 and plain and not set(before) & _words(language, "opening")


def _cut_off(span: Span, article: Article) -> bool:
    """Tell whether a line was cut out of the middle of its sentence."""
    before = article.text[: span.start][-3:].rstrip(" \"'“‘(")
    return before[-1:].isalnum() or before[-1:] in (",", ";")


def _reduced(span: Span, article: Article, language: str) -> bool:
    """Tell whether a line was cut off a noun that it says more of: "a speech | Berg held in May"."""
    before = article.text[: span.start][-24:].rstrip()
    last = WORD.findall(before.lower())[-1:]
    leading = _words(language, "joins") | _words(language, "that") | _words(language, "openers")
    return (
        bool(leading)
        and before[-1:].isalpha()
        and span.start > 0
        and article.text[span.start - 1] == " "
        and not set(last) & leading
    )


def _subject(span: Span, event: Event) -> bool:
    """Tell whether a line holds who does or suffers what its event tells, where the event says who."""
    doers = event.actors or event.recipients
    return not doers or any(span.contains(a) for a in doers)


def _leads(span: Span, event: Event, article: Article, language: str) -> bool:
    """Tell whether an event's clause opens its line, is joined to what opens it, or is what somebody there says."""
    text, clause = article.text, event.clause or event.trigger
    first = WORD.findall(clause.of(text).lower())[:1]
    if clause.start <= span.start + NEAR or not span.contains(event.trigger):
        loose = event.trigger.start <= span.start + NEAR and _cut_off(span, article)
        return not loose and _subject(span, event) and not set(first) & _words(language, "relative")
    before = WORD.findall(text[span.start : clause.start].lower())
    if text.count("(", span.start, clause.start) > text.count(")", span.start, clause.start):
        return False
    if {*first, *before} & _words(language, "relative"):
        return bool({*first, *before[-1:]} & _words(language, "that")) and _said(span, clause, article)
    if set(first) & _words(language, "opening"):
        return False
    if not _words(language, "subordinating").isdisjoint(before):
        return False
    joined = _opener(before, Span(span.start, clause.start), text, language) or bool(
        {*first, *before[-1:]} & _words(language, "joins")
    )
    return joined or _fronted(span, clause, event.trigger, article, before) or _said(span, clause, article)


def _fronted(span: Span, clause: Span, trigger: Span, article: Article, before: Sequence[str]) -> bool:
    """Tell whether a short phrase set off by a comma, no clause itself, stands before a clause that has its own subject."""
    inside = Span(span.start, clause.start)
    told = any(inside.contains(e.trigger) for e in article.analysis.events)
    return len(before) <= FRONTED and not told and clause.start < trigger.start and inside.of(article.text).rstrip()[-1:] == ","


def _said(span: Span, clause: Span, article: Article) -> bool:
    """Tell whether a verb of speech stands in a line shortly before a clause."""
    spoken = [e.trigger for e in article.analysis.events if e.predicate == SPEECH]
    spoken += [q.cue for _, q in article.quotes if q.cue is not None]
    ends = [t.end for t in spoken if span.start <= t.start and t.end <= clause.start]
    return any(len(WORD.findall(article.text[end : clause.start])) <= FOLLOWS for end in ends)
