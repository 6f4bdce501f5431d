"""The timeline: happenings in the order in which they happened, in the sources' own words, cited.

Only happenings whose day some source gives are told; the publication day never stands in. Granularity is kept: a
month is a month. What lies far back is set apart, and what is planned is told only in words that say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tellings.compare.datelines import behind_dateline
from tellings.compare.timeline_alone import Naming
from tellings.compare.timeline_days import dated, own_time
from tellings.compare.timeline_lines import by_itself, comes
from tellings.compare.timeline_page import of_page
from tellings.lang import table
from tellings.model import Article, Cite, Days, Event, Happening, Material, Sentence, Span, TimelineEntry

MOST = 25
LONGEST, SHORTEST = 260, 25
"""Characters of a line; a clause outside these bounds is told by another report where there is one."""
PRONOUN_START = re.compile(r"^\W*(?:[a-zà-ÿ])")
TRIM = " ,;:–—-"
WORD = re.compile(r"[^\W_]{3,}")
FIRST_WORD = re.compile(r"[^\W_]+")
ALIKE, EQUAL = 0.7, 0.9
"""Share of the shorter line's words from which two lines of the same days, and of any days, tell the same."""
ONE_DAY_ALIKE = 0.5
"""The same of beginnings of longer words for two lines of one day that share a doer."""
PLANNED_ALIKE = 0.3
"""The same for a plan beside what was done on its days."""
LONG_BEFORE = 45
"""Days before a story's first page from which a happening is background."""
WEEK = 7
STEM = 5
"""Letters by which a verb is known in another form."""
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
    open_to = (k for h, k in told if h.realis != "planned" or not any(_fulfilled(k.entry, other) for other in done))
    kept = list(_distinct(open_to))[:MOST]
    return tuple(sorted(kept, key=lambda e: (not e.background, e.first_day or e.last_day or "", e.last_day or "")))


class _Line(NamedTuple):
    """A line of the timeline and the words for those who do or suffer what it tells."""

    entry: TimelineEntry
    doers: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        return frozenset(WORD.findall(self.entry.text.lower()))


def _distinct(lines: Iterable[_Line]) -> Iterator[TimelineEntry]:
    """Leave out a line that a better supported one tells already: from the same passage, or of those days in such words."""
    seen: list[_Line] = []
    for line in lines:
        if not any(_told_by(line, other) for other in seen):
            seen.append(line)
            yield line.entry


def _told_by(line: _Line, other: _Line) -> bool:
    """Tell whether one line tells what another does; of one day in half the words where both tell it of the same people."""
    one, two = line.entry, other.entry
    if _within(one.evidence[0], two.evidence[0]) or _alike(line.words, other.words, ALIKE if _overlap(one, two) else EQUAL):
        return True
    alone = _same_days(one, two) and one.first_day == one.last_day and line.doers & other.doers
    return bool(alone) and _alike(_stems(line), _stems(other), ONE_DAY_ALIKE)


def _stems(line: _Line) -> frozenset[str]:
    return frozenset(word[:STEM] for word in line.words if len(word) >= STEM - 1)


def _overlap(a: TimelineEntry, b: TimelineEntry) -> bool:
    """Tell whether the days of one line lie within those of another, an open end taken as its other end."""
    (first, last), (begin, end) = ((e.first_day or e.last_day or "", e.last_day or e.first_day or "") for e in (a, b))
    return (first <= begin and end <= last) or (begin <= first and last <= end)


def _fulfilled(plan: TimelineEntry, deed: TimelineEntry) -> bool:
    """Tell whether a line tells as done what another tells as planned for the same day."""
    words = [frozenset(w[:STEM] for w in WORD.findall(e.text.lower())) for e in (plan, deed)]
    return _same_days(plan, deed) and _alike(words[0], words[1], PLANNED_ALIKE)


def _same_days(a: TimelineEntry, b: TimelineEntry) -> bool:
    return (a.first_day, a.last_day) == (b.first_day, b.last_day)


def _alike(a: frozenset[str], b: frozenset[str], share: float) -> bool:
    return len(a & b) >= share * min(len(a), len(b))


def _within(one: Cite, other: Cite) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


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

    def entry(self, happening: Happening) -> _Line | None:
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
        others = tuple(c for n, c in enumerate(happening.evidence) if n != number and not _within(c, cite))
        entry = TimelineEntry(
            first_day=when.first_day, last_day=when.last_day, text=_capitalised(cite.text), evidence=(cite, *others),
            accounts=happening.accounts, background=self._background(happening, when),
        )  # fmt: skip
        return _Line(entry, self._doers(cite))

    def _doers(self, cite: Cite) -> frozenset[str]:
        """Return the words for whoever does or suffers anything that a line tells."""
        article = self.articles[cite.document]
        told = (e for e in article.analysis.events if cite.start <= e.trigger.start < cite.end)
        named = (w for e in told for a in (*e.actors, *e.recipients) for w in WORD.findall(a.of(article.text).lower()))
        return frozenset(w[:STEM] for w in named if len(w) >= STEM - 1)

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
            return happening.predicate != SPEECH or self._often_given(happening)
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
    bare = behind_dateline(text, span)
    start, end = bare.start, bare.end
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return Span(start, end)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
