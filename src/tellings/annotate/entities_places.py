"""Places by what stands around a name: "off Black Nab", "the people of Dorrick", "the Quenca salt flats", a dateline.

The evidence of all mentions of a name is summed, with what the tagger thinks of them; a name that the document treats as
a place becomes one wherever it stands, also where the tagger saw nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tellings.annotate.entities_tables import Lists, lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries
from tellings.lang.names import fold, given_names
from tellings.model import EntityType

ENOUGH = 1.5
SURE, LIKELY, SLIGHT, NEVER = 2.0, 1.5, 0.5, -9.0
TAGGED: Mapping[EntityType, float] = {"place": 1.0, "person": -1.0, "organisation": -0.5}
LONGEST = 3
HEADLINE = 0.7
"""Share of long words with a capital from which a paragraph is a headline in title case, where capitals tell nothing."""
DEMONYMS = ("n", "an", "ian", "ese", "i", "er")
"""What an adjective or a people's name adds to the name of a country or city."""


def find_places(names: Sequence[Name], words: Sequence[Word]) -> None:
    """Give the names that the document treats as places that type."""
    table = lists()
    people = {t for n in names if n.type == "person" and (len(n.tokens) > 1 or n.title) for t in n.tokens}
    weight: dict[str, float] = defaultdict(float)
    seen = _derived(words)
    for name in names:
        if name.type == "organisation" and name.last - name.first > 1 and name.tokens[-1] in table.civic:
            weight[name.tokens[0]] += LIKELY
    titles = _headlines(words)
    for name in names:
        if _possible(name, people, table) and not (name.weak and words[name.first].segment in titles):
            weight[fold(name.text)] += _evidence(name, words, table, seen)
    _beside_places(names, words, weight)
    for name in names:
        if _possible(name, people, table) and weight[fold(name.text)] >= ENOUGH:
            name.type, name.weak = "place", False


def _beside_places(names: Sequence[Name], words: Sequence[Word], weight: dict[str, float]) -> None:
    """Count it for a place that "and" joins a name to one ("San Aurelio and Belmora")."""
    for one, other in pairwise(names):
        if other.first - one.last == 1 and words[one.last].lower in ("and", "or", "/"):
            for a, b in ((one, other), (other, one)):
                if a.type in ("place", "country"):
                    weight[fold(b.text)] += LIKELY


def _possible(name: Name, people: set[str], table: Lists) -> bool:
    tokens = name.tokens
    if name.known or name.title or not tokens or len(tokens) > LONGEST or name.text in countries().adjectives:
        return False
    if (
        any(t in table.heads for t in tokens)
        or tokens[-1] in table.suffixes
        or tokens[-1] in table.titles
        or (len(tokens) > 1 and tokens[0] in given_names())
    ):
        return False
    return not (len(tokens) == 1 and (tokens[0] in people or (name.text.isupper() and len(name.text) < LONGEST + 2)))


def _headlines(words: Sequence[Word]) -> set[int]:
    """Return the paragraphs that are written with a capital on nearly every long word."""
    large, long = Counter[int](), Counter[int]()
    for word in words:
        if len(word.text) > LONGEST and word.text.isalpha():
            long[word.segment] += 1
            large[word.segment] += word.capital
    return {s for s in long if long[s] > LONGEST and large[s] >= HEADLINE * long[s]}


def _derived(words: Sequence[Word]) -> set[str]:
    """Return the adjectives and peoples of the document: capital words that are modifiers or plurals."""
    return {
        w.lower.removesuffix("s") for w in words
        if w.capital and (w.dep in ("amod", "compound", "nmod") or w.tag in ("NNS", "NNPS", "JJ"))
    }  # fmt: skip


def _evidence(name: Name, words: Sequence[Word], table: Lists, derived: set[str]) -> float:
    last = words[name.last - 1]
    weight = TAGGED.get(name.type, 0.0) if not name.weak else 0.0
    after = words[name.last] if name.last < len(words) and words[name.last].segment == last.segment else None
    weight += _before(name, words, table, after)
    if after is not None:
        weight += _after(name, words, table, after)
    key = fold(name.text)
    if len(key) > LONGEST and any(form in derived for end in DEMONYMS for form in (key + end, key[:-1] + end) if form != key):
        weight += SURE
    return weight


def _before(name: Name, words: Sequence[Word], table: Lists, after: Word | None) -> float:
    if not name.first or words[name.first - 1].segment != words[name.first].segment:
        return 0.0
    before = words[name.first - 1]
    owner = after is not None and after.tag == "POS"
    if before.lower in table.place_sure and not owner:
        return SURE
    if before.lower in table.place_words and not owner:
        doubted = before.lower == "in" and words[name.first - 2].lemma in table.doubt
        governor = words[before.head]
        moved = before.lower == "to" and governor.lemma in table.motion
        comes = before.lower == "from" and governor.pos == "NOUN" and _of_people(governor.lemma, table)
        sure = moved or comes or before.lower in ("in", "into", "across")
        return 0.0 if doubted else LIKELY if sure else SLIGHT
    if before.lower == "the" and name.first > 1 and words[name.first - 2].lower in table.place_sure:
        return LIKELY if words[name.last - 1].dep == "pobj" else 0.0
    if before.lower in table.place_heads:
        return SURE
    if before.lower == "of" and name.first > 1 and words[name.first - 2].lower in table.place_nouns:
        return SURE
    return 0.0


def _of_people(noun: str, table: Lists) -> bool:
    """Tell whether a noun is one of people: in the tables, or by its ending ("roofer", "machinist")."""
    return noun in table.roles or noun in table.people or noun.endswith(("er", "or", "ist", "man", "woman"))


def _after(name: Name, words: Sequence[Word], table: Lists, after: Word) -> float:
    first = words[name.first]
    opens = name.first == 0 or words[name.first - 1].segment != first.segment
    if opens and (
        after.text == "("
        or (name.text.isupper() and after.text in ("/", "—", "–", ",", "."))
        or (after.text == "." and _alone(words, name))
    ):
        return SURE
    following = words[name.last + 1] if name.last + 1 < len(words) else after
    if after.text == "," and following.lower == "which":
        return LIKELY if name.type == "person" else 0.0
    if after.pos == "NUM" or after.text.isdigit():
        return NEVER
    if after.tag == "POS" and following.lower in table.state_nouns:
        return LIKELY
    ground = {after.lower, after.lemma} & (table.place_heads | table.place_after)
    return LIKELY if ground and not after.capital else 0.0


def _alone(words: Sequence[Word], name: Name) -> bool:
    """Tell whether a name and a full stop are a whole sentence, followed by another in the same paragraph."""
    rest = words[name.last + 1] if name.last + 1 < len(words) else None
    return words[name.last].text == "." and rest is not None and rest.segment == words[name.first].segment
