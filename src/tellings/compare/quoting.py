"""Quoting: one thing said that accounts of one language quote in other words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.compare.atoms import stem
from tellings.compare.lexicon import Lexicon, fold
from tellings.compare.statements import Corpus, Telling
from tellings.model import Cite, Fact, Utterance, Value, Variant

MOST_WORDINGS = 6
SHORTEST = 3
"""Content words in a wording that is compared; a shorter one shows only that the quotation was clipped."""
SPELLING, LEAST_SPELT = 88, 5
"""Likeness (0 to 100) and letters from which two words are two spellings of one."""
UNNAMED = 4
"""The same where no speaker is known, so that nothing but the words ties the wordings together."""


def _one_word(a: str, b: str) -> bool:
    if a == b:
        return True
    from rapidfuzz.fuzz import ratio

    return a[0] == b[0] and min(len(a), len(b)) >= LEAST_SPELT and ratio(a, b) >= SPELLING


@dataclass(frozen=True)
class _Wording:
    """What a variant says: its words in order, and those that carry content."""

    variant: Variant
    order: tuple[str, ...]
    content: frozenset[str]
    plain: frozenset[str]
    """Those of its content that are no names: two statements on one matter share the names, one statement the rest too."""

    def clips(self, other: _Wording) -> bool:
        """Tell whether the words of one stand in the other without a break, however they are spelt."""
        short, long = sorted((self.order, other.order), key=len)
        if "".join(short) in "".join(long):
            return True
        places = range(len(long) - len(short) + 1)
        return any(all(map(_one_word, short, long[i : i + len(short)])) for i in places)


def wording_facts(corpus: Corpus) -> Iterator[Fact]:
    """Yield the utterances that accounts of one language quote in other words, beyond clipping."""
    tellings = {t.article.document: t for t in corpus.tellings}
    shown = 0
    for utterance in corpus.material.utterances:
        for language in sorted({t.language for v in utterance.variants if (t := tellings.get(v.document))}):
            own = [
                v for v in utterance.variants if _quoted(v, tellings.get(v.document), language) and not _retold(v, utterance)
            ]
            groups = _groups(utterance, [_wording(v, tellings[v.document].words) for v in own])
            if len(groups) > 1 and shown < MOST_WORDINGS:
                shown += 1
                who = utterance.speaker or "one speaker"
                values = tuple(_value(g, corpus) for g in groups)
                yield Fact(about=f"words of {who}", kind="claim", values=values, relation="wording", confidence=0.8)


def _quoted(variant: Variant, telling: Telling | None, language: str) -> bool:
    """Tell whether a variant stands in quotation marks, so that its words are given as the speaker's own."""
    if telling is None or telling.language != language:
        return False
    return telling.article.analysis.quotes[variant.quote].kind in ("direct", "mixed")


def _retold(variant: Variant, utterance: Utterance) -> bool:
    """Tell whether a variant names its own speaker, so that it retells what was said."""
    family = fold((utterance.speaker or "").split()[-1]) if utterance.speaker else None
    return family is not None and family in fold(variant.text)


def _wording(variant: Variant, words: Lexicon) -> _Wording:
    plain = re.sub(r"[\[\]]|\(.*?\)", "", variant.text)
    found = [fold(w.replace(".", "")) for w in re.findall(r"[^\W_]+(?:\.[^\W_]\b)*", plain)]
    small = {fold(w) for w in re.findall(r"[^\W_]+", plain) if w[0].islower()}
    content = frozenset(stem(w) for w in found if w not in words.stop)
    named = content - {stem(w) for w in small if w not in words.stop}
    return _Wording(variant, tuple(stem(w) for w in found), content, content - named)


def _groups(utterance: Utterance, wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Return the wordings by their words, none where they are too short or too unlike to be of one saying."""
    least = SHORTEST if utterance.speaker else UNNAMED
    groups: list[list[_Wording]] = []
    for wording in sorted(wordings, key=lambda w: -len(w.order)):
        home = next((g for g in groups if g[0].clips(wording) or g[0].content == wording.content), None)
        if home is not None:
            home.append(wording)
        elif len(wording.content) >= least:
            groups.append([wording])
    if len(groups) > 1 and utterance.speaker is None and not _like([g[0].content for g in groups]):
        return []
    kept = [g for g in groups if g is groups[0] or _one_saying(groups[0][0], g[0])]
    return kept if len(kept) > 1 else []


def _one_saying(one: _Wording, other: _Wording) -> bool:
    """Tell whether two wordings share more than half of the shorter one's words, names apart."""
    short = min(one.plain, other.plain, key=len)
    return _like([one.content, other.content]) and 2 * len(one.plain & other.plain) > len(short)


def _like(contents: Sequence[frozenset[str]]) -> bool:
    """Tell whether wordings share half of the shortest one's words."""
    short = min(contents, key=len)
    return all(len(short & c) * 2 >= len(short) for c in contents)


def _value(wordings: Sequence[_Wording], corpus: Corpus) -> Value:
    own = [w.variant for w in wordings]
    cites = tuple(Cite(document=v.document, start=v.start, end=v.end, text=v.text) for v in own)
    return Value(value=own[0].text, evidence=cites, accounts=corpus.count(cites))
