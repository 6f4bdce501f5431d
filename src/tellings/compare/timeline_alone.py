"""Whether a line of the timeline names what it speaks of: no "he" and no "the company" whom only the page around it names.

The words are those of `lang/timeline`; a language without them lets every line pass. Who a pronoun stands for is asked of the
page's entities, as evidence against a line only: a wrong answer there leaves a line out, and puts no name into one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from tellings.lang import listed
from tellings.model import Article, Entity, Event, Mention, Span

_listed = partial(listed, "timeline")
WORD = re.compile(r"[^\W_]+")
SURE = re.compile(r"[^\W\d_]*[A-ZÀ-Þ\d]")
"""A word that names or counts: a capital or a digit in it."""
US = "US"
"""A country, and no pronoun."""
CLOSING = re.compile(r"’(?!\w)")
REACH = 16
"""Characters before a noun phrase within which its article stands."""


def _many(language: str) -> frozenset[str]:
    return frozenset().union(*(_listed(f"{kind}_of_many", language) for kind in ("persons", "bodies", "things")))


class Naming:
    """Tells of the lines of a story whether they can be understood without their pages; reads each page's mentions once."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self.titles = frozenset(w for a in articles for w in WORD.findall((a.title or "").lower()))
        self.mentions: dict[tuple[str, int], list[tuple[Mention, Entity]]] = {}

    def understood(self, span: Span, event: Event, article: Article) -> bool:
        """Tell whether a line, of whose report this is the event, says who and what it is about."""
        language = article.analysis.metadata.language or "en"
        if not _listed("persons", language):
            return True
        if _opens_pointing(span, article, language):
            return False
        inside = [pair for pair in self._of(article) if span.contains(pair[0])]
        if self._points_back(span, inside, article, language) or _pointed(span, article, language):
            return False
        doers = [a for a in (*event.actors, *event.recipients) if span.contains(a)]
        first = min(doers, key=lambda a: a.start, default=None)
        opening = _opening(span, article, language)
        return not any(
            _bare(phrase, span, inside, article, language) and not self._entitled(phrase, article, language)
            for phrase in (first, opening)
            if phrase is not None
        ) and not any(self._loose_end(a, span, article, language) for a in (*event.recipients, _last(event.trigger, article)))

    def _loose_end(self, phrase: Span, span: Span, article: Article, language: str) -> bool:
        """Tell whether what is done is done to "the request", which nothing in the line or a title is."""
        head = phrase.of(article.text)
        before = WORD.findall(article.text[max(span.start, phrase.start - REACH) : phrase.start].lower())[-1:]
        if not WORD.fullmatch(head) or not span.contains(phrase) or not set(before) & _listed("definite", language):
            return False
        loose = head.lower() in _listed("things_of_many", language) - self.titles
        return loose and not _says_which(phrase, article, language)

    def _entitled(self, phrase: Span, article: Article, language: str) -> bool:
        """Tell whether a thing (no person, no company) is what a title of the story is about."""
        words = set(WORD.findall(phrase.of(article.text).lower()))
        return bool(words & _listed("things_of_many", language)) and bool(words & self.titles)

    def _of(self, article: Article) -> list[tuple[Mention, Entity]]:
        if article.key not in self.mentions:
            found = [(m, e) for e in article.entities for m in e.mentions]
            self.mentions[article.key] = sorted(found, key=lambda pair: pair[0].start)
        return self.mentions[article.key]

    def _points_back(self, span: Span, inside: Sequence[tuple[Mention, Entity]], article: Article, language: str) -> bool:
        """Tell whether a line says "he" or "their" of somebody whom nothing before it in the line can be."""
        text, persons = article.text, _listed("persons", language)
        every = persons | _listed("pointing", language)
        phrases = [
            a for e in _told(span, article) for a in (*e.actors, *e.recipients)
            if span.contains(a) and every.isdisjoint(WORD.findall(a.of(text).lower()))
        ]  # fmt: skip
        things: list[Span] = [*(m for m, _ in inside if m.kind != "pronoun"), *phrases]
        people: list[Span] = [m for m, e in inside if m.kind != "pronoun" and e.type == "person"]
        people += [a for a in phrases if _somebody(a, span, article, language)]
        if not things and not article.entities:
            return False
        quoted = _quoted(span, article)
        for word in WORD.finditer(text, span.start, span.end):
            low = word.group().lower()
            if low not in every or (_spoken(word.start(), span, article) and not quoted):
                continue
            before = [
                a.start for a in (people if low in persons else things) if a.start < word.start() and a.end + 1 != word.start()
            ]
            if not before or (low in persons and quoted and all(_spoken(at, span, article) for at in before)):
                return True
        return False


def _opens_pointing(span: Span, article: Article, language: str) -> bool:
    """Tell whether a line opens with "that" or "this", and no time does."""
    first = WORD.search(article.text, span.start, span.end)
    if first is None or first.group().lower() not in _listed("demonstrative", language) | _listed("that", language):
        return False
    return not any(t.start <= first.start() < t.end for t in article.times)


def _somebody(phrase: Span, span: Span, article: Article, language: str) -> bool:
    """Tell whether a noun phrase may be one person: behind an article or with a name in it, no plural, no name of a thing."""
    words = WORD.findall(phrase.of(article.text)) or [""]
    plural = any(words[-1].lower().endswith(end) and words[-1].lower() != end for end in _listed("plural", language))
    before = WORD.findall(article.text[max(span.start, phrase.start - REACH) : phrase.start].lower())[-1:]
    articled = set(before) & (_listed("indefinite", language) | _listed("definite", language))
    named = any(w[:1].isupper() for w in words[0 if phrase.start > span.start else 1 :])
    others = (m for e in article.entities if e.type != "person" for m in e.mentions if m.kind == "name")
    return bool(articled or named) and not plural and not any(m.overlaps(phrase) and m.end >= phrase.end for m in others)


def _quoted(span: Span, article: Article) -> bool:
    """Tell whether a line opens with what somebody is quoted with."""
    return any(q.kind == "direct" and q.content.start <= span.start + 2 < q.content.end for _, q in article.quotes)


def _spoken(at: int, span: Span, article: Article) -> bool:
    """Tell whether a place lies in words that somebody is quoted with."""
    if any(q.content.start <= at < q.content.end and q.kind != "indirect" for _, q in article.quotes):
        return True
    before = article.text[span.start : at]
    closed = len(CLOSING.findall(before))
    if before.count("“") > before.count("”") or before.count("‘") > closed or before.count("``") > before.count("''"):
        return True
    return before.count('"') % 2 == 1 or ("``" not in before and before.count("''") % 2 == 1)


def _told(span: Span, article: Article) -> list[Event]:
    return [e for e in article.analysis.events if span.contains(e.trigger)]


def _pointed(span: Span, article: Article, language: str) -> bool:
    """Tell whether a line says "this plant", "these rules" or "there", times and words quoted within it apart."""
    text, quoted = article.text, _quoted(span, article)
    signed = not any(q.kind == "mixed" and q.content.contains(span) for _, q in article.quotes)
    for word in WORD.finditer(text, span.start, span.end):
        low = word.group().lower()
        if not quoted and signed and _spoken(word.start(), span, article):
            continue
        if (
            not quoted
            and low in _listed("writers", language)
            and word.group() != US
            and text[word.end() : word.end() + 1] not in ("-", ".")
        ):
            return True
        behind = WORD.search(text, word.end(), span.end)
        being = behind is not None and behind.group().lower() in _listed("verbs_of_being", language)
        if (
            quoted
            and low in _listed("pointing_in_quotes", language)
            and not (being and low in _listed("places_pointed_at", language))
        ):
            return True
        if (
            low in _listed("that", language)
            and behind is not None
            and behind.group().lower() in _listed("things_of_many", language)
        ):
            return True
        if low in _listed("demonstrative", language) and behind is not None and behind.start() == word.end() + 1 and not being:
            timed = any(t.start <= word.start() < t.end or t.start == behind.start() for t in article.times)
            if not timed:
                return True
        if low in _listed("places_pointed_at", language) and not being and not _placed_before(word.start(), span, article):
            return True
    return False


def _placed_before(at: int, span: Span, article: Article) -> bool:
    places = (m for e in article.entities if e.type in ("place", "country", "organisation") for m in e.mentions)
    return any(span.start <= m.start < at for m in places)


def _opening(span: Span, article: Article, language: str) -> Span | None:
    """Return the noun phrase behind an article that opens a line: the first argument there, else the next word."""
    first = WORD.search(article.text, span.start, span.end)
    if first is None or first.group().lower() not in _listed("definite", language):
        return None
    found = next((a for e in _told(span, article) for a in (*e.actors, *e.recipients) if 0 <= a.start - first.end() <= 1), None)
    following = WORD.search(article.text, first.end(), span.end)
    if found is not None:
        return found
    known = following is not None and following.group().lower() in _many(language)
    return Span(following.start(), following.end()) if following is not None and known else None


def _last(trigger: Span, article: Article) -> Span:
    """Return the last word of a trigger ("made the request")."""
    words = list(WORD.finditer(article.text, trigger.start, trigger.end))
    return Span(words[-1].start(), words[-1].end()) if words else trigger


def _says_which(phrase: Span, article: Article, language: str) -> bool:
    """Tell whether what follows a noun phrase says which thing is meant: a name, or "of …" and its like, no mere time."""
    text = article.text
    behind = WORD.match(text, phrase.end + 1) if text[phrase.end : phrase.end + 1] == " " else None
    if behind is None:
        return False
    if behind.group()[0].isupper():
        return not any(t.start <= behind.start() < t.end for t in article.times)
    timed = any(t.start <= behind.start() < t.end or 0 < t.start - behind.end() <= 1 for t in article.times)
    return not timed and behind.group().lower() in _listed("saying_which", language)


def _bare(phrase: Span, span: Span, inside: Sequence[tuple[Mention, Entity]], article: Article, language: str) -> bool:
    """Tell whether a noun phrase is "the company", and nothing in its line says which."""
    text = article.text
    before = WORD.findall(text[max(span.start, phrase.start - REACH) : phrase.start])[-1:]
    words = WORD.findall(phrase.of(text))
    if before[:1] and before[0].lower() in _listed("definite", language):
        words = [before[0], *words]
    if len(words) < 2 or words[0].lower() not in _listed("definite", language):
        return False
    if _says_which(phrase, article, language):
        return False
    if not _listed("saying_which", language).isdisjoint(w.lower() for w in words):
        return False
    if words[-1].lower() in _listed("persons_of_many", language):
        return not any(m.kind == "name" and e.type == "person" and m.end <= phrase.start for m, e in inside)
    body = words[-1].lower() in _listed("bodies_of_many", language)
    named = (e for m, e in inside if m.kind == "name" and m.end <= phrase.start)
    if any(SURE.match(word) for word in words[1:]) or any(not body or e.type != "person" for e in named):
        return False
    noun = words[-1].lower()
    if noun in _listed("known", language) | _listed("befalling", language):
        return False
    return noun in _many(language) or not any(m.kind == "name" for m, _ in inside)
