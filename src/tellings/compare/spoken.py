"""Sayings fit for a summary: what somebody said, word for word as several accounts quote it, with the speaker's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tellings.compare.sentences import Candidate, accounts_of, tellable
from tellings.compare.standalone import leans
from tellings.model import Actor, Article, Cite, Comparison, Material, Span, Utterance, Variant

SHORTEST, LONGEST = 6, 28
"""Words of a saying that serves."""
LEAST_ACCOUNTS = 2
MOSTLY = 0.6
"""Share of a passage that is said."""
MOST_NAMES = 3
"""Words of a name from which a longer one is no fuller."""
SPEAKERS = frozenset({"person", "organisation"})
MARKS = "“”\"«»„‘’' \n"


def sayings(material: Material, comparison: Comparison) -> Iterator[Candidate]:
    """Yield a candidate for each utterance that several independent accounts quote and whose speaker has a name."""
    actors = {a.name: a for a in material.actors if a.type in SPEAKERS}
    articles = {a.document: a for a in material.articles}
    for utterance in material.utterances:
        speaker = actors.get(utterance.speaker or "")
        known = [v.speaker for v in utterance.variants if v.speaker]
        if speaker is None or set(known) != {speaker.name} or len(known) < LEAST_ACCOUNTS:
            continue
        found = _candidate(utterance, speaker, articles, material, comparison)
        if found is not None:
            yield found


def _candidate(
    utterance: Utterance, speaker: Actor, articles: Mapping[str, Article], material: Material, comparison: Comparison
) -> Candidate | None:
    quoted = [v for v in utterance.variants if v.document in articles and _direct(v, articles[v.document])]
    cites = {v.document: Cite(document=v.document, start=v.start, end=v.end, text=v.text) for v in quoted}
    if material.accounts.count(cites.values()) < LEAST_ACCOUNTS:
        return None
    spoken = Counter(a.analysis.metadata.language for a in material.articles).most_common(1)[0][0]
    given = Counter(v.text for v in quoted)
    for variant in sorted(quoted, key=lambda v: ("[" in v.text, -given[v.text], len(v.text))):
        if articles[variant.document].analysis.metadata.language != spoken:
            continue
        article, words = articles[variant.document], " ".join(variant.text.split()).strip(MARKS).rstrip(",.")
        name = _named(speaker, article, articles)
        if name is None or not SHORTEST <= len(words.split()) <= LONGEST or not _whole(words, spoken):
            continue
        facts = tellable(comparison)
        told = {
            n: accounts_of(f)
            for n, f in enumerate(facts)
            for c in (c for v in f.values for c in v.evidence)
            if c.document in cites and c.start < cites[c.document].end and cites[c.document].start < c.end
        }
        own = cites.pop(variant.document)
        return Candidate(
            text=_spoken(name, words), evidence=(own, name, *cites.values()),
            language=article.analysis.metadata.language or "en", place=own.start / max(1, len(article.text)), facts=told,
            background=False,
        )  # fmt: skip
    return None


def spoken_facts(material: Material, comparison: Comparison) -> Iterator[Candidate]:
    """Yield a candidate for each passage of a fact of several accounts that one named speaker says in direct speech."""
    speakers = {(e.document, e.entity): a for a in material.actors if a.type in SPEAKERS for e in a.entities}
    articles = {a.document: a for a in material.articles}
    language = Counter(a.analysis.metadata.language for a in material.articles).most_common(1)[0][0]
    for number, fact in enumerate(tellable(comparison)):
        if fact.kind != "claim" or accounts_of(fact) < LEAST_ACCOUNTS:
            continue
        cites = [c for v in fact.values for c in v.evidence if c.document in articles]
        told = [(c, *_saying(c, articles[c.document], speakers)) for c in cites]
        names = Counter(speaker.name for _, speaker, _ in told if speaker is not None)
        for cite, speaker, span in told:
            article = articles[cite.document]
            if speaker is None or span is None or article.analysis.metadata.language != language:
                continue
            if len(names) > 1 or names[speaker.name] < LEAST_ACCOUNTS:
                continue
            words, name = " ".join(span.of(article.text).split()).strip(MARKS).rstrip(",."), _named(speaker, article, articles)
            if name is None or not SHORTEST <= len(words.split()) <= LONGEST or not _whole(words, language):
                continue
            yield Candidate(
                text=_spoken(name, words), evidence=(cite, name, *(c for c in cites if c.document != cite.document)),
                language=language or "en", place=cite.start / max(1, len(article.text)),
                facts={number: accounts_of(fact)}, background=False,
            )  # fmt: skip


def _saying(cite: Cite, article: Article, speakers: Mapping[tuple[str, str], Actor]) -> tuple[Actor | None, Span | None]:
    """Return who says most of a passage in direct speech, and the words said that stand in it."""
    for _, quote in article.quotes:
        span = Span(max(quote.content.start, cite.start), min(quote.content.end, cite.end))
        if quote.kind != "direct" or quote.speaker_entity is None or span.end - span.start < MOSTLY * (cite.end - cite.start):
            continue
        return speakers.get((article.document, quote.speaker_entity)), span
    return None, None


def _whole(words: str, language: str | None) -> bool:
    """Tell whether words said are a sentence without quotation, and of nobody who is not named in it."""
    own = words[0].lower() + words[1:]
    return words[0].isupper() and not set(words) & set('“”"') and not leans(own, language or "en")


def _spoken(name: Cite, words: str) -> str:
    return f"{name.text}: “{words}”{'' if words[-1] in '?!' else '.'}"


def _direct(variant: Variant, article: Article) -> bool:
    quote = next((q for i, q in article.quotes if i == variant.quote), None)
    return quote is not None and quote.kind == "direct"


def _named(speaker: Actor, article: Article, articles: Mapping[str, Article]) -> Cite | None:
    """Return where a speaker's name stands in full, in the article itself or else in another one.

    What else stands before a name in one page alone ("Instagram Ann Holm") is left out.
    """
    own = dict.fromkeys((e.document, e.entity) for e in speaker.entities)
    forms = Counter(
        " ".join(m.of(a.text).split())
        for a in (articles[d] for d in dict.fromkeys(d for d, _ in own) if d in articles)
        for e in a.entities
        if (a.document, e.id) in own
        for m in e.mentions
        if m.kind == "name"
    )
    full = max(forms, key=lambda f: (min(len(f.split()), MOST_NAMES), forms[f], f), default="")
    words = full.split()
    endings = [" ".join(words[n:]) for n in range(max(1, len(words) - 1))]
    held = {e: len(endings) > 1 and sum(e in a.text for a in articles.values()) for e in endings}
    name = next((e for e in endings if 2 * held[e] > max(held.values())), full)
    for home in (article, *articles.values()):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", home.text) if name else None
        if found is not None:
            return home.cite(Span(found.start(), found.end()))
    return None
