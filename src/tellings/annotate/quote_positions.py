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
    verb: re.Pattern[str]
    person: re.Pattern[str]
    clause: re.Pattern[str]
    according: re.Pattern[str]
    that: re.Pattern[str]


@cache
def patterns(language: str) -> Patterns | None:
    """Return the patterns of a language, None where it has no table."""
    words = table("reporting", language)
    if not words.get("forms"):
        return None

    def some(values: Sequence[str]) -> str:
        return "|".join(re.escape(w) for w in sorted(values, key=len, reverse=True)) or r"(?!)"

    pronouns = some([w for kind in words["pronouns"].values() for w in kind])
    forms = some(words["forms"])
    participles = some(sorted({w.split(" ", 1)[1] for w in words["forms"] if " " in w}))
    particle = rf"(?i:\b(?:{some(words['particles'])})(?:\s+|(?<=[’'])))"
    plain = rf"(?!(?:{some(words.get('breaks', ()))})\b)[a-zà-öø-ÿ’'\-]+"
    name = rf"(?!{particle}|(?i:{pronouns})\b){NAME}"
    role = rf"{particle}{plain}(?:\s+(?:{plain}|{NAME})){{0,5}},\s+{name}"
    person = rf"(?:{role}|(?:{particle}(?:{plain}\s+){{0,4}})?{name}|(?i:\b(?:{pronouns})\b)|{particle}{plain})"
    asked = rf"(?i:\b(?:{some(words.get('inverted', ()))}))\s+(?P<cue1>(?i:{participles}))\b"
    turned = (
        rf"(?P<cue2>\b(?i:{forms}))\b(?:(?:-t)?-(?P<clitic>il|elle|ils|elles|on)\b|(?:\s+{plain}){{0,2}}?\s+(?P<who2>{person}))"
    )
    straight = rf"(?P<who3>{person})\s+(?P<cue3>\b(?i:{forms}))\b"
    alone = rf"(?P<cue4>\b(?i:{forms}))\b"
    that = rf"\b(?i:{some(words['that'])})(?:\b|(?<=[’']))"
    return Patterns(
        behind=re.compile(rf"\s*[,;—–\-]?\s*(?:{asked}|{turned}|{straight}|{alone})"),
        verb=re.compile(rf"\b(?i:{forms})\b"),
        person=re.compile(person),
        clause=re.compile(rf"(?P<cue>\b(?i:{forms}))\b\s(?:[^.!?«“\",:]{{0,40}}?\s)?(?P<that>{that})"),
        according=re.compile(rf"(?P<cue>\b(?i:{some(words['according'])}))\s+(?P<who>{person})"),
        that=re.compile(rf"{that}\s*$"),
    )


def place_quotes(text: str, language: str) -> list[Placed]:
    """Return the quotations of a paragraph in order; only marks and patterns speak here, so precision comes first."""
    known = patterns(language)
    marks = find_marked(text, dashes=bool(table("reporting", language).get("dashes")))
    found = [placed for mark in marks if (placed := _marked(text, mark, known)) is not None]
    if known is not None:
        found += _clauses(text, known, found)
    return sorted(found, key=lambda p: p.start)


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Return the sentence that holds a character, by punctuation alone."""
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
        cue, speaker = _leading(text, mark, known)
    ended = words[-1:] in ".!?…" or text[mark.end : mark.end + 1] in (".", "!", "?")
    whole = len(words.split()) >= 4 and words[:1].isupper() and ended
    if mark.single and cue is None:
        return None
    return Placed(mark.start, mark.end, "direct", cue, speaker) if cue is not None or whole else None


def _behind(text: str, mark: Marked, known: Patterns) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Find a reporting clause behind words in marks; it needs a comma, or marks that end in one or in ! or ?."""
    match = known.behind.match(text, mark.end, mark.end + AFTER)
    parted = text[mark.end : mark.end + 2].lstrip().startswith((",", "—", "–")) or mark.words(text)[-1:] in ",!?"
    if match is None or not parted:
        return None, None
    cue = next(match.span(name) for name in ("cue1", "cue2", "cue3", "cue4") if match[name])
    who = next((match.span(name) for name in ("clitic", "who2", "who3") if match[name]), None)
    return cue, who


def _leading(text: str, mark: Marked, known: Patterns) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Find a reporting clause that leads up to words in marks: it ends in the verb, a colon, a comma or "that"."""
    start, _ = sentence_around(text, mark.start)
    lead = text[start : mark.start].rstrip()
    verbs = list(known.verb.finditer(lead))
    verb = verbs[-1] if verbs else None
    if verb is None or len(lead) - verb.end() > 60:
        return None, None
    if lead[-1:] not in ":," and verb.end() != len(lead) and not known.that.search(lead):
        return None, None
    cue = (start + verb.start(), start + verb.end())
    return cue, _who_before(text, start, cue[0], known)


def _who_before(text: str, start: int, end: int, known: Patterns) -> tuple[int, int] | None:
    """Return the person last named before a reporting verb in its sentence: one with a name before a bare noun."""
    people = [m.span() for m in known.person.finditer(text, start, end)]
    named = [
        p for p in people if text[p[1] - 1 : p[1]].isalpha() and any(w[:1].isupper() for w in text[slice(*p)].split()[-1:])
    ]
    found = named or people
    return found[-1] if found else None


def _clauses(text: str, known: Patterns, taken: Sequence[Placed]) -> list[Placed]:
    """Find indirect speech: a speaker, a reporting word and "that"; or "according to" at the start of a sentence."""
    found = []
    for match in known.clause.finditer(text):
        begin, end = sentence_around(text, match.start("that"))
        start, stop = match.start("that"), len(text[:end].rstrip(" .!?…"))
        who = _who_before(text, begin, match.start(), known)
        if stop - start > 12 and not any(p.start < stop and start < p.end for p in taken):
            found.append(Placed(start, stop, "indirect", match.span("cue"), who))
    for match in known.according.finditer(text):
        start, end = sentence_around(text, match.start())
        comma = text.find(",", match.end(), min(end, match.end() + 60))
        stop = len(text[:end].rstrip(" .!?…"))
        if match.start() == start and 0 < comma < stop - 14 and not any(p.start < stop and comma < p.end for p in taken):
            found.append(Placed(comma + 2, stop, "indirect", match.span("cue"), match.span("who")))
    return found
