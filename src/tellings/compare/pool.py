"""The pool: the sentences that a summary may be made of, and the choice of those that tell most under a budget of words."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace

from tellings.compare.lead import lead_of_story, spans_of
from tellings.compare.sentences import LEAST_ACCOUNTS, Candidate, candidates, shorter, tellable
from tellings.compare.spoken import sayings, spoken_facts
from tellings.model import Comparison, Material

BREVITY = (0.5, 0.75, 1.0, 0.25)
"""How much shortness counts against what a sentence tells; each is tried."""
MOST_TRIED, MOST_STEPS = 80, 6
"""Sentences tried in the place of others, and how often."""
REPEATED, SAME_FIGURE = 0.6, 0.34
"""Share of the shorter sentence's content from which it repeats the other; the second where they share a figure."""
OVERLAP = 0.35
"""Share of a sentence's content that must be new."""


class Pool:
    """The sentences of a story that serve, and the lead in its lengths."""

    def __init__(self, material: Material, comparison: Comparison) -> None:
        """Collect what the accounts hold."""
        self.sentences = [
            *candidates(material, comparison),
            *sayings(material, comparison),
            *spoken_facts(material, comparison),
        ]
        lead = lead_of_story(material, comparison, spans_of(comparison))
        self.leads = [[lead], *([c] for c in shorter(lead, tellable(comparison)))] if lead is not None else [[]]

    def chosen(self, room: int) -> list[Candidate]:
        """Choose sentences that together tell the facts with the most accounts, in few words; the lead comes first."""
        choices = [(first, _cover(self.sentences, first, room, power)) for first in self.leads for power in BREVITY]
        first, best = max(choices, key=lambda made: _told_by_several([*made[0], *made[1]]))
        best = _exchanged(best, self.sentences, first, room)
        return [*first, *sorted(best, key=lambda c: c.place)]


def _cover(pool: Sequence[Candidate], first: Sequence[Candidate], room: int, power: float) -> list[Candidate]:
    """Choose greedily by what a sentence adds for its length to a power (Nemhauser et al. 1978: cover under a budget).

    What a sentence adds can only fall, so that one that leads with an old figure is asked again (Minoux 1978).
    """
    covered = {n for c in first for n in c.facts}
    chosen = list[Candidate]()
    queue = [(-c.worth(covered) / (6 + c.size) ** power, place) for place, c in enumerate(pool)]
    heapify(queue)
    while queue:
        best = pool[queue[0][1]]
        now = -best.worth(covered) / (6 + best.size) ** power, queue[0][1]
        if now > queue[0]:
            heapreplace(queue, now)
            continue
        heappop(queue)
        if now[0] >= 0:
            break
        if _fits(best, [*first, *chosen], room):
            chosen.append(best)
            covered |= best.facts.keys()
    return chosen


def _fits(candidate: Candidate, others: Sequence[Candidate], room: int) -> bool:
    """Tell whether a sentence has room, tells something new, introduces nothing told already, and gives no number otherwise."""
    told = {w for c in others for w in c.content}
    fresh = 1 - len(candidate.content & told) / max(1, len(candidate.content))
    if candidate.size + sum(c.size for c in others) > room or fresh < OVERLAP or candidate.introduced in told:
        return False
    return all(candidate.beside(c) and not _repeats(candidate, c) for c in others)


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Tell whether two sentences tell much of the same: most of the shorter one's words, less where they share a figure."""
    shared, short = len(one.content & other.content), min(len(one.content), len(other.content))
    most = SAME_FIGURE if one.numerals & other.numerals else REPEATED
    return shared > most * max(1, short)


def _exchanged(chosen: list[Candidate], pool: Sequence[Candidate], first: Sequence[Candidate], room: int) -> list[Candidate]:
    """Add sentences, or put one in the place of another, as long as more is told (local search, each step the best one)."""
    useful = sorted(pool, key=lambda c: (-c.worth(set()) / (6 + c.size), c.size, c.text))[:MOST_TRIED]
    for _ in range(MOST_STEPS):
        made = [chosen]
        for gone in (None, *chosen):
            kept = [c for c in chosen if c is not gone]
            made += [[*kept, new] for new in useful if new not in kept and _fits(new, [*first, *kept], room)]
        best = max(made, key=lambda own: _told_by_several([*first, *own]))
        if best is chosen:
            break
        chosen = best
    return chosen


def _told_by_several(chosen: Sequence[Candidate]) -> tuple[int, int, int]:
    """Return what is better the higher: facts of several accounts, other facts, brevity."""
    facts = {n: accounts for c in chosen for n, accounts in c.facts.items()}
    several = sum(n >= LEAST_ACCOUNTS for n in facts.values())
    return several, len(facts), -sum(c.size for c in chosen)
