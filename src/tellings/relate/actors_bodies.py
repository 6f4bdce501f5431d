"""Organisations, places, countries and groups over documents: by their key, acronyms, short forms, and where they lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import cos, hypot, radians

from tellings.model import EntityType
from tellings.relate.actors_draft import Draft, Item, of_one_land
from tellings.relate.actors_names import acronym_of, first_words, key_of, lands, reason, short_heads

ONE_TOWN = 100.0
"""Kilometres from which two places of one name are two."""
TWO = 2
SHORTEST = 4
"""Letters of the shortest word that a longer name is called by."""


def organisations(items: Sequence[Item], outlets: Collection[str] = ()) -> list[Draft]:
    """Return the organisations, each under all of its names; `outlets` are called by their last word too."""
    drafts: dict[str, list[Draft]] = defaultdict(list)
    index = Index(frozenset(key_of(name) for name in outlets))
    for item in sorted(items, key=lambda i: (-len(key_of(i.entity.name).split()), i.order)):
        key = key_of(item.entity.name)
        own, why = next((d for d in drafts[key] if of_one_land(item, d)), None), None
        if own is None:
            own, why = index.known_as(item, key)
        elif item.entity.name != own.items[0].entity.name:
            why = reason(item.entity.name, own.items[0].entity.name)
        if own is None:
            own = Draft("organisation")
            index.add(own, key)
        if own not in drafts[key]:
            drafts[key].append(own)
        own.add(item, why)
    return list(dict.fromkeys(d for same in drafts.values() for d in same))


class Index:
    """Organisations by the shorter names that they may have."""

    def __init__(self, outlets: frozenset[str]) -> None:
        self.outlets = outlets
        self.by_acronym: dict[str, list[Draft]] = defaultdict(list)
        self.by_tail: dict[str, list[Draft]] = defaultdict(list)
        self.by_head: dict[str, list[Draft]] = defaultdict(list)

    def add(self, draft: Draft, key: str) -> None:
        """Take an organisation in under its acronyms, its name without a nationality, and its first words."""
        words = key.split()
        for acronym in acronym_of(words):
            self.by_acronym[acronym].append(draft)
        for i in range(1, len(words) - 1):
            if " ".join(words[:i]) in lands():
                self.by_tail[" ".join(words[i:])].append(draft)
        if len(words) > 1 and key in self.outlets:
            self.by_tail[words[-1]].append(draft)
        if len(words) > 1 and words[-1] in short_heads():
            self.by_head[" ".join(words[:-1])].append(draft)

    def known_as(self, item: Item, key: str) -> tuple[Draft | None, str | None]:
        """Return the one organisation that a shorter name stands for, and why."""
        ways = ((self.by_acronym, "the initials of"), (self.by_tail, "short for"), (self.by_head, "the first word of"))
        for index, words in ways:
            if (index is self.by_acronym and not item.entity.name.replace(".", "").isupper()) or len(key) < 2:
                continue
            if index is self.by_head and len(key) < SHORTEST:
                continue
            found = [d for d in dict.fromkeys(index.get(key, ())) if of_one_land(item, d)]
            if index is self.by_acronym and len(key) == TWO:
                found = [d for d in found if item.entity.sector == d.items[0].entity.sector]
            if len(found) == 1:
                return found[0], f"“{item.entity.name}” is {words} “{found[0].display()}”"
        return None, None


def places(items: Sequence[Item]) -> list[Draft]:
    """Return the places: one name far apart is two, two names at one spot are one."""
    drafts: dict[str, list[Draft]] = defaultdict(list)
    lying: dict[tuple[float | None, float | None], Draft] = {}
    ends: dict[str, list[Draft]] = defaultdict(list)
    for item in sorted(items, key=lambda i: (-len(i.plain), i.order)):
        key, spot = key_of(item.entity.name), (item.entity.latitude, item.entity.longitude)
        own = next((d for d in drafts[key] if of_one_land(item, d) and _near(item, d)), None)
        why = reason(item.entity.name, own.items[0].entity.name) if own else None
        if own is None and spot[0] is not None and item.entity.level == "city" and _same_town(key, lying.get(spot)):
            own = lying[spot]
            why = f"“{item.entity.name}” and “{own.display()}” lie at one spot: two names of one place"
        if own is None and item.entity.country is None and item.entity.level is None and len(ends[key]) == 1:
            own = ends[key][0]
            why = f"“{item.entity.name}” is short for “{own.display()}”"
        if own is None:
            own = Draft("place")
            drafts[key].append(own)
            words = key.split()
            if len(words) == TWO and words[0] not in first_words():
                ends[words[-1]].append(own)
        if item.entity.level == "city":
            lying.setdefault(spot, own)
        own.add(item, why)
    return list(dict.fromkeys(d for same in drafts.values() for d in same))


def _same_town(key: str, draft: Draft | None) -> bool:
    """Tell whether a name at the spot of a place is another of its names, and not that of one side of it."""
    if draft is None:
        return False
    return not ((set(key.split()) ^ set(key_of(draft.items[0].entity.name).split())) & first_words())


def _near(item: Item, draft: Draft) -> bool:
    a = item.entity
    for b in (i.entity for i in draft.items):
        if a.latitude is not None and a.longitude is not None and b.latitude is not None and b.longitude is not None:
            east = (a.longitude - b.longitude) * cos(radians(a.latitude))
            return hypot(a.latitude - b.latitude, east) * 111.2 < ONE_TOWN
    return True


def keyed(items: Sequence[Item], kind: EntityType) -> list[Draft]:
    """Return countries by their code, groups and other names by their spelling."""
    drafts: dict[str, Draft] = {}
    for item in items:
        by_code = kind == "country" and item.entity.country
        draft = drafts.setdefault(item.entity.country or "" if by_code else key_of(item.entity.name), Draft(kind))
        other = draft.items[0].entity.name if draft.items else item.entity.name
        if by_code and item.entity.name != other:
            draft.add(item, f"“{item.entity.name}” and “{other}” are two names of one country")
        else:
            draft.add(item, reason(item.entity.name, other))
    return list(drafts.values())
