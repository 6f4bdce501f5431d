"""Happenings: reports of one event merged within and across articles.

Each report meets its nearest by words, and those that quote the same utterance; each meeting gets a chance from predicates,
participants, days, numbers and words; groups join from the likeliest pair down while their mean holds and no two members
exclude each other. Precision first: days that exclude each other never merge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from tellings.model import Accounts, Actor, Article, Cite, Days, EventType, Happening, Realis, Report, Slot, Utterance
from tellings.relate.happenings_chances import Chances, chances
from tellings.relate.happenings_reports import Told, reports
from tellings.relate.happenings_score import excluded
from tellings.relate.happenings_slots import slots_of

JOIN, MEAN = 0.4, 0.33
"""Chance from which a pair may join two groups, and their least mean chance (training/happenings.md)."""
MOST_NAMED = 4
STATUS: tuple[Realis, ...] = ("actual", "past-background", "planned", "denied", "hypothetical")


def merge_happenings(
    articles: Sequence[Article], actors: Sequence[Actor], accounts: Accounts, utterances: Sequence[Utterance] = ()
) -> tuple[Happening, ...]:
    """Return the happenings of a story, in order of time; those without a day come last, in text order."""
    told = reports(articles, actors, utterances)
    names = {a.id: a.name for a in actors}
    found = [_happening([told[i] for i in own], names, accounts) for own in group(told, chances(told))]
    return tuple(sorted(found, key=lambda h: (h.when.first_day or h.when.last_day or "9999") if h.when else "9999"))


def group(told: Sequence[Told], scores: Chances) -> list[list[int]]:
    """Return the reports in groups: the likeliest pairs first, as long as the groups' mean chance holds."""
    owner = list(range(len(told)))
    groups: dict[int, list[int]] = {i: [i] for i in owner}
    for (a, b), score in sorted(scores.items(), key=lambda row: (-row[1], row[0])):
        if score < JOIN:
            break
        one, other = owner[a], owner[b]
        if one != other and _may_join(groups[one], groups[other], told, scores):
            for i in groups[other]:
                owner[i] = one
            groups[one] = sorted(groups[one] + groups.pop(other))
    return [groups[i] for i in sorted(groups)]


def _may_join(one: Sequence[int], other: Sequence[int], told: Sequence[Told], scores: Chances) -> bool:
    total = 0.0
    for a in one:
        for b in other:
            if excluded(told[a], told[b]):
                return False
            total += scores.get((min(a, b), max(a, b)), 0.0)
    return total >= MEAN * len(one) * len(other)


def _happening(told: Sequence[Told], names: dict[str, str], accounts: Accounts) -> Happening:
    kind = _type(told)
    spoken = Counter(t.event.predicate for t in told if t.event.predicate and t.event.type == kind)
    evidence = tuple(t.article.cite(t.clause) for t in told)
    slots = slots_of(told, evidence, names, accounts)
    status = Counter(t.event.realis for t in told)
    where = next((s.values[0].value for s in slots if s.name == "where"), None)
    return Happening(
        type=kind,
        predicate=spoken.most_common(1)[0][0] if spoken else None,
        when=vote_days(told, evidence, accounts),
        where=where,
        actors=_filled(slots, "actor"),
        recipients=_filled(slots, "recipient"),
        realis=max(STATUS, key=lambda s: (status[s], -STATUS.index(s))),
        reports=tuple(Report(document=t.article.document, event=t.number) for t in told),
        evidence=evidence,
        accounts=accounts.count(evidence),
        slots=slots if len(told) > 1 else (),
    )


def _type(told: Sequence[Told]) -> EventType | None:
    """Return the type that most reports have; none where more reports have no type."""
    types = Counter(t.event.type for t in told)
    typed = [(number, kind) for kind, number in types.items() if kind]
    best = max(typed, key=lambda row: row[0], default=(0, None))
    return best[1] if best[0] >= types[None] else None


def _filled(slots: Sequence[Slot], name: str) -> tuple[str, ...]:
    return tuple(v.value for s in slots if s.name == name for v in s.values[:MOST_NAMED])


def vote_days(told: Sequence[Told], evidence: Sequence[Cite], accounts: Accounts) -> Days | None:
    """Return the days that most independent accounts give; among equals the narrowest, then the earliest.

    A report whose days are much wider than the narrowest ("in March" beside "on 4 March") does not vote.
    """
    givers: dict[Days, list[Cite]] = defaultdict(list)
    for t, cite in zip(told, evidence, strict=True):
        if t.days is not None:
            givers[t.days].append(cite)
    if not givers:
        return None
    narrow = [d for d in givers if _width(d) <= min(_width(o) for o in givers) * 4]
    return min(narrow, key=lambda d: (-accounts.count(givers[d]), _width(d), d.first_day or "", d.last_day or ""))


def _width(days: Days) -> int:
    if days.first_day is None or days.last_day is None:
        return 10_000
    return (date.fromisoformat(days.last_day) - date.fromisoformat(days.first_day)).days + 1
