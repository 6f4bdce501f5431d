"""Answers: the values of independent accounts that answer one question, as facts: agreed, finer, later or in conflict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from tellings.compare.agreeing import one_answer
from tellings.compare.clause_deeds import of_other_deeds
from tellings.compare.contexts import CONCEPT, Contexts
from tellings.compare.cues import Cues
from tellings.compare.echoes import Echoes
from tellings.compare.finer import Finer
from tellings.compare.gather import between_copies, value_of
from tellings.compare.heads import head_facts
from tellings.compare.kinds import aged_facts
from tellings.compare.matching import Matcher, Meeting
from tellings.compare.moving import Answer, Moving
from tellings.compare.opposing import Opposing
from tellings.compare.particulars import Particular
from tellings.compare.reading import particulars_of
from tellings.compare.rivals import rivals
from tellings.compare.statements import Corpus
from tellings.compare.valued import about_values, kind_of, ordered, place_of, sure
from tellings.compare.wordings import of_other_case
from tellings.model import Fact

ONE_ACCOUNT = 6.0
"""What two amounts count for that one account sets against each other itself."""
MUCH_TOLD, ONE_DEED = 4, 4.5
"""Words that two numbers of people must share beside them, or what they must share where the deed is one, to be of the same."""


class Answers:
    """The facts that a story's values make."""

    def __init__(self, corpus: Corpus, contexts: Contexts) -> None:
        self.corpus, self.contexts = corpus, contexts
        self.cues = Cues(corpus, contexts)
        self.particulars = [p for p in particulars_of(corpus) if p.sort != "person" or self.cues.held(p)]
        self.matcher = Matcher(contexts, self.particulars)
        for p, reach in zip(self.particulars, self.matcher.reach, strict=True):
            self.cues.read(p, reach)
        self.opposing = Opposing(corpus, contexts, self.particulars, self.cues)
        self.moving = Moving(corpus, self.cues, self.opposing)
        self.answers, self._home = self._grouped()
        self._scores: dict[int, float] = {}

    def _grouped(self) -> tuple[list[Answer], dict[int, int]]:
        """Put together the values that meet and can hold with every other of their group."""
        groups: list[list[Particular]] = []
        scores: list[float] = []
        home: dict[int, int] = {}
        for left, right, score in self._pairs():
            ends = [home.get(id(p)) for p in (left, right)]
            if ends[0] is None and ends[1] is None:
                home[id(left)] = home[id(right)] = len(groups)
                groups.append([left, right])
                scores.append(score)
            elif ends[0] is None or ends[1] is None:
                at = ends[0] if ends[0] is not None else ends[1]
                new = left if ends[0] is None else right
                if at is not None and all(new.close_to(p) for p in groups[at]):
                    groups[at].append(new)
                    home[id(new)] = at
            elif ends[0] != ends[1] and all(a.close_to(b) for a in groups[ends[0]] for b in groups[ends[1]]):
                for p in groups[ends[1]]:
                    home[id(p)] = ends[0]
                groups[ends[0]] += groups[ends[1]]
                groups[ends[1]] = []
        return [Answer(tuple(g), s) for g, s in zip(groups, scores, strict=True)], home

    def _pairs(self) -> Iterator[tuple[Particular, Particular, float]]:
        """Yield the pairs of values that answer one question, those that chose each other first."""
        for m in self.matcher.meetings:
            deeds = self.cues.deed(m.left), self.cues.deed(m.right)
            one = self._of_one_case(m.left, m.right) and not self._days_of_two(m)
            if m.holds and one and one_answer(m, deeds):
                yield m.left, m.right, m.score
        echoes = Echoes(self.contexts, self.particulars, self.cues).pairs
        yield from (e for e in echoes if self._of_one_case(e.left, e.right))

    def _days_of_two(self, m: Meeting) -> bool:
        """Tell whether two days are of two deeds: by what stands nearest and by what their clauses tell."""
        deeds = self.cues.deed(m.left), self.cues.deed(m.right)
        if m.left.sort != "day" or None in deeds or deeds[0] == deeds[1]:
            return False
        one, other = ((self.corpus.telling(p.statement), p.span) for p in (m.left, m.right))
        return of_other_deeds(one, other, self.contexts)

    def _of_one_case(self, a: Particular, b: Particular) -> bool:
        """Tell whether both sentences bring in another case, or neither."""
        cases = [of_other_case(p.statement, self.corpus.telling(p.statement).language) for p in (a, b)]
        return cases[0] == cases[1]

    def agreed(self) -> Iterator[Fact]:
        """Yield the values that at least two independent accounts give."""
        for answer in (a for a in self.answers if a.values):
            values = self.moving.not_passed(answer.values)
            value = value_of([place_of(p) for p in ordered(values)], self.corpus)
            if value.accounts > 1:
                yield Fact(
                    about=about_values(values, self.corpus),
                    kind=kind_of(values[0]),
                    values=(value,),
                    confidence=sure(answer.score),
                )

    def differing(self) -> Iterator[Fact]:
        """Yield what is told more finely, and what changes or contradicts."""
        finer = Finer(self.corpus, self.contexts, self.matcher.meetings)
        for answer in (a for a in self.answers if a.values):
            fact = finer.fact(answer.values, answer.score, moves=self.cues.moves(answer.values[0]))
            if fact:
                yield fact
        for own in self._rivals():
            yield self._fact(own, ONE_ACCOUNT, rivals=True)
        yield from aged_facts([a.values for a in self.answers], self.corpus)
        yield from self._contradicted()

    def _rivals(self) -> list[list[Answer]]:
        """Return the answers that an account sets against each other itself, those that share one together."""
        found: list[list[Answer]] = []
        for pair in rivals(self.particulars, self.corpus):
            own = [self._answer(p) for p in pair]
            home = next((f for f in found if any(a is o for a in own for o in f)), None)
            if home is None:
                found.append(own)
            else:
                home += [a for a in own if all(a is not o for o in home)]
        return found

    def _contradicted(self) -> Iterator[Fact]:
        """Yield one fact for each question that accounts answer in ways that cannot all hold."""
        for own in self._questions:
            yield self._fact(own, self._scores.get(id(own[0].values[0]), 4.0))

    @cached_property
    def _questions(self) -> list[list[Answer]]:
        """Return the answers that contradict each other, by question."""
        joined: dict[int, list[Answer]] = {}
        apart = (m for m in self.matcher.meetings if m.apart and self._of_one_case(m.left, m.right))
        for m in (m for m in apart if self.opposing.against(m, self._told_by(m))):
            ends = [self._answer(p) for p in (m.left, m.right)]
            if self._two_to_tell(ends):
                continue
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

    def _two_to_tell(self, ends: Sequence[Answer]) -> bool:
        """Tell whether an account gives both of two answers side by side ("180,000, of which the winner takes 60,000")."""
        pairs = [(a, b) for a in ends[0].values for b in ends[1].values]
        beside = self.opposing.beside_other
        return any((beside(a, b) or beside(b, a)) and not self.opposing.risen(a, b) for a, b in pairs)

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
        deeds = self.cues.deed(a), self.cues.deed(b)
        plain = sum(name[0] != CONCEPT for name in meeting.names)
        return plain >= MUCH_TOLD or (deeds[0] is not None and deeds[0] == deeds[1] and meeting.score >= ONE_DEED)

    @cached_property
    def _met(self) -> dict[tuple[int, int], Meeting]:
        return {(id(m.left), id(m.right)): m for m in self.matcher.meetings}

    def _told_by(self, m: Meeting) -> int:
        """Return how many accounts give the commoner of two values."""
        homes = [self._home.get(id(p)) for p in (m.left, m.right)]
        return max((len(self.answers[at].articles) for at in homes if at is not None), default=1)

    def _answer(self, p: Particular) -> Answer:
        at = self._home.get(id(p))
        if at is not None:
            return self.answers[at]
        self._home[id(p)] = len(self.answers)
        self.answers.append(Answer((p,), 0.0))
        return self.answers[-1]

    def _fact(self, answers: Sequence[Answer], score: float, *, rivals: bool = False) -> Fact:
        """Return the fact of answers that cannot all hold; `rivals` are of one moment, each with its source."""
        own = sorted(_merged(answers), key=lambda a: (-len(a.articles), a.values[0].span.start))
        relation = "conflict" if rivals else self.moving.relation(own)
        if relation == "update":
            own = self.moving.in_time(own)
        values = tuple(value_of([place_of(p) for p in ordered(a.values)], self.corpus) for a in own)
        first = own[0].values
        return Fact(
            about=about_values(first, self.corpus), kind=kind_of(first[0]), values=values, relation=relation,
            confidence=round(min(0.9, sure(score) - 0.1), 3), between_copies=between_copies(values, self.corpus),
        )  # fmt: skip


def _merged(answers: Sequence[Answer]) -> list[Answer]:
    """Return answers with those of one value put together."""
    found: dict[tuple[float, float, str], Answer] = {}
    for a in answers:
        bounds = a.values[0].low, a.values[0].high, a.values[0].name
        before = found.get(bounds)
        found[bounds] = Answer((*before.values, *a.values), min(before.score, a.score)) if before else a
    return list(found.values())
