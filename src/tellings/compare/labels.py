"""Labels: different words for the same people or thing, and who uses which, in own voice or in quotation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tellings.compare.align import Alignment
from tellings.compare.atoms import stem
from tellings.compare.changes import Place
from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import LabelGroup
from tellings.compare.naming import name_run
from tellings.compare.statements import Corpus, Statement
from tellings.model import Fact, Span, Value

ADJECTIVES = 2
"""Words between a name and the label that goes with it ("Russian military personnel")."""
WINDOW, SHARED = 9, 2.5
"""Words on either side of a label, and the weight of those that two labels for the same people share."""
MOST_VALUES = 8


@dataclass(frozen=True)
class Use:
    """One use of a label: `owner` is the name that it goes with ("Russian").

    `quoted`: it is told as somebody's words, in quotation marks or not.
    """

    place: Place
    label: str
    owner: str | None
    quoted: bool

    @property
    def article(self) -> int:
        """Return the index of its account."""
        return self.place.statement.article


def label_facts(corpus: Corpus, alignment: Alignment) -> Iterator[Fact]:
    """Yield, for each kind of people or thing that accounts name differently, who uses which word."""
    uses: dict[str, list[Use]] = defaultdict(list)
    groups: dict[str, LabelGroup] = {}
    for statement in corpus.statements:
        for group, use in _uses(statement, corpus):
            uses[group.name].append(use)
            groups[group.name] = group
    for name, own in uses.items():
        fact = _fact(own, groups[name], corpus, alignment)
        if fact:
            yield fact


def _uses(statement: Statement, corpus: Corpus) -> Iterator[tuple[LabelGroup, Use]]:
    atoms, index = statement.atoms, statement.words.label_index
    at = 0
    while at < len(atoms):
        size = 1
        for phrase, group in index.get(atoms[at].key, ()):
            if tuple(a.key for a in atoms[at : at + len(phrase)]) == phrase:
                size = len(phrase)
                span = Span(atoms[at].start, atoms[at + size - 1].end)
                label = " ".join(phrase)
                quoted = corpus.telling(statement).quoted(span)
                yield group, Use(Place(statement, at, at + size, span, label), label, _owner(statement, at, group), quoted)
                break
        at += size


def _owner(statement: Statement, at: int, group: LabelGroup) -> str | None:
    """Return the name right before the label ("North Korean"), for loose groups the nearest name before it."""
    atoms = statement.atoms
    near = next((i for i in range(at - 1, max(-1, at - 1 - ADJECTIVES), -1) if atoms[i].kind == "name"), None)
    if near is None and group.loose:
        near = next((i for i in range(at - 1, -1, -1) if atoms[i].kind == "name"), None)
    if near is None:
        return None
    first, last = name_run(statement, near, near + 1)
    return " ".join(stem(a.key)[:5] for a in atoms[first:last] if a.key not in statement.words.titles)


def _fact(uses: Sequence[Use], group: LabelGroup, corpus: Corpus, alignment: Alignment) -> Fact | None:
    """Return the labels used for those of the commonest owner, where accounts use different ones for them."""
    owners = Counter(u.owner for u in uses if u.owner)
    for owner, n in owners.most_common(1):
        near = [u for u in uses if u.owner == owner]
        if n < 2 or len({u.article for u in near}) < 2:
            continue
        kinds: dict[str, list[Use]] = defaultdict(list)
        for use in near:
            kinds[use.label].append(use)
        kinds = _beside_main(kinds, alignment)
        if len(kinds) < 2 or not set(kinds) - group.weak:
            continue
        articles = {label: {u.article for u in own} for label, own in kinds.items()}
        if all(a == b for a in articles.values() for b in articles.values()):
            continue
        return _assemble(kinds, near, group, corpus)
    return None


def _beside_main(kinds: dict[str, list[Use]], alignment: Alignment) -> dict[str, list[Use]]:
    """Return the commonest label and those with a use that shares words with one of its in another account."""
    main = max(kinds.values(), key=lambda own: len({u.article for u in own}))

    def near(use: Use) -> bool:
        own = _around(use)
        return any(
            sum(alignment.weight.get(k, 0.0) for k in own & _around(o)) >= SHARED for o in main if o.article != use.article
        )

    return {label: own for label, own in kinds.items() if own is main or any(near(u) for u in own)}


def _around(use: Use) -> frozenset[str]:
    place = use.place
    near = enumerate(place.statement.atoms[max(0, place.first - WINDOW) : place.last + WINDOW], max(0, place.first - WINDOW))
    return frozenset(stem(a.key) for i, a in near if a.kind in ("word", "name", "number") and not place.first <= i < place.last)


def _assemble(kinds: dict[str, list[Use]], near: Sequence[Use], group: LabelGroup, corpus: Corpus) -> Fact:
    ranked = sorted(kinds.items(), key=lambda item: -len({u.article for u in item[1]}))[:MOST_VALUES]
    values = tuple(_value(label, own, corpus) for label, own in ranked)
    name = Counter(_name(u) for u in near).most_common(1)[0][0]
    return Fact(
        about=f"words for the {name} {ranked[0][0]}".replace("  ", " "), kind="label", values=values, relation="wording",
        confidence=0.75, between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _name(use: Use) -> str:
    atoms = use.place.statement.atoms
    at = next((i for i in range(use.place.first - 1, -1, -1) if atoms[i].kind == "name"), None)
    if at is None:
        return ""
    first, last = name_run(use.place.statement, at, at + 1)
    return " ".join(a.text for a in atoms[first:last])


def _value(label: str, uses: Sequence[Use], corpus: Corpus) -> Value:
    value = value_of([u.place for u in sorted(uses, key=lambda u: u.quoted)], corpus)
    own = sum(not u.quoted for u in uses)
    voice: Literal["own", "quoted", "both"] = "own" if own == len(uses) else "quoted" if not own else "both"
    return Value(value=label, evidence=value.evidence, accounts=value.accounts, voice=voice)
