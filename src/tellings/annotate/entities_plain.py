"""Names where no tagger serves the language: runs of capitalised words, taken only where something vouches for them.

A country's or a well-known organisation's name vouches for itself; a given name, a title or a role beside it vouches for a
person; a city of the gazetteer after "in", "à", "en" … for a place. Everything else is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tellings.annotate.coreference import Chain, Office
from tellings.annotate.entities_tables import Lists, lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries, is_city
from tellings.lang.names import fold, given_names
from tellings.model import EntityType

TAGGED: dict[str, EntityType] = {"PER": "person", "LOC": "place", "ORG": "organisation"}
"""What an optional model's labels (those of WikiNER) stand for."""
CITY = 100_000
LONGEST_ROLE = 9
"""Words between a role noun and the name that it belongs to, or from a name to the end of its apposition."""


def find_plain_names(words: Sequence[Word], text: str, language: str) -> list[Name]:
    """Return the names of a text in a language without a tagger, in text order."""
    table, lands = lists(language), countries(language).names
    found: list[Name] = []
    runs = list(_runs(words, table))
    small = {w.text for w in words if not w.capital} if table.surroundings else set()
    for first, last in _parted(runs, words, small, table):
        name = Name(
            first, last, words[first].start, words[last - 1].end, text[words[first].start : words[last - 1].end], "other"
        )
        whole = re.sub(r"['’]s$", "", name.text)
        if whole in lands:
            name.type, name.known = "country", True
        elif whole in table.known:
            name.type, name.known = "organisation", True
        else:
            _vouched(name, words, table)
        name.weak = name.type == "other"
        found.append(name)
    people = {n.tokens[-1] for n in found if n.type == "person"}
    for name in found:
        if name.weak and len(name.tokens) == 1 and name.tokens[0] in people:
            name.type, name.weak = "person", False
    _by_surroundings(found, words, table)
    return found


def _by_surroundings(names: Sequence[Name], words: Sequence[Word], table: Lists) -> None:
    """Take names for places, ships or firms by the words before them, where the language writes no common noun large."""
    if not table.surroundings:
        return
    _ships(names, words, table)
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in names:
        if name.weak:
            kind = _surrounded(name, words, table)
            votes[name.text][kind or "other"] += 2 if kind else 1 - _opens(words, name.first, names=False)
    for name in names:
        if name.weak and (own := votes[name.text]):
            kinds: list[EntityType] = [k for k in own if own[k] >= 2 and k != "other"]
            if kinds:
                name.type, name.weak = max(kinds, key=lambda k: own[k]), False
            elif own["other"] >= 2 or (own["other"] and len(name.tokens) > 1):
                name.weak, name.known = False, True


def _ships(names: Sequence[Name], words: Sequence[Word], table: Lists) -> None:
    """Take a name after "ferry" or "dredger" for a ship's wherever it stands, quotation marks left out."""
    ships = set()
    for name in names:
        before = [w.lower for w in words[max(0, name.first - 4) : name.first] if w.segment == words[name.first].segment]
        marked = bool(before) and before[-1] in ("«", "“", '"')
        if name.weak and ((before and before[-1] in table.vessels) or (marked and table.vessels & set(before[-4:-1]))):
            ships.add(name.text)
    for name in names:
        if name.weak and name.text in ships:
            name.weak, name.known = False, True


def _surrounded(name: Name, words: Sequence[Word], table: Lists) -> EntityType | None:
    """Return what the words before a name make of it, articles and quotation marks left out."""
    at = name.first
    before: list[str] = []
    while at and len(before) < 3 and words[at - 1].segment == words[name.first].segment and words[at - 1].text not in ".;:":
        at -= 1
        if words[at].lower not in ("«", "»", "“", "”", '"', ",", "’", "'"):
            before.append(words[at].lower)
    if not before or before[0] == "(":
        return "place" if _dateline(name, words) or before else None
    if before[0] in table.place_words - table.vague_words:
        return "place"
    noun = next((w for w in before if w not in table.outlet_openers and w not in table.particles), "")
    if noun in table.place_nouns and before[0] != noun:
        return "place"
    return "organisation" if noun in table.firm_nouns else None


def _dateline(name: Name, words: Sequence[Word]) -> bool:
    after = words[name.last] if name.last < len(words) and words[name.last].segment == words[name.first].segment else None
    return after is not None and after.text in ("(", "/") and name.last - name.first <= 2


def _runs(words: Sequence[Word], table: Lists) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words, small words of names inside them; titles at their head are left off."""
    i = 0
    while i < len(words):
        if not _capital(words[i]):
            i += 1
            continue
        last = i + 1
        while last < len(words) and _goes_on(words, i, last, table):
            last += 1
        while last > i + 1 and not _capital(words[last - 1]):
            last -= 1
        end = last
        while i < last - 1 and (_leads(words[i], table) or _opens(words, i)):
            i += 1
        yield i, last
        i = end


def _parted(runs: Sequence[tuple[int, int]], words: Sequence[Word], small: set[str], table: Lists) -> Iterator[tuple[int, int]]:
    """Yield runs without the word that opens the sentence or is an office's ("ministra de Transporte de …"), "y" parted."""
    alone = {words[a].text for a, b in runs if b - a == 1}
    for first, last in runs:
        opens = _opens(words, first, names=False) and words[first].lower in (small | table.place_words)
        office = (
            first > 1
            and last - first > 2
            and words[first - 2].lower in table.roles
            and words[first + 1].lower in table.particles
        )
        if last - first > 1 and (opens or office):
            first += 2 if office else 1
        joint = next((i for i in range(first + 1, last - 1) if words[i].lower in ("y", "e", "et")), None)
        if joint is not None and (words[first].text in alone or words[last - 1].text in alone):
            yield first, joint
            first = joint + 1
        if first < last:
            yield first, last


def _leads(word: Word, table: Lists) -> bool:
    return word.lower.rstrip(".") in table.titles or word.lower in table.roles


def _opens(words: Sequence[Word], i: int, *, names: bool = True) -> bool:
    """Tell whether a word is capital only because it opens the sentence (`names`: and a given name follows it)."""
    first = i == 0 or words[i - 1].sentence != words[i].sentence or words[i - 1].text in "«“"
    if not names:
        return first
    return first and fold(words[i].text) not in given_names() and fold(words[i + 1].text) in given_names()


def _capital(word: Word) -> bool:
    return word.capital and word.text[:1].isalpha() and word.text[-1] not in "'’" and word.lower != "à"


def _goes_on(words: Sequence[Word], first: int, at: int, table: Lists) -> bool:
    same = words[at].segment == words[first].segment and words[at].sentence == words[first].sentence
    if not same or at - first > 5 or words[at].start - words[at - 1].end > 1:
        return False
    small = words[at].lower in table.particles and at + 1 < len(words) and _capital(words[at + 1])
    return (
        _capital(words[at])
        or small
        or (words[at].text in (".", "-") and words[at].start == words[at - 1].end and len(words[at - 1].text) == 1)
    )


def _vouched(name: Name, words: Sequence[Word], table: Lists) -> None:
    before = words[name.first - 1] if name.first and words[name.first - 1].segment == words[name.first].segment else None
    title = before.lower.rstrip(".") if before else ""
    tokens = name.tokens
    given = fold(words[name.first].text) in given_names() or len(words[name.first].text.rstrip(".")) == 1
    if title in table.titles or (before is not None and before.lower in table.roles):
        name.type, name.title = "person", title if title in table.titles else ""
    elif len(tokens) > 1 and (given or _apposed(words, name, table) or _aged(words, name, table)):
        name.type = "person"
    elif before is not None and title in table.place_words and is_city(name.text, CITY):
        name.type = "place"
    else:
        labels = {word.label for word in words[name.first : name.last]}
        name.type = TAGGED.get(labels.pop(), "other") if len(labels) == 1 else "other"
        if name.type == "person" and len(tokens) == 1:
            name.type = "other"


def _apposed(words: Sequence[Word], name: Name, table: Lists) -> bool:
    """Tell whether a role stands beside a name with a comma between: ", porte-parole de …"."""
    return _after(words, name, table) is not None or _before(words, name, table) is not None


def _aged(words: Sequence[Word], name: Name, table: Lists) -> bool:
    """Tell whether an age follows a name (", 49 ans,", ", de 67 años,")."""
    after = words[name.last : name.last + 4]
    if len(after) < 3 or after[0].text != "," or after[0].segment != words[name.first].segment:
        return False
    number = next((i for i, w in enumerate(after) if w.text.isdigit()), 0)
    return bool(number) and number + 1 < len(after) and after[number + 1].lower in table.years


def _after(words: Sequence[Word], name: Name, table: Lists) -> tuple[int, int] | None:
    at = name.last
    if at + 1 >= len(words) or words[at].text != "," or words[at + 1].segment != words[at].segment:
        return None
    for i in range(at + 1, min(at + 4, len(words))):
        if words[i].lower in table.roles:
            end = i + 1
            while (
                end < len(words)
                and end - i < LONGEST_ROLE
                and words[end].segment == words[i].segment
                and words[end].text not in ",.;:()"
            ):
                end += 1
            return (i, end) if end < len(words) and words[end].text in ",." else (i, i + 1)
    return None


def _before(words: Sequence[Word], name: Name, table: Lists) -> tuple[int, int] | None:
    end = name.first - (1 if name.first and words[name.first - 1].text == "," else 0)
    if end and words[end - 1].lower in table.particles:
        return None
    for i in range(end - 1, max(-1, end - LONGEST_ROLE), -1):
        if words[i].segment != words[name.first].segment or words[i].text in '.;:,()«»“”"':
            return None
        if words[i].lower in table.roles:
            return i, end
    return None


def find_plain_roles(words: Sequence[Word], text: str, chains: Sequence[Chain], language: str) -> None:
    """Attach to each person the roles beside the name."""
    table = lists(language)
    for chain in chains:
        for name in chain.names if chain.type == "person" else ():
            for span in (_before(words, name, table), _after(words, name, table)):
                if span is None:
                    continue
                spoken = text[words[span[0]].start : words[span[1] - 1].end].replace("\n", " ")
                head = words[span[0]].lower
                if all(fold(o.text) != fold(spoken) for o in chain.offices):
                    inside = frozenset(fold(w.text) for w in words[span[0] : span[1]])
                    chain.offices.append(Office(spoken, head, inside, span[0], words[span[0]].start, words[span[1] - 1].end))
                chain.gender = chain.gender or table.gender.get(head, "")
                chain.sector = chain.sector or table.roles.get(head) or None
