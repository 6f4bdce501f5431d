"""What is left: the facts of several accounts that a summary's sentences do not tell, as short quotations in one line.

A quotation is a whole clause of a plain statement: where its sentence says who says so, how sure it is, or the contrary,
those words stand in the quotation too, or it is not taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tellings.compare.clauses import protected
from tellings.compare.coverage import holds, keys_of
from tellings.compare.lexicon import fold, lexicon
from tellings.compare.sentences import accounts_of, fit
from tellings.lang import listed
from tellings.model import Article, Cite, Comparison, Fact, Material, Span, SummarySentence, Value

OPENING = "Also told by at least three accounts:"
SHORTEST, LONGEST = 3, 12
"""Words of a quotation."""
MARKS = frozenset('“”"«»()')
TOKEN = re.compile(r"[\w$€£%’'.,:-]*[\w%]|[^\w\s]")


class Clips:
    """The clauses of a story that a short quotation may give, by fact."""

    def __init__(self, material: Material, comparison: Comparison) -> None:
        spoken = Counter(a.analysis.metadata.language for a in material.articles).most_common(1)[0][0] or "en"
        self.language = spoken
        self._articles = {a.document: a for a in material.articles if a.analysis.metadata.language == spoken}
        taken = (f for f in comparison.differing if f.relation in ("conflict", "update"))
        self._sided = {(c.document, c.start) for f in taken for c in _all(f)}
        self._found: dict[int, Cite | None] = {}

    def shortest(self, fact: Fact) -> Cite | None:
        """Return the shortest clause that tells a fact, None where none may be quoted alone."""
        if id(fact) not in self._found:
            value = max(fact.values, key=lambda v: v.accounts)
            clips = _clips(value, self._articles, self._sided, self.language)
            self._found[id(fact)] = min(clips, key=lambda c: len(c.text.split()), default=None)
        return self._found[id(fact)]


def remainder(clips: Clips, facts: Sequence[Fact], room: int) -> SummarySentence | None:
    """Return a line that quotes those of the facts that a short quotation tells, as many as there is room for."""
    words, told, cites = len(OPENING.split()), list[Fact](), list[Cite]()
    for fact in sorted(facts, key=lambda f: -accounts_of(f)):
        found = clips.shortest(fact)
        if found is None or words + len(found.text.split()) > room or _repeats(found, cites, clips.language):
            continue
        words += len(found.text.split())
        told.append(fact)
        cites.append(found)
    if len(told) < 2:
        return None
    quoted = "; ".join(f"“{' '.join(c.text.split())}”" for c in cites)
    text = f"{OPENING} {quoted}."
    others = {(c.document, c.start): c for f in told for c in max(f.values, key=lambda v: v.accounts).evidence}
    own = {(c.document, c.start) for c in cites}
    return SummarySentence(text=text, evidence=(*cites, *(c for k, c in others.items() if k not in own)))


def _all(fact: Fact) -> Iterator[Cite]:
    return (c for v in fact.values for c in v.evidence)


def _repeats(clip: Cite, others: Sequence[Cite], language: str) -> bool:
    stop = lexicon(language).stop
    own = {fold(w) for w in re.findall(r"\w+", clip.text)} - stop
    return any(2 * len(own & {fold(w) for w in re.findall(r"\w+", c.text)}) > len(own) for c in others)


def _clips(value: Value, articles: dict[str, Article], sided: set[tuple[str, int]], language: str) -> Iterator[Cite]:
    """Yield the clause around each passage of a value that may be quoted alone."""
    for passage in value.evidence:
        article = articles.get(passage.document)
        sentence = next((s for s in article.sentences if s.start <= passage.start < s.end), None) if article else None
        if article is None or sentence is None or passage.end > sentence.end or not fit(article, sentence):
            continue
        if any(d == passage.document and sentence.start <= at < sentence.end for d, at in sided):
            continue
        clip = clause_around(article.text, sentence, passage, language)
        if clip is None or any(q.content.overlaps(clip) for _, q in article.quotes):
            continue
        text = clip.of(article.text)
        whole = protected(text, language) == protected(sentence.of(article.text), language) and not set(text) & MARKS
        if whole and holds(text, keys_of(value, passage, language), language):
            yield article.cite(clip)


def clause_around(text: str, sentence: Span, passage: Cite, language: str, *, longest: int = LONGEST) -> Span | None:
    """Return the words between the breaks (marks, conjunctions) around a passage, where they are few enough."""
    breaks = listed("clauses", "breaks", language)
    tokens = [Span(sentence.start + m.start(), sentence.start + m.end()) for m in TOKEN.finditer(sentence.of(text))]
    inside = [i for i, t in enumerate(tokens) if t.start < passage.end and passage.start < t.end]
    if not inside:
        return None

    def breaking(i: int) -> bool:
        own = tokens[i].of(text).casefold()
        return own in breaks or (not own[0].isalnum() and own[0] not in "$€£")

    first, last = inside[0], inside[-1]
    if any(breaking(i) and tokens[i].of(text) != "-" for i in inside) and len(inside) > longest:
        return None
    while first > 0 and not breaking(first - 1):
        first -= 1
    while last + 1 < len(tokens) and not breaking(last + 1):
        last += 1
    return Span(tokens[first].start, tokens[last].end) if SHORTEST <= last - first + 1 <= longest else None
