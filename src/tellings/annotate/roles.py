"""Roles: what a person is called beside the name, and the places where the role alone stands for the person.

Before a name ("Foreign Ministry spokeswoman Ana Ruiz"), after it ("Ana Ruiz, the ministry's spokeswoman, said"), before
it with a comma ("his chief of staff, Ana Ruiz,") and after a copula ("Ana Ruiz is a journalist").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.annotate.coreference import Chain, Office
from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries
from tellings.lang.names import fold

INNER = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
LINKS = frozenset({"of", "for", "to", "at", "in", "on", "and", "&"})
LONGEST = 14
NEAR = 2
"""Sentences back within which a role picks the last of several bearers."""
EQUAL = {
    "spokeswoman": "spokesperson",
    "spokesman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
}


def common_head(noun: str) -> str:
    """Return a role noun in the form under which men and women of the role compare."""
    return EQUAL.get(noun, noun)


def role_noun(word: Word) -> str:
    """Return the role that a singular noun names, "" where it names none."""
    table = lists()
    if word.pos not in ("NOUN", "PROPN", "ADJ", "X"):
        return ""
    for form in (word.lower.rstrip("."), word.lower.split("-")[-1], word.lower.removeprefix("ex-")):
        if form in table.roles:
            return form
    return ""


def find_roles(words: Sequence[Word], text: str, chains: Sequence[Chain]) -> set[int]:
    """Attach to each person the roles that the text gives, with gender; return the words used up by them."""
    used: set[int] = set()
    starts = {n.first: c for c in chains for n in c.names if c.type == "person"}
    for chain in chains:
        if chain.type != "person":
            continue
        for name in chain.names:
            for first, last in _spans(words, name, starts):
                office = _office(words, text, first, last)
                if office:
                    used.update(range(first, last))
                    _give(chain, office)
    return used


def _give(chain: Chain, office: Office) -> None:
    told = lists().gender.get(office.head, "")
    if told and chain.gender not in ("", told):
        return
    chain.gender = told or chain.gender
    if all(fold(o.text) != fold(office.text) for o in chain.offices):
        chain.offices.append(office)


def _spans(words: Sequence[Word], name: Name, starts: Mapping[int, Chain]) -> list[tuple[int, int]]:
    found = [_before(words, name.first), _after(words, name.last, starts)]
    if name.first and words[name.first - 1].text == "," and words[name.first].segment == words[name.first - 1].segment:
        closed = name.last < len(words) and words[name.last].text in (",", ".", ";")
        introduced = _before(words, name.first - 1)
        if closed and introduced and _determined(words, introduced[0]):
            found.append(introduced)
    return [s for s in found if s]


def _determined(words: Sequence[Word], first: int) -> bool:
    return first > 0 and (
        words[first - 1].tag in ("DT", "PRP$", "POS") or any(w.tag == "POS" for w in words[first : first + 3])
    )


def _before(words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """Return the role that ends just before `end`: a role noun, or "secretary of state", and what qualifies it."""
    first = end
    while first and end - first < LONGEST and _joins(words[first - 1], words[end - 1]):
        first -= 1
    while first < end and (words[first].pos not in INNER or words[first].lower in LINKS):
        first += 1
    if first >= end:
        return None
    if role_noun(words[end - 1]):
        return _shortened(words, first, end), end
    for i in range(end - 2, first - 1, -1):
        if role_noun(words[i]):
            return (_shortened(words, first, i + 1), end) if words[i + 1].lower in ("of", "for") else None
    return None


def _shortened(words: Sequence[Word], first: int, end: int) -> int:
    """Return where the noun phrase that ends at `end` begins: after the last "of" or "in" that is not the role's own."""
    for i in range(end - 1, first, -1):
        if words[i].lower in LINKS:
            return i + 1
    return first


def _joins(word: Word, last: Word) -> bool:
    if word.segment != last.segment or word.sentence != last.sentence:
        return False
    if word.pos in INNER or word.tag == "POS" or word.text in ("-", "–", "/", "'s", "’s"):
        return word.text not in ("\n",)
    return word.lower in ("of", "for") or (word.pos == "VERB" and word.dep == "amod")


def _after(words: Sequence[Word], at: int, starts: Mapping[int, Chain]) -> tuple[int, int] | None:
    """Return the role in apposition after a name, or after "is"."""
    if at + 2 >= len(words) or words[at].segment != words[at + 1].segment:
        return None
    copula = words[at].lemma == "be" and words[at].lower in ("is", "was", "'s", "’s") and words[at + 1].tag == "DT"
    if words[at].text not in (",", "–", "—", "(") and not copula:
        return None
    first = at + 1
    if words[first].pos == "NUM" and words[first + 1].text == ",":
        first += 2
    if (
        first < len(words)
        and words[first].lower == "who"
        and first + 2 < len(words)
        and words[first + 1].lower in ("is", "was")
    ):
        first += 2
    if first < len(words) and words[first].tag in ("DT", "PRP$"):
        first += 1
    last = _phrase_end(words, first, starts)
    return (first, last) if last > first else None


def _phrase_end(words: Sequence[Word], first: int, starts: Mapping[int, Chain]) -> int:
    """Return where the role phrase that begins at `first` ends, `first` itself where it is none."""
    noun = None
    i = first
    while i < len(words) and i - first < LONGEST and words[i].segment == words[first].segment:
        word = words[i]
        if noun is None and (i in starts and i + 1 < len(words) and words[i + 1].tag != "POS"):
            return first
        if noun is not None and not _continues(word, words, i):
            break
        if (
            noun is None
            and role_noun(word)
            and not (i + 1 < len(words) and words[i + 1].pos in ("NOUN", "PROPN") and not role_noun_ends(words, i))
        ):
            if i + 1 in starts or word.tag == "NNS":
                return first
            noun = i
        elif noun is None and not (
            word.pos in INNER or word.tag in ("POS", "VBG", "VBN", "DT", "RB") or word.text in ("-", "–", "of", "and", "'", "&")
        ):
            return first
        i += 1
    if noun is None:
        return first
    while i > noun + 1 and (words[i - 1].lower in LINKS or words[i - 1].pos in ("DET", "PUNCT")):
        i -= 1
    return i


def role_noun_ends(words: Sequence[Word], i: int) -> bool:
    """Tell whether a role noun is the head of its phrase though a noun follows it."""
    return words[i].head != i + 1 and words[i].dep != "compound"


def _continues(word: Word, words: Sequence[Word], i: int) -> bool:
    if word.lower in ("of", "for", "at", "in", "with", "on") or word.pos in INNER or word.tag in ("POS", "DT"):
        return True
    return word.text in ("-", "–", "&") or (
        word.lower == "and" and i + 1 < len(words) and words[i + 1].pos in ("NOUN", "PROPN", "ADJ")
    )


def _office(words: Sequence[Word], text: str, first: int, last: int) -> Office | None:
    inside = words[first:last]
    head = ""
    for i, word in enumerate(inside):
        noun = role_noun(word)
        if noun:
            head = noun
        if head and i + 1 < len(inside) and inside[i + 1].lower in LINKS:
            break
    if not head:
        return None
    spoken = text[inside[0].start : inside[-1].end].replace("\n", " ")
    return Office(spoken, head, frozenset(fold(w.text) for w in inside), first, inside[0].start, inside[-1].end)


def resolve_roles(words: Sequence[Word], chains: Sequence[Chain], used: set[int]) -> None:
    """Tie "the president", "the 26-year-old journalist" … to the one person whose role it is; doubtful ones to none."""
    people = [c for c in chains if c.type == "person" and c.offices]
    named = {i for c in chains for n in c.names for i in range(n.first, n.last) if c.type == "person"}
    if not people:
        return
    for i, word in enumerate(words):
        if word.lower not in ("the", "this") or i + 1 in used:
            continue
        last = _definite(words, i + 1)
        if last is None or any(k in named or k in used for k in range(i, min(last + 1, len(words)))):
            continue
        owner = _bearer(words, i, last, people)
        if owner is not None:
            owner.references.append((i, last, "role"))
            owner.seen.append(i)


def _definite(words: Sequence[Word], first: int) -> int | None:
    """Return the end of a singular definite phrase headed by a role noun and not qualified further."""
    i = first
    while (
        i < len(words)
        and i - first < 8
        and words[i].segment == words[first].segment
        and (words[i].pos in INNER or words[i].text == "-")
    ):
        i += 1
    if i == first or not role_noun(words[i - 1]) or words[i - 1].tag in ("NNS", "NNPS"):
        return None
    after = words[i] if i < len(words) else None
    if after is not None and (after.tag == "POS" and i + 1 < len(words) and role_noun(words[i + 1]) == ""):
        return i
    return None if after is not None and after.lower in ("of", "for", "who") else i


def _bearer(words: Sequence[Word], first: int, last: int, people: Sequence[Chain]) -> Chain | None:
    head = common_head(role_noun(words[last - 1]))
    asked = {fold(w.text) for w in words[first + 1 : last - 1]} - {"-", "former", "then", "acting", "new", "late", "old"}
    found = [c for c in people if any(common_head(o.head) == head for o in c.offices) and min(c.seen) < first]
    found = [c for c in found if asked <= _described(c) or not asked]
    if len(found) < 2:
        return found[0] if found else None
    here = words[first].sentence
    near = {id(c): max(i for i in c.seen if i < first) for c in found}
    found.sort(key=lambda c: -near[id(c)])
    a, b = (words[near[id(c)]].sentence for c in found[:2])
    return found[0] if here - a <= NEAR and b < a else None


def _described(chain: Chain) -> set[str]:
    words = {w for o in chain.offices for w in o.words}
    lands = countries()
    for form, code in (*lands.adjectives.items(), *lands.names.items()):
        if code == chain.country:
            words |= set(fold(form).split())
    return words
