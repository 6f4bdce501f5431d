"""Once: what is agreed, each thing in one line with all its passages, and without what tells nothing of the story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from tellings.compare.atoms import stem
from tellings.compare.gather import MOST_CITES
from tellings.compare.lexicon import fold, lexicon
from tellings.compare.shared import compatible
from tellings.compare.statements import Corpus, Telling
from tellings.lang import listed
from tellings.model import Cite, Fact, Span, Time, Value

DIGITS = 3
"""Digits of a number that is told of one thing in whatever words."""
SAME, LEAST = 0.6, 4
"""Share of the shorter sentence's content from which two claims tell the same, and how many words that is at least."""
BESIDE = 3
"""Words of content beside one day that two sentences of it share."""
SCORE, SCORED = re.compile(r"\d[-–]$"), re.compile(r"\d+[-–]\d")
GAP = "…"
SMALL = 10
"""Numbers below which "the two" takes up what was said before."""
NEAR = 2
"""Words before a number among which one points back."""


def told_once(facts: Sequence[Fact], corpus: Corpus) -> list[Fact]:
    """Return agreed facts in their order: those of one thing merged, trivial ones left out."""
    reader = _Reader(corpus)
    kept: list[Fact] = []
    for fact in (f for f in facts if not reader.trivial(f)):
        home = next((i for i, f in enumerate(kept) if reader.one(f, fact)), None)
        if home is None:
            kept.append(fact)
        else:
            kept[home] = _merged(kept[home], fact, corpus)
    return [f for f in kept if not reader.told_in_quotation(f, kept)]


def _merged(main: Fact, other: Fact, corpus: Corpus) -> Fact:
    """Return a fact with the passages of another that tells the same."""
    own = list(main.values[0].evidence)
    own += [c for c in other.values[0].evidence if not any(_meet(c, o) for o in own)]
    value = main.values[0]
    kept = tuple(own[: max(MOST_CITES, len(value.evidence))])
    merged = Value(value=value.value, evidence=kept, accounts=corpus.count(kept), voice=value.voice)
    about = min((main.about, other.about), key=_unnamed)
    return replace(main, about=about, values=(merged,), confidence=max(main.confidence, other.confidence))


def _meet(a: Cite, b: Cite) -> bool:
    return a.document == b.document and a.start < b.end and b.start < a.end


class _Reader:
    """Reads the passages of agreed facts."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def one(self, a: Fact, b: Fact) -> bool:
        """Tell whether two agreed facts are of one thing."""
        if a.kind != b.kind:
            return False
        tests: dict[str, Callable[[Fact, Fact], bool]] = {
            "claim": self._one_claim,
            "number": self._one_number,
            "day": self._one_day,
        }
        return a.kind in tests and tests[a.kind](a, b)

    def _one_claim(self, a: Fact, b: Fact) -> bool:
        """Tell whether two claims are told in nearly the same words, the shorter one's standing in the other."""
        own, other = (self.corpus.statement_at(f.values[0].evidence[0]) for f in (a, b))
        if own is None or other is None or own is other or own.words is not other.words:
            return own is not None and own is other and _meet(a.values[0].evidence[0], b.values[0].evidence[0])
        shared, short = own.content & other.content, min(len(own.content), len(other.content))
        return len(shared) >= max(LEAST, SAME * short) and compatible(own, other)

    def _one_number(self, a: Fact, b: Fact) -> bool:
        """Tell whether two numbers are equal, and share a passage, a word that counts them, or many digits."""
        values = [self._numbers(f) for f in (a, b)]
        shown = [self._numbers(f, 1) for f in (a, b)]
        if not shown[0] or shown[0] != shown[1] or values[0] != values[1] or _asked(a) != _asked(b):
            return False
        if any(_meet(c, o) for c in a.values[0].evidence for o in b.values[0].evidence):
            return True
        if (GAP in a.about or GAP in b.about) and self._told_together(a, b):
            return True
        return bool(self._things(a) & self._things(b)) or all(len(f"{v:g}".strip("0.")) >= DIGITS for v in values[0])

    def _things(self, fact: Fact) -> set[str]:
        """Return what a number counts: the stem of the last word of its name, and what the words beside a gap tell."""
        words = [fold(w) for w in fact.about.replace(":", " ").split()]
        slots = lexicon(self.corpus.language).slots
        told = {s.name for s in slots if fact.about.endswith(s.name) or (s.cues | s.counted) & set(words)}
        return told | (set() if GAP in fact.about else {stem(words[-1])})

    def _one_day(self, a: Fact, b: Fact) -> bool:
        """Tell whether two facts give one time to one deed, in sentences that share words beside it."""
        times = [[self._time(c) for c in f.values[0].evidence] for f in (a, b)]
        days = [{(t.first_day, t.last_day) for t in own if t is not None} for own in times]
        if not days[0] or days[0] != days[1]:
            return False
        return self._told_together(a, b)

    def _told_together(self, a: Fact, b: Fact) -> bool:
        """Tell whether a sentence of one fact and one of another share words of content beside days and numbers."""
        own, other = ([s for c in f.values[0].evidence if (s := self.corpus.statement_at(c))] for f in (a, b))
        return any(len({k for k in x.content & y.content if k[0] not in "@#"}) >= BESIDE for x in own for y in other)

    def trivial(self, fact: Fact) -> bool:
        """Tell whether a number is no figure of the story: "one" of an idiom, "the two" said before, counted sources."""
        if fact.kind != "number" or _asked(fact) not in ("number", "share"):
            return False
        cites = fact.values[0].evidence
        if fold(fact.about.split()[-1]) in listed("compare", "counted_sources", self.corpus.language):
            return True
        if self._numbers(fact) == {1.0} or all(self._scored(c) or self._named(c) for c in cites):
            return True
        return 2 * sum(self._said_before(c) or self._source(c) for c in cites) > len(cites)

    def told_in_quotation(self, fact: Fact, facts: Iterable[Fact]) -> bool:
        """Tell whether every passage of a value stands in a quotation that an agreed claim shows whole."""
        if fact.kind == "claim":
            return False
        cites = fact.values[0].evidence
        if not all(self.corpus.cited(c).quoted(Span(c.start, c.end)) for c in cites if self.corpus.holds(c)):
            return False
        claims = [c for f in facts if f.kind == "claim" for c in f.values[0].evidence]
        return all(any(_meet(c, o) for o in claims) for c in cites)

    def _said_before(self, cite: Cite) -> bool:
        """Tell whether a small number stands behind a word that points back ("the two men")."""
        home = self.corpus.statement_at(cite)
        at = next((i for i, a in enumerate(home.atoms) if a.end > cite.start), 0) if home else 0
        if home is None or not (value := home.atoms[at].value) or value > SMALL:
            return False
        return bool(_words("pointing_back", self.corpus.cited(cite)) & set(home.keys[max(0, at - NEAR) : at]))

    def _scored(self, cite: Cite) -> bool:
        """Tell whether a number is one side of a score ("an 8-7 victory")."""
        text = self.corpus.cited(cite).article.text
        return bool(SCORE.search(text[max(0, cite.start - 3) : cite.start])) or bool(
            SCORED.match(text[cite.start : cite.end + 3])
        )

    def _named(self, cite: Cite) -> bool:
        """Tell whether a number stands in a name ("Zero Shutter Lag")."""
        words = cite.text.split()
        return len(words) > 1 and all(w[0].isupper() and not w.isupper() for w in words)

    def _source(self, cite: Cite) -> bool:
        """Tell whether those who told a page are counted ("two sources")."""
        home = self.corpus.statement_at(cite)
        sources = _words("counted_sources", self.corpus.cited(cite))
        return home is not None and any(a.key in sources for a in home.atoms if cite.start <= a.start < cite.end + SMALL * NEAR)

    def _numbers(self, fact: Fact, first: int | None = None) -> set[float]:
        """Return the numbers that a fact's passages give, or the first of them."""
        found = set()
        for cite in fact.values[0].evidence[:first]:
            home = self.corpus.statement_at(cite)
            atoms = home.atoms if home else ()
            found |= {a.value for a in atoms if a.value is not None and a.start < cite.end and cite.start < a.end}
        return found

    def _time(self, cite: Cite) -> Time | None:
        own = self.corpus.cited(cite).times if self.corpus.holds(cite) else ()
        return next((t for t in own if t.overlaps(Span(cite.start, cite.end))), None)


def _unnamed(about: str) -> bool:
    """Tell whether a fact is called by the words around a gap."""
    return GAP in about


def _asked(fact: Fact) -> str:
    """Return what sort of number a fact gives, by its name; amounts of a unit are numbers of it."""
    first = fact.about.replace(":", " ").split()[0]
    return "number" if first == "amount" else first


def _words(name: str, telling: Telling) -> frozenset[str]:
    return listed("compare", name, telling.language)
