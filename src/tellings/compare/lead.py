"""The lead: the sentence that says what happened, in an account's own voice, in the words that most accounts open with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

from tellings.compare.atoms import stem
from tellings.compare.lexicon import fold, lexicon
from tellings.compare.sentences import Candidate, candidate_of, fit, tellable
from tellings.compare.standalone import goes_on, seen_from_the_page
from tellings.model import Article, Comparison, Fact, Material, Span, Value

FIRST = 4
"""Sentences of an account's main text among which its lead stands."""
OPENING = 6
"""Sentences that an account opens with, its title included."""
QUOTES = frozenset('“”"«»„')
LONGEST = 40
GOING_ON, LATER = 0.5, 0.8
"""What a lead is worth that goes on with something, and one whose day a later reader cannot place, of its full worth."""
MOST = 2
"""Accounts that give a contradicted value for each that gives another, so that a lead may hold it."""
LEAST_SHARED = 4
"""Words of a lead that other accounts open with too."""


def lead_of_story(
    material: Material, comparison: Comparison, places: Mapping[str, list[tuple[int, int, int]]]
) -> Candidate | None:
    """Return the first sentence of a summary: whole, with a name, unquoted, taking no side that another account contradicts."""
    spoken = Counter(a.analysis.metadata.language for a in material.articles).most_common(1)[0][0]
    articles = [a for a in material.articles if a.analysis.metadata.language == spoken]
    known = _known(articles)
    sided = _sided(material, comparison)
    best: tuple[float, Candidate] | None = None
    for article in articles:
        body = [s for s in article.sentences if any(b.start <= s.start < b.end and b.role == "body" for b in article.blocks)]
        for rank, sentence in enumerate(body[:FIRST]):
            text = sentence.of(article.text)
            if not fit(article, sentence) or set(text) & QUOTES or len(text.split()) > LONGEST or not _named(text):
                continue
            if any(
                sentence.start <= s < sentence.end or (w and w in text.casefold().split()) for s, w in sided[article.document]
            ):
                continue
            shared = [known[w] - 1 for w in _stems(article, text) if known[w] > 1]
            if len(shared) < LEAST_SHARED:
                continue
            told = {n for s, e, n in places.get(article.document, ()) if sentence.start <= s and e <= sentence.end}
            language = article.analysis.metadata.language or "en"
            told_later = (GOING_ON if goes_on(text, language) else 1.0) * (LATER if seen_from_the_page(text, language) else 1.0)
            score = told_later * sum(shared) / sqrt(8 + len(text.split())) * (1.0 - 0.12 * rank)
            if best is None or score > best[0]:
                best = score, candidate_of(article, sentence, told, tellable(comparison), {})
    return best[1] if best else None


def _known(articles: Sequence[Article]) -> Counter[str]:
    """Return in how many accounts each word stands that they open with; a sentence taken over word for word counts once."""
    known, seen = Counter[str](), set[str]()
    for article in articles:
        own = {s.of(article.text).strip() for s in article.sentences[:OPENING]} - seen
        seen |= own
        known.update({*_stems(article, article.title or ""), *(w for text in own for w in _stems(article, text))})
    return known


def _stems(article: Article, text: str) -> set[str]:
    import re

    stop = lexicon(article.analysis.metadata.language or "en").stop
    return {stem(fold(w)) for w in re.findall(r"[^\W\d_]{3,}", text) if fold(w) not in stop}


def _named(text: str) -> bool:
    return any(w[0].isupper() for w in text.split()[1:])


def _sided(material: Material, comparison: Comparison) -> dict[str, list[tuple[int, str]]]:
    """Return where values stand that other accounts contradict or later ones replaced, with the number's own word.

    What most accounts give takes no side: that others differ is said behind it.
    """
    moments = {a.document: a.published.value if a.published else "" for a in material.articles}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for fact in comparison.differing:
        if fact.relation not in ("conflict", "update"):
            continue
        latest = max((moments.get(c.document, "") for v in fact.values for c in v.evidence), default="")
        for cite in (c for v in fact.values if not _of_most(v, fact) for c in v.evidence):
            if fact.relation == "conflict" or moments.get(cite.document, "") < latest:
                word = cite.text.split()[0].casefold() if fact.kind == "number" else ""
                found[cite.document].append((cite.start, word))
    return found


def _of_most(value: Value, fact: Fact) -> bool:
    """Tell whether far more accounts give a contradicted value than all others together."""
    others = sum(v.accounts for v in fact.values if v is not value)
    return fact.relation == "conflict" and value.accounts >= MOST * others


def spans_of(comparison: Comparison) -> dict[str, list[tuple[int, int, int]]]:
    """Return, by document, where each fact that a sentence may tell stands: start, end, its number."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    for number, fact in enumerate(tellable(comparison)):
        for cite in (c for v in fact.values for c in v.evidence):
            span = Span(cite.start, cite.end)
            places.setdefault(cite.document, []).append((span.start, span.end, number))
    return places
