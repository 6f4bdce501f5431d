"""Sayings: one thing said, with the day or the speaker that each account gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.changes import Place, same_day
from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import fold
from tellings.compare.naming import core, same_name
from tellings.compare.statements import Corpus, Statement
from tellings.model import Fact, FactKind, Span, Utterance, Variant

BEFORE = 6
"""Sentences before a quotation in which the day of the statement may be told."""
MARKS = ".,;:!?“”\"'‘’«»()[]"
LONG = 5
"""Words from which two accounts can only mean one utterance."""


@dataclass(frozen=True)
class Said:
    """One account's telling of an utterance: the day and the speaker that it names, where it does."""

    variant: Variant
    day: Place | None
    speaker: Place | None


def saying_facts(corpus: Corpus) -> Iterator[Fact]:
    """Yield the days and the speakers on which accounts of one utterance disagree."""
    seen: set[tuple[object, ...]] = set()
    for utterance in corpus.material.utterances:
        told = [_said(variant, corpus) for variant in utterance.variants]
        for kind, places in (("day", [t.day for t in told]), ("attribution", [t.speaker for t in told])):
            fact = _fact(kind, [p for p in places if p], utterance, corpus)  # type: ignore[arg-type]
            if fact is None:
                continue
            sign = (fact.kind, *sorted((c.document, c.start) for v in fact.values for c in v.evidence))
            if sign not in seen:
                seen.add(sign)
                yield fact


def _said(variant: Variant, corpus: Corpus) -> Said:
    telling = next((t for t in corpus.tellings if _in(variant, t.article.document, t.statements)), None)
    if telling is None:
        return Said(variant, None, None)
    quote = telling.article.analysis.quotes[variant.quote]
    home = next((s for s in telling.statements if s.span.overlaps(Span(variant.start, variant.end))), None)
    speaker = _place_at(telling.statements, quote.speaker) if quote.speaker else None
    if home is None:
        return Said(variant, None, speaker)
    return Said(variant, _day(telling.statements, home, variant, quote.cue, quote.speaker), speaker)


def _in(variant: Variant, document: str, statements: Sequence[Statement]) -> bool:
    return document == variant.document and any(s.span.start <= variant.start < s.span.end for s in statements)


def _place_at(statements: Sequence[Statement], span: Span) -> Place | None:
    for s in statements:
        if s.span.start <= span.start < s.span.end:
            own = [i for i, a in enumerate(s.atoms) if span.start <= a.start < span.end]
            if own and any(s.atoms[i].kind == "name" for i in own):
                key = " ".join(s.atoms[i].key for i in own)
                return Place(s, own[0], own[-1] + 1, span.bare(), key)
    return None


def _day(
    statements: Sequence[Statement], home: Statement, variant: Variant, cue: Span | None, speaker: Span | None
) -> Place | None:
    """Return the one day named outside the quotation beside its cue, or where its speaker was named just before."""
    names = set(core(" ".join(a.key for a in home.atoms if speaker and speaker.start <= a.start < speaker.end), home.words))
    names |= set(core(fold(variant.speaker), home.words)) if variant.speaker else set()
    near = [s for s in statements if 0 <= home.place - s.place <= BEFORE or (cue and s.span.contains(cue))]
    for s in sorted(near, key=lambda s: home.place - s.place):
        speech = any(a.key in s.words.speech or a.key in s.words.speech_nouns for a in s.atoms)
        named = s is home or (cue is not None and s.span.contains(cue)) or bool(names & {a.key for a in s.atoms})
        if not (speech and named):
            continue
        days = [i for i, a in enumerate(s.atoms) if a.kind == "day" and not (variant.start <= a.start < variant.end)]
        beside = [i for i in days if _beside(s, i, names)]
        if len(beside) == 1:
            i = beside[0]
            atom = s.atoms[i]
            return Place(s, i, i + 1, Span(atom.start, atom.end), atom.key)
    return None


def _beside(statement: Statement, at: int, names: set[str]) -> bool:
    """Tell whether a day stands within a few words of a word of speech or of the speaker's name."""
    words = statement.words
    near = statement.atoms[max(0, at - 4) : at + 5]
    return any(a.key in words.speech or a.key in words.speech_nouns for a in near) or bool(names & {a.key for a in near[2:7]})


def _fact(kind: FactKind, places: Sequence[Place], utterance: Utterance, corpus: Corpus) -> Fact | None:
    groups: list[list[Place]] = []
    for place in places:
        home = next((g for g in groups if _alike(kind, g[0], place, corpus)), None)
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    if len(groups) < 2:
        return None
    if kind == "attribution" and not _verbatim(utterance):
        return None
    values = tuple(value_of(g, corpus) for g in groups)
    who = utterance.speaker or next((v.speaker for v in utterance.variants if v.speaker), None)
    text = " ".join(utterance.variants[utterance.longest].text.split()[:8])
    about = f"day of {who}’s statement" if kind == "day" and who else f"day on which “{text} …” was said"
    return Fact(
        about=about if kind == "day" else f"who said “{text} …”", kind=kind, values=values, relation="conflict",
        confidence=0.8, between_copies=between_copies([p for g in groups for p in g], corpus),
    )  # fmt: skip


def _verbatim(utterance: Utterance) -> bool:
    """Tell whether every two wordings share a run of words long enough to be one utterance whoever said it."""
    texts = [[fold(w.strip(MARKS)) for w in v.text.split()] for v in utterance.variants]
    first = {tuple(texts[0][i : i + LONG]) for i in range(len(texts[0]) - LONG + 1)}
    return all(any(tuple(t[i : i + LONG]) in first for i in range(len(t) - LONG + 1)) for t in texts[1:])


def _alike(kind: FactKind, a: Place, b: Place, corpus: Corpus) -> bool:
    if kind == "day":
        return same_day(a.statement.atoms[a.first], b.statement.atoms[b.first])
    if same_name(a.key, b.key, a.statement.words):
        return True
    actors = {corpus.actor(p.statement, p.span) for p in (a, b)}
    return len(actors) == 1 and None not in actors
