"""Attribution: who said it, where accounts name the speaker of one utterance differently or more finely.

`saying` sets speakers against each other whose names stand beside a word of speech. Here the speaker that a quotation is given
to counts: a person by whatever name or pronoun, and who speaks for whom ("a spokeswoman for the minister", "the minister").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.atoms import tokens_of
from tellings.compare.gather import between_copies
from tellings.compare.lexicon import Lexicon, fold
from tellings.compare.naming import core, same_name
from tellings.compare.saying import share_run, verbatim
from tellings.compare.statements import Corpus
from tellings.model import Cite, Entity, Fact, Relation, Utterance, Value, Variant

SURE = 0.75
"""Confidence of a quotation's speaker from which it is set against another account's."""
OPENING = 8


@dataclass(frozen=True, eq=False)
class Speaker:
    """Who an account gives an utterance to: the words that it uses, the person behind them and their gender."""

    cite: Cite
    words: tuple[str, ...]
    name: str | None
    actor: str | None
    gender: str | None
    pronoun: bool
    person: bool
    named: bool
    text: str = ""
    """The words that are given to the speaker, `direct` where all of them stand in quotation marks."""
    direct: bool = False


def attribution_facts(corpus: Corpus) -> Iterator[Fact]:
    """Yield the utterances that accounts give to different people, and those whose speaker some name more finely."""
    for utterance in corpus.material.utterances:
        if len({v.document for v in utterance.variants}) < 2:
            continue
        speakers = [s for v in utterance.variants if (s := _speaker(v, corpus))]
        for relation, groups in (
            ("conflict", _against(speakers, utterance, corpus)),
            ("refinement", _finer(speakers, utterance, corpus)),
        ):
            if len(groups) > 1:
                yield _fact(relation, groups, utterance, corpus)  # type: ignore[arg-type]
                break


def _speaker(variant: Variant, corpus: Corpus) -> Speaker | None:
    telling = next((t for t in corpus.tellings if t.article.document == variant.document), None)
    if telling is None:
        return None
    quote = telling.article.analysis.quotes[variant.quote]
    if quote.speaker is None or quote.confidence < SURE or quote.kind == "indirect":
        return None
    entity = next((e for e in telling.article.analysis.entities if e.id == quote.speaker_entity), None)
    words = tuple(t.fold for t in tokens_of(telling.article.text, quote.speaker.start, quote.speaker.end))
    pronoun = len(words) == 1 and words[0] in telling.words.he | telling.words.she
    return Speaker(
        cite=telling.cite(quote.speaker.bare()), words=words, name=entity.name if entity else None,
        actor=corpus.names.get((variant.document, entity.id)) if entity else None,
        gender=_gender(entity, words, telling.words), pronoun=pronoun, person=entity is not None and entity.type == "person",
        named=entity is not None and _named(entity, words, telling.words), text=variant.text,
        direct=quote.kind == "direct",
    )  # fmt: skip


def _named(entity: Entity, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether the words that an account uses hold a speaker's name, not a role alone ("the president")."""
    own = [w for w in core(fold(entity.name), lexicon) if w not in lexicon.titles]
    plain = entity.name.split()[0].lower() in lexicon.articles | lexicon.the or not entity.name.split()[-1][0].isupper()
    return not plain and len("".join(own)) > 1 and bool(set(own) & set(words))


def _gender(entity: Entity | None, words: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return the pronouns that an account takes a speaker up with, None where it uses both or none."""
    forms = [w.lower() for m in entity.mentions if m.kind == "pronoun" for w in m.form.split()] if entity else []
    found = {g for g, own in (("he", lexicon.he), ("she", lexicon.she)) if own & {*forms, *words}}
    return next(iter(found)) if len(found) == 1 else None


def _against(speakers: Sequence[Speaker], utterance: Utterance, corpus: Corpus) -> list[list[Speaker]]:
    """Return the people that accounts give one wording to; a pronoun counts where the other speaker is of the other gender."""
    people = [s for s in speakers if s.person and s.direct and (s.pronoun or s.named)]
    if any(corpus.tellings[0].words.speaking_for & set(s.words) for s in people):
        return []
    if len(people) < 2 or not verbatim(utterance):
        return []
    groups: list[list[Speaker]] = []
    for speaker in people:
        home = next((g for g in groups if _one(g[0], speaker, corpus)), None)
        if home is None:
            groups.append([speaker])
        else:
            home.append(speaker)
    leads = [next((s for s in g if not s.pronoun), g[0]) for g in groups]
    if any(_names(a, b, corpus) for a in people for b in leads if a is not b and not _one(a, b, corpus)):
        return []
    return groups if all(_apart(a, b) for i, a in enumerate(leads) for b in leads[:i]) else []


def _names(speaker: Speaker, other: Speaker, corpus: Corpus) -> bool:
    """Tell whether the sentence that gives one speaker names the other: one of them tells what the other said."""
    telling = next(t for t in corpus.tellings if t.article.document == speaker.cite.document)
    home = next((s for s in telling.statements if s.span.start <= speaker.cite.start < s.span.end), None)
    family = fold(other.name or "").split()[-1:]
    return home is not None and bool(set(family) & set(home.keys))


def _one(a: Speaker, b: Speaker, corpus: Corpus) -> bool:
    if a.actor is not None and a.actor == b.actor:
        return True
    return same_name(fold(a.name or ""), fold(b.name or ""), corpus.tellings[0].words)


def _apart(a: Speaker, b: Speaker) -> bool:
    if a.cite.document == b.cite.document:
        return False
    if not share_run(a.text, b.text) or any(len(s.words[-1:] and s.words[-1]) == 1 for s in (a, b)):
        return False
    if a.pronoun or b.pronoun:
        return a.gender is not None and b.gender is not None and a.gender != b.gender
    return True


def _finer(speakers: Sequence[Speaker], utterance: Utterance, corpus: Corpus) -> list[list[Speaker]]:
    """Return those who name a speaker and those who name who speaks for it; else those who give a role, and a name."""
    words = corpus.tellings[0].words
    deputies = [s for s in speakers if words.speaking_for & set(s.words)]
    for deputy in deputies:
        others = [s for s in speakers if s not in deputies and not s.pronoun and not _by_name(deputy, s, words)]
        named = [s for s in others if _speaks_for(deputy, s, words)]
        if named and {s.cite.document for s in named} != {deputy.cite.document}:
            return [named, deputies]
    named = [s for s in speakers if s.person and s.named]
    roles = [
        s for s in speakers if not s.named and not s.pronoun and len(s.words) > 1 and s.words[0] in words.articles - words.the
    ]
    one = len({s.name for s in named}) == 1 and not {s.cite.document for s in named} & {s.cite.document for s in roles}
    return [roles, named] if one and roles and verbatim(utterance) else []


def _by_name(deputy: Speaker, speaker: Speaker, words: Lexicon) -> bool:
    """Tell whether who speaks for somebody is called by the very name ("Kerrow spokesman Ivo Lenz", "Lenz")."""
    own = core(fold(speaker.name or " ".join(speaker.words)), words)
    return bool(own) and deputy.words[-1] == own[-1] and not words.relating & set(deputy.words)


def _speaks_for(deputy: Speaker, speaker: Speaker, words: Lexicon) -> bool:
    name = set(core(" ".join(speaker.words), words))
    return (bool(name) and name <= set(deputy.words)) or bool(
        speaker.name and set(core(fold(speaker.name), words)) <= set(deputy.words)
    )


def _fact(relation: Relation, groups: Sequence[Sequence[Speaker]], utterance: Utterance, corpus: Corpus) -> Fact:
    values = tuple(_value(g, corpus) for g in groups)
    opening = " ".join(utterance.variants[utterance.longest].text.split()[:OPENING])
    return Fact(
        about=f"who said “{opening} …”", kind="attribution", values=values, relation=relation, confidence=0.75,
        between_copies=between_copies(values, corpus),
    )  # fmt: skip


def _value(speakers: Sequence[Speaker], corpus: Corpus) -> Value:
    ordered = sorted(speakers, key=lambda s: s.pronoun)
    cites = tuple({s.cite.document: s.cite for s in reversed(ordered)}.values())
    first = ordered[0]
    shown = first.name if first.pronoun and first.name else first.cite.text
    return Value(value=shown, evidence=cites, accounts=corpus.count(cites))
