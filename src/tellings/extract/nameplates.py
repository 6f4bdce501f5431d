"""Which outlet a page that is only text is of: the signs by which it names itself, and how they agree.

A masthead with its section and a copyright line are strong signs; a tagline's masthead, "told the …", an invitation to
subscribe, a desk in the byline, a reader's picture, a writer's handle, an address are weak ones. One strong or two weak
signs of different kinds settle the name; anything less is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.extract.bylines import agencies, is_name
from tellings.extract.cues import phrases
from tellings.extract.dates import find_stamps
from tellings.extract.lines import Labelled
from tellings.extract.outlets import squeezed
from tellings.lang import languages, table

STRONG, WEAK = 2, 1
ENOUGH = 2
"""Least sum of the weights of the signs of different kinds that settle a name."""
CAPITAL = r"[A-ZÀ-ÞА-Я][\w’'&\-]*"
NAME = rf"{CAPITAL}(?:[ ]+(?:(?:of|de|du|del|della|la|le|the|and|y|et|&)[ ]+){{0,2}}{CAPITAL}){{0,4}}"
BAR = re.compile(r"\s+[|·•»–—]\s+|\s*[|·•]\s*|\s::\s")
FREQUENCY = re.compile(r"\s+\d{2,4}(?:[.,]\d)?(?:\s?(?:FM|AM|MHz|kHz))?$", re.IGNORECASE)
RIGHTS = re.compile(
    r"(?i:©|\(c\)|copyright)(?:\s*(?i:©|\(c\)|copyright|&copy;))?[\s,]*"
    r"(?:(?:(?:19|20)\d\d|M[MCDLXVI]{2,9}\b)(?:\s?[-–,]\s?(?:19|20)?\d\d)*[\s,]*)?(?:by\s+)?"
    rf"((?i:the\s+)?{NAME}(?:,? (?i:inc|llc|ltd)\b)?)"
)
HELD = re.compile(r"©|\([cC]\)|[cC]opyright|COPYRIGHT")
ADDRESS = re.compile(r"(?:@|https?://|www\.)((?:[\w\-]+\.)+[a-z]{2,12})", re.IGNORECASE)
HANDLE = re.compile(r"(?<!\w)@(\w{4,30})")
SLUG = re.compile(r"^(?=[^a-z]*$)(?=.*\d)(?=.*[A-Z]{3})[A-Z0-9 /\-+.]{8,60}$")
CREDITED = re.compile(rf"^.{{2,110}}?\(({NAME})\)\s*(?:--?|–|—)\s")
LONGEST_TAGLINE = 12
LONGEST_HEAD = 4
"""Lines above the title of a weblog: its name, its tagline, its menu; more are a page's navigation."""
LONGEST_OPENING = 40
SHORT = 300
"""Characters; a longer line that is not the article's is no sign."""
SMALL = frozenset(["of", "de", "du", "del", "della", "la", "le", "the", "and", "y", "et", "&", "for", "in"])
ALONE = frozenset(("told", "reveals", "invites"))
"""Kinds that name anybody: a name that only they bear needs its article ("told the Courier") to be an outlet's."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A name as one sign gives it, without its article, and the sign's kind and weight."""

    name: str
    kind: str
    weight: int = WEAK
    article: bool = False


@cache
def words_of(topic: str) -> tuple[str, ...]:
    """Return the words of one entry of the outlets' tables, in all languages."""
    return tuple(dict.fromkeys(w for language in languages("outlets") for w in table("outlets", language).get(topic, ())))


@cache
def _ways(topic: str) -> tuple[tuple[str, str], ...]:
    """Return what stands before and after the name in each way that an outlet speaks of itself, in lower case."""
    found = []
    for way in words_of(topic):
        before, _, after = way.partition("{name}")
        found.append((before, after))
    return tuple(found)


@cache
def _openings() -> tuple[str, ...]:
    return tuple(before for kind in ("invites", "about") for before, _ in _ways(kind))


@cache
def _credits() -> frozenset[str]:
    return frozenset(words_of("credit"))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(" ".join(str(names) for names in table("entities", "given-names").values()).split())


@cache
def _led() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<article>(?i:{'|'.join(words_of('article'))}))[ ]+)?(?P<name>{NAME})")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:(?P<article>(?i:{'|'.join(words_of('article'))}))[ ]+)?(?P<name>{NAME})$")


@cache
def _taken() -> frozenset[str]:
    """Return what stands where names stand and is none: sections, buttons, months, countries."""
    kinds = ("section", "share", "more", "form", "ad", "legal", "byline", "posted", "credit", "comment_heading", "comment_tool")
    found = {p for kind in kinds for p in phrases(kind)}
    for language in languages("dates"):
        for names in (*table("dates", language)["months"], *table("dates", language)["weekdays"]):
            found.update(names)
    return frozenset(found)


@cache
def _papers() -> frozenset[str]:
    return frozenset(words_of("papers"))


def outlet_of_text(lines: Sequence[Labelled], *, authors: Sequence[str] = (), bylined: str | None = None) -> str | None:
    """Return the name by which a page says which outlet it is of, or None where its signs do not settle it.

    `bylined` is the outlet that the byline names. Method: each sign gives a name; names that are one another's words
    ("Courier", "Harbour Courier") support each other; the longest of those with the most support is told.
    """
    own = [x for x in lines if x.role not in ("comment", "comment-meta")]
    signs = [s for s in _signs(own, bylined) if _may_be_name(s.name, authors)]
    page = "\n".join(x.line.text for x in own)
    best: tuple[int, int, str] | None = None
    for name in dict.fromkeys(s.name for s in signs):
        support = [s for s in signs if _agree(s.name, name)]
        if all(s.kind in ALONE and not s.article for s in support):
            continue
        score = sum({s.kind: s.weight for s in sorted(support, key=lambda s: s.weight)}.values()) + max(
            _support(n, page, own) for n in {s.name for s in support}
        )
        found = (score, len(_words(name)), name)
        if score >= ENOUGH and (best is None or found[:2] > best[:2]):
            best = found
    if best is None or re.search(rf"(?i:powered by)\s+{re.escape(best[2])}", page):
        return None
    led = any(s.article and s.kind == "rights" and s.name == best[2] for s in signs)
    return _printed(best[2], page, None if led else "\n".join(x.line.text for x in own if x.role == "body"))


def _signs(own: Sequence[Labelled], bylined: str | None) -> Iterator[Sign]:
    title = next((i for i, x in enumerate(own) if x.role == "title"), 0)
    yield from _above(own[:title])
    if bylined:
        yield from _desk(bylined)
    told = "\n".join(x.line.text for x in own if x.role in ("body", "subheading"))
    yield from _spoken(told, "told")
    yield from _spoken(told, "reveals")
    for x in own:
        if x.role not in ("body", "subheading") and len(x.line.text) < SHORT:
            yield from _furniture(x)
    body = next((x.line.text for x in own if x.role == "body"), "")
    if (m := CREDITED.match(body[:130])) and m[1].casefold() not in agencies():
        yield Sign(m[1], "dateline")


def _above(lines: Sequence[Labelled]) -> Iterator[Sign]:
    """Yield the names above the title: "NAME | Section", a masthead with its tagline, a paper's name on a line."""
    sections = frozenset(phrases("section"))
    for x in lines[:6]:
        pieces = [FREQUENCY.sub("", p) for p in BAR.split(x.line.text) if p]
        if len(pieces) == 2:
            for name, other in (pieces, pieces[::-1]):
                if name.casefold() not in sections and len(other.split()) <= 3:
                    yield Sign(name, "masthead", STRONG if other.casefold() in sections else WEAK)
                    break
    if not lines:
        return
    first, words = FREQUENCY.sub("", lines[0].line.text), lines[0].line.text.split()
    if 1 < len(words) <= 5 and words[-1].casefold() in _papers():
        yield Sign(first, "masthead", STRONG)
    elif (
        len(words) <= 4
        and len(lines) <= LONGEST_HEAD
        and len(lines) > 1
        and 2 < len(lines[1].line.text.split()) <= LONGEST_TAGLINE
    ):
        yield Sign(first, "masthead")


def _desk(bylined: str) -> Iterator[Sign]:
    words = bylined.split()
    while words and words[-1].casefold() in words_of("jobs"):
        words.pop()
    if not words:
        return
    bylined = " ".join(words)
    if words[-1].casefold() not in words_of("desks"):
        yield Sign(bylined, "byline", STRONG)
        return
    kept = [w for w in words[:-1] if w.casefold() not in words_of("beats")]
    if kept:
        yield Sign(" ".join(kept), "byline")


def _furniture(x: Labelled) -> Iterator[Sign]:
    text = x.line.text
    if x.role != "caption" and HELD.search(text) and (m := RIGHTS.search(text)):
        yield from _held(m[1])
    if text[:LONGEST_OPENING].lower().startswith(_openings()):
        for kind in ("invites", "about"):
            yield from _spoken(text, kind, opening=True)
    if not _credits().isdisjoint(x.reading.words):
        yield from _spoken(text, "pictured")
    if x.role in ("date", "byline") and x.reading.stamped and "," in text:
        name = text.split(",")[0]
        if find_stamps(text, order=True) and not is_name(name):
            yield Sign(name, "source")


def _held(holder: str) -> Iterator[Sign]:
    """Yield the name in a copyright line; a company, two holders or a person may hold the rights in another's page."""
    words = holder.split()
    end = next((i for i, w in enumerate(words) if w.casefold() in words_of("rights_end")), len(words))
    while end and words[end - 1].casefold().strip(".,") in words_of("legal_forms"):
        end -= 1
    name = " ".join(words[:end]).strip(",")
    if not name or name.split()[-1].casefold() in words_of("services"):
        return
    parts = [w.casefold().strip(".,") for w in words]
    owner = (
        (len(parts) == 2 and parts[0] in _given_names())
        or any(w in words_of("company") for w in parts)
        or any(w in ("and", "&") for w in parts)
    )
    yield Sign(_bare(name), "rights", WEAK if owner else STRONG, article=name != _bare(name))


def _spoken(text: str, kind: str, *, opening: bool = False) -> Iterator[Sign]:
    """Yield the names that a text says in one kind of way; `opening`: at its beginning only."""
    lower = text.lower()
    if len(lower) != len(text):
        return
    for before, after in _ways(kind):
        for at in _places(lower, before or after, opening=opening):
            m = _led().match(text, at + len(before)) if before else _trailing().search(text[max(0, at - 70) : at])
            if m and (not before or lower.startswith(after, m.end())):
                yield _sign(m["name"], kind, article=bool(m["article"]))


def _places(lower: str, literal: str, *, opening: bool) -> Iterator[int]:
    at = lower.find(literal, 0, len(literal) if opening else None)
    while at >= 0:
        if at == 0 or not lower[at - 1].isalnum() or literal[0] == " ":
            yield at
        at = -1 if opening else lower.find(literal, at + 1)


def _sign(name: str, kind: str, *, article: bool) -> Sign:
    words = name.split()
    while len(words) > 1 and words[-1].casefold() in _taken():
        words.pop()
    while len(words) > 1 and words[0].casefold() in phrases("function"):
        article = article or words[0].casefold() in words_of("article")
        del words[0]
    return Sign(" ".join(words), kind, article=article)


def _bare(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in words_of("article") else name


def _words(name: str) -> list[str]:
    return _bare(name).casefold().split()


def _agree(one: str, other: str) -> bool:
    """Tell whether two names are the same, or one the words of the other in their order, from its start or to its end."""
    a, b = sorted((_words(one), _words(other)), key=len)
    return bool(a) and (b[: len(a)] == a or b[-len(a) :] == a)


def _support(name: str, page: str, own: Sequence[Labelled]) -> int:
    """Return how many kinds of things that only support a name do: addresses, handles, a slug, a weblog's furniture."""
    key = squeezed(_bare(name))
    hosts = {squeezed(label) for host in ADDRESS.findall(page) for label in host.split(".")[:-1]}
    handles = {squeezed(handle.replace("_", "")) for handle in HANDLE.findall(page)}
    found = int(len(key) > 3 and any(h in (key, f"the{key}") for h in hosts))
    found += int(len(key) > 4 and any(key in h for h in handles))
    found += int(any(SLUG.match(x.line.text) for x in own[:2]) and any(CREDITED.match(x.line.text[:130]) for x in own))
    furniture = " \n ".join(x.line.text for x in own if x.role not in ("body", "title")).casefold()
    first = own[0].line.text == name and own[0].role != "title"
    return found + int(first and any(re.search(rf"(?<!\w){w}(?!\w)", furniture) for w in words_of("weblog")))


def _may_be_name(name: str, authors: Sequence[str]) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 45 or len(name) < 3 or name[-1] in ".!?:;…" or not name[0].isupper():
        return False
    if not all(w[0].isupper() or w[0].isdigit() or w.casefold() in SMALL for w in words):
        return False
    lower = _bare(name).casefold()
    if lower in words_of("article"):
        return False
    return not ({lower, name.casefold()} & _taken() or _known_agency(lower) or any(_agree(name, a) for a in authors))


@cache
def _agency_keys() -> frozenset[str]:
    return frozenset(squeezed(name) for name in agencies())


def _known_agency(name: str) -> bool:
    return squeezed(name) in _agency_keys()


def _printed(name: str, page: str, body: str | None) -> str:
    """Return a name as the page prints it in mixed case, with the article that it mostly bears in the article's text."""
    if name.isupper() and len(name) > 5:
        plain = [m for m in re.findall(re.escape(name), page, re.IGNORECASE) if not m.isupper() and m[0].isupper()]
        name = plain[0] if plain else " ".join(w if len(w) < 5 else w.title() for w in name.split())
    bare = _bare(name)
    if bare != name or body is None:
        return name if bare != name else f"The {name}"
    article = "|".join(words_of("article"))
    led = len(re.findall(rf"\b(?i:{article})\s+{re.escape(bare)}(?!\w)", body))
    return f"The {bare}" if led and 2 * led >= len(re.findall(rf"(?<!\w){re.escape(bare)}(?!\w)", body)) else name
