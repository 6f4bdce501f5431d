"""The summary: short, in the sources' own words, every sentence with its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tellings.compare.coverage import meets, stems, tells
from tellings.compare.evidence import altered, unproved
from tellings.compare.lexicon import fold, lexicon
from tellings.compare.pool import REPEATED, Pool
from tellings.compare.remainder import OPENING, Clips, clause_around, remainder
from tellings.compare.sentences import LEAST_ACCOUNTS, Candidate, accounts_of, fit, lead_of, tellable
from tellings.compare.wording import difference_sentence, single_sentence
from tellings.compare.written import Ask, Written, write
from tellings.model import Cite, Comparison, Fact, Material, Span, SummarySentence, TimelineEntry

HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
MOST_WORDS = 120
AGREED_WORDS = 85
"""Words for what is agreed at least; the rest is for what differs and what one alone tells."""
MOST_DIFFERENCES = 2
DIFFERENCE_WORTH = 0.6
"""What a difference shown is worth, in facts told by several accounts."""
CENTRAL = 2
"""Words of the accounts' titles that what one alone tells must hold."""
LONGEST_CLAUSE = 14
"""Words of a clause that shows what a value is about."""
TOO_LITTLE = "not enough to summarise: the accounts share too little"
KEPT_BACK = (0, 20, 40)
"""Words kept back for short quotations; each is tried."""


class Summary(NamedTuple):
    """The sentences, and why there are none (or only a lead) where that is so."""

    sentences: tuple[SummarySentence, ...]
    note: str | None


class _Line(NamedTuple):
    """A sentence with its language and the words in it that are not the sources'."""

    sentence: SummarySentence
    language: str
    frame: Sequence[str]


def summarise(material: Material, comparison: Comparison, timeline: tuple[TimelineEntry, ...]) -> Summary:
    """Return the summary of a story, or the reason why there is none."""
    if material.counts.accounts < 2 or len(material.articles) < 2:
        return _lead(material, "one account only: its first sentence stands for it")
    differing = list(_differences(material, comparison))
    pool = Pool(material, comparison)
    if not comparison.differing and not any(c for c in pool.chosen(MOST_WORDS) if not c.background):
        return _lead(material, TOO_LITTLE)
    clips = Clips(material, comparison)
    several = [f for f in (*comparison.agreed, *comparison.differing) if accounts_of(f) >= LEAST_ACCOUNTS]
    made = [
        (_composed(material, comparison, (pool, clips), differing[:shown], kept_back), shown)
        for shown in range(len(differing), min(len(differing), 1) - 1, -1)
        for kept_back in KEPT_BACK
    ]
    best, _ = max(made, key=lambda own: sum(tells(own[0], f) for f in several) + DIFFERENCE_WORTH * own[1])
    told = _fitting([*best, *_alone(material, comparison, best)])
    return Summary(told, None) if told else _lead(material, TOO_LITTLE)


def written_summary(material: Material, comparison: Comparison, ask: Ask) -> tuple[Summary, Written]:
    """Return a summary whose agreed part a model words, and what became of its sentences; our own where none is proved.

    Raises what `ask` raises.
    """
    own = summarise(material, comparison, ())
    if own.note is not None:
        return own, Written((), ())
    told = _proved(_differences(material, comparison), material)
    room = max(AGREED_WORDS, MOST_WORDS - sum(len(s.text.split()) for s in told))
    written = write(material, comparison, ask, words=room)
    if not written.sentences:
        return own, written
    told = [*written.sentences, *told]
    return Summary(_fitting([*told, *_alone(material, comparison, told)]), None), written


def _alone(material: Material, comparison: Comparison, told: Sequence[SummarySentence]) -> list[SummarySentence]:
    """Return what one account alone tells, marked so: a plain sentence that stands alone and repeats nothing told."""
    names, loaded = _names(material), [c for w in comparison.loaded for c in w.evidence]
    known = [stems(s.text) for s in told]
    for fact in _central(comparison.single, material):
        cite, own = fact.values[0].evidence[0], stems(fact.values[0].evidence[0].text)
        plain = not any(meets([cite], c) for c in loaded) and not any(
            len(own & k) > REPEATED * min(len(own), len(k)) for k in known
        )
        made = single_sentence(fact, names) if plain and _stands_alone(cite, material) else None
        if made is not None:
            return _proved([_Line(SummarySentence(text=made[0], evidence=made[1]), "en", made[2])], material)
    return []


def _central(facts: Sequence[Fact], material: Material) -> list[Fact]:
    """Return what one account alone tells that is of what the titles tell, the nearest to it first."""
    titles = Counter(w for a in material.articles for w in stems(a.title or ""))
    centre = {w for w, n in titles.items() if n >= max(2, len(material.articles) / 3)}
    near = [(len(stems(f.values[0].value) & centre), n, f) for n, f in enumerate(facts)]
    return [f for shared, n, f in sorted(near, key=lambda own: (-own[0], own[1])) if shared >= CENTRAL]


def _stands_alone(cite: Cite, material: Material) -> bool:
    article = next(a for a in material.articles if a.document == cite.document)
    return fit(article, Span(cite.start, cite.end))


def _composed(
    material: Material, comparison: Comparison, sources: tuple[Pool, Clips], differing: Sequence[_Line], kept_back: int
) -> tuple[SummarySentence, ...]:
    """Return agreement, the main differences and background; `kept_back` words are for short quotations of what is left."""
    room = MOST_WORDS - sum(len(line.sentence.text.split()) for line in differing)
    pool, clips = sources
    chosen = pool.chosen(max(AGREED_WORDS, room) - kept_back)
    told = [_Line(_told(c), c.language, c.frame) for c in chosen if not c.background]
    earlier = [_Line(_told(c), c.language, c.frame) for c in chosen if c.background]
    first, between, last = (_proved(lines, material) for lines in (told, differing, earlier))
    proved = [*first, *between, *last]
    left = [f for f in tellable(comparison) if accounts_of(f) >= LEAST_ACCOUNTS and not tells(proved, f)]
    spent = sum(len(s.text.split()) for s in proved)
    found = remainder(clips, left, MOST_WORDS - spent) if left else None
    more = _proved([_Line(found, told[0].language if told else "en", (OPENING,))], material) if found else []
    return _fitting([*first, *more, *between, *last])


def _proved(lines: Iterable[_Line], material: Material) -> list[SummarySentence]:
    """Return the sentences that say nothing that their passages do not hold; no other sentence reaches a summary."""
    texts = {a.document: a.text for a in material.articles}
    return [
        s
        for s, language, frame in lines
        if not altered(s.evidence, texts) and not unproved(s.text, s.evidence, language=language, frame=frame)
    ]


def _told(candidate: Candidate) -> SummarySentence:
    return SummarySentence(text=candidate.text, evidence=candidate.evidence)


def _lead(material: Material, note: str) -> Summary:
    lead = next((c for c in (lead_of(a) for a in material.articles) if c), None)
    if lead is None:
        return Summary((), "not enough to summarise: no full sentence")
    language = next(a.analysis.metadata.language for a in material.articles if a.document == lead.document) or "en"
    line = _Line(SummarySentence(text=" ".join(lead.text.split()), evidence=(lead,)), language, ())
    return Summary(tuple(_proved([line], material)), note)


def _names(material: Material) -> Mapping[str, str | None]:
    return {a.document: _plain(a.outlet, a.analysis.metadata.language) for a in material.articles}


def _plain(outlet: str | None, language: str | None) -> str | None:
    """Return an outlet's name, None where only its host or one of its desks is known, or a day was taken for it."""
    if outlet is None or not outlet.split() or HOST.fullmatch(outlet):
        return None
    words, own = lexicon(language or "en"), [fold(w) for w in outlet.split()]
    dated = any(c.isdigit() for c in outlet) and bool({*words.months, *words.weekdays}.intersection(own))
    return None if own[-1] in words.desks or dated else outlet


def _differences(material: Material, comparison: Comparison) -> Iterator[_Line]:
    """Yield the main differences, each stated as such."""
    names, shown, topics = _names(material), 0, set[str]()
    for fact in _main(comparison.differing):
        if shown == MOST_DIFFERENCES:
            return
        line = _difference(fact, names, material) if fact.about not in topics else None
        if line is not None:
            topics.add(fact.about)
            shown += 1
            yield line


def _difference(fact: Fact, names: Mapping[str, str | None], material: Material) -> _Line | None:
    """Return a difference as a sentence that its passages prove, by the deed that it is called by where that is one."""
    for by_deed in (True, False):
        made = difference_sentence(fact, names, lambda c: _clause(c, material), by_deed=by_deed)
        if made is not None:
            text, cites, frame = made
            evidence = tuple(_sentence_around(c, material) for c in cites)
            line = _Line(SummarySentence(text=text, evidence=evidence), "en", frame)
            if _proved([line], material):
                return line
    return None


def _clause(cite: Cite, material: Material) -> Cite | None:
    """Return the clause that a value stands in, where it is short and stands outside quotations."""
    for article in material.articles:
        for sentence in article.sentences if article.document == cite.document else ():
            if sentence.start <= cite.start and cite.end <= sentence.end:
                language = article.analysis.metadata.language or "en"
                clause = clause_around(article.text, sentence, cite, language, longest=LONGEST_CLAUSE)
                if clause is None or any(q.content.overlaps(clause) for _, q in article.quotes):
                    return None
                return article.cite(clause)
    return None


def _sentence_around(cite: Cite, material: Material) -> Cite:
    """Return the sentence that a value stands in: what the difference is about stands there too, or is not proved."""
    for article in material.articles:
        for sentence in article.sentences if article.document == cite.document else ():
            if sentence.start <= cite.start and cite.end <= sentence.end:
                return article.cite(sentence)
    return cite


def _main(facts: Sequence[Fact]) -> list[Fact]:
    """Return the differences that matter: contradictions, and other words or finer values where several accounts have one."""
    order = {"conflict": 0, "update": 0, "wording": 1, "refinement": 2}
    main = [f for f in facts if f.relation in ("conflict", "update") or max(v.accounts for v in f.values) >= LEAST_ACCOUNTS]
    return sorted(main, key=lambda f: (order.get(f.relation or "", 3), -sum(v.accounts for v in f.values)))


def _fitting(sentences: Sequence[SummarySentence]) -> tuple[SummarySentence, ...]:
    kept, words = [], 0
    for sentence in sentences:
        size = len(sentence.text.split())
        if words + size <= MOST_WORDS:
            kept.append(sentence)
            words += size
    return tuple(kept)
