"""People over documents: equal names first, then spellings, initials and slips, then bare surnames.

Blocks by the initials of given name and surname, never all pairs. What fits more than one person goes to none, unless a role
decides; two full names of one page are never joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tellings.lang.names import one_slip, surname_of
from tellings.relate.actors_draft import Draft, Item
from tellings.relate.actors_names import (
    by_given_name,
    crowned,
    only_initials,
    reason,
    same_full_name,
    same_generation,
    same_words,
)

RARE = 9
"""Letters of a surname from which a slip in the given name beside it is granted without a common role."""
ENDING = 2
"""Letters at the end of a given name in which Maria and Mario, Erik and Erika differ: no slip."""
SHORTEST = 4
"""Letters of the shortest surname that a body's name in one document is taken for."""


def full_names(items: Sequence[Item]) -> list[Draft]:
    """Return the people of whom a full name is known."""
    alike = _alike([i for i in items if i.full])
    kept: list[Draft] = []
    blocks: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in sorted(alike, key=lambda d: (only_initials(d.items[0].words), -len(d.items[0].words), d.items[0].order)):
        found = [d for d in dict.fromkeys(d for key in _keys(draft.items[0]) for d in blocks[key]) if _fit(draft, d)]
        found = _by_role(draft, found) if len(found) > 1 else found
        own = draft
        if len(found) == 1:
            own = found[0]
            own.take(draft, reason(draft.items[0].entity.name, own.items[0].entity.name))
        else:
            kept.append(draft)
        for key in _keys(draft.items[0]):
            if own not in blocks[key]:
                blocks[key].append(own)
    return _one_letter_apart(kept)


def _keys(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a full name: initial of a given name, and beginning or end of a surname: a slip spares one."""
    words = item.words
    pairs = [(words[0], words[-1]), (words[0], words[-2]), (words[1], words[-1])] if len(words) > 2 else [(words[0], words[-1])]
    for given, surname in pairs:
        for piece in _ends(surname):
            yield given[:1], piece


def _ends(word: str) -> tuple[str, str]:
    return f"{word[:2]}-", f"-{word[-2:]}"


def _alike(items: Sequence[Item]) -> list[Draft]:
    """Gather equal names; two of one name stay apart where land, trade and role all differ."""
    drafts: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for item in sorted(items, key=lambda i: i.order):
        same = drafts[tuple(item.words)]
        own = next((d for d in same if not _strangers(item, d) and same_generation(item.entity.name, d.display())), None)
        if own is None:
            own = Draft("person")
            same.append(own)
            own.add(item)
        else:
            own.add(item, reason(item.entity.name, own.items[0].entity.name))
    return [d for same in drafts.values() for d in same]


def _strangers(item: Item, draft: Draft) -> bool:
    """Tell whether land and role of two people of one name both differ."""
    if item.entity.country is None or not item.entity.roles or draft.country in (None, item.entity.country):
        return False
    others = draft.role_words()
    return bool(others) and not item.role_words() & others


def _fit(draft: Draft, other: Draft) -> bool:
    """Tell whether every full name of two drafts can be one person's; forms with an initial only must not be all."""
    if draft.documents() & other.documents() or any(_strangers(i, other) for i in draft.items):
        return False
    pairs = [(i, o) for i in _spelled(draft) for o in _spelled(other)]
    for i, o in pairs:
        same = same_full_name(i.words, o.words) or same_full_name(i.plain, o.plain)
        if not same or not same_generation(i.entity.name, o.entity.name):
            return False
        slip = i.words[-1] != o.words[-1] and i.plain[-1] != o.plain[-1] and len(i.words) == len(o.words)
        if slip and i.role_words() and o.role_words() and not i.role_words() & o.role_words():
            return False
    return True


def _spelled(draft: Draft) -> list[Item]:
    """Return the items that give a draft's name in full, one a form; with initials only where there are no others."""
    forms = {form: i for form, i in draft.spelt.items() if i.full}
    longest = max(len(words) for words, _ in forms)
    full = [i for i in forms.values() if len(i.words) == longest or not _shortened(i, forms.values())]
    return [i for i in full if len(i.words[0]) > 1] or full


def _shortened(item: Item, others: Iterable[Item]) -> bool:
    return any(len(o.words) > len(item.words) and same_full_name(item.words, o.words) for o in others)


def _by_role(draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    own = draft.role_words()
    found = [d for d in drafts if own & d.role_words()]
    return found if len(found) == 1 else list(drafts)


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
        else:
            own.take(draft, reason(draft.items[0].entity.name, own.items[0].entity.name))
    return kept


def _slip_in_given_name(a: Draft, b: Draft) -> bool:
    x, y = a.items[0].words, b.items[0].words
    if len(x) != len(y) or x[1:] != y[1:] or not one_slip(x[0], y[0]) or a.documents() & b.documents():
        return False
    shorter = min(len(x[0]), len(y[0]))
    if x[0][: shorter - ENDING + 1] == y[0][: shorter - ENDING + 1]:
        return False
    two_names = by_given_name(x[0]) and by_given_name(y[0])
    return len(x[-1]) >= RARE or (bool(a.role_words() & b.role_words()) and not two_names)


def surnames(items: Sequence[Item], people: Sequence[Draft]) -> list[Draft]:
    """Give each bare surname to its one possible bearer; return those left, gathered by surname."""
    exact, ends, inner = _bearers(people)
    left: dict[str, Draft] = {}
    for item in items:
        word, plain = (item.words[-1], item.plain[-1]) if item.words else ("", "")
        found = [] if crowned(item.entity.roles) else _apart(item, exact.get(word, []) + exact.get(plain, []))
        if not found and word and not crowned(item.entity.roles):
            close = _apart(item, [d for end in _ends(word) for d in ends.get(end, ())])
            found = [d for d in close if _one_slip_off(word, plain, d)] or _apart(item, inner.get(word, []))
        if len(found) > 1:
            own = Draft("person")
            own.add(item)
            found = _by_role(own, found)
        if len(found) == 1:
            name = found[0].display()
            found[0].add(item, f"“{item.entity.name}” can only be {name}, the one person of that surname who fits")
        else:
            draft = left.setdefault(word, Draft("person"))
            draft.add(item, f"the surname “{item.entity.name}” alone" if draft.items else None)
    return list(left.values())


def _bearers(people: Sequence[Draft]) -> tuple[dict[str, list[Draft]], dict[str, list[Draft]], dict[str, list[Draft]]]:
    """Return people by surname, by its beginning and end, and by the names between given name and surname."""
    exact, ends, inner = defaultdict(list), defaultdict(list), defaultdict(list)
    for draft in people:
        for item in draft.spelt.values():
            for surname in {item.words[-1], item.plain[-1], surname_of(item.plain)}:
                exact[surname].append(draft)
            for end in _ends(item.words[-1]):
                ends[end].append(draft)
            for word in item.words[1:-1]:
                inner[word].append(draft)
    return exact, ends, inner


def _apart(item: Item, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts that the item's own document does not hold apart from it."""
    return [d for d in dict.fromkeys(drafts) if item.document not in d.pages]


def _one_slip_off(word: str, plain: str, draft: Draft) -> bool:
    return any(same_words(word, i.words[-1]) or same_words(plain, i.plain[-1]) for i in draft.spelt.values())


def mistaken(item: Item, people: Sequence[Draft], heads: set[str]) -> bool:
    """Take a surname that one document's tagger made an organisation or place to its one bearer.

    Not where a body of that name is known (`heads`: first words of longer names of bodies), or a place on the map.
    """
    entity = item.entity
    if len(item.words) != 1 or entity.sector or entity.latitude is not None or len(item.words[0]) < SHORTEST:
        return False
    if item.plain[0] in heads:
        return False
    found = [d for d in people if any(i.words[-1] == item.words[0] for i in d.items) and item.document not in d.documents()]
    if len(found) != 1:
        return False
    found[0].add(item, f"“{entity.name}” is the surname of {found[0].display()}")
    return True
