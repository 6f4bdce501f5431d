"""Names in the text: what the tagger found, cleaned of its known slips, and what tables and titles add.

Slips of the small English pipeline that are mended here: articles, titles, nationalities and possessives inside a name;
a clause taken for a title of a work; the "State" of "Secretary of State"; websites taken for people; a caption glued to
a name; and, by a vote over the document, a surname taken for an organisation or a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tellings.annotate.entities_places import find_places
from tellings.annotate.entities_repeats import find_outlet, find_short_forms, mend_repeats
from tellings.annotate.entities_tables import Lists, lists
from tellings.annotate.entities_types import is_organisation, is_person_after_all, prefix, speaking, titled, vessels, vote
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries, regions
from tellings.lang.names import fold, given_names
from tellings.model import EntityType

LABELS: dict[str, EntityType] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
}  # fmt: skip
LONGEST = 6
"""Words of the longest name in the tables."""
CALENDAR = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
OPENERS = frozenset({"VERB", "ADV", "ADJ", "SCONJ", "AUX"})
CLOSED = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PART", "PUNCT", "AUX", "NUM"})
GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")
BIG_CITY = 300_000


def find_names(words: Sequence[Word], text: str, outlet: str | None = None) -> list[Name]:
    """Return the names of an English text, in text order, none inside another; `outlet` is whose page it is."""
    table = lists()
    taken = [False] * len(words)
    found: list[Name] = []

    def take(name: Name | None) -> None:
        if name is not None and not any(taken[name.first : name.last]):
            taken[name.first : name.last] = [True] * (name.last - name.first)
            found.append(name)

    spans = list(_tagged(words))
    inside = _inside_longer(spans)
    for name in _listed(words, text, inside):
        take(name)
    for first, last, label in spans:
        for name in _cleaned(words, text, first, last, label, table):
            take(name)
    for first, last in _lower_offices(words, taken):
        take(_made(words, text, first, last, "organisation"))
    for first, last in _capitalised(words, taken):
        take(_untagged(words, text, first, last, table))
    find_outlet(found, words, outlet)
    mend_repeats(found, words, text)
    vote(found, words)
    find_places(found, words)
    find_short_forms(found, words)
    vessels(found, words, text)
    for name in _surnames_again(words, text, taken, found):
        take(name)
    _unglue(found)
    found.sort(key=lambda n: n.start)
    return [n for n in found if n.end > n.start]


def _tagged(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    first = None
    for i, word in enumerate(words):
        if first is not None and (not word.label or word.begins or word.segment != words[first].segment):
            yield first, i, words[first].label
            first = None
        if word.label and first is None:
            first = i
    if first is not None:
        yield first, len(words), words[first].label


def _inside_longer(spans: Sequence[tuple[int, int, str]]) -> dict[int, tuple[int, int]]:
    return {i: (a, b) for a, b, label in spans if label in LABELS and label != "NORP" for i in range(a, b)}


def _listed(words: Sequence[Word], text: str, inside: dict[int, tuple[int, int]]) -> Iterator[Name]:
    """Yield names of our tables: countries, organisations, landmarks; not where they are part of a longer tagged name."""
    known, lands, areas = lists().known, countries().names, regions()
    i = 0
    while i < len(words):
        step = 1
        if words[i].capital:
            for last in range(min(i + LONGEST, len(words)), i, -1):
                if words[last - 1].segment != words[i].segment:
                    continue
                name = text[words[i].start : words[last - 1].end]
                kind = _kind(name, known, lands, areas)
                if kind and not _part_of_longer(words, i, last, inside, name):
                    yield Name(i, last, words[i].start, words[last - 1].end, name, kind, known=True)
                    step = last - i
                    break
        i += step


def _kind(name: str, known: object, lands: object, areas: object) -> EntityType | None:
    if name in lands:  # type: ignore[operator]
        return "country"
    if name in known:  # type: ignore[operator]
        return "organisation"
    return "place" if name in areas else None  # type: ignore[operator]


def _part_of_longer(words: Sequence[Word], first: int, last: int, inside: dict[int, tuple[int, int]], name: str) -> bool:
    """Tell whether listed words belong to a longer name ("Bank of Canada", "Jordan Peterson") or are an adjective."""
    span = inside.get(first)
    before, after = words[first - 1] if first else None, words[last] if last < len(words) else None
    if span and (span[0] < first or span[1] > last):
        outer = [words[i] for i in range(*span) if not first <= i < last]
        if any(w.capital and w.pos in ("PROPN", "NOUN", "ADJ") for w in outer):
            return True
    if name in countries().adjectives and after and words[last - 1].dep in ("amod", "compound", "nmod"):
        head = words[words[last - 1].head]
        return head.at >= last and head.pos in ("NOUN", "PROPN") and after.text not in ("'s", "’s", "’", "'", ",", "and")
    if last - first == 1 and fold(name) in given_names() and after and after.capital and after.pos == "PROPN":
        return True
    return bool(last - first == 1 and before and before.pos == "PROPN" and before.capital and words[first].dep == "flat")


def _cleaned(words: Sequence[Word], text: str, first: int, last: int, label: str, table: Lists) -> Iterator[Name]:
    if label == "NORP":
        name = _people(words, text, first, last) or _unknown_people(words, text, first, last)
        if name:
            yield name
        return
    if label not in LABELS and label not in ("WORK_OF_ART", "PRODUCT", "EVENT", "LAW"):
        return
    if last - first == 1 and _no_name(words, first):
        return
    clean = label in LABELS
    pieces = [(first, last)] if clean and not _clause(words, first, last, label) else list(_runs(words, first, last))
    for a, b in pieces:
        a, b = _trimmed(words, a, b, label, table)
        if a >= b or _office(words, a, b) or text[words[a].start : words[b - 1].end] in countries().adjectives:
            continue
        a, b = _widened(words, a, b, label, table)
        name = _made(words, text, a, b, LABELS.get(label, "other"))
        name.weak = not clean
        if b - a in (2, 3) and label != "PERSON" and is_person_after_all(words, name, table):
            name.type, name.weak = "person", False
        titled(name, words, table)
        speaking(name, words, table)
        if not (name.type == "person" and b - a > 1 and prefix(words[b - 1], table) and not name.title):
            yield name


def _widened(words: Sequence[Word], first: int, last: int, label: str, table: Lists) -> tuple[int, int]:
    """Take in what the tagger left off: "-un" of a hyphened name, and the given name before a person's surname."""
    while (
        last + 1 < len(words)
        and words[last].text == "-"
        and words[last - 1].end == words[last].start == words[last + 1].start - 1
    ):
        last += 2
    if label == "ORG" and first and words[last - 1].lower in table.heads and words[first - 1].text in countries().adjectives:
        return (first - 1, last) if words[first - 1].segment == words[first].segment else (first, last)
    if label == "PERSON" and first:
        before = words[first - 1]
        given = fold(before.text) in given_names() or (
            before.pos == "PROPN" and not before.label and first <= before.head < last
        )
        same = before.sentence == words[first].sentence and before.end + 1 == words[first].start
        if (
            given
            and same
            and before.capital
            and before.text.isalpha()
            and not prefix(before, table)
            and before.lower not in table.heads
        ):
            first -= 1
    return first, last


def _made(words: Sequence[Word], text: str, first: int, last: int, kind: EntityType) -> Name:
    start, end = words[first].start, words[last - 1].end
    cut = re.search(r"['’‘`]s?$", text[start:end])
    if cut and end - start > 3 and cut.start():
        end = start + cut.start()
    return Name(first, last, start, end, text[start:end], kind)


def _people(words: Sequence[Word], text: str, first: int, last: int) -> Name | None:
    """Return a plural people or party ("Serbs", "the Republicans"); "the Russians" stands for the country."""
    word = words[last - 1]
    name = text[words[first].start : word.end]
    if name in countries().people and (name not in countries().adjectives or word.tag in ("NNS", "NNPS")):
        land = first > 0 and words[first - 1].lower == "the"
        return Name(first, last, words[first].start, word.end, name, "country" if land else "group", known=True)
    plural = word.tag in ("NNS", "NNPS") or (word.pos in ("NOUN", "PROPN") and word.lower.endswith("s"))
    if plural and word.capital and name not in countries().adjectives:
        return Name(first, last, words[first].start, word.end, name, "group")
    return None


def _no_name(words: Sequence[Word], at: int) -> bool:
    """Tell whether a single tagged word is an adjective before a noun, or the verb that opens a sentence."""
    word = words[at]
    if word.pos == "ADJ" and word.dep == "amod" and word.head > at and word.text not in countries().names:
        return True
    return word.pos == "VERB" and (at == 0 or words[at - 1].sentence != word.sentence)


def _unknown_people(words: Sequence[Word], text: str, first: int, last: int) -> Name | None:
    """Return a single word that was taken for a people but is no known adjective: it may be a place's name."""
    if last - first > 1 or words[first].text in countries().adjectives or words[first].tag == "JJ":
        return None
    name = _made(words, text, first, last, "other")
    name.weak = True
    return name


def _clause(words: Sequence[Word], first: int, last: int, label: str) -> bool:
    """Tell whether a tagged span holds a verb, a break or, in a person's name, any common word."""
    inner = words[first:last]
    if any(w.text in {"\n", "/", "|", "(", ")", ";", ":"} or (w.pos in ("VERB", "AUX") and not w.capital) for w in inner):
        return True
    return label == "PERSON" and any(
        not w.capital and w.text[:1].isalpha() and w.lower not in lists().particles and w.tag != "POS" for w in inner
    )


def _runs(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    start = None
    for i in range(first, last + 1):
        inside = i < last and words[i].capital and words[i].pos in ("PROPN", "NOUN", "ADJ", "X")
        if inside and start is None:
            start = i
        if not inside and start is not None:
            yield start, i
            start = None


def _trimmed(words: Sequence[Word], first: int, last: int, label: str, table: Lists) -> tuple[int, int]:
    def loose(word: Word) -> bool:
        return word.pos in ("DET", "PUNCT", "PART", "ADP", "SPACE", "CCONJ", "PRON", "NUM") or not word.text[:1].isalnum()

    while first < last and loose(words[first]) and not (label == "ORG" and words[first].pos == "NUM"):
        first += 1
    while last > first and ((loose(words[last - 1]) and words[last - 1].pos != "NUM") or words[last - 1].lower in ("'s", "’s")):
        last -= 1
    if last - first > 1 and not words[last - 1].capital and words[last - 1].lower in table.place_heads:
        last -= 1
    opens = first == 0 or words[first - 1].sentence != words[min(first, len(words) - 1)].sentence
    if opens and last - first > 1 and label in ("PERSON", "GPE") and words[first].pos in OPENERS:
        first += 1
    if first < last and (label == "PERSON" or words[first].lower.rstrip(".") in table.honorifics):
        while last - first > 1 and (
            prefix(words[first], table) or (not words[first].capital and words[first].lower not in table.particles)
        ):
            first += 1
    return first, last


def _office(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether the span is the end of an office: "State" of "Secretary of State"."""
    return (
        last - first <= 2
        and first >= 2
        and words[first - 1].lower == "of"
        and words[first - 2].lower in ("secretary", "undersecretary", "minister", "secretaries", "ministers")
        and words[first].lower
        in ("state", "defense", "defence", "labor", "education", "energy", "commerce", "transportation", "health")
    )


def _capitalised(words: Sequence[Word], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    first = None
    for i in range(len(words) + 1):
        word = words[i] if i < len(words) else None
        if first is not None and word is not None and (_owned(words, i, taken) or _owned(words, i - 1, taken)):
            continue
        good = word is not None and not taken[i] and word.capital and word.pos == "PROPN" and not _dated(word)
        if first is not None and (not good or words[first].segment != words[i].segment):
            yield first, i
            first = None
        if good and first is None:
            first = i


def _owned(words: Sequence[Word], at: int, taken: Sequence[bool]) -> bool:
    """Tell whether an apostrophe joins two halves of one name ("Seafarers' Union", "Tanner's Weir")."""
    if words[at].text not in ("'", "’", "'s", "’s") or at + 1 >= len(words) or taken[at] or taken[at + 1]:
        return False
    after = words[at + 1]
    return after.segment == words[at].segment and after.capital and after.lower in lists().owned_heads


def _dated(word: Word) -> bool:
    """Tell whether a capital word is part of a date or number; an unknown name that the tagger took for a day is not."""
    if word.label not in CALENDAR:
        return False
    return word.label != "DATE" or word.lower.rstrip(".") in lists().calendar or any(c.isdigit() for c in word.text)


def _untagged(words: Sequence[Word], text: str, first: int, last: int, table: Lists) -> Name | None:
    """Return a name that the tagger missed: after a title, or a given name and more; others stay weak."""
    title = ""
    while first < last and words[first].lower.rstrip(".") in table.titles:
        title = words[first].lower.rstrip(".")
        first += 1
    if first >= last or last - first > LONGEST:
        return None
    name = _made(words, text, first, last, "other")
    name.weak = True
    initials = len(words[last - 1].text) > 2 and all(len(w.text.rstrip(".")) == 1 for w in words[first : last - 1])
    given = last - first >= 2 and (initials or fold(words[first].text) in given_names())
    if (title or given) and not is_organisation(name, table):
        name.type, name.title, name.weak = "person", title, False
    elif last - first >= 2 and fold(words[last - 1].text) in table.heads:
        name.type, name.weak = "organisation", False
    elif last - first > 2 and words[last - 1].lower in table.owned_heads and words[last - 2].text.startswith(("'", "’")):
        name.type, name.weak = "place", False
    elif not title:
        titled(name, words, table)
        speaking(name, words, table)
    return name


def _forces(words: Sequence[Word], i: int) -> bool:
    """Tell whether a word ends the name of a state's forces ("Russian air force"), in letters of any size."""
    if words[i].lower not in lists().forces or not i:
        return False
    first = i - 1 if words[i - 1].lower in ("air", "armed", "coast", "national") else i
    if words[i].lower in ("force", "forces", "guard") and first == i:
        return False
    return first > 0 and words[first - 1].text in countries().adjectives


def _lower_offices(words: Sequence[Word], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield offices of state in small letters ("Danish foreign ministry", "state department"), with what qualifies them."""
    heads = lists().small_offices
    for i, word in enumerate(words):
        if _forces(words, i) and not taken[i]:
            yield i - 1 - (words[i - 1].text not in countries().adjectives), i + 1
        if word.lower not in heads or word.capital or taken[i]:
            continue
        first = i
        while first and i - first < 4 and not taken[first - 1] and _qualifies(words[first - 1], word):
            first -= 1
        if first < i and not all(words[k].text in countries().adjectives for k in range(first, i)):
            yield first, i + 1


def _qualifies(word: Word, office: Word) -> bool:
    if word.segment != office.segment or word.text in countries().adjectives:
        return word.segment == office.segment
    return word.pos in ("NOUN", "ADJ") and not word.capital and word.dep in ("compound", "amod", "nmod")


def _unglue(names: list[Name]) -> None:
    """Part two names that lost the space between them ("HarbourDenmark": a caption and the sentence after it)."""
    known = {n.text: n for n in names}
    for name in list(names):
        cut = GLUED.search(name.text)
        if cut is None or name.known:
            continue
        halves = name.text[: cut.start()], name.text[cut.start() :]
        if all(h in known or h in countries().names for h in halves):
            names.remove(name)
            start = name.start
            for half in halves:
                like = known.get(half)
                kind = like.type if like else "country"
                names.append(Name(name.first, name.last, start, start + len(half), half, kind, known=kind == "country"))
                start += len(half)


def _surnames_again(words: Sequence[Word], text: str, taken: Sequence[bool], names: Sequence[Name]) -> list[Name]:
    """Return surnames of the document's people where no tag or part of speech shows a name."""
    people = {n.tokens[-1] for n in names if n.type == "person" and len(n.tokens) > 1}
    found = []
    for i, word in enumerate(words):
        if word.capital and not taken[i] and len(word.text) > 3 and word.pos not in CLOSED:
            name = _made(words, text, i, i + 1, "person")
            if fold(name.text) in people:
                found.append(name)
    return found
