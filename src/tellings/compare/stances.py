"""Stances: a deed that one account says happened and another that it did not, in whatever words.

A deed is a concept of the tables; a negation before it, a word of its contrary ("intact" of damage), a verb that withholds it
("failed to", "refused to") or a denial turn it round. Two stances are of one deed where the clauses share who or what takes
part, or where one says of everybody that it befell nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.compare.contexts import ACTOR, CONCEPT, TOPIC, Contexts, Key, asked
from tellings.compare.gather import MOST_CITES, between_copies, told_in_turn
from tellings.compare.lexicon import fold
from tellings.compare.shared import of_others, opening_of
from tellings.compare.shared_events import at_odds
from tellings.compare.statements import Corpus, Statement, other_days
from tellings.compare.wordings import of_other_case
from tellings.lang import table
from tellings.model import Cite, Fact, Span, Value

REACH = 5
"""Words before a deed among which a negation turns it round."""
CLOSE = 3
"""Words before a deed among which "nobody" makes it nobody's; around it, among which a number is of whom it befell."""
DENIED = 9
"""The same for a verb of denial."""
AROUND = 9
"""Words around a deed in which who or what takes part is named."""
BESIDE = 1
"""Words of content between a deed and what stands right beside it."""
SHARED = 3.4
"""Weight of the parts that two stances must share."""
ONE_PART = 1.6
"""Weight of the one part that must be shared at least."""
BESIDE_BOTH, ALIKE = 0.8, 4.4
"""Weight of what must stand beside a deed told alike, and of the deed with all that both tell of it."""
HYPHEN = "-"
OPENING = 3
"""Sentences of a page that say what it is about."""
MOST = 6
MOST_ALIKE = 3
"""Deeds of one kind that accounts tell alike, each of its own doer."""


@dataclass(frozen=True, eq=False)
class Stance:
    """One account's telling that a deed happened, or did not; `everybody` where it befell nobody at all."""

    statement: Statement
    deed: str
    first: int
    last: int
    happened: bool
    everybody: bool
    parts: frozenset[str]
    beside: frozenset[str]
    span: Span

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.statement.article


@cache
def _phrases(language: str, section: str, name: str = "words") -> tuple[tuple[str, ...], ...]:
    text = str(table(TOPIC, language).get(section, {}).get(name, ""))
    return tuple(tuple(fold(w) for w in item.split("_")) for item in text.split())


@cache
def _contraries(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for deed in table(TOPIC, language).get("contrary", {}):
        for phrase in _phrases(language, "contrary", deed):
            found[phrase[0]].append((phrase, deed))
    return {first: tuple(sorted(own, key=lambda p: -len(p[0]))) for first, own in found.items()}


class Stances:
    """What the accounts of a story say did and did not happen."""

    def __init__(self, corpus: Corpus, contexts: Contexts) -> None:
        self.corpus, self.contexts = corpus, contexts
        self.stances = [s for statement in corpus.statements if _usable(statement) for s in self._read(statement)]

    def _read(self, statement: Statement) -> Iterator[Stance]:
        language = self.corpus.telling(statement).language
        judged = asked(language, "concepts", "judged")
        turned = {}
        for deed, first, last in _contrary(statement, language):
            turned[first] = True
            yield self._stance(statement, deed, first, last, happened=self._turned(statement, first, language))
        for key in self.contexts.keys(statement):
            if (
                key.name[0] == CONCEPT
                and key.name[1:] in judged
                and key.first not in turned
                and statement.atoms[key.first].kind != "name"
                and not _open(statement, key, language)
            ):
                happened = not self._turned(statement, key.first, language)
                yield self._stance(statement, key.name[1:], key.first, key.last, happened=happened)

    def _turned(self, statement: Statement, at: int, language: str) -> bool:
        """Tell whether a negation, a verb that withholds or a denial stands before a deed in its clause."""
        words, text = statement.words, self.corpus.telling(statement).article.text
        low = _clause_start(statement, at, text)
        keys = statement.keys
        near = keys[max(low, at - REACH) : at]
        withheld = {p[0] for p in _phrases(language, "withheld")}
        denying = {p[0] for p in _phrases(language, "withheld", "denying")}
        plain = {a.key for a in statement.atoms[max(low, at - REACH) : at] if text[a.end : a.end + 1] != HYPHEN}
        negated = bool(words.negations & plain or withheld & plain) or any(k.endswith("n't") for k in near)
        after = keys[at + 1 : at + 3]
        nobody = any(after[: len(p)] == p for p in _phrases(language, "withheld", "anybody"))
        if nobody:  # "hurt nobody", not "hurt, none of them badly"
            nobody = "," not in text[statement.atoms[at].end : statement.atoms[at + 1].start]
        denied = bool(denying & set(keys[max(0, at - DENIED) : at]))
        return (negated or nobody) != denied

    def _stance(self, statement: Statement, deed: str, first: int, last: int, *, happened: bool) -> Stance:
        parts, beside = set(), set()
        for key in self.contexts.keys(statement):
            if key.first < last and first < key.last:
                continue
            apart = first - key.last if key.last <= first else key.first - last
            if apart <= AROUND and key.name != CONCEPT + deed:
                parts.add(key.name)
                if self._content_between(statement, key, first, last) <= BESIDE:
                    beside.add(key.name)
        language = self.corpus.telling(statement).language
        span = Span(statement.atoms[max(0, first - REACH) if not happened else first].start, statement.atoms[last - 1].end)
        return Stance(
            statement,
            deed,
            first,
            last,
            happened,
            not happened and _nobody(statement, first, last, language),
            frozenset(parts),
            frozenset(beside),
            span,
        )

    def facts(self) -> list[Fact]:
        """Return the deeds on which accounts contradict each other, the surest first."""
        by_deed: dict[str, list[Stance]] = defaultdict(list)
        for s in self.stances:
            by_deed[s.deed].append(s)
        found: list[tuple[float, Fact]] = []
        for deed, own in by_deed.items():
            yes, no = [s for s in own if s.happened], [s for s in own if not s.happened]
            found += self._of_deed(deed, yes, no)
        found.sort(key=lambda f: -f[0])
        return [f for _, f in found[:MOST]]

    def agreed(self) -> list[Fact]:
        """Return the deeds that at least two independent accounts tell alike, of one doer or thing beside them."""
        by_deed: dict[tuple[str, bool], list[Stance]] = defaultdict(list)
        for s in self.stances:
            by_deed[s.deed, s.happened].append(s)
        found = []
        for own in by_deed.values():
            for _ in range(MOST_ALIKE):
                centre = max(own, key=lambda s: (len({o.article for o in own if self._alike(s, o)}), -s.statement.index))
                near = [centre, *(o for o in own if o.article != centre.article and self._alike(centre, o))]
                fact = self._told_alike(near)
                if fact is None:
                    break
                found.append(fact)
                told = {s.statement.index for s in near}
                own = [s for s in own if s.statement.index not in told]
                if not own:
                    break
        return found

    def _alike(self, a: Stance, b: Stance) -> bool:
        """Tell whether a rare deed is told of one doer or thing that stands beside it in both."""
        weight, language = self.contexts.weight, self.corpus.telling(a.statement).language
        needed = {CONCEPT + p[0] for p in _phrases(language, "needs", a.deed)}
        named = any(k[0] == ACTOR or k in self.contexts.names for k in a.parts & b.parts)
        if needed and not needed & a.beside & b.beside:
            return False
        if a.deed in asked(language, "universal", "judged") and not named and not (a.everybody and b.everybody):
            return False
        nearest = max((weight.get(k, 0.0) for k in a.beside & b.beside), default=0.0)
        parts = sum(weight.get(k, 0.0) for k in a.parts & b.parts)
        enough = nearest >= BESIDE_BOTH and weight.get(CONCEPT + a.deed, 0.0) + parts >= ALIKE
        return enough and (a is b or not (of_others(a.statement, b.statement, self.corpus) or self._at_odds(a, b)))

    def _at_odds(self, a: Stance, b: Stance) -> bool:
        """Tell whether two tellings give other days or numbers, or one tells what was planned and the other what was done."""
        return self._to_come(a) != self._to_come(b) or at_odds((a.statement, _around(a)), (b.statement, _around(b)))

    def _to_come(self, stance: Stance) -> bool:
        """Tell whether a deed is told as planned or as what might be ("trams were to leave the depots")."""
        atoms = stance.statement.atoms
        start, end = atoms[stance.first].start, atoms[stance.last - 1].end
        events = (e for _, e in self.corpus.telling(stance.statement).article.events)
        own = [e for e in events if e.trigger.start < end and start < e.trigger.end]
        return bool(own) and all(e.realis in ("planned", "hypothetical") for e in own)

    def _told_alike(self, stances: Sequence[Stance]) -> Fact | None:
        cites: dict[int, Cite] = {}
        for s in stances:
            cites.setdefault(s.article, self.corpus.cite(s.statement, s.statement.span))
        kept = tuple(cites.values())[:MOST_CITES]
        accounts = self.corpus.count(kept)
        if accounts < 2:
            return None
        value = Value(value=" ".join(kept[0].text.split()), evidence=kept, accounts=accounts)
        return Fact(about=opening_of(stances[0].statement, self.corpus), kind="claim", values=(value,), confidence=0.6)

    def _of_deed(self, deed: str, yes: Sequence[Stance], no: Sequence[Stance]) -> Iterator[tuple[float, Fact]]:
        taken: set[int] = set()
        for n in no:
            if n.statement.index in taken:
                continue
            against = [(w, y) for y in yes if y.article != n.article and (w := self._weight(n, y))]
            if not against:
                continue
            best = max(w for w, _ in against)
            told = [y for w, y in against if w >= best / 2]
            sides = {y.article for y in told}
            agreeing = [n, *(o for o in no if o is not n and o.article not in {n.article, *sides} and self._same_denial(n, o))]
            taken |= {s.statement.index for s in agreeing}
            if n.article in sides:
                continue
            values = (self._value(told), self._value(agreeing))
            yield (
                best,
                self._fact(values, best, since=all(self._until_then(s) for s in agreeing) and self._in_turn(agreeing, told)),
            )

    def _until_then(self, no: Stance) -> bool:
        """Tell whether a denial is of its own hour: of what has befallen nobody so far, or what one does not mean to do."""
        language = self.corpus.telling(no.statement).language
        everybody = no.deed in asked(language, "universal", "judged")
        words = {p[0] for p in _phrases(language, "withheld", "until_now" if everybody else "intent")}
        return bool(words & set(no.statement.keys[max(0, no.first - REACH) : no.last + REACH]))

    def _in_turn(self, earlier: Sequence[Stance], later: Sequence[Stance]) -> bool:
        return told_in_turn((s.article for s in earlier), (s.article for s in later), self.corpus)

    def _weight(self, no: Stance, yes: Stance) -> float:
        """Return how surely two stances are of one deed, 0 where they may be of two."""
        language = self.corpus.telling(no.statement).language
        if of_other_case(no.statement, language) != of_other_case(yes.statement, language):
            return 0.0
        if no.deed in asked(language, "universal", "judged"):
            return SHARED if no.everybody and self._people(no, yes) else 0.0
        needed = {CONCEPT + p[0] for p in _phrases(language, "needs", no.deed)}
        if needed and not needed & no.beside & yes.beside:
            return 0.0
        weight = self._shared(no, yes)
        return weight if weight >= SHARED else 0.0

    def _content_between(self, statement: Statement, key: Key, first: int, last: int) -> int:
        low, high = (key.last, first) if key.last <= first else (last, key.first)
        text = self.corpus.telling(statement).article.text
        gap = text[statement.atoms[low - 1].end : statement.atoms[min(high, len(statement.atoms) - 1)].start]
        return sum(a.kind != "stop" for a in statement.atoms[low:high]) + (BESIDE + 1 if any(c in gap for c in ",;:.") else 0)

    def _same_denial(self, a: Stance, b: Stance) -> bool:
        return (a.everybody and b.everybody) or self._shared(a, b) >= SHARED

    def _shared(self, a: Stance, b: Stance) -> float:
        """Return the weight of what takes part in both, 0 where nothing telling stands right beside both deeds."""
        weight = self.contexts.weight
        nearest = [weight.get(k, 0.0) for k in a.beside & b.beside]
        return sum(weight.get(k, 0.0) for k in a.parts & b.parts) if nearest and max(nearest) >= ONE_PART else 0.0

    def _people(self, no: Stance, yes: Stance) -> bool:
        """Tell whether a deed befell somebody, and nothing says that it was elsewhere or to others than those meant."""
        words = yes.statement.words
        atoms = yes.statement.atoms
        near, close = (atoms[max(0, yes.first - n) : yes.last + n] for n in (REACH, CLOSE))
        somebody = any("people" in words.heads.get(a.key, ()) for a in near) or any(a.value is not None for a in close)
        language = self.corpus.telling(no.statement).language
        others = {p[0] for p in _phrases(language, "judged", "except")}
        own = no.statement.keys[max(0, no.first - REACH) : no.last + REACH]
        names = [{k.name for k in self.contexts.keys(s) if self.contexts.named(s, k)} for s in (no.statement, yes.statement)]
        apart = bool(names[0] and not names[0] & names[1]) or self._of_other_days(no, yes) or self._of_other_place(no, yes)
        return somebody and not others & set(own) and not apart and not self._elsewhere(no)

    def _of_other_days(self, no: Stance, yes: Stance) -> bool:
        """Tell whether the sentence before a denial, which says what did not hurt anybody, is of another day."""
        place = no.statement.place
        before = self.corpus.tellings[no.article].statements[max(0, place - 1) : place + 1]
        return any(other_days(s, yes.statement, self.corpus) for s in before)

    def _of_other_place(self, no: Stance, yes: Stance) -> bool:
        """Tell whether the sentence before a denial is of a place that neither its opening nor the other names."""
        telling = self.corpus.tellings[no.article]
        placed = no.deed in asked(telling.language, "placed", "judged") and no.statement.place > OPENING
        if not placed:
            return False
        before = telling.statements[no.statement.place - 1]
        persons = [m for e in telling.article.entities if e.type == "person" for m in e.mentions]
        places = [a for a in before.atoms if a.kind == "name" and not any(m.overlaps(Span(a.start, a.end)) for m in persons)]
        known = {a.key for s in (*telling.statements[:OPENING], yes.statement) for a in s.atoms}
        return bool(places) and known.isdisjoint(a.key for a in places)

    def _elsewhere(self, no: Stance) -> bool:
        """Tell whether it is "there" that a deed befell nobody: where that is stands in another sentence."""
        keys, words = no.statement.keys, no.statement.words
        there = {p[0] for p in _phrases(self.corpus.telling(no.statement).language, "judged", "there")}
        near = range(max(0, no.first - REACH), min(len(keys), no.last + REACH))
        return any(keys[i] in there and not words.negations & set(keys[i + 1 : i + 1 + CLOSE]) for i in near)

    def _value(self, stances: Sequence[Stance]) -> Value:
        cites: dict[int, Cite] = {}
        for s in stances:
            cites.setdefault(s.article, self.corpus.cite(s.statement, s.statement.span))
        kept = tuple(list(cites.values())[:MOST_CITES])
        return Value(value=" ".join(kept[0].text.split()), evidence=kept, accounts=self.corpus.count(kept))

    def _fact(self, values: tuple[Value, Value], weight: float, *, since: bool) -> Fact:
        """Return the fact of a deed told and denied; `since`: it was done after it was denied."""
        opening = " ".join(values[0].value.split()[:10])
        return Fact(
            about=f"told and denied: {opening} …", kind="claim", values=values[::-1] if since else values,
            relation="update" if since else "conflict",
            confidence=round(min(0.85, 0.45 + 0.05 * weight), 3), between_copies=between_copies(values, self.corpus),
        )  # fmt: skip


def _around(stance: Stance) -> Span:
    """Return the words around a deed in which its day stands, and who takes part."""
    atoms = stance.statement.atoms[max(0, stance.first - AROUND) : stance.last + AROUND]
    return Span(atoms[0].start, atoms[-1].end)


def _usable(statement: Statement) -> bool:
    return not statement.furniture and statement.role != "title"


def _clause_start(statement: Statement, at: int, text: str) -> int:
    """Return where the clause of a deed begins: behind the last stop or joining word before it."""
    for i in range(at - 1, -1, -1):
        gap = text[statement.atoms[i].end : statement.atoms[i + 1].start]
        if any(c in gap for c in ",;:–—") or statement.keys[i] in statement.words.joining:
            return i + 1
    return 0


def _contrary(statement: Statement, language: str) -> Iterator[tuple[str, int, int]]:
    known = _contraries(language)
    for i, key in enumerate(statement.keys):
        for phrase, deed in known.get(key, ()):
            if statement.keys[i : i + len(phrase)] == phrase:
                yield deed, i, i + len(phrase)
                break


def _open(statement: Statement, key: Key, language: str) -> bool:
    """Tell whether a deed is no more than possible, or not yet done."""
    near = set(statement.keys[max(0, key.first - REACH) : key.first])
    return bool({p[0] for p in _phrases(language, "withheld", "open")} & near)


def _nobody(statement: Statement, first: int, last: int, language: str) -> bool:
    """Tell whether it is nobody at all that a deed befell ("no one was hurt", "arrested no one", "no injuries")."""
    before, behind = statement.keys[max(0, first - CLOSE) : first], statement.keys[last : last + 2]
    for phrase in _phrases(language, "withheld", "anybody"):
        n = len(phrase)
        if any(k[i : i + n] == phrase for k in (before, behind) for i in range(len(k))):
            return True
    nouns = {p[0] for p in _phrases(language, "withheld", "any")}
    return bool(nouns & set(before[-1:]))
