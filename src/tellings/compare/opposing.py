"""Opposing: whether two values that cannot both hold answer one question, so that one account contradicts the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from tellings.compare.agreeing import FEW, SMALL
from tellings.compare.contexts import Contexts, Key, asked
from tellings.compare.cues import Cues
from tellings.compare.finer import whole
from tellings.compare.matching import AMOUNTS, UNCOMMON, Meeting
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus, other_days
from tellings.compare.valued import comparable
from tellings.compare.wordings import back, giving, halves, rising_from, zone

APART = {
    "count": 4.5,
    "money": 4.5,
    "share": 4.0,
    "measure": 99.0,
    "length": 4.0,
    "clock": 3.5,
    "day": 3.2,
    "age": 99.0,
    "person": 2.8,
}
"""The same from which values that cannot both hold contradict each other."""
TOLD, SEEN = 1.2, 0.8
"""Weight of deeds that values in conflict must share; of days far from all others."""
NAMED, COMMON, MANY = 1.2, 1.5, 3
"""What a name near both counts adds, and that one value is given by so many accounts."""
ERROR = 1.5
"""Largest ratio of an amount and the one that most accounts give for it to be an error."""
ROUNDED = 1.15
"""Largest ratio of a length and the same one rounded."""
SAYING = 3
"""Words behind a name among which stands that it says something."""
MOVED, MOVED_THINGS = 5.0, 3.0
"""The same for what moves with time, told on different days: people; things and sums."""
SAME_NEWS = 3
"""Days between two pages from which an hour told in both is of two happenings."""
MOST_DAYS = 7
"""Days between which one happening may be misdated, where both are given to the day."""
MOST_COARSE = 62
"""The same where one is a month."""
LONELY = 3.0
"""What two days add that lie close together where the story names no other in that month."""
YEAR, ERA = 360, 200
"""Days of a year, and those between two days from which one is no other telling of the other."""
MONTH = 27
"""Days from which a span is a month or more."""
LEANING = 5
"""Words at the head of a sentence among which a pronoun takes up the sentence before."""
NEARBY = 0.5
"""How near a name stands to a value that it goes with."""


class Opposing:
    """Tells which values contradict each other."""

    def __init__(self, corpus: Corpus, contexts: Contexts, particulars: Sequence[Particular], cues: Cues) -> None:
        self.corpus, self.contexts, self.particulars, self.cues = corpus, contexts, particulars, cues

    def against(self, m: Meeting, accounts: int = 1) -> bool:
        """Tell whether two values that cannot both hold are answers to one question; so many `accounts` give one of them."""
        a, b = m.left, m.right
        rare = self._rare(a, b)
        if m.told < (TOLD if not rare else SEEN) or "title" in (a.statement.role, b.statement.role):
            return False
        if not (whole(a) and whole(b)):
            return False
        names = self._names_near(a) & self._names_near(b)
        spoken_of = names or (self._names_of(a) & self._names_of(b) if a.sort in ("count", "day") else names)
        more = (
            rare
            + (NAMED if spoken_of and a.sort in ("count", "day") else 0.0)
            + (COMMON if accounts >= MANY and _near(a, b) else 0.0)
        )
        few = a.sort == "count" and max(a.mid, b.mid) < SMALL and not self.cues.moves(a)
        small = FEW if few else 0.0
        if m.score + more < APART[a.sort] + small:
            return False
        if self.risen(a, b) or self._left_behind(a) or self._left_behind(b):
            return self.risen(a, b)
        cue = self.cues.deed(a)
        if cue is None or cue != self.cues.deed(b) or not self._alone(a, cue, spoken_of) or not self._alone(b, cue, spoken_of):
            return False
        if a.sort == "person":
            return not (a.statement.words.negations & {*a.statement.keys, *b.statement.keys})
        if self._of_others(a, b) or self.beside_other(a, b) or self.beside_other(b, a):
            return False
        if a.sort == "day":
            return self._days_apart(a, b) or (accounts > 1 and self._years_apart(a, b))
        if a.sort == "length" and (_nearly(a, b) or not (self._lone_length(a) and self._lone_length(b))):
            return False
        if self._changed(a, b):
            return comparable(a, b, MOVED if _of_people(a) and _of_people(b) else MOVED_THINGS)
        if a.sort not in ("clock", "length") and other_days(a.statement, b.statement, self.corpus):
            return False
        zones = {zone(p.statement, p.last, self.corpus.telling(p.statement).language) for p in (a, b)}
        return (
            len(zones) == 1
            and comparable(a, b)
            and not (a.sort == "clock" and (self._of_other_days(a, b) or self._of_other_halves(a, b)))
        )

    def risen(self, a: Particular, b: Particular) -> bool:
        """Tell whether an account gives one of two amounts as what the other has risen or fallen from."""
        return any(self.came_from(new, old) for new, old in ((a, b), (b, a)))

    def _left_behind(self, p: Particular) -> bool:
        """Tell whether a value is what another has risen or fallen from ("to 223 from 214")."""
        start = rising_from(self.corpus.telling(p.statement).language)
        before = any(a.value is not None for a in p.statement.atoms[: p.first])
        return before and p.statement.keys[p.first - 1] in start

    def came_from(self, new: Particular, old: Particular) -> bool:
        """Tell whether the account of one amount says that it has risen or fallen from the other."""
        start = rising_from(self.corpus.telling(new.statement).language)
        near = (o for o in self.told_in[id(new.statement)] if o is not new and o.sort in (new.sort, *AMOUNTS))
        return any(
            o.first and (o.low, o.high) == (old.low, old.high) and new.statement.keys[o.first - 1] in start for o in near
        )

    @cached_property
    def told_in(self) -> dict[int, list[Particular]]:
        """Return the values by the identity of the statement that gives them."""
        found: dict[int, list[Particular]] = defaultdict(list)
        for p in self.particulars:
            found[id(p.statement)].append(p)
        return found

    def _rare(self, a: Particular, b: Particular) -> float:
        """Return what two days add that lie close together and far from every other day of the story."""
        if a.sort != "day" or max(a.width, b.width) > 1 or abs(a.low - b.low) > MOST_DAYS:
            return 0.0
        published = [t.published.toordinal() for t in self.corpus.tellings if t.published]
        if any(abs(a.mid - d) <= MONTH for d in published):
            return 0.0
        days = (p for p in self.particulars if p.sort == "day" and p.width < 2 and not self._relative(p))
        others = [p.mid for p in days if not (p.close_to(a) or p.close_to(b))]
        return LONELY if all(abs(a.mid - d) > MONTH for d in (*published, *others)) and published else 0.0

    def _changed(self, a: Particular, b: Particular) -> bool:
        """Tell whether two amounts are of what moves with time, and of different days."""
        days = [(self.corpus.tellings[p.article].moment or "")[:10] for p in (a, b)]
        return a.sort in ("count", "money") and self.cues.moves(a) and all(days) and days[0] != days[1]

    def _of_others(self, a: Particular, b: Particular) -> bool:
        """Tell whether names stand near both values and none near both."""
        one, other = (self._names_near(p) for p in (a, b))
        return bool(one and other and not one & other)

    @cached_property
    def _beside_it(self) -> dict[tuple[int, str, str, str | None], list[Particular]]:
        """Return the values by account, sort, unit and deed."""
        found: dict[tuple[int, str, str, str | None], list[Particular]] = defaultdict(list)
        for p in self.particulars:
            found[p.article, p.sort, p.unit, self.cues.deed(p)].append(p)
        return found

    def _alone(self, p: Particular, cue: str, names: set[str]) -> bool:
        """Tell whether an account gives a deed no other value of the sort; beside one of the names, where there are some."""
        others = (o for o in self._beside_it[p.article, p.sort, p.unit, cue] if o is not p)
        others = (o for o in others if p.sort != "day" or p.width < YEAR or abs(o.mid - p.mid) <= ERA)
        return all(o.holds_with(p) for o in others if not names or p.sort != "count" or names & self._names_near(o))

    def _of_other_days(self, a: Particular, b: Particular) -> bool:
        """Tell whether two pages are of days so far apart that an hour in them is of two happenings."""
        days = [d for p in (a, b) if (d := self.corpus.telling(p.statement).published)]
        return len(days) > 1 and abs((days[0] - days[1]).days) > SAME_NEWS

    def _of_other_halves(self, a: Particular, b: Particular) -> bool:
        """Tell whether the sentence of one hour speaks of the morning alone, that of the other of a later part of the day."""
        told = [(self.corpus.telling(p.statement), p.statement.span) for p in (a, b)]
        parts = [halves(t.article.text[s.start : s.end], t.language) for t, s in told]
        return all(len(own) == 1 for own in parts) and parts[0] != parts[1]

    def _lone_length(self, p: Particular) -> bool:
        """Tell whether a sentence tells one length alone; with two, each is of a case of its own."""
        atoms, words = p.statement.atoms, p.statement.words
        told = (i for i, a in enumerate(atoms[:-1]) if a.value is not None or a.key in words.numbers)
        return not any(atoms[i + 1].key in words.spans and not p.first <= i < p.last for i in told)

    def beside_other(self, p: Particular, other: Particular) -> bool:
        """Tell whether an account gives the other's value right beside its own, so that there are two to tell."""
        near = (o for o in self._by_sort[p.article, p.sort, p.unit] if abs(o.statement.place - p.statement.place) <= 1)
        if any(o is not p and o.close_to(other) for o in near):
            return True
        own = [o for o in self.told_in[id(p.statement)] if o is not p and o.sort in AMOUNTS]
        return p.sort in AMOUNTS and other.mid >= UNCOMMON and any((o.low, o.high) == (other.low, other.high) for o in own)

    @cached_property
    def _by_sort(self) -> dict[tuple[int, str, str], list[Particular]]:
        found: dict[tuple[int, str, str], list[Particular]] = defaultdict(list)
        for p in self.particulars:
            found[p.article, p.sort, p.unit].append(p)
        return found

    def _names_near(self, p: Particular) -> set[str]:
        keys = self.contexts.keys(p.statement)
        own = [k for k in keys if self.contexts.named(p.statement, k) and not (k.first < p.last and p.first < k.last)]
        near = [k for k in own if self.contexts.nearness(k, p.first, p.last) > NEARBY]
        return {k.name for k in near if not self._source(p, k)}

    def finished(self, a: Particular, b: Particular) -> bool:
        """Tell whether two counts are of what one rescuer, ship or body did, which does not grow like a toll."""
        done = asked(self.corpus.telling(a.statement).language, "done")
        return (self.cues.deed(a) or " ")[1:] in done and bool(self._names_of(a) & self._names_of(b))

    def _names_of(self, p: Particular) -> set[str]:
        """Return the names near a value, or in the sentence before where a pronoun takes them up."""
        statement, words = p.statement, p.statement.words
        pronouns = words.he | words.she | words.speakers
        near = self._names_near(p)
        if not statement.place or not pronouns & set(statement.keys[: max(LEANING, p.first)]):
            return near
        before = self.corpus.tellings[p.article].statements[statement.place - 1]
        return near | {k.name for k in self.contexts.keys(before) if self.contexts.named(before, k)}

    def _source(self, p: Particular, key: Key) -> bool:
        """Tell whether a name is of who says it ("Analysts at Brenner & Holt expect …")."""
        words, keys = p.statement.words, p.statement.keys
        if key.last > p.first:
            return bool(words.speech & set(keys[key.last : key.last + SAYING]))
        saying = words.speech | giving(self.corpus.telling(p.statement).language)
        return bool(saying & set(keys[key.last : min(p.first, key.last + SAYING)]))

    def _days_apart(self, a: Particular, b: Particular) -> bool:
        if self._relative(a) or self._relative(b):
            return False
        gap, widths = max(a.low - b.high, b.low - a.high), sorted((a.width, b.width))
        if any(2 <= width < MONTH for width in widths):
            return False
        most = MOST_DAYS if widths[1] < 2 else MOST_COARSE if widths[1] < MONTH + 5 else 0
        return gap <= most and self._dated(a) and self._dated(b)

    def _years_apart(self, a: Particular, b: Particular) -> bool:
        """Tell whether two years in a row, long past or to come, are given to one deed."""
        gap = max(a.low - b.high, b.low - a.high)
        return (
            min(a.width, b.width) >= MONTH - 1
            and max(a.width, b.width) >= YEAR
            and gap <= YEAR
            and (not (self._relative(a) or self._relative(b)) and self._dated(a) and self._dated(b))
        )

    def _relative(self, p: Particular) -> bool:
        """Tell whether a day is told by how far it lies from another ("nine weeks before")."""
        telling = self.corpus.telling(p.statement)
        return back(p.span.of(telling.article.text), telling.language, "relative")

    def _dated(self, p: Particular) -> bool:
        """Tell whether a day is alone in its sentence, and in one clause with its deed and with no word of speech."""
        words, keys, cue = p.statement.words, p.statement.keys, self.cues.of[id(p)]
        low = max(0, p.first - 3)
        low = next((i + 1 for i in range(p.first - 2, low - 1, -1) if keys[i] in words.subordinators), low)
        near = set(keys[low : p.last + 2])
        days = [
            o for o in self._by_sort[p.article, "day", ""] if o.statement is p.statement and (o is p or not self._relative(o))
        ]
        between = set(keys[min(p.last, cue.last) : max(p.first - 1, cue.first)]) if cue else set()
        return not (words.speech & near or len(days) > 1 or between & words.subordinators)


def _of_people(p: Particular) -> bool:
    """Tell whether people are counted, or nothing is named."""
    return p.sort == "count" and (p.head is None or "people" in p.statement.words.heads.get(p.head, ()))


def _near(a: Particular, b: Particular) -> bool:
    """Tell whether two amounts are of nearly one size, as an error is."""
    low, high = sorted((a.mid, b.mid))
    return a.sort == "count" and high <= ERROR * low


def _nearly(a: Particular, b: Particular) -> bool:
    """Tell whether two lengths are so near that one may be rounded ("ten minutes", "nine minutes")."""
    low, high = sorted((a.mid, b.mid))
    return high <= ROUNDED * low
