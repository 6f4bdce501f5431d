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
FARTHEST = 40
"""Mentions that a pronoun looks back."""
NEAR = 3
MARGIN = 0.4
"""By how much the best candidate must lead."""
SURE = 1.5
"""The lead from which a pronoun tells the gender of a person of whom it was not known."""
SUBJECT, SPEAKER, LAST_SPEAKER, KNOWN, OFTEN, WITHIN, NAMELESS = 1.5, 1.0, 1.0, 0.3, 0.02, 2.0, 0.5
"""What it is worth to be a subject, to speak, to have spoken last, to be of known gender, each mention; and what it costs to be
a mere part of another phrase ("the Morgan pipeline"), or to have no name."""


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
    people = [c for c in chains if c.type in ("person", "group", "organisation")]
    history: list[Seen] = []
    upcoming = sorted(_mentions(words, people), key=lambda s: s.first, reverse=True)
    for i, word in enumerate(words):
        while upcoming and upcoming[-1].first <= i:
            history.append(upcoming.pop())
        wanted = GENDER.get(word.lower)
        if word.pos not in ("PRON", "DET") or (wanted is None and not (word.lower == "they" and _speaks(words, word))):
            continue
        chain = _antecedent(words, word, wanted, history) if wanted else _several(words, word, history)
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
    while word.dep in ("appos", "compound", "flat", "conj") and word.head != word.at:
        word = words[word.head]
    return word


def _antecedent(words: Sequence[Word], pronoun: Word, wanted: str, history: Sequence[Seen]) -> Chain | None:
    best: dict[int, tuple[float, Chain]] = {}
    speaker = None
    for back, seen in enumerate(reversed(history)):
        if pronoun.line - seen.word.line > WINDOW or back > FARTHEST:
            break
        fits = seen.chain.type == "person" and seen.chain.gender in ("", wanted) and seen.word.part == pronoun.part
        if not fits or seen.last > pronoun.at or _barred(words, pronoun, seen):
            continue
        score = _score(words, pronoun, seen)
        if pronoun.subject and _speaks(words, pronoun) and _speaks(words, seen.word) and not seen.word.quoted:
            speaker = speaker or seen.chain
            score += LAST_SPEAKER if speaker is seen.chain else SPEAKER
        score += (KNOWN if seen.chain.gender == wanted else 0.0) + OFTEN * min(len(seen.chain.seen), 10)
        if score > best.get(id(seen.chain), (-99.0, seen.chain))[0]:
            best[id(seen.chain)] = (score, seen.chain)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else float(WINDOW)
    if not ranked or lead < MARGIN or ranked[0][0] < -WINDOW:
        return None
    chain = ranked[0][1]
    if lead >= SURE and not chain.gender:
        chain.gender = wanted
    return chain


def _several(words: Sequence[Word], pronoun: Word, history: Sequence[Seen]) -> Chain | None:
    """Return the group or organisation that spoke last, for "they said"."""
    for seen in reversed(history):
        if pronoun.line - seen.word.line > NEAR:
            return None
        if not seen.word.quoted and seen.last <= pronoun.at and _speaks(words, seen.word):
            return seen.chain if seen.chain.type in ("group", "organisation") else None
    return None


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
    score = -1.0 * (pronoun.line - seen.word.line)
    if seen.word.subject:
        score += SUBJECT
    elif seen.word.dep == "poss":
        score -= 0.3
    if seen.word.quoted:
        score -= 1.5
    if seen.word.at >= seen.last:
        score -= WITHIN
    if seen.pronoun:
        score += 0.3
    if not seen.chain.names:
        score -= NAMELESS
    return score + 0.001 * min(seen.first - pronoun.at, 0)


def _speaks(words: Sequence[Word], word: Word) -> bool:
    """Tell whether a word is the subject of a verb of speech."""
    return word.subject and words[word.head].lemma in lists().speech
