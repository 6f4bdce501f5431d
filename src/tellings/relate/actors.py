"""Actors: one person, organisation or place under the names that different outlets use.

Entities meet through blocking keys (initials of given name and surname, the key of a body or place), never all pairs. Each
merge says why. Two full names of one surname that cannot be one person's are never joined, nor is anything through them:
a name is compared with every full name that its actor already has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tellings.lang.names import bare, name_words
from tellings.model import Actor, ActorEntity, Article, EntityType
from tellings.relate.actors_bodies import keyed, organisations, places
from tellings.relate.actors_draft import Draft, Item
from tellings.relate.actors_names import key_of, person_words, spellings_of_given_names
from tellings.relate.actors_people import full_names, mistaken, surnames
from tellings.stage import fingerprint

TIES: tuple[EntityType, ...] = ("country", "organisation", "place", "other", "person", "group")
"""Which type is taken where as many documents speak for either: the one that claims least comes first."""


def merge_actors(articles: Sequence[Article]) -> tuple[Actor, ...]:
    """Return the actors of a story, those in most documents first."""
    items = list(_items(articles))
    kinds = _kinds(items)
    by_type: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        kind = item.entity.type if _sure(item) else kinds.get(key_of(item.entity.name), item.entity.type)
        by_type[kind].append(item)
    outlets = {a.outlet for a in articles if a.outlet}
    heads = {i.plain[0] for i in by_type["organisation"] if len(i.plain) > 1}
    people = full_names(by_type["person"])
    drafts = people + surnames([i for i in by_type["person"] if not i.full], people)
    drafts += organisations([i for i in by_type["organisation"] if not mistaken(i, people, heads)], outlets)
    drafts += places([i for i in by_type["place"] if not mistaken(i, people, heads)])
    drafts += keyed(by_type["country"], "country") + keyed(by_type["group"], "group") + keyed(by_type["other"], "other")
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


def _sure(item: Item) -> bool:
    """Tell whether more than the tagger speaks for an entity's type."""
    entity = item.entity
    land = entity.type == "country" and entity.country
    return bool(entity.sector or entity.latitude is not None or entity.roles or entity.level or land)


def _kinds(items: Sequence[Item]) -> dict[str, EntityType]:
    """Return the type of names that documents disagree on: by evidence, then by documents, a person's given name first."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for item in items:
        entity = item.entity
        votes[key_of(entity.name)][entity.type] += 2 if _sure(item) or entity.type == "other" else 1
        if item.full and item.words[0] in spellings_of_given_names():
            votes[key_of(entity.name)]["person"] += 1
    return {key: max(own, key=lambda kind: (own[kind], -TIES.index(kind))) for key, own in votes.items() if len(own) > 1}


def _actor(draft: Draft) -> Actor:
    items = sorted(draft.items, key=lambda i: i.order)
    forms = draft.forms()
    roles = Counter(r for i in items for r in i.entity.roles)
    first = items[0]
    name = draft.display()
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
