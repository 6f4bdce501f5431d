"""Topics: a short name for each fact, made of the clause that tells it: who did what, without the value itself.

A day is "day the flight left Orm", an hour "hour the flight left Orm"; where no clause with a subject tells a value, the words
around it with a gap for it. A claim is called by its own deed, or by who says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from msgspec.structs import replace

from tellings.compare.atoms import Atom
from tellings.compare.clause_deeds import SPEECH, deeds_of
from tellings.compare.counting import Count
from tellings.compare.lexicon import Slot, fold, lexicon
from tellings.compare.phrasing import about_slot
from tellings.compare.statements import Corpus, Statement, Telling
from tellings.compare.topics_words import behind_aside, broken, listed_before, lowered, stopped, tail, words_before
from tellings.lang import listed, table
from tellings.lang.datelines import behind_dateline
from tellings.model import Argument, Cite, Event, Fact, Span

_listed = partial(listed, "clauses")
TOLD = {"day": "day", "hour": "hour", "place": "where"}
"""What a deed is put behind, by the word that a value is named with before its clause is read."""
GAPPED = frozenset({"how long", "share", "age", "number", "who", "word used"})
"""The same for what is shown with the words around it, a gap for the value."""
BETWEEN, LONGEST = 4, 14
"""Words from a subject to its verb, and of a whole name."""
AFTER, ASIDE, TELLING, PLAIN = 4, 6, 2, 6
"""Words behind a gap, and behind one that opens an aside; words of content before it that tell enough; how many are best."""
OPENING, SAID, FEWEST = 8, 6, 4
"""Words of a sentence without a deed, and of a quotation, by which it is known; the fewest of both."""
MOSTLY = 0.6
"""Share of a passage that is said, from which it is called by its speaker."""
QUOTATION = frozenset('“"«')
MARKS = str.maketrans("", "", '“”"«»')
CLOSED = re.compile(r"[\s,(\[–—-]+…")
"""Marks that open what the gap stands for."""
COUNTED = "number of "
SUM, MONEY, SHARE = "amount of ", "money", "share"
QUOTED = "“{}”"
TO = "to"
STATEMENT = "of a statement by {}"
"""What the day of a statement is called of which nothing more is said."""


@dataclass(frozen=True)
class _Deed:
    """A clause in few words, with what tells how good a name it is."""

    words: str
    predicate: str
    quoted: bool
    resolved: bool
    speech: bool
    bare: bool
    """Nothing stands behind the verb."""


class Topics:
    """Gives the facts of a story their names."""

    def __init__(self, corpus: Corpus, counts: Iterable[Count] = ()) -> None:
        self.corpus = corpus
        self._counts = [c for c in counts if c.slot is not None]

    def named(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return facts with their names."""
        return [replace(f, about=self._name(f)) for f in facts]

    def _name(self, fact: Fact) -> str:
        if fact.kind == "claim":
            return self._claim(fact) if fact.relation is None else fact.about
        asked, gap, _ = _split(fact.about)
        cites = [c for v in fact.values for c in v.evidence if self.corpus.holds(c)]
        if not gap or not cites or not (asked in {*TOLD, *GAPPED} or asked.startswith(SUM)):
            return fact.about
        slots = self._slots_of(cites) if fact.kind == "number" and asked == COUNTED.split()[0] else []
        if len({s.name for s in slots}) == 1:
            return about_slot(slots[0])
        if asked in TOLD:
            deeds = [d for c in cites for d in self._deeds(c)]
            if deeds:
                known = Counter(d.predicate for d in deeds)
                best = min(deeds, key=lambda d: (d.speech, d.quoted, d.bare, -known[d.predicate], d.resolved, len(d.words)))
                asked = self._asked(asked, cites)
                return f"{'day' if asked == 'when' and best.words.startswith(STATEMENT[:2]) else asked} {best.words}"
        shown = [s for c in cites if (s := self._gapped(c))]
        if not shown:
            return fact.about
        return f"{asked}: {min(shown, key=_plainest)[0]}"

    def _slots_of(self, cites: Sequence[Cite]) -> list[Slot]:
        """Return what the tables say of the numbers in passages."""
        told = [(self.corpus.cited(c).index, Span(c.start, c.end)) for c in cites]
        return [n.slot for n in self._counts if n.slot and any(n.article == at and n.amount.span.overlaps(s) for at, s in told)]

    def _asked(self, asked: str, cites: Sequence[Cite]) -> str:
        """Return what opens the name of a deed: "day" where every value is one, "when" where one is a month or year."""
        if asked != "day":
            return TOLD[asked]
        times = (self.corpus.cited(c).times for c in cites)
        own = [next((t for t in ts if t.overlaps(Span(c.start, c.end))), None) for ts, c in zip(times, cites, strict=True)]
        widths = [_days(t.first_day, t.last_day) for t in own if t is not None]
        return "day" if widths and max(widths) == 1 else "when"

    def _claim(self, fact: Fact) -> str:
        """Return the deed of a claim, or who says it; else its opening words."""
        cite = fact.values[0].evidence[0]
        if not self.corpus.holds(cite):
            return fact.about
        telling = self.corpus.cited(cite)
        span = behind_dateline(telling.article.text, Span(cite.start, cite.end))
        words = self._said(telling, span)[1]
        if words is not None:
            speaker = self._speaker(fact)
            opening = QUOTED.format(_opening(words.of(telling.article.text), SAID, telling.language))
            return f"words of {speaker}: {opening}" if speaker else opening
        own = sorted((e for _, e in telling.article.events if span.contains(e.trigger)), key=lambda e: e.trigger.start)
        made = [d for e in own if e.predicate != SPEECH for d in self._deed(telling, e, None)]
        told = next((d for d in made if not d.quoted), None)
        return told.words if told else _opening(span.of(telling.article.text), OPENING, telling.language)

    def _speaker(self, fact: Fact) -> str | None:
        """Return who says a claim, where two passages know and none names another."""
        cites = [c for v in fact.values for c in v.evidence if self.corpus.holds(c)]
        found = [self._said(self.corpus.cited(c), Span(c.start, c.end))[0] for c in cites]
        names = Counter(n for n in found if n is not None)
        families = {fold(n).split()[-1] for n in names}
        return (
            min(names, key=lambda n: (-names[n], len(n)))
            if len(families) == 1 and sum(names.values()) >= min(2, len(cites))
            else None
        )

    def _said(self, telling: Telling, span: Span) -> tuple[str | None, Span | None]:
        """Return who says most of a passage, and the words said that stand in it."""
        for _, quote in telling.article.quotes:
            own = Span(max(quote.content.start, span.start), min(quote.content.end, span.end))
            if quote.kind == "direct" and own.end - own.start >= MOSTLY * (span.end - span.start):
                names = (e.name for e in telling.article.entities if e.id == quote.speaker_entity)
                return next(names, None), own
        return None, None

    def _deeds(self, cite: Cite) -> Iterator[_Deed]:
        """Yield the deed that a value is of: that whose day it is, else that of the closest clause around it."""
        telling, value = self.corpus.cited(cite), Span(cite.start, cite.end)
        for event in deeds_of(telling, value):
            found = list(self._deed(telling, event, value))
            if found:
                yield from found
                return

    def _deed(self, telling: Telling, event: Event, value: Span | None) -> Iterator[_Deed]:
        """Yield a clause in few words: its subject, its verb, and what stands right behind it."""
        home = next((s for s in telling.statements if s.span.contains(event.trigger)), None)
        args = [a for a in (*event.actors, *event.recipients) if a.end <= event.trigger.start]
        subject = max(args, key=lambda a: a.end, default=None)
        if home is None or subject is None or not home.span.contains(subject):
            return
        text, atoms = telling.article.text, home.atoms
        first = _opening_of(home, text, subject, args)
        at = next((i for i, a in enumerate(atoms) if a.end > event.trigger.start), len(atoms))
        last = next((i + 1 for i in range(len(atoms) - 1, -1, -1) if atoms[i].start < event.trigger.end), 0)
        if first and atoms[first - 1].key in home.words.articles | home.words.the | home.words.possessives:
            first -= 1
        while first and atoms[first].kind == atoms[first - 1].kind == "name" and atoms[first].start - atoms[first - 1].end == 1:
            first -= 1
        own, first = first, listed_before(home, text, first, args)
        behind = next((i for i in range(first, at) if atoms[i].start >= subject.end), at)
        verb = behind_aside(home, text, behind, at)
        links = [a.key for a in atoms[verb:at]]
        if len(links) > BETWEEN or links == [TO] or broken(home, text, [(own, behind - 1), (verb, at)], value):
            return
        name = self._resolved(telling, home, subject)
        if name is None:
            return
        while verb < at and atoms[verb].key in _listed("breaks", telling.language):
            verb += 1
        end = tail(home, telling, last, value)
        if event.predicate == SPEECH and text[atoms[end - 1].end :].lstrip()[:1] in QUOTATION:
            end = last
        opened = text[atoms[first].start : subject.end] if name == "" else name
        said = text[atoms[verb].start : atoms[end - 1].end]
        half = len(opened.split()) // 2
        if half and opened.split()[:half] == opened.split()[half:]:
            opened = " ".join(opened.split()[:half])
        opened, speech = lowered(opened.strip(" ,"), atoms[first], home.words.titles), event.predicate == SPEECH
        words = " ".join((STATEMENT.format(opened) if speech and end == last else f"{opened} {said}").split())
        if len(words.split()) <= LONGEST:
            quoted = telling.quoted(event.trigger)
            yield _Deed(words, event.predicate or "", quoted, bool(name), speech, end == last)

    def _resolved(self, telling: Telling, home: Statement, subject: Argument) -> str | None:
        """Return the name that a pronoun stands for, "" where the subject is none, None where nobody is known."""
        word = fold(subject.of(telling.article.text))
        if word not in _pronouns(telling.language) | home.words.first_person:
            return ""
        own = (e for e in telling.article.entities if any(m.start == subject.start for m in e.mentions))
        return next((e.name for e in own if e.type in ("person", "organisation")), None)

    def _gapped(self, cite: Cite) -> tuple[str, bool, bool] | None:
        """Return the words of a value's clause around it, with a gap for it, whether they tell a deed and open the clause."""
        telling = self.corpus.cited(cite)
        home = self.corpus.statement_at(cite)
        inside = [i for i, a in enumerate(home.atoms) if a.start < cite.end and cite.start < a.end] if home else []
        if home is None or not inside:
            return None
        text, atoms, first, last = telling.article.text, home.atoms, inside[0], inside[-1]
        low, opens = words_before(home, text, first, telling.language)
        high, told = last + 1, _contents(atoms[low:first])
        aside = low == first > 0 and stopped(home, text, first - 1)
        while aside and high < len(atoms) and high - last <= ASIDE and not stopped(home, text, high - 1):
            high += 1
        aside = aside and _contents(atoms[last + 1 : high]) >= TELLING
        if low == first > 0 and not aside and stopped(home, text, first - 1):
            high, (low, opens) = last + 1, words_before(home, text, first - 1, telling.language)
            told = _contents(atoms[low:first])
        crossed = bool(told) or low > 0
        while (
            told < TELLING
            and not aside
            and high < len(atoms)
            and high - last <= AFTER
            and atoms[high].key not in _listed("breaks", telling.language)
        ):
            if stopped(home, text, high - 1):
                if crossed or high > last + 1:
                    break
                crossed = True
            high += 1
        while high > last + 1 and (atoms[high - 1].kind == "stop" or len(atoms[high - 1].text) == 1):
            high -= 1
        before, after = text[atoms[low].start : cite.start], text[cite.end : atoms[high - 1].end] if high > last + 1 else ""
        shown = f"{lowered(before, atoms[low], home.words.titles)} … {after.lstrip(' ,;:')}"
        shown = CLOSED.sub(" …", " ".join(shown.translate(MARKS).split())).replace("… '", "…'").replace("… -", "…-")
        own = Span(atoms[low].start, atoms[high - 1].end)
        deed = any(own.contains(e.trigger) for _, e in telling.article.events)
        return (shown, deed, opens) if told or _contents(atoms[last + 1 : high]) else None


def _split(about: str) -> tuple[str, bool, str]:
    """Return what a name asks and what it asks it of, and whether that is yet to be put into words."""
    if about.startswith(SUM):
        unit = about.removeprefix(SUM).partition(" (")[0]
        money = unit == MONEY or fold(unit) in lexicon("en").currencies
        return (SUM + MONEY if money else SHARE if unit == "percent" else SUM + unit), True, about
    if about.startswith(COUNTED) and fold(about).split()[-1] in lexicon("en").currencies:
        return SUM + MONEY, True, about
    asked, gap, rest = about.partition(": ")
    if about.startswith(COUNTED) and _uncountable(about.removeprefix(COUNTED)):
        return "number", True, rest
    return asked, bool(gap), rest


def _uncountable(thing: str) -> bool:
    """Tell whether what stands behind "number of" does not say what is counted: a name, a small word, "people"."""
    last = thing.split()[-1] if thing.split() else ""
    return (
        last[:1].isupper()
        or fold(thing) in _listed("anybody", "en")
        or fold(last) in lexicon("en").stop | _listed("breaks", "en") | _listed("verbs", "en")
    )


def _contents(atoms: Sequence[Atom]) -> int:
    return sum(a.kind not in ("stop", "number") for a in atoms)


def _opening_of(home: Statement, text: str, subject: Argument, args: Sequence[Argument]) -> int:
    """Return where a subject begins: with an earlier one that small words part from it ("the head of one of the mills")."""
    places = {i: a for a in args for i, atom in enumerate(home.atoms) if atom.start <= a.start < atom.end}
    first = at = next((i for i, a in enumerate(home.atoms) if a.end > subject.start), len(home.atoms))
    while at and home.atoms[at - 1].kind in ("stop", "number") and not stopped(home, text, at - 1):
        at -= 1
    before = next((i for i, a in places.items() if at and home.atoms[at - 1].end == a.end), None)
    return first if before is None or home.words.joining & {a.key for a in home.atoms[at:first]} else before


def _opening(text: str, most: int, language: str) -> str:
    """Return the opening words of a sentence, none of them left dangling."""
    words = text.strip(" “”\"«»'‘’\n").split()
    while len(words) > 1 and words[0] in _listed("breaks", language):
        words.pop(0)
    if len(words) <= most:
        return " ".join(words).rstrip(".,;:")
    kept = words[:most]
    while len(kept) > FEWEST and fold(kept[-1].strip(",;:")) in lexicon(language).stop:
        kept.pop()
    return " ".join(kept).rstrip(",;:–—") + " …"


def _plainest(shown: tuple[str, bool, bool]) -> tuple[bool, bool, bool, int, int]:
    """Return what is better the lower: a gap at the front, no deed, words from inside a clause, too few or many of them."""
    words, deed, opens = shown
    return words.startswith("…") or "…'" in words, not deed, not opens, abs(len(words.split()) - PLAIN), len(words)


def _days(first: str | None, last: str | None) -> int:
    if not first or not last:
        return 0
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days + 1


@cache
def _pronouns(language: str) -> frozenset[str]:
    own = table("clauses", language)
    return frozenset(f"{own.get('pronouns', '')} {own.get('no_subjects', '')}".split())
