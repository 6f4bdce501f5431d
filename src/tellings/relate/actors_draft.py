"""An actor in the making: the entities gathered so far, and why each is taken for the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.lang.names import fold
from tellings.model import Entity, EntityType


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

    def role_words(self) -> set[str]:
        """Return the folded words of the roles, those that tell something."""
        return {w for r in self.entity.roles for w in fold(r).split() if len(w) > 3}


@dataclass(slots=True, eq=False)
class Draft:
    """An actor in the making."""

    type: EntityType
    items: list[Item] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    spelt: dict[tuple[tuple[str, ...], tuple[str, ...]], Item] = field(default_factory=dict)
    """The first item of each form of the name."""

    def add(self, item: Item, why: str | None = None) -> None:
        """Take one more entity in, and say why."""
        self.items.append(item)
        self.pages.add(item.document)
        self.spelt.setdefault((tuple(item.words), tuple(item.plain)), item)
        if why and why not in self.why:
            self.why.append(why)

    def take(self, other: Draft, why: str | None) -> None:
        """Take all of another in, and say why."""
        for item in other.items:
            self.add(item, why)
        self.why.extend(w for w in other.why if w not in self.why)

    @property
    def country(self) -> str | None:
        """Return the country that most of its entities have."""
        known = Counter(i.entity.country for i in self.items if i.entity.country)
        return known.most_common(1)[0][0] if known else None

    def documents(self) -> set[str]:
        """Return the documents that it is found in."""
        return self.pages

    def role_words(self) -> set[str]:
        """Return the folded words of all roles, those that tell something."""
        return {w for i in self.items for w in i.role_words()}

    def forms(self) -> Counter[str]:
        """Return the names by how often they stand in the texts."""
        return Counter(m.form for i in self.items for m in i.entity.mentions if m.kind == "name")

    def display(self) -> str:
        """Return the commonest full form: by documents, then by mentions, then the longest and first."""
        if self.type == "country":
            return self.items[0].entity.name
        full: Sequence[Item] = [i for i in self.items if i.full] or self.items
        pages = Counter(i.entity.name for i in full)
        mentions = self.forms()
        first = {i.entity.name: -i.order for i in reversed(full)}
        return max(pages, key=lambda n: (pages[n], mentions[n], len(n), first[n]))


def of_one_land(item: Item, draft: Draft) -> bool:
    """Tell whether nothing known of the two puts them into different countries."""
    return item.entity.country is None or draft.country is None or item.entity.country == draft.country
