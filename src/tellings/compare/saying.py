"""Sayings: one thing said, with the day or the speaker that each account gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.changes import Place, same_day
from tellings.compare.gather import between_copies, value_of
from tellings.compare.lexicon import fold
from tellings.compare.naming import core, name_run, same_name, speaks
from tellings.compare.statements import Corpus, Statement
from tellings.model import Fact, FactKind, Quote, Span, Utterance, Variant

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
            sign: tuple[object, ...] = (fact.kind, *sorted((c.document, c.start) for v in fact.values for c in v.evidence))
            if sign not in seen:
                seen.add(sign)
                yield fact


def _said(variant: Variant, corpus: Corpus) -> Said:
    telling = next((t for t in corpus.tellings if _in(variant, t.article.document, t.statements)), None)
    if telling is None:
        return Said(variant, None, None)
    quote = telling.article.analysis.quotes[variant.quote]
    home = next((s for s in telling.statements if s.span.overlaps(Span(variant.start, variant.end))), None)
    direct = quote.kind == "direct"
    speaker = _place_at(telling.statements, quote.speaker, corpus) if quote.speaker and direct else None
    if home is None:
        return Said(variant, None, speaker)
    day = _day(telling.statements, home, variant, quote, telling.article.text) or _said_on(
        telling.statements, variant, quote, telling.article.text
    )
    return Said(variant, day, speaker)


def _in(variant: Variant, document: str, statements: Sequence[Statement]) -> bool:
    return document == variant.document and any(s.span.start <= variant.start < s.span.end for s in statements)


def _place_at(statements: Sequence[Statement], span: Span, corpus: Corpus) -> Place | None:
    """Return the place of a speaker who is named in full view: a person's name right beside a word of speech."""
    home = next((s for s in statements if s.span.start <= span.start < s.span.end), None)
    if home is None:
        return None
    own = [i for i, a in enumerate(home.atoms) if span.start <= a.start < span.end and a.kind == "name"]
    if not own:
        return None
    first, last = name_run(home, own[-1], own[-1] + 1)
    place = Span(home.atoms[first].start, home.atoms[last - 1].end)
    entity = corpus.telling(home).entity_at(place)
    named = entity is None or entity.type == "person"
    if not named or not speaks(home, first, last) or all(a.key in home.words.titles for a in home.atoms[first:last]):
        return None
    return Place(home, first, last, place, " ".join(a.key for a in home.atoms[first:last]))


def _day(statements: Sequence[Statement], home: Statement, variant: Variant, quote: Quote, text: str) -> Place | None:
    """Return the one day named outside the quotation beside its cue, or where its speaker was named just before."""
    cue, speaker = quote.cue, quote.speaker
    names = set(core(" ".join(a.key for a in home.atoms if speaker and speaker.start <= a.start < speaker.end), home.words))
    names |= set(core(fold(variant.speaker), home.words)) if variant.speaker else set()
    near = [s for s in statements if 0 <= home.place - s.place <= BEFORE or (cue and s.span.contains(cue))]
    for s in sorted(near, key=lambda s: home.place - s.place):
        speech = any(a.key in s.words.speech or a.key in s.words.speech_nouns for a in s.atoms)
        named = s is home or (cue is not None and s.span.contains(cue)) or bool(names & {a.key for a in s.atoms})
        if not (speech and named):
            continue
        days = [i for i, a in enumerate(s.atoms) if a.kind == "day" and not (variant.start <= a.start < variant.end)]
        beside = [i for i in days if _beside(s, i, names, text)]
        if len(beside) == 1:
            i = beside[0]
            atom = s.atoms[i]
            return Place(s, i, i + 1, Span(atom.start, atom.end), atom.key)
    return None


def _said_on(statements: Sequence[Statement], variant: Variant, quote: Quote, text: str) -> Place | None:
    """Return the day that the quotation is dated by, where its own sentence or that of its cue names that day and no other."""
    said = quote.said
    if said is None or said.first_day is None or said.first_day != said.last_day:
        return None
    for s in statements:
        if not (s.span.overlaps(Span(variant.start, variant.end)) or (quote.cue and s.span.contains(quote.cue))):
            continue
        days = [i for i, a in enumerate(s.atoms) if a.kind == "day" and not variant.start <= a.start < variant.end]
        if len(days) == 1 and s.atoms[days[0]].day == said.first_day:
            atom = s.atoms[days[0]]
            if text[atom.end : atom.end + 1] in ("'", "’"):
                return None
            return Place(s, days[0], days[0] + 1, Span(atom.start, atom.end), atom.key)
    return None


def _beside(statement: Statement, at: int, names: set[str], text: str) -> bool:
    """Tell whether a day is that of something said: beside a word of speech that stands beside the speaker's name."""
    atoms, words = statement.atoms, statement.words
    if text[atoms[at].end : atoms[at].end + 1] in ("'", "’"):
        own = [a.key for a in atoms[at + 1 : at + 3] if a.key != "s"][:1]
        return bool(words.speech_nouns & set(own)) and bool(names & {a.key for a in atoms[at : at + 8]})
    links = words.day_links | words.speech | words.speech_nouns
    if at and atoms[at - 1].key not in links and not any(a.key in words.speech for a in atoms[max(0, at - 3) : at]):
        return False
    for k in range(max(0, at - 8), min(len(atoms), at + 9)):
        verb, noun = atoms[k].key in words.speech, atoms[k].key in words.speech_nouns
        if verb or (noun and abs(k - at) <= 3):
            near = atoms[max(0, k - 3) : k + (4 if verb else 10)]
            if names & {a.key for a in near}:
                return True
    return False


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
    if kind == "attribution" and not verbatim(utterance):
        return None
    values = tuple(value_of(g, corpus) for g in groups)
    who = utterance.speaker or next((v.speaker for v in utterance.variants if v.speaker), None)
    text = " ".join(utterance.variants[utterance.longest].text.split()[:8])
    about = f"day of {who}’s statement" if kind == "day" and who else f"day on which “{text} …” was said"
    return Fact(
        about=about if kind == "day" else f"who said “{text} …”", kind=kind, values=values, relation="conflict",
        confidence=0.8, between_copies=between_copies(values, corpus),
    )  # fmt: skip


def verbatim(utterance: Utterance) -> bool:
    """Tell whether every two wordings share a run of words long enough to be one utterance whoever said it."""
    first = utterance.variants[0].text
    return all(share_run(first, v.text) for v in utterance.variants[1:])


def share_run(a: str, b: str) -> bool:
    """Tell whether two texts share a run of words long enough to be of one utterance."""
    texts = [[fold(w.strip(MARKS)) for w in text.split()] for text in (a, b)]
    runs = [{tuple(t[i : i + LONG]) for i in range(len(t) - LONG + 1)} for t in texts]
    return bool(runs[0] & runs[1])


def _alike(kind: FactKind, a: Place, b: Place, corpus: Corpus) -> bool:
    if kind == "day":
        return same_day(a.statement.atoms[a.first], b.statement.atoms[b.first])
    if same_name(a.key, b.key, a.statement.words):
        return True
    actors = {corpus.actor(p.statement, p.span) for p in (a, b)}
    return len(actors) == 1 and None not in actors
