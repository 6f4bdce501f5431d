"""Quotations by position, for text without a parse: marks, and the reporting words of the language beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tellings.annotate.quote_marks import Marked, find_marked
from tellings.lang import table
from tellings.model import QuoteKind

NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w’'\-]+(?:\s+(?:(?:de|del|la|le|von|van|al|bin|da|dos|du|y|et)\s+)*[A-ZÀ-ÖØ-Þ][\w’'\-]+)*)"
SENTENCE = re.compile(r"[.!?…][”\"»’')\]]*\s+(?=[“\"«‘(\[¿¡—]?\s?[A-ZÀ-ÖØ-Þ])")
AFTER = 110
"""Characters behind a mark in which its reporting clause must stand; longer clauses tell something else."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation as characters of its paragraph; `speaker` and `cue` where the reporting clause names them."""

    start: int
    end: int
    kind: QuoteKind
    cue: tuple[int, int] | None
    speaker: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Patterns:
    """The reporting words of a language as patterns around words in marks and around clauses."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    clause: re.Pattern[str]
    according: re.Pattern[str]


@cache
def patterns(language: str) -> Patterns | None:
    """Return the patterns of a language, None where it has no table."""
    words = table("reporting", language)
    if not words.get("forms"):
        return None

    def some(name: str) -> str:
        return "|".join(re.escape(w) for w in sorted(words.get(name, ()), key=len, reverse=True)) or r"(?!)"

    pronouns = "|".join(re.escape(w) for kind in words["pronouns"].values() for w in kind) or r"(?!)"
    verb = rf"(?P<cue>\b(?:{some('forms')})\b)"
    particle = rf"(?i:\b(?:{some('particles')})(?:\s+|(?<=[’'])))"
    plain = rf"(?!(?:{some('breaks')})\b)[a-zà-öø-ÿ’'\-]+"
    name = rf"(?!{particle}|(?i:{pronouns})\b){NAME}"
    person = rf"(?P<who>(?:{particle}(?:{plain}\s+){{0,4}})?{name}|(?i:\b(?:{pronouns})\b)|{particle}{plain})"
    flags = re.IGNORECASE
    inverted = rf"{verb}(?:-t)?(?:-(?P<clitic>il|elle|ils|elles|on)\b|\s+(?-i:{person}))"
    return Patterns(
        behind=re.compile(
            rf"[\s,;—–\-]*(?:{inverted}|(?-i:{person.replace('?P<who>', '?P<who2>')})\s+{verb.replace('?P<cue>', '?P<cue2>')})",
            flags,
        ),
        before=re.compile(rf"(?-i:{person})[^.!?«“\"]{{0,80}}?{verb}[^.!?«“\"]{{0,60}}?[:,]?\s*$", flags),
        clause=re.compile(
            rf"(?-i:{person})[^.!?«“\"]{{0,60}}?\s{verb}\s(?:[^.!?«“\",]{{0,40}}\s)?(?P<that>\b(?:{some('that')})(?:\b|(?<=[’'])))",
            flags,
        ),
        according=re.compile(rf"\b(?P<cue>{some('according')})\s+(?-i:{person})", flags),
    )


def place_quotes(text: str, language: str) -> list[Placed]:
    """Return the quotations of a paragraph in order; only marks and patterns speak here, so precision comes first."""
    known = patterns(language)
    marks = find_marked(text, dashes=bool(table("reporting", language).get("dashes")))
    found = [placed for mark in marks if (placed := _marked(text, mark, known)) is not None]
    if known is not None:
        found += _clauses(text, known, found)
    return sorted(found, key=lambda p: p.start)


def _sentence_around(text: str, at: int) -> tuple[int, int]:
    start = 0
    for match in SENTENCE.finditer(text):
        if match.end() <= at:
            start = match.end()
        elif match.start() >= at:
            return start, match.start() + 1
    return start, len(text)


def _marked(text: str, mark: Marked, known: Patterns | None) -> Placed | None:
    words = mark.words(text)
    cue, speaker = _behind(text, mark, known) if known else (None, None)
    if cue is None and known is not None:
        start, _ = _sentence_around(text, mark.start)
        lead = known.before.search(text, start, mark.start)
        if lead:
            cue, speaker = lead.span("cue"), lead.span("who")
    size = len(words.split())
    whole = size >= 4 and words[:1].isupper() and (words[-1:] in ".!?…" or text[mark.end : mark.end + 1] in ".!?")
    if mark.single and cue is None:
        return None
    if (cue is not None and size >= 1) or whole:
        return Placed(mark.start, mark.end, "direct", cue, speaker)
    return None


def _behind(text: str, mark: Marked, known: Patterns) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    match = known.behind.match(text, mark.end, mark.end + AFTER)
    if match is None:
        return None, None
    if match["cue"]:
        who = "clitic" if match["clitic"] else "who"
        return match.span("cue"), match.span(who)
    return match.span("cue2"), match.span("who2")


def _clauses(text: str, known: Patterns, taken: Sequence[Placed]) -> list[Placed]:
    """Find indirect speech: a speaker, a reporting word and "that"; or "according to" at the start of a sentence."""
    found = []
    for match in known.clause.finditer(text):
        _, end = _sentence_around(text, match.start("that"))
        start, stop = match.start("that"), len(text[:end].rstrip(" .!?…"))
        inner = [p for p in taken if start <= p.start < stop]
        if stop - start > 12 and not any(p.start < start < p.end for p in taken):
            kind: QuoteKind = "mixed" if inner else "indirect"
            if not inner:
                found.append(Placed(start, stop, kind, match.span("cue"), match.span("who")))
    for match in known.according.finditer(text):
        start, end = _sentence_around(text, match.start())
        comma = text.find(",", match.end(), min(end, match.end() + 60))
        if match.start() == start and comma > 0:
            stop = len(text[:end].rstrip(" .!?…"))
            if not any(p.start < stop and comma < p.end for p in taken) and stop - comma > 14:
                found.append(Placed(comma + 2, stop, "indirect", match.span("cue"), match.span("who")))
    return found
