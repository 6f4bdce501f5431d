"""The timeline: happenings in the order in which they happened, in the sources' own words, cited.

Only happenings whose day some source gives are told; the publication day never stands in. Granularity is kept: a
month is a month. What lies far back is set apart, and what is planned is told only in words that say so.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from tellings.compare.timeline_alone import Naming
from tellings.compare.timeline_days import dated, own_time
from tellings.compare.timeline_lines import by_itself, comes
from tellings.compare.timeline_page import of_page
from tellings.compare.timeline_told import Concern, Line, distinct, fulfilled, line_of, within
from tellings.lang import table
from tellings.lang.datelines import behind_dateline
from tellings.model import Article, Cite, Days, Event, Happening, Material, Sentence, Span, TimelineEntry

MOST = 25
LONGEST, SHORTEST = 260, 25
"""Characters of a line; a clause outside these bounds is told by another report where there is one."""
PRONOUN_START = re.compile(r"^\W*(?:[a-zà-ÿ])")
SIGNED = re.compile(r"\((?:[A-ZÀ-Þ][\w.]*\s?){1,4}\)\s(?=[A-ZÀ-Þ])")
"""An agency or paper in brackets before the first words of its report."""
TRIM = " ,;:–—-"
WORD = re.compile(r"[^\W_]{3,}")
FIRST_WORD = re.compile(r"[^\W_]+")
LONG_BEFORE = 45
"""Days before a story's first page from which a happening is background."""
WEEK = 7
SPEECH = "say"
ENOUGH = 8
"""Deeds from which on what only one account has somebody say is left out."""
CAPITALS = 0.3
"""Share of words in capitals from which a line is a menu or a list of links."""


def build_timeline(material: Material) -> tuple[TimelineEntry, ...]:
    """Return the timeline of a story, at most 25 lines, the best supported where more could be told."""
    teller = _Teller(material)
    told = [(happening, line) for happening in material.happenings if (line := teller.entry(happening)) is not None]
    told.sort(key=lambda row: (-row[0].accounts, -len(row[0].reports), row[0].type is None, row[0].predicate == SPEECH))
    deeds = sum(happening.predicate != SPEECH for happening, _ in told)
    if deeds >= ENOUGH:
        told = [row for row in told if row[0].predicate != SPEECH or row[0].accounts > 1]
    done = [line.entry for happening, line in told if happening.realis != "planned"]
    open_to = (k for h, k in told if h.realis != "planned" or not any(fulfilled(k.entry, other) for other in done))
    concern = Concern(material)
    kept = distinct((line for line in open_to if concern.of_the_story(line)), material.accounts)[:MOST]
    return tuple(sorted(kept, key=lambda e: (not e.background, e.first_day or e.last_day or "", e.last_day or "")))


class _Teller:
    """Finds, for each happening of a story, the words that tell it best."""

    def __init__(self, material: Material) -> None:
        self.articles = {a.document: a for a in material.articles}
        spoken = Counter(a.analysis.metadata.language or "en" for a in material.articles)
        self.language = spoken.most_common(1)[0][0] if spoken else "en"
        published = [a.published.day for a in material.articles if a.published and a.published.day]
        self.opens = min(published, default=None)
        self.accounts = material.accounts
        self.naming = Naming(material.articles)

    def entry(self, happening: Happening) -> Line | None:
        """Return the line of a happening; none without a day, or where no report tells it by itself."""
        when = happening.when
        if when is None or (when.first_day is None and when.last_day is None) or happening.realis in ("hypothetical", "denied"):
            return None
        if not self._says_when(happening):
            return None
        lines = [line for n in range(len(happening.reports)) if (line := self._line(happening, n))]
        if not lines:
            return None
        _, number, cite = max(lines, key=lambda line: (line[0], -line[1]))
        others = tuple(c for n, c in enumerate(happening.evidence) if n != number and not within(c, cite))
        entry = TimelineEntry(
            first_day=when.first_day, last_day=when.last_day, text=_capitalised(cite.text), evidence=(cite, *others),
            accounts=happening.accounts, background=self._background(happening, when),
        )  # fmt: skip
        return line_of(entry, happening, self.articles[cite.document])

    def _far(self, when: Days | None, article: Article) -> bool:
        """Tell whether days lie so far from a page, or are so many, that only a page that gives them tells their happening."""
        if when is None or when.first_day is None or when.last_day is None:
            return True
        first, last = date.fromisoformat(when.first_day), date.fromisoformat(when.last_day)
        told_on = article.published.day if article.published else None
        near = told_on is None or abs((date.fromisoformat(told_on) - last).days) <= LONG_BEFORE
        return (last - first).days > WEEK or not near

    def _says_when(self, happening: Happening) -> bool:
        """Tell whether some report that gives the day of a happening gives it in words that say when."""
        told = ((self.articles.get(r.document), r.event) for r in happening.reports)
        events = [(article.analysis.events[n], article) for article, n in told if article is not None]
        givers = [(event, article) for event, article in events if event.when == happening.when]
        if givers and all(own_time(event, article) is None for event, article in givers):
            return any(event.predicate != SPEECH for event, _ in givers) or self._often_given(happening)
        return not givers or any(dated(event, article) for event, article in givers)

    def _often_given(self, happening: Happening) -> bool:
        """Tell whether two accounts give one day to a statement whose own words give none."""
        own = [
            cite for report, cite in zip(happening.reports, happening.evidence, strict=True)
            if (article := self.articles.get(report.document)) is not None
            and article.analysis.events[report.event].when == happening.when
        ]  # fmt: skip
        return self.accounts.count(own) > 1

    def _background(self, happening: Happening, when: Days) -> bool:
        """Tell whether what a happening tells lay far back when its story began; what came later is its course."""
        later = self.opens is not None and (when.first_day or when.last_day or "") >= self.opens
        return not later and (happening.realis == "past-background" or self._long_before(when))

    def _long_before(self, when: Days) -> bool:
        if self.opens is None or when.last_day is None:
            return False
        return (date.fromisoformat(self.opens) - date.fromisoformat(when.last_day)).days > LONG_BEFORE

    def _line(self, happening: Happening, number: int) -> tuple[float, int, Cite] | None:
        """Return how well a report tells the happening by itself, its number and its words."""
        report = happening.reports[number]
        article = self.articles.get(report.document)
        if article is None:
            return None
        event = article.analysis.events[report.event]
        sentence = next((s for s in article.analysis.sentences if s.contains(event.trigger)), None)
        span = _trimmed(_choose(event.clause or event.trigger, sentence), article.text)
        text = span.of(article.text)
        if "\n" in text.strip() or len(text) < SHORTEST or _furniture(text, article) or _shouted(text):
            return None
        if event.when != happening.when and self._far(happening.when, article):
            return None
        if of_page(span, article) or _of_another_day(event, span, happening, article):
            return None
        if self._dangles(event, span, article) or not by_itself(span, event, article):
            return None
        if not self.naming.understood(span, event, article):
            return None
        if event.realis == "planned" and not comes(span, event, article):
            return None
        score = self._worth(event, happening, article) + (1.0 if SHORTEST * 2 <= len(text) <= LONGEST else 0.0)
        if sentence is not None:
            score += 0.5 if span.start == sentence.start else -1.0 if PRONOUN_START.match(text) else 0.0
            score -= 1.5 if _other_days(event, span, article) else 0.0
        return score, number, article.cite(span)

    def _dangles(self, event: Event, span: Span, article: Article) -> bool:
        """Tell whether a line speaks of "he" or "it" before it has named anybody: only its page tells who that is."""
        words = table("events", article.analysis.metadata.language or "en").get("pronouns", {})
        nameless, text = words.get("all", "").split(), article.text
        opening = FIRST_WORD.search(span.of(text))
        if opening and opening.group().lower() in words.get("third", "").split():
            return True
        doers = [a for a in event.actors or event.recipients if span.contains(a)]
        if not doers or any(a.of(text).lower() not in nameless for a in doers):
            return False
        before = Span(span.start, min(a.start for a in doers))
        return not any(
            m.kind == "name" and before.contains(m) for e in article.entities for m in e.mentions if e.type != "place"
        )

    def _worth(self, event: Event, happening: Happening, article: Article) -> float:
        """Return what speaks for telling the happening by a report: own voice, its day, its status, names, the language."""
        named = [
            a for a in (*event.actors, *event.recipients) if a.entity and a.of(article.text)[:1].isupper() and a.length > 3
        ]
        score = 1.0 if event.reported_by is None else 0.0
        score += 1.5 if event.when == happening.when else 0.0
        score += 1.0 if event.realis == happening.realis else 0.0
        score += 2.0 if (article.analysis.metadata.language or "en") == self.language else 0.0
        return score + 0.5 * len(named) - (1.0 if event.predicate == SPEECH and not named else 0.0)


def _furniture(text: str, article: Article) -> bool:
    """Tell whether a line speaks of the page itself ("this article was first published …")."""
    phrases = table("compare", article.analysis.metadata.language or "en").get("furniture", ())
    return text.lower().lstrip("“\"'( ").startswith(tuple(phrases))


def _shouted(text: str) -> bool:
    """Tell whether many words of a line stand in capitals, as in a menu."""
    words = WORD.findall(text)
    return len(words) > SHORTEST // 2 and sum(word.isupper() for word in words) > CAPITALS * len(words)


def _other_days(event: Event, span: Span, article: Article) -> bool:
    """Tell whether a line names another day outside the clause of its event, so that a reader may take the wrong one."""
    clause = event.clause or event.trigger
    return any(
        span.contains(t) and not clause.contains(t) and t.days is not None and t.days != event.when
        for t in article.analysis.times
        if t.type in ("DATE", "TIME")
    )


def _of_another_day(event: Event, span: Span, happening: Happening, article: Article) -> bool:
    """Tell whether a report that gives no day itself names a day on which its happening was not."""
    when = happening.when
    if when is None or event.when is not None:
        return False
    first, last = when.first_day or "", when.last_day or "9999"
    named = (t for t in article.times if t.type in ("DATE", "TIME") and span.contains(t) and t.first_day and t.last_day)
    return any((t.last_day or "") < first or (t.first_day or "") > last for t in named)


def _choose(clause: Span, sentence: Sentence | None) -> Span:
    if sentence is None:
        return clause
    return sentence.bare() if sentence.length <= LONGEST or clause.length < SHORTEST * 2 else clause


def _trimmed(span: Span, text: str) -> Span:
    signed = SIGNED.match(text, span.start, span.end)
    bare = behind_dateline(text, Span(signed.end(), span.end) if signed else span)
    start, end = bare.start, bare.end
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return Span(start, end)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
