"""Happenings: reports of one event merged within and across articles.

Reports meet through keys (kind with actor, kind with day, kind with rare word), never all pairs; each meeting gets a score
from kind, trigger, actors, days and words; clusters join from the best score down while their mean score holds and no
two members contradict each other. Precision first: days that exclude each other never merge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tellings.model import Accounts, Actor, Article, Cite, Days, Happening, Realis, Report
from tellings.relate.happenings_reports import NOUN, Told, family, kinds_of, reports

HOT = 60
"""Reports that may share a key; a key with more tells nothing."""
JOIN = 0.37
"""Mean score from which two clusters are one happening (swept .30 to .50 on the sample)."""
RARE = 4
"""How many of a clause's rarest words serve as keys."""
SPEECH = "say"
"""The family of reports of speech: one speaker says many things."""
STATUS: tuple[Realis, ...] = ("actual", "past-background", "planned", "denied", "hypothetical")


def merge_happenings(articles: Sequence[Article], actors: Sequence[Actor], accounts: Accounts) -> tuple[Happening, ...]:
    """Return the happenings of a story, in order of time; those without a day come last, in text order."""
    told = reports(articles, actors)
    names = {a.id: a.name for a in actors}
    found = [_happening([told[i] for i in group], names, accounts) for group in _clusters(told)]
    return tuple(sorted(found, key=lambda h: (h.when.first_day or h.when.last_day or "9999") if h.when else "9999"))


def _pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    keys: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, one in enumerate(told):
        rare = sorted(one.weights, key=lambda w: (-one.weights[w], w))[:RARE]
        marks = {*one.doers, *one.others, *(f"r:{w}" for w in rare), f"t:{one.trigger}"}
        if one.days and one.days.first_day and one.days.first_day == one.days.last_day:
            marks.add(f"d:{one.days.first_day}")
        for kind in {k for own in one.kinds for k in kinds_of(own, one.language)}:
            for mark in {*marks, "k"}:
                keys[kind, mark].append(i)
    seen: set[tuple[int, int]] = set()
    for own in keys.values():
        if 1 < len(own) <= HOT:
            for n, a in enumerate(own):
                for b in own[n + 1 :]:
                    if a != b and (a, b) not in seen:
                        seen.add((a, b))
                        yield a, b


def _clusters(told: Sequence[Told]) -> list[list[int]]:
    scores = {pair: likeness(told[pair[0]], told[pair[1]]) for pair in _pairs(told)}
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


def _may_join(one: Sequence[int], other: Sequence[int], told: Sequence[Told], scores: dict[tuple[int, int], float]) -> bool:
    total = 0.0
    for a in one:
        for b in other:
            if excluded(told[a], told[b]):
                return False
            total += scores.get((min(a, b), max(a, b)), 0.0)
    return total >= 0.6 * JOIN * len(one) * len(other)


def excluded(one: Told, other: Told) -> bool:
    """Tell whether two reports cannot be of one happening: days apart, told before it happened, or another status."""
    if (one.event.realis == "denied") != (other.event.realis == "denied"):
        return True
    if (
        one.article.key == other.article.key
        and one.clause.overlaps(other.clause)
        and one.event.type == other.event.type
        and one.event.type
    ):
        return one.event.trigger != other.event.trigger
    return _apart(one.days, other.days) or _too_early(one, other) or _too_early(other, one)


def _apart(a: Days | None, b: Days | None) -> bool:
    if a is None or b is None:
        return False
    before = a.last_day is not None and b.first_day is not None and a.last_day < b.first_day
    after = b.last_day is not None and a.first_day is not None and b.last_day < a.first_day
    return before or after


def _too_early(early: Told, late: Told) -> bool:
    """Tell whether one report was published before the day that the other gives, though it tells of it as done."""
    first = late.days.first_day if late.days else None
    return early.event.realis == "actual" and first is not None and early.told_on is not None and early.told_on < first


def likeness(one: Told, other: Told) -> float:
    """Return how likely two reports are of one happening, about 0 to 1.3; 0 where they exclude each other."""
    if excluded(one, other):
        return 0.0
    words = sum(v * other.weights.get(w, 0.0) for w, v in one.weights.items())
    score = 0.75 * words
    score += _kind(one, other)
    score += 0.2 if one.trigger == other.trigger else 0.0
    score += _shared(one.doers, other.doers, 0.15) + _shared(one.others, other.others, 0.15)
    if one.doers & other.others or one.others & other.doers:
        score += 0.05
    if one.days and other.days:
        score += 0.15 if one.days.first_day == one.days.last_day and one.days == other.days else 0.0
    if (one.event.realis == "planned") != (other.event.realis == "planned"):
        score -= 0.15
    return max(0.0, score)


def _shared(a: frozenset[str], b: frozenset[str], worth: float) -> float:
    """Return what a side in common is worth; named actors without one in common count against, common nouns little."""
    if not a or not b:
        return 0.0
    if a & b:
        return worth
    named = all(any(not key.startswith(NOUN) for key in side) for side in (a, b))
    return -worth if named else -0.3 * worth


def _kind(one: Told, other: Told) -> float:
    """Return what the kinds of two reports are worth; across languages they must serve for the words too."""
    speech = SPEECH in one.kinds and SPEECH in other.kinds
    foreign = 0.15 if one.language != other.language and not speech else 0.0
    if one.kinds & other.kinds:
        return (0.15 if one.event.type else 0.25) + foreign
    compatible = any(k in kinds_of(own, one.language) for own in one.kinds for k in other.kinds)
    return 0.1 + foreign if compatible else 0.0


def _happening(told: Sequence[Told], names: dict[str, str], accounts: Accounts) -> Happening:
    types = Counter(t.event.type for t in told if t.event.type)
    evidence = tuple(t.article.cite(t.clause) for t in told)
    status = Counter(t.event.realis for t in told)
    return Happening(
        type=types.most_common(1)[0][0] if types else None,
        predicate=None if types else family(told[0].event, told[0].language).replace("_", " "),
        when=vote_days(told, evidence, accounts),
        where=_most(t.event.where.of(t.article.text) for t in told if t.event.where),
        actors=_named(told, names, "actors"),
        recipients=_named(told, names, "recipients"),
        realis=max(STATUS, key=lambda s: (status[s], -STATUS.index(s))),
        reports=tuple(Report(document=t.article.document, event=t.number) for t in told),
        evidence=evidence,
        accounts=accounts.count(evidence),
    )


def vote_days(told: Sequence[Told], evidence: Sequence[Cite], accounts: Accounts) -> Days | None:
    """Return the days that most independent accounts give; among equals the narrowest, then the earliest."""
    givers: dict[Days, list[Cite]] = defaultdict(list)
    for t, cite in zip(told, evidence, strict=True):
        if t.days is not None:
            givers[t.days].append(cite)
    if not givers:
        return None
    narrow = [d for d in givers if _width(d) <= min(_width(o) for o in givers) * 4]
    return min(narrow, key=lambda d: (-accounts.count(givers[d]), _width(d), d.first_day or "", d.last_day or ""))


def _width(days: Days) -> int:
    from datetime import date

    if days.first_day is None or days.last_day is None:
        return 10_000
    return (date.fromisoformat(days.last_day) - date.fromisoformat(days.first_day)).days + 1


def _most(values: Iterator[str]) -> str | None:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else None


def _named(told: Sequence[Told], names: dict[str, str], side: str) -> tuple[str, ...]:
    counted: Counter[str] = Counter()
    for t in told:
        keys = t.doers if side == "actors" else t.others
        spoken = [a.of(t.article.text) for a in getattr(t.event, side)]
        known = [names[k] for k in sorted(keys) if k in names]
        counted.update(dict.fromkeys(known or spoken, 1))
    return tuple(name for name, _ in counted.most_common(4))
