"""Actors: one person, organisation or place under the names that different outlets use.

Entities meet through blocking keys (initials of given name and surname, first letters of an organisation), never all
pairs. Each merge says why. Two full names of one surname that cannot be one person's are never joined, nor is anything
through them: a name is compared with every full name that its actor already has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tellings.lang.names import fold
from tellings.model import Actor, ActorEntity, Article, Entity, EntityType
from tellings.relate.actors_names import acronym_of, key_of, person_words, reason, same_full_name, same_words
from tellings.stage import fingerprint


@dataclass(slots=True, eq=False)
class Item:
    """One entity of one document, with what comparison needs."""

    document: str
    entity: Entity
    order: int
    words: list[str]
    full: bool

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
    by_type: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_type[item.entity.type].append(item)
    people = _full_names(by_type["person"])
    strays = _surnames([i for i in by_type["person"] if not i.full], people)
    drafts = people + strays
    rest = [i for kind in ("organisation", "place") for i in by_type[kind]]
    rest = [i for i in rest if not _mistaken_person(i, people)]
    drafts += _organisations([i for i in rest if i.entity.type == "organisation"])
    drafts += _places([i for i in rest if i.entity.type == "place"])
    drafts += _keyed(by_type["country"], "country") + _keyed(by_type["group"], "group")
    drafts.sort(key=lambda d: (-len({i.document for i in d.items}), -sum(i.size for i in d.items), d.items[0].order))
    return tuple(_actor(d) for d in drafts)


def _items(articles: Sequence[Article]) -> Iterable[Item]:
    seen: set[tuple[str, str]] = set()
    for article in articles:
        for entity in article.entities:
            key = (article.document, entity.id)
            if key in seen or entity.type == "other" or all(m.kind != "name" for m in entity.mentions):
                continue
            seen.add(key)
            words = person_words(entity.name)
            yield Item(article.document, entity, len(seen), words, len(words) > 1)


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
        second = (item.words[0][:1], item.words[-2][:1])
        if len(item.words) > 2 and own not in blocks[second]:
            blocks[second].append(own)
    return drafts


def _fits(item: Item, draft: Draft) -> bool:
    forms = {tuple(i.words) for i in draft.items}
    return all(same_full_name(item.words, form) for form in forms)


def _surnames(items: Sequence[Item], people: Sequence[Draft]) -> list[Draft]:
    """Give each bare surname to its one possible bearer; those left gather by surname."""
    bearers: dict[str, list[Draft]] = defaultdict(list)
    for draft in people:
        for surname in {w for i in draft.items for w in (i.words[-1], *(i.words[1:-1] if len(i.words) > 2 else ()))}:
            bearers[surname[:1]].append(draft)
    left: dict[str, Draft] = {}
    for item in items:
        word = item.words[-1] if item.words else ""
        found = [d for d in bearers[word[:1]] if any(same_words(word, i.words[-1]) for i in d.items)]
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
    for item in items:
        key = key_of(item.entity.name)
        own = next((d for d in drafts[key] if _one_land(item, d)), None)
        if own is None:
            own = Draft("place")
            drafts[key].append(own)
            own.add(item)
        elif item.entity.name != own.items[0].entity.name:
            own.add(item, reason(item.entity.name, own.items[0].entity.name))
        else:
            own.add(item)
    return [d for same in drafts.values() for d in same]


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
