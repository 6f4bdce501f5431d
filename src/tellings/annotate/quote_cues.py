"""Reporting cues outside quotation marks: the verb or phrase, its speaker and where its frame ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.lang import table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
FRAME = frozenset({"prt", "dative", "npadvmod", "agent", "aux", "neg", "auxpass"})
CLAUSES = frozenset({"ccomp", "xcomp", "parataxis", "acl"})
RELATIVES = frozenset({"who", "which", "that"})
TIMES = frozenset({"DATE", "TIME"})
DATELINES = frozenset({"—", "–", "--", "(", ")"})
PLACES = frozenset({"GPE", "LOC", "FAC", "DATE"})


@dataclass(frozen=True, slots=True)
class Verbs:
    """The reporting table of a language, as sets of lemmas."""

    speech: frozenset[str]
    marked_only: frozenset[str]
    naming: frozenset[str]
    addressed: frozenset[str]
    relaying: frozenset[str]
    negations: frozenset[str]
    settings: frozenset[str]
    charging: frozenset[str]
    passing: frozenset[str]
    supporting: frozenset[str]
    circumstances: frozenset[str]
    uninverted: frozenset[str]
    surfaces: frozenset[str]
    works: frozenset[str]
    possible: frozenset[str]
    things: frozenset[str]
    phrasal: Mapping[str, frozenset[str]]
    reporting: frozenset[str]
    """Verbs of speech and naming, and those that report with a particle."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting cue in one paragraph, as token numbers: the verb, its speaker [a, b), its frame [start, end).

    The frame is what belongs to the reporting itself: speaker, verb, hearer, time and place. `kind` tells what it reports.
    """

    verb: int
    start: int
    end: int
    speaker: tuple[int, int] | None
    kind: str
    content: int | None = None
    phrase: int = 1
    relay: tuple[int, int] | None = None


@cache
def verbs(language: str) -> Verbs:
    """Return the reporting table of a language (empty sets where there is none)."""
    words: Mapping[str, Any] = table("reporting", language)
    sets: dict[str, Any] = {name: frozenset(words.get(name, ())) for name in Verbs.__slots__}
    sets["phrasal"] = {verb: frozenset(particles) for verb, particles in words.get("phrasal", {}).items()}
    sets["reporting"] = sets["speech"] | sets["naming"] | frozenset(sets["phrasal"])
    return Verbs(**sets)


def noun_phrase(head: Token) -> tuple[int, int]:
    """Return the tokens of a noun phrase with a name in apposition, without relative clauses and other additions."""
    left, right = head.left_edge.i, head.i + 1
    doc = head.doc
    for token in doc[left : head.i]:
        if token.dep_ == "relcl" or token.text in DATELINES:
            left = token.i + 1
    for child in head.rights:
        if child.dep_ == "appos" and _named(child, head) and child.left_edge.i <= right + 1:
            return left, noun_phrase(child)[1]
        if child.dep_ not in {"prep", "cc", "conj", "case", "poss", "nmod", "compound", "acl", "punct", "amod"}:
            break
        if child.dep_ == "punct" or child.left_edge.i > right:
            continue
        right = child.right_edge.i + 1
        stop = next((t.i for t in doc[child.i : right] if t.text in {",", "—", "–", "("} or t.dep_ == "relcl"), None)
        if stop is not None:
            return left, max(stop, head.i + 1)
    return left, right


def head_of(doc: Doc, tokens: tuple[int, int]) -> Token:
    """Return the word of a noun phrase that names: a name in apposition at its end, else its head."""
    phrase = doc[tokens[0] : tokens[1]]
    head = phrase.root
    name = next((t for t in phrase if t.dep_ == "appos" and t.head.i == head.i and t.pos_ == "PROPN"), None)
    if name is None or (head.pos_ == "PROPN" and (head.ent_type_ == "PERSON" or name.ent_type_ != "PERSON")):
        return head
    return name


def _named(token: Token, head: Token) -> bool:
    """Tell whether a word in apposition names: not a day, nor the place of a name ("Tom Hale, Ohio")."""
    places = {"GPE", "LOC"} if head.pos_ == "PROPN" else set()
    return token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", *places}


def subject(verb: Token) -> Token | None:
    """Return the word that names who does a verb: its own subject, or that of the verb it hangs on."""
    seen = verb
    for _ in range(5):
        own = next((c for c in seen.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return _antecedent(own, seen)
        agent = next((g for c in seen.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
        if agent is not None:
            return agent
        if seen.dep_ in {"acl", "relcl"} and seen.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _whole(seen.head)
        if seen.dep_ not in {"conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp"} or seen.head.i == seen.i:
            return None
        if seen.dep_ == "ccomp" and seen.tag_ != "VBG":
            return None
        seen = seen.head
    return None


def _whole(noun: Token) -> Token:
    """Return the noun that a phrase with "for" or "of" belongs to ("a spokesman for the camp saying …")."""
    if noun.dep_ == "pobj" and noun.head.lower_ in {"for", "of", "from"} and noun.head.head.pos_ == "NOUN":
        return noun.head.head
    return noun


def _antecedent(own: Token, verb: Token) -> Token:
    if own.lower_ not in RELATIVES or verb.dep_ != "relcl":
        return own
    named = verb.head
    for _ in range(3):
        place = named.ent_type_ in PLACES or named.pos_ == "NUM"
        if own.lower_ != "who" or not place or named.dep_ not in {"pobj", "appos"}:
            break
        named = named.head.head if named.head.pos_ == "ADP" else named.head
    return named


def find_cues(doc: Doc, inside: Sequence[bool], words: Verbs) -> list[Cue]:
    """Return the cues of a paragraph in order; `inside` tells of each token whether it stands between marks."""
    return [cue for at in _candidates(doc, words) if not inside[at] for cue in _cue(doc[at], inside, words)]


def _candidates(doc: Doc, words: Verbs) -> list[int]:
    """Return the tokens that may be cues: by their word, or any verb that may close words in marks."""
    from spacy import attrs

    if not len(doc):
        return []
    strings, listed = doc.vocab.strings, words.reporting
    according, closing = strings["according"], (strings["VBD"], strings["VBZ"])
    rows: Any = doc.to_array([attrs.LEMMA, attrs.LOWER, attrs.TAG]).reshape(len(doc), -1).tolist()
    return [
        at
        for at, (lemma, word, tag) in enumerate(rows)
        if tag in closing or word == according or strings[lemma].lower() in listed
    ]


def _cue(token: Token, inside: Sequence[bool], words: Verbs) -> Iterator[Cue]:
    lemma = token.lemma_.lower()
    if lemma in words.phrasal and token.i + 1 < len(token.doc) and token.nbor(1).lower_ in words.phrasal[lemma]:
        yield _verbal(token, inside, "marked", words)
    elif token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "to":
        yield from _according(token)
    elif lemma in words.speech and token.pos_ in {"VERB", "AUX"}:
        if not _unsaid(token, words) and not _written(token, words):
            yield _verbal(token, inside, "marked" if lemma in words.marked_only else "speech", words)
    elif (
        lemma in words.naming
        and token.pos_ == "VERB"
        and not _unsaid(token, words)
        and not (token.tag_ == "VBN" and token.dep_ in {"acl", "amod"})
    ):
        yield _verbal(token, inside, "naming", words)
    elif token.tag_ in {"VBD", "VBZ"} and _closes_speech(token, inside):
        yield _verbal(token, inside, "marked", words)


def _closes_speech(token: Token, inside: Sequence[bool]) -> bool:
    """Tell whether any verb reports because of its place: words in marks, a comma, a speaker, the verb ("…," he sighed)."""
    doc, first = token.doc, token.i - 1
    while first >= 0 and not inside[first] and doc[first].pos_ in {"PROPN", "PRON", "ADV"}:
        first -= 1
    if first < 1 or first == token.i - 1 or doc[first + 1].pos_ == "ADV":
        return False
    parted = doc[first].text == "," and inside[first - 1]
    inner = inside[first] and doc[first - 1].text == ","
    ended = token.i + 1 >= len(doc) or doc[token.i + 1].text in {".", ",", ";"}
    return ended and (parted or inner) and doc[token.i - 1].dep_ in {"nsubj", "advmod"}


def _written(token: Token, words: Verbs) -> bool:
    """Tell whether what "reads" is a thing that bears words ("a sign that read “…”"): nobody says them here."""
    who = subject(token) if token.lemma_ == "read" else None
    return who is not None and who.lemma_.lower() in words.surfaces


def _unsaid(token: Token, words: Verbs) -> bool:
    """Tell whether the verb reports nothing: negated, or not carried out ("declined to say", "is expected to announce")."""
    if any(c.dep_ == "neg" or c.lower_ in words.negations for c in token.children):
        return True
    if (
        token.tag_ in {"VBN", "VBD"}
        and token.dep_ in {"advcl", "amod"}
        and not any(c.dep_ in SUBJECTS or c.lemma_ == "have" for c in token.lefts)
    ):
        return True
    if token.tag_ == "VBG" and token.head.lower_ == "without":
        return True
    if token.tag_ == "VBN" and token.dep_ == "acl" and token.lemma_.lower() in words.marked_only:
        return True
    if any(c.dep_ == "aux" and c.lower_ in words.possible for c in token.lefts):
        return True
    to = any(c.lower_ == "to" and c.dep_ == "aux" for c in token.lefts)
    return to and (token.dep_ in {"xcomp", "relcl", "acl"} or subject(token) is None)


def _according(token: Token) -> Iterator[Cue]:
    to = token.nbor(1)
    head = next((c for c in to.rights if c.dep_ == "pobj"), None)
    if head is None:
        head = next((c for c in token.rights if c.dep_ == "pobj"), None)
    if head is None and to.i + 1 < len(token.doc):
        head = to.nbor(1)
        while head.i + 1 < len(token.doc) and head.pos_ in {"DET", "ADJ", "NUM"}:
            head = head.nbor(1)
    if head is not None:
        a, b = noun_phrase(head)
        a = max(a, to.i + 1)
        yield Cue(token.i, token.i, b, (a, b), "according", phrase=2)


def _verbal(token: Token, inside: Sequence[bool], kind: str, words: Verbs) -> Cue:
    speaker, relay = _relayed(token, words) or (_speaker(token, inside, words), None)
    clause = next((c for c in token.rights if c.dep_ in {"ccomp", "xcomp"} or (c.dep_ == "parataxis")), None)
    end = _frame_end(token, clause, words)
    start = token.i
    for child in token.lefts:
        if speaker and child.dep_ in SUBJECTS and child.i < speaker[0]:
            continue
        if child.dep_ in {"aux", "auxpass", "advmod", "nsubj", "nsubjpass"} and child.right_edge.i < token.i:
            start = min(start, _outside((child.left_edge.i, token.i), inside)[0])
    if speaker and speaker[0] > token.i:
        end = max(end, speaker[1])
    content = clause.left_edge.i if clause is not None and clause.left_edge.i > token.i else None
    return Cue(token.i, start, end, speaker, kind, content, relay=relay)


def _relayed(token: Token, words: Verbs) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return speaker and relay of "was quoted by the agency as saying" or "the agency quoted him as saying"."""
    quoting = token.head.head if token.head.lower_ == "as" else token.head
    if token.tag_ != "VBG" or quoting.lemma_.lower() not in words.relaying:
        return None
    parts = {c.dep_: c for c in quoting.children}
    passive = parts.get("nsubjpass")
    agents = [c for c in (*quoting.children, *token.children) if c.lower_ == "by"]
    by = next((g for c in agents for g in c.children if g.dep_ == "pobj"), None)
    if passive is not None:
        return noun_phrase(passive), noun_phrase(by) if by is not None else None
    own, agency = parts.get("dobj"), parts.get("nsubj")
    return (noun_phrase(own), noun_phrase(agency) if agency is not None else None) if own is not None else None


def _speaker(token: Token, inside: Sequence[bool], words: Verbs) -> tuple[int, int] | None:
    """Return the speaker's noun phrase: as the parse has it, or the one that touches the verb where that is out of reach."""
    who = _before_bracket(subject(token))
    passive = any(c.dep_ == "auxpass" for c in token.children)
    if passive and (who is None or who.dep_ in {"nsubjpass", "nsubj"}):
        return None
    found = _outside(noun_phrase(who), inside) if who is not None and not inside[who.i] else None
    if found and found[0] < token.i < found[1]:
        found = found[0], token.i
    inverted = _behind(token, inside) if token.lemma_.lower() not in words.uninverted else None
    if found and found[0] < found[1] - 1 and token.doc[found[0]].tag_ in {"WP", "WDT"}:
        found = found[0] + 1, found[1]
    if inverted and (found is None or found[1] < token.i):
        return inverted
    if found and found[1] <= token.i and any(t.text == "," for t in token.doc[found[1] : token.i]):
        near = _touching(token, inside)
        return near if near and token.doc[near[0] - 1].text == "," else found
    return found or _touching(token, inside)


def _before_bracket(who: Token | None) -> Token | None:
    """Return the name before a bracket whose words the parse took for the subject ("Tom Hale (R-OH) said")."""
    if who is None or who.i < 2:
        return who
    doc = who.doc
    opened = next((i for i in range(who.i - 1, max(0, who.i - 5), -1) if doc[i].text in "()"), None)
    if opened is None or doc[opened].text == ")" or doc[opened - 1].pos_ != "PROPN":
        return who
    return doc[opened - 1]


def _outside(tokens: tuple[int, int], inside: Sequence[bool]) -> tuple[int, int]:
    """Return a phrase without the words in marks that the parse drew into it."""
    start, end = tokens
    while start < end - 1 and inside[start]:
        start += 1
    return start, end


def _behind(token: Token, inside: Sequence[bool]) -> tuple[int, int] | None:
    """Return the name behind a verb that closes a report (“…,” / …, argued Ana Ruiz.)."""
    doc, first = token.doc, token.i + 1
    closes = token.i > 0 and (inside[token.i - 1] or doc[token.i - 1].text == ",")
    if not closes or token.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    end = first
    while end < len(doc) and doc[end].pos_ == "PROPN" and not inside[end] and doc[end].ent_type_ not in TIMES:
        end += 1
    return (first, end) if end > first and (end == len(doc) or doc[end].text in {".", ",", ";"}) else None


def _touching(token: Token, inside: Sequence[bool]) -> tuple[int, int] | None:
    """Return the noun phrase that ends just before the verb, or, after words in marks, starts just behind it."""
    doc, at = token.doc, token.i - 1
    while at >= 0 and (doc[at].pos_ in {"ADV", "AUX"} or not doc[at].text.strip("\u200b")):
        at -= 1
    if at >= 0 and doc[at].lower_ in RELATIVES:
        return None
    if token.tag_ in {"VBD", "VBZ", "VBP"} and at >= 0 and not inside[at] and doc[at].pos_ in {"PROPN", "PRON", "NOUN"}:
        start = at
        while start > 0 and not inside[start - 1] and doc[start - 1].pos_ in {"PROPN", "DET", "ADJ", "NOUN", "PART"}:
            start -= 1
        return start, at + 1
    after = token.i + 1
    if after >= len(doc) or doc[after].ent_type_ in TIMES:
        return None
    if token.i and inside[token.i - 1] and doc[after].pos_ in {"PROPN", "DET", "NOUN", "ADJ", "PRON"}:
        end = after + 1
        while end < len(doc) and doc[end].pos_ in {"PROPN", "NOUN", "ADJ", "NUM", "PART"}:
            end += 1
        return after, end
    return None


def _frame_end(token: Token, clause: Token | None, words: Verbs) -> int:
    """Return the token after what belongs to the reporting: hearer, day, place, but not the words reported."""
    end = token.i + 1
    for child in token.rights:
        if clause is not None and child.i >= clause.left_edge.i:
            break
        if child.tag_ == "''" and child.i == end:
            end += 1
            continue
        hearer = child.dep_ == "dobj" and token.lemma_.lower() in words.addressed
        if hearer or child.dep_ in FRAME or child.dep_ in SUBJECTS or _circumstance(child, words, clause):
            if child.left_edge.i <= end + 1:
                end = max(end, _before_that(child))
        else:
            break
    return end


def _before_that(child: Token) -> int:
    """Return where a phrase ends; a clause with "that" hung on it ("said in a statement that …") is not part of it."""
    for token in child.subtree:
        if token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ == "mark") and token.i > child.i:
            return token.i
    return child.right_edge.i + 1


def _circumstance(child: Token, words: Verbs, clause: Token | None) -> bool:
    """Tell whether a phrase behind the verb says when, where or to whom, and does not begin the words reported."""
    if child.dep_ not in {"prep", "advmod"} or child.lower_ == "about":
        return False
    last = _before_that(child)
    after = child.doc[last] if last < len(child.doc) else None
    occasion = any(t.lower_ in words.settings or t.ent_type_ == "DATE" for t in child.subtree)
    if after is not None and after.text == "," and clause is not None:
        return occasion
    if after is None or after.is_punct or after.lower_ == "that":
        return child.dep_ == "prep" or after is None or after.text != "," or child.lower_ in {"then", "later", "earlier"}
    return occasion
