"""Quoting: one thing said that accounts of one language quote in other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby

from tellings.compare.atoms import stem
from tellings.compare.lexicon import Lexicon, fold
from tellings.compare.statements import Corpus, Telling
from tellings.model import Cite, Fact, Utterance, Value, Variant

MOST_WORDINGS = 6
SHORTEST = 3
"""Content words in a wording that is compared, and that two wordings of one saying must share."""
RUN = 6
"""Words in a row by which an account is known to give another's wording too."""
SPELLING, LEAST_SPELT = 82, 5
"""Likeness (0 to 100) and letters from which two words are two spellings of one."""
UNNAMED = 4
"""The same where no speaker is known, so that nothing but the words ties the wordings together."""
ONE_SAYING = 0.6
"""Share of the shorter wording's content that the longer must hold."""
LETTERS = 2
"""Letters in one place by which two spellings differ ("organisation", "organization"; "oil fields", "oilfields")."""
OPEN = "*"
"""Stands where a page leaves words out or puts its own in brackets: anything may stand there."""
CUT = re.compile(r"\[[^\]]*\]|\([^)]*\)|…|\.(?:\s?\.)+")
CALLED = re.compile(r"(?<!\w)[@#]\w+")
"""Whom a post is for, and what it is filed under."""
WORD = re.compile(r"\*|[^\W_]+(?:[.'’][^\W_]+\b)*")
MARKS_OPEN = tuple('“«„"‘')
INNER = re.compile(r"[“«„\"]([^“”«»„\"]+)[”»\"]")
DROPPED = "-"
"""In the table: a short form that may stand for a word or for nothing ("Europe's")."""
EMPTY_MINUTES = "00"


def _one_word(a: str, b: str) -> bool:
    if a == b or OPEN in (a, b):
        return True
    from rapidfuzz.fuzz import ratio

    return a[0] == b[0] and min(len(a), len(b)) >= LEAST_SPELT and ratio(a, b) >= SPELLING


@dataclass(frozen=True)
class _Wording:
    """What a variant says: its words in order, and those of them that carry content."""

    variant: Variant
    order: tuple[str, ...]
    content: tuple[str, ...]
    names: frozenset[str]
    """Content that stands with a capital wherever it stands: two statements on one matter share the names."""

    @property
    def plain(self) -> tuple[str, ...]:
        """Return its words as they stand."""
        return _plain(self.variant.text)

    def clips(self, other: _Wording) -> bool:
        """Tell whether one wording only leaves off words at the ends of the other, small words and spelling aside."""
        if "".join(self.order) in "".join(other.order) or "".join(other.order) in "".join(self.order):
            return True
        short, long = sorted((self.content, other.content), key=len)
        if set(short) <= set(long) and len(short) == len(long):
            return True
        if _stands_in(short, long) or _spelt_alike("".join(short), "".join(long)):
            return True
        return OPEN in short + long and _same_but_open(short, long)

    def one_saying(self, other: _Wording, least: int) -> bool:
        """Tell whether two wordings share most of the shorter one's content, and enough that is no name."""
        short, long = sorted(([w for w in x.content if w != OPEN] for x in (self, other)), key=len)
        left, shared = list(long), []
        for word in short:
            met = next((i for i, o in enumerate(left) if _one_word(word, o)), None)
            if met is not None:
                left.pop(met)
                shared.append(word)
        plain = [w for w in short if w not in self.names | other.names]
        told = [w for w in shared if w in plain]
        enough = len(shared) >= min(least, len(short)) and len(shared) >= ONE_SAYING * len(short)
        return enough and 2 * len(told) > len(plain)


def _stands_in(short: Sequence[str], long: Sequence[str]) -> bool:
    places = range(len(long) - len(short) + 1)
    return any(all(map(_one_word, short, long[i : i + len(short)])) for i in places)


def _spelt_alike(short: str, long: str) -> bool:
    """Tell whether two wordings, without the gaps between words, stand in one another or differ in single letters."""
    if short in long:
        return True
    edits = SequenceMatcher(None, short, long, autojunk=False).get_opcodes()
    return all(tag == "equal" or max(i2 - i1, j2 - j1) <= LETTERS for tag, i1, i2, j1, j2 in edits)


def _same_but_open(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether the pieces of each wording between its open places stand in the other, in their order."""
    return _pieces_stand_in(short, long) or _pieces_stand_in(long, short)


def _pieces_stand_in(cut: Sequence[str], whole: Sequence[str]) -> bool:
    at = 0
    for own, piece in groupby(cut, key=lambda w: w == OPEN):
        words = list(piece)
        if own:
            continue
        places = range(at, len(whole) - len(words) + 1)
        found = next((i for i in places if all(map(_one_word, words, whole[i : i + len(words)]))), None)
        if found is None:
            return False
        at = found + len(words)
    return True


def wording_facts(corpus: Corpus) -> Iterator[Fact]:
    """Yield the utterances that accounts of one language quote in other words, beyond clipping."""
    tellings = {t.article.document: t for t in corpus.tellings}
    shown = 0

    @cache
    def spoken(document: str) -> str:
        return f" {' '.join(_plain(tellings[document].article.text))} "

    for utterance in corpus.material.utterances:
        for language in sorted({t.language for v in utterance.variants if (t := tellings.get(v.document))}):
            own = [
                v for v in utterance.variants if _quoted(v, tellings.get(v.document), language) and not _retold(v, utterance)
            ]
            wordings = [_wording(v, tellings[v.document]) for v in own]
            groups = _groups(utterance, [w for w in wordings if not _gives_another(w, wordings, spoken)])
            if len(groups) > 1 and shown < MOST_WORDINGS:
                shown += 1
                who = _named([w.variant for g in groups for w in g], utterance) or "one speaker"
                values = tuple(_value(g, corpus) for g in groups)
                yield Fact(about=f"words of {who}", kind="claim", values=values, relation="wording", confidence=0.8)


def _gives_another(wording: _Wording, wordings: Sequence[_Wording], spoken: Callable[[str], str]) -> bool:
    """Tell whether the account of a wording gives another's words as well, so that it does not put them otherwise.

    `spoken` returns the words of a document, one space between two.
    """
    document = wording.variant.document
    others = {r for w in wordings if w.variant.document != document for r in _runs(w.plain)} - _runs(wording.plain)
    return bool(others) and any(f" {' '.join(run)} " in spoken(document) for run in others)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(fold(w) for w in WORD.findall(text))


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def _named(variants: Sequence[Variant], utterance: Utterance) -> str | None:
    """Return the speaker of an utterance, where most of the wordings shown are given to a speaker of that name."""
    if utterance.speaker is None:
        return None
    family = fold(utterance.speaker).split()[-1]
    own = sum(v.speaker is not None and fold(v.speaker).split()[-1] == family for v in variants)
    return utterance.speaker if 2 * own > len(variants) else None


def _quoted(variant: Variant, telling: Telling | None, language: str) -> bool:
    """Tell whether a variant stands in quotation marks, so that its words are given as the speaker's own."""
    if telling is None or telling.language != language:
        return False
    kind = telling.article.analysis.quotes[variant.quote].kind
    return kind == "direct" or (kind == "mixed" and _own_words(variant, telling))


def _own_words(variant: Variant, telling: Telling) -> bool:
    """Tell whether words of a half-quoted saying are the speaker's own; a nickname in quotation marks is the page's."""
    if _marked_before(variant, telling):
        return True
    return any(w[0].islower() for piece in INNER.findall(variant.text) for w in re.findall(r"[^\W\d_]+", piece))


def _retold(variant: Variant, utterance: Utterance) -> bool:
    """Tell whether a variant names its own speaker, so that it retells what was said."""
    family = fold((utterance.speaker or "").split()[-1]) if utterance.speaker else None
    return family is not None and family in fold(variant.text)


def _said(variant: Variant, telling: Telling) -> str:
    """Return the words of a variant that are the speaker's own: what stands in quotation marks of one that is half retold."""
    pieces = INNER.findall(variant.text)
    mixed = telling.article.analysis.quotes[variant.quote].kind == "mixed" and pieces
    return f" {OPEN} ".join(("", *pieces, "")) if mixed and not _marked_before(variant, telling) else variant.text


def _marked_before(variant: Variant, telling: Telling) -> bool:
    return telling.article.text[max(0, variant.start - 2) : variant.start].strip()[-1:] in MARKS_OPEN


def _wording(variant: Variant, telling: Telling) -> _Wording:
    words = telling.words
    text = CALLED.sub(f" {OPEN} ", _said(variant, telling))
    found = [w.replace(".", "") for w in WORD.findall(CUT.sub(f" {OPEN} ", text))]
    parts = [p for w in found for p in _parts(fold(w), words) if p and p != EMPTY_MINUTES]
    spelt = [words.short_forms.get(p, p) for p in parts if p not in words.articles | words.the]
    order = tuple(stem(p) for p in spelt if p != DROPPED)
    small = {stem(p) for w in found if w[0].islower() for p in _parts(fold(w), words)}
    empty = words.stop | words.generic | words.totals
    content = tuple(stem(p) for p in parts if p not in empty)
    return _Wording(variant, order, content, frozenset(content) - small)


def _parts(word: str, words: Lexicon) -> Sequence[str]:
    """Return a word and the short form joined to it apart ("weather's", "don't")."""
    plain = word.replace("’", "'")
    joined = next((s for s in words.short_forms if "'" in s and plain.endswith(s)), None)
    return (plain.removesuffix(joined), words.short_forms[joined]) if joined else plain.split("'")


def _groups(utterance: Utterance, wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Return the wordings by their words, none where they are too short or too unlike to be of one saying."""
    least = SHORTEST if utterance.speaker else UNNAMED
    groups: list[list[_Wording]] = []
    for wording in sorted(wordings, key=lambda w: -len(w.order)):
        home = next((g for g in groups if g[0].clips(wording)), None)
        if home is not None:
            home.append(wording)
        elif len(wording.content) >= least:
            groups.append([wording])
    kept = [g for g in groups if g is groups[0] or (g[0].one_saying(groups[0][0], least) and _one_speaker(g, groups[0]))]
    return kept if len(kept) > 1 else []


def _one_speaker(a: Sequence[_Wording], b: Sequence[_Wording]) -> bool:
    """Tell whether no speaker is named of one group who is not named of the other, where both name one."""
    named = [{fold(w.variant.speaker).split()[-1] for w in g if w.variant.speaker} for g in (a, b)]
    return not (named[0] and named[1]) or bool(named[0] & named[1])


def _value(wordings: Sequence[_Wording], corpus: Corpus) -> Value:
    own = [w.variant for w in wordings]
    cites = tuple(Cite(document=v.document, start=v.start, end=v.end, text=v.text) for v in own)
    return Value(value=own[0].text, evidence=cites, accounts=corpus.count(cites))
