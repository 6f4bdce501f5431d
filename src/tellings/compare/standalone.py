"""Standing alone: whether a reader understands a sentence without the page around it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tellings.compare.lexicon import fold, lexicon
from tellings.lang import listed, table
from tellings.model import Article, Span

WORD = re.compile(r"[^\W_][\w’'-]*")
QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
PAST = re.compile(r"\w{2,}ed")
SHORT = 8
"""Words of a sentence that may be a heading."""
BEHIND, AROUND = 6, 3
"""Letters behind a day among which its year stands, and days from a page's own within which a day is its own."""
NEAR = 7
"""Words at the beginning among which one shows that the sentence goes on with what came before."""


class Words(NamedTuple):
    """What a language says of sentences that do not stand alone."""

    page_openings: tuple[str, ...]
    page_phrases: tuple[str, ...]
    leaning_openings: tuple[str, ...]
    pronouns: frozenset[str]
    seen_from_the_page: frozenset[str]
    with_parts: frozenset[str]
    parts: frozenset[str]
    going_on: frozenset[str]
    verbs: frozenset[str]
    speech: frozenset[str]
    kept: frozenset[str]


@cache
def _words(language: str) -> Words:
    own = table("clauses", language)

    def words(name: str) -> frozenset[str]:
        return frozenset(own.get(name, "").split())

    return Words(
        page_openings=tuple(own.get("page_openings", ())), page_phrases=tuple(own.get("page_phrases", ())),
        leaning_openings=tuple(own.get("leaning_openings", ())), pronouns=words("pronouns"),
        seen_from_the_page=words("seen_from_the_page"), with_parts=words("with_parts"), parts=words("parts"),
        going_on=words("going_on"), verbs=words("verbs"), speech=words("speech"), kept=words("kept"),
    )  # fmt: skip


@cache
def introducing(language: str) -> frozenset[str]:
    """Return the articles that introduce what was not told before."""
    return listed("clauses", "introducing", language)


def of_the_page(text: str, language: str) -> bool:
    """Tell whether a sentence is the page's own ("File - In this photo …", "Here's how …") and no news."""
    words, plain = _words(language), text.casefold()
    return plain.startswith(words.page_openings) or any(p in plain for p in words.page_phrases)


def leans(text: str, language: str) -> bool:
    """Tell whether a sentence leans on what came before: by its opening, or by a pronoun with nothing before it."""
    words = _words(language)
    opening = " ".join(fold(w) for w in WORD.findall(text)[:NEAR]) + " "
    if opening.startswith(tuple(f"{p} " for p in words.leaning_openings)):
        return True
    named = False
    for found in WORD.finditer(QUOTATION.sub(" ", text)):
        word = fold(found.group()).partition("'")[0]
        if word in words.pronouns:
            return not named
        stop = word in lexicon(language).stop
        named = named or word in lexicon(language).articles or (found.group()[0].isupper() and not stop)
    return False


def verbless(text: str, language: str) -> bool:
    """Tell whether a short sentence has no word that is known for its verb ("A rise of 9 per cent."): it is a heading.

    A participle behind a comma is none ("The runway, reopened this week."): it stands under a picture.
    """
    words, found = _words(language), list(WORD.finditer(text))
    if not words.verbs or len(found) > SHORT:
        return False
    return not any(
        w in words.verbs
        or w in words.speech
        or w in words.kept
        or (PAST.fullmatch(w) and not text[: m.start()].endswith(", "))
        or w.endswith("n't")
        for m in found
        if (w := fold(m.group()))
    )


def unnamed(article: Article, sentence: Span) -> bool:
    """Tell whether a pronoun in a sentence stands for somebody whom the sentence does not call by name or role before."""
    words = _words(article.analysis.metadata.language or "en")
    if words.pronouns.isdisjoint(fold(w) for w in WORD.findall(sentence.of(article.text))):
        return False
    for entity in article.entities:
        own = sorted((m for m in entity.mentions if sentence.contains(m)), key=lambda m: m.start)
        if own and own[0].kind == "pronoun" and not any(q.content.contains(own[0]) for _, q in article.quotes):
            return True
    return False


def captioned(article: Article, sentence: Span) -> bool:
    """Tell whether a sentence gives the page's own day with its year, as lines under pictures do and reports do not."""
    own = article.published.day if article.published else None
    if own is None:
        return False
    day = date.fromisoformat(own)
    times = (t for t in article.times if sentence.contains(t) and t.type == "DATE" and t.first_day == t.last_day is not None)
    return any(
        str(day.year) in article.text[t.start : t.end + BEHIND]
        and abs((day - date.fromisoformat(t.first_day or own)).days) <= AROUND
        for t in times
    )


def goes_on(text: str, language: str) -> bool:
    """Tell whether a sentence goes on with what came before ("The letter added …"): it does not open a summary."""
    own = [fold(w) for w in WORD.findall(text)[:NEAR]]
    return not _words(language).going_on.isdisjoint(own)


def seen_from_the_page(text: str, language: str) -> bool:
    """Tell whether a sentence names a day as seen from the page's own ("this morning"), outside quotation marks."""
    words, own = _words(language), [fold(w) for w in WORD.findall(QUOTATION.sub(" ", text))]
    parts = any(a in words.with_parts and b in words.parts for a, b in pairwise(own))
    return parts or not words.seen_from_the_page.isdisjoint(w.removesuffix("'s") for w in own)
