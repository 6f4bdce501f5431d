"""Clauses: parts of a sentence that a summary may leave out, so that its words say more; never a hedge, a source or a "not".

Only whole parts between marks go: in brackets, between dashes, behind a comma at the end, an apposition before the verb,
an opening before the first comma. A part stays where it, too, holds a word that says who says so, how sure it is, or the
contrary; so does everything inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from tellings.lang import table
from tellings.model import Span

LONGEST = 24
"""Words of the longest part that is left out."""
SHORTEST = 6
"""Words that must stay."""
MOST_PARTS = 5
CLEAR = 6
"""Words without a comma behind an opening: fewer may be a list that the opening begins."""
BRACKETS = re.compile(r"\s*\([^()\n]{1,120}\)")
DASHES = re.compile(r"\s*(?:—|–|--|\s-\s)\s*([^—–\n]{3,120}?)\s*(?:—|–|--|\s-\s)\s*")
HOME = r"(?:of|from)\s+[A-ZÀ-Þ][\w’'. -]{1,40}"
ASIDE = re.compile(rf",\s+(?:\d{{1,3}}|{HOME})(?:,\s+{HOME})?,(?=\s)")
"""An age, a home, or both, between commas."""
COMMA = re.compile(r",\s+(?=\w)")
WORD = re.compile(r"[\w’'-]+")
QUOTES = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?")
ENDED = re.compile(r"\w{3,}ed$")


class Words(NamedTuple):
    """What a language says of clauses."""

    kept: frozenset[str]
    relatives: frozenset[str]
    articles: frozenset[str]
    additions: frozenset[str]
    not_participles: frozenset[str]
    verbs: frozenset[str]
    speech: frozenset[str]
    prepositions: frozenset[str]
    openings: frozenset[str]
    joining: frozenset[str]


@cache
def _words(language: str) -> Words | None:
    found = table("clauses", language)
    return Words(*(frozenset(found[name].split()) for name in Words._fields)) if found else None


def protected(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text that say who says so, how sure it is, or the contrary, in order."""
    words = _words(language)
    return tuple(w for w in map(str.casefold, WORD.findall(text)) if words and w in words.kept)


def shortened(text: str, language: str) -> Iterator[str]:
    """Yield a sentence without some of the parts that it can do without, the longest first; nothing where there are none."""
    words = _words(language)
    if words is None:
        return
    parts = list(_parts(text, words))[:MOST_PARTS]
    seen = {text}
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            if any(a.overlaps(b) for a, b in combinations(chosen, 2)):
                continue
            left = _without(text, chosen)
            if left not in seen and len(left.split()) >= SHORTEST and protected(left, language) == protected(text, language):
                seen.add(left)
                yield left


def _parts(text: str, words: Words) -> Iterator[Span]:
    quoted = [Span(m.start(), m.end()) for m in QUOTES.finditer(text)]
    for part in (*_marked(text), *_behind_commas(text, words), *_opening(text, words)):
        own = WORD.findall(text[part.start : part.end].casefold())
        if own and len(own) <= LONGEST and not words.kept.intersection(own) and not any(q.overlaps(part) for q in quoted):
            yield part


def _marked(text: str) -> Iterator[Span]:
    for found in BRACKETS.finditer(text):
        yield Span(found.start(), found.end())
    for found in (*ASIDE.finditer(text), *DASHES.finditer(text)):
        yield Span(found.start(), found.end())


def _behind_commas(text: str, words: Words) -> Iterator[Span]:
    """Yield relative clauses, participles and appositions behind a comma, up to a later one or the end."""
    commas = [m.start() for m in COMMA.finditer(text)]
    end = len(text.rstrip(".!?"))
    for at, comma in enumerate(commas):
        first = _first(text[comma:])
        named = text[:comma].split()[-1:] != [] and text[:comma].split()[-1][0].isupper()
        for close in commas[at + 1 : at + 3]:
            part, after = text[comma:close], _first(text[close:])
            office = named and part[2:3].isupper() and after in words.speech
            if office or (_tells_more(part, words) and _goes_on(first, after, words)):
                yield Span(comma, close + 1)
                break
        broken = any(_goes_on(first, _first(text[close:]), words) for close in commas[at + 1 :])
        last = at + 1 == len(commas) or (first in words.relatives and not broken)
        clear = first not in words.articles or (named and len(commas) == 1)
        if last and clear and _tells_more(text[comma:end], words):
            yield Span(comma, end)


def _first(text: str) -> str:
    found = WORD.search(text)
    return found.group().casefold() if found else ""


def _tells_more(part: str, words: Words) -> bool:
    """Tell whether a part behind a comma only tells more: relative, participle, addition, or an apposition that is no list."""
    own = [w.casefold() for w in WORD.findall(part)]
    if not own:
        return False
    participle = own[0].endswith("ing") and own[0] not in words.not_participles
    apposition = own[0] in words.articles and not words.joining.intersection(own)
    return own[0] in words.relatives or own[0] in words.additions or participle or apposition


def _goes_on(opener: str, after: str, words: Words) -> bool:
    """Tell whether the sentence goes on with its verb behind a part (or, behind a relative clause, with its time or place)."""
    verb = after in words.verbs or after in words.speech or bool(ENDED.fullmatch(after))
    return verb or (opener in words.relatives and after in words.prepositions)


def _opening(text: str, words: Words) -> Iterator[Span]:
    """Yield what stands before the first or second comma, where a name or an article follows and no list begins."""
    commas = list(COMMA.finditer(text))
    for at, comma in enumerate(commas[:2]):
        own, after = WORD.findall(text[: comma.start()]), text[comma.end() :]
        following = commas[at + 1].start() - comma.end() if at + 1 < len(commas) else len(after)
        if not own or any(c.isdigit() for w in own for c in w) or len(after[:following].split()) < CLEAR:
            continue
        if own[0].casefold() in words.openings and (_first(after) in words.articles or after[:1].isupper()):
            yield Span(0, comma.end())


def _without(text: str, parts: tuple[Span, ...]) -> str:
    left, end = "", 0
    for part in sorted(parts, key=lambda p: p.start):
        left, end = f"{left}{text[end : part.start]} ", part.end
    left += text[end:]
    spaced = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(left.split())).strip(" ,")
    return spaced[:1].upper() + spaced[1:]
