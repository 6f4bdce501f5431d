"""Gates: what shows of two values that they are of two things, or are one, so that nothing differs.

Whatever finds a fact, its values pass here: a difference that is none costs a reader more than one that is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations, pairwise

from msgspec.structs import replace

from tellings.compare.ages import AGE_OF
from tellings.compare.clause_deeds import foreseen_and_done, of_other_deeds, planned_and_done
from tellings.compare.contexts import Contexts
from tellings.compare.lexicon import fold
from tellings.compare.matching import UNCOMMON
from tellings.compare.matters import Matters, words_of
from tellings.compare.naming import elsewhere, places_in
from tellings.compare.statements import Corpus, Telling
from tellings.lang import listed
from tellings.model import Cite, Entity, Fact, Span, Time, Value

Test = Callable[[Cite, Cite], bool]
VALUES = ("number", "day", "place", "person", "order")
"""Kinds of facts whose values pass; who uses which word is told of any accounts."""
PAIR = 2
SURE = 0.9
"""Confidence from which an agreed number is of one thing whatever names stand beside it."""
FEW = 2
"""Digits of the largest number that is told of many things."""
SAYING = 2
"""Words between a name and a word of speech."""
LATER = 2
"""Days from a page to a day of which it cannot tell by mistake."""
BACK = 4
"""Sentences before one without a name in which stands whom it is about."""
IN_VERSIONS = "place:"
"""What a fact begins with that versions of one sentence make, not a happening with a name."""
HOUR = "hour:"
"""What a fact of an hour begins with before it is named."""
SUMS = "$€£¥%"


class Gates:
    """Tells which values of a fact may stand against each other."""

    def __init__(self, corpus: Corpus, contexts: Contexts) -> None:
        self.corpus, self.contexts, self.matters = corpus, contexts, Matters(corpus)

    def kept(self, fact: Fact) -> Fact | None:
        """Return a fact with the values that may stand against each other, None where no two may."""
        if fact.relation == "wording" or fact.kind not in VALUES or fact.about.startswith(AGE_OF):
            return fact
        sets = [self._together(fact, main) for main in fact.values]
        best = max(sets, key=lambda own: (len(own), sum(v.accounts for v in own)))
        if len(best) < PAIR:
            return None
        return fact if len(best) == len(fact.values) else replace(fact, values=tuple(best))

    def _together(self, fact: Fact, main: Value) -> list[Value]:
        """Return a value of a fact and, in their order, those that may stand against it and each other."""
        own = [main]
        for value in fact.values:
            if value is not main and not any(self._shut(fact, o, value) for o in own):
                own.append(value)
        return [v for v in fact.values if any(v is o for o in own)]

    def agrees(self, fact: Fact) -> bool:
        """Tell whether the passages of an agreed number are not of other people each, or of other places."""
        cites = [(a, b) for a, b in combinations([c for v in fact.values for c in v.evidence], 2) if a.document != b.document]
        if fact.kind != "number" or not cites or fact.confidence >= SURE:
            return True
        if any(self._telling(c) for pair in cites for c in pair):
            return True
        return not all((self._of_others(a, b) or self._of_other_places(a, b)) and not self._paired(a, b) for a, b in cites)

    def _paired(self, a: Cite, b: Cite) -> bool:
        """Tell whether the sentences of two equal numbers share another uncommon one ("53 votes to 44")."""
        own, other = (
            {x.value for x in s.atoms if x.value is not None} if s else set[float]()
            for s in map(self.corpus.statement_at, (a, b))
        )
        return len({v for v in own & other if v >= UNCOMMON}) >= PAIR

    def _shut(self, fact: Fact, one: Value, other: Value) -> bool:
        """Tell whether two values of a fact are of two things, or one."""
        cites = [(a, b) for a in one.evidence for b in other.evidence]
        sums = fact.kind == "number" and self._is_sum(one.evidence[0])
        if any(all(test(a, b) for a, b in cites) for test in self._tests(fact, sums=sums)):
            return True
        accounts = ((self.corpus.cited(a).index, self.corpus.cited(b).index) for a, b in cites)
        return not any((self.matters.one_owner if sums else self.matters.one)(a, b) for a, b in accounts)

    def _tests(self, fact: Fact, *, sums: bool) -> Sequence[Test]:
        """Return what is asked of the passages of two values of a fact, by its kind and relation."""
        asked: list[Test] = [_in_one_spelling]
        finer = fact.relation == "refinement"
        if fact.kind == "day":
            asked += [self._of_other_places, _of_one_day_word, self._of_year_alone]
            asked += [self._day_of_it] if finer else [self._of_later, _one_in_other, self._of_next_days]
            asked += [] if finer or fact.between_copies else [self._of_other_deeds]
        elif fact.kind == "number":
            moving = self._moving(fact)
            asked += [] if moving else [self._of_other_places]
            asked += [] if finer or moving else [self._of_part]
            asked += [] if finer or moving else [self._of_others if sums else self._of_other_towns]
            asked += [] if finer else [self._of_other_weekdays]
            asked += [] if finer or fact.between_copies else [self._measured, self._of_two_lengths, self._foreseen]
            hours = not (finer or fact.between_copies) and fact.about.startswith(HOUR)
            asked += [self._of_other_deeds, self._planned_and_done] if hours else []
        elif fact.kind == "place" and not fact.between_copies and fact.about.startswith(IN_VERSIONS):
            asked.append(self._both_told)
        return asked

    def _moving(self, fact: Fact) -> bool:
        """Tell whether those counted are on their way, so that other places beside their number say nothing."""
        words = self.corpus.cited(fact.values[0].evidence[0]).words
        return any(slot.moving and slot.name in fact.about for slot in words.slots)

    def _of_other_places(self, a: Cite, b: Cite) -> bool:
        """Tell whether the sentences of two passages name other places."""
        return elsewhere(self._places(a), self._places(b))

    def _of_other_towns(self, a: Cite, b: Cite) -> bool:
        """Tell whether two accounts open with other towns."""
        return elsewhere(*(self.matters.named[self.corpus.cited(c).index].towns for c in (a, b)))

    def _of_part(self, a: Cite, b: Cite) -> bool:
        """Tell whether one number is told of a place and the other of more places ("in Orm and Kerrow", "in Kerrow")."""
        near = [self._own_places(c) for c in (a, b)]
        return any(own and any(elsewhere([p], own) for p in other) for own, other in (near, near[::-1]))

    def _places(self, cite: Cite) -> list[Entity]:
        own = self.corpus.statement_at(cite)
        return places_in(own, self.corpus) if own else []

    def _own_places(self, cite: Cite) -> list[Entity]:
        """Return the places that a number is told of: those between it and the next number, else those of its sentence."""
        own = self.corpus.statement_at(cite)
        places = self._places(cite)
        if own is None:
            return places
        stop = next((x.start for x in own.atoms if x.start >= cite.end and x.value is not None), own.span.end)
        near = [e for e in places if any(cite.end <= m.start < stop for m in e.mentions if m.kind == "name")]
        return near or places

    def _of_later(self, a: Cite, b: Cite) -> bool:
        """Tell whether one day is behind its own page but well after the other's page: it is of something later."""
        days = [(t.first_day if t and t.first_day == t.last_day else None) for t in map(self._time, (a, b))]
        pages = [self.corpus.cited(c).published for c in (a, b)]
        known = [(date.fromisoformat(d), p) for d, p in zip(days, pages, strict=True) if d and p]
        return len(known) > 1 and any(
            own <= page and other <= before and (own - before).days >= LATER
            for (own, page), (other, before) in (known, known[::-1])
        )

    def _of_next_days(self, a: Cite, b: Cite) -> bool:
        """Tell whether one of two days in a row is told as seen from its page ("yesterday"), whose print may be of the next."""
        seen = [bool(self._seen_from_page(c)) for c in (a, b)]
        days = [t.first_day if t and t.first_day == t.last_day else None for t in map(self._time, (a, b))]
        if None in days or not any(seen):
            return False
        one, other = (date.fromisoformat(d) for d in days if d)
        return abs((one - other).days) <= 1

    def _of_other_deeds(self, a: Cite, b: Cite) -> bool:
        """Tell whether two times are of deeds in words that are neither the same nor of one meaning."""
        return of_other_deeds(self._placed(a), self._placed(b), self.contexts)

    def _planned_and_done(self, a: Cite, b: Cite) -> bool:
        """Tell whether one of two times is of what was planned and the other of what was done."""
        return planned_and_done(self._placed(a), self._placed(b))

    def _foreseen(self, a: Cite, b: Cite) -> bool:
        """Tell whether somebody foresees one of two numbers, and the other is of what was; lengths may be to come in both."""
        lengths = self.corpus.cited(a).words.spans & set(fold(a.text).split())
        return not lengths and foreseen_and_done(self._placed(a), self._placed(b))

    def _placed(self, cite: Cite) -> tuple[Telling, Span]:
        return self.corpus.cited(cite), Span(cite.start, cite.end)

    def _of_two_lengths(self, a: Cite, b: Cite) -> bool:
        """Tell whether an account of one of two lengths gives the other as well ("ten years still to serve of his 18")."""
        spans = self.corpus.cited(a).words.spans
        if not all(spans & set(fold(c.text).replace("-", " ").split()) for c in (a, b)):
            return False
        return any(self._gives(own, n) for own, other in ((a, b), (b, a)) for n in self._values(other))

    def _values(self, cite: Cite) -> set[float]:
        own = self.corpus.statement_at(cite)
        return {x.value for x in own.atoms if x.value is not None and cite.start <= x.start < cite.end} if own else set()

    def _gives(self, cite: Cite, number: float) -> bool:
        """Tell whether the sentence of a passage holds a number too, or its account gives a length of so many."""
        telling, home = self.corpus.cited(cite), self.corpus.statement_at(cite)
        for s in telling.statements:
            for atom, behind in pairwise((*s.atoms, None)):
                told = atom is not None and atom.value == number and not cite.start <= atom.start < cite.end
                if told and (s is home or (behind is not None and behind.key in s.words.spans)):
                    return True
        return False

    def _seen_from_page(self, cite: Cite) -> bool:
        telling = self.corpus.cited(cite)
        return bool(listed("clauses", "seen_from_the_page", telling.language) & set(fold(cite.text).split()))

    def _of_year_alone(self, a: Cite, b: Cite) -> bool:
        """Tell whether one time is a year and the other a month or day told without one ("the 2016 contest", "in July")."""
        times = [self._time(c) for c in (a, b)]
        years = [bool(t and t.value.isdecimal()) for t in times]
        told = [any(w.isdecimal() and len(w) == 4 for w in fold(c.text).replace(",", " ").split()) for c in (a, b)]
        return any(years[i] and not years[1 - i] and not told[1 - i] for i in (0, 1))

    def _day_of_it(self, a: Cite, b: Cite) -> bool:
        """Tell whether one time is the bare month of the other, which only adds the day ("July", "28 July")."""
        months = self.corpus.cited(a).words.months
        bare = [fold(c.text).strip(" .") in months for c in (a, b)]
        times = [self._time(c) for c in (a, b)]
        days = [(t.first_day or "")[:7] if t else "" for t in times]
        return bare[0] != bare[1] and days[0] == days[1] != ""

    def _time(self, cite: Cite) -> Time | None:
        return next((t for t in self.corpus.cited(cite).times if t.overlaps(Span(cite.start, cite.end))), None)

    def _of_other_weekdays(self, a: Cite, b: Cite) -> bool:
        """Tell whether two pages without a date open with other days of the week."""
        pages = [self.corpus.cited(c) for c in (a, b)]
        days = [self.matters.named[t.index].weekdays for t in pages]
        return not any(t.published for t in pages) and all(days) and not days[0] & days[1]

    def _of_others(self, a: Cite, b: Cite) -> bool:
        """Tell whether the sentences of two values each have a name that the other's account never has."""
        near = [self._near(c) for c in (a, b)]
        everything = [self.matters.named[self.corpus.cited(c).index].words for c in (a, b)]
        return bool(near[0] - everything[1]) and bool(near[1] - everything[0])

    def _near(self, cite: Cite) -> frozenset[str]:
        """Return the words of the names in the sentence of a passage, else in the nearest before it.

        Places, and persons who say it, are left out.
        """
        own, telling = self.corpus.statement_at(cite), self.corpus.cited(cite)
        before = telling.statements[max(0, own.place - BACK) : own.place + 1] if own else ()
        for s in reversed(before):
            places = {w for e in places_in(s, self.corpus) for w in fold(e.name).split()}
            said = {k for i, k in enumerate(s.keys) if s.words.speech & set(s.keys[max(0, i - SAYING) : i + SAYING + 1])}
            found = words_of((s,), telling.language) - places - (said & self.matters.named[telling.index].persons)
            if found:
                return found
        return frozenset()

    def _both_told(self, a: Cite, b: Cite) -> bool:
        """Tell whether one of two accounts names both places, so that both may be true."""
        texts = [self.corpus.cited(c).article.text for c in (a, b)]
        return a.text in texts[1] or b.text in texts[0]

    def _measured(self, a: Cite, b: Cite) -> bool:
        """Tell whether both values are measures, of which a story tells many ("four percentage points")."""
        words = self.corpus.cited(a).words
        return all(set(fold(c.text).split()) & (words.measures - words.currencies) for c in (a, b))

    def _is_sum(self, cite: Cite) -> bool:
        """Tell whether a passage gives a sum of money or a share."""
        telling = self.corpus.cited(cite)
        units = telling.words.currencies | telling.words.percent | listed("compare", "coins", telling.language)
        return bool(set(cite.text) & set(SUMS) or units & set(fold(cite.text).split()))

    def _telling(self, cite: Cite) -> bool:
        """Tell whether a number is a length of time, or has so many digits that an equal one is of the same thing."""
        spans = self.corpus.cited(cite).words.spans
        return sum(c.isdigit() for c in cite.text) > FEW or bool(spans & set(fold(cite.text).split()))


def _in_one_spelling(a: Cite, b: Cite) -> bool:
    """Tell whether two values differ in gaps and marks alone ("UnitedStates")."""
    plain = ["".join(c for c in fold(x.text) if c.isalnum()) for x in (a, b)]
    return plain[0] == plain[1] and fold(a.text) != fold(b.text)


def _of_one_day_word(a: Cite, b: Cite) -> bool:
    """Tell whether two days are told in the same word, which a copy of a later day keeps."""
    return fold(a.text) == fold(b.text)


def _one_in_other(a: Cite, b: Cite) -> bool:
    """Tell whether one day is told in the other's words and more ("Sept. 11", "Sept. 11, 2001")."""
    short, long = sorted((fold(c.text).split() for c in (a, b)), key=len)
    plain = [[w.strip(",.") for w in own] for own in (short, long)]
    return len(short) > 1 and plain[1][: len(plain[0])] == plain[0]
