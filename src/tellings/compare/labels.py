"""Labels: different words for the same people or thing, and who uses which, in own voice or in quotation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.align import Alignment
from tellings.compare.atoms import stem
from tellings.compare.changes import Place
from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import LabelGroup
from tellings.compare.statements import Corpus, Statement
from tellings.model import Fact, Span, Value

AROUND = 5
"""Words before a label among which the name that it belongs to is looked for."""
MOST_VALUES = 8


@dataclass(frozen=True)
class Use:
    """One use of a label: `owner` is the name that it goes with ("Russian"), `quoted` whether in quotation marks."""

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
        for group in statement.words.labels:
            for use in _uses(statement, group, corpus):
                uses[group.name].append(use)
                groups[group.name] = group
    for name, own in uses.items():
        fact = _fact(own, groups[name], corpus)
        if fact:
            yield fact


def _uses(statement: Statement, group: LabelGroup, corpus: Corpus) -> Iterator[Use]:
    atoms = statement.atoms
    at = 0
    while at < len(atoms):
        size = next((len(p) for p in group.phrases if tuple(a.key for a in atoms[at : at + len(p)]) == p), 0)
        if size:
            span = Span(atoms[at].start, atoms[at + size - 1].end)
            label = " ".join(a.key for a in atoms[at : at + size])
            quoted = corpus.telling(statement).quoted(span)
            yield Use(Place(statement, at, at + size, span, label), label, _owner(statement, at), quoted)
        at += size or 1


def _owner(statement: Statement, at: int) -> str | None:
    """Return the stem of the nearest name before the label, or the first name of the sentence."""
    atoms = statement.atoms
    near = [a for a in atoms[max(0, at - AROUND) : at] if a.kind == "name"]
    found = near[-1] if near else None
    return _nation(found.key) if found else None


def _nation(key: str) -> str:
    return stem(key)[:5]


def _fact(uses: Sequence[Use], group: LabelGroup, corpus: Corpus) -> Fact | None:
    """Return the labels used for those of the commonest owner, where accounts use different ones for them."""
    owners = Counter(u.owner for u in uses if u.owner)
    for owner, n in owners.most_common(1):
        near = [u for u in uses if u.owner == owner or (u.owner is None and _mentions(u.place.statement, owner))]
        if n < 2 or len({u.article for u in near}) < 2:
            continue
        kinds: dict[str, list[Use]] = defaultdict(list)
        for use in near:
            kinds[use.label].append(use)
        if len(kinds) < 2 or not set(kinds) - group.weak:
            continue
        articles = {label: {u.article for u in own} for label, own in kinds.items()}
        if all(a == b for a in articles.values() for b in articles.values()):
            continue
        return _assemble(kinds, near, group, corpus)
    return None


def _mentions(statement: Statement, owner: str) -> bool:
    return any(a.kind == "name" and _nation(a.key) == owner for a in statement.atoms)


def _assemble(kinds: dict[str, list[Use]], near: Sequence[Use], group: LabelGroup, corpus: Corpus) -> Fact:
    ranked = sorted(kinds.items(), key=lambda item: -len({u.article for u in item[1]}))[:MOST_VALUES]
    values = tuple(_value(label, own, corpus) for label, own in ranked)
    first = next((u for u in near if u.owner), near[0])
    atoms = first.place.statement.atoms
    name = next((a.text for a in reversed(atoms[: first.place.first]) if a.kind == "name"), "")
    return Fact(
        about=f"words for the {name} {ranked[0][0]}".replace("  ", " "), kind="label", values=values, relation="wording",
        confidence=0.75, between_copies=between_copies([u.place for u in near], corpus), why=_voices(ranked, corpus),
    )  # fmt: skip


def _value(label: str, uses: Sequence[Use], corpus: Corpus) -> Value:
    value = value_of([u.place for u in sorted(uses, key=lambda u: u.quoted)], corpus)
    own = sum(not u.quoted for u in uses)
    voice = "own" if own == len(uses) else "quoted" if not own else "both"
    return Value(value=label, evidence=value.evidence, accounts=value.accounts, voice=voice)


def _voices(ranked: Sequence[tuple[str, list[Use]]], corpus: Corpus) -> str | None:
    quoted = [label for label, own in ranked if all(u.quoted for u in own)]
    return f"only in quotation: {', '.join(quoted)}" if quoted else None
