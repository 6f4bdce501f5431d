"""Names of one document gathered into chains: full names first, then surnames, given names, acronyms and short forms.

Two people of one surname are never merged: a bare surname that could be either stays a chain of its own unless only one
of them has been introduced by then, a title's gender decides, or it stands before both: then it is the first of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries
from tellings.lang.names import bare, fold, given_names, one_slip, same_person, surname_of
from tellings.model import EntityType, Mention, PlaceLevel

SETTLED = 2
"""Times that a bare surname has meant one person, from which it goes on meaning that one."""


@dataclass(slots=True)
class Office:
    """A role as the text words it, its head noun, and the folded words in it."""

    text: str
    head: str
    words: frozenset[str]
    at: int
    start: int = 0
    end: int = 0


@dataclass(slots=True, eq=False)
class Chain:
    """All mentions of one person, organisation, place …; `seen` are the word indices of the mentions."""

    type: EntityType
    names: list[Name] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    """The words of the fullest name, folded."""
    gender: str = ""
    label: str = ""
    """What a speaker without a name is called."""
    relative: bool = False
    """Brought in as somebody's husband, sister …: a surname that two share is rather the other's."""
    offices: list[Office] = field(default_factory=list)
    references: list[tuple[int, int, str]] = field(default_factory=list)
    """(first word, last word exclusive, kind) of role names and pronouns."""
    seen: list[int] = field(default_factory=list)
    country: str | None = None
    sector: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None
    level: PlaceLevel | None = None

    def add(self, name: Name) -> None:
        """Take one more name in."""
        self.names.append(name)
        self.seen.append(name.first)
        tokens = bare(name.tokens)
        if len(tokens) > len(self.tokens) or not self.tokens:
            self.tokens = tokens

    def display(self) -> str:
        """Return the fullest name: most words, then the commonest spelling, then the first."""
        if not self.names:
            return self.label
        if self.type == "country" and self.country:
            return countries().display.get(self.country, self.names[0].text)
        full = next((n.full for n in self.names if n.full), "")
        if full:
            return full
        forms = Counter(n.text for n in self.names)
        order = {form: i for i, form in reversed(list(enumerate(n.text for n in self.names)))}
        spelling = Counter(n.tokens[-1] for n in self.names if n.tokens)
        size = {n.text: (len(bare(n.tokens)), spelling[n.tokens[-1]] if n.tokens else 0) for n in self.names}
        return max(forms, key=lambda f: (size[f][0], size[f][1], forms[f], -order[f]))

    def mentions(self, text: str, words: Sequence[Word]) -> tuple[Mention, ...]:
        """Return every mention in text order."""
        found = [Mention(n.start, n.end, form=n.text) for n in self.names]
        for first, last, kind in self.references:
            start, end = words[first].start, words[last - 1].end
            found.append(Mention(start, end, form=text[start:end], kind="pronoun" if kind == "pronoun" else "role"))
        return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def chain_names(names: Sequence[Name], words: Sequence[Word], language: str = "en") -> list[Chain]:
    """Return the chains of a document's names; weak names join one or are dropped."""
    strong = [n for n in names if not n.weak and (n.type != "other" or n.known)]
    chains = _people([n for n in strong if n.type == "person"], words)
    chains += _organisations([n for n in strong if n.type == "organisation"])
    for kind in ("country", "place", "group", "other"):
        own = _same([n for n in strong if n.type == kind], kind, language)
        chains += _shortened(own, words) if kind == "place" else own
    chains.sort(key=lambda c: min(n.start for n in c.names))
    return chains


def _people(names: Sequence[Name], words: Sequence[Word]) -> list[Chain]:
    chains: list[Chain] = []
    for name in names:
        tokens = bare(name.tokens)
        if len(tokens) > 1:
            own = next((c for c in chains if same_person(c.tokens, tokens)), None)
            if own is None:
                own = Chain("person")
                chains.append(own)
            own.add(name)
    for chain in chains:
        chain.gender = gender_of(chain.names)
        chain.relative = any(_kin(words, n) for n in chain.names)
    single: dict[str, Chain] = {}
    full = list(chains)
    for name in names:
        tokens = bare(name.tokens)
        if len(tokens) != 1:
            continue
        own = _bearer(tokens[0], name, full) or single.get(tokens[0])
        if own is None:
            own = single[tokens[0]] = Chain("person")
            chains.append(own)
        own.add(name)
    for chain in chains:
        chain.gender = gender_of(chain.names)
        chain.seen.sort()
    return chains


def _bearer(token: str, name: Name, people: Sequence[Chain]) -> Chain | None:
    """Return the one person whom a bare surname or given name means."""
    for fits in (_surname, _second_surname, _given):
        found = [c for c in people if fits(token, c.tokens)]
        if name.title and len(found) > 1:
            wanted = lists().titles.get(name.title)
            found = [c for c in found if c.gender in ("", wanted)] if wanted in ("male", "female") else found
        if len(found) == 1:
            return found[0]
        if found:
            known = [c for c in found if c.names[0].start < name.start]
            if not known:  # a headline calls the one by surname whom the text introduces first
                return min(found, key=lambda c: c.names[0].start)
            if len(known) != 1:
                known = [c for c in found if not c.relative]
            return known[0] if len(known) == 1 else _settled(name, known)
    return None


def _settled(name: Name, people: Sequence[Chain]) -> Chain | None:
    """Return the one whom the text has been calling by the bare surname, unless another of them was named since."""
    called = [c for c in people if sum(len(n.tokens) == 1 and n.start < name.start for n in c.names) >= SETTLED]
    if len(called) != 1:
        return None
    own = max(n.start for n in called[0].names if n.start < name.start)
    others = (n.start for c in people if c is not called[0] for n in c.names if n.start < name.start)
    return called[0] if max(others, default=-1) < own else None


def _kin(words: Sequence[Word], name: Name) -> bool:
    family = lists().family
    before = [w.lower for w in words[max(0, name.first - 2) : name.first]]
    after = [w.lower for w in words[name.last : name.last + 4]]
    return bool(before and (before[-1] in family or (before[-1] == "," and before[0] in family))) or (
        after[:1] == [","] and any(a in family and b == "of" for a, b in pairwise(after[1:]))
    )


def _surname(token: str, tokens: Sequence[str]) -> bool:
    return (
        token in (tokens[-1], surname_of(tokens))
        or one_slip(token, tokens[-1])
        or ("-" in tokens[-1] and token in tokens[-1].split("-"))
    )


def _second_surname(token: str, tokens: Sequence[str]) -> bool:
    return len(tokens) > 2 and token in tokens[1:-1] and token not in given_names() and len(token) > 2


def _given(token: str, tokens: Sequence[str]) -> bool:
    return token == tokens[0]


def gender_of(names: Iterable[Name]) -> str:
    """Return "male" or "female" where a title or given name tells it, else ""."""
    titles, given = lists().titles, given_names()
    votes: Counter[str] = Counter()
    for name in names:
        told = titles.get(name.title, "any") if name.title else "any"
        if told != "any":
            votes[told] += 5
        tokens = bare(name.tokens)
        if len(tokens) > 1 and tokens[0] in given:
            votes[given[tokens[0]]] += 1
        elif len(tokens) > 1 and "-" in tokens[0] and tokens[0].split("-")[0] in given:
            votes[given[tokens[0].split("-")[0]]] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def _same(names: Sequence[Name], kind: EntityType, language: str) -> list[Chain]:
    chains: dict[str, Chain] = {}
    lands = countries(language)
    for name in names:
        key = fold(name.text) if kind != "other" else name.tokens[-1]
        code = None
        if kind == "country":
            code = lands.names.get(name.text) or lands.people.get(name.text)
            key = code or key
        chain = chains.setdefault(key, Chain(kind))
        chain.country = chain.country or code
        chain.add(name)
    return list(chains.values())


def _shortened(places: Sequence[Chain], words: Sequence[Word]) -> list[Chain]:
    """Join "the Sound" to the one place of several words that ends so ("Ansel Sound")."""
    ends: dict[str, list[Chain]] = {}
    for chain in places:
        if len(chain.tokens) > 1:
            ends.setdefault(chain.tokens[-1], []).append(chain)
    kept = []
    for chain in places:
        whole = ends.get(chain.tokens[0], ()) if len(chain.tokens) == 1 else ()
        the = all(n.first and words[n.first - 1].lower == "the" for n in chain.names)
        if len(whole) == 1 and the:
            for name in chain.names:
                whole[0].add(name)
        else:
            kept.append(chain)
    return kept


def _organisations(names: Sequence[Name]) -> list[Chain]:
    chains: dict[str, Chain] = {}
    for name in sorted(names, key=lambda n: -len(n.tokens)):
        key = _organisation_key(name.full or name.text)
        chain = chains.get(key) or _spelled_out(key, name.text, chains) or _short_form(name, chains)
        if chain is None:
            chain = chains[key] = Chain("organisation")
        chain.add(name)
    for chain in chains.values():
        chain.names.sort(key=lambda n: n.start)
        chain.seen.sort()
    return list(chains.values())


def _organisation_key(text: str) -> str:
    key = fold(text).replace(".", "").replace("&", "and")
    return key.removeprefix("the ")


def _spelled_out(key: str, text: str, chains: dict[str, Chain]) -> Chain | None:
    """Return the organisation whose initials an acronym gives, if there is just one."""
    if not (2 <= len(key) <= 7 and text.upper() == text and " " not in key):
        return None
    found = [c for k, c in chains.items() if " " in k and key in (_initials(k, True), _initials(k, False))]
    return found[0] if len(found) == 1 else None


def _initials(key: str, small: bool) -> str:
    words = key.replace("-", " ").split()
    return "".join(w[0] for w in words if small or w not in ("of", "the", "and", "for", "in", "on", "de", "la", "du", "des"))


def _short_form(name: Name, chains: dict[str, Chain]) -> Chain | None:
    """Return the one longer name that a single word begins ("Ryerson" for "Ryerson University"); not for a generic word."""
    key = _organisation_key(name.text)
    if " " in key or len(key) < 4 or key in lists().heads or name.known or name.text in countries().adjectives:
        return None
    found = [c for k, c in chains.items() if k.startswith(key + " ") and k.split()[-1] in lists().heads and len(k.split()) <= 3]
    return found[0] if len(found) == 1 else None
