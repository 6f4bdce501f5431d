"""What a name stands for, where the tagger is wrong or silent: its title, its verb, its office, the rest of the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tellings.annotate.entities_tables import Lists, lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries, is_city
from tellings.lang.names import fold, given_names, one_slip
from tellings.model import EntityType

OFFICE = frozenset({"DET", "ADJ", "NOUN", "NUM", "PUNCT", "PRON"})
BIG_CITY = 300_000
SHIP = 3
"""What "ferry" before a name weighs against mentions without an article."""


def prefix(word: Word, table: Lists) -> bool:
    """Tell whether a word before a surname is a title, a role or a nationality and not a part of the name."""
    lower = word.lower.rstrip(".")
    return lower in table.titles or lower in table.roles or word.text in countries().adjectives


def is_person_after_all(words: Sequence[Word], name: Name, table: Lists) -> bool:
    """Tell whether words tagged otherwise are a person: a given name that is no city's, or an office in apposition."""
    first, last = name.first, name.last
    if is_organisation(name, table) or not all(w.capital for w in words[first:last]):
        return False
    if last - first == 2 and fold(words[first].text) in given_names() and not is_city(words[first].text, 100_000):
        return words[first + 1].pos == "PROPN"
    after = words[last : last + 6]
    if len(after) < 3 or after[0].text != "," or after[0].segment != words[first].segment:
        return False
    nouns = [w for w in after[1:] if w.lower in table.roles]
    return (
        bool(nouns)
        and nouns[0].lower not in table.firm_roles
        and all(w.pos in OFFICE for w in after[1 : after.index(nouns[0])])
    )


def titled(name: Name, words: Sequence[Word], table: Lists) -> None:
    """Take the title before a name ("Mr.", "President"), which makes an unsure name a person's."""
    if not name.first:
        return
    before = words[name.first - 1]
    title = before.lower.rstrip(".")
    if before.segment != words[name.first].segment or not (title in table.titles and before.capital):
        return
    if title in table.honorifics and not name.known:
        name.type = "person"
    if name.type == "person" or (not name.known and name.last - name.first <= 3 and not is_organisation(name, table)):
        if name.type == "place" and is_city(name.text, BIG_CITY):
            return
        name.title, name.type, name.weak = title, "person", False


def is_organisation(name: Name, table: Lists) -> bool:
    """Tell whether a word of a name is one that only organisations have in theirs."""
    return any(t in table.heads for t in name.tokens)


def speaking(name: Name, words: Sequence[Word], table: Lists) -> None:
    """Take an unsure name that speaks, or is a source, for a person's; capitals alone for an organisation's."""
    last = words[name.last - 1]
    verb = words[last.head]
    speaks = last.subject and verb.lemma in table.sure_speech
    quoted = last.dep == "pobj" and verb.lower == "to" and verb.at > 0 and words[verb.at - 1].lower == "according"
    if not name.weak or not (speaks or quoted):
        return
    if name.text.isupper() and len(name.text) > 1:
        name.type, name.weak = "organisation", False
    elif speaks and not is_organisation(name, table):
        name.type, name.weak = "person", False


def vote(names: list[Name], words: Sequence[Word]) -> None:
    """Give each name the type that the document as a whole speaks for."""
    table = lists()
    full = [n for n in names if n.type == "person" and len(n.tokens) > 1 and not is_organisation(n, table)]
    surnames = {n.tokens[-1] for n in full} | {n.tokens[-1] for n in names if n.type == "person" and n.title}
    lived_in = {n.tokens[0] for n in names if len(n.tokens) == 1 and _after_in(words, n)} - surnames
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in names:
        if not name.weak and not name.known:
            votes[fold(name.text)][name.type] += 1
    for name in names:
        alone = name.tokens[0] if len(name.tokens) == 1 else ""
        if name.known:
            if name.type == "country" and alone and any(alone in (n.tokens[0], n.tokens[-1]) for n in full):
                name.type = "person"
        elif name.type == "person" and not alone and is_organisation(name, table):
            name.type = "organisation"
        elif not alone and _ends_as_place(name, table) and not name.title:
            name.type = "place"
        elif alone and (alone in surnames or _typo_of(alone, surnames)):
            name.type, name.weak = "person", False
        elif not name.title:
            _by_others(name, words, votes[fold(name.text)], alone in lived_in)


def _ends_as_place(name: Name, table: Lists) -> bool:
    """Tell whether the last word is a place's: "Millrace Lane", and of a body's name "Sker Point" but not "History Channel"."""
    if name.type == "organisation":
        return name.tokens[-1] in table.place_heads - table.channels and not is_organisation(name, table)
    return name.type in ("person", "other") and name.tokens[-1] in table.place_heads


def _by_others(name: Name, words: Sequence[Word], votes: Counter[EntityType], lived_in: bool) -> None:
    """Give a name that nothing in itself decides the type of its namesakes, or of a place."""
    before = words[name.first - 1].pos if name.first else ""
    big = (
        (name.weak and before == "ADP") or (name.type == "person" and " " not in name.text) or name.text in countries().capitals
    )
    if lived_in or (big and is_city(name.text, BIG_CITY)):
        name.type, name.weak = "place", False
    elif votes:
        name.type, name.weak = _leading(votes, name.type), False


def _after_in(words: Sequence[Word], name: Name) -> bool:
    before = words[name.first - 1] if name.first else None
    if before is None or before.lower not in ("in", "near", "outside") or name.weak or name.title:
        return False
    return (
        name.type in ("person", "organisation", "place")
        and words[name.first - 2].lemma not in lists().doubt
        and not name.text.isupper()
    )


def vessels(names: Sequence[Name], words: Sequence[Word], text: str) -> None:
    """Take for no person a single or double name that an article or "ferry", "frigate" … stands before, wherever it recurs."""
    table = lists()
    votes: Counter[str] = Counter()
    for name in names:
        if name.known or len(name.tokens) > 2 or not name.first or not name.tokens:
            continue
        before = words[max(name.first - 1 - (name.title == "lady"), 0)].lower
        if before in table.vessels:
            votes[name.tokens[-1]] += SHIP
        elif name.type == "person":
            votes[name.tokens[-1]] += 1 if before == "the" and name.title in ("", "lady") else -1
    for name in names:
        if (
            name.type != "organisation"
            and not name.known
            and name.tokens
            and votes[name.tokens[-1]] > 0
            and len(name.tokens) <= 2
        ):
            if name.title == "lady":
                name.first, name.title = name.first - 1, ""
                name.start = words[name.first].start
                name.text = text[name.start : name.end]
            name.type, name.weak, name.known = "other", False, True


def _leading(votes: Counter[EntityType], own: EntityType) -> EntityType:
    ranked = votes.most_common(2)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1] and own != "other":
        return own
    return ranked[0][0]


def _typo_of(token: str, names: set[str]) -> bool:
    """Tell whether a word is one slip away from a surname of the document ("Guiado" for "Guaido")."""
    return len(token) >= 6 and token not in names and any(one_slip(token, n) for n in names if abs(len(n) - len(token)) <= 1)
