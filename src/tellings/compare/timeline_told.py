"""Lines of the timeline that tell what another one tells: one stays, with the passages of all; and what is none of the story's.

Words decide, and who acts: of one day fewer words are enough where the same people bear the same names in both lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import structs

from tellings.model import Accounts, Article, Cite, Happening, Material, TimelineEntry

WORD = re.compile(r"[^\W_]{3,}")
ALIKE, EQUAL = 0.7, 0.9
"""Share of the shorter line's words from which two lines of the same days, and of any days, tell the same."""
SAME_ALIKE = 0.5
"""The same of beginnings of longer words for two lines of one day that share a doer, and of the same days by one who acts."""
NAMED_ALIKE = 0.33
"""The same for two lines of one day that share two words of names of those who act or suffer, of one month or year three."""
TWO_NAMED, THREE_NAMED = 2, 3
PLANNED_ALIKE, PLANS_ALIKE = 0.3, 0.4
"""The same for a plan beside what was done on its days, and beside another plan for them."""
STEM = 5
"""Letters by which a verb is known in another form."""
STORIES = 3
"""Accounts from which on a line of a single one must have to do with the story."""
SHARED = 3
"""One page in so many, and at least two, tell a name that is the story's."""


class Line(NamedTuple):
    """A line of the timeline and what tells whether another one tells the same."""

    entry: TimelineEntry
    happening: Happening
    doers: frozenset[str]
    """Beginnings of the words for those who do or suffer what it tells."""
    names: frozenset[str]
    """Those of them that are parts of names."""
    actors: frozenset[str]
    """Those of the names that are of whoever does it."""

    @property
    def words(self) -> frozenset[str]:
        """Return the words of three letters and more."""
        return frozenset(WORD.findall(self.entry.text.lower()))

    @property
    def stems(self) -> frozenset[str]:
        """Return the beginnings of the longer words."""
        return frozenset(word[:STEM] for word in self.words if len(word) >= STEM - 1)


def line_of(entry: TimelineEntry, happening: Happening, article: Article) -> Line:
    """Return a line with the words for whoever does or suffers anything that it tells."""
    cite = entry.evidence[0]
    told = [e for e in article.analysis.events if cite.start <= e.trigger.start < cite.end]
    acting = [w for e in told for a in e.actors for w in WORD.findall(a.of(article.text))]
    suffering = [w for e in told for a in e.recipients for w in WORD.findall(a.of(article.text))]
    return Line(
        entry, happening, doers=_begin(acting + suffering), names=_begin(w for w in acting + suffering if w[:1].isupper()),
        actors=_begin(w for w in acting if w[:1].isupper()),
    )  # fmt: skip


def _begin(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower()[:STEM] for word in words if len(word) >= STEM - 1)


def distinct(lines: Iterable[Line], accounts: Accounts) -> list[TimelineEntry]:
    """Return the entries of lines, best supported first: what an earlier line tells already adds its passages to it."""
    groups: list[list[Line]] = []
    for line in lines:
        group = next((g for g in groups if any(_told_by(line, other) for other in g)), None)
        if group is None:
            groups.append([line])
        elif _overlap(line.entry, group[0].entry):
            group[0] = group[0]._replace(entry=_with(group[0].entry, line.entry, accounts))
            group.append(line)
    return [group[0].entry for group in groups]


def _with(entry: TimelineEntry, other: TimelineEntry, accounts: Accounts) -> TimelineEntry:
    """Return an entry with the passages of another that tells the same."""
    evidence = list(entry.evidence)
    evidence += [c for c in other.evidence if not any(within(c, own) for own in entry.evidence)]
    return structs.replace(entry, evidence=tuple(evidence), accounts=max(entry.accounts, accounts.count(evidence)))


def _told_by(line: Line, other: Line) -> bool:
    """Tell whether one line tells what another does: from the same passage, in such words, or of the same people that day."""
    one, two = line.entry, other.entry
    if within(one.evidence[0], two.evidence[0]) or _alike(line.words, other.words, ALIKE if _overlap(one, two) else EQUAL):
        return True
    if not _same_days(one, two):
        return False
    stems = line.stems, other.stems
    day = one.first_day == one.last_day
    if len(line.names & other.names) >= (TWO_NAMED if day else THREE_NAMED) and _alike(*stems, NAMED_ALIKE):
        return True
    both_planned = line.happening.realis == other.happening.realis == "planned"
    if both_planned and _alike(*stems, PLANS_ALIKE):
        return True
    return bool(line.doers & other.doers if day else line.actors & other.actors) and _alike(*stems, SAME_ALIKE)


def fulfilled(plan: TimelineEntry, deed: TimelineEntry) -> bool:
    """Tell whether a line tells as done what another tells as planned for the same day."""
    words = [frozenset(w[:STEM] for w in WORD.findall(e.text.lower())) for e in (plan, deed)]
    return _same_days(plan, deed) and _alike(words[0], words[1], PLANNED_ALIKE)


def within(one: Cite, other: Cite) -> bool:
    """Tell whether two passages overlap."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def _overlap(a: TimelineEntry, b: TimelineEntry) -> bool:
    """Tell whether the days of one line lie within those of another, an open end taken as its other end."""
    (first, last), (begin, end) = ((e.first_day or e.last_day or "", e.last_day or e.first_day or "") for e in (a, b))
    return (first <= begin and end <= last) or (begin <= first and last <= end)


def _same_days(a: TimelineEntry, b: TimelineEntry) -> bool:
    return (a.first_day, a.last_day) == (b.first_day, b.last_day)


def _alike(a: frozenset[str], b: frozenset[str], share: float) -> bool:
    return len(a & b) >= share * min(len(a), len(b))


class Concern:
    """What a story is about: the names that several of its pages tell and the words of its titles."""

    def __init__(self, material: Material) -> None:
        """Read the names of each page; those of places count only where a title has them."""
        self.many = len({material.accounts.account_of.get(a.key, a.document) for a in material.articles}) >= STORIES
        titles: Sequence[str] = [a.title or "" for a in material.articles]
        self.titles = frozenset(w.lower()[:STEM] for t in titles for w in WORD.findall(t) if len(w) >= STEM - 1)
        told = Counter(word for a in material.articles for word in _names(a))
        least = max(2, len(material.articles) / SHARED)
        self.names = frozenset(word[:STEM] for word, pages in told.items() if pages >= least)

    def of_the_story(self, line: Line) -> bool:
        """Tell whether a line that a single account tells names what the story is about, or says words of its titles.

        What lies far back must be done by or to somebody whom the story is about.
        """
        if not self.many or line.entry.accounts > 1:
            return True
        named = {w.lower()[:STEM] for w in WORD.findall(line.entry.text) if w[:1].isupper()}
        if line.entry.background:
            return bool(line.names & self.names) or len(line.stems & self.titles) > TWO_NAMED
        return bool(named & self.names) or len(line.stems & self.titles) >= TWO_NAMED


def _names(article: Article) -> frozenset[str]:
    """Return the words of the names that a page tells, those of places apart."""
    named = (e for e in article.entities if e.type not in ("place", "country"))
    return frozenset(
        w.lower()
        for e in named
        for m in e.mentions
        if m.kind == "name"
        for w in WORD.findall(m.of(article.text))
        if w[0].isupper()
    )
