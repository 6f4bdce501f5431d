"""The summary: short, in the sources' own words, every sentence with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tellings.compare.evidence import unproved
from tellings.compare.lead import lead_of_story, spans_of
from tellings.compare.lexicon import fold, lexicon
from tellings.compare.sentences import LEAST_ACCOUNTS, Candidate, candidates, lead_of
from tellings.compare.spoken import sayings
from tellings.compare.wording import difference_sentence, single_sentence
from tellings.model import Cite, Comparison, Fact, Material, SummarySentence, TimelineEntry

HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
MOST_WORDS = 120
AGREED_WORDS = 85
"""Words for what is agreed at least; the rest is for what differs and what one alone tells."""
MOST_DIFFERENCES = 2
BREVITY = (0.5, 0.75, 1.0, 0.25)
"""How much shortness counts against what a sentence tells; each is tried."""
OVERLAP = 0.4
"""Share of a sentence's content that must be new."""


class Summary(NamedTuple):
    """The sentences, and why there are none (or only a lead) where that is so."""

    sentences: tuple[SummarySentence, ...]
    note: str | None


def summarise(material: Material, comparison: Comparison, timeline: tuple[TimelineEntry, ...]) -> Summary:
    """Return the summary of a story, or the reason why there is none."""
    if material.counts.accounts < 2 or len(material.articles) < 2:
        return _lead(material, "one account only: its first sentence stands for it")
    names = _names(material)
    differing = list(_differences(comparison, names))
    room = max(AGREED_WORDS, MOST_WORDS - sum(len(text.split()) for text, _, _ in differing))
    chosen = _agreed(material, comparison, room)
    agreed = [c for c in chosen if not c.background]
    background = [c for c in chosen if c.background]
    sentences: list[tuple[SummarySentence, str, Sequence[str]]] = [(_told(c), c.language, c.frame) for c in agreed]
    for text, cites, frame in differing:
        sentences.append((SummarySentence(text=text, evidence=cites), "en", frame))
    sentences += [(_told(c), c.language, c.frame) for c in background]
    single = next((s for s in (single_sentence(f, names) for f in comparison.single) if s), None)
    if single:
        sentences.append((SummarySentence(text=single[0], evidence=single[1]), "en", single[2]))
    kept = _fitting([s for s, language, frame in sentences if not unproved(s.text, s.evidence, language=language, frame=frame)])
    if not agreed and not comparison.differing:
        return _lead(material, "not enough to summarise: the accounts share too little")
    return Summary(kept, None)


def _told(candidate: Candidate) -> SummarySentence:
    return SummarySentence(text=candidate.text, evidence=candidate.evidence)


def _lead(material: Material, note: str) -> Summary:
    lead = next((c for c in (lead_of(a) for a in material.articles) if c), None)
    if lead is None:
        return Summary((), "not enough to summarise: no full sentence")
    return Summary((SummarySentence(text=lead.text, evidence=(lead,)),), note)


def _agreed(material: Material, comparison: Comparison, room: int) -> list[Candidate]:
    """Choose sentences that together tell the facts with the most accounts, in few words; the lead comes first."""
    pool = [*candidates(material, comparison), *sayings(material, comparison)]
    lead = lead_of_story(material, comparison, spans_of(comparison))
    first = [lead] if lead is not None else []
    choices = [_cover(pool, first, room, power) for power in BREVITY]
    best = max(choices, key=_told_by_several)
    return [*first, *sorted(best, key=lambda c: c.place)]


def _cover(pool: Sequence[Candidate], first: Sequence[Candidate], room: int, power: float) -> list[Candidate]:
    """Choose greedily by what a sentence adds for its length to a power (Nemhauser et al. 1978: cover under a budget)."""
    told = {w for c in first for w in c.content}
    covered = {n for c in first for n in c.facts}
    words = sum(c.size for c in first)
    left, chosen = list(pool), list[Candidate]()
    while left:
        best = max(left, key=lambda c: c.worth(covered) / (6 + c.size) ** power)
        left.remove(best)
        if best.worth(covered) <= 0:
            break
        fresh = 1 - len(best.content & told) / max(1, len(best.content))
        if words + best.size > room or fresh < OVERLAP or not all(best.beside(c) for c in (*first, *chosen)):
            continue
        chosen.append(best)
        covered |= best.facts.keys()
        told |= best.content
        words += best.size
    return chosen


def _told_by_several(chosen: Sequence[Candidate]) -> tuple[int, int, int]:
    """Return what is better the higher: facts of several accounts, other facts, brevity."""
    facts = {n: accounts for c in chosen for n, accounts in c.facts.items()}
    several = sum(n >= LEAST_ACCOUNTS for n in facts.values())
    return several, len(facts), -sum(c.size for c in chosen)


def _names(material: Material) -> Mapping[str, str | None]:
    return {a.document: _plain(a.outlet, a.analysis.metadata.language) for a in material.articles}


def _plain(outlet: str | None, language: str | None) -> str | None:
    """Return an outlet's name, None where only its host or one of its desks is known."""
    if outlet is None or HOST.fullmatch(outlet) or fold(outlet.split()[-1]) in lexicon(language or "en").desks:
        return None
    return outlet


def _differences(
    comparison: Comparison, names: Mapping[str, str | None]
) -> Iterator[tuple[str, tuple[Cite, ...], Sequence[str]]]:
    shown = 0
    topics: set[str] = set()
    for fact in _main(comparison.differing):
        if shown == MOST_DIFFERENCES or fact.about in topics:
            continue
        topics.add(fact.about)
        made = difference_sentence(fact, names)
        if made:
            shown += 1
            yield made


def _main(facts: Sequence[Fact]) -> list[Fact]:
    order = {"conflict": 0, "update": 0, "wording": 1, "refinement": 2}
    return sorted(facts, key=lambda f: (order.get(f.relation or "", 3), -max(v.accounts for v in f.values)))


def _fitting(sentences: Sequence[SummarySentence]) -> tuple[SummarySentence, ...]:
    kept, words = [], 0
    for sentence in sentences:
        size = len(sentence.text.split())
        if words + size <= MOST_WORDS:
            kept.append(sentence)
            words += size
    return tuple(kept)
