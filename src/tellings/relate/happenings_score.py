"""How likely two reports tell one happening: a few signs, weighed by a logistic score; and what excludes it outright."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from tellings.model import Days
from tellings.relate.happenings_reports import NOUN, SPEECH, Told, kinds_of, once

ALIKE = 0.45
"""Share of words (cosine) from which clauses of different kinds may tell one happening all the same."""
SHARED, SAID_ALIKE, LOOSE_ALIKE = 0.15, 0.2, 0.3
"""Share of words that ties two deeds, two statements of one speaker, and two deeds told by a verb of no family."""
TIES, FEW = 2, 2
"""Ties (participant, day, number, words, one of at most `FEW` of its kind in both articles) that two reports of a deed need."""
AGREED = frozenset({"AGREE", "announce", "promise", "invite"})
"""Kinds that tell today what is to be on a later day."""
SLIP = 2
"""Days by which accounts of a happening that can befall only once may differ about it."""
FIGURES = 2
"""Figures that two reports need to be told apart by them: a toll that grows is one figure."""
LEAD = 3
"""Sentences at the head of an article (title included) that tell its main happening."""
PAST = 90
"""Days before a page from which another deed is no telling of what pages open with ("the ferry, built in 1993")."""
WEIGHTS: Mapping[str, float] = {
    "words": 1.28, "around": 0.18, "said": 2.5, "day": 1.54, "amounts": 0.62, "named": 1.13, "strangers": -0.28,
    "same_family": 1.2, "same_type": 0.18, "type_alone": 0.2, "same_speech": 0.62, "compatible": -0.31, "other_kind": -1.09,
    "speech_or_deed": -0.84, "alone": 0.57, "trigger": 0.17, "lead": 0.16, "within": -0.08, "foreign": 0.65, "planned": -0.56,
    "doer_named": 0.46, "doer_noun": 0.62, "doer_beside": -0.34, "doer_differs": -0.4, "doer_against": -0.4,
    "other_named": 0.94, "other_noun": 0.73, "other_beside": -0.19, "other_differs": -0.01, "other_against": -0.2,
    "crossed": -0.16,
}  # fmt: skip
BIAS = -1.43
"""A logistic regression over the signs of 569 tied pairs; three weights set by hand (training/happenings.md)."""


def excluded(one: Told, other: Told) -> bool:
    """Tell whether two reports cannot be of one happening.

    So it is with days apart, with what was told before it happened, what one denies, with two clauses of one sentence and
    with two different people who take part. Two groups with such a pair never join.
    """
    if (one.event.realis == "denied") != (other.event.realis == "denied"):
        return True
    if {one.event.realis, other.event.realis} == {"planned", "past-background"}:
        return True
    if one.article.key == other.article.key and one.place == other.place and not _manner(one, other):
        return True
    if one.said & other.said:
        return False
    if _two_people(one, other) or _two_bodies(one, other) or _two_accounts(one, other):
        return True
    if _apart(one.days, other.days):
        return not (_unique(one, other) and _distance(one.days, other.days) <= SLIP)
    if _long_past(one, other) or _long_past(other, one):
        return True
    return _too_early(one, other) or _too_early(other, one)


def _manner(one: Told, other: Told) -> bool:
    """Tell whether one clause is a statement and the other its manner: "Berg stood up and told the council …"."""
    speech = (one.kind == SPEECH) != (other.kind == SPEECH)
    return (
        speech and (one.loose or other.loose) and bool((one.doers & other.doers) - {d for d in one.doers if d.startswith(NOUN)})
    )


def _unlike(one: Told, other: Told) -> bool:
    return bool(_kind_signs(one, other).keys() & {"other_kind", "speech_or_deed"}) and _dot(one.weights, other.weights) < ALIKE


def tied(one: Told, other: Told) -> bool:
    """Tell whether enough ties two reports to ask further: two of participant, day, number, words and being alone of its kind.

    A speaker says many things: what was said must be alike, or stand in another language on the same day. A verb of no
    family ("go", "take") tells little, so that the words around it must be alike too; so it is with two different verbs of
    one type. A participant that half the story is about ties nothing.
    """
    if one.said & other.said:
        return True
    if _unlike(one, other):
        return False
    participants = bool(((one.doers | one.others) & (other.doers | other.others)) - one.common)
    foreign = one.language != other.language
    alike = _dot(one.weights, other.weights)
    day = one.days is not None and one.days == other.days
    if SPEECH in (one.kind, other.kind):
        beside = bool(one.doers & (other.doers | other.named) or other.doers & one.named)
        return beside and (alike >= SAID_ALIKE or (foreign and (day or one.kind != other.kind)))
    if one.loose and other.loose and not foreign:
        return alike >= LOOSE_ALIKE or (day and participants and alike >= SHARED)
    ties = participants + day + bool(one.amounts & other.amounts)
    ties += (alike >= SHARED) + (alike >= LOOSE_ALIKE)
    if one.families == other.families:
        ties += max(one.rivals, other.rivals) <= FEW
    elif alike < SHARED and not foreign:
        return False
    return ties >= TIES


def _two_people(one: Told, other: Told) -> bool:
    """Tell whether both name people in one role, and none in common anywhere in their clauses.

    Who does it in one and who undergoes it in the other are no rivals ("Lund asks for her", "Berg was asked to come").
    """
    if SPEECH in (one.kind, other.kind) or one.people & (other.people | other.named) or other.people & one.named:
        return False
    sides = ((one.doers, other.doers), (one.others, other.others))
    return any(a & one.people and b & other.people for a, b in sides)


def _two_bodies(one: Told, other: Told) -> bool:
    """Tell whether one verb is told of two organisations of which neither report names the other's."""
    if SPEECH in (one.kind, other.kind) or one.families != other.families or one.amounts & other.amounts:
        return False
    if one.bodies & (other.bodies | other.named) or other.bodies & one.named:
        return False
    sides = ((one.doers, other.doers), (one.others, other.others))
    return any(a & one.bodies and b & other.bodies for a, b in sides)


def _two_accounts(one: Told, other: Told) -> bool:
    """Tell whether both give several figures and none in common, of no common name: the profits of two firms."""
    if SPEECH in (one.kind, other.kind) or min(len(one.amounts), len(other.amounts)) < FIGURES or one.amounts & other.amounts:
        return False
    return not one.named & other.named


def _unique(one: Told, other: Told) -> bool:
    """Tell whether both tell what can befall one named participant only once."""
    return one.kind == other.kind and one.kind in once(one.language) and bool(one.named & other.named)


def _apart(a: Days | None, b: Days | None) -> bool:
    if a is None or b is None:
        return False
    before = a.last_day is not None and b.first_day is not None and a.last_day < b.first_day
    after = b.last_day is not None and a.first_day is not None and b.last_day < a.first_day
    return before or after


def _distance(a: Days | None, b: Days | None) -> int:
    first = [d.first_day or d.last_day for d in (a, b) if d]
    days = [date.fromisoformat(d) for d in first if d]
    return abs((days[0] - days[1]).days) if len(days) == 2 else 0


def _too_early(early: Told, late: Told) -> bool:
    """Tell whether one report was published before the day that the other gives, though it tells of it as done."""
    first = late.days.first_day if late.days else None
    if late.event.realis == "planned" and AGREED & {early.kind, late.kind}:
        return False
    return early.event.realis == "actual" and first is not None and early.told_on is not None and early.told_on < first


def _long_past(past: Told, news: Told) -> bool:
    """Tell whether one report dates another deed long before its page, and the other, undated, is what its page opens with."""
    last = past.days.last_day if past.days else None
    if last is None or past.told_on is None or news.days is not None or news.place > LEAD or past.families & news.families:
        return False
    return (date.fromisoformat(past.told_on[:10]) - date.fromisoformat(last)).days > PAST


def signs(one: Told, other: Told) -> dict[str, float]:
    """Return what speaks for and against two reports telling one happening, each sign between 0 and 1."""
    foreign = one.language != other.language
    found = {
        "words": _dot(one.weights, other.weights),
        "around": _dot(one.around, other.around),
        "foreign": float(foreign),
        "trigger": float(one.trigger == other.trigger and not foreign),
        "said": float(bool(one.said & other.said)),
        "planned": float((one.event.realis == "planned") != (other.event.realis == "planned")),
        "within": float(one.article.key == other.article.key),
    }
    found["alone"] = 1 / math.sqrt(one.rivals * other.rivals) if one.kind == other.kind else 0.0
    found["lead"] = float(one.place <= LEAD and other.place <= LEAD)
    found["amounts"] = float(bool(one.amounts & other.amounts))
    found |= _kind_signs(one, other)
    found |= _side_signs("doer", one, other, one.doers, other.doers)
    found |= _side_signs("other", one, other, one.others, other.others)
    found["crossed"] = float(bool((one.doers & other.others) or (one.others & other.doers)))
    both = len(one.named & other.named)
    found["named"] = both / math.sqrt(len(one.named) * len(other.named)) if both else 0.0
    found["strangers"] = float(bool(one.named and other.named and not both))
    exact = [d for d in (one.days, other.days) if d is not None and d.first_day is not None and d.first_day == d.last_day]
    found["day"] = float(len(exact) == 2 and exact[0] == exact[1])
    return found


def _dot(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(v * b.get(w, 0.0) for w, v in a.items())


def _kind_signs(one: Told, other: Told) -> dict[str, float]:
    speech = (one.kind == SPEECH) + (other.kind == SPEECH)
    if one.kind == other.kind:
        same = one.families == other.families
        name = "same_speech" if speech else "same_family" if not one.event.type else "same_type" if same else "type_alone"
    elif not speech and one.families & other.families:
        name = "same_family"
    elif other.kind in kinds_of(one.kind, one.language) or one.kind in kinds_of(other.kind, other.language):
        name = "compatible"
    else:
        name = "speech_or_deed" if speech else "other_kind"
    return {name: 1.0}


def _side_signs(side: str, one: Told, other: Told, a: frozenset[str], b: frozenset[str]) -> dict[str, float]:
    """Return whether a side has a participant in common; two named ones without any count against, common nouns little."""
    if not a or not b:
        return {}
    shared, named = a & b, [{key for key in keys if not key.startswith(NOUN)} for keys in (a, b)]
    if any(not key.startswith(NOUN) for key in shared):
        return {f"{side}_named": 1.0}
    if all(named):
        beside = named[0] & other.named or named[1] & one.named
        return {f"{side}_beside" if beside else f"{side}_against": 1.0}
    return {f"{side}_noun" if shared else f"{side}_differs": 1.0}


def likeness(one: Told, other: Told) -> float:
    """Return how likely two reports are of one happening, 0 to 1; 0 where they exclude each other."""
    if excluded(one, other) or not tied(one, other):
        return 0.0
    total = BIAS + sum(WEIGHTS.get(name, 0.0) * value for name, value in signs(one, other).items() if value)
    return 1 / (1 + math.exp(-total))
