"""Answers: the values of independent accounts that answer one question, as facts: agreed, finer, later or in conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tellings.compare.agreeing import one_answer
from tellings.compare.contexts import CONCEPT, Contexts, Key, asked
from tellings.compare.finer import Finer, whole
from tellings.compare.gather import between_copies, one_page_later, value_of
from tellings.compare.heads import head_facts
from tellings.compare.matching import Matcher, Meeting
from tellings.compare.particulars import Particular, particulars_of
from tellings.compare.rivals import rivals
from tellings.compare.statements import Corpus, other_days
from tellings.compare.valued import about_values, comparable, kind_of, ordered, place_of, sure
from tellings.compare.wordings import back, zone
from tellings.model import Fact, Relation

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
TOLD = 1.2
"""Weight of deeds that values in conflict must share."""
ONE_ACCOUNT = 6.0
"""What two amounts count for that one account sets against each other itself."""
MOVED = 5.0
"""The same for what moves with time, told on different days."""
SAME_NEWS = 3
"""Days between two pages from which an hour told in both is of two happenings."""
MOST_DAYS = 7
"""Days between which one happening may be misdated, where both are given to the day."""
MOST_COARSE = 62
"""The same where one is a month."""
LONELY = 3.0
"""What two days add that lie close together where the story names no other in that month."""
MONTH = 27
"""Days from which a span is a month or more."""
NEARBY = 0.5
"""How near a name stands to a value that it goes with."""
HELD = 6
"""Words between a person and the deed that the person does or holds."""
CUE = 9
"""Words between a value and the deed that it is of."""
STOPPED = 6
"""Words that a stop between a value and a deed counts for."""
CHANGING = 12
"""The same for a deed that only says that a value changed."""
MUCH_TOLD, ONE_DEED = 4, 4.5
"""Words that two numbers of people must share beside them, or what they must share where the deed is one, to be of the same."""


@dataclass(frozen=True)
class Answer:
    """Values that can all hold, of several accounts or one."""

    values: tuple[Particular, ...]
    score: float

    @property
    def articles(self) -> frozenset[int]:
        """Return the accounts that give it."""
        return frozenset(p.article for p in self.values)


class Answers:
    """The facts that a story's values make."""

    def __init__(self, corpus: Corpus, contexts: Contexts) -> None:
        self.corpus, self.contexts = corpus, contexts
        self.particulars = particulars_of(corpus)
        self.particulars = [p for p in self.particulars if p.sort != "person" or self._holds(p)]
        self.matcher = Matcher(contexts, self.particulars)
        self._cues = {id(p): self._cue(p, r) for p, r in zip(self.particulars, self.matcher.reach, strict=True)}
        self.answers, self._home = self._grouped()
        self._scores: dict[int, float] = {}

    def _holds(self, p: Particular) -> bool:
        """Tell whether a person is named beside a deed that one person does or holds."""
        key = self._cue(p, (0, len(p.statement.atoms)))
        return (
            key is not None
            and key.name[1:] in asked(self.corpus.telling(p.statement).language, "held")
            and self._beside(p, key)
        )

    def _beside(self, p: Particular, key: Key) -> bool:
        atoms = p.statement.atoms
        low, high = (key.last, p.first) if key.last <= p.first else (p.last, key.first)
        return high - low <= HELD and not any(a.kind == "name" for a in atoms[low:high]) and not self._joined(p, key)

    def _cue(self, p: Particular, reach: tuple[int, int]) -> Key | None:
        """Return the deed that a value is of: the nearest that a value may be asked of."""
        language = self.corpus.telling(p.statement).language
        wanted, changing = asked(language), asked(language, "changing")
        text = self.corpus.telling(p.statement).article.text
        best: tuple[float, Key] | None = None
        for key in self.contexts.keys(p.statement):
            if key.name[0] != CONCEPT or key.name[1:] not in wanted or not (reach[0] <= key.first and key.last <= reach[1]):
                continue
            if key.first < p.last and p.first < key.last:
                continue
            apart = 2 * (p.first - key.last) + 1 if key.last <= p.first else 2 * (key.first - p.last)
            if apart > 2 * CUE:
                continue
            apart += STOPPED if _stopped(p, key, text) or self._joined(p, key) else 0
            apart += CHANGING if key.name[1:] in changing else 0
            if best is None or apart < best[0]:
                best = apart, key
        return best[1] if best else None

    def _joined(self, p: Particular, key: Key) -> bool:
        """Tell whether a joining word stands between a value and a key, so that the key is of another clause."""
        between = p.statement.keys[min(p.last, key.last) : max(p.first, key.first)]
        return bool(p.statement.words.joining & set(between))

    def _deed(self, p: Particular) -> str | None:
        if p.deed:
            return p.deed
        key = self._cues[id(p)]
        return key.name if key else None

    def _grouped(self) -> tuple[list[Answer], dict[int, int]]:
        """Put together the values that meet and can hold with every other of their group."""
        groups: list[list[Particular]] = []
        scores: list[float] = []
        home: dict[int, int] = {}
        for m in (m for m in self.matcher.meetings if m.holds and one_answer(m, (self._deed(m.left), self._deed(m.right)))):
            ends = [home.get(id(p)) for p in (m.left, m.right)]
            if ends[0] is None and ends[1] is None:
                home[id(m.left)] = home[id(m.right)] = len(groups)
                groups.append([m.left, m.right])
                scores.append(m.score)
            elif ends[0] is None or ends[1] is None:
                at = ends[0] if ends[0] is not None else ends[1]
                new = m.left if ends[0] is None else m.right
                if at is not None and all(new.close_to(p) for p in groups[at]):
                    groups[at].append(new)
                    home[id(new)] = at
            elif ends[0] != ends[1] and all(a.close_to(b) for a in groups[ends[0]] for b in groups[ends[1]]):
                for p in groups[ends[1]]:
                    home[id(p)] = ends[0]
                groups[ends[0]] += groups[ends[1]]
                groups[ends[1]] = []
        return [Answer(tuple(g), s) for g, s in zip(groups, scores, strict=True)], home

    def agreed(self) -> Iterator[Fact]:
        """Yield the values that at least two independent accounts give."""
        for answer in (a for a in self.answers if a.values):
            value = value_of([place_of(p) for p in ordered(answer.values)], self.corpus)
            if value.accounts > 1:
                yield Fact(
                    about=about_values(answer.values, self.corpus),
                    kind=kind_of(answer.values[0]),
                    values=(value,),
                    confidence=sure(answer.score),
                )

    def differing(self) -> Iterator[Fact]:
        """Yield what is told more finely, and what changes or contradicts."""
        finer = Finer(self.corpus, self.contexts, self.matcher.meetings)
        for answer in (a for a in self.answers if a.values):
            fact = finer.fact(answer.values, answer.score, moves=self._moves(answer.values[0]))
            if fact:
                yield fact
        for pair in rivals(self.particulars, self.corpus):
            yield self._fact([self._answer(p) for p in pair], ONE_ACCOUNT)
        yield from self._contradicted()

    def _contradicted(self) -> Iterator[Fact]:
        """Yield one fact for each question that accounts answer in ways that cannot all hold."""
        for own in self._questions:
            yield self._fact(own, self._scores.get(id(own[0].values[0]), 4.0))

    @cached_property
    def _questions(self) -> list[list[Answer]]:
        """Return the answers that contradict each other, by question."""
        joined: dict[int, list[Answer]] = {}
        for m in (m for m in self.matcher.meetings if m.apart and self._against(m)):
            ends = [self._answer(p) for p in (m.left, m.right)]
            if ends[0].articles & ends[1].articles or any(a.holds_with(b) for a in ends[0].values for b in ends[1].values):
                continue
            sides = [joined.get(id(e.values[0]), [e]) for e in ends]
            both = [*sides[0], *(e for e in sides[1] if all(e is not o for o in sides[0]))]
            if any(a.articles & b.articles for i, a in enumerate(both) for b in both[:i]):
                continue
            for e in both:
                joined[id(e.values[0])] = both
            first = id(both[0].values[0])
            self._scores[first] = min(m.score, self._scores.get(first, m.score))
        return list({id(v): v for v in joined.values()}.values())

    def labels(self) -> Iterator[Fact]:
        """Yield what accounts call the people that they count, where they answer one question."""
        together = [[p for a in own for p in a.values] for own in self._questions]
        alone = [list(a.values) for a in self.answers if a.values]
        yield from head_facts([*together, *alone], self.corpus, self._same_people)

    def _same_people(self, a: Particular, b: Particular) -> bool:
        """Tell whether two numbers are of one deed, or much else that is told beside them is the same."""
        meeting = self._met.get((id(a), id(b))) or self._met.get((id(b), id(a)))
        if meeting is None:
            return False
        deeds = self._deed(a), self._deed(b)
        plain = sum(name[0] != CONCEPT for name in meeting.names)
        return plain >= MUCH_TOLD or (deeds[0] is not None and deeds[0] == deeds[1] and meeting.score >= ONE_DEED)

    @cached_property
    def _met(self) -> dict[tuple[int, int], Meeting]:
        return {(id(m.left), id(m.right)): m for m in self.matcher.meetings}

    def _answer(self, p: Particular) -> Answer:
        at = self._home.get(id(p))
        if at is not None:
            return self.answers[at]
        self._home[id(p)] = len(self.answers)
        self.answers.append(Answer((p,), 0.0))
        return self.answers[-1]

    def _against(self, m: Meeting) -> bool:
        """Tell whether two values that cannot both hold are answers to one question."""
        a, b = m.left, m.right
        if m.told < TOLD or "title" in (a.statement.role, b.statement.role) or not (whole(a) and whole(b)):
            return False
        if m.score < APART[a.sort] and m.score + self._rare(a, b) < APART[a.sort]:
            return False
        cue = self._deed(a)
        if cue is None or cue != self._deed(b) or not self._alone(a, cue) or not self._alone(b, cue):
            return False
        if a.sort == "person":
            return not (a.statement.words.negations & {*a.statement.keys, *b.statement.keys})
        if self._of_others(a, b) or self._beside_other(a, b) or self._beside_other(b, a):
            return False
        if a.sort == "day":
            return self._days_apart(a, b)
        if a.sort == "length" and not (self._lone_length(a) and self._lone_length(b)):
            return False
        if self._changed(a, b):
            return comparable(a, b, MOVED)
        if a.sort not in ("clock", "length") and other_days(a.statement, b.statement, self.corpus):
            return False
        zones = {zone(p.statement, p.last, self.corpus.telling(p.statement).language) for p in (a, b)}
        return len(zones) == 1 and comparable(a, b) and not (a.sort == "clock" and self._of_other_days(a, b))

    def _rare(self, a: Particular, b: Particular) -> float:
        """Return what two days add that lie close together and far from every other day of the story."""
        if a.sort != "day" or max(a.width, b.width) > 1 or abs(a.low - b.low) > MOST_DAYS:
            return 0.0
        published = [t.published.toordinal() for t in self.corpus.tellings if t.published]
        if any(abs(a.mid - d) <= MONTH for d in published):
            return 0.0
        others = [p.mid for p in self.particulars if p.sort == "day" and p.width < 2 and not (p.close_to(a) or p.close_to(b))]
        return LONELY if all(abs(a.mid - d) > MONTH for d in (*published, *others)) and published else 0.0

    def _changed(self, a: Particular, b: Particular) -> bool:
        """Tell whether two amounts are of what moves with time, and of different days."""
        days = [(self.corpus.tellings[p.article].moment or "")[:10] for p in (a, b)]
        return a.sort in ("count", "money") and self._moves(a) and all(days) and days[0] != days[1]

    def _of_others(self, a: Particular, b: Particular) -> bool:
        """Tell whether names stand near both values and none near both."""
        one, other = (self._names_near(p) for p in (a, b))
        return bool(one and other and not one & other)

    @cached_property
    def _beside_it(self) -> dict[tuple[int, str, str, str | None], list[Particular]]:
        """Return the values by account, sort, unit and deed."""
        found: dict[tuple[int, str, str, str | None], list[Particular]] = defaultdict(list)
        for p in self.particulars:
            found[p.article, p.sort, p.unit, self._deed(p)].append(p)
        return found

    def _alone(self, p: Particular, cue: str) -> bool:
        """Tell whether an account gives a deed no other value of the sort."""
        others = (o for o in self._beside_it[p.article, p.sort, p.unit, cue] if o is not p)
        return all(o.holds_with(p) for o in others)

    def _of_other_days(self, a: Particular, b: Particular) -> bool:
        """Tell whether two pages are of days so far apart that an hour in them is of two happenings."""
        days = [d for p in (a, b) if (d := self.corpus.telling(p.statement).published)]
        return len(days) > 1 and abs((days[0] - days[1]).days) > SAME_NEWS

    def _lone_length(self, p: Particular) -> bool:
        """Tell whether a sentence tells one length alone; with two, each is of a case of its own."""
        atoms, words = p.statement.atoms, p.statement.words
        told = (i for i, a in enumerate(atoms[:-1]) if a.value is not None or a.key in words.numbers)
        return not any(atoms[i + 1].key in words.spans and not p.first <= i < p.last for i in told)

    def _beside_other(self, p: Particular, other: Particular) -> bool:
        """Tell whether an account gives the other's value right beside its own, so that there are two to tell."""
        near = (o for o in self._by_sort[p.article, p.sort, p.unit] if abs(o.statement.place - p.statement.place) <= 1)
        return any(o is not p and o.close_to(other) for o in near)

    @cached_property
    def _by_sort(self) -> dict[tuple[int, str, str], list[Particular]]:
        found: dict[tuple[int, str, str], list[Particular]] = defaultdict(list)
        for p in self.particulars:
            found[p.article, p.sort, p.unit].append(p)
        return found

    def _names_near(self, p: Particular) -> set[str]:
        keys = self.contexts.keys(p.statement)
        own = [k for k in keys if self.contexts.named(p.statement, k) and not (k.first < p.last and p.first < k.last)]
        return {k.name for k in own if self.contexts.nearness(k, p.first, p.last) > NEARBY}

    def _days_apart(self, a: Particular, b: Particular) -> bool:
        if any(back(self._text(p), self.corpus.telling(p.statement).language, "relative") for p in (a, b)):
            return False
        gap, widths = max(a.low - b.high, b.low - a.high), sorted((a.width, b.width))
        if any(2 <= width < MONTH for width in widths):
            return False
        most = MOST_DAYS if widths[1] < 2 else MOST_COARSE if widths[1] < MONTH + 5 else 0
        return gap <= most and self._dated(a) and self._dated(b)

    def _text(self, p: Particular) -> str:
        return p.span.of(self.corpus.telling(p.statement).article.text)

    def _dated(self, p: Particular) -> bool:
        """Tell whether a day is alone in its sentence, and in one clause with its deed and with no word of speech."""
        words, keys, cue = p.statement.words, p.statement.keys, self._cues[id(p)]
        near = set(keys[max(0, p.first - 3) : p.last + 2])
        days = [o for o in self.particulars if o.statement is p.statement and o.sort == "day"]
        between = set(keys[min(p.last, cue.last) : max(p.first, cue.first)]) if cue else set()
        return not (words.speech & near or len(days) > 1 or between & words.subordinators)

    def _fact(self, answers: Sequence[Answer], score: float) -> Fact:
        own = sorted(answers, key=lambda a: (-len(a.articles), a.values[0].span.start))
        relation = self._relation(own)
        if relation == "update":
            own.sort(key=lambda a: a.values[0].mid)
        values = tuple(value_of([place_of(p) for p in ordered(a.values)], self.corpus) for a in own)
        first = own[0].values
        return Fact(
            about=about_values(first, self.corpus), kind=kind_of(first[0]), values=values, relation=relation,
            confidence=round(min(0.9, sure(score) - 0.1), 3), between_copies=between_copies(values, self.corpus),
        )  # fmt: skip

    def _relation(self, answers: Sequence[Answer]) -> Relation:
        """Return "update" where the values move in time as such values do, else "conflict"."""
        if one_page_later([set(a.articles) for a in answers], self.corpus):
            return "update"
        first = answers[0].values[0]
        moving = (self._deed(first) or CONCEPT)[1:] in asked(self.corpus.telling(first.statement).language, "moving")
        dated = sorted(
            (min(m[:10] for m in moments), a.values[0].mid)
            for a in answers
            if (moments := [m for p in a.values if (m := self.corpus.tellings[p.article].moment)])
        )
        apart = len({d for d, _ in dated}) == len(dated) == len(answers)
        if first.sort not in ("count", "money") or not self._moves(first) or not apart:
            return "conflict"
        steps = [v for _, v in dated]
        return "update" if steps == sorted(steps) or (moving and steps == sorted(steps, reverse=True)) else "conflict"

    def _moves(self, p: Particular) -> bool:
        language, deed = self.corpus.telling(p.statement).language, (self._deed(p) or CONCEPT)[1:]
        return deed in asked(language, "rising") | asked(language, "moving")


def _stopped(p: Particular, key: Key, text: str) -> bool:
    """Tell whether a comma or another stop stands between a value and a key."""
    atoms = p.statement.atoms
    start, end = (atoms[key.last - 1].end, p.span.start) if key.last <= p.first else (p.span.end, atoms[key.first].start)
    return any(c in text[start:end] for c in ",;:–")
