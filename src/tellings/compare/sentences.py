"""Sentences fit for a summary: whole, verbatim, understandable alone, and the facts that each tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tellings.compare.atoms import stem
from tellings.compare.clauses import shortened
from tellings.compare.coverage import holds, keys_of
from tellings.compare.lexicon import Lexicon, fold, lexicon
from tellings.compare.standalone import captioned, introducing, leans, of_the_page, seen_from_the_page, unnamed, verbless
from tellings.lang.datelines import behind_dateline
from tellings.model import Article, Cite, Comparison, Fact, Material, Span

SHORTEST, LONGEST = 6, 45
"""Words in a sentence that serves."""
LEAST_ACCOUNTS = 3
"""Accounts that must give an amount before a sentence is chosen for it."""
UNPLACED = 0.7
"""What a sentence is worth whose day a reader of another day cannot place ("this morning"), of what it would be worth."""
SPOKEN = 0.5
"""Share of a sentence in quotation from which it must name its speaker."""
OPENED = 3
"""Words at the beginning among which stands what a sentence opens with."""
SPEAKER_AND_VERB = 2
OF_ONE = 4
"""Words of content that two sentences of one happening share."""
OPENERS = re.compile(r"[\w’']+")
TOLD = re.compile(r"[\w,.]*\w")
QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
MARKS = (("“", "”"), ("«", "»"), ("(", ")"))


@dataclass(frozen=True)
class Candidate:
    """A sentence of one account with the facts that it tells; `facts` maps their index to their accounts.

    `figures` holds the words of those that are numbers, `frame` the words that are not the sources'.
    """

    text: str
    evidence: tuple[Cite, ...]
    language: str
    place: float
    facts: Mapping[int, int]
    background: bool
    frame: tuple[str, ...] = ()
    figures: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """Return the number of words."""
        return len(self.text.split())

    @cached_property
    def content(self) -> frozenset[str]:
        """Return the stems of its words of content."""
        stop = lexicon(self.language).stop
        return frozenset(stem(fold(w)) for w in re.findall(r"\w+", self.text) if fold(w) not in stop)

    @cached_property
    def introduced(self) -> str | None:
        """Return the stem of the noun that it opens with as something new ("A ferry …"), None where it opens otherwise."""
        words = [fold(w) for w in OPENERS.findall(self.text)[:OPENED]]
        if not words or words[0] not in introducing(self.language):
            return None
        return next((stem(w) for w in words[1:] if stem(w) in self.content), None)

    def beside(self, other: Candidate) -> bool:
        """Tell whether both may stand in one summary: they give no number in two ways, nor two tolls of one thing."""
        if any(other.figures.get(n, words) != words for n, words in self.figures.items()):
            return False
        tolls = self.tolls.keys() & other.tolls.keys() if len(self.content & other.content) >= OF_ONE else ()
        return all(self.tolls[slot] & other.tolls[slot] for slot in tolls)

    @cached_property
    def tolls(self) -> Mapping[str, frozenset[float]]:
        """Return the number nearest to each word that tells how many were killed, injured and so on, by what it tells."""
        lexis = lexicon(self.language)
        words = [fold(w).replace(",", "") for w in TOLD.findall(self.text)]
        known = {i: lexis.numbers.get(w, float(w) if w.isdecimal() else None) for i, w in enumerate(words)}
        numbers = {i: n for i, n in known.items() if n is not None}
        found: dict[str, frozenset[float]] = {}
        for slot in lexis.slots if numbers else ():
            cues = [i for i, w in enumerate(words) if w in slot.cues]
            near = {numbers[min(numbers, key=lambda n: abs(n - at))] for at in cues}
            found |= {slot.name: frozenset(near)} if near else {}
        return found

    @cached_property
    def _worths(self) -> tuple[tuple[int, float], ...]:
        return tuple((i, n + 1 if n >= LEAST_ACCOUNTS else 0.5) for i, n in self.facts.items())

    def worth(self, covered: set[int]) -> float:
        """Return how much it would add: the facts not yet told, those of several accounts first."""
        fresh = sum([worth for i, worth in self._worths if i not in covered])
        return fresh * (0.5 if self.background else 1.0) * (UNPLACED if self.unplaced else 1.0)

    @cached_property
    def unplaced(self) -> bool:
        """Tell whether it names a day as seen from its page."""
        return seen_from_the_page(self.text, self.language)

    @cached_property
    def numerals(self) -> frozenset[str]:
        """Return the numbers of two digits and more."""
        return frozenset(re.findall(r"\d[\d.,:-]*\d", self.text))


def candidates(material: Material, comparison: Comparison) -> list[Candidate]:
    """Return every sentence that tells what several accounts do, takes no side where they contradict, and can stand alone."""
    disputed: dict[str, list[tuple[int, str]]] = {}
    for fact in comparison.differing:
        for cite in (c for v in fact.values for c in v.evidence if fact.relation in ("conflict", "update")):
            words = cite.text.split()[0] if fact.kind == "number" else cite.text
            disputed.setdefault(cite.document, []).append((cite.start, words))
    places: dict[str, list[tuple[int, int, int]]] = {}
    told_facts = tellable(comparison)
    for number, fact in enumerate(told_facts):
        least = LEAST_ACCOUNTS if material.counts.accounts > LEAST_ACCOUNTS + 1 else 2
        if fact.kind == "number" and accounts_of(fact) < least:
            continue
        for cite in (c for v in fact.values for c in v.evidence):
            places.setdefault(cite.document, []).append((cite.start, cite.end, number))
    spoken = Counter(a.analysis.metadata.language for a in material.articles).most_common(1)[0][0]
    lengths = {a.document: max(1, len(a.text)) for a in material.articles}
    found = []
    for article in (a for a in material.articles if a.analysis.metadata.language == spoken):
        for sentence in article.sentences:
            told = {n for s, e, n in places.get(article.document, ()) if sentence.start <= s and e <= sentence.end}
            own = sentence.of(article.text)
            sides = any(sentence.start <= s < sentence.end or w in own for s, w in disputed.get(article.document, ()))
            if told and not sides and fit(article, sentence):
                whole = candidate_of(article, sentence, told, told_facts, lengths)
                found += [c for c in (whole, *shorter(whole, told_facts)) if material.accounts.count(c.evidence) > 1]
    return found


def shorter(whole: Candidate, facts: Sequence[Fact]) -> Iterator[Candidate]:
    """Yield a sentence without parts that it can do without, with the facts that it still tells."""
    own = whole.evidence[0]
    for text in shortened(whole.text, whole.language):
        told = {n for n in whole.facts if _still_told(text, facts[n], own, whole.language)}
        if told or not whole.facts:
            same = {(c.document, c.start) for n in told for v in facts[n].values for c in v.evidence}
            yield replace(
                whole, text=text, facts={n: whole.facts[n] for n in told},
                evidence=(own, *(c for c in whole.evidence[1:] if (c.document, c.start) in same)),
                figures={n: words for n, words in whole.figures.items() if n in told},
            )  # fmt: skip


def _still_told(text: str, fact: Fact, own: Cite, language: str) -> bool:
    return any(
        c.document == own.document
        and c.start < own.end
        and own.start < c.end
        and holds(text, keys_of(v, c, language), language)
        for v in fact.values
        for c in v.evidence
    )


def tellable(comparison: Comparison) -> tuple[Fact, ...]:
    """Return the facts that a sentence may tell without taking a side: agreed ones, and those told in other words or finer."""
    return comparison.agreed + tuple(f for f in comparison.differing if f.relation in ("wording", "refinement"))


def accounts_of(fact: Fact) -> int:
    """Return how many independent accounts give a fact's most frequent value."""
    return max(v.accounts for v in fact.values)


def candidate_of(
    article: Article, sentence: Span, told: set[int], facts: tuple[Fact, ...], lengths: Mapping[str, int]
) -> Candidate:
    """Return a sentence with the facts that it tells and their passages as its evidence."""
    own = article.cite(behind_dateline(article.text, sentence.bare()))
    same = [facts[n] for n in sorted(told) if facts[n].relation is None]  # another word for it does not support the sentence
    others = [c for fact in same for c in fact.values[0].evidence if c.document != own.document]
    evidence = (own, *{(c.document, c.start): c for c in others}.values())
    accounts = {n: accounts_of(facts[n]) for n in told}
    figures = {
        n: fold(c.text)
        for n in told
        for c in (c for v in facts[n].values for c in v.evidence)
        if facts[n].kind == "number" and c.document == own.document and own.start <= c.start < own.end
    }
    place = sum(c.start / lengths.get(c.document, 1) for c in evidence) / len(evidence)
    return Candidate(
        text=" ".join(own.text.split()), evidence=tuple(evidence), language=article.analysis.metadata.language or "en",
        place=place, facts=accounts, background=_background(article, sentence), figures=figures,
    )  # fmt: skip


def _background(article: Article, sentence: Span) -> bool:
    """Tell whether a sentence speaks of days well before publication alone."""
    own = [t for t in article.times if sentence.contains(t) and t.type == "DATE" and t.last_day]
    day = article.published.day if article.published else None
    return bool(own) and day is not None and all((t.last_day or "")[:7] < day[:7] for t in own)


def fit(article: Article, sentence: Span) -> bool:
    """Tell whether a sentence is whole and can be understood alone."""
    block = next((b for b in article.blocks if b.start <= sentence.start < b.end), None)
    text = " ".join(sentence.of(article.text).split())
    words = text.split()
    if block is None or block.role != "body" or not SHORTEST <= len(words) <= LONGEST:
        return False
    if text[-1] not in '.!?”"’»' or not (text[0].isupper() or text[0] in '“"«'):
        return False
    if any(text.count(a) != text.count(b) for a, b in MARKS) or text.count('"') % 2:
        return False
    lexis = lexicon(article.analysis.metadata.language or "en")
    plain = QUOTATION.sub(" ", text)
    own_words = {fold(w) for w in OPENERS.findall(plain)}
    if not own_words or own_words & lexis.first_person:
        return False
    if _somebodys(article, sentence) or any(phrase in fold(text) for phrase in lexis.furniture_inside):
        return False
    if any(q in text for q in '“"«') and {fold(w.strip(",.")) for w in words} & lexis.leaning & lexis.speakers:
        return False
    language = article.analysis.metadata.language or "en"
    if of_the_page(text, language) or verbless(text, language) or captioned(article, sentence):
        return False
    if _unnamed(text, lexis) or leans(text, language) or unnamed(article, sentence):
        return False
    opener = OPENERS.search(text)
    return opener is None or fold(opener.group()) not in lexis.leaning


def _unnamed(text: str, lexis: Lexicon) -> bool:
    """Tell whether a sentence ends with what an unnamed "he" says ("…, she added.")."""
    last = [fold(w) for w in OPENERS.findall(text.rpartition(",")[2])[:3]]
    return len(last) == SPEAKER_AND_VERB and bool(set(last) & lexis.speakers) and bool(set(last) & lexis.speech)


def _somebodys(article: Article, sentence: Span) -> bool:
    """Tell whether most of a sentence is what somebody says and the sentence does not name who."""
    for _, quote in article.quotes:
        if not quote.content.overlaps(sentence):
            continue
        named = [s for s in (quote.cue, quote.speaker) if s is not None and sentence.contains(s)]
        shared = min(quote.content.end, sentence.end) - max(quote.content.start, sentence.start)
        if not named and shared > SPOKEN * (sentence.end - sentence.start):
            return True
    return False


def lead_of(article: Article) -> Cite | None:
    """Return the first sentence of the main text that can stand alone."""
    found = next((s for s in article.sentences if fit(article, s)), None)
    return article.cite(behind_dateline(article.text, found.bare())) if found else None
