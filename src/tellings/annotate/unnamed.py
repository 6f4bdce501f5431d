"""Speakers without a name ("a justice official", "the company", "protesters"), and "it" for an organisation that speaks.

Only subjects of a verb of speech are taken. "The agency" goes to the one organisation that it can mean; else the words
themselves name the speaker, and later mentions by the same noun join it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tellings.annotate.coreference import Chain
from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Word
from tellings.annotate.roles import role_noun
from tellings.lang.names import fold
from tellings.model import EntityType

SUBJECT = 1.5
LEAD = 0.9
"""By how much one organisation must be nearer than the next."""
BACK = 3
"""Sentences that "the company" and "it" look back."""


def find_unnamed(words: Sequence[Word], text: str, chains: list[Chain]) -> None:
    """Add the unnamed speakers of a document, each tied to the organisation or earlier speaker that it means."""
    taken = {i for c in chains for n in c.names for i in range(n.first, n.last)}
    taken |= {i for c in chains for a, b, _ in c.references for i in range(a, b)}
    unnamed: list[Chain] = []
    for word in _speakers(words):
        if word.at in taken:
            continue
        if word.lower == "it":
            owner = _organisation(words, word, chains, "")
            if owner is not None:
                _refer(owner, word.at, word.at + 1, "pronoun")
            continue
        kind = _kind(word)
        if kind is None:
            continue
        first, last = _phrase(words, word, taken)
        owner = _author(words, first, last, chains) if word.lemma in lists().papers else None
        if owner is None and word.lemma in lists().papers and words[first].tag == "PRP$":
            continue
        if words[first].lower in ("the", "this") and word.lemma in lists().anaphors and last - first == 2:
            owner = _organisation(words, word, chains, word.lemma)
        owner = owner or _same(words, first, word, unnamed)
        if owner is None and kind == "person" and words[first].lower == "the" and last - first > 2:
            owner = _described(words, word, chains)
        if owner is None:
            owner = Chain(kind, gender=lists().gender.get(word.lower, ""))
            owner.label = _label(words, text, first, last)
            unnamed.append(owner)
        _refer(owner, first, last, "role")
    chains.extend(unnamed)


def _refer(chain: Chain, first: int, last: int, kind: str) -> None:
    chain.references.append((first, last, kind))
    chain.seen.append(first)


def _speakers(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the heads of subjects of verbs of speech, and of what follows "according to"."""
    speech = lists().speech
    for word in words:
        verb = words[word.head]
        if word.dep == "nsubj" and verb.lemma in speech and verb.pos == "VERB":
            if word.pos in ("NOUN", "PROPN") or word.lower == "it":
                yield word
        elif (
            word.dep == "pobj"
            and verb.lower == "to"
            and verb.at
            and words[verb.at - 1].lower == "according"
            and word.pos == "NOUN"
        ):
            yield word


def _author(words: Sequence[Word], first: int, last: int, chains: Sequence[Chain]) -> Chain | None:
    """Return who speaks through a paper: the one named in "a statement from the NFA", "the NFA's report"."""
    found = [c for c in chains if c.type != "place" and any(first <= n.first < last for n in c.names)]
    return found[0] if len(found) == 1 else None


def _kind(word: Word) -> EntityType | None:
    table = lists()
    if word.tag in ("NNS", "NNPS") or word.lower in ("police", "staff"):
        if word.lower in table.several or role_noun_of_many(word) or word.lower in table.bodies:
            return "group"
        return None
    if role_noun(word) or word.lower in table.people:
        return "person"
    return "organisation" if word.lower in table.bodies or word.lower in table.anaphors else None


def role_noun_of_many(word: Word) -> bool:
    """Tell whether a plural is that of a role noun."""
    return word.lemma in lists().roles or (word.lower.endswith("s") and word.lower[:-1] in lists().roles)


def _phrase(words: Sequence[Word], head: Word, taken: set[int]) -> tuple[int, int]:
    """Return the noun phrase around a head: its modifiers before it, and an "of", "for" or "with" phrase after it."""
    first = head.at
    while first and words[first - 1].segment == head.segment and _modifies(words, first - 1, head):
        first -= 1
    last = head.at + 1
    if last < len(words) and words[last].lower in ("of", "for", "with", "from") and words[last].head == head.at:
        end = last + 1
        while end < len(words) and end - last < 9 and words[end].segment == head.segment and _under(words, words[end], head.at):
            end += 1
        if end > last + 1:
            last = end
    while last > head.at + 1 and (words[last - 1].pos == "PUNCT" or words[last - 1].pos == "ADP"):
        last -= 1
    return first, last


def _modifies(words: Sequence[Word], at: int, head: Word) -> bool:
    word = words[at]
    return word.text not in (",", ";") and word.pos not in ("VERB", "SCONJ", "AUX") and _under(words, word, head.at)


def _under(words: Sequence[Word], word: Word, top: int) -> bool:
    for _ in range(6):
        if word.head == top and word.dep not in ("relcl", "acl", "appos", "punct"):
            return True
        if word.head == word.at or word.dep in ("relcl", "acl", "appos"):
            return False
        word = words[word.head]
    return False


def _organisation(words: Sequence[Word], word: Word, chains: Sequence[Chain], noun: str) -> Chain | None:
    """Return the one organisation that "it", "the company" or "the ministry" can mean here."""
    named: list[Chain] = []
    ranked: list[tuple[float, Chain]] = []
    for chain in chains:
        before = [i for i in chain.seen if i < word.at and words[i].part == word.part]
        if chain.type != "organisation" or not before:
            continue
        if noun and noun in chain.tokens:
            named.append(chain)
        near = [(_worth(words, word, i), chain) for i in before if word.line - words[i].line <= BACK]
        if near and _fits(chain, noun):
            ranked.append(max(near, key=lambda pair: pair[0]))
    if named:
        return named[0] if len(named) == 1 else None
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAD):
        return None
    return ranked[0][1]


def _worth(words: Sequence[Word], word: Word, at: int) -> float:
    """Return how near a mention is, in sentences, a subject being nearer than another."""
    end = at
    while end + 1 < len(words) and words[end].dep in ("compound", "amod", "det", "nmod") and words[end].head > end:
        end = words[end].head
    return words[at].line - word.line + (SUBJECT if words[end].subject else 0.0)


def _fits(chain: Chain, noun: str) -> bool:
    if noun in ("company", "firm", "manufacturer", "maker", "retailer", "corporation"):
        return chain.sector in (None, "BUS", "MED")
    return not noun or noun in ("group", "organization", "organisation", "agency", "utility") or chain.sector is None


def _same(words: Sequence[Word], first: int, head: Word, unnamed: Sequence[Chain]) -> Chain | None:
    """Return the unnamed speaker, heard before, whom the same noun means again."""
    asked = {fold(w.text) for w in words[first : head.at] if w.pos not in ("DET", "PRON")}
    definite = words[first].lower in ("the", "this", "these") or first == head.at
    found = []
    for chain in unnamed:
        a, b, _ = chain.references[0]
        own = {fold(w.text) for w in words[a:b]}
        if definite and fold(head.text) in own and asked <= own:
            found.append(chain)
    return found[-1] if len(found) == 1 else None


def _described(words: Sequence[Word], head: Word, chains: Sequence[Chain]) -> Chain | None:
    """Return the one person spoken of just before, whom "the laid-back resident" can only mean."""
    told = lists().gender.get(head.lower, "")
    near = [
        c for c in chains
        if c.type == "person" and c.gender in ("", told or c.gender)
        and any(i < head.at and head.line - words[i].line <= BACK and words[i].part == head.part for i in c.seen)
    ]  # fmt: skip
    return near[0] if len(near) == 1 else None


def _label(words: Sequence[Word], text: str, first: int, last: int) -> str:
    label = " ".join(text[words[first].start : words[last - 1].end].split())
    capitals = len(words[first].text) > 1 and words[first].text.isupper()
    starts = words[first].pos in ("DET", "NOUN", "ADJ", "PRON", "NUM") and not capitals
    return label[:1].lower() + label[1:] if starts else label
