"""Pronouns: he, she and their forms tied to the person they must mean, or to none.

A candidate must agree in gender (unknown stays possible), stand before the pronoun within a few sentences, and not be
the other argument of the same verb ("Ruiz told her"). Subjects, and whoever spoke last, come first; where two are
equally good the pronoun is left alone. Words between quotation marks are a world of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.annotate.coreference import Chain
from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Word

GENDER = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
WINDOW = 5
"""Sentences that a pronoun looks back."""
MARGIN = 1.0
"""By how much the best candidate must lead."""


@dataclass(slots=True)
class Seen:
    """One mention in the order of the text."""

    chain: Chain
    first: int
    last: int
    word: Word
    pronoun: bool = False


def resolve_pronouns(words: Sequence[Word], chains: Sequence[Chain]) -> None:
    """Add to each person's chain the pronouns that refer to it."""
    people = [c for c in chains if c.type == "person"]
    if not people:
        return
    history: list[Seen] = []
    upcoming = sorted(_mentions(words, people), key=lambda s: s.first, reverse=True)
    for i, word in enumerate(words):
        while upcoming and upcoming[-1].first <= i:
            history.append(upcoming.pop())
        wanted = GENDER.get(word.lower)
        if wanted is None or word.pos not in ("PRON", "DET"):
            continue
        chain = _antecedent(words, word, wanted, history)
        if chain is not None:
            chain.references.append((i, i + 1, "pronoun"))
            chain.seen.append(i)
            history.append(Seen(chain, i, i + 1, word, True))


def _mentions(words: Sequence[Word], people: Sequence[Chain]) -> list[Seen]:
    found = [Seen(c, n.first, n.last, _head(words, n.first, n.last)) for c in people for n in c.names]
    return found + [Seen(c, a, b, _head(words, a, b)) for c in people for a, b, _ in c.references]


def _head(words: Sequence[Word], first: int, last: int) -> Word:
    """Return the word of a mention whose governor lies outside of it, climbing out of appositions."""
    inside = words[first:last]
    word = next((w for w in inside if not first <= w.head < last or w.head == w.at), inside[-1])
    while word.dep in ("appos", "compound", "flat") and word.head != word.at:
        word = words[word.head]
    return word


def _antecedent(words: Sequence[Word], pronoun: Word, wanted: str, history: Sequence[Seen]) -> Chain | None:
    best: dict[int, tuple[float, Chain]] = {}
    for back, seen in enumerate(reversed(history)):
        if pronoun.sentence - seen.word.sentence > WINDOW or back > 40:
            break
        if seen.word.part != pronoun.part or seen.chain.gender not in ("", wanted) or seen.last > pronoun.at:
            continue
        if _barred(words, pronoun, seen):
            continue
        score = _score(words, pronoun, seen)
        if score > best.get(id(seen.chain), (-99.0, seen.chain))[0]:
            best[id(seen.chain)] = (score, seen.chain)
    for key, (score, chain) in best.items():
        best[key] = (score + (0.8 if chain.gender == wanted else 0.0) + min(len(chain.seen), 10) * 0.05, chain)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < -WINDOW:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return ranked[0][1]


def _barred(words: Sequence[Word], pronoun: Word, seen: Seen) -> bool:
    """Tell whether a mention cannot be the antecedent: another argument of the verb, or across a quotation mark."""
    if pronoun.quoted:
        if not seen.word.quoted or pronoun.segment != seen.word.segment:
            return True
    elif seen.word.quoted and seen.word.sentence == pronoun.sentence:
        return True
    if pronoun.sentence != seen.word.sentence or pronoun.lower in ("himself", "herself"):
        return False
    if pronoun.dep == "poss":
        return seen.word.dep == "poss" and seen.word.head == pronoun.head
    if pronoun.subject:
        return False
    clause = _clause(words, pronoun)
    return _clause(words, seen.word) == clause and seen.word.dep != "poss"


def _clause(words: Sequence[Word], word: Word) -> int:
    """Return the verb that governs a word through prepositions and nouns."""
    for _ in range(8):
        if word.head == word.at or words[word.head].pos in ("VERB", "AUX"):
            return word.head
        word = words[word.head]
    return word.at


def _score(words: Sequence[Word], pronoun: Word, seen: Seen) -> float:
    score = -1.0 * (pronoun.sentence - seen.word.sentence)
    if seen.word.subject:
        score += 1.5
    elif seen.word.dep == "poss":
        score -= 0.3
    if seen.word.quoted:
        score -= 1.5
    if pronoun.subject and _speaks(words, pronoun) and _speaks(words, seen.word):
        score += 1.0
    if seen.pronoun:
        score += 0.3
    return score + 0.001 * min(seen.first - pronoun.at, 0)


def _speaks(words: Sequence[Word], word: Word) -> bool:
    """Tell whether a word is the subject of a verb of speech."""
    return word.subject and words[word.head].lemma in lists().speech
