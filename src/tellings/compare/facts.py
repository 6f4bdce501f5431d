"""Facts: what the accounts of a story tell, aligned, with each account's value and passage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tellings.compare.ages import age_facts
from tellings.compare.align import Alignment
from tellings.compare.answers import Answers
from tellings.compare.attribution import attribution_facts
from tellings.compare.centre import Centre
from tellings.compare.changes import Change, changes_of, versions_of
from tellings.compare.contexts import Contexts
from tellings.compare.count_facts import agreed_counts, differing_counts, label_counts
from tellings.compare.counting import counts_of
from tellings.compare.days import day_facts
from tellings.compare.deeds import deed_facts
from tellings.compare.deputies import deputy_facts
from tellings.compare.disputes import dispute_facts
from tellings.compare.epithets import epithet_facts
from tellings.compare.gates import Gates
from tellings.compare.gather import facts_from_changes
from tellings.compare.kinds import kind_facts
from tellings.compare.labels import label_facts
from tellings.compare.loaded import loaded_words
from tellings.compare.namings import naming_facts
from tellings.compare.occasions import occasion_facts
from tellings.compare.omissions import left_out
from tellings.compare.once import told_once
from tellings.compare.orders import order_facts
from tellings.compare.parts import part_facts
from tellings.compare.quoting import wording_facts
from tellings.compare.repeats import covers, each_label_once, without_repeats
from tellings.compare.saying import saying_facts
from tellings.compare.shared import agreed_claims, claims_of
from tellings.compare.shared_events import event_facts
from tellings.compare.sides import disputes_of
from tellings.compare.single import single_claims
from tellings.compare.spellings import spelling_facts
from tellings.compare.stances import Stances
from tellings.compare.statements import Corpus
from tellings.compare.tallies import tallies
from tellings.compare.topics import Topics
from tellings.model import Cite, Comparison, Fact, Material, Omission, Value

WEIGHT = {"conflict": 0, "update": 0, "refinement": 2, "wording": 3}


def compare_accounts(material: Material) -> Comparison:
    """Return where the accounts agree, differ, or one stands alone, the most important first."""
    if len(material.articles) < 2:
        return Comparison()
    story = _Story(material)
    corpus, alignment = story.corpus, story.alignment
    differing, loaded = story.differing(), loaded_words(corpus, alignment)
    epithets = epithet_facts(loaded, corpus, alignment)
    differing += [f for f in epithets if not any(covers(o, f) for o in differing if o.kind == f.kind)]
    topics, ranked = Topics(corpus, story.counts), _ranked(differing, corpus)
    return Comparison(
        agreed=tuple(told_once(topics.named(_ranked(story.agreed(), corpus)), corpus)),
        differing=tuple(topics.named(ranked)),
        single=tuple(topics.named(single_claims(corpus, alignment))),
        loaded=loaded,
        disputes=disputes_of(ranked, corpus),
    )


class _Story:
    """What is read of a story's accounts once, and the facts that are made of it."""

    def __init__(self, material: Material) -> None:
        self.corpus = Corpus(material)
        self.alignment, self.contexts = Alignment(self.corpus), Contexts(self.corpus)
        self.counts = counts_of(self.corpus)
        self.tallies = list(tallies(self.counts, self.alignment))
        self.misdated, self.dated = occasion_facts(self.corpus, self.alignment)
        self.answers = Answers(self.corpus, self.contexts)
        self.stances = Stances(self.corpus, self.contexts)
        self.gates = Gates(self.corpus, self.contexts)

    def differing(self) -> list[Fact]:
        """Return what accounts tell differently: sentences told alike first, then values and deeds in other words."""
        corpus, contexts = self.corpus, self.contexts
        near = without_repeats([*age_facts(self.answers.particulars, corpus), *self._told_alike(), *self._altered()], corpus)
        near += _untold(wording_facts(corpus), near)
        near += [*deed_facts(corpus, contexts), *spelling_facts(corpus)]
        found = [
            *self.answers.differing(),
            *self.stances.facts(),
            *order_facts(corpus, contexts),
            *naming_facts(corpus, contexts),
            *kind_facts(corpus, contexts),
            *deputy_facts(corpus, contexts),
            *part_facts(self.stances.stances, corpus, contexts),
            *self.answers.labels(),
            *label_counts(self.tallies, corpus),
        ]
        alike = without_repeats(near, corpus)
        facts = [*alike, *each_label_once(without_repeats([*alike, *found], corpus)[len(alike) :], alike)]
        return [kept for f in facts if (kept := self.gates.kept(f))]

    def _told_alike(self) -> Iterator[Fact]:
        """Yield the differences in what is counted, said, called, dated and denied in sentences told alike."""
        corpus, alignment = self.corpus, self.alignment
        for tally in self.tallies:
            yield from differing_counts(tally, corpus, alignment)
        yield from saying_facts(corpus)
        yield from attribution_facts(corpus)
        yield from label_facts(corpus, alignment)
        yield from day_facts(corpus, alignment)
        yield from self.misdated
        yield from dispute_facts(corpus, alignment, self.contexts)

    def _altered(self) -> list[Fact]:
        """Return the differences of versions of one sentence, word by word."""
        versions = versions_of(self.alignment)
        tallied = {t.key for t in self.tallies if t.slot and len(t.groups) > 1}
        slotted = {(c.amount.statement.index, c.amount.at): c.key for c in self.counts if c.slot}
        changes = [c for v in versions for c in changes_of(v, self.corpus) if not _tallied(c, slotted, tallied)]
        return facts_from_changes(changes, versions, self.corpus)

    def agreed(self) -> list[Fact]:
        """Return what independent accounts tell alike, each once."""
        found = [f for tally in self.tallies for f in agreed_counts(tally, self.corpus)]
        found += self.dated
        found += _not_among(self.answers.agreed(), found)
        found = [f for f in found if self.gates.agrees(f)]
        found += agreed_claims(claims_of(self.corpus, self.alignment), self.corpus)
        found += _unlike(event_facts(self.corpus, self.contexts), found)
        return [*found, *_unlike(self.stances.agreed(), found)]


def _tallied(change: Change, slotted: Mapping[tuple[int, int], str], tallied: Collection[str]) -> bool:
    """Tell whether both numbers of a change fill one slot whose numbers are set against each other already."""
    keys = {slotted.get((p.statement.index, p.first)) for p in (change.left, change.right)}
    return change.kind == "number" and len(keys) == 1 and keys <= set(tallied)


def _not_among(facts: Iterable[Fact], told: Sequence[Fact]) -> list[Fact]:
    """Return the agreed facts of which not every passage stands in an agreed fact of their kind already."""
    shown: dict[tuple[str, str], list[Cite]] = {}
    for fact in (f for f in told if f.kind != "claim"):
        for cite in (c for v in fact.values for c in v.evidence):
            shown.setdefault((fact.kind, cite.document), []).append(cite)

    def seen(kind: str, cite: Cite) -> bool:
        return any(c.start < cite.end and cite.start < c.end for c in shown.get((kind, cite.document), ()))

    return [f for f in facts if not all(seen(f.kind, c) for v in f.values for c in v.evidence)]


def _unlike(events: Iterable[Fact], told: Sequence[Fact]) -> list[Fact]:
    """Return the agreed happenings whose telling that is shown, and all others but one, stand in no agreed claim yet."""
    shown: dict[str, list[Cite]] = {}
    for cite in (c for f in told if f.kind == "claim" for v in f.values for c in v.evidence):
        shown.setdefault(cite.document, []).append(cite)

    def seen(cite: Cite) -> bool:
        return any(c.start < cite.end and cite.start < c.end for c in shown.get(cite.document, ()))

    found = []
    for fact in events:
        cites = [c for v in fact.values for c in v.evidence]
        if not seen(cites[0]) and sum(seen(c) for c in cites) < 2:
            found.append(fact)
            for cite in cites:
                shown.setdefault(cite.document, []).append(cite)
    return found


def _untold(wordings: Iterable[Fact], told: Sequence[Fact]) -> list[Fact]:
    """Return the utterances in other words whose difference no other fact shows already."""
    shown = [c for f in told if f.relation != "refinement" for v in f.values for c in v.evidence]

    def inside(value: Value) -> bool:
        return any(c.document == e.document and e.start <= c.start < e.end for c in shown for e in value.evidence)

    return [f for f in wordings if sum(inside(v) for v in f.values) < 2]


def _ranked(facts: Iterable[Fact], corpus: Corpus) -> list[Fact]:
    """Order facts: contradictions before wording, then by accounts, by what the story is about, by how early they are told."""
    length = {t.article.document: max(1, len(t.article.text)) for t in corpus.tellings}
    centre = Centre(corpus)

    def weight(fact: Fact) -> tuple[int, float]:
        cites = [c for v in fact.values for c in v.evidence]
        early = sum(1 - c.start / length[c.document] for c in cites) / len(cites)
        accounts = sum(v.accounts for v in fact.values)
        return WEIGHT.get(fact.relation or "", 0), -(
            accounts + early + centre.nearness(cites) + (0.5 if fact.kind == "number" else 0.0)
        )

    return sorted(facts, key=weight)


def find_omissions(material: Material, comparison: Comparison) -> tuple[Omission, ...]:
    """Return what most accounts tell and one does not."""
    return left_out(material, comparison)
