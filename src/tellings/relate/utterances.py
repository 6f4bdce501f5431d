"""Utterances: one thing said once, in the wordings of different accounts.

Quotations are cut into sentences; sentences that share rare words are compared word by word; those alike enough, said
by the same or by compatible speakers, are one utterance. Words given to two different people must agree almost to the
letter. Neighbouring sentences that the same accounts share are joined again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import PurePath

from tellings.model import Actor, Article, ArticleKey, Days, Quote, Utterance, Variant
from tellings.relate.utterances_differences import differences
from tellings.relate.utterances_units import Unit, beside_matched, same_utterance, speakers_differ, widened
from tellings.relate.utterances_verify import Finding, FoundPassage, verify_quote
from tellings.relate.utterances_words import MARKED, compare, content_stems, rarity, words_of

__all__ = ["Finding", "FoundPassage", "match_utterances", "verify_quote"]

SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)[.!?…]+[”\"’')\]]*\s+(?=[“\"‘(\[«]?[A-ZÀ-ÖØ-Þ¿¡])")
EDGES = " \t\n\u00a0\u202f\"“”„«»‹›‘’',;:—–-"
REPORTED = re.compile(
    r"(?:that\s+)?[“\"]?(?P<name>[A-ZÀ-ÖØ-Þ][\w’'\-]+(?:\s[A-ZÀ-ÖØ-Þ][\w’'\-]+){0,3})\s(?:had\s|has\s)?"
    r"(?:said|told|accused|warned|emphasi[sz]ed|stressed|claimed|argued|insisted|added|declared|announced|promised|vowed)\b"
)
"""Speech inside the words reported ("The readout said Ruiz warned …"): the inner speaker's."""
SHORTEST_NAME = 4
"""Characters; a speaker given in so few is a pronoun at the head of its sentence."""
MOST_SHARING = 40
"""Units that share a word; a word in more of them is too common to propose pairs."""


def match_utterances(articles: Sequence[Article], actors: Sequence[Actor]) -> tuple[Utterance, ...]:
    """Return the utterances of a story that at least two of its articles quote, each with one variant an article."""
    units = [u for article in articles for u in _units(article, actors)]
    weights = rarity(u.words for u in units)
    pairs = []
    for a, b in _candidates(units):
        likeness = compare(units[a].words, units[b].words, weights)
        if same_utterance(units[a], units[b], likeness):
            pairs.append((likeness.contained + likeness.joint, a, b))
    clusters = _clusters(units, pairs, weights)
    beside = beside_matched(units, clusters, weights)
    if beside:
        clusters = _clusters(units, [*pairs, *beside], weights)
    clusters = _joined(widened(units, clusters, weights), units)
    texts = {article.key: article for article in articles}
    found = [_utterance([units[i] for i in cluster], texts) for cluster in clusters]
    return tuple(u for u in found if u is not None)


def _units(article: Article, actors: Sequence[Actor]) -> Iterator[Unit]:
    names = {(e.document, e.entity): (actor.id, actor.name) for actor in actors for e in actor.entities}
    own = {e.id: e.name for e in article.entities}
    for index, quote in article.quotes:
        key = (article.document, quote.speaker_entity or "")
        actor, name = names.get(key, (None, own.get(quote.speaker_entity or "")))
        if name is None and quote.speaker is not None:
            name = quote.speaker.of(article.text)
        sure = quote.speaker is not None and any(w[:1].isupper() for w in quote.speaker.of(article.text).split()[-3:])
        sure = sure and quote.speaker is not None and quote.speaker.length > SHORTEST_NAME
        inner = REPORTED.match(article.text, quote.content.start, quote.content.end)
        if inner:
            actor, name = None, inner["name"]
        for start, end, marked in _stretches(article.text, quote):
            language = article.analysis.metadata.language or "en"
            words = words_of(article.text, start, end, language)
            if words.stems:
                yield Unit(article.key, index, start, end, words, marked, actor, name, sure, quote.said, language)


def _stretches(text: str, quote: Quote) -> Iterator[tuple[int, int, bool]]:
    """Yield the sentences of a quotation; of a mixed one its words in marks, where these are three or more."""
    content = quote.content
    if quote.kind == "mixed":
        inner = [(m.start(), m.end()) for m in MARKED.finditer(text, content.start, content.end) if len(m.group().split()) >= 3]
        if inner:
            for start, end in inner:
                yield from ((a, b, True) for a, b in _sentences(text, start, end))
            return
    yield from ((a, b, quote.kind == "direct") for a, b in _sentences(text, content.start, content.end))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start, *(m.end() for m in SENTENCE_END.finditer(text, start, end)), end]
    for a, b in pairwise(cuts):
        while a < b and text[a] in EDGES:
            a += 1
        while b > a and text[b - 1] in EDGES:
            b -= 1
        if a < b:
            yield a, b


def _candidates(units: Sequence[Unit]) -> set[tuple[int, int]]:
    """Return pairs of units of different articles that share a content word; very common words propose none."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        content = content_stems(unit.words)
        for word in content if len(content) > 1 else unit.words.stems:
            holders[word].append(number)
    found: set[tuple[int, int]] = set()
    for numbers in holders.values():
        if len(numbers) <= MOST_SHARING:
            found.update((a, b) for a, b in combinations(numbers, 2) if units[a].article != units[b].article)
    return found


def _clusters(units: Sequence[Unit], pairs: Iterable[tuple[float, int, int]], weights: Mapping[str, float]) -> list[list[int]]:
    """Join pairs, likest first; two groups join only where most of their members are alike (no chains)."""
    owner = {i: i for i in range(len(units))}
    groups = {i: [i] for i in range(len(units))}
    known: dict[tuple[int, int], bool] = {}
    chosen = sorted(pairs, key=lambda p: (-p[0], p[1], p[2]))
    known.update({(a, b): True for _, a, b in chosen})

    def alike(a: int, b: int) -> bool:
        key = (min(a, b), max(a, b))
        if key not in known:
            like = compare(units[key[0]].words, units[key[1]].words, weights)
            known[key] = like.contained >= 0.4 or units[a].article == units[b].article
        return known[key]

    for _, a, b in chosen:
        one, other = owner[a], owner[b]
        if one == other:
            continue
        cross = [alike(i, j) for i in groups[one] for j in groups[other]]
        if sum(cross) * 2 >= len(cross):
            groups[one] += groups.pop(other)
            for i in groups[one]:
                owner[i] = one
    return [sorted(g) for g in groups.values() if len({units[i].article for i in g}) > 1]


def _joined(clusters: list[list[int]], units: Sequence[Unit]) -> list[list[int]]:
    """Join clusters whose sentences stand next to each other in the same quotations of the same articles."""
    merged = True
    while merged:
        merged = False
        clusters.sort(key=lambda c: c[0])
        for one, other in combinations(clusters, 2):
            if _neighbours(one, other, units):
                clusters.remove(one)
                clusters.remove(other)
                clusters.append(sorted(one + other))
                merged = True
                break
    return clusters


def _neighbours(one: Sequence[int], other: Sequence[int], units: Sequence[Unit]) -> bool:
    def places(cluster: Sequence[int]) -> dict[tuple[ArticleKey, int], set[int]]:
        found: dict[tuple[ArticleKey, int], set[int]] = defaultdict(set)
        for i in cluster:
            found[units[i].article, units[i].quote].add(i)
        return found

    a, b = places(one), places(other)
    return a.keys() == b.keys() and all(min(abs(i - j) for i in a[k] for j in b[k]) == 1 for k in a)


def _utterance(units: Sequence[Unit], articles: Mapping[ArticleKey, Article]) -> Utterance | None:
    best: dict[ArticleKey, tuple[Unit, int, int]] = {}
    by_quote: dict[tuple[ArticleKey, int], list[Unit]] = defaultdict(list)
    for unit in units:
        by_quote[unit.article, unit.quote].append(unit)
    for (article, _), own in by_quote.items():
        start, end = min(u.start for u in own), max(u.end for u in own)
        if article not in best or end - start > best[article][2] - best[article][1]:
            best[article] = (own[0], start, end)
    chosen = [best[key] for key in sorted(best, key=list(articles).index)]
    named = [_named(u, [o for o, _, _ in chosen]) for u, _, _ in chosen]
    variants = tuple(
        Variant(
            document=u.article[0], quote=u.quote, text=articles[u.article].text[start:end], start=start, end=end,
            speaker=name, said=u.said,
        )
        for (u, start, end), name in zip(chosen, named, strict=True)
    )  # fmt: skip
    longest = max(range(len(variants)), key=lambda i: (len(words_of(variants[i].text, 0, len(variants[i].text)).stems), -i))
    labels = [_label(articles[u.article]) for u, _, _ in chosen]
    languages = [articles[u.article].analysis.metadata.language or "en" for u, _, _ in chosen]
    parties = _parties([u for u, _, _ in chosen], named)
    return Utterance(
        speaker=_speaker([u for u, _, _ in chosen]),
        said=_said([v.said for v in variants]),
        variants=variants,
        longest=longest,
        differences=differences(variants, labels, parties, languages, longest),
    )


def _label(article: Article) -> str:
    """Return how an account is named in plain words: its outlet, else its title, else its file, else its id."""
    if article.outlet or not article.title:
        path = article.analysis.document.source.path
        return article.outlet or (PurePath(path).name if path else article.document)
    words = article.title.split()
    return f"“{' '.join(words[:8])}{' …' if len(words) > 8 else ''}”"


def _named(unit: Unit, others: Sequence[Unit]) -> str | None:
    """Return a variant's speaker; unknown where a pronoun's reading contradicts a name that another account gives."""
    against = any(other.sure and speakers_differ(unit, other) for other in others)
    return None if against and not unit.sure else unit.name


def _speaker(units: Sequence[Unit]) -> str | None:
    """Return who said it where the accounts do not disagree: the actor's name, else the fullest name."""
    sure = [u for u in units if u.sure] or list(units)
    if any(speakers_differ(a, b) for a, b in combinations(sure, 2)):
        return None
    known = any(u.speaker for u in sure)
    names = [u.name for u in sure if u.name and (u.speaker or not known)]
    return max(names, key=lambda n: (n[:1].isupper(), len(n)), default=None)


def _parties(units: Sequence[Unit], named: Sequence[str | None]) -> list[str | None]:
    """Return one label for each unit's speaker, the same label for compatible names."""
    found: list[str | None] = []
    for i, unit in enumerate(units):
        earlier = next((found[j] for j in range(i) if found[j] and not speakers_differ(unit, units[j])), None)
        found.append(earlier or named[i] if named[i] else None)
    return found


def _said(days: Sequence[Days | None]) -> Days | None:
    """Return the days on which all accounts that name a day agree, None where they contradict each other."""
    known = [d for d in days if d is not None and d.first_day and d.last_day]
    if not known:
        return None
    first, last = max(d.first_day or "" for d in known), min(d.last_day or "" for d in known)
    return Days(first_day=first, last_day=last) if first <= last else None
