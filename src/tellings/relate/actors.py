"""Actors: one person, organisation or place under the names that different outlets use.

Entities meet through blocking keys (initials of given name and surname, first letters of an organisation), never all
pairs. Each merge says why. Two full names of one surname that cannot be one person's are never joined, nor is anything
through them: a name is compared with every full name that its actor already has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tellings.lang.names import bare, fold, name_words, one_slip
from tellings.model import Actor, ActorEntity, Article, Entity, EntityType
from tellings.relate.actors_names import (
    acronym_of,
    key_of,
    person_words,
    reason,
    same_full_name,
    same_words,
    spellings_of_given_names,
)
from tellings.stage import fingerprint

TIES: tuple[EntityType, ...] = ("country", "organisation", "place", "other", "person", "group")
"""Which type is taken where as many documents speak for either: the one that claims least comes first."""
RARE = 9
"""Letters of a surname from which a slip in the given name beside it is granted without a common role."""


@dataclass(slots=True, eq=False)
class Item:
    """One entity of one document, with what comparison needs."""

    document: str
    entity: Entity
    order: int
    words: list[str]
    full: bool
    plain: list[str]
    """The name's words folded only, where `words` are romanised too: a slip may show in one alone."""

    @property
    def size(self) -> int:
        """Return the number of mentions."""
        return len(self.entity.mentions)


@dataclass(slots=True, eq=False)
class Draft:
    """An actor in the making."""

    type: EntityType
    items: list[Item] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def add(self, item: Item, why: str | None = None) -> None:
        """Take one more entity in, and say why."""
        self.items.append(item)
        if why and why not in self.why:
            self.why.append(why)

    @property
    def country(self) -> str | None:
        """Return the country that most of its entities have."""
        known = Counter(i.entity.country for i in self.items if i.entity.country)
        return known.most_common(1)[0][0] if known else None

    def role_words(self) -> set[str]:
        """Return the folded words of all roles."""
        return {w for i in self.items for r in i.entity.roles for w in fold(r).split()}


def merge_actors(articles: Sequence[Article]) -> tuple[Actor, ...]:
    """Return the actors of a story, those in most documents first."""
    items = list(_items(articles))
    kinds = _kinds(items)
    by_type: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_type[kinds.get(key_of(item.entity.name), item.entity.type)].append(item)
    people = _full_names(by_type["person"])
    strays = _surnames([i for i in by_type["person"] if not i.full], people)
    drafts = people + strays
    drafts += _organisations([i for i in by_type["organisation"] if not _mistaken_person(i, people)])
    drafts += _places([i for i in by_type["place"] if not _mistaken_person(i, people)])
    drafts += _keyed(by_type["country"], "country") + _keyed(by_type["group"], "group") + _keyed(by_type["other"], "other")
    drafts.sort(key=lambda d: (-len({i.document for i in d.items}), -sum(i.size for i in d.items), d.items[0].order))
    return tuple(_actor(d) for d in drafts)


def _items(articles: Sequence[Article]) -> Iterable[Item]:
    seen: set[tuple[str, str]] = set()
    for article in articles:
        for entity in article.entities:
            key = (article.document, entity.id)
            if key in seen or all(m.kind != "name" for m in entity.mentions):
                continue
            seen.add(key)
            words = person_words(entity.name)
            yield Item(article.document, entity, len(seen), words, len(words) > 1, bare(name_words(entity.name)) or [""])


def _kinds(items: Sequence[Item]) -> dict[str, EntityType]:
    """Return the type of names that documents disagree on: by evidence, then by documents, a person's given name first."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for item in items:
        entity = item.entity
        sure = entity.sector or entity.latitude is not None or entity.roles or entity.type == "other"
        votes[key_of(entity.name)][entity.type] += 2 if sure else 1
        if item.full and item.words[0] in spellings_of_given_names():
            votes[key_of(entity.name)]["person"] += 1
    return {key: max(own, key=lambda kind: (own[kind], -TIES.index(kind))) for key, own in votes.items() if len(own) > 1}


def _full_names(items: Sequence[Item]) -> list[Draft]:
    drafts: list[Draft] = []
    blocks: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for item in sorted((i for i in items if i.full), key=lambda i: (-len(i.words), i.order)):
        key = (item.words[0][:1], item.words[-1][:1])
        own = next((d for d in blocks[key] if _fits(item, d)), None)
        if own is None:
            own = Draft("person")
            blocks[key].append(own)
            drafts.append(own)
            own.add(item)
        else:
            own.add(item, reason(item.entity.name, own.items[0].entity.name))
        if len(item.words) > 2:
            shorter = [(item.words[0][:1], item.words[-2][:1]), (item.words[1][:1], item.words[-1][:1])]
            for block in (blocks[key] for key in shorter):
                if own not in block:
                    block.append(own)
    return _one_letter_apart(drafts)


def _one_letter_apart(drafts: Sequence[Draft]) -> list[Draft]:
    """Join people of one surname whose given names differ by one slip, where a role or a rare surname vouches for it."""
    kept: list[Draft] = []
    by_surname: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        words = draft.items[0].words
        own = next((d for d in by_surname[words[-1]] if _slip_in_given_name(d, draft)), None)
        if own is None:
            kept.append(draft)
            by_surname[words[-1]].append(draft)
            continue
        for item in draft.items:
            own.add(item, reason(item.entity.name, own.items[0].entity.name))
        own.why.extend(w for w in draft.why if w not in own.why)
    return kept


def _slip_in_given_name(a: Draft, b: Draft) -> bool:
    x, y = a.items[0].words, b.items[0].words
    if len(x) != len(y) or x[1:] != y[1:] or not one_slip(x[0], y[0]):
        return False
    if {i.document for i in a.items} & {i.document for i in b.items}:
        return False
    shared = {w for w in a.role_words() & b.role_words() if len(w) > 3}
    return bool(shared) or len(x[-1]) >= RARE


def _fits(item: Item, draft: Draft) -> bool:
    """Tell whether a full name can be that of every full name of an actor; forms with an initial only must not be all."""
    forms = {(tuple(i.words), tuple(i.plain)) for i in draft.items if i.full}
    spelled = {f for f in forms if len(f[0][0]) > 1} or forms
    return all(same_full_name(item.words, words) or same_full_name(item.plain, plain) for words, plain in spelled)


def _surnames(items: Sequence[Item], people: Sequence[Draft]) -> list[Draft]:
    """Give each bare surname to its one possible bearer; those left gather by surname."""
    bearers: dict[str, list[Draft]] = defaultdict(list)
    for draft in people:
        for surname in {w for i in draft.items for w in (i.words[-1], *(i.words[1:-1] if len(i.words) > 2 else ()))}:
            bearers[surname[:1]].append(draft)
    left: dict[str, Draft] = {}
    for item in items:
        word = item.words[-1] if item.words else ""
        found = [
            d
            for d in bearers[word[:1]]
            if any(same_words(word, i.words[-1]) or same_words(item.plain[-1], i.plain[-1]) for i in d.items)
        ]
        found = found or [d for d in bearers[word[:1]] if any(word in i.words[1:] for i in d.items)]
        found = [d for d in dict.fromkeys(found) if not _apart(item, d)]
        if len(found) > 1:
            found = _by_role(item, found)
        if len(found) == 1:
            name = _display(found[0])
            found[0].add(item, f"“{item.entity.name}” can only be {name}, the one person of that surname who fits")
        else:
            draft = left.setdefault(word, Draft("person"))
            draft.add(item, f"the surname “{item.entity.name}” alone" if draft.items else None)
    return list(left.values())


def _apart(item: Item, draft: Draft) -> bool:
    """Tell whether the item's own document holds it apart from the actor."""
    return any(i.document == item.document for i in draft.items)


def _by_role(item: Item, drafts: Sequence[Draft]) -> list[Draft]:
    own = {w for r in item.entity.roles for w in fold(r).split() if len(w) > 3}
    found = [d for d in drafts if own & d.role_words()]
    return found if len(found) == 1 else list(drafts)


def _mistaken_person(item: Item, people: Sequence[Draft]) -> bool:
    """Take a surname that one document's tagger made an organisation or place to its one bearer."""
    if len(item.words) != 1 or item.entity.sector or item.entity.latitude is not None or len(item.words[0]) < 4:
        return False
    found = [d for d in people if any(i.words[-1] == item.words[0] for i in d.items) and not _apart(item, d)]
    if len(found) != 1:
        return False
    found[0].add(item, f"“{item.entity.name}” is the surname of {_display(found[0])}")
    return True


def _organisations(items: Sequence[Item]) -> list[Draft]:
    drafts: dict[str, Draft] = {}
    by_acronym: dict[str, list[Draft]] = defaultdict(list)
    by_tail: dict[str, list[Draft]] = defaultdict(list)
    for item in sorted(items, key=lambda i: (-len(i.words), i.order)):
        key = key_of(item.entity.name)
        own, why = drafts.get(key), None
        if own is None:
            own, why = _known_as(item, key, by_acronym, by_tail)
        elif fold(item.entity.name) != fold(own.items[0].entity.name):
            why = reason(item.entity.name, own.items[0].entity.name)
        if own is None:
            own = Draft("organisation")
            words = key.split()
            for acronym in acronym_of(words):
                by_acronym[acronym].append(own)
            for i in range(1, len(words) - 1):
                by_tail[" ".join(words[i:])].append(own)
        drafts.setdefault(key, own)
        own.add(item, why)
    return list(dict.fromkeys(drafts.values()))


def _known_as(
    item: Item, key: str, by_acronym: dict[str, list[Draft]], by_tail: dict[str, list[Draft]]
) -> tuple[Draft | None, str | None]:
    """Return the organisation that an acronym or a name without its nationality stands for."""
    for index, words in ((by_acronym, "the initials of"), (by_tail, "short for")):
        found = [d for d in dict.fromkeys(index.get(key, ())) if _one_land(item, d)]
        if len(found) == 1 and (index is by_tail or item.entity.name.isupper()):
            return found[0], f"“{item.entity.name}” is {words} “{_display(found[0])}”"
    return None, None


def _one_land(item: Item, draft: Draft) -> bool:
    return item.entity.country is None or draft.country is None or item.entity.country == draft.country


def _places(items: Sequence[Item]) -> list[Draft]:
    drafts: dict[str, list[Draft]] = defaultdict(list)
    lying: dict[tuple[float | None, float | None], Draft] = {}
    ends: dict[str, list[Draft]] = defaultdict(list)
    for item in sorted(items, key=lambda i: (-len(i.plain), i.order)):
        key, spot = key_of(item.entity.name), (item.entity.latitude, item.entity.longitude)
        own = next((d for d in drafts[key] if _one_land(item, d)), None)
        why = reason(item.entity.name, own.items[0].entity.name) if own else None
        if own is None and spot[0] is not None and spot in lying:
            own = lying[spot]
            why = f"“{item.entity.name}” and “{_display(own)}” lie at one spot: two names of one place"
        if own is None and len(item.plain) == 1 and item.entity.country is None and len(ends[key]) == 1:
            own = ends[key][0]
            why = f"“{item.entity.name}” is short for “{_display(own)}”"
        if own is None:
            own = Draft("place")
            drafts[key].append(own)
            if len(item.plain) > 1:
                ends[key.split()[-1]].append(own)
        lying.setdefault(spot, own)
        own.add(item, why)
    return list(dict.fromkeys(d for same in drafts.values() for d in same))


def _keyed(items: Sequence[Item], kind: EntityType) -> list[Draft]:
    drafts: dict[str, Draft] = {}
    for item in items:
        key = item.entity.country if kind == "country" and item.entity.country else fold(item.entity.name)
        drafts.setdefault(key, Draft(kind)).add(item)
    return list(drafts.values())


def _forms(draft: Draft) -> Counter[str]:
    return Counter(m.form for i in draft.items for m in i.entity.mentions if m.kind == "name")


def _display(draft: Draft) -> str:
    """Return the commonest full form: by documents, then by mentions, then the longest and first."""
    if draft.type == "country":
        return draft.items[0].entity.name
    full = [i for i in draft.items if i.full] or draft.items
    pages = Counter(i.entity.name for i in full)
    mentions = _forms(draft)
    return max(pages, key=lambda n: (pages[n], mentions[n], len(n), -min(i.order for i in full if i.entity.name == n)))


def _actor(draft: Draft) -> Actor:
    items = sorted(draft.items, key=lambda i: i.order)
    forms = _forms(draft)
    roles = Counter(r for i in items for r in i.entity.roles)
    first = items[0]
    name = _display(draft)
    return Actor(
        id=fingerprint("actor", draft.type, first.document, first.entity.id, first.entity.name),
        name=name,
        forms=tuple(form for form, _ in forms.most_common()),
        type=draft.type,
        country=draft.country,
        roles=tuple(role for role, _ in roles.most_common()),
        entities=tuple(ActorEntity(document=i.document, entity=i.entity.id) for i in items),
        why=tuple(draft.why),
    )
